//! What can be done with a message, at the message.

use std::fmt::Write as _;

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{Opening, Talk, landing};
use crate::{
    api::messages::Pin,
    app::{
        client::{Client, browser},
        components::icon::Icon,
        erased::Erase,
    },
    domain::{Message, MessageId, markdown, permission::Action},
};

/// A face that smiles.
pub(super) const SMILE: &str =
    "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.5 8v.8M12.5 8v.8M7 11.8a3.6 3.6 0 0 0 6 0";
/// An arrow that turns back.
const BACK: &str = "M8 5L3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5";
/// A line that branches off.
const BRANCH: &str = Icon::Thread.path();
/// A cross.
pub(super) const CROSS: &str = Icon::Cross.path();
/// A pen.
const PEN: &str =
    "M4 16l.7-3.2 8.6-8.6a1.5 1.5 0 0 1 2.1 0l.4.4a1.5 1.5 0 0 1 0 2.1l-8.6 8.6zM11.8 5.7l2.5 2.5";
/// A bin.
const BIN: &str = "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5";
/// Two sheets, one behind the other.
pub(super) const SHEETS: &str = "M7.5 7.5h8.5v8.5H7.5zM12.5 7.5V4H4v8.5h3.5";
const ENVELOPE: &str =
    "M16.5 9.5v6h-13v-10h8M3.8 6l6.2 5 2.5-2M15.5 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z";
/// A drawing-pin.
const PIN: &str = "M10 12.5V17M6.5 12.5h7l-1-2.2V5h.8V3.5H6.7V5h.8v5.3z";
/// A flag that hangs down.
const FLAG: &str = Icon::Flag.path();
/// Two heads.
const PEOPLE: &str = Icon::People.path();
/// A link of a chain.
const CHAIN: &str = "M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l.9-.9";

/// A sign of a few strokes, as HTML.
pub(super) fn stroke(path: &str) -> String {
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 20 20\" width=\"18\" height=\"18\" aria-hidden=\"true\" \
         focusable=\"false\"><path d=\"{path}\"/></svg>"
    )
}

/// The signs of a row's [`links`], which rows show by their names: a page has fifty.
const SIGNS: [(&str, &str); 5] = [
    ("react", SMILE),
    ("reply", BACK),
    ("edit", PEN),
    ("delete", BIN),
    ("pin", PIN),
];

/// The signs of all rows' [`links`], as long as the page doesn't live.
#[component]
pub(crate) fn Signs() -> impl IntoView {
    let client = expect_context::<Client>();
    move || {
        (!client.clock.is_live()).then(|| {
            let mut symbols = String::new();
            for (name, path) in SIGNS {
                // Writing to a string can't fail.
                _ = write!(
                    symbols,
                    "<symbol id=\"sign-{name}\" viewBox=\"0 0 20 20\"><path d=\"{path}\"/></symbol>"
                );
            }
            view! { <div hidden inner_html=format!("<svg>{symbols}</svg>")></div> }
        })
    }
}

