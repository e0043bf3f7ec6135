//! Rooms: make, join, leave, invite, rename, describe, archive; and how far one has read.

use leptos::prelude::*;

use super::Error;
use crate::domain::{Level, MessageId, PersonId, RoomId, RoomKind, RoomRole};

/// Makes an open or closed room, whose owner the maker is, and leads there.
///
/// # Errors
///
/// What is wrong with the name or the topic; a name that another room has.
#[server(prefix = "/do", endpoint = "rooms/create")]
pub async fn create(name: String, topic: String, kind: RoomKind) -> Result<RoomId, Error> {
    let (chat, session) = super::request::signed_in()?;
    let room = super::request::answer(chat.create_room(session.person, kind, &name, &topic).await)?;
    leptos_axum::redirect(&format!("/rooms/{room}"));
    Ok(room)
}

/// Opens the direct talk with these people, the same one every time, and leads there.
///
/// # Errors
///
/// [`DirectSize`](crate::domain::Problem::DirectSize); [`NotFound`](crate::domain::Problem::NotFound) for somebody
/// who has no account.
#[server(prefix = "/do", endpoint = "rooms/direct")]
pub async fn direct(#[server(default)] people: Vec<PersonId>) -> Result<RoomId, Error> {
    let (chat, session) = super::request::signed_in()?;
    let room = super::request::answer(chat.direct_room(session.person, &people).await)?;
    leptos_axum::redirect(&format!("/rooms/{room}"));
    Ok(room)
}

/// Comes into the thread of a message, which is begun where there is none, and says which room it is.
///
/// # Errors
///
/// [`ThreadInThread`](crate::domain::Problem::ThreadInThread); where there is none yet,
/// [`MessageDeleted`](crate::domain::Problem::MessageDeleted) and
/// [`RoomArchived`](crate::domain::Problem::RoomArchived).
#[server(prefix = "/do", endpoint = "rooms/open-thread")]
pub async fn open_thread(message: MessageId) -> Result<RoomId, Error> {
    let (chat, session) = super::request::signed_in()?;
    let room = super::request::answer(chat.open_thread(session.person, message).await)?;
    super::request::back_to(room);
    Ok(room)
}

/// Comes into an open room, or a thread.
///
/// # Errors
///
/// [`RoomArchived`](crate::domain::Problem::RoomArchived); [`NotFound`](crate::domain::Problem::NotFound).
#[server(prefix = "/do", endpoint = "rooms/join")]
pub async fn join(room: RoomId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.join(session.person, room).await)
}

/// Leaves a room.
///
/// # Errors
///
/// [`DirectIsFixed`](crate::domain::Problem::DirectIsFixed); [`LastOwner`](crate::domain::Problem::LastOwner).
#[server(prefix = "/do", endpoint = "rooms/leave")]
pub async fn leave(room: RoomId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.leave(session.person, room).await)?;
    leptos_axum::redirect("/");
    Ok(())
}

/// Brings somebody in.
///
/// # Errors
///
/// [`NotMember`](crate::domain::Problem::NotMember), [`RoomArchived`](crate::domain::Problem::RoomArchived).
#[server(prefix = "/do", endpoint = "rooms/invite")]
pub async fn invite(room: RoomId, person: PersonId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.invite_into(session.person, room, person).await)
}

/// Takes somebody out.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) without charge of the room.
#[server(prefix = "/do", endpoint = "rooms/remove")]
pub async fn remove(room: RoomId, person: PersonId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.remove_from(session.person, room, person).await)
}

/// Gives somebody charge of the room, or takes it back.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) without charge of it;
/// [`LastOwner`](crate::domain::Problem::LastOwner).
#[server(prefix = "/do", endpoint = "rooms/role")]
pub async fn set_role(room: RoomId, person: PersonId, role: RoomRole) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.set_room_role(session.person, room, person, role).await)
}

/// Renames and describes a room.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) without charge of it; what is wrong with name or topic.
#[server(prefix = "/do", endpoint = "rooms/describe")]
pub async fn describe(room: RoomId, name: String, topic: String) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(
        chat.describe_room(session.person, room, &name, &topic)
            .await,
    )
}

/// Puts a room away, or brings it back.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) without charge of it.
#[server(prefix = "/do", endpoint = "rooms/archive")]
pub async fn archive(room: RoomId, archived: bool) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.archive_room(session.person, room, archived).await)
}

/// Who has charge of a room.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where the asker may not read.
#[server(prefix = "/do", endpoint = "rooms/owners")]
pub async fn owners(room: RoomId) -> Result<Vec<PersonId>, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.owners(session.person, room).await)
}

/// Says how far one has read: up to the message of this number. The mark only moves forward.
///
/// # Errors
///
/// [`NotMember`](crate::domain::Problem::NotMember).
#[server(prefix = "/do", endpoint = "rooms/read")]
pub async fn read(room: RoomId, number: i64) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.mark_read(session.person, room, number).await)
}

/// Moves all of one's own read marks to the newest messages.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "rooms/read-all")]
pub async fn read_all() -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.mark_all_read(session.person).await)
}

/// Makes the message of this number, and what follows it, unread again.
///
/// # Errors
///
/// [`NotMember`](crate::domain::Problem::NotMember).
#[server(prefix = "/do", endpoint = "rooms/unread")]
pub async fn unread(room: RoomId, from: i64) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.mark_unread(session.person, room, from).await)
}

/// Sets of what one wants to be told in a room.
///
/// # Errors
///
/// [`NotMember`](crate::domain::Problem::NotMember).
#[server(prefix = "/do", endpoint = "rooms/level")]
pub async fn set_level(room: RoomId, level: Level) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.set_level(session.person, room, level).await)
}

/// Says that one is writing in a room: the others in it are told, and nothing is kept.
///
/// # Errors
///
/// [`NotMember`](crate::domain::Problem::NotMember), [`RoomArchived`](crate::domain::Problem::RoomArchived).
#[server(prefix = "/do", endpoint = "rooms/typing")]
pub async fn typing(room: RoomId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.typing(session.person, room).await)
}
