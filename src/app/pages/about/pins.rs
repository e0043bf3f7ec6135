//! What is pinned in the room.

use leptos::{prelude::*, task::spawn_local};

use super::About;
use crate::{
    api,
    app::{client::Client, components::hits::Hits, erased::Erase, words::words},
};

/// The list, each leading to its place; nothing where nothing is pinned.
#[component]
pub(super) fn Pins() -> impl IntoView {
    let About { room, pins, .. } = expect_context();
    let client = expect_context::<Client>();
    let words = words().rooms;
    // What the page knows of the room's messages tells when one of them is pinned, or no longer.
    let news = Memo::new(move |_| {
        client.state.with(|state| {
            let window = state.windows.get(&room);
            let messages = window
                .into_iter()
                .flat_map(|window| window.messages.values());
            let pins = messages.filter_map(|message| message.pinned_at.map(|_| message.seq));
            pins.collect::<Vec<_>>()
        })
    });
    Effect::watch(
        move || news.get(),
        move |_, _, _| {
            spawn_local(async move {
                if let Ok(now) = api::messages::pinned(room).await {
                    pins.try_set(now);
                }
            });
        },
        false,
    );
    (move || {
        let found = pins.get();
        (!found.hits.is_empty()).then(|| {
            view! {
                <section>
                    <h2>{words.pins}</h2>
                    <Hits found label=words.pins older="" address=String::new()/>
                </section>
            }
            .erased()
        })
    })
    .erased()
}
