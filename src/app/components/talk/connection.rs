//! How the line to the server is, in one quiet line.

use leptos::prelude::*;

use super::Talk;
use crate::app::{client::stream::Line, erased::Erase};

/// Says nothing as long as nothing is the matter. It has its place, so that nothing moves when it speaks.
#[component]
pub(super) fn Connection() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let line = talk.client.stream.line;
    view! {
        <p class="connection" role="status" class:down=move || matches!(line.get(), Line::Down | Line::SignedOut)>
            {move || match line.get() {
                Line::Quiet => ().erased(),
                Line::Down => words.reconnecting.erased(),
                Line::Back(new) => (words.caught_up)(new).erased(),
                Line::SignedOut => view! {
                    {words.signed_out}" "
                    <a href=format!("/sign-in?next={}", talk.address()) rel="external">{words.sign_in}</a>
                }.erased(),
            }}
        </p>
    }
}
