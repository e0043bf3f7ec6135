//! What a message said before it was edited.

use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_params_map;

use crate::{
    api,
    app::{
        client::Client,
        components::frame::Frame,
        erased::Erase,
        words::{versions::VersionWords, words},
    },
    domain::{
        MessageId, Timestamp,
        difference::{Piece, difference},
        layout::Key,
        version::{Edited, Version},
    },
};

#[component]
pub(crate) fn VersionsPage() -> impl IntoView {
    let all = words();
    let words = all.versions();
    let params = use_params_map();
    let message = Memo::new(move |_| {
        params
            .with(|params| params.get("message")?.parse().ok())
            .unwrap_or(MessageId(0))
    });
    let found = Resource::new_blocking(move || message.get(), api::messages::versions);
    view! {
        <Frame title=words.title>
            <Transition>
                {move || Suspend::new(async move {
                    match found.await {
                        Err(error) => Either::Left(
                            view! { <p class="problem" role="alert">{all.error(&error)}</p> },
                        ),
                        Ok(history) => Either::Right(view! { <Versions history/> }),
                    }
                })}
            </Transition>
        </Frame>
    }
    .erased()
}

/// All that it said, and the way back to it.
#[component]
fn Versions(history: Edited) -> impl IntoView {
    let words = words().versions();
    let message = &history.message;
    let address = format!(
        "/rooms/{}?at={}#{}",
        message.room,
        message.id,
        Key::of(message).element_id()
    );
    let versions = history.versions();
    let is_alone = versions.len() == 1;
    // Each beside the one before it.
    let before = versions.iter().skip(1).map(Some).chain([None]);
    let rows: Vec<_> = versions
        .iter()
        .zip(before)
        .enumerate()
        .map(|(place, (version, before))| row(words, place, version, before))
        .collect();
    view! {
        <p class="lead">{(words.by)(&message.sender.name)}</p>
        <ol class="rows versions" aria-label=words.title>{rows}</ol>
        {is_alone.then(|| view! { <p class="hint">{words.none}</p> })}
        <p><a class="button" href=address rel="external">{words.to_message}</a></p>
    }
    .erased()
}

/// What it said once, with what was changed then.
fn row(
    words: &VersionWords,
    place: usize,
    version: &Version,
    before: Option<&Version>,
) -> impl IntoView + use<> {
    let says = match (place, before) {
        (0, _) => Some(words.now),
        (_, None) => Some(words.first),
        _ => None,
    };
    let old = before.map_or(&version.content, |before| &before.content);
    let pieces: Vec<_> = difference(old, &version.content)
        .into_iter()
        .map(|piece| match piece {
            Piece::Both(text) => text.to_owned().into_any(),
            Piece::Old(text) => view! { <del>{text.to_owned()}</del> }.erased(),
            Piece::New(text) => view! { <ins>{text.to_owned()}</ins> }.erased(),
        })
        .collect();
    let empty = pieces.is_empty().then_some(words.empty);
    view! {
        <li class="version">
            <p class="hit-head">
                <strong>{says}</strong>
                <Moment at=version.written_at/>
            </p>
            <p class="hit-text">{pieces}{empty.map(|empty| view! { <em>{empty}</em> })}</p>
        </li>
    }
}

/// When that was.
#[component]
fn Moment(at: Timestamp) -> impl IntoView {
    let clock = expect_context::<Client>().clock;
    let words = words().talk;
    let time = move || {
        let day = at.day(clock.offset(at));
        format!("{} {}", words.day(day, clock.today()), clock.time(at))
    };
    view! { <time datetime=at.to_string()>{time}</time> }
}
