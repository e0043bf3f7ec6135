//! Renaming a room, leaving it, putting it away.

use leptos::prelude::*;

use super::About;
use crate::app::erased::Content;
use crate::{
    api,
    app::{
        components::{
            field::{Field, Kind},
            form::{Call, CallForm, Done, Refusal},
        },
        words::words,
    },
    domain::{RoomKind, input},
};

#[component]
pub(super) fn Describe() -> impl IntoView {
    let About { room, shown, .. } = expect_context();
    let words = words().rooms();
    let describe = Call::to::<api::rooms::Describe>();
    let said = Memo::new(move |_| {
        shown
            .with(|shown| {
                shown
                    .as_ref()
                    .map(|shown| (shown.name.clone(), shown.topic.clone()))
            })
            .unwrap_or_default()
    });
    let fields = move || {
        let (name, topic) = said.get();
        view! {
            <Field kind=Kind::line("name", input::NAME_LIMIT) label=words.name value=name/>
            <Field
                kind=Kind::line("topic", input::TOPIC_LIMIT)
                label=words.topic
                hint=words.topic_hint
                value=topic
                optional=true
            />
        }
    };
    view! {
        <section>
            <h2>{words.describe}</h2>
            <CallForm call=describe class="form">
                <input type="hidden" name="room" value=room.to_string()/>
                {fields}
                <Refusal call=describe/>
                <p class="actions">
                    <button class="button primary">{words.save}</button>
                    <Done call=describe says=words.saved/>
                </p>
            </CallForm>
        </section>
    }
}

#[component]
pub(super) fn Care(manage: Memo<bool>) -> impl IntoView {
    let About { room, shown, .. } = expect_context();
    let words = words().rooms();
    let leave = Call::to::<api::rooms::Leave>();
    let archive = Call::to::<api::rooms::Archive>();
    let kind = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.kind));
    let leave_hint = match kind {
        Some(RoomKind::Open) => words.leave_open_hint,
        Some(RoomKind::Thread) => words.leave_thread_hint,
        _ => words.leave_closed_hint,
    };
    let archived =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.archived)));
    let away = move || {
        manage.get().then(|| {
            let archived = archived.get();
            let (says, hint) = if archived {
                (words.bring_back, words.bring_back_hint)
            } else {
                (words.archive, words.archive_hint)
            };
            view! {
                <Sure call=archive says hint danger=!archived>
                    <input type="hidden" name="room" value=room.to_string()/>
                    <input type="hidden" name="archived" value=(!archived).to_string()/>
                </Sure>
            }
        })
    };
    view! {
        <section>
            <h2>{words.care}</h2>
            <Refusal call=leave/>
            <Refusal call=archive/>
            <Sure call=leave says=words.leave hint=leave_hint danger=true>
                <input type="hidden" name="room" value=room.to_string()/>
            </Sure>
            {away}
        </section>
    }
}

/// Something not to be done by a slip: it opens first, and says what follows.
#[component]
fn Sure(
    /// What is done.
    call: Call,
    /// What the buttons say.
    says: &'static str,
    /// What follows.
    hint: &'static str,
    /// Whether it takes something away.
    danger: bool,
    /// What is sent along.
    children: Content,
) -> impl IntoView {
    view! {
        <details class="sure">
            <summary class="button">{says}</summary>
            <CallForm call class="sure-body">
                {children.view()}
                <p>{hint}</p>
                <button class="button" class:danger=danger>
                    {says}
                </button>
            </CallForm>
        </details>
    }
}
