//! Looking through a table by conditions that somebody else put together.
//!
//! What may be named is a [`Column`] of a [`Source`], written in this program; what somebody typed becomes a bound
//! [`Value`] and nothing else. A source says which of its rows a [`Reader`] may know of, and each table that a
//! condition reaches over a relation is restricted by its own.

use sqlx::{
    AssertSqlSafe, Column as _, Row, SqliteConnection, TypeInfo, ValueRef, sqlite::SqliteRow,
};

use super::{Result, json_array};
use crate::domain::PersonId;

pub mod sources;
mod statement;

use statement::Statement;

/// On whose behalf something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Who; `None` has no account.
    pub person: Option<PersonId>,
    /// Whether they may read what is not theirs: open mode.
    pub everything: bool,
}

/// A table to look through. Its key is `id`.
#[derive(Debug)]
pub struct Source {
    /// The table.
    table: &'static str,
    /// Which rows there are for anybody; `?1` is the reader's id, or null.
    listed: &'static str,
    /// Which of them are the reader's to read, unless they may read everything.
    theirs: &'static str,
}

/// Something that a row of a source has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A column of the table.
    Named(&'static str),
    /// An expression over the table; see [`sources`].
    Computed(&'static str),
}

/// A value of a column, or to compare one with.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// None.
    Null,
    /// A whole number, also a time or a truth.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A column, of the source itself or of one that it leads to.
#[derive(Clone, Debug)]
pub struct Path {
    /// The relations on the way: the column that holds the id, and the table that it is an id of.
    pub hops: Vec<(Column, &'static Source)>,
    /// The column at the end of it.
    pub column: Column,
}

impl From<Column> for Path {
    fn from(column: Column) -> Self {
        Self {
            hops: Vec::new(),
            column,
        }
    }
}

/// Which rows to find.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Those that meet each of these; all rows, where there is none.
    All(Vec<Condition>),
    /// Those that meet any of these; no row, where there is none.
    Any(Vec<Condition>),
    /// Those whose column passes.
    Passes(Path, Test),
    /// Those of these ids, a JSON array.
    Ids(String),
}

impl Condition {
    /// The row of this id.
    pub fn id(id: i64) -> Self {
        Self::ids([id])
    }

    /// The rows of these ids.
    pub fn ids(ids: impl IntoIterator<Item = i64>) -> Self {
        Self::Ids(json_array(ids))
    }
}

/// What a column's value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The same; null is the same as null.
    Is(Value),
    /// Another.
    IsNot(Value),
    /// Above.
    Above(Value),
    /// Above, or the same.
    AtLeast(Value),
    /// Below.
    Below(Value),
    /// Below, or the same.
    AtMost(Value),
    /// One of these.
    In(Vec<Value>),
    /// None of these.
    NotIn(Vec<Value>),
    /// Text with this in it, in either case of its (Latin) letters.
    Holds(String),
    /// Anything else.
    Lacks(String),
    /// Whether there is one at all.
    Exists(bool),
}

/// In which order.
#[derive(Clone, Debug)]
pub struct Order {
    /// By what.
    pub by: Path,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// What to find, and how much of it.
#[derive(Clone, Debug)]
pub struct Search {
    /// Which rows.
    pub condition: Condition,
    /// In which order; rows that are equal in it come newest first.
    pub order: Vec<Order>,
    /// How many at most; `None` takes all.
    pub limit: Option<i64>,
    /// How many to leave out first.
    pub skip: i64,
}

/// Some columns of the rows that are found and that the reader may know of.
///
/// # Errors
///
/// Where the database fails, or the search was cut short: see [`Store::search`](super::Store::search).
pub async fn rows(
    db: &mut SqliteConnection,
    reader: Reader,
    source: &Source,
    columns: &[Column],
    search: &Search,
) -> Result<Vec<Vec<Value>>> {
    let statement = Statement::rows(reader, source, columns, search);
    fetch(db, reader, statement).await
}

/// Some columns of one row, whoever may know of it: for who has just been given it by a command.
///
/// # Errors
///
/// As [`rows`].
pub async fn row(
    db: &mut SqliteConnection,
    reader: Reader,
    source: &Source,
    columns: &[Column],
    id: i64,
) -> Result<Option<Vec<Value>>> {
    let statement = Statement::row(source, columns, id);
    Ok(fetch(db, reader, statement).await?.pop())
}

/// How many rows there are that meet a condition and that the reader may know of.
///
/// # Errors
///
/// As [`rows`].
pub async fn count(
    db: &mut SqliteConnection,
    reader: Reader,
    source: &Source,
    condition: &Condition,
) -> Result<i64> {
    let statement = Statement::count(reader, source, condition);
    let found = fetch(db, reader, statement).await?;
    match found.first().and_then(|row| row.first()) {
        Some(Value::Integer(count)) => Ok(*count),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

async fn fetch(
    db: &mut SqliteConnection,
    reader: Reader,
    statement: Statement,
) -> Result<Vec<Vec<Value>>> {
    // Safe to assert: the text is made of this program's own words and numbered parameters.
    let mut query = sqlx::query(AssertSqlSafe(statement.text))
        .persistent(statement.comes_again)
        .bind(reader.person);
    for value in statement.values {
        query = match value {
            Value::Null => query.bind(None::<i64>),
            Value::Integer(number) => query.bind(number),
            Value::Real(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
            Value::Blob(bytes) => query.bind(bytes),
        };
    }
    query.try_map(|row| values(&row)).fetch_all(db).await
}

fn values(row: &SqliteRow) -> Result<Vec<Value>> {
    row.columns()
        .iter()
        .map(|column| {
            let index = column.ordinal();
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().name().to_owned();
            Ok(match kind.as_str() {
                "REAL" => Value::Real(row.try_get(index)?),
                "TEXT" => Value::Text(row.try_get(index)?),
                "BLOB" => Value::Blob(row.try_get(index)?),
                _ => Value::Integer(row.try_get(index)?),
            })
        })
        .collect()
}
