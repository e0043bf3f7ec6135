//! All rooms: those that are open to join, and those that were put away. On a phone the sidebar is shown here, too.

use leptos::{either::Either, prelude::*};

use crate::{
    api,
    app::{
        client::Client,
        components::{
            form::{Call, CallForm, Refusal},
            frame::Frame,
            icon::{Drawing, Icon},
            notice::Notice,
        },
        erased::Erase,
        words::words,
    },
    domain::{Role, Room, RoomId, RoomKind, State},
};

/// A room in the list.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Entry {
    room: RoomId,
    kind: RoomKind,
    name: String,
    topic: String,
    joined: bool,
}

/// The rooms with a name that are (or are not) put away, by name; of the others only those still to be joined.
fn list(state: &State, archived: bool) -> Vec<Entry> {
    let mut entries: Vec<_> = state
        .rooms
        .values()
        .filter(|place| {
            matches!(place.room.kind, RoomKind::Open | RoomKind::Closed)
                && place.room.archived == archived
                && (archived || !place.joined())
        })
        .map(|place| {
            let Room {
                id,
                kind,
                name,
                topic,
                ..
            } = place.room.clone();
            Entry {
                room: id,
                kind,
                name,
                topic,
                joined: place.joined(),
            }
        })
        .collect();
    entries.sort_by_cached_key(|entry| entry.name.to_lowercase());
    entries
}

#[component]
pub(crate) fn RoomsPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words();
    let join = Call::to::<api::rooms::Join>();
    let open = Memo::new(move |_| client.state.with(|state| list(state, false)));
    let archived = Memo::new(move |_| client.state.with(|state| list(state, true)));
    let has_open = Memo::new(move |_| !open.read().is_empty());
    let guest = Memo::new(move |_| client.me.with(|me| me.role == Role::Guest));
    let has_archived = Memo::new(move |_| !archived.read().is_empty());
    view! {
        <Frame title=words.rooms().title lead=words.rooms().lead>
            <Refusal call=join/>
            {move || {
                if has_open.get() {
                    Either::Left(
                        view! {
                            <CallForm call=join>
                                <ul class="rows">
                                    <For each=move || open.get() key=|entry| entry.clone() let(entry)>
                                        <Row entry/>
                                    </For>
                                </ul>
                            </CallForm>
                        },
                    )
                } else {
                    let is_guest = guest.get();
                    Either::Right(
                        view! {
                            <Notice title=words.rooms().none text=if is_guest { words.rooms().none_guest } else { words.rooms().none_text }>
                                {(!is_guest).then(|| view! {
                                    <a class="button primary" href="/rooms/new">{words.house.new_room}</a>
                                })}
                            </Notice>
                        },
                    )
                }
            }}
            {move || {
                has_archived
                    .get()
                    .then(|| {
                        view! {
                            <section>
                                <h2>{words.rooms().archived}</h2>
                                <ul class="rows">
                                    <For each=move || archived.get() key=|entry| entry.clone() let(entry)>
                                        <Row entry/>
                                    </For>
                                </ul>
                            </section>
                        }
                    })
            }}
        </Frame>
    }
    .erased()
}

#[component]
fn Row(entry: Entry) -> impl IntoView {
    let archived = expect_context::<Client>().state.with_untracked(|state| {
        state
            .rooms
            .get(&entry.room)
            .is_some_and(|place| place.room.archived)
    });
    let words = words().rooms();
    let icon = match entry.kind {
        _ if archived => Icon::Box,
        RoomKind::Closed => Icon::Lock,
        _ => Icon::Hash,
    };
    let way = if archived || entry.joined {
        None
    } else {
        let says = (words.named)(words.join, &entry.name);
        Some(view! {
            <button class="button" name="room" value=entry.room.to_string() aria-label=says>
                {words.join}
            </button>
        })
    };
    view! {
        <li class="row">
            <Drawing icon/>
            <div class="row-text">
                <a href=format!("/rooms/{}", entry.room)>{entry.name}</a>
                {(!entry.topic.is_empty()).then(|| view! { <p>{entry.topic}</p> })}
            </div>
            {way}
        </li>
    }
}
