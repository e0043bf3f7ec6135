//! Accounts: how people come to have one, and how one is closed.

use leptos::prelude::*;

use super::Error;
use crate::domain::PersonId;

/// Makes the first account, the admin's, by the one-time link that the server printed.
///
/// # Errors
///
/// [`SetupInvalid`](crate::domain::Problem::SetupInvalid); what is wrong with name, address or password.
#[server(prefix = "/do", endpoint = "people/first")]
pub async fn set_up(
    token: String,
    name: String,
    email: String,
    password: String,
) -> Result<(), Error> {
    let request = super::request::current()?;
    let signed_in = request
        .chat
        .set_up(&token, &name, &email, &password, request.device())
        .await;
    request.enter(super::request::answer(signed_in)?, "");
    Ok(())
}

/// Makes an account by an invite link, or without one where sign-up is open.
///
/// # Errors
///
/// [`InviteInvalid`](crate::domain::Problem::InviteInvalid), [`SignUpClosed`](crate::domain::Problem::SignUpClosed),
/// [`EmailTaken`](crate::domain::Problem::EmailTaken); what is wrong with name, address or password.
#[server(prefix = "/do", endpoint = "people/create")]
pub async fn sign_up(
    #[server(default)] invite: String,
    name: String,
    email: String,
    password: String,
) -> Result<(), Error> {
    let request = super::request::current()?;
    let signed_in = request
        .chat
        .sign_up(&invite, &name, &email, &password, request.device())
        .await;
    request.enter(super::request::answer(signed_in)?, "");
    Ok(())
}

/// Bans somebody, or lets them in again. For admins.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) for others, and for banning oneself.
#[server(prefix = "/do", endpoint = "people/ban")]
pub async fn ban(person: PersonId, banned: bool) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.ban(session.person, person, banned).await)
}
