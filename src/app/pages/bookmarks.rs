//! My bookmarks.

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
pub(crate) fn BookmarksPage() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.search();
    let call = Call::to::<api::desk::Bookmark>();
    // What comes and goes, here or on another device, makes another list.
    let bookmarks = Memo::new(move |_| client.state.with(|state| state.desk.bookmarks.clone()));
    let found = Resource::new_blocking(move || bookmarks.get(), |_| api::desk::bookmarks());
    view! {
        <Frame title=all.house.bookmarks lead=words.bookmarks_lead>
            <Refusal call/>
            <Transition>
                {move || Suspend::new(async move {
                    let found = found.await;
                    listed(
                        found,
                        || view! {
                            <Notice title=words.no_bookmarks text=words.no_bookmarks_text>
                                <a class="button" href="/rooms">{all.house.to_rooms}</a>
                            </Notice>
                        }.erased(),
                        |found| view! {
                            <Hits
                                found
                                label=all.house.bookmarks
                                removal=Some((call, words.unmark))
                            />
                        }.erased(),
                    )
                })}
            </Transition>
        </Frame>
    }
    .erased()
}
