//! The link to a message: how it is made, and how one lands there, with the message in the middle and lit.

use leptos::{ev::MouseEvent, prelude::*, web_sys::Element};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use super::{Talk, lines::element};
use crate::{
    app::client::browser,
    domain::{Message, MessageId, RoomId, layout::Key},
};

/// Where links to messages of a room lead.
#[derive(Clone, Copy)]
pub(super) struct Landing {
    /// The message that the address names.
    asked: Memo<Option<MessageId>>,
    /// Whether it is not to be found. The server was asked for it, and so knows.
    pub(super) missing: RwSignal<bool>,
}

/// The link to a message, as it can be handed on. The fragment is for browsers without JavaScript.
pub(super) fn link(message: &Message) -> String {
    format!(
        "{}/rooms/{}?at={}#{}",
        browser::origin(),
        message.room,
        message.id,
        Key::of(message).element_id()
    )
}

impl Landing {
    pub(super) fn new(room: RoomId) -> Self {
        let (path, query) = (use_location().pathname, use_query_map());
        let address = format!("/rooms/{room}");
        Self {
            // The address is another room's as soon as one goes there, and this one is still shown for a moment.
            asked: Memo::new(move |_| {
                let is_ours = *path.read() == address;
                query.with(|query| query.get_str("at").filter(|_| is_ours)?.parse().ok())
            }),
            missing: RwSignal::new(false),
        }
    }

    /// Goes to the message that the address names, now and whenever it names another.
    pub(super) fn start(self, talk: Talk) {
        let is_here = move |id| talk.lines.find(id).is_some();
        // A page that was loaded with a message in its address has it, or there is none.
        let loaded = untrack(|| (!talk.client.clock.is_live()).then(|| self.asked.get())).flatten();
        self.missing.set(loaded.is_some_and(|id| !is_here(id)));
        Effect::new(move |_| {
            if let Some(id) = self.asked.get() {
                if is_here(id) {
                    // As soon as its row stands there.
                    request_animation_frame(move || show(talk, id));
                } else if loaded != Some(id) {
                    browser::visit(&format!("{}?at={id}#m{id}", talk.address()));
                }
            }
        });
    }
}

/// Puts a message into the middle, and lights it.
fn show(talk: Talk, id: MessageId) {
    let row = talk
        .lines
        .find(id)
        .and_then(|message| element(&Key::of(&message)));
    if let Some(row) = row {
        show_row(talk, &row);
    }
}

/// Puts a message's row into the middle, and lights it.
pub(super) fn show_row(talk: Talk, row: &Element) {
    talk.scroll.show(row);
    browser::light(row);
}

/// Links to rooms here, in what people write, lead there without a new page; but to a message that is not in this one by
/// one that has it.
pub(super) fn follow(talk: Talk) -> impl Fn(&MouseEvent) + Clone {
    let navigate = use_navigate();
    move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let link = event_target::<Element>(event).closest(".text a[href]");
        let path = link
            .ok()
            .flatten()
            .and_then(|link| browser::path_here(&link));
        let Some(path) = path.filter(|path| path.starts_with("/rooms/")) else {
            return;
        };
        // A thread that the page does not know of, or a new room: the server may.
        let is_known = path
            .trim_start_matches("/rooms/")
            .split(['/', '?', '#'])
            .next()
            .and_then(|room| room.parse().ok())
            .is_some_and(|room: RoomId| {
                talk.client
                    .state
                    .with_untracked(|state| state.rooms.contains_key(&room))
            });
        if !is_known {
            return;
        }
        event.prevent_default();
        match asked_in(&path).filter(|id| talk.lines.find(*id).is_none()) {
            Some(id) => {
                let room = path.split('?').next().unwrap_or_default();
                browser::visit(&format!("{room}?at={id}#m{id}"));
            }
            None => navigate(&path, NavigateOptions::default()),
        }
    }
}

/// The message that a link names.
fn asked_in(path: &str) -> Option<MessageId> {
    let (_, named) = path.split_once("?at=")?;
    named.split(['&', '#']).next()?.parse().ok()
}
