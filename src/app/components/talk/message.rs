//! A message in the log, on its way, arrived or gone.

use leptos::{either::EitherOf3, prelude::*};

use super::{
    Talk, deletion::Deletion, editor::Editor, files, lines::Said, outgoing::Outgoing, tools::Tools,
};
use crate::{
    app::components::{face::Face, room_name::person_name},
    domain::{MessageId, PersonId, Timestamp, layout::Key, markdown},
};

/// What stands for the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Words,
    /// It was deleted.
    Tombstone,
    /// It is being edited.
    Editor(MessageId),
}

/// What can be done with it here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    Nothing,
    /// Ways to other addresses, as long as the page doesn't live.
    Links(MessageId),
    Buttons,
    /// Whether it is really to be deleted.
    Deletion(MessageId),
}

/// What is to be known of a message, followed as it changes.
#[derive(Clone, Copy)]
struct Facts {
    /// The message itself.
    said: Memo<Option<Said>>,
    /// Whether it begins a group.
    starts: Memo<bool>,
    sender: PersonId,
    mine: bool,
    name: Memo<String>,
    at: Memo<Timestamp>,
    /// Its id, whether its words were changed, and whether they are gone; `None` on its way.
    arrived: Memo<Option<(MessageId, bool, bool)>>,
    is_active: Memo<bool>,
}

impl Facts {
    fn new(talk: &Talk, key: Key) -> Self {
        let Talk { lines, active, .. } = *talk;
        let state = talk.client.state;
        let me = state.with_untracked(|state| state.me);
        let spot = Memo::new(move |_| lines.spot(key));
        let said = Memo::new(move |_| lines.said(key, spot.get()));
        let sender = said
            .with_untracked(|said| said.as_ref().and_then(Said::sender))
            .unwrap_or(me);
        let words = talk.words;
        let name = Memo::new(move |_| state.with(|state| person_name(state, sender, words)));
        let arrived = Memo::new(move |_| {
            said.with(|said| match said {
                Some(Said::Arrived(message)) => Some((
                    message.id,
                    message.edited_at.is_some(),
                    message.is_deleted(),
                )),
                _ => None,
            })
        });
        Self {
            said,
            starts: Memo::new(move |_| spot.get().is_some_and(|spot| spot.starts)),
            sender,
            mine: sender == me,
            name,
            at: Memo::new(move |_| {
                said.with(|said| said.as_ref().map(Said::at))
                    .unwrap_or_default()
            }),
            arrived,
            is_active: Memo::new(move |_| active.get() == Some(key)),
        }
    }

    fn body(self, editing: Option<MessageId>) -> Body {
        match self.arrived.get() {
            Some((_, _, true)) => Body::Tombstone,
            Some((id, ..)) if self.mine && editing == Some(id) => Body::Editor(id),
            _ => Body::Words,
        }
    }

    fn offer(self, editing: Option<MessageId>, deleting: Option<MessageId>, live: bool) -> Offer {
        match self.arrived.get() {
            Some((id, _, false)) if deleting == Some(id) => Offer::Deletion(id),
            Some((id, _, false)) if editing != Some(id) => match live {
                true if self.is_active.get() => Offer::Buttons,
                false if self.mine => Offer::Links(id),
                _ => Offer::Nothing,
            },
            _ => Offer::Nothing,
        }
    }

    fn html(self) -> String {
        self.said
            .with(|said| said.as_ref().map(|said| markdown::render(said.text())))
            .unwrap_or_default()
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
    let clock = talk.client.clock;
    let words = talk.words.talk;
    let facts = Facts::new(&talk, key);
    let Facts {
        said,
        starts,
        sender,
        mine,
        name,
        at,
        arrived,
        is_active,
    } = facts;
    let (editing, deleting) = (talk.editing, talk.deleting);
    let time = Signal::derive(move || clock.time(at.get()));
    let label = Signal::derive(move || (words.message)(&name.get(), &time.get()));
    let body = Memo::new(move |_| facts.body(editing.get()));
    let offer = Memo::new(move |_| facts.offer(editing.get(), deleting.get(), clock.is_live()));
    let html = move || facts.html();
    let attached = Memo::new(move |_| {
        said.with(|said| said.as_ref().map(|said| files::html(said.files(), words)))
            .unwrap_or_default()
    });
    let stamp = move || at.get().to_string();
    let via = move || {
        let bot = said.with(|said| said.as_ref().and_then(Said::via))?;
        let name = talk
            .client
            .state
            .with(|state| person_name(state, bot, talk.words));
        Some(view! { <span class="via">{(words.via)(&name)}</span> })
    };

    view! {
        <article
            class="message"
            class:first=starts
            class:mine=mine
            class:pending=move || arrived.get().is_none()
            class:active=is_active
            id=id
            tabindex="-1"
            aria-label=label
        >
            {move || {
                if starts.get() {
                    view! { <Face person=sender name/> }.into_any()
                } else {
                    view! { <time class="margin-time" datetime=stamp aria-hidden="true">{time}</time> }.into_any()
                }
            }}
            <div class="said">
                {move || starts.get().then(|| view! {
                    <p class="who">
                        <span class="name">{name}</span>
                        {via}
                        <time datetime=stamp>{time}</time>
                    </p>
                })}
                {move || match body.get() {
                    Body::Words => EitherOf3::A(view! { <div class="text" inner_html=html></div> }),
                    Body::Tombstone => EitherOf3::B(view! { <p class="tombstone">{words.deleted}</p> }),
                    Body::Editor(id) => EitherOf3::C(view! { <Editor id/> }),
                }}
                {move || attached.with(|html| !html.is_empty())
                    .then(|| view! { <div class="files" inner_html=move || attached.get()></div> })}
                {move || matches!(arrived.get(), Some((_, true, false)))
                    .then(|| view! { <span class="edited">{words.edited}</span> })}
                {move || match key {
                    Key::Sent(id) if arrived.get().is_none() => Some(view! { <Outgoing id/> }),
                    _ => None,
                }}
                {move || match offer.get() {
                    Offer::Nothing => ().into_any(),
                    Offer::Links(id) => view! { <Tools said label links=Some(id)/> }.into_any(),
                    Offer::Buttons => view! { <Tools said label links=None/> }.into_any(),
                    Offer::Deletion(id) => view! { <Deletion id/> }.into_any(),
                }}
            </div>
        </article>
    }
    .into_any()
}
