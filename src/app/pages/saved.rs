//! What I keep for later.

use leptos::prelude::*;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            form::{Call, Refusal},
            frame::Frame,
            hits::{Hits, listed},
            notice::Notice,
        },
        erased::Erase,
        words::words,
    },
};

#[component]
pub(crate) fn SavedPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.search;
    let call = Call::to::<api::desk::Save>();
    // What comes and goes, here or on another device, makes another list.
    let saved = Memo::new(move |_| client.state.with(|state| state.desk.saved.clone()));
    let found = Resource::new_blocking(move || saved.get(), |_| api::desk::saved());
    view! {
        <Frame title=all.house.saved lead=words.saved_lead>
            <Refusal call/>
            <Transition>
                {move || Suspend::new(async move {
                    let found = found.await;
                    listed(
                        found,
                        || view! {
                            <Notice title=words.no_saved text=words.no_saved_text>
                                <a class="button" href="/rooms">{all.house.to_rooms}</a>
                            </Notice>
                        }.erased(),
                        |found| view! { <Hits found label=all.house.saved let_go=call/> }.erased(),
                    )
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
