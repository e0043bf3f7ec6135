//! The second part, fetched by the first.

#![expect(
    clippy::unnecessary_wraps,
    reason = "what may fail is the fetching, which the macro does around the function"
)]

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use wasm_bindgen_futures::spawn_local;

use super::Part;
use crate::app::{
    client::{
        Client,
        notifications::{self, News},
    },
    components::talk::code,
    words::talk::TalkWords,
};

#[wasm_split(apart, wasm_split_path = ::leptos::wasm_split, fallible, preload(preload))]
fn fetched(part: Part) -> Result<AnyView, SplitLoaderError> {
    Ok(super::view(part))
}

/// The part; nothing where it can't be fetched.
pub(super) async fn load(part: Part) -> Option<AnyView> {
    fetched(part).await.ok()
}

/// Wakes the page, after the part where what it shows is in that, so that all is woken in one go.
pub(crate) fn once_here(wake: impl FnOnce() + 'static) {
    let path = location().pathname().unwrap_or_default();
    let is_room = |room: &str| room.parse::<u64>().is_ok();
    if path == "/" || path.strip_prefix("/rooms/").is_some_and(is_room) {
        return wake();
    }
    spawn_local(async {
        // Where that fails, the page says so in its place.
        _ = preload().await;
        wake();
    });
}

/// Looks after code from now on, once the part is here. Where it can't be fetched, the next look asks again.
pub(crate) fn tend_code(words: &'static TalkWords) {
    spawn_local(async move {
        _ = tended(words).await;
    });
}

#[wasm_split(apart, wasm_split_path = ::leptos::wasm_split, fallible)]
fn tended(words: &'static TalkWords) -> Result<(), SplitLoaderError> {
    code::tend(words);
    Ok(())
}

/// Tells the service worker, once the part is here. Where it can't be fetched, this is not shown.
pub(crate) fn tell_worker(client: Client, news: News) {
    spawn_local(async move {
        _ = told(client, news).await;
    });
}

#[wasm_split(apart, wasm_split_path = ::leptos::wasm_split, fallible)]
fn told(client: Client, news: News) -> Result<(), SplitLoaderError> {
    notifications::tell_worker(client, news);
    Ok(())
}
