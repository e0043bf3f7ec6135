//! Notifications in my browsers.

use leptos::prelude::*;

use super::Error;
use crate::domain::{SessionId, session::Notified};

/// The key that this server's pushes are signed with, as browsers take it.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "notifications/key")]
pub async fn key() -> Result<String, Error> {
    let (chat, _) = super::request::signed_in()?;
    super::request::answer(chat.push_key().await.map(|key| key.public()))
}

/// Has this browser notified: `subscription` is what it says of itself, as JSON; `bare` whether only that there is something
/// is said.
///
/// # Errors
///
/// [`Malformed`](crate::domain::Problem::Malformed).
#[server(prefix = "/do", endpoint = "notifications/subscribe")]
pub async fn subscribe(subscription: String, bare: bool) -> Result<(), Error> {
    let language = super::request::visit(|visit| visit.language).unwrap_or_default();
    let (chat, session) = super::request::signed_in()?;
    let subscribed = chat.subscribe(&session, &subscription, bare, language);
    super::request::answer(subscribed.await)
}

/// Puts another subscription of this browser's in the place of the one that it had.
///
/// # Errors
///
/// [`Malformed`](crate::domain::Problem::Malformed); [`NotFound`](crate::domain::Problem::NotFound) where it had none.
#[server(prefix = "/do", endpoint = "notifications/renew")]
pub async fn renew(subscription: String) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.renew_subscription(session.id, &subscription).await)
}

/// Sets whether this browser says only that there is something.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where it is not notified.
#[server(prefix = "/do", endpoint = "notifications/bare")]
pub async fn set_bare(bare: bool) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.set_bare(session.id, bare).await)
}

/// Notifies one of my browsers no longer: this one, unless another is named by its sign-in.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) for one that is not mine, or not notified.
#[server(prefix = "/do", endpoint = "notifications/stop")]
pub async fn stop(#[server(default)] session: Option<SessionId>) -> Result<(), Error> {
    let (chat, mine) = super::request::signed_in()?;
    let session = session.unwrap_or(mine.id);
    super::request::answer(chat.unsubscribe(mine.person, session).await)
}

/// Notifies this browser, so that its owner sees whether that arrives.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) where it is not notified.
#[server(prefix = "/do", endpoint = "notifications/try")]
pub async fn attempt() -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    // There is nothing to wait for, but a server function is asynchronous, whatever it does.
    std::future::ready(super::request::answer(chat.try_notifications(session.id))).await
}

/// My browsers that are notified, the newest first.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "notifications/list")]
pub async fn list() -> Result<Vec<Notified>, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.notified_of(session.person, session.id).await)
}
