//! What can be done with a message, at the message.

use std::{fmt::Write as _, time::Duration};

use leptos::prelude::*;

use super::{Talk, lines::Said};
use crate::{
    app::client::browser,
    domain::{MessageId, markdown::escaped, permission::Action},
};

/// How long a button says that its work is done.
const SAID: Duration = Duration::from_secs(2);

/// The sign of emoji.
pub(super) const SMILE: &str =
    "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.5 8v.8M12.5 8v.8M7 11.8a3.6 3.6 0 0 0 6 0";
const ARROW: &str = "M8 5L3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5";
const PEN: &str =
    "M4 16l.7-3.2 8.6-8.6a1.5 1.5 0 0 1 2.1 0l.4.4a1.5 1.5 0 0 1 0 2.1l-8.6 8.6zM11.8 5.7l2.5 2.5";
const BIN: &str = "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5";
const SHEETS: &str = "M7.5 7.5h8.5v8.5H7.5zM12.5 7.5V4H4v8.5h3.5";

/// The ways to the same at other addresses, as HTML: they are there for as long as the page doesn't live.
pub(super) fn links(id: MessageId, mine: bool, label: &str, talk: &Talk) -> String {
    let (words, answers) = (talk.words.talk, talk.words.answers);
    let mut ways = vec![
        ("react", answers.react, SMILE),
        ("reply", answers.reply, ARROW),
    ];
    if mine {
        ways.extend([("edit", words.edit, PEN), ("delete", words.delete, BIN)]);
    }
    let mut html = String::from("<div class=\"tools\">");
    for (what, name, path) in ways {
        // Writing to a string can't fail.
        let _ = write!(
            html,
            "<a class=\"tool\" href=\"{}?{what}={id}\" aria-label=\"{}\">\
             <svg class=\"icon\" viewBox=\"0 0 20 20\" width=\"18\" height=\"18\" aria-hidden=\"true\"><path d=\"{path}\"/></svg></a>",
            talk.address(),
            escaped(&(words.act)(name, label)),
        );
    }
    html += "</div>";
    html
}

/// The tools, each named with the message it acts on.
#[component]
pub(super) fn Tools(
    /// The message.
    said: Memo<Option<Said>>,
    /// Its name.
    label: Signal<String>,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let answers = talk.words.answers;
    let named = move |tool: &'static str| move || (words.act)(tool, &label.get());
    talk.ask_owners();
    let message = move || {
        said.with(|said| match said {
            Some(Said::Arrived(message)) => Some((message.id, message.sender.id)),
            _ => None,
        })
    };
    let is_mine = move || {
        message().is_some_and(|(_, sender)| sender == talk.client.state.with(|state| state.me))
    };
    let may_edit = Memo::new(move |_| is_mine() && talk.may(Action::Write));
    let may_delete =
        Memo::new(move |_| may_edit.get() || (!is_mine() && talk.may(Action::Moderate)));
    let may_answer = Memo::new(move |_| talk.may(Action::React));
    let react = move |_| talk.reacting.set(message().map(|(id, _)| id));
    let reply = move |_| {
        let message = said.with_untracked(|said| match said {
            Some(Said::Arrived(message)) => Some(message.clone()),
            _ => None,
        });
        message.iter().for_each(|message| talk.reply(message));
    };
    let edit = move |_| talk.editing.set(message().map(|(id, _)| id));
    let delete = move |_| talk.deleting.set(message().map(|(id, _)| id));
    let copied = RwSignal::new(false);
    let copy = move |_| {
        if said.with_untracked(|said| said.as_ref().is_some_and(|said| browser::copy(said.text())))
        {
            copied.set(true);
            set_timeout(move || _ = copied.try_set(false), SAID);
        }
    };
    view! {
        <div class="tools" role="group" aria-label=words.tools>
            <span class="tool-said" role="status">{move || copied.get().then_some(words.copied)}</span>
            {move || may_answer.get().then(|| view! {
                <button type="button" class="tool" aria-label=named(answers.react) title=answers.react on:click=react><Stroke path=SMILE/></button>
                <button type="button" class="tool" aria-label=named(answers.reply) title=answers.reply on:click=reply><Stroke path=ARROW/></button>
            })}
            {move || may_edit.get().then(|| view! {
                <button type="button" class="tool" aria-label=named(words.edit) title=words.edit on:click=edit><Stroke path=PEN/></button>
            })}
            <button type="button" class="tool" aria-label=named(words.copy) title=words.copy on:click=copy><Stroke path=SHEETS/></button>
            {move || may_delete.get().then(|| view! {
                <button type="button" class="tool" aria-label=named(words.delete) title=words.delete on:click=delete><Stroke path=BIN/></button>
            })}
        </div>
    }
    .into_any()
}

/// A sign of a few strokes.
#[component]
pub(super) fn Stroke(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
            <path d=path/>
        </svg>
    }
}
