//! Messages: write, edit, delete, read back.

use leptos::prelude::*;

use super::Error;
use crate::domain::{
    ClientId, Message, MessageId, RoomId, media::Enclosure, search::Found, version::Edited,
};

/// Where a form goes with a message and its files, in the fields `files`. No server function, since its body is streamed.
pub const WITH_FILES: &str = "/do/messages/send-with-files";

/// Says something in a room, with files that were uploaded before. The same `client_id` again gets the first one's message, now or in a year.
///
/// # Errors
///
/// What is wrong with the text, the files or what it answers; [`NotMember`](crate::domain::Problem::NotMember),
/// [`RoomArchived`](crate::domain::Problem::RoomArchived).
// Named, because its own name would hide the standard `Send`.
#[server(name = SendMessage, prefix = "/do", endpoint = "messages/send")]
pub async fn send(
    room: RoomId,
    text: String,
    client_id: ClientId,
    #[server(default)] files: Vec<Enclosure>,
    #[server(default)] reply_to: Option<MessageId>,
    #[server(default)] also_in_room: bool,
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
        reply_to,
        also_in_room,
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

/// Adds a reaction of one's own, or takes one back: an emoji each, of which a form sends one. Doing so again changes
/// nothing.
///
/// # Errors
///
/// [`EmojiInvalid`](crate::domain::Problem::EmojiInvalid), [`TooManyEmoji`](crate::domain::Problem::TooManyEmoji),
/// [`MessageDeleted`](crate::domain::Problem::MessageDeleted).
#[server(prefix = "/do", endpoint = "messages/react")]
pub async fn react(
    id: MessageId,
    #[server(default)] add: String,
    #[server(default)] remove: String,
) -> Result<Message, Error> {
    use crate::chat::Source;

    let (chat, session) = super::request::signed_in()?;
    let (emoji, on) = if add.is_empty() {
        (&remove, false)
    } else {
        (&add, true)
    };
    let source = Source::Person(session.person);
    let reacted = chat.react(session.person, id, emoji, on, source).await;
    let message = super::request::answer(reacted)?;
    super::request::back_to_message(&message);
    Ok(message)
}

/// Pins a message in its room, or takes that back. Doing so again changes nothing.
///
/// # Errors
///
/// [`TooManyPins`](crate::domain::Problem::TooManyPins), [`MessageDeleted`](crate::domain::Problem::MessageDeleted).
#[server(prefix = "/do", endpoint = "messages/pin")]
pub async fn pin(id: MessageId, on: bool) -> Result<Message, Error> {
    use crate::chat::Source;

    let (chat, session) = super::request::signed_in()?;
    let source = Source::Person(session.person);
    let pinned = chat.pin(session.person, id, on, source).await;
    let message = super::request::answer(pinned)?;
    // Who lets one go among all that are pinned stays among them.
    if !super::request::stood_on(&format!("/rooms/{}/pins", message.room)) {
        super::request::back_to_message(&message);
    }
    Ok(message)
}

/// What is pinned in a room, what was pinned last first.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where the asker may not read.
#[server(prefix = "/do", endpoint = "messages/pinned")]
pub async fn pinned(room: RoomId) -> Result<Found, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.pinned(session.person, room).await)
}

/// Takes the card of a link away from a message, for everybody and for good. Doing so again changes nothing.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) for somebody else's message in a room that one has no charge of;
/// [`MessageDeleted`](crate::domain::Problem::MessageDeleted).
#[server(prefix = "/do", endpoint = "messages/remove-preview")]
pub async fn remove_preview(id: MessageId, url: String) -> Result<Message, Error> {
    let (chat, session) = super::request::signed_in()?;
    let removed = chat.remove_preview(session.person, id, &url).await;
    let message = super::request::answer(removed)?;
    super::request::back_to_message(&message);
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

/// What a message says, and what it said before it was edited.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where the asker may not read;
/// [`Forbidden`](crate::domain::Problem::Forbidden) where only its author and those with charge of the room may see this;
/// [`MessageDeleted`](crate::domain::Problem::MessageDeleted).
#[server(prefix = "/do", endpoint = "messages/versions")]
pub async fn versions(id: MessageId) -> Result<Edited, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.versions_of(session.person, id).await)
}
