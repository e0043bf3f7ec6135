//! Notifications by the system, while the page is open and its reader looks elsewhere. While none is open the server pushes
//! them; either way `public/sw.js` shows them.
//!
//! Few have them, so what they say, and how the worker is told, is in the second part of the program.

use leptos::prelude::*;

use super::{Client, browser};
use crate::{
    app::{
        apart,
        notification::Notification,
        words::{self, Words},
    },
    domain::{Message, ReadMark, RoomId},
};

/// What the worker is told.
pub(crate) enum News {
    /// Somebody else has just said this.
    Said(Box<Message>),
    /// A room was read up to this number.
    Read(RoomId, i64),
}

/// Whether notifications are shown, and in which words.
#[derive(Clone, Copy)]
pub(crate) struct Notifications {
    /// `None` where not, and else whether only that there is something is said.
    pub(crate) on: RwSignal<Option<bool>>,
    words: &'static Words,
}

impl Notifications {
    pub(super) fn new(on: Option<bool>) -> Self {
        Self {
            on: RwSignal::new(on),
            words: words::words(),
        }
    }

    /// Whether this browser shows any.
    pub(super) fn are_on(self) -> bool {
        self.on.with_untracked(Option::is_some)
    }

    /// Has shown what somebody else has just said, where it concerns the reader, who looks elsewhere.
    pub(super) fn show(self, client: Client, message: &Message) {
        if self.are_on() && !browser::attended() {
            apart::tell_worker(client, News::Said(Box::new(message.clone())));
        }
    }

    /// Takes back what was shown of a room up to where it is read, here or elsewhere.
    pub(super) fn read(self, client: Client, mark: &ReadMark) {
        if self.are_on() {
            apart::tell_worker(client, News::Read(mark.room, mark.number));
        }
    }
}

/// Tells the worker: what is in the second part of the program.
pub(crate) fn tell_worker(client: Client, news: News) {
    let told = match news {
        News::Said(message) => described(client, &message),
        News::Read(room, number) => Some(format!(r#"{{"room":{room},"read":{number}}}"#)),
    };
    if let Some(told) = told {
        browser::tell_worker(told);
    }
}

/// What is shown of a message, if it concerns the reader.
fn described(client: Client, message: &Message) -> Option<String> {
    let Notifications { on, words } = client.notifications;
    let bare = on.get_untracked()?;
    let notification = client.state.with_untracked(|state| {
        let place = state.rooms.get(&message.room)?;
        place
            .concerns(message.number)
            .then(|| Notification::of(message, &place.room, bare, words))
    });
    serde_json::to_string(&notification?).ok()
}
