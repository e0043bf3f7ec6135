//! Code in messages: its colours, and the button that copies it. Both are fetched when the first of it is seen.

use leptos::web_sys::Element;

use super::tools::{SHEETS, stroke};
use crate::app::{apart, client::browser, words::talk::TalkWords};

/// Looks whether there is code in the log.
pub(super) fn look(log: &Element, words: &'static TalkWords) {
    if log.query_selector("pre").is_ok_and(|code| code.is_some()) {
        apart::tend_code(words);
    }
}

/// Looks after it from now on: what is in the second part of the program.
pub(crate) fn tend(words: &'static TalkWords) {
    let (label, sign) = (words.copy_code, stroke(SHEETS));
    let button = format!(
        "<div class=\"code-tools\"><span class=\"tool-said\" role=\"status\"></span>\
         <button type=\"button\" class=\"tool\" aria-label=\"{label}\" title=\"{label}\">{sign}</button></div>"
    );
    browser::tend(button, words.copied);
}
