//! What may be done, and by whom: a file per noun.
//!
//! Server functions, REST and the command line are thin doors to this; no rule stands twice. A command here checks
//! its input, then runs in one transaction of the writer: looks how the asker stands, asks
//! [`permission`](crate::domain::permission), and writes. Slow things (passwords) happen outside of it.

use std::sync::Arc;

use sqlx::SqliteConnection;

use crate::{
    domain::{
        PersonId, Problem, RoomId,
        permission::{Action, Standing},
    },
    store::{self, Store, WriteError},
};

mod attention;
mod audit;
pub mod backup;
pub mod clock;
mod deletion;
mod desk;
mod directory;
mod documents;
pub mod figures;
mod invites;
mod keys;
mod logo;
pub mod media;
mod memberships;
mod mentions;
mod messages;
mod notifications;
mod pace;
pub mod page;
pub mod password;
mod people;
mod pins;
mod previews;
mod profile;
mod reactions;
mod reset;
mod rooms;
mod search;
mod seen;
mod sessions;
pub mod settings;
mod threads;
pub mod throttle;
pub mod token;
mod typing;
mod versions;
mod voices;

pub use clock::Clock;
pub use documents::Documents;
pub use invites::Terms;
pub use messages::Said;
pub use notifications::{Call, Errand, MOST as SUBSCRIPTION_LIMIT, Notices, PushKey};
pub use pace::Source;
pub use profile::{ProfileChange, Proof};
pub use rooms::RoomChange;
pub use sessions::{CurrentSession, Device, SignedIn};

use backup::Keeper;
use media::Depot;
use pace::Pace;
use previews::Links;
use reset::Resets;
use seen::Seen;
use settings::{Options, Policy};
use throttle::Throttle;
use typing::Typists;

/// The chat: rooms, people, and the rules between them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Chat {
    store: Store,
    clock: Clock,
    options: Options,
    policy: Arc<Policy>,
    throttle: Arc<Throttle>,
    media: Arc<Depot>,
    pace: Arc<Pace>,
    requests: Arc<Pace>,
    resets: Arc<Resets>,
    backups: Arc<Keeper>,
    typists: Arc<Typists>,
    links: Arc<Links>,
    notices: Notices,
    /// What whoever commands has seen before, where that must not have changed.
    seen: Option<Arc<Seen>>,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It may not be, or makes no sense.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// It could not be written. Nothing of it was.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The database could not be read.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// An upload's files could not be read or written.
    #[error("the files of uploads failed: {0}")]
    Files(#[from] std::io::Error),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] password::HashError),
}

/// What a command gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What to tell the asker. What only the server's keeper may know is logged here, once.
    pub fn problem(self) -> Problem {
        match self {
            Self::Refused(problem) => problem,
            Self::Write(WriteError::Panicked) => Problem::Internal,
            // The writer has logged why.
            Self::Write(_) => Problem::Unavailable,
            Self::Database(error) if store::was_cut_short(&error) => {
                Problem::Malformed("This query takes too long. Please ask for less.".to_owned())
            }
            Self::Database(error) => {
                tracing::error!(%error, "a query failed");
                if is_passing(&error) {
                    Problem::Unavailable
                } else {
                    Problem::Internal
                }
            }
            Self::Files(error) => {
                tracing::error!(%error, "an upload's files could not be read or written");
                Problem::Unavailable
            }
            Self::Password(error) => {
                tracing::error!(%error, "a password could not be hashed");
                Problem::Internal
            }
        }
    }
}

/// Whether the database may work again by itself: locked, full, read-only, unreadable for now, or overloaded.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN.
        error => matches!(store::primary_code(error), Some(5 | 6 | 8 | 10 | 13 | 14)),
    }
}

impl Chat {
    /// The chat over a database. What options say goes before what is decided while it runs.
    pub fn new(store: Store, clock: Clock, options: Options) -> Self {
        Self {
            media: Arc::new(Depot::beside(&store)),
            store,
            clock,
            options,
            policy: Arc::default(),
            throttle: Arc::default(),
            pace: Arc::default(),
            requests: Arc::default(),
            resets: Arc::default(),
            backups: Arc::default(),
            typists: Arc::default(),
            links: Arc::default(),
            notices: Notices::default(),
            seen: None,
        }
    }

    /// The database underneath, for those who read it on their own: the stream.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The time that the chat goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Does something with the chat to its end, though whoever asked for it may go away meanwhile.
    async fn to_the_end<T, F>(&self, work: impl FnOnce(Self) -> F) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let working = tokio::spawn(work(self.clone()));
        working.await.unwrap_or_else(|error| {
            tracing::error!(%error, "something was not done to its end");
            Err(Problem::Internal.into())
        })
    }

    /// Runs a command on the writer; see [`Store::write`].
    async fn write<T, F>(&self, command: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(
                &'c mut SqliteConnection,
            ) -> futures_util::future::BoxFuture<'c, Result<T>>
            + Send
            + 'static,
    {
        let Some(seen) = self.seen.clone() else {
            return self.store.write(command).await;
        };
        self.store
            .write(move |db| {
                Box::pin(async move {
                    seen.check(db).await?;
                    let done = command(db).await?;
                    seen.follow(db).await?;
                    Ok(done)
                })
            })
            .await
    }
}

/// Whether somebody may do something in a room, and how they stand there.
async fn allowed(
    db: &mut SqliteConnection,
    room: RoomId,
    who: PersonId,
    action: Action,
) -> Result<Standing> {
    let standing = store::rooms::standing(db, room, who)
        .await?
        .ok_or(Problem::NotFound)?;
    standing.may(action)?;
    Ok(standing)
}

/// Whether somebody may do something in a room.
async fn may(
    db: &mut SqliteConnection,
    room: RoomId,
    who: PersonId,
    action: Action,
) -> Result<bool> {
    match allowed(db, room, who, action).await {
        Ok(_) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
