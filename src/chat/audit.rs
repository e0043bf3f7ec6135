//! The record of what admins did. Each line is written in the transaction that does it.

use super::{Chat, Result, allowed, people::require_admin};
use crate::{
    domain::{
        Deed, PersonId, Role, RoomId, Timestamp,
        permission::{Action, Standing},
    },
    store::{self, Db, audit::Entry},
};

/// How many lines one page has.
const PAGE: i64 = 50;

/// A page of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its lines, the newest first.
    pub entries: Vec<Entry>,
    /// How many pages there are, at least one.
    pub pages: i64,
}

impl Chat {
    /// A page of the record, from 1 on.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`](crate::domain::Problem::Forbidden) for who is no admin.
    pub async fn audit(&self, who: PersonId, page: i64) -> Result<Record> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        let pages = ((store::audit::count(&mut db).await? + PAGE - 1) / PAGE).max(1);
        let skip = (page.clamp(1, pages) - 1) * PAGE;
        let entries = store::audit::page(&mut db, PAGE, skip).await?;
        Ok(Record { entries, pages })
    }
}

/// Somebody who does something in a room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doer {
    /// Who.
    who: PersonId,
    /// As what.
    pub(super) standing: Standing,
    /// Where.
    pub(super) room: RoomId,
    /// When.
    pub(super) now: Timestamp,
}

impl Doer {
    /// Somebody who may do something in a room.
    pub(super) async fn allowed(
        db: &mut Db,
        who: PersonId,
        room: RoomId,
        action: Action,
        now: Timestamp,
    ) -> Result<Self> {
        Ok(Self {
            who,
            standing: allowed(db, room, who, action).await?,
            room,
            now,
        })
    }

    /// Writes down what an admin does with what is others', in the transaction that does it, with the room's name where
    /// there is nothing else to know. What anybody else does there is not the record's business.
    pub(super) async fn record(
        self,
        db: &mut Db,
        deed: Deed,
        whom: Option<PersonId>,
        what: Option<String>,
    ) -> Result<()> {
        if self.standing.role != Role::Admin {
            return Ok(());
        }
        let what = match what {
            Some(what) => what,
            None => store::rooms::name(db, self.room).await?,
        };
        Ok(store::audit::insert(db, Some(self.who), deed, whom, &what, self.now).await?)
    }
}
