//! The files of the message that is being written.

use leptos::prelude::*;

use super::Talk;
use crate::{
    app::{
        client::uploads::{Step, Upload},
        erased::Erase,
    },
    domain::{
        input::ALT_LIMIT,
        media::{Exposure, Form, spoken_size},
    },
};

/// The files, in the order in which they go.
#[component]
pub(super) fn Chips() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let ids = Memo::new(move |_| talk.client.uploads.ids(talk.room));
    view! {
        <ul class="chips" aria-label=talk.words.talk.files>
            <For each=move || ids.get() key=|id| *id let(id)>
                <Chip id/>
            </For>
        </ul>
    }
}

/// One of them: how far it is, what it shows, and the ways to send it again or not at all.
#[component]
fn Chip(
    /// Which one.
    id: u32,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let uploads = talk.client.uploads;
    let upload = Memo::new(move |_| uploads.find(id));
    let Some(Upload { name, alt, .. }) = upload.get_untracked() else {
        return ().erased();
    };
    let step = Memo::new(move |_| upload.get().map(|upload| upload.step));
    // Apart, so that the field stays while its text grows.
    let picture = Memo::new(move |_| match step.get() {
        Some(Step::Up(file)) if matches!(file.exposure(), Exposure::Picture(..)) => Some(file.key),
        _ => None,
    });
    let failed = Memo::new(move |_| matches!(step.get(), Some(Step::Failed(_))));
    let state = move || match step.get() {
        Some(Step::Goes(hundredths)) => format!("{hundredths} %"),
        Some(Step::Up(file)) => spoken_size(file.filesize.unsigned_abs()),
        Some(Step::Failed(error)) => talk.words.error(&error),
        Some(Step::Waits) | None => String::new(),
    };
    let part = move || match step.get() {
        Some(Step::Goes(hundredths)) => Some(hundredths.to_string()),
        Some(Step::Waits) => Some("0".to_owned()),
        _ => None,
    };
    let describe = move |event| uploads.describe(id, event_target_value(&event));
    let (described, removed, tried) = (
        (words.act)(words.describe, &name),
        (words.act)(words.remove, &name),
        (words.act)(words.try_again, &name),
    );
    view! {
        <li class="chip" class:failed=failed>
            {move || picture.get().map(|key| view! { <img src=key.address(Form::Thumbnail) alt=""/> })}
            <span class="chip-name">{name}</span>
            <span class="hint" role="status">{state}</span>
            {move || part().map(|part| view! { <progress max="100" value=part aria-hidden="true"></progress> })}
            {move || picture.get().map(|_| view! {
                <input
                    type="text"
                    maxlength=ALT_LIMIT.to_string()
                    placeholder=words.describe
                    aria-label=described.clone()
                    value=alt.clone()
                    on:input=describe
                />
            })}
            {move || failed.get().then(|| view! {
                <button type="button" class="button" aria-label=tried.clone() on:click=move |_| uploads.retry(id)>
                    {words.try_again}
                </button>
            })}
            <button type="button" class="tool" aria-label=removed title=words.remove on:click=move |_| uploads.cancel(id)>
                <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">
                    <path d="M5 5l10 10M15 5L5 15"/>
                </svg>
            </button>
        </li>
    }
    .erased()
}
