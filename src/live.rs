//! The stream: what changed, to whom it concerns, as it happens.
//!
//! The [`tail`] reads the sequence and encodes each change once; the [`hub`] knows which streams hear which room; a
//! [`stream`] catches up from the database and then follows the hub. Rights change in the hub only by what the tail
//! reads, in seq order, so that rights and messages can't overtake each other.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{
    chat::Clock,
    domain::Cursor,
    store::{self, Store},
};

mod frame;
mod hub;
mod mailbox;
mod news;
mod stream;
mod tail;

pub use hub::Crowded;
pub use stream::{Opening, Reader, Viewer};

use hub::Hub;

/// The streams of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    store: Store,
    clock: Clock,
    hub: Arc<Hub>,
    end: CancellationToken,
}

impl Live {
    /// Starts to follow the database from where it is now.
    ///
    /// # Errors
    ///
    /// Where the database can't be read.
    pub async fn start(store: Store, clock: Clock) -> Result<Self, sqlx::Error> {
        let mut db = store.snapshot().await?;
        let position = store::changes::last(&mut db).await?;
        let memberships = store::memberships::all(&mut db).await?;
        drop(db);
        let hub = Arc::new(Hub::new(
            Cursor {
                epoch: store.epoch(),
                seq: position,
            },
            memberships,
        ));
        let end = CancellationToken::new();
        let live = Self {
            store,
            clock,
            hub,
            end,
        };
        tokio::spawn(tail::run(live.clone()));
        Ok(live)
    }

    /// Ends every stream, and lets none begin.
    pub fn stop(&self) {
        self.end.cancel();
        self.hub.close();
    }
}
