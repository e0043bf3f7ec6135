//! Invite links.

use leptos::prelude::*;

use super::Error;
use crate::domain::{Invite, InviteId};

/// Makes an invite link that lasts so many days and serves so many people; its address is shown this once.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden) for who is no admin;
/// [`Malformed`](crate::domain::Problem::Malformed) for other than 1 to 365 days or 1 to 1,000 people.
#[server(prefix = "/do", endpoint = "invites/create")]
pub async fn create(days: i64, uses: i64) -> Result<String, Error> {
    let request = super::request::current()?;
    let (chat, session) = super::request::signed_in()?;
    let token = super::request::answer(chat.create_invite(session.person, days, uses).await)?;
    // A form without JavaScript has nowhere else to put the answer.
    if request.is_form() {
        leptos_axum::redirect(&format!("/people?invite={token}"));
    }
    Ok(request.address(&format!("/join/{token}")))
}

/// The invite links that still work. For admins.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden).
#[server(prefix = "/do", endpoint = "invites/list")]
pub async fn list() -> Result<Vec<Invite>, Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.invites(session.person).await)
}

/// Ends an invite link.
///
/// # Errors
///
/// [`Forbidden`](crate::domain::Problem::Forbidden), [`NotFound`](crate::domain::Problem::NotFound).
#[server(prefix = "/do", endpoint = "invites/revoke")]
pub async fn revoke(id: InviteId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.revoke_invite(session.person, id).await)
}

/// Who invites by this link: their name.
///
/// # Errors
///
/// [`InviteInvalid`](crate::domain::Problem::InviteInvalid).
#[server(prefix = "/do", endpoint = "invites/look")]
pub async fn look(token: String) -> Result<String, Error> {
    let request = super::request::current()?;
    super::request::answer(request.chat.look_at_invite(&token).await)
}
