//! What is pinned in a room.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            form::{Call, Refusal},
            frame::Frame,
            hits::{Hits, listed},
            notice::Notice,
            talk::standing,
        },
        erased::Erase,
        words::words,
    },
    domain::{RoomId, permission::Action},
};

#[component]
pub(crate) fn PinsPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.rooms();
    let params = use_params_map();
    let room = Memo::new(move |_| {
        params
            .with(|params| params.get("id")?.parse().ok())
            .unwrap_or(RoomId(0))
    });
    let call = Call::to::<api::messages::Pin>();
    let pins = client.pins;
    Effect::new(move |_| pins.look_at(Some(room.get())));
    on_cleanup(move || pins.look_at(None));
    // What comes and goes, whoever did it, makes another list.
    let found = Resource::new_blocking(
        move || (room.get(), pins.times()),
        |(room, _)| api::messages::pinned(room),
    );
    // Owning the room makes no difference.
    let may = Memo::new(move |_| {
        let standing = standing(client, room.get(), false);
        standing.is_some_and(|standing| standing.may(Action::Write).is_ok())
    });
    view! {
        <Frame title=words.pins>
            <Refusal call/>
            <Transition>
                {move || {
                    let removal = may.get().then_some((call, all.talk.unpin));
                    Suspend::new(async move {
                        listed(
                            found.await,
                            || view! {
                                <Notice title=words.no_pins text=words.no_pins_text>
                                    <a class="button" href=format!("/rooms/{}", room.get_untracked())>{words.to_talk}</a>
                                </Notice>
                            }.erased(),
                            |found| view! { <Hits found label=words.pins removal/> }.erased(),
                        )
                    })
                }}
            </Transition>
        </Frame>
    }
    .erased()
}
