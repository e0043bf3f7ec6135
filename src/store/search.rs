//! Searching messages, by the index that triggers keep: see `migrations/0008_search.sql`.

use std::fmt::Write as _;

use sqlx::SqliteConnection;
use unicode_normalization::UnicodeNormalization as _;

use super::{Result, json_array, threads::OPEN_TO};
use crate::domain::{MessageId, PersonId, RoomId, Timestamp, search::Has};

/// How long the index's terms are, in characters.
const TERM: usize = 3;
/// How many terms of a long word are looked up. What is found is looked at again anyway.
const TERMS: usize = 12;
/// How many terms a short word may begin. One that begins more is in so many messages that it limits nothing.
const BEGUN: usize = 500;

/// Which messages may be meant.
#[derive(Clone, Debug)]
pub struct Conditions<'a> {
    /// Who searches: only rooms that they are in, and the threads in these.
    pub reader: PersonId,
    /// What must be in it.
    pub words: &'a [String],
    /// Only from these people.
    pub from: Option<Vec<PersonId>>,
    /// Only in these rooms.
    pub rooms: Option<Vec<RoomId>>,
    /// Only before this time.
    pub before: Option<Timestamp>,
    /// Only from this time on.
    pub after: Option<Timestamp>,
    /// Only with all of these.
    pub has: &'a [Has],
}

/// Finds messages with an id below one that may be meant, the newest first, with their words. The index is coarse: what
/// it finds is to be looked at again.
///
/// # Errors
///
/// Where the database fails, or the time for searches is up.
pub async fn candidates(
    db: &mut SqliteConnection,
    conditions: &Conditions<'_>,
    below: MessageId,
    limit: i64,
) -> Result<Vec<(MessageId, String)>> {
    let from = conditions.from.as_ref().map(json_array);
    let rooms = conditions.rooms.as_ref().map(json_array);
    let limits = format!(
        "
        deleted_at is null
        and messages.room_id in ({OPEN_TO})
        and (?3 is null or sender_id in (select value from json_each(?3)))
        and (?4 is null or messages.room_id in (select value from json_each(?4)))
        and (?5 is null or messages.created_at < ?5)
        and (?6 is null or messages.created_at >= ?6)
        and (not ?7 or messages.content like '%http://%' or messages.content like '%https://%')
        and (not ?8 or exists (select 1 from media where message_id = messages.id))
        and (not ?9 or exists (select 1 from media where message_id = messages.id and type like 'image/%'))"
    );
    let expression = expression(db, conditions.words).await?;
    let query = match &expression {
        // In this order the index gives the newest first, and nobody waits for the rest.
        Some(_) => format!(
            "select messages.id, messages.content
             from message_index
             cross join messages on messages.id = message_index.rowid
             where message_index match ?11 and message_index.rowid < ?2 and {limits}
             order by message_index.rowid desc
             limit 0 + ?10"
        ),
        None => format!(
            "select messages.id, messages.content from messages where messages.id < ?2 and {limits}
             order by messages.id desc
             limit 0 + ?10"
        ),
    };
    // Safe to assert: the text is this function's own, and every value is bound.
    sqlx::query_as(sqlx::AssertSqlSafe(query))
        .bind(conditions.reader)
        .bind(below)
        .bind(from)
        .bind(rooms)
        .bind(conditions.before)
        .bind(conditions.after)
        .bind(conditions.has.contains(&Has::Link))
        .bind(conditions.has.contains(&Has::File))
        .bind(conditions.has.contains(&Has::Image))
        .bind(limit)
        .bind(expression)
        .fetch_all(db)
        .await
}

/// What the index is asked for: terms that a message with all words must have. `None` where that says nothing.
async fn expression(db: &mut SqliteConnection, words: &[String]) -> Result<Option<String>> {
    let mut parts: Vec<String> = Vec::new();
    for word in words {
        let word: Vec<char> = as_indexed(word).chars().collect();
        if word.len() >= TERM {
            parts.extend(
                word.windows(TERM)
                    .take(TERMS)
                    .map(|term| quoted(term.iter().copied())),
            );
        } else if !word.is_empty() {
            let begun = begun(db, &word.iter().collect::<String>()).await?;
            if begun.len() <= BEGUN {
                let terms: Vec<String> = begun.iter().map(|term| quoted(term.chars())).collect();
                // No term begins with it, so no message has it: a term that none can have.
                let any = if terms.is_empty() {
                    quoted("\u{1}\u{1}\u{1}".chars())
                } else {
                    terms.join(" OR ")
                };
                parts.push(format!("({any})"));
            }
        }
    }
    Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
}

/// The terms that begin with something, and one more than [`BEGUN`] where there are too many.
async fn begun(db: &mut SqliteConnection, beginning: &str) -> Result<Vec<String>> {
    sqlx::query_scalar("select term from message_terms where term >= ?1 and term < ?2 limit 0 + ?3")
        .bind(beginning)
        .bind(format!("{beginning}{}", char::MAX))
        .bind(i64::try_from(BEGUN + 1).unwrap_or(i64::MAX))
        .fetch_all(db)
        .await
}

/// A term as a string of the index's language.
fn quoted(term: impl Iterator<Item = char>) -> String {
    let mut quoted = String::from("\"");
    for c in term {
        if c == '"' {
            quoted.push('"');
        }
        // What is written into a String never fails.
        let _ = quoted.write_char(c);
    }
    quoted.push('"');
    quoted
}

/// A word as the index's terms are made: in one case, without accents, composed.
fn as_indexed(word: &str) -> String {
    word.nfd()
        .filter(|c| !is_accent(*c) && *c != '\0')
        .nfc()
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a character only changes the Latin, Greek or Cyrillic letter before it.
pub fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The people whose name or address begins with something.
///
/// # Errors
///
/// Where the database fails.
pub async fn people_named(db: &mut SqliteConnection, beginning: &str) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select id from people
         where substr(lower(name), 1, length(?1)) = ?1 or substr(email, 1, length(?1)) = ?1",
    )
    .bind(beginning.to_lowercase())
    .fetch_all(db)
    .await
}

/// The rooms that somebody is in and whose name begins with something, and the threads in these.
///
/// # Errors
///
/// Where the database fails.
pub async fn rooms_named(
    db: &mut SqliteConnection,
    reader: PersonId,
    beginning: &str,
) -> Result<Vec<RoomId>> {
    sqlx::query_scalar(
        "select rooms.id from rooms
         join rooms named on named.id = coalesce(rooms.parent_id, rooms.id)
         join memberships on room_id = named.id and person_id = ?1 and joined = 1
         where named.kind <> 'direct' and substr(lower(named.name), 1, length(?2)) = ?2",
    )
    .bind(reader)
    .bind(beginning.to_lowercase())
    .fetch_all(db)
    .await
}
