//! Which message is answered by what is being written.

use leptos::{ev::MouseEvent, prelude::*, server_fn::ServerFn as _};

use super::{
    Opening, Talk,
    lines::element,
    quote,
    tools::{CROSS, stroke},
};
use crate::{
    api::rooms::OpenThread,
    app::client::browser,
    domain::{Message, layout::Key, markdown, message::Quote},
};

impl Talk {
    /// Begins an answer to a message. What is selected of it stands in the field as a quotation.
    pub(super) fn reply(self, message: &Message) {
        // Read first, for a field that gets the focus takes the selection away.
        let words = element(&Key::of(message)).and_then(|row| row.query_selector(".text").ok()?);
        let selected = words.map(|words| browser::selected_in(&words));
        self.answering.set(Some(Quote::of(message)));
        self.client
            .drafts
            .answer(self.room, Some(&Quote::of(message)));
        self.write();
        self.cite(&selected.unwrap_or_default());
    }

    /// Writes words into the field as a quotation, on lines of their own.
    fn cite(self, words: &str) {
        let Some(field) = self.composer.get_untracked() else {
            return;
        };
        let mut quotation = markdown::quotation(words);
        if quotation.is_empty() {
            return;
        }
        let before = browser::before_caret(&field).unwrap_or_default();
        if !before.is_empty() && !before.ends_with('\n') {
            quotation.insert(0, '\n');
        }
        browser::replace_before_caret(&field, "", &quotation);
    }

    /// Ends it: what is being written answers nothing.
    pub(super) fn end_reply(self) {
        if self.answering.with_untracked(Option::is_some) {
            self.answering.set(None);
            self.client.drafts.answer(self.room, None);
        }
    }
}

/// The line above the field that says so, and the way to end it. It is part of the form.
#[component]
pub(super) fn Answering() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.answers;
    let opening = expect_context::<Opening>();
    let end = move |event: MouseEvent| {
        event.prevent_default();
        talk.end_reply();
        talk.write();
    };
    move || {
        let quote = talk.answering.get()?;
        // It may be edited or deleted meanwhile.
        talk.client.state.track();
        let (name, said) = quote::parts(&talk.lines.quoted(&quote), talk);
        let id = quote.id;
        let begin = move |event: MouseEvent| {
            event.prevent_default();
            talk.end_reply();
            opening.open(id);
        };
        Some(view! {
            <div class="answering">
                <input type="hidden" name="reply_to" value=quote.id.to_string()/>
                <p class="answering-whom" role="status">
                    <strong>{(words.answering)(&name)}</strong>
                    " "
                    <span class="quoted">{said}</span>
                </p>
                {talk.origin.is_none().then(|| view! {
                    <button
                        class="begin"
                        formaction=OpenThread::PATH
                        formenctype="application/x-www-form-urlencoded"
                        formnovalidate
                        name="message"
                        value=id.to_string()
                        on:click=begin
                    >
                        {words.reply_in_thread}
                    </button>
                })}
                <a class="tool" href=talk.address() aria-label=words.end title=words.end on:click=end inner_html=stroke(CROSS)></a>
            </div>
        })
    }
}
