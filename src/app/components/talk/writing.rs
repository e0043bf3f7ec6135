//! The field in which a message is written, or edited: with what is offered while one types, and what the keys mean.

use leptos::{ev::KeyboardEvent, html::Textarea, prelude::*};

use super::{
    Talk, keys, names, shortcodes,
    suggestions::{SuggestionList, Suggestions},
};
use crate::{
    app::erased::Erase,
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
    /// Sends what is in it.
    send: Callback<()>,
    /// Does what any other key means that is not for the list.
    key: Callback<KeyboardEvent>,
    /// Told after each change.
    #[prop(optional)]
    written: Option<Callback<()>>,
) -> impl IntoView {
    let offers = expect_context::<Talk>().words.talk.suggestions;
    let on_key = move |event: KeyboardEvent| {
        if suggestions.takes(&event) {
            return;
        }
        if keys::sends(&event) {
            event.prevent_default();
            send.run(());
        } else {
            key.run(event);
        }
    };
    let on_input = move |_| {
        if let Some(written) = written {
            written.run(());
        }
        suggestions.look();
    };
    let mut html = markdown::escaped(&text);
    // The first line break in the field's markup is none of the text's.
    if html.starts_with('\n') {
        html.insert(0, '\n');
    }
    view! {
        <SuggestionList suggestions label=offers/>
        <textarea
            name="text"
            rows="1"
            maxlength=MESSAGE_LIMIT.to_string()
            placeholder=label
            aria-label=label
            aria-describedby=hint
            enterkeyhint="enter"
            aria-autocomplete="list"
            aria-haspopup=move || suggestions.popup()
            aria-controls=move || suggestions.controls()
            aria-activedescendant=move || suggestions.active()
            node_ref=suggestions.field
            on:keydown=on_key
            on:input=on_input
            on:blur=move |_| suggestions.close()
            on:pointerup=move |_| suggestions.close()
            inner_html=html
        ></textarea>
    }
    .erased()
}
