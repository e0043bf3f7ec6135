//! A message in the log, on its way, arrived or gone.

use leptos::{either::EitherOf3, prelude::*};

use super::{
    Talk, deletion::Deletion, editor::Editor, lines::Said, outgoing::Outgoing, tools::Tools,
};
use crate::{
    app::components::face::Face,
    domain::{MessageId, layout::Key, markdown},
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

/// One message. Its element stays the same from the moment it is sent.
#[component]
pub(super) fn Message(
    /// Which row it is.
    key: Key,
    /// Its element's id.
    id: String,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let client = talk.client;
    let words = talk.words.talk;
    let me = client.state.with_untracked(|state| state.me);

    let spot = Memo::new(move |_| talk.lines.spot(key));
    let said = Memo::new(move |_| talk.lines.said(key, spot.get()));
    let starts = Memo::new(move |_| spot.get().is_some_and(|spot| spot.starts));
    let sender = said
        .with_untracked(|said| said.as_ref().and_then(Said::sender))
        .unwrap_or(me);
    let name = Memo::new(move |_| {
        let known = client
            .state
            .with(|state| state.people.get(&sender).map(|person| person.name.clone()));
        known.unwrap_or_else(|| {
            said.with(|said| match said {
                Some(Said::Arrived(message)) => message.sender.name.clone(),
                _ => String::new(),
            })
        })
    });
    let at = Memo::new(move |_| {
        said.with(|said| said.as_ref().map(Said::at))
            .unwrap_or_default()
    });
    let time = Signal::derive(move || client.clock.time(at.get()));
    let label = Signal::derive(move || (words.message)(&name.get(), &time.get()));
    // The message's id, and whether its words were changed, and whether they are gone.
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
    let body = Memo::new(move |_| match arrived.get() {
        Some((_, _, true)) => Body::Tombstone,
        Some((id, ..)) if sender == me && talk.editing.get() == Some(id) => Body::Editor(id),
        _ => Body::Words,
    });
    let is_active = Memo::new(move |_| talk.active.get() == Some(key));
    let offer = Memo::new(move |_| match arrived.get() {
        Some((id, _, false)) if talk.deleting.get() == Some(id) => Offer::Deletion(id),
        Some((_, _, true)) | None => Offer::Nothing,
        Some((id, ..)) if talk.editing.get() == Some(id) => Offer::Nothing,
        Some((id, ..)) if !client.clock.is_live() => {
            if sender == me {
                Offer::Links(id)
            } else {
                Offer::Nothing
            }
        }
        Some(_) => {
            if is_active.get() {
                Offer::Buttons
            } else {
                Offer::Nothing
            }
        }
    });
    let html = move || {
        said.with(|said| {
            said.as_ref()
                .map(|said| markdown::render(said.text()))
                .unwrap_or_default()
        })
    };
    let stamp = move || at.get().to_string();

    view! {
        <article
            class="message"
            class:first=starts
            class:mine=sender == me
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
                    view! { <time class="aside" datetime=stamp aria-hidden="true">{time}</time> }.into_any()
                }
            }}
            <div class="said">
                {move || starts.get().then(|| view! {
                    <p class="who">
                        <span class="name">{name}</span>
                        <time datetime=stamp>{time}</time>
                    </p>
                })}
                {move || match body.get() {
                    Body::Words => EitherOf3::A(view! { <div class="text" inner_html=html></div> }),
                    Body::Tombstone => EitherOf3::B(view! { <p class="tombstone">{words.deleted}</p> }),
                    Body::Editor(id) => EitherOf3::C(view! { <Editor id/> }),
                }}
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
