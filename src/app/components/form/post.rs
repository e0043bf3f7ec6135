//! Sends a form by `fetch`.

use std::time::Duration;

use leptos::{ev::SubmitEvent, form::form_data_from_event, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, UrlSearchParams};

use super::Call;
use crate::app::client::browser;

/// How long to wait for the stream to tell of a room before a whole new page shows it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Sends the form's fields, instead of the browser's own way.
pub(super) fn submit(call: Call, reset: bool, event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    let Some(fields) = form_data_from_event(event)
        .ok()
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok())
    else {
        return;
    };
    event.prevent_default();
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
        .filter(|_| reset);
    send(call, fields, form);
}

/// Sends one field.
pub(super) fn run(call: Call, name: &str, value: &str) {
    if let Ok(fields) = UrlSearchParams::new() {
        fields.append(name, value);
        send(call, fields, None);
    }
}

/// Sends fields, unless some are on their way; the form is emptied if that goes well.
fn send(call: Call, fields: UrlSearchParams, form: Option<HtmlFormElement>) {
    if call.pending.get_untracked() {
        return;
    }
    call.pending.set(true);
    spawn_local(async move {
        let answer = browser::post(call.url, fields).await;
        // The page may have gone on to another in the meantime.
        _ = call.pending.try_set(false);
        if answer.is_ok() {
            form.inspect(HtmlFormElement::reset);
            _ = call.times.try_update(|times| *times += 1);
        }
        let landing = answer
            .as_ref()
            .ok()
            .and_then(|answer| answer.landing.clone());
        _ = call.answer.try_set(Some(answer.map(|answer| answer.body)));
        if let Some(to) = landing {
            _ = call.landing.try_set(Some(to.clone()));
            set_timeout(move || insist(call, &to), PATIENCE);
        }
    });
}

/// Loads the page afresh where the stream did not bring what was to be shown.
fn insist(call: Call, to: &str) {
    if call.landing.try_get_untracked().flatten().is_some() {
        _ = window().location().set_href(to);
    }
}
