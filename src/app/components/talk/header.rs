//! The head of the talk: what the room is called, what it is for, who is in it.

use leptos::prelude::*;

use super::Talk;
use crate::{
    app::components::{
        face::Face,
        icon::{Drawing, Icon},
        room_name::{others, person_name, title},
    },
    domain::{PersonId, RoomKind, room::Origin},
};

/// How many people's squares stand in the head.
const SHOWN: usize = 4;

/// The room's name and topic, and the way to more about it.
#[component]
pub(super) fn Header() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words;
    let topic = move || talk.place(|place| place.room.topic.clone());
    let members = Memo::new(move |_| {
        talk.place(|place| {
            place
                .members
                .iter()
                .copied()
                .take(SHOWN)
                .collect::<Vec<_>>()
        })
    });
    let count = move || talk.place(|place| i64::try_from(place.members.len()).unwrap_or(i64::MAX));
    let label = move || match count() {
        0 => words.talk.about.to_owned(),
        count => format!("{}, {}", words.talk.about, (words.talk.members)(count)),
    };
    // Whether the other one of a talk between two is here.
    let here = Memo::new(move |_| {
        talk.client
            .state
            .with(|state| {
                let place = state.rooms.get(&talk.room)?;
                let mut others =
                    others(state, place).filter(|_| place.room.kind == RoomKind::Direct);
                others.next().filter(|_| others.next().is_none())
            })
            .is_some_and(|other| talk.client.company.is_here(other))
    });
    let origin = talk.origin;
    // The room that a thread is in, by which one leaves it.
    let above = origin.map(|origin| format!("/rooms/{}", origin.room));
    let back = above.clone().unwrap_or_else(|| "/rooms".to_owned());
    let title = move || match origin {
        Some(_) => words.answers.thread.to_owned(),
        None => talk.name.get(),
    };
    let close = above.map(|room| {
        view! {
            <a class="tool" href=room aria-label=words.answers.close_thread title=words.answers.close_thread>
                <Drawing icon=Icon::Cross/>
            </a>
        }
    });
    view! {
        <header class="talk-head">
            <a class="back" href=back aria-label=words.house.back><Drawing icon=Icon::Back/></a>
            <h1>{title}</h1>
            {origin.map(|origin| view! { <Above origin/> })}
            {move || here.get().then(|| view! { <p class="here-now">{words.house.here}</p> })}
            <p class="topic">{topic}</p>
            <a class="talk-about" href=format!("{}/about", talk.address()) aria-label=label title=words.talk.about>
                <span class="people">
                    <For each=move || members.get() key=|person| *person let(person)>
                        <Member person/>
                    </For>
                </span>
                <span class="count" aria-hidden="true">{move || Some(count()).filter(|count| *count > 0)}</span>
                <Drawing icon=Icon::More/>
            </a>
            {close}
        </header>
    }
}

/// The way from a thread to the message that it began from, in its room.
#[component]
fn Above(origin: Origin) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let room = Memo::new(move |_| {
        talk.client.state.with(|state| {
            let place = state.rooms.get(&origin.room)?;
            Some(title(state, place, talk.words))
        })
    });
    let href = format!("/rooms/{}?at={}", origin.room, origin.message);
    view! {
        <a class="above" href=href>
            {move || room.get().map(|room| (talk.words.answers.thread_in)(&room))}
        </a>
    }
}

#[component]
fn Member(person: PersonId) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let name = Signal::derive(move || {
        talk.client
            .state
            .with(|state| person_name(state, person, talk.words))
    });
    view! { <Face person name/> }
}
