//! What calls me, wherever it was said.

use leptos::{either::EitherOf3, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    api,
    app::{
        client::Client,
        components::{frame::Frame, hits::Hits, notice::Notice},
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
                    match found.await {
                        Err(error) => EitherOf3::A(
                            view! { <p class="problem" role="alert">{all.error(&error)}</p> },
                        ),
                        Ok(found) if found.hits.is_empty() => EitherOf3::B(
                            view! {
                                <Notice title=words.no_mentions text=words.no_mentions_text>
                                    <a class="button" href="/rooms">{all.house.to_rooms}</a>
                                </Notice>
                            },
                        ),
                        Ok(found) => EitherOf3::C(view! {
                            <Hits
                                found
                                label=words.mentions_label
                                older=words.older
                                address="/mentions?below=".to_owned()
                            />
                        }),
                    }
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
