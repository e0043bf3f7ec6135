//! Messages in a list away from their rooms, each leading to its place.

use leptos::{either::Either, prelude::*};

use super::{
    form::{Call, CallForm},
    icon::{Drawing, Icon},
    room_name::{person_name, title},
};
use crate::{
    api::Error,
    app::{client::Client, erased::Erase, words::words},
    domain::{
        layout::Key,
        search::{Found, Hit},
    },
};

/// What came of asking for a list: why it is not here, that there is nothing in it, or what is.
pub(crate) fn listed(
    found: Result<Found, Error>,
    nothing: impl FnOnce() -> AnyView,
    hits: impl FnOnce(Found) -> AnyView,
) -> AnyView {
    match found {
        Err(error) => {
            view! { <p class="problem" role="alert">{words().error(&error)}</p> }.erased()
        }
        Ok(found) if found.hits.is_empty() => nothing(),
        Ok(found) => hits(found),
    }
}

/// A page of what was found, and the way to what is older.
#[component]
pub(crate) fn Hits(
    /// What was found.
    found: Found,
    /// What the list is called.
    label: &'static str,
    /// What the way to what is older says, where there may be such.
    #[prop(optional)]
    older: &'static str,
    /// Where it leads: an address that ends before the id of this page's last message.
    #[prop(optional)]
    address: String,
    /// By what one is taken out of it, where that can be done, and what this says. The call has the fields `id` and `on`.
    #[prop(optional_no_strip)]
    removal: Option<(Call, &'static str)>,
) -> impl IntoView {
    let last = found.hits.last().map(|hit| hit.message.id);
    view! {
        <ul class="rows" aria-label=label>
            {found.hits.into_iter().map(|hit| view! { <Row hit removal/> }).collect::<Vec<_>>()}
        </ul>
        {last
            .filter(|_| found.more)
            .map(|last| view! { <p><a href=format!("{address}{last}")>{older}</a></p> })}
    }
    .erased()
}

/// The whole row leads there, by a page of its own: it begins elsewhere in the room than the live one.
#[component]
fn Row(hit: Hit, removal: Option<(Call, &'static str)>) -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let Hit { message, words } = hit;
    let place = Key::of(&message).element_id();
    let href = format!("/rooms/{}?at={}#{place}", message.room, message.id);
    let name = client.state.with_untracked(|state| {
        let place = state.rooms.get(&message.room);
        match place {
            Some(place) => Some(title(state, place, all)),
            // One that they have not looked into.
            None => message.root.map(|_| all.answers.thread.to_owned()),
        }
    });
    let at = message.created_at;
    let clock = client.clock;
    let time = move || {
        let day = at.day(clock.offset(at));
        format!("{} {}", all.talk.day(day, clock.today()), clock.time(at))
    };
    let (room, number) = (message.room, message.number);
    let waits = Memo::new(move |_| {
        client.state.with(|state| {
            let place = state.rooms.get(&room);
            place.is_some_and(|place| place.mentions.contains(&number))
        })
    });
    let quote = message.reply_to.as_ref().map(|quote| {
        let name = client
            .state
            .with_untracked(|state| person_name(state, quote.sender, all));
        let said = if quote.deleted {
            all.talk.deleted
        } else {
            &quote.text
        };
        (all.answers.quote)(&name, said)
    });
    let reactions: Vec<String> = message
        .reactions
        .iter()
        .map(|reaction| format!("{} {}", reaction.emoji, reaction.people.len()))
        .collect();
    let pieces = words.into_iter().map(|(text, lit)| {
        if lit {
            Either::Left(view! { <mark>{text}</mark> })
        } else {
            Either::Right(text)
        }
    });
    let has_tool = removal.is_some();
    let removal = removal.map(|(call, says)| {
        let label = format!("{says}: {}", message.sender.name);
        view! {
            <CallForm call class="unmark">
                <input type="hidden" name="id" value=message.id.to_string()/>
                <button class="tool" name="on" value="false" aria-label=label title=says>
                    <Drawing icon=Icon::Cross/>
                </button>
            </CallForm>
        }
    });
    view! {
        <li class:with-tool=has_tool>
            <a class="hit" class:waits=waits href=href rel="external">
                <span class="hit-head">
                    <strong>{message.sender.name}</strong>
                    <span>{name}</span>
                    {move || waits.get().then(|| view! { <span class="tag waits">{all.talk.new}</span> })}
                    <time datetime=at.to_string()>{time}</time>
                </span>
                {quote.map(|quote| view! { <span class="hit-quote">{quote}</span> })}
                <span class="hit-text">{pieces.collect::<Vec<_>>()}</span>
                <span class="hit-quote">{reactions.join("  ")}</span>
            </a>
            {removal}
        </li>
    }
}
