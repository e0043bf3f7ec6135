//! A new room.

use leptos::prelude::*;

use crate::{
    api,
    app::{
        components::{
            field::{Field, Kind},
            form::{Call, CallForm, Refusal},
            frame::Frame,
        },
        erased::Erase,
        words::words,
    },
    domain::{RoomKind, input},
};

#[component]
pub(crate) fn NewRoomPage() -> impl IntoView {
    let words = words().rooms();
    let create = Call::to::<api::rooms::Create>();
    view! {
        <Frame title=words.new_title lead=words.new_lead>
            <CallForm call=create class="form">
                <Field kind=Kind::line("name", input::NAME_LIMIT) label=words.name/>
                <Field kind=Kind::line("topic", input::TOPIC_LIMIT) label=words.topic hint=words.topic_hint optional=true/>
                <fieldset>
                    <legend>{words.kind}</legend>
                    <Choice kind=RoomKind::Open label=words.kind_open hint=words.kind_open_hint/>
                    <Choice kind=RoomKind::Closed label=words.kind_closed hint=words.kind_closed_hint/>
                </fieldset>
                <Refusal call=create/>
                <p class="actions">
                    <button class="button primary">{words.create}</button>
                </p>
            </CallForm>
        </Frame>
    }
    .erased()
}

#[component]
fn Choice(kind: RoomKind, label: &'static str, hint: &'static str) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="kind" value=kind.code() checked=kind == RoomKind::Open/>
            <span class="choice-text">{label}<small>{hint}</small></span>
        </label>
    }
}
