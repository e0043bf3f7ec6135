//! The start: leads to the room to begin in.

use leptos::{either::Either, prelude::*};
use leptos_router::components::Redirect;

use crate::app::{
    client::Client,
    components::{frame::Frame, notice::Notice},
    erased::Erase,
    words::words,
};

#[component]
pub(crate) fn IndexPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let start = client.start;
    let words = words().house;
    // The room that the server named may have been left since.
    let room = client.state.with_untracked(|state| {
        let mine = |room| {
            state
                .rooms
                .get(&room)
                .is_some_and(|place| place.joined() && !place.room.archived)
        };
        let first = || state.rooms.keys().copied().find(|room| mine(*room));
        start
            .filter(|room| mine(*room))
            .or_else(first)
            .or(start.filter(|room| state.rooms.contains_key(room)))
    });
    let view = match room {
        Some(room) => Either::Left(view! { <Redirect path=format!("/rooms/{room}")/> }),
        None => Either::Right(view! {
            <Frame title=words.rooms>
                <Notice title=words.empty_title text=words.empty_text>
                    <a class="button primary" href="/rooms">{words.all_rooms}</a>
                    <a class="button" href="/rooms/new">{words.new_room}</a>
                </Notice>
            </Frame>
        }),
    };
    view.erased()
}
