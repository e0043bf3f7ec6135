//! What is pinned in a room.

use leptos::{either::EitherOf3, prelude::*};
use leptos_router::hooks::use_params_map;

use crate::{
    api,
    app::{
        components::{frame::Frame, hits::Hits, notice::Notice},
        erased::Erase,
        words::words,
    },
    domain::RoomId,
};

#[component]
pub(crate) fn PinsPage() -> impl IntoView {
    let all = words();
    let words = all.rooms;
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
                    match found.await {
                        Err(error) => EitherOf3::A(
                            view! { <p class="problem" role="alert">{all.error(&error)}</p> },
                        ),
                        Ok(found) if found.hits.is_empty() => EitherOf3::B(
                            view! {
                                <Notice title=words.no_pins text=words.no_pins_text>
                                    <a class="button" href=format!("/rooms/{}", room.get_untracked())>{words.to_talk}</a>
                                </Notice>
                            },
                        ),
                        Ok(found) => EitherOf3::C(view! {
                            <Hits found label=words.pins older="" address=String::new()/>
                        }),
                    }
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
