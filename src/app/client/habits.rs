//! What this browser remembers of how somebody uses the page: where they were last, whether letters are keys, and
//! whether something is heard.

use leptos::prelude::*;

use super::browser;
use crate::domain::{PersonId, RoomId};

/// How many rooms are remembered.
const RECENT: usize = 20;

/// One person's habits in this browser.
#[derive(Clone, Copy)]
pub(crate) struct Habits {
    person: PersonId,
    /// Whether a letter alone is a shortcut.
    letters: RwSignal<bool>,
    /// Whether a message that concerns one is heard.
    sound: RwSignal<bool>,
    /// The rooms that were open last, the last one first.
    recent: StoredValue<Vec<RoomId>>,
}

impl Habits {
    pub(super) fn new(person: PersonId) -> Self {
        Self {
            person,
            letters: RwSignal::new(true),
            sound: RwSignal::new(false),
            recent: StoredValue::default(),
        }
    }

    /// Takes up what was remembered, and follows which room is open.
    pub(super) fn start(self, current: RwSignal<Option<RoomId>>) {
        self.letters
            .set(browser::load(&self.key("letters")).is_none());
        self.sound.set(browser::load(&self.key("sound")).is_some());
        let kept = browser::load(&self.key("recent")).unwrap_or_default();
        self.recent
            .set_value(kept.split(',').filter_map(|id| id.parse().ok()).collect());
        Effect::new(move |_| {
            if let Some(room) = current.get() {
                self.visit(room);
            }
        });
    }

    /// Whether a letter alone is a shortcut.
    pub(crate) fn letters(self) -> bool {
        self.letters.get()
    }

    /// Makes letters shortcuts, or no longer.
    pub(crate) fn set_letters(self, on: bool) {
        self.letters.set(on);
        self.keep("letters", (!on).then_some("off"));
    }

    /// Whether a message that concerns one is heard.
    pub(crate) fn sound(self) -> bool {
        self.sound.get()
    }

    /// Has it be heard, or no longer.
    pub(crate) fn set_sound(self, on: bool) {
        self.sound.set(on);
        self.keep("sound", on.then_some("on"));
    }

    /// How long ago a room was open, in rooms since then; the greatest number for one that is not remembered.
    pub(crate) fn age(self, room: RoomId) -> usize {
        let place = self
            .recent
            .with_value(|recent| recent.iter().position(|other| *other == room));
        place.unwrap_or(usize::MAX)
    }

    fn visit(self, room: RoomId) {
        let kept = self.recent.try_update_value(|recent| {
            recent.retain(|other| *other != room);
            recent.insert(0, room);
            recent.truncate(RECENT);
            let ids: Vec<String> = recent.iter().map(ToString::to_string).collect();
            ids.join(",")
        });
        if let Some(kept) = kept {
            browser::save(&self.key("recent"), &kept);
        }
    }

    pub(super) fn forget_all(self) {
        for what in ["letters", "sound", "recent"] {
            self.keep(what, None);
        }
    }

    fn keep(self, what: &str, word: Option<&str>) {
        let key = self.key(what);
        match word {
            Some(word) => browser::save(&key, word),
            None => browser::forget(&key),
        }
    }

    fn key(self, what: &str) -> String {
        format!("parlour.{what}.{}", self.person)
    }
}
