//! Files on their way into messages.

use leptos::prelude::*;

use super::Error;
use crate::domain::MediaId;

/// Where the page sends a file for a message to be, in the field `file`; the answer is its
/// [`Attachment`](crate::domain::media::Attachment). No server function, since its body is streamed.
pub const UPLOAD: &str = "/do/media/upload";

/// Clears away a file of mine that came into no message. Doing so again is no error.
///
/// # Errors
///
/// Only where the server can't save.
#[server(prefix = "/do", endpoint = "media/discard")]
pub async fn discard(id: MediaId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.discard_drafts(session.person, &[id]).await)
}