/// Ways to the pages where a message is answered, or one's own is edited or deleted, and a form that pins it or lets it go, as
/// HTML: the tools of a page that doesn't live.
pub(super) fn links(talk: Talk, id: MessageId, mine: bool, pinned: bool, label: &str) -> String {
    let (words, answers) = (talk.words.talk, talk.words.answers);
    let all = [
        ("react", answers.react),
        ("reply", answers.reply),
        ("edit", words.edit),
        ("delete", words.delete),
    ];
    let may_write = talk.may_react.get_untracked();
    let count = match (mine, may_write) {
        (true, _) => all.len(),
        (false, true) => 2,
        (false, false) => 0,
    };
    let named = |tool, sign: &str| {
        let name = markdown::escaped(&(words.act)(tool, label));
        format!(
            "aria-label=\"{name}\"><svg class=\"icon\" width=\"18\" height=\"18\" aria-hidden=\"true\">\
             <use href=\"#sign-{sign}\"/></svg>"
        )
    };
    let mut html = String::new();
    for (what, tool) in &all[..count] {
        // Writing to a string can't fail.
        _ = write!(
            html,
            "<a class=\"tool\" href=\"{}?{what}={id}\" {}</a>",
            talk.address(),
            named(tool, what)
        );
    }
    if may_write {
        _ = write!(
            html,
            "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"id\" value=\"{id}\">\
             <button class=\"tool\" name=\"on\" value=\"{}\" {}</button></form>",
            Pin::PATH,
            !pinned,
            named(if pinned { words.unpin } else { words.pin }, "pin")
        );
    }
    html
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
    let (words, answers) = (talk.words.talk, talk.words.answers);
    talk.ask_owners();
    let me = talk.client.me.with_untracked(|me| me.id);
    let is_mine = talk
        .lines
        .find(id)
        .is_some_and(|message| message.sender.id == me);
    // Who may react may write.
    let may_write = talk.may_react;
    // Others pin it and react while one looks at it.
    let now = move |is: fn(&Message) -> bool| {
        Memo::new(move |_| {
            talk.client.state.track();
            talk.lines.find(id).as_ref().is_some_and(is)
        })
    };
    let pinned = now(|message| message.pinned_at.is_some());
    let has_reactions = now(|message| !message.reactions.is_empty());
    let marked = Memo::new(move |_| talk.bookmarks.with(|all| all.contains(&id)));
    let mark = Callback::new(move |()| {
        let client = talk.client;
        client.wishes.set(client, id, None, !marked.get_untracked());
    });
    let may_mark = Memo::new(move |_| talk.may(Action::Read));
    let copied = RwSignal::new(false);
    let copy = move |read: fn(Message) -> String| {
        let text = talk.lines.find(id).map(read);
        if text.is_some_and(|text| browser::copy(&text)) {
            copied.set(true);
            set_timeout(move || _ = copied.try_set(false), browser::SAID);
        }
    };
    let tool =
        move |says: &'static str, key: &'static str, path: &'static str, act: Callback<()>| {
            view! {
                <button
                    type="button"
                    class="tool"
                    aria-label=(words.act)(says, &label)
                    title=says
                    aria-keyshortcuts=(!key.is_empty()).then_some(key)
                    on:click=move |_| act.run(())
                    inner_html=stroke(path)
                ></button>
            }
            .erased()
        };
    let edit = Callback::new(move |()| talk.editing.set(Some(id)));
    let link = Callback::new(move |()| copy(|message| landing::link(&message)));
    let copy = Callback::new(move |()| copy(|message| message.content));
    let react = Callback::new(move |()| talk.reacting.set(Some(id)));
    let reacted = Callback::new(move |()| talk.reacted.set(talk.active.get_untracked()));
    let reply = Callback::new(move |()| {
        if let Some(message) = talk.lines.find(id) {
            talk.reply(&message);
        }
    });
    let opening = expect_context::<Opening>();
    let thread = Callback::new(move |()| opening.open(id));
    let unread = Callback::new(move |()| talk.mark_unread(id));
    let pin = Callback::new(move |()| talk.pin(id, !pinned.get_untracked()));
    let delete = Callback::new(move |()| talk.deleting.set(Some(id)));
    view! {
        <div class="tools" role="group" aria-label=words.tools>
            <span class="tool-said" role="status">{move || copied.get().then_some(words.copied)}</span>
            {move || [
                may_write.get().then(|| tool(answers.react, "+", SMILE, react)),
                may_write.get().then(|| tool(answers.reply, "R", BACK, reply)),
                (may_write.get() && talk.origin.is_none()).then(|| tool(answers.reply_in_thread, "T", BRANCH, thread)),
                (may_write.get() && is_mine).then(|| tool(words.edit, "E", PEN, edit)),
                Some(tool(words.copy, "", SHEETS, copy)),
                Some(tool(words.link, "C", CHAIN, link)),
                may_write.get().then(|| tool(if pinned.get() { words.unpin } else { words.pin }, "P", PIN, pin)),
                may_mark.get().then(|| tool(if marked.get() { words.unmark } else { words.bookmark }, "B", FLAG, mark)),
                may_mark.get().then(|| tool(words.unread, "U", ENVELOPE, unread)),
                if is_mine { may_write } else { talk.may_moderate }.get().then(|| tool(words.delete, "", BIN, delete)),
                // The last one, so that no other moves under a finger when somebody reacts.
                has_reactions.get().then(|| tool(answers.reacted, "", PEOPLE, reacted)),
            ].into_iter().flatten().collect_view()}
        </div>
    }
    .erased()
}
