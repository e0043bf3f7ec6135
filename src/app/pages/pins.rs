//! What is pinned in a room.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api,
    app::{
        components::{
            frame::Frame,
            hits::{Hits, listed},
            notice::Notice,
        },
        erased::Erase,
        words::words,
    },
    domain::RoomId,
};

#[component]
pub(crate) fn PinsPage() -> impl IntoView {
    let words = words().rooms();
    let params = use_params_map();
    let room = Memo::new(move |_| {
        params
            .with(|params| params.get("id")?.parse().ok())
            .unwrap_or(RoomId(0))
    });
    let found = Resource::new_blocking(move || room.get(), api::messages::pinned);
    view! {
        <Frame title=words.pins>
            <Transition>
                {move || Suspend::new(async move {
                    let found = found.await;
                    listed(
                        found,
                        || view! {
                            <Notice title=words.no_pins text=words.no_pins_text>
                                <a class="button" href=format!("/rooms/{}", room.get_untracked())>{words.to_talk}</a>
                            </Notice>
                        }.erased(),
                        |found| view! { <Hits found label=words.pins/> }.erased(),
                    )
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
