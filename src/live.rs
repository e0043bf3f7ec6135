//! The stream: what changed, to whom it concerns, as it happens.
//!
//! The [`tail`] reads the sequence and encodes each change once; the [`hub`] knows which streams hear which room, and
//! writes to their sockets through an [`outlet`] each; a [`stream`] catches up from the database before that, and
//! whenever it fell behind. Rights change in the hub only by what the tail reads, in seq order, so that rights and
//! messages can't overtake each other.

use std::{io, sync::Arc, thread};

use sqlx::SqliteConnection;
use tokio::{
    runtime,
    sync::{broadcast, watch},
};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::{Chat, Clock, Notices},
    domain::{Cursor, MessageId, PersonId, SessionId, Typing},
    store::{self, Store},
};

mod attendance;
mod deliveries;
mod frame;
mod hub;
mod news;
mod outlet;
mod recent;
mod registration;
mod socket;
mod stream;
mod tail;

pub use stream::{Opening, Refused, Stream, Viewer};

use hub::Hub;
use recent::Recent;

/// The streams of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    store: Store,
    clock: Clock,
    hub: Arc<Hub>,
    recent: Arc<Recent>,
    notices: Notices,
    end: CancellationToken,
    /// Closes when the tail has ended.
    tail: watch::Receiver<()>,
}

/// The streams could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database can't be read.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// There is no thread to be had.
    #[error("{0}")]
    Thread(#[from] io::Error),
}

impl Live {
    /// Starts to follow a chat's database from where it is now, and what is said in passing.
    ///
    /// # Errors
    ///
    /// Where the database can't be read, or no thread be started.
    pub async fn start(chat: &Chat) -> Result<Self, StartError> {
        let (store, clock) = (chat.store().clone(), chat.clock().clone());
        // Of its own: many streams that catch up at once must not keep the tail waiting.
        let mut db = store.reader().await?;
        let mut snapshot = sqlx::Connection::begin(&mut db).await?;
        let position = store::changes::last(&mut snapshot).await?;
        let memberships = store::memberships::all(&mut snapshot).await?;
        let guests = store::people::guests(&mut snapshot).await?;
        let newest = store::messages::last_id(&mut snapshot).await?;
        snapshot.rollback().await?;
        let cursor = Cursor {
            epoch: store.epoch(),
            seq: position,
        };
        let (running, tail) = watch::channel(());
        let live = Self {
            store,
            clock,
            hub: Arc::new(Hub::new(cursor, memberships, guests)),
            recent: Arc::default(),
            notices: chat.notices().clone(),
            end: CancellationToken::new(),
            tail,
        };
        live.follow(db, newest, chat.typists(), running)?;
        Ok(live)
    }

    /// Runs the tail, on a thread of its own: writing to thousands of sockets takes tens of milliseconds, for which no
    /// request shall wait.
    fn follow(
        &self,
        db: SqliteConnection,
        newest: MessageId,
        typists: broadcast::Receiver<Typing>,
        running: watch::Sender<()>,
    ) -> io::Result<()> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        let live = self.clone();
        thread::Builder::new()
            .name("tail".to_owned())
            .spawn(move || {
                runtime.block_on(tail::run(live, db, newest, typists));
                drop(running);
            })?;
        Ok(())
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        self.hub.count()
    }

    /// Whether a stream is open by a session of a person's: then there is a page that tells its reader itself.
    pub fn hears(&self, person: PersonId, session: SessionId) -> bool {
        self.hub.hears(person, session)
    }

    /// Ends every stream, lets none begin, and waits until the database is followed no more.
    pub async fn stop(&self) {
        self.end.cancel();
        self.hub.close();
        // The error is what is waited for: that the tail has dropped its end.
        let _ = self.tail.clone().changed().await;
    }
}
