//! What a message answers, above its words: written as HTML, like these.

use leptos::{ev::MouseEvent, prelude::*, web_sys::Element};

use super::{
    Talk,
    landing::show_row,
    lines::{element, key_of},
};
use crate::{
    app::client::browser,
    domain::{layout::Key, markdown::escaped, message::Quote},
};

/// The class of the links to what is answered.
const QUOTE: &str = "quote";

/// What it says of its source: the sender's name, and words in the place of those that are none.
pub(super) fn parts(quote: &Quote, talk: Talk) -> (String, String) {
    let words = talk.words;
    let said = if quote.deleted {
        words.talk.deleted
    } else if quote.text.is_empty() {
        words.answers.file
    } else {
        &quote.text
    };
    let name = talk.lines.speaker(quote.sender, |name, _| name.to_owned());
    (name, said.to_owned())
}

/// The link to the source, as HTML.
pub(super) fn html(quote: &Quote, talk: Talk) -> String {
    let (name, said) = parts(quote, talk);
    let answers = talk.words.answers;
    // From a thread into its room there are no other words.
    let (label, address, class) = match quote.room {
        Some(room) => (
            (answers.from_thread)(&name, &said),
            format!("/rooms/{room}"),
            " whole",
        ),
        None => ((answers.quote)(&name, &said), talk.address(), ""),
    };
    let label = escaped(&label);
    // By a page of its own, where the source is not in this one: it lies elsewhere in the room than the live one.
    format!(
        "<a class=\"{QUOTE}{class}\" href=\"{address}?at={}#{}\" rel=\"external\" aria-label=\"{label}\">\
         <span class=\"name\">{}</span> <span class=\"quoted\">{}</span></a>",
        quote.id,
        Key::of_quoted(quote).element_id(),
        escaped(&name),
        escaped(&said),
    )
}

/// Leads to the source that was clicked on, where it is in the log. With a key held down, the link does what it does
/// elsewhere.
pub(super) fn click(event: &MouseEvent, talk: Talk) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let link = event_target::<Element>(event).closest(&format!("a.{QUOTE}"));
    let key = link.ok().flatten().and_then(|link| {
        let href = link.get_attribute("href")?;
        key_of(href.rsplit_once('#')?.1)
    });
    if let Some(source) = key.and_then(|key| element(&key)) {
        event.prevent_default();
        show_row(talk, &source);
        browser::focus(&source);
    }
}
