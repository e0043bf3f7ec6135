//! Connections for reading, a fixed number of them, handed out in turn.
//!
//! `SQLx`'s own pool asks each connection that is given back whether it is still there: another trip to the connection's
//! thread and back, in a task of its own, which is half of what a small read costs. A file does not hang up.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::Result;

/// Some connections, opened as they are needed.
#[derive(Clone, Debug)]
pub(super) struct Readers(Arc<Shelf>);

#[derive(Debug)]
struct Shelf {
    options: SqliteConnectOptions,
    /// Those that nobody has just now; the one that was used last is the next to be used.
    free: Mutex<Vec<SqliteConnection>>,
    turns: Arc<Semaphore>,
    count: u32,
    patience: Duration,
}

impl Shelf {
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Readers {
    /// At most so many connections; whoever has waited so long for one waits no longer.
    pub(super) fn new(options: &SqliteConnectOptions, count: u32, patience: Duration) -> Self {
        Self(Arc::new(Shelf {
            options: options.clone(),
            free: Mutex::default(),
            turns: Arc::new(Semaphore::new(usize::try_from(count).unwrap_or(usize::MAX))),
            count,
            patience,
        }))
    }

    /// A connection.
    ///
    /// # Errors
    ///
    /// Where none could be had in time, or opened, or after [`close`](Self::close).
    pub(super) async fn take(&self) -> Result<Reading> {
        let turn = timeout(self.0.patience, Arc::clone(&self.0.turns).acquire_owned()).await;
        let turn = turn
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        let free = self.0.free().pop();
        let db = match free {
            Some(db) => db,
            None => self.0.options.connect().await?,
        };
        Ok(Reading {
            db: Some(db),
            of_one_moment: false,
            home: Arc::clone(&self.0),
            turn: Some(turn),
        })
    }

    /// A connection in a transaction.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    pub(super) async fn begin(&self) -> Result<Reading> {
        let mut reading = self.take().await?;
        // Before it has begun: should nobody wait for it any more, it still must end.
        reading.of_one_moment = true;
        sqlx::query("begin").execute(&mut *reading).await?;
        Ok(reading)
    }

    /// Closes all, as they come back. None can be had any more.
    pub(super) async fn close(&self) {
        // The error is that it was closed already.
        let all = self.0.turns.acquire_many(self.0.count).await;
        self.0.turns.close();
        drop(all);
        let free = std::mem::take(&mut *self.0.free());
        for db in free {
            // An error here is the same as not closing.
            let _ = db.close().await;
        }
    }
}

/// A connection for reading, which goes back to the others when it is dropped.
#[derive(Debug)]
pub struct Reading {
    /// `None` on the way back.
    db: Option<SqliteConnection>,
    /// Whether it is in a transaction.
    of_one_moment: bool,
    home: Arc<Shelf>,
    /// Given back after the connection: whoever has the next one finds it there.
    turn: Option<OwnedSemaphorePermit>,
}

impl Deref for Reading {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.db.as_ref().expect("it goes back only when dropped")
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.db.as_mut().expect("it goes back only when dropped")
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let (Some(mut db), turn) = (self.db.take(), self.turn.take()) else {
            return;
        };
        if !self.of_one_moment {
            self.home.free().push(db);
            return;
        }
        // Without a runtime the process is about to end, and the connection with it.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let home = Arc::clone(&self.home);
        runtime.spawn(async move {
            // Where that fails there is no telling what state it is in, and another one is opened in its place.
            if sqlx::query("rollback").execute(&mut db).await.is_ok() {
                home.free().push(db);
            }
            drop(turn);
        });
    }
}
