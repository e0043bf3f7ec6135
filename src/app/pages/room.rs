//! A room: its talk, and the place to join in.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::missing::MissingRoom;
use crate::{
    app::{client::Client, components::talk::TalkPane, erased::Erase},
    domain::RoomId,
};

/// The page of a room. Another room at the same place is another talk: nothing of the first one stays.
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
    move || match known.get() {
        Some(room) => view! { <TalkPane room/> }.erased(),
        None => view! { <MissingRoom/> }.erased(),
    }
}
