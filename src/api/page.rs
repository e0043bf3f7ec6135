//! What a page is made of, read in one piece.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Error;
use crate::domain::{Me, MessageId, RoomId, State};

/// Everything the signed-in page shows at first, at one cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The person who looks at it.
    pub me: Me,
    /// The rooms, the people, and the window of the room asked for.
    pub state: State,
    /// The room that is shown: the one asked for if it may be seen, else the lobby or what there is.
    pub room: Option<RoomId>,
    /// Whether this browser shows notifications: `None` where not, and else whether only that there is something.
    pub notified: Option<bool>,
}

/// The page with a room open: its newest messages, or with `before` those before that message (for paging back
/// without JavaScript), or with `at` those around it. Without a room, the one to start in.
///
/// # Errors
///
/// [`SignedOut`](crate::domain::Problem::SignedOut); [`NotFound`](crate::domain::Problem::NotFound) for a room that
/// the asker may not know of.
#[server(prefix = "/do", endpoint = "page/load")]
pub async fn load(
    room: Option<RoomId>,
    before: Option<MessageId>,
    at: Option<MessageId>,
) -> Result<Page, Error> {
    use crate::chat::page::Stretch;

    let (chat, session) = super::request::signed_in()?;
    let stretch = match (before, at) {
        (Some(before), _) => Stretch::Before(before),
        (None, Some(at)) => Stretch::Around(at),
        (None, None) => Stretch::Newest,
    };
    let answer = chat.page(session.person, room, stretch).await;
    super::request::answer(answer.map(|(me, state, room)| Page {
        me,
        state,
        room,
        notified: chat.notified(session.id),
    }))
}

/// What somebody who is not signed in may know of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Whether anyone may make an account.
    pub sign_up: bool,
    /// Whether the first account is still to be made.
    pub fresh: bool,
    /// Whether somebody is signed in already.
    pub signed_in: bool,
}

/// What the pages before the sign-in show.
///
/// # Errors
///
/// Only where the server can't read its database.
#[server(prefix = "/do", endpoint = "page/gate")]
pub async fn look() -> Result<Gate, Error> {
    let request = super::request::current()?;
    let fresh = super::request::answer(request.chat.is_fresh().await)?;
    Ok(Gate {
        sign_up: request.chat.sign_up_is_open(),
        fresh,
        signed_in: request.session.is_some(),
    })
}
