//! The head of the talk: what the room is called, what it is for, who is in it.

use leptos::prelude::*;

use super::Talk;
use crate::{
    app::components::{
        face::Face,
        icon::{Drawing, Icon},
        room_name::{others, person_name},
    },
    domain::{PersonId, RoomKind},
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
        count => format!("{}, {}", words.talk.about, (words.rooms.members)(count)),
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
    view! {
        <header class="talk-head">
            <a class="back" href="/rooms" aria-label=words.house.back><Drawing icon=Icon::Back/></a>
            <h1>{talk.name}</h1>
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
        </header>
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
