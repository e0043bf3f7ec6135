//! My own account.

use leptos::prelude::*;

use super::Error;

/// Where a form sends a picture of me, in the field `picture`. No server function, since its body is streamed.
pub const PICTURE: &str = "/do/me/picture";

/// Changes my name and my language (a code, or empty to follow the browser).
///
/// # Errors
///
/// [`NameInvalid`](crate::domain::Problem::NameInvalid).
#[server(prefix = "/do", endpoint = "me/describe")]
pub async fn describe(name: String, #[server(default)] language: String) -> Result<(), Error> {
    let request = super::request::current()?;
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.describe_me(session.person, &name, &language).await)?;
    request.speak(crate::domain::Language::from_code(&language));
    Ok(())
}

/// Has this browser show pages light or dark, and things far apart or close: by the words that [`look`](crate::domain::look)
/// has for it. What is none of them leaves it to the browser.
///
/// # Errors
///
/// Only for who is not signed in.
#[server(prefix = "/do", endpoint = "me/look")]
pub async fn look(
    #[server(default)] theme: String,
    #[server(default)] density: String,
) -> Result<(), Error> {
    use crate::domain::look::{Density, Look, Theme};

    super::request::signed_in()?;
    let look = Look {
        theme: Theme::from_code(&theme).unwrap_or_default(),
        density: Density::from_code(&density).unwrap_or_default(),
    };
    super::request::current()?.show_as(look);
    // There is nothing to wait for, but a server function is asynchronous, whatever it does.
    std::future::ready(Ok(())).await
}

/// Changes the address that I sign in with, which my password confirms.
///
/// # Errors
///
/// [`PasswordWrong`](crate::domain::Problem::PasswordWrong), [`EmailTaken`](crate::domain::Problem::EmailTaken),
/// [`EmailInvalid`](crate::domain::Problem::EmailInvalid), [`TooMany`](crate::domain::Problem::TooMany).
#[server(prefix = "/do", endpoint = "me/email")]
pub async fn change_email(email: String, password: String) -> Result<(), Error> {
    use crate::chat::{ProfileChange, Proof};

    let request = super::request::current()?;
    let (chat, session) = super::request::signed_in()?;
    let change = ProfileChange {
        email: Some(&email),
        ..ProfileChange::default()
    };
    let proof = Proof {
        password: &password,
        device: &request.device(),
    };
    let (me, proof) = (session.person, Some(proof));
    super::request::answer(chat.change_profile(me, me, change, proof).await)
}

/// Changes my password. Every other sign-in of mine ends.
///
/// # Errors
///
/// [`PasswordWrong`](crate::domain::Problem::PasswordWrong) for the current one; what is wrong with the new one;
/// [`TooMany`](crate::domain::Problem::TooMany).
#[server(prefix = "/do", endpoint = "me/password")]
pub async fn change_password(current: String, new: String) -> Result<(), Error> {
    let request = super::request::current()?;
    let (chat, session) = super::request::signed_in()?;
    let signed_in = chat
        .change_password(&session, &current, &new, request.device())
        .await;
    request.stay(super::request::answer(signed_in)?);
    Ok(())
}

/// Takes my picture away. Doing so again is no error.
///
/// # Errors
///
/// Only where the server can't save.
#[server(prefix = "/do", endpoint = "me/picture/remove")]
pub async fn remove_picture() -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.remove_picture(session.person).await)
}
