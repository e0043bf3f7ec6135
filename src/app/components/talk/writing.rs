//! The field in which a message is written, or edited: with what is offered while one types, and what the keys mean.

use leptos::{ev::KeyboardEvent, html::Textarea, prelude::*, web_sys::Element};

use super::{
    Talk, keys, names, shortcodes,
    suggestions::{SuggestionList, Suggestions},
};
use crate::{
    app::{client::browser, erased::Erase},
    domain::{input::MESSAGE_LIMIT, markdown},
};

impl Suggestions {
    /// What is offered in a talk: people, and emoji.
    pub(super) fn of(talk: Talk, field: NodeRef<Textarea>) -> Self {
        let (client, room) = (talk.client, talk.room);
        Self::new(
            field,
            vec![
                names::source(client, room, talk.words.talk),
                shortcodes::source(client),
            ],
        )
    }
}

/// The field, and above it the list of what is offered. Both stand in the form that is sent, which is positioned.
#[component]
pub(super) fn WritingField(
    /// What is offered.
    suggestions: Suggestions,
    /// What the field is called, also in it while it is empty.
    #[prop(into)]
    label: Signal<String>,
    /// The id of what there is to know of its keys.
    hint: String,
    /// What is in it at first.
    text: String,
    /// What a key means that is neither for the list nor sends.
    key: fn(Talk, &KeyboardEvent),
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let on_key = move |event: KeyboardEvent| {
        if suggestions.takes(&event) {
            return;
        }
        if keys::sends(&event) {
            event.prevent_default();
            press_button(&event);
        } else {
            key(talk, &event);
        }
    };
    let words = talk.words.talk;
    let mut html = markdown::escaped(&text);
    // The first line break in the field's markup is none of the text's.
    if html.starts_with('\n') {
        html.insert(0, '\n');
    }
    view! {
        <SuggestionList suggestions label=words.suggestions/>
        <textarea
            name="text"
            rows="1"
            maxlength=MESSAGE_LIMIT.to_string()
            placeholder=label
            aria-label=label
            aria-describedby=hint
            enterkeyhint="enter"
            aria-autocomplete="list"
            aria-haspopup=suggestions.popup()
            aria-controls=suggestions.controls()
            aria-activedescendant=suggestions.active()
            node_ref=suggestions.field
            on:keydown=on_key
            on:input=move |_| suggestions.look()
            on:blur=move |_| suggestions.close()
            on:pointerup=move |_| suggestions.close()
            inner_html=html
        ></textarea>
    }
    .erased()
}

/// Presses the button of the form that a field is in.
fn press_button(event: &KeyboardEvent) {
    let form = event_target::<Element>(event).closest("form");
    let button = form
        .ok()
        .flatten()
        .and_then(|form| form.query_selector("[type=submit]").ok()?);
    if let Some(button) = button {
        browser::click(&button);
    }
}
