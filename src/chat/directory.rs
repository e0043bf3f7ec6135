//! Everybody's accounts, for who looks after them.

use super::{Chat, Result, people::require_admin};
use crate::{
    domain::PersonId,
    store::{self, people::Listed},
};

/// A page of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Those on the page, by name.
    pub list: Vec<Listed>,
    /// How many there are on all pages.
    pub total: i64,
}

impl Chat {
    /// The accounts whose name or address has a text in it: a page, from 1 on, of so many.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`](crate::domain::Problem::Forbidden) for who is no admin.
    pub async fn people(
        &self,
        who: PersonId,
        text: &str,
        limit: i64,
        page: i64,
    ) -> Result<Directory> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        let skip = page.max(1).saturating_sub(1).saturating_mul(limit);
        let (list, total) = store::people::listed(&mut db, text.trim(), limit, skip).await?;
        Ok(Directory { list, total })
    }
}
