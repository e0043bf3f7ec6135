//! The way to pick files for a message. Without JavaScript it is the browser's own field.

use leptos::{html::Input, prelude::*};

use super::Talk;
use crate::app::client::browser;

/// A button, over which the field lies unseen.
#[component]
pub(super) fn Picker() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let field = NodeRef::<Input>::new();
    let take = move || {
        if let Some(field) = field.get() {
            talk.attach(browser::chosen(&field));
        }
    };
    // What was chosen before the page lived.
    Effect::new(move |_| take());
    view! {
        <label class="attach" title=words.attach>
            <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
                <path d="M15.5 9.5l-5.8 5.8a3.3 3.3 0 0 1-4.7-4.7l6-6a2.2 2.2 0 0 1 3.1 3.1l-5.8 5.8a1 1 0 0 1-1.5-1.5l5.2-5.2"/>
            </svg>
            <input
                type="file"
                name="files"
                multiple
                aria-label=words.attach
                node_ref=field
                on:change=move |_| untrack(take)
            />
        </label>
    }
}
