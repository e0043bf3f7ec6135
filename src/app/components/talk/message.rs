//! A message in the log, on its way, arrived or gone.
//!
//! A page has many of them, so each has few parts that can change by themselves. What is only to be read stands in it as
//! HTML, written here; views are what is worked with.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{
    Talk, cards,
    deletion::Deletion,
    editor::Editor,
    files,
    lines::Said,
    outgoing::Outgoing,
    quote,
    reactions::{self, Below, Quick},
    threads,
    tools::{self, Tools},
};
use crate::{
    app::{components::face, derived::derived, erased::Erase},
    domain::{ClientId, MessageId, command, emoji::is_large, layout::Key, markdown},
};

/// What is to be seen of a message.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    /// Whether it begins a group.
    starts: bool,
    mine: bool,
    arrived: Option<Arrived>,
    /// What it is called: its sender and its time.
    label: String,
    /// Its sender's square, or its time, as HTML.
    margin: String,
    /// Who said it and the words, or that they are gone, as HTML.
    said: String,
    /// The files, as HTML.
    files: String,
    /// The cards of its links and the reactions, as HTML.
    below: String,
}

/// What the server knows it by.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Arrived {
    id: MessageId,
    deleted: bool,
    pinned: bool,
}

/// What can be done with it now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    Nothing,
    /// It is on its way.
    Outgoing(ClientId),
    /// Ways to other addresses, and a form to pin it or let it go, as long as the page doesn't live.
    Links(MessageId, bool),
    Buttons(MessageId),
    Editor(MessageId),
    /// The emoji to react with.
    Quick(MessageId),
    /// Whether it is really to be deleted.
    Deletion(MessageId),
}

impl Seen {
    fn of(talk: Talk, starts: bool, message: &Said) -> Self {
        let words = talk.words.talk;
        let at = message.at();
        let (stamp, time) = (at.to_string(), talk.client.clock.time(at));
        let me = talk.client.me.with(|me| me.id);
        let sender = message.sender().unwrap_or(me);
        let (name, square) = talk.lines.speaker(sender, |name, picture| {
            (name.to_owned(), face::html(sender, name, picture))
        });
        let label = (words.message)(&name, &time);
        let mut said = String::new();
        let margin = if starts {
            let via = message.via().map(|bot| {
                let says = talk.lines.speaker(bot, |name, _| (words.via)(name));
                format!("<span class=\"via\">{}</span>", markdown::escaped(&says))
            });
            // Writing to a string can't fail.
            _ = write!(
                said,
                "<p class=\"who\"><span class=\"name\">{}</span>{}<time datetime=\"{stamp}\">{time}</time></p>",
                markdown::escaped(&name),
                via.unwrap_or_default()
            );
            square
        } else {
            format!(
                "<time class=\"margin-time\" datetime=\"{stamp}\" aria-hidden=\"true\">{time}</time>"
            )
        };
        let (arrived, edited) = match message {
            Said::Arrived(message) => (
                Some(Arrived {
                    id: message.id,
                    deleted: message.is_deleted(),
                    pinned: message.pinned_at.is_some(),
                }),
                message.edited_at.is_some(),
            ),
            Said::Waiting(_) => (None, false),
        };
        if arrived.is_some_and(|arrived| arrived.deleted) {
            _ = write!(said, "<p class=\"tombstone\">{}</p>", words.deleted);
        } else {
            if let Some(quote) = message.reply_to(talk.lines) {
                said += &quote::html(&quote, talk);
            }
            let large = if is_large(message.text()) {
                " large"
            } else {
                ""
            };
            _ = write!(
                said,
                "<div class=\"text{large}\">{}</div>",
                command::html(message.text(), &name, |text| {
                    markdown::render_for(text, message.mentions(), Some(me))
                })
            );
            if let Some(by) = message.pinned_by() {
                let says = talk.lines.speaker(by, |name, _| (words.pinned_by)(name));
                _ = write!(said, "<p class=\"pin\">{}</p>", markdown::escaped(&says));
            }
            if arrived.is_some_and(|arrived| talk.bookmarks.with(|all| all.contains(&arrived.id))) {
                let class = match message {
                    Said::Arrived(message) if talk.client.wishes.marks(message.id) => "pin waits",
                    _ => "pin",
                };
                _ = write!(said, "<p class=\"{class}\">{}</p>", words.marked);
            }
            if let (true, Some(Arrived { id, .. })) = (edited, arrived) {
                _ = write!(
                    said,
                    "<a class=\"edited\" href=\"{}/edits/{id}\">{}</a>",
                    talk.address(),
                    words.edited
                );
            }
        }
        Self {
            starts,
            mine: sender == me,
            arrived,
            label,
            margin,
            said,
            files: files::html(message.files(), words),
            below: match message {
                Said::Arrived(message) => {
                    cards::html(message, talk)
                        + &reactions::html(message, talk)
                        + &threads::html(message, talk)
                }
                Said::Waiting(_) => String::new(),
            },
        }
    }

