//! What is not there, or could not be shown.

use leptos::prelude::*;

use crate::{
    api::Error,
    app::{
        components::{frame::Frame, front::Front, notice::Notice},
        erased::Erase,
        words::words,
    },
};

/// There is nothing at this address. The server gives it the status 404.
#[component]
pub(crate) fn MissingPage() -> impl IntoView {
    let words = words().house;
    view! {
        <Front title=words.missing_title lead=words.missing_text>
            <p class="actions">
                <a class="button primary" href="/" rel="external">{words.to_start}</a>
            </p>
        </Front>
    }
    .erased()
}

/// A room that the reader may not know of, beside those that they may.
#[component]
pub(crate) fn MissingRoom() -> impl IntoView {
    let words = words().house;
    view! {
        <Frame title=words.rooms>
            <Notice title=words.missing_room_title text=words.missing_room_text>
                <a class="button primary" href="/rooms">{words.to_rooms}</a>
            </Notice>
        </Frame>
    }
    .erased()
}

/// The server could not say what the page shows.
#[component]
pub(crate) fn FailedPage(
    /// Why.
    error: Error,
) -> impl IntoView {
    let words = words();
    view! {
        <Front title=words.house.failed_title>
            <p role="alert" class="lead">{words.error(&error)}</p>
            // An address of nothing but a query is this one again.
            <p class="actions">
                <a class="button primary" href="?" rel="external">{words.house.try_again}</a>
            </p>
        </Front>
    }
    .erased()
}
