//! What I arrange for myself: sections of my rooms, and bookmarks.

use leptos::prelude::*;

use super::Error;
use crate::domain::{MessageId, RoomId, desk::Way, search::Found};

/// Makes a bookmark of mine at a message, or takes it away. Doing so again changes nothing.
///
/// # Errors
///
/// [`MessageDeleted`](crate::domain::Problem::MessageDeleted), [`TooManyBookmarks`](crate::domain::Problem::TooManyBookmarks).
#[server(prefix = "/do", endpoint = "desk/bookmark")]
pub async fn bookmark(id: MessageId, on: bool) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.bookmark(session.person, id, on).await)
}

/// What I have bookmarks at, the last bookmark first.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "desk/bookmarks")]
pub async fn bookmarks() -> Result<Found, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.bookmarks(session.person).await)
}

/// Puts a room into a section of my list; into none for an empty name.
///
/// # Errors
///
/// [`SectionNameInvalid`](crate::domain::Problem::SectionNameInvalid),
/// [`TooManySections`](crate::domain::Problem::TooManySections).
#[server(prefix = "/do", endpoint = "desk/place")]
pub async fn place(room: RoomId, #[server(default)] section: String) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.place_room(session.person, room, &section).await)
}

/// Moves a room one place within its section: the one or the other way, of which a form sends one.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound), [`NotMember`](crate::domain::Problem::NotMember).
#[server(prefix = "/do", endpoint = "desk/shift")]
pub async fn shift(room: RoomId, way: Way) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.shift_room(session.person, room, way).await)
}

/// Moves a section one place.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "desk/shift-section")]
pub async fn shift_section(name: String, way: Way) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.shift_section(session.person, &name, way).await)
}
