//! What keys mean in a field for many lines.

use leptos::ev::KeyboardEvent;

use crate::app::client::browser;

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
pub(super) fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}
