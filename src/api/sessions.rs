//! Coming in and going out.

use leptos::prelude::*;

use super::Error;
use crate::domain::{Session, SessionId};

/// Signs in, and leads to `next` where that is an address of this server.
///
/// # Errors
///
/// [`CredentialsWrong`](crate::domain::Problem::CredentialsWrong), the same for a wrong password and an unknown
/// address; [`TooMany`](crate::domain::Problem::TooMany) after too many of those.
#[server(prefix = "/do", endpoint = "sessions/create")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), Error> {
    let request = super::request::current()?;
    let signed_in = request
        .chat
        .sign_in(&email, &password, request.device())
        .await;
    request.enter(super::request::answer(signed_in)?, &next);
    Ok(())
}

/// Signs out here.
///
/// # Errors
///
/// Only where the server can't save.
#[server(prefix = "/do", endpoint = "sessions/end-mine")]
pub async fn sign_out() -> Result<(), Error> {
    let request = super::request::current()?;
    if let Some(session) = &request.session {
        super::request::answer(request.chat.end_session(session.person, session.id).await)?;
    }
    request.leave();
    Ok(())
}

/// My sign-ins, newest first.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "sessions/list")]
pub async fn list() -> Result<Vec<Session>, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.sessions(session.person, session.id).await)
}

/// Ends one of my sign-ins.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) for one that is not mine.
#[server(prefix = "/do", endpoint = "sessions/end")]
pub async fn end(id: SessionId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.end_session(session.person, id).await)
}
