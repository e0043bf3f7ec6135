//! What is being written: one draft for each room, and what it answers, kept in the browser until it is sent.

use leptos::prelude::*;

use super::browser;
use crate::domain::{PersonId, RoomId, message::Quote};

/// One person's drafts in this browser.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    person: PersonId,
    /// A draft that was changed from outside of its room's composer, which is to show it.
    pub(crate) returned: RwSignal<Option<(RoomId, String)>>,
}

impl Drafts {
    pub(super) fn new(person: PersonId) -> Self {
        Self {
            person,
            returned: RwSignal::new(None),
        }
    }

    /// The draft for a room.
    pub(crate) fn load(self, room: RoomId) -> Option<String> {
        browser::load(&self.key(room))
    }

    /// Keeps the draft for a room; an empty one is none.
    pub(crate) fn save(self, room: RoomId, text: &str) {
        let key = self.key(room);
        if text.is_empty() {
            browser::forget(&key);
        } else {
            browser::save(&key, text);
        }
    }

    /// What the draft for a room answers, without its words.
    pub(crate) fn answered(self, room: RoomId) -> Option<Quote> {
        serde_json::from_str(&browser::load(&self.answer_key(room))?).ok()
    }

    /// Keeps what the draft for a room answers.
    pub(crate) fn answer(self, room: RoomId, quote: Option<&Quote>) {
        let key = self.answer_key(room);
        let text =
            quote.and_then(|quote| serde_json::to_string(&quote.clone().without_words()).ok());
        match text {
            Some(text) => browser::save(&key, &text),
            None => browser::forget(&key),
        }
    }

    /// Puts a text before the draft for a room, where a refused message is to be written anew.
    pub(crate) fn give_back(self, room: RoomId, text: &str) {
        let draft = match self.load(room) {
            Some(draft) => format!("{text}\n{draft}"),
            None => text.to_owned(),
        };
        self.save(room, &draft);
        self.returned.set(Some((room, draft)));
    }

    pub(super) fn forget_all(self) {
        for prefix in [self.prefix(), self.answer_prefix()] {
            for key in browser::keys(&prefix) {
                browser::forget(&key);
            }
        }
    }

    fn answer_key(self, room: RoomId) -> String {
        format!("{}{room}", self.answer_prefix())
    }

    fn answer_prefix(self) -> String {
        format!("parlour.answer.{}.", self.person)
    }

    fn key(self, room: RoomId) -> String {
        format!("{}{room}", self.prefix())
    }

    fn prefix(self) -> String {
        format!("parlour.draft.{}.", self.person)
    }
}
