//! Which message is answered by what is being written.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Talk, quote};
use crate::domain::{Message, message::Quote};

impl Talk {
    /// Begins an answer to a message.
    pub(super) fn reply(self, message: &Message) {
        self.answering.set(Some(Quote::of(message)));
        self.client
            .drafts
            .answer(self.room, Some(&Quote::of(message)));
        self.write();
    }

    /// Ends it: what is being written answers nothing.
    pub(super) fn end_reply(self) {
        if self.answering.with_untracked(Option::is_some) {
            self.answering.set(None);
            self.client.drafts.answer(self.room, None);
        }
    }

    /// A quote with the words that its source has now, as far as the page knows.
    pub(super) fn quoted(self, quote: &Quote) -> Quote {
        let source = self.client.state.with(|state| {
            let window = state.windows.get(&self.room)?;
            window.messages.get(&quote.number).map(Quote::of)
        });
        source.unwrap_or_else(|| Quote {
            text: "…".to_owned(),
            ..quote.clone()
        })
    }
}

/// The line above the field that says so, and the way to end it. It is part of the form.
#[component]
pub(super) fn Answering() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.answers;
    let end = move |event: MouseEvent| {
        event.prevent_default();
        talk.end_reply();
        talk.write();
    };
    move || {
        let quote = talk.quoted(&talk.answering.get()?);
        let (name, said) = talk
            .client
            .state
            .with(|state| quote::parts(&quote, state, talk.words));
        Some(view! {
            <div class="answering">
                <input type="hidden" name="reply_to" value=quote.id.to_string()/>
                <p class="answering-whom" role="status">
                    <strong>{(words.answering)(&name)}</strong>
                    " "
                    <span class="quoted">{said}</span>
                </p>
                <a class="tool" href=talk.address() aria-label=words.end title=words.end on:click=end>
                    <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">
                        <path d="M5 5l10 10M15 5L5 15"/>
                    </svg>
                </a>
            </div>
        })
    }
}
