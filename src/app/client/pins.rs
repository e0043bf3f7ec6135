//! When a page of pins is to ask for its list again.
//!
//! What a page knows of a room begins somewhere, and pins may lie before that. So the list is the server's, and all that is to
//! be known here is when it may have become another one.

use leptos::prelude::*;

use crate::domain::{Message, RoomId};

/// What is told of the room whose pins are shown.
#[derive(Clone, Copy)]
pub(crate) struct Pins {
    /// Which room that is, where there is such a page.
    room: RwSignal<Option<RoomId>>,
    /// How often something was told that may make another list.
    times: RwSignal<u32>,
}

impl Pins {
    pub(super) fn new() -> Self {
        Self {
            room: RwSignal::new(None),
            times: RwSignal::new(0),
        }
    }

    /// Says of which room the pins are shown, if they are.
    pub(crate) fn look_at(self, room: Option<RoomId>) {
        self.room.try_set(room);
    }

    /// How often the list may have become another one.
    pub(crate) fn times(self) -> u32 {
        self.times.get()
    }

    /// Hears of a message as it is now, and whether it is a new one. Any other may have been pinned before.
    pub(super) fn hear(self, message: &Message, is_new: bool) {
        let is_there = self.room.get_untracked() == Some(message.room);
        if is_there && (message.pinned_at.is_some() || !is_new) {
            self.turn();
        }
    }

    /// Has the list be asked for again.
    pub(super) fn turn(self) {
        self.times.update(|times| *times += 1);
    }
}
