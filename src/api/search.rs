//! Searching messages.

use leptos::prelude::*;

use super::Error;
use crate::domain::{MessageId, search::Found};

/// Up to 30 messages in the asker's rooms that a search finds, with ids below one of the last page, the newest first.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "search/messages")]
pub async fn messages(text: String, below: Option<MessageId>) -> Result<Found, Error> {
    let (chat, session) = super::request::signed_in()?;
    let offset = super::request::visit(|visit| visit.offset).unwrap_or_default();
    let found = chat
        .search_messages(session.person, &text, offset, below)
        .await;
    super::request::answer(found)
}
