//! Whom messages call: what triggers keep of that, by person.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{MessageId, PersonId};

/// The numbers of what calls a member above their read mark and within the room's newest messages, as JSON: an expression
/// for queries of `memberships` and `rooms`, with the number of newest messages as `?2`.
pub(super) const UNREAD: &str = "
    iif(memberships.joined, (
        select json_group_array(called.number order by called.number)
        from (select message_id, number from mentions
              where person_id = memberships.person_id and mentions.room_id = memberships.room_id
                and number > max(memberships.read_number, rooms.last_number - ?2)
              union
              select message_id, number from mentions
              where person_id is null and mentions.room_id = memberships.room_id
                and number > max(memberships.read_number, rooms.last_number - ?2)) as called
        join messages on messages.id = called.message_id and messages.sender_id <> memberships.person_id
    ), '[]')";

/// The newest messages with an id below one that call somebody, answer them, or are theirs and were reacted to by others, in
/// rooms that they are in; of those that call everybody, what was said since they first came in.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn of(
    db: &mut SqliteConnection,
    person: PersonId,
    below: MessageId,
    limit: i64,
) -> Result<Vec<MessageId>> {
    // Each part walks its index from the newest on.
    sqlx::query_scalar(
        "select message_id from (
             select * from (
                 select message_id from mentions indexed by mentions_in_order
                 where person_id = ?1 and message_id < ?2
                   and room_id in (select room_id from memberships where person_id = ?1 and joined = 1)
                   and ?1 <> (select sender_id from messages where id = message_id)
                 order by message_id desc limit 0 + ?3)
             union
             select * from (
                 select message_id from mentions indexed by mentions_in_order
                 where person_id is null and message_id < ?2
                   and exists (
                       select 1 from messages
                       join memberships on memberships.room_id = messages.room_id
                        and memberships.person_id = ?1 and joined = 1
                       where messages.id = message_id and sender_id <> ?1
                         and messages.created_at >= memberships.created_at)
                 order by message_id desc limit 0 + ?3)
             union
             select * from (
                 select messages.id from messages indexed by messages_by_answered
                 where answered_id = ?1 and messages.id < ?2 and sender_id <> ?1
                   and room_id in (select room_id from memberships where person_id = ?1 and joined = 1)
                 order by messages.id desc limit 0 + ?3)
             union
             select * from (
                 select distinct message_id from reactions indexed by reactions_by_author
                 where author_id = ?1 and message_id < ?2 and person_id <> ?1
                   and exists (
                       select 1 from messages
                       join memberships on memberships.room_id = messages.room_id
                        and memberships.person_id = ?1 and joined = 1
                       where messages.id = message_id)
                 order by message_id desc limit 0 + ?3)
         )
         order by message_id desc limit 0 + ?3",
    )
    .bind(person)
    .bind(below)
    .bind(limit)
    .fetch_all(db)
    .await
}
