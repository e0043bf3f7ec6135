//! The threads that I am in.

use leptos::prelude::*;

use crate::{
    app::{
        client::Client,
        components::{
            frame::Frame,
            icon::{Drawing, Icon},
            notice::Notice,
            room_name::{room_name, title},
        },
        erased::Erase,
        words::{Words, words},
    },
    domain::{RoomId, RoomKind, State},
};

/// A thread in the list.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Entry {
    room: RoomId,
    name: String,
    /// What the room is called that it is in.
    above: Option<String>,
    unread: i64,
}

/// Those with something new first, then by when they were begun, the last one first.
fn list(state: &State, words: &Words) -> Vec<Entry> {
    let places = state.rooms.values().filter(|place| {
        place.joined() && !place.room.archived && place.room.kind == RoomKind::Thread
    });
    let mut entries: Vec<_> = places
        .map(|place| Entry {
            room: place.room.id,
            name: room_name(state, place, words),
            above: place.room.origin.and_then(|origin| {
                let above = state.rooms.get(&origin.room)?;
                Some(title(state, above, words))
            }),
            unread: if place.has_news() { place.unread() } else { 0 },
        })
        .collect();
    entries.sort_by_key(|entry| (entry.unread == 0, -entry.room.0));
    entries
}

#[component]
pub(crate) fn ThreadsPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words();
    let threads = Memo::new(move |_| client.state.with(|state| list(state, words)));
    let is_empty = Memo::new(move |_| threads.with(Vec::is_empty));
    view! {
        <Frame title=words.house.threads lead=words.rooms().threads_lead>
            {move || is_empty.get().then(|| view! {
                <Notice title=words.rooms().no_threads text=words.rooms().no_threads_text>
                    <a class="button" href="/rooms">{words.house.to_rooms}</a>
                </Notice>
            })}
            <ul class="rows">
                <For each=move || threads.get() key=Entry::clone let(entry)>
                    <Row entry/>
                </For>
            </ul>
        </Frame>
    }
    .erased()
}

#[component]
fn Row(entry: Entry) -> impl IntoView {
    let words = words();
    let unread = (entry.unread > 0).then(|| (words.house.unread)(entry.unread));
    let note = entry.above.map(|above| (words.answers.thread_in)(&above));
    view! {
        <li class="row">
            <Drawing icon=Icon::Thread/>
            <div class="row-text">
                <a href=format!("/rooms/{}", entry.room)>{entry.name}</a>
                {note.map(|note| view! { <p>{note}</p> })}
            </div>
            {unread.map(|unread| view! { <span class="tag waits">{unread}</span> })}
        </li>
    }
}
