//! What is being written: one draft for each room, kept in the browser until it is sent.

use leptos::prelude::*;

use super::browser;
use crate::domain::{PersonId, RoomId};

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
        for key in browser::keys(&self.prefix()) {
            browser::forget(&key);
        }
    }

    fn key(self, room: RoomId) -> String {
        format!("{}{room}", self.prefix())
    }

    fn prefix(self) -> String {
        format!("parlour.draft.{}.", self.person)
    }
}
