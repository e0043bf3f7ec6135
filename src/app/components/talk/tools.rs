//! What can be done with a message, at the message.

use std::time::Duration;

use leptos::prelude::*;

use super::Talk;
use crate::app::erased::Erase;
use crate::{
    app::client::browser,
    domain::{MessageId, markdown, permission::Action},
};

/// How long a button says that its work is done.
const SAID: Duration = Duration::from_secs(2);

/// A pen.
const PEN: &str =
    "M4 16l.7-3.2 8.6-8.6a1.5 1.5 0 0 1 2.1 0l.4.4a1.5 1.5 0 0 1 0 2.1l-8.6 8.6zM11.8 5.7l2.5 2.5";
/// A bin.
const BIN: &str = "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5";
/// Two sheets, one behind the other.
const SHEETS: &str = "M7.5 7.5h8.5v8.5H7.5zM12.5 7.5V4H4v8.5h3.5";

fn stroke(path: &str) -> String {
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 20 20\" width=\"18\" height=\"18\" aria-hidden=\"true\" \
         focusable=\"false\"><path d=\"{path}\"/></svg>"
    )
}

/// Ways to the pages where one's own message is edited or deleted, as HTML: the tools of a page that doesn't live.
pub(super) fn links(talk: Talk, id: MessageId, label: &str) -> String {
    let words = talk.words.talk;
    [("edit", words.edit, PEN), ("delete", words.delete, BIN)]
        .map(|(what, tool, path)| {
            format!(
                "<a class=\"tool\" href=\"{}?{what}={id}\" aria-label=\"{}\">{}</a>",
                talk.address(),
                markdown::escaped(&(words.act)(tool, label)),
                stroke(path)
            )
        })
        .concat()
}

/// The tools, each named with the message it acts on.
#[component]
pub(super) fn Tools(
    /// The message.
    id: MessageId,
    /// Its name.
    label: String,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    talk.ask_owners();
    let me = talk.client.me.with_untracked(|me| me.id);
    let is_mine = talk
        .lines
        .find(id)
        .is_some_and(|message| message.sender.id == me);
    let may_edit = Memo::new(move |_| is_mine && talk.may(Action::Write));
    let may_delete = Memo::new(move |_| may_edit.get() || (!is_mine && talk.may(Action::Moderate)));
    let copied = RwSignal::new(false);
    let copy = move || {
        let text = talk.lines.find(id).map(|message| message.content);
        if text.is_some_and(|text| browser::copy(&text)) {
            copied.set(true);
            set_timeout(move || _ = copied.try_set(false), SAID);
        }
    };
    let tool = move |says: &'static str, path: &'static str, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="tool"
                aria-label=(words.act)(says, &label)
                title=says
                on:click=move |_| act.run(())
                inner_html=stroke(path)
            ></button>
        }
        .erased()
    };
    let edit = Callback::new(move |()| talk.editing.set(Some(id)));
    let copy = Callback::new(move |()| copy());
    let delete = Callback::new(move |()| talk.deleting.set(Some(id)));
    view! {
        <div class="tools" role="group" aria-label=words.tools>
            <span class="tool-said" role="status">{move || copied.get().then_some(words.copied)}</span>
            {move || [
                may_edit.get().then(|| tool(words.edit, PEN, edit)),
                Some(tool(words.copy, SHEETS, copy)),
                may_delete.get().then(|| tool(words.delete, BIN, delete)),
            ].into_iter().flatten().collect_view()}
        </div>
    }
    .erased()
}
