//! My API keys.

use leptos::prelude::*;

use serde::{Deserialize, Serialize};

use super::Error;
use crate::domain::{ApiKey, SessionId};

/// What there is to show of my keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Those that work.
    pub standing: Vec<ApiKey>,
    /// The secret of one that a form without JavaScript has just made; shown once.
    pub made: Option<String>,
}

/// Makes a key of mine, and gives its secret, which is shown this once.
///
/// # Errors
///
/// [`KeyNameInvalid`](crate::domain::Problem::KeyNameInvalid), [`TooManyKeys`](crate::domain::Problem::TooManyKeys).
#[server(prefix = "/do", endpoint = "keys/create")]
pub async fn create(label: String) -> Result<String, Error> {
    let request = super::request::current()?;
    let (chat, session) = super::request::signed_in()?;
    let secret = super::request::answer(chat.create_key(session.person, &label).await)?;
    // A form without JavaScript has nowhere else to put the answer; in an address a secret would be written down.
    if request.is_form() {
        super::typed::show_once("/settings", MADE, secret.reveal());
    }
    Ok(secret.reveal().to_owned())
}

/// What a key that was just made is kept under, until its page shows it.
#[cfg(feature = "ssr")]
const MADE: &str = "key";

/// My keys, the newest first, and the one that was just made, where this is the page that shows it.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut).
#[server(prefix = "/do", endpoint = "keys/list")]
pub async fn list() -> Result<Keys, Error> {
    let (chat, session) = super::request::signed_in()?;
    Ok(Keys {
        standing: super::request::answer(chat.keys(session.person).await)?,
        made: super::typed::typed(Some("/settings"), MADE),
    })
}

/// Ends one of my keys, and the streams that were opened by it.
///
/// # Errors
///
/// [`NotFound`](crate::domain::Problem::NotFound) for one that is not mine.
#[server(prefix = "/do", endpoint = "keys/end")]
pub async fn end(id: SessionId) -> Result<(), Error> {
    let (chat, session) = super::request::signed_in()?;
    super::request::answer(chat.end_key(session.person, id).await)
}
