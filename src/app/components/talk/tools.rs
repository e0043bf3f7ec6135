//! What can be done with a message, at the message.

use std::time::Duration;

use leptos::prelude::*;

use super::{Talk, landing, lines::Said};
use crate::{
    app::client::browser,
    domain::{MessageId, permission::Action},
};

/// How long a button says that its work is done.
const SAID: Duration = Duration::from_secs(2);

/// The tools, each named with the message it acts on.
#[component]
pub(super) fn Tools(
    /// The message.
    said: Memo<Option<Said>>,
    /// Its name.
    label: Signal<String>,
    /// Its id, where the tools are ways to other addresses.
    links: Option<MessageId>,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let named = move |tool: &'static str| move || (words.act)(tool, &label.get());
    if let Some(id) = links {
        let way = |what: &str| format!("{}?{what}={id}", talk.address());
        return view! {
            <div class="tools">
                <a class="tool" href=way("edit") aria-label=named(words.edit)><Pen/></a>
                <a class="tool" href=way("delete") aria-label=named(words.delete)><Bin/></a>
            </div>
        }
        .into_any();
    }
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
    let edit = move |_| talk.editing.set(message().map(|(id, _)| id));
    let delete = move |_| talk.deleting.set(message().map(|(id, _)| id));
    let copied = RwSignal::new(false);
    let tell = move || {
        copied.set(true);
        set_timeout(move || _ = copied.try_set(false), SAID);
    };
    let copy = move |_| {
        if said.with_untracked(|said| said.as_ref().is_some_and(|said| browser::copy(said.text())))
        {
            tell();
        }
    };
    let link = move |_| {
        let done = said.with_untracked(|said| match said {
            Some(Said::Arrived(message)) => browser::copy(&landing::link(message)),
            _ => false,
        });
        if done {
            tell();
        }
    };
    view! {
        <div class="tools" role="group" aria-label=words.tools>
            <span class="tool-said" role="status">{move || copied.get().then_some(words.copied)}</span>
            {move || may_edit.get().then(|| view! {
                <button type="button" class="tool" aria-label=named(words.edit) title=words.edit aria-keyshortcuts="E" on:click=edit><Pen/></button>
            })}
            <button type="button" class="tool" aria-label=named(words.copy) title=words.copy on:click=copy><Sheets/></button>
            <button type="button" class="tool" aria-label=named(words.link) title=words.link aria-keyshortcuts="C" on:click=link><Link/></button>
            {move || may_delete.get().then(|| view! {
                <button type="button" class="tool" aria-label=named(words.delete) title=words.delete on:click=delete><Bin/></button>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn Pen() -> impl IntoView {
    view! { <Stroke path="M4 16l.7-3.2 8.6-8.6a1.5 1.5 0 0 1 2.1 0l.4.4a1.5 1.5 0 0 1 0 2.1l-8.6 8.6zM11.8 5.7l2.5 2.5"/> }
}

#[component]
fn Bin() -> impl IntoView {
    view! { <Stroke path="M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5"/> }
}

#[component]
fn Sheets() -> impl IntoView {
    view! { <Stroke path="M7.5 7.5h8.5v8.5H7.5zM12.5 7.5V4H4v8.5h3.5"/> }
}

#[component]
fn Link() -> impl IntoView {
    view! { <Stroke path="M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l.9-.9"/> }
}

#[component]
fn Stroke(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
            <path d=path/>
        </svg>
    }
}
