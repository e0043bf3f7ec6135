//! A text that is there to be taken along.

use leptos::{html::Input, prelude::*};

use crate::app::{client::browser, words::words};

/// A text in a field, with a button that copies it. Where the browser may not copy, it is selected for the reader to.
#[component]
pub(crate) fn CopyField(
    /// The text.
    text: String,
    /// What it is.
    label: &'static str,
) -> impl IntoView {
    let words = words().people();
    let field = NodeRef::<Input>::new();
    let copied = RwSignal::new(false);
    let copy = {
        let text = text.clone();
        move |_| {
            if let Some(field) = field.get_untracked() {
                field.select();
            }
            copied.set(browser::copy(&text));
        }
    };
    view! {
        <div class="copy">
            <input node_ref=field readonly value=text aria-label=label/>
            <button type="button" class="button" on:click=copy>
                {words.copy}
            </button>
            <span role="status" class="done">{move || copied.get().then_some(words.copied)}</span>
        </div>
    }
}
