//! Looking through what there is, as programs do.

use std::ops::DerefMut;

use super::{Chat, Result};
use crate::store::{
    self, Db,
    find::{Column, Condition, Reader, Search, Source, Value},
};

/// What one reader may know of.
#[expect(
    missing_debug_implementations,
    reason = "a connection has nothing to show"
)]
pub struct Documents {
    db: Box<dyn DerefMut<Target = Db> + Send>,
    reader: Reader,
}

impl Chat {
    /// What a reader may know of at this moment, to look through by conditions of their own. That has a time limit, in all: see
    /// [`Store::search`](store::Store::search).
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn search(&self, reader: Reader) -> Result<Documents> {
        let db = Box::new(self.store.search().await?);
        Ok(Documents { db, reader })
    }

    /// What a reader may know of, to look into by number only, which costs little: it does not wait for searches, and
    /// each look is of a moment of its own.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn documents(&self, reader: Reader) -> Result<Documents> {
        let db = Box::new(self.store.read().await?);
        Ok(Documents { db, reader })
    }
}

impl Documents {
    /// Some columns of the rows that are found.
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`](crate::domain::Problem::Malformed) where a search takes too long.
    pub async fn find(
        &mut self,
        source: &Source,
        columns: &[Column],
        search: &Search,
    ) -> Result<Vec<Vec<Value>>> {
        Ok(store::find::rows(&mut self.db, self.reader, source, columns, search).await?)
    }

    /// Some columns of a row that the reader has just been given by a command, whatever became of their rights.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub async fn given(
        &mut self,
        source: &Source,
        columns: &[Column],
        id: i64,
    ) -> Result<Option<Vec<Value>>> {
        Ok(store::find::row(&mut self.db, self.reader, source, columns, id).await?)
    }

    /// How many rows there are.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub async fn count(&mut self, source: &Source, condition: &Condition) -> Result<i64> {
        Ok(store::find::count(&mut self.db, self.reader, source, condition).await?)
    }
}
