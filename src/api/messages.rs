//! Messages: write, edit, delete, read back.

use leptos::prelude::*;

use super::Error;
use crate::domain::{ClientId, Message, MessageId, RoomId, media::Enclosure};

/// Where a form goes with a message and its files, in the fields `files`. No server function, since its body is streamed.
pub const WITH_FILES: &str = "/do/messages/send-with-files";

/// Says something in a room, with files that were uploaded before. The same `client_id` again gets the first one's message, now or in a year.
///
/// # Errors
///
/// What is wrong with the text or the files; [`NotMember`](crate::domain::Problem::NotMember),
/// [`RoomArchived`](crate::domain::Problem::RoomArchived).
// Named, because its own name would hide the standard `Send`.
#[server(name = SendMessage, prefix = "/do", endpoint = "messages/send")]
pub async fn send(
    room: RoomId,
    text: String,
    client_id: ClientId,
    #[server(default)] files: Vec<Enclosure>,
) -> Result<Message, Error> {
    use crate::chat::{Said, Source};

    let (chat, session) = super::request::signed_in()?;
    let said = Said {
        text: &text,
        files: &files,
        via: None,
        client_id: Some(client_id),
        timestamp: None,
        source: Source::Person(session.person),
    };
    let sent = chat.say(session.person, room, said).await;
    let message = super::request::answer(sent)?;
    super::request::back_to(message.room);
    Ok(message)
}

/// Gives a message of one's own other words.
///
/// # Errors
///
/// What is wrong with the text; [`MessageDeleted`](crate::domain::Problem::MessageDeleted),
/// [`Forbidden`](crate::domain::Problem::Forbidden).
#[server(prefix = "/do", endpoint = "messages/edit")]
pub async fn edit(id: MessageId, text: String) -> Result<Message, Error> {
    let (chat, session) = super::request::signed_in()?;
    let message = super::request::answer(chat.edit(session.person, id, &text).await)?;
    super::request::back_to(message.room);
    Ok(message)
}

/// Deletes a message: a tombstone stays, the text goes. Deleting it again is no error.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) for somebody else's in a room that one has no charge of.
#[server(prefix = "/do", endpoint = "messages/delete")]
pub async fn delete(id: MessageId) -> Result<Message, Error> {
    let (chat, session) = super::request::signed_in()?;
    let message = super::request::answer(chat.delete(session.person, id).await)?;
    super::request::back_to(message.room);
    Ok(message)
}

/// Up to 50 messages before one, oldest first.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where the asker may not read.
#[server(prefix = "/do", endpoint = "messages/history")]
pub async fn history(room: RoomId, before: MessageId) -> Result<Vec<Message>, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.history(session.person, room, Some(before)).await)
}
