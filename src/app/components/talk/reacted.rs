//! Who reacted to a message: everybody's name by the emoji, for those who have no mouse to hover with.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{Talk, lines::Said};
use crate::{
    app::{
        apart::Part,
        components::{
            dialog::{Closing, Dialog},
            face,
        },
        erased::Erase,
        words::words,
    },
    domain::{layout::Key, markdown::escaped},
};

/// The dialog.
#[component]
pub(super) fn Reacted() -> impl IntoView {
    let reacted = expect_context::<Talk>().reacted;
    view! {
        <Dialog
            class="sheet"
            label=words().answers.reacted
            open=Memo::new(move |_| reacted.read().is_some())
            closed=move |()| reacted.set(None)
            part=Part::Reacted
        />
    }
}

/// What stands in it, as it is now.
#[component]
pub(crate) fn ReactedInside() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let closing = expect_context::<Closing>();
    let html = Memo::new(move |_| {
        talk.reacted
            .get()
            .map_or_else(String::new, |key| html(talk, key))
    });
    view! {
        <div class="sheet-head">
            <h2>{talk.words.answers.reacted}</h2>
            <button type="button" class="button" on:click=move |_| closing.close()>{talk.words.talk.close}</button>
        </div>
        <div class="reacted" inner_html=html></div>
    }
    .erased()
}

/// A list for each emoji, in the order of first use.
fn html(talk: Talk, key: Key) -> String {
    let words = talk.words.emoji();
    let said = talk
        .lines
        .spot(key)
        .and_then(|spot| talk.lines.said(key, spot));
    let reactions = match said {
        Some(Said::Arrived(message)) => {
            let me = talk.client.me.with(|me| me.id);
            talk.client.wishes.reactions(&message, me).0
        }
        _ => Vec::new(),
    };
    if reactions.is_empty() {
        return format!("<p class=\"hint\">{}</p>", words.nobody);
    }
    let mut html = String::new();
    for reaction in reactions {
        // Writing to a string can't fail.
        _ = write!(
            html,
            "<h3><span class=\"emoji\">{}</span> {}</h3><ul>",
            escaped(&reaction.emoji),
            (words.count)(reaction.people.len())
        );
        for person in reaction.people {
            talk.lines.speaker(person, |name, picture| {
                let face = face::html(person, name, picture);
                _ = write!(html, "<li>{face} {}</li>", escaped(name));
            });
        }
        html += "</ul>";
    }
    html
}
