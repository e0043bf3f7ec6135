//! One row of the log.

use leptos::prelude::*;

use super::{Talk, message::Message};
use crate::{app::erased::Erase, domain::layout::Key};

/// A date, the "new" line, or a message.
#[component]
pub(super) fn Row(
    /// What it is.
    key: Key,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    match key {
        Key::Day(day) => {
            let today = talk.client.clock;
            view! { <h2 class="rule"><span>{move || words.day(day, today.today())}</span></h2> }
                .erased()
        }
        Key::New => view! { <h2 class="rule new"><span>{words.new}</span></h2> }.erased(),
        Key::Sent(_) | Key::Message(_) => view! { <Message key id=key.element_id()/> }.erased(),
    }
}
