//! What calls me, wherever it was said.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            frame::Frame,
            hits::{Hits, listed},
            notice::Notice,
        },
        erased::Erase,
        words::words,
    },
};

#[component]
pub(crate) fn MentionsPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.search();
    let query = use_query_map();
    let below = Memo::new(move |_| query.with(|query| query.get_str("below")?.parse().ok()));
    // What comes and goes makes another of them.
    let news = Memo::new(move |_| {
        client.state.with(|state| {
            let numbers = state.rooms.values().flat_map(|place| &place.mentions);
            numbers.fold((0_i64, 0_i64), |(count, sum), number| {
                (count + 1, sum.wrapping_add(*number))
            })
        })
    });
    let found = Resource::new_blocking(
        move || (below.get(), news.get()),
        |(below, _)| api::mentions::list(below),
    );
    view! {
        <Frame title=all.house.mentions lead=words.mentions_lead>
            <Transition>
                {move || Suspend::new(async move {
                    let found = found.await;
                    listed(
                        found,
                        || view! {
                            <Notice title=words.no_mentions text=words.no_mentions_text>
                                <a class="button" href="/rooms">{all.house.to_rooms}</a>
                            </Notice>
                        }.erased(),
                        |found| view! {
                            <Hits
                                found
                                label=words.mentions_label
                                older=words.older
                                address="/mentions?below=".to_owned()
                            />
                        }.erased(),
                    )
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
