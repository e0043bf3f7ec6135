//! The reactions to a message, below its words: a form of buttons, one for each emoji.
//!
//! Written as HTML, like the words: a press sends the form, which the log catches for all its messages.

use std::fmt::Write as _;

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html::Div,
    prelude::*,
    server_fn::ServerFn as _,
};

use super::{
    Talk, cards,
    palette::Purpose,
    tools::{CROSS, stroke},
};
use crate::{
    api::messages::React,
    app::{client::browser, erased::Erase},
    domain::{Message, MessageId, markdown::escaped},
};

/// The fields of the form: what is added, and what is taken back.
const ADD: &str = "add";
const REMOVE: &str = "remove";

/// Three dots.
const MORE: &str = "M4.5 10h.01M10 10h.01M15.5 10h.01";

/// The form; nothing where there are no reactions.
pub(super) fn html(message: &Message, talk: Talk) -> String {
    let words = talk.words.answers;
    let me = talk.client.me.with(|me| me.id);
    let (reactions, waiting) = talk.client.wishes.reactions(message, me);
    if reactions.is_empty() {
        return String::new();
    }
    let mut html = begin(message.id, words.reactions);
    // Who may not react sees them all the same.
    let disabled = if talk.may_react.get() {
        ""
    } else {
        " disabled"
    };
    for reaction in reactions {
        let mine = reaction.people.contains(&me);
        let names: Vec<String> = reaction
            .people
            .iter()
            .map(|person| talk.lines.speaker(*person, |name, _| name.to_owned()))
            .collect();
        let people = (words.people)(&names);
        let label = escaped(&(words.reaction)(&reaction.emoji, &people, names.len()));
        let (name, pending) = (
            if mine { REMOVE } else { ADD },
            if waiting.contains(&reaction.emoji) {
                " waits"
            } else {
                ""
            },
        );
        // Writing to a string can't fail.
        let _ = write!(
            html,
            "<button type=\"submit\" class=\"reaction{pending}\" name=\"{name}\" value=\"{emoji}\" aria-pressed=\"{mine}\" \
             title=\"{title}\" aria-label=\"{label}\"{disabled}><span class=\"emoji\">{emoji}</span> {count}</button>",
            emoji = escaped(&reaction.emoji),
            title = escaped(&people),
            count = names.len(),
        );
    }
    html += "</div></form>";
    html
}

/// The emoji that are offered at once, as a form.
fn quick(message: MessageId, talk: Talk) -> String {
    let words = talk.words.answers;
    let mut html = begin(message, words.react);
    for emoji in talk.client.emoji.quick() {
        let emoji = escaped(&emoji);
        let _ = write!(
            html,
            "<button type=\"submit\" class=\"tool emoji\" name=\"{ADD}\" value=\"{emoji}\" aria-label=\"{}: {emoji}\">{emoji}</button>",
            words.react,
        );
    }
    html += "</div></form>";
    html
}

fn begin(message: MessageId, label: &str) -> String {
    format!(
        "<form class=\"reactions\" method=\"post\" action=\"{}\">\
         <input type=\"hidden\" name=\"id\" value=\"{message}\"><div role=\"group\" aria-label=\"{label}\">",
        React::PATH,
    )
}

/// What stands below a message's words and can be pressed: its cards and the reactions, as HTML. Where the focus is in them
/// it stays there.
#[component]
pub(super) fn Below<H: Fn() -> String + Send + Sync + 'static>(
    /// The forms.
    html: H,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let first = untrack(&html);
    let before = first.clone();
    Effect::new(move |shown: Option<String>| {
        let html = html();
        if let Some(place) = place.get()
            && *shown.as_ref().unwrap_or(&before) != html
        {
            browser::rewrite(&place, &html);
        }
        html
    });
    view! { <div node_ref=place inner_html=first></div> }
}

/// The emoji that are offered at once for a message, and the way to all others. Esc closes them.
#[component]
pub(super) fn Quick(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.answers;
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let first = place
            .get()
            .and_then(|place| place.query_selector("button").ok()?);
        if let Some(first) = first {
            browser::focus(&first);
            browser::keep_in_view(&first);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            talk.end_reacting();
        }
    };
    let cancel = move |event: MouseEvent| {
        event.prevent_default();
        talk.end_reacting();
    };
    let html = quick(id, talk);
    view! {
        <div class="tools quick" node_ref=place on:keydown=on_key>
            <div inner_html=html></div>
            <button
                type="button"
                class="tool live-only"
                aria-label=words.more
                title=words.more
                on:click=move |_| talk.choosing.set(Some(Purpose::React(id)))
                inner_html=stroke(MORE)
            ></button>
            <a
                class="tool"
                href=talk.address()
                aria-label=talk.words.talk.cancel
                title=talk.words.talk.cancel
                on:click=cancel
                inner_html=stroke(CROSS)
            ></a>
        </div>
    }
    .erased()
}

/// Takes a form that was sent in the log, if it is one of these or of a card, and stays on the page.
pub(super) fn submit(talk: Talk, event: &SubmitEvent) {
    let Some((message, name, value)) = browser::pressed(event) else {
        return;
    };
    event.prevent_default();
    match message.parse() {
        Ok(message) if name == cards::URL => talk.remove_preview(message, value),
        Ok(message) => talk.react(message, &value, name == ADD),
        Err(_) => {}
    }
}
