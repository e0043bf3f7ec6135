//! What calls one by name.

use leptos::prelude::*;

use super::Error;
use crate::domain::{MessageId, search::Found};

/// The newest messages with ids below one that call who asks.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "mentions/list")]
pub async fn list(below: Option<MessageId>) -> Result<Found, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.mentions(session.person, below).await)
}