    fn class(&self, active: bool, editing: bool) -> String {
        let mut class = "message".to_owned();
        for (more, holds) in [
            (" first", self.starts),
            (" mine", self.mine),
            (" pending", self.arrived.is_none()),
            (" active", active),
            (" editing", editing),
        ] {
            if holds {
                class.push_str(more);
            }
        }
        class
    }
}

/// The message that a thread began from. What can be done with it is done in its room.
#[component]
pub(super) fn Root() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let seen = derived(move || {
        let root = talk.lines.root()?;
        Some(Seen::of(
            talk,
            true,
            &Said::Arrived(Box::new(crate::domain::Message {
                // It stands above its answers.
                thread: None,
                ..root
            })),
        ))
    });
    move || {
        let seen = seen.get()?;
        Some(view! {
            <article class="message first root" aria-label=seen.label>
                <div inner_html=seen.margin></div>
                <div class="said">
                    <div inner_html=seen.said></div>
                    <div class="files" inner_html=seen.files></div>
                    <div inner_html=seen.below></div>
                </div>
            </article>
        })
    }
}

/// One message. Its element stays the same from the moment it is sent.
#[component]
pub(super) fn Message(
    /// Which row it is.
    key: Key,
    /// Its element's id.
    id: String,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let Talk {
        lines,
        active,
        editing,
        deleting,
        reacting,
        ..
    } = talk;
    let spot = derived(move || lines.spot(key));
    let seen = derived(move || {
        let spot = spot.get()?;
        Some(Seen::of(talk, spot.starts, &lines.said(key, spot)?))
    });
    let offer = derived(move || {
        let seen = seen.read();
        let Some(seen) = seen.as_ref() else {
            return Offer::Nothing;
        };
        match (seen.arrived, key) {
            (None, Key::Sent(id)) => Offer::Outgoing(id),
            (
                Some(Arrived {
                    id,
                    deleted: false,
                    pinned,
                }),
                _,
            ) => {
                if seen.mine && editing.get() == Some(id) {
                    Offer::Editor(id)
                } else if deleting.get() == Some(id) {
                    Offer::Deletion(id)
                } else if reacting.get() == Some(id) {
                    Offer::Quick(id)
                } else if !talk.client.clock.is_live() {
                    Offer::Links(id, pinned)
                } else if active.get() == Some(key) {
                    Offer::Buttons(id)
                } else {
                    Offer::Nothing
                }
            }
            _ => Offer::Nothing,
        }
    });
    let class = move || {
        let editing = matches!(offer.get(), Offer::Editor(_));
        seen.with(|seen| {
            seen.as_ref()
                .map(|seen| seen.class(active.get() == Some(key), editing))
        })
    };
    let part = move |read: fn(&Seen) -> &String| {
        move || seen.with(|seen| seen.as_ref().map(read).cloned().unwrap_or_default())
    };
    let label = part(|seen| &seen.label);
    view! {
        <article class=class id=id tabindex="-1" aria-label=label>
            <div inner_html=part(|seen| &seen.margin)></div>
            <div class="said">
                <div inner_html=part(|seen| &seen.said)></div>
                <div class="files" inner_html=part(|seen| &seen.files)></div>
                <Below html=part(|seen| &seen.below)/>
                {move || match offer.get() {
                    Offer::Nothing => ().erased(),
                    Offer::Outgoing(id) => view! { <Outgoing id/> }.erased(),
                    Offer::Links(id, pinned) => {
                        let mine = seen.with_untracked(|seen| seen.as_ref().is_some_and(|seen| seen.mine));
                        let links = untrack(|| tools::links(talk, id, mine, pinned, &label()));
                        view! { <div class="tools" inner_html=links></div> }.erased()
                    }
                    Offer::Buttons(id) => view! { <Tools id label=untrack(label)/> }.erased(),
                    Offer::Editor(id) => view! { <Editor id/> }.erased(),
                    Offer::Quick(id) => view! { <Quick id/> }.erased(),
                    Offer::Deletion(id) => view! { <Deletion id/> }.erased(),
                }}
            </div>
        </article>
    }
    .erased()
}
