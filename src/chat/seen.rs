//! What somebody has seen of a document before they change it, so that nobody overwrites what they never saw.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use super::{Chat, Result};
use crate::{
    domain::{Problem, Timestamp},
    store::{
        self, Db,
        find::{Column, Reader, Source, Value},
    },
};

/// A document, and when it last changed for all that is known.
#[derive(Debug)]
pub(super) struct Seen {
    source: &'static Source,
    changed: Column,
    id: i64,
    /// Moves on with one's own commands, for one save may take several.
    at: AtomicI64,
}

impl Chat {
    /// The same chat for who has seen a document of a source as it was since a moment, which a column of it has: whatever
    /// they command is done only if nobody else has changed it since. That is looked at in the command's own transaction;
    /// else it is [`Problem::Overtaken`].
    #[must_use]
    pub fn having_seen(
        &self,
        source: &'static Source,
        changed: Column,
        id: i64,
        at: Timestamp,
    ) -> Self {
        let seen = Seen {
            source,
            changed,
            id,
            at: AtomicI64::new(at.0),
        };
        Self {
            seen: Some(Arc::new(seen)),
            ..self.clone()
        }
    }
}

impl Seen {
    /// Refuses where somebody else was faster.
    pub(super) async fn check(&self, db: &mut Db) -> Result<()> {
        if self.changed(db).await? == Some(self.at.load(Ordering::Relaxed)) {
            Ok(())
        } else {
            Err(Problem::Overtaken.into())
        }
    }

    /// Knows of one's own change.
    pub(super) async fn follow(&self, db: &mut Db) -> Result<()> {
        if let Some(at) = self.changed(db).await? {
            self.at.store(at, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn changed(&self, db: &mut Db) -> Result<Option<i64>> {
        const ANYBODY: Reader = Reader {
            person: None,
            everything: true,
        };
        let columns = [self.changed];
        let row = store::find::row(db, ANYBODY, self.source, &columns, self.id).await?;
        Ok(match row.as_deref() {
            Some([Value::Integer(at)]) => Some(*at),
            _ => None,
        })
    }
}
