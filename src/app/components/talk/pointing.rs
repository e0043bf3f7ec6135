//! Which message is meant: the one under the mouse, with the focus, or pressed for long by a finger.
//!
//! The log listens once for all its messages.

use std::time::Duration;

use leptos::{
    ev::{FocusEvent, MouseEvent, PointerEvent},
    prelude::*,
    web_sys::{Element, Event},
};

use super::{Talk, lines};
use crate::domain::layout::Key;

/// How long a finger presses to be meant so.
const PRESS: Duration = Duration::from_millis(450);

/// How far a finger may tremble meanwhile, in pixels.
const TREMBLE: i32 = 10;

/// What the log's pointers are doing.
#[derive(Clone, Copy)]
pub(super) struct Pointing {
    /// The message that is meant.
    active: RwSignal<Option<Key>>,
    /// The message of which it is shown who reacted.
    reacted: RwSignal<Option<Key>>,
    /// Which press of a finger counts; it is another one as soon as the finger moves or goes.
    press: StoredValue<u32>,
    /// Where it came down.
    place: StoredValue<(i32, i32)>,
    /// Whether the last pointer was a finger.
    touched: StoredValue<bool>,
}

impl Pointing {
    pub(super) fn new(talk: Talk) -> Self {
        Self {
            active: talk.active,
            reacted: talk.reacted,
            press: StoredValue::new(0),
            place: StoredValue::default(),
            touched: StoredValue::new(false),
        }
    }

    /// The mouse came over something.
    pub(super) fn over(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            self.touched.set_value(false);
            self.mean(event);
        }
    }

    /// The mouse has left the log.
    pub(super) fn leave(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            self.active.set(None);
        }
    }

    /// Something got the focus.
    pub(super) fn focus(self, event: &FocusEvent) {
        if !self.touched.get_value() {
            self.mean(event);
        }
    }

    /// A finger came down: a press begins, and the tools of before go.
    pub(super) fn down(self, event: &PointerEvent) {
        let touch = event.pointer_type() == "touch";
        self.touched.set_value(touch);
        if !touch
            || event_target::<Element>(event)
                .closest(".tools")
                .is_ok_and(|tools| tools.is_some())
        {
            return;
        }
        self.active.set(None);
        let Some(key) = key_at(event) else { return };
        let meant = self.meant(event);
        let press = self.press.get_value() + 1;
        self.press.set_value(press);
        self.place.set_value((event.client_x(), event.client_y()));
        set_timeout(
            move || {
                if self.press.try_get_value() == Some(press) {
                    meant.set(Some(key));
                }
            },
            PRESS,
        );
    }

    /// The finger moved: more than a tremble is no press.
    pub(super) fn moved(self, event: &PointerEvent) {
        let (x, y) = self.place.get_value();
        if (event.client_x() - x)
            .abs()
            .max((event.client_y() - y).abs())
            > TREMBLE
        {
            self.end();
        }
    }

    /// The finger went, or scrolls: it was no press.
    pub(super) fn end(self) {
        self.press.update_value(|press| *press += 1);
    }

    /// What the browser would offer on a long press gives way to the tools.
    pub(super) fn menu(self, event: &MouseEvent) {
        let selecting = event_target::<Element>(event)
            .closest("a, textarea")
            .is_ok_and(|found| found.is_some());
        if self.touched.get_value()
            && !selecting
            && let Some(key) = key_at(event)
        {
            event.prevent_default();
            self.meant(event).set(Some(key));
        }
    }

    /// What is opened by a long press: at a reaction who reacted, elsewhere the tools.
    fn meant(self, event: &Event) -> RwSignal<Option<Key>> {
        let reaction = event_target::<Element>(event).closest(".reaction");
        if reaction.is_ok_and(|reaction| reaction.is_some()) {
            self.reacted
        } else {
            self.active
        }
    }

    fn mean(self, event: &Event) {
        let key = key_at(event);
        if key.is_some() && self.active.get_untracked() != key {
            self.active.set(key);
        }
    }
}

/// The message that an event is about.
fn key_at(event: &Event) -> Option<Key> {
    lines::at(&event_target::<Element>(event))
}
