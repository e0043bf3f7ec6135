//! My own account.

use leptos::prelude::*;

use super::Error;

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
