//! What keys mean: in a field for many lines, and everywhere.
//!
//! A key of a message is a mark on its tool: `aria-keyshortcuts="E"` on the button is all that it takes, and a line in
//! [`GROUPS`], from which the sheet is made.

use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
    web_sys::Element,
};

use super::{Talk, lines, log};
use crate::app::{
    client::{Client, browser},
    words::keys::KeyWords,
};

/// What something is called.
type Says = fn(&KeyWords) -> &'static str;

/// A key, or several for one thing, and what it does.
pub(crate) type Key = (&'static str, Says);

/// All keys, in the order of the sheet, under what they are for.
pub(crate) const GROUPS: [(Says, &[Key]); 3] = [
    (
        |words| words.everywhere,
        &[
            ("Ctrl K", |words| words.jump),
            ("Alt ↑ / Alt ↓", |words| words.next_room),
            ("Alt Shift ↑ / ↓", |words| words.next_unread),
            ("/", |words| words.search),
            ("?", |words| words.sheet),
            ("Esc", |words| words.back),
        ],
    ),
    (
        |words| words.at_messages,
        &[
            ("J / K", |words| words.walk),
            ("R", |words| words.reply),
            ("T", |words| words.thread),
            ("+", |words| words.react),
            ("E", |words| words.edit),
            ("C", |words| words.link),
            ("P", |words| words.pin),
            ("B", |words| words.bookmark),
            ("U", |words| words.unread),
        ],
    ),
    (
        |words| words.while_writing,
        &[
            ("Enter", |words| words.send),
            ("Shift Enter", |words| words.line),
            ("↑", |words| words.edit_last),
            ("/", |words| words.commands),
        ],
    ),
];

/// Whether a key stroke sends what is in the field: Enter, but Shift+Enter begins a new line, as Enter does on a
/// keyboard on the screen; Ctrl or Command with Enter sends in any case. What an input method is composing with is its
/// own (Safari tells that by the key code 229 alone, UI Events, 7.3).
pub(super) fn sends(event: &KeyboardEvent) -> bool {
    if event.key() != "Enter" || is_composing(event) || event.shift_key() || event.alt_key() {
        return false;
    }
    event.ctrl_key() || event.meta_key() || !browser::by_touch()
}

/// Whether a key stroke belongs to an input method.
pub(crate) fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether another key is held down, which makes it another stroke.
pub(super) fn is_held(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key()
}

/// Whether a key stroke is nobody's yet: nothing has taken it, and no dialog is open.
pub(crate) fn is_free(event: &KeyboardEvent) -> bool {
    !event.default_prevented() && !is_composing(event) && browser::all("dialog[open]").is_empty()
}

/// The letter or sign that is struck alone, where it is a key: the reader has those on, and isn't writing.
pub(crate) fn letter(client: &Client, event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    let is_alone = key.chars().count() == 1
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.alt_key()
        && untrack(|| client.habits.letters());
    let writes = "input, textarea, select, [contenteditable]";
    let is_text = event
        .target()
        .and_then(|target| browser::element(&target)?.closest(writes).ok()?)
        .is_some();
    (is_alone && !is_text && is_free(event)).then(|| key.to_uppercase())
}

/// Listens to the keys that are for a talk.
pub(super) fn listen(talk: Talk) {
    let listening = window_event_listener(ev::keydown, move |event| {
        // Of two talks on the page, one.
        if !talk.leads.get_untracked() {
            return;
        }
        if event.key() == "Escape" {
            if is_free(&event) {
                go_back(talk, &event);
            }
            return;
        }
        let Some(key) = letter(&talk.client, &event) else {
            return;
        };
        let done = match key.as_str() {
            "J" => log::step(true),
            "K" => log::step(false),
            // Those of the message that is meant, which alone has tools.
            key => tool(key).map(|tool| browser::click(&tool)).is_some(),
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}

fn tool(key: &str) -> Option<Element> {
    let tools = browser::all(".log .tools [aria-keyshortcuts]");
    tools
        .into_iter()
        .find(|tool| tool.get_attribute("aria-keyshortcuts").as_deref() == Some(key))
}

/// From the editing of a message to the message, and from there to the composer.
fn go_back(talk: Talk, event: &KeyboardEvent) {
    // A deletion ends by itself, and listens to the key while it has the focus.
    let is_begun = talk.editing.with_untracked(Option::is_some);
    let at_message = document()
        .active_element()
        .is_some_and(|element| lines::at(&element).is_some());
    if is_begun {
        talk.close();
    } else if at_message {
        talk.active.set(None);
        talk.write();
    } else {
        return;
    }
    event.prevent_default();
}
