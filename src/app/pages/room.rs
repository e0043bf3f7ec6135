//! A room: its talk, and the place to join in; of a thread also the talk of the room that it is in, where the window has
//! room for both.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::missing::MissingRoom;
use crate::{
    app::{
        client::Client,
        components::{
            room_name::title,
            talk::{Signs, TalkPane, fits_beside},
            window_title::WindowTitle,
        },
        erased::Erase,
        words::words,
    },
    domain::RoomId,
};

/// The page of a room. Another room at the same place is another talk: nothing of the first one stays. But the talk of a room
/// goes on as it is when a thread of it comes or goes.
#[component]
pub(crate) fn RoomPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let params = use_params_map();
    let room =
        Memo::new(move |_| params.with(|params| params.get_str("id")?.parse::<RoomId>().ok()));
    let known = Memo::new(move |_| {
        room.get()
            .filter(|room| client.state.with(|state| state.rooms.contains_key(room)))
    });
    Effect::new(move || client.current.set(known.get()));
    let beside = fits_beside();
    let panes = Memo::new(move |_| {
        let room = known.get();
        let above = room.filter(|_| beside.get()).and_then(|room| {
            client.state.with(|state| {
                let origin = state.rooms.get(&room)?.room.origin?;
                state
                    .rooms
                    .contains_key(&origin.room)
                    .then_some(origin.room)
            })
        });
        above.into_iter().chain(room).collect::<Vec<_>>()
    });
    // Of two talks, that of the address names the window.
    let words = words();
    let name = Memo::new(move |_| {
        client.state.with(|state| {
            let place = state.rooms.get(&known.get()?)?;
            Some(title(state, place, words))
        })
    });
    let is_known = Memo::new(move |_| known.get().is_some());
    move || {
        if is_known.get() {
            view! {
                <WindowTitle text=move || name.try_get().flatten()/>
                <Signs/>
                <main class="talks">
                    <For each=move || panes.get() key=|room| *room let(room)>
                        <TalkPane room/>
                    </For>
                </main>
            }
            .erased()
        } else {
            view! { <MissingRoom/> }.erased()
        }
    }
}
