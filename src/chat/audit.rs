//! The record of what admins did. Each line is written in the transaction that does it.

use super::{Chat, Result, people::require_admin};
use crate::{
    domain::PersonId,
    store::{self, audit::Entry},
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
