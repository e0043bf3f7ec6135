//! The browser, as far as the live page needs more of it than Leptos gives: the one place that touches it.
//!
//! The server compiles `browser/absent.rs` instead, which has the same functions and none of the browser.

mod calls;
mod code;
mod layout;
mod notifications;
mod source;
mod storage;
mod transfer;

pub(crate) use calls::{call, post};
pub(crate) use code::tend;
pub(crate) use layout::{
    before_caret, centre, folded, keep_in_view, light, pressed, put, replace_before_caret, rewrite,
    selected_in, top, walk, watch,
};
pub(super) use notifications::tell_worker;
pub(crate) use notifications::{Means, ask, means, subscribe, unsubscribe};
pub(super) use source::{Heard, hang_up, listen};
pub(super) use storage::{forget, keys, load, save};
pub(crate) use transfer::{Picked, chosen, drags_files, dropped, pasted};
pub(super) use transfer::{Progress, next_id, release, send};

use std::time::Duration;

use gloo_net::http::Request;
use js_sys::{Date, Function, Math, Promise, Reflect};
use leptos::prelude::{document, window};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlAnchorElement, HtmlAudioElement, HtmlDialogElement, HtmlDocument, HtmlElement,
    HtmlTextAreaElement, UrlSearchParams, VisibilityState,
};

use crate::domain::{PersonId, Timestamp};

/// What is heard when a message comes that concerns one; scripts/chime.mjs made it.
const CHIME: &str = "/chime.wav";
/// How long a button says that its work is done.
pub(crate) const SAID: Duration = Duration::from_secs(2);

/// The time by the reader's clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// How many minutes the reader's zone is ahead of UTC at a time.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "times and offsets are far below 2^53"
)]
pub(super) fn offset(at: Timestamp) -> i32 {
    let offset = Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset();
    if offset.is_nan() { 0 } else { -offset as i32 }
}

/// Random bytes for a client id. Unlike `crypto.randomUUID`, there without https too.
pub(super) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes))
        .is_err()
    {
        // No browser that runs this page lacks it; a guess still keeps one's own sends apart.
        bytes.fill_with(|| chance(256.0));
    }
    bytes
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below the bound, which is at most 256"
)]
fn chance(bound: f64) -> u8 {
    (Math::random() * bound) as u8
}

/// A number from 0 to 1, for spreading tries.
pub(super) fn luck() -> f64 {
    Math::random()
}

/// Whether the page can be seen.
pub(super) fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether somebody looks at the page: it can be seen, and has the focus.
pub(super) fn attended() -> bool {
    visible() && document().has_focus().unwrap_or(true)
}

/// Whether the main pointer is a finger: then the keyboard is on the screen, and Enter is for lines.
pub(crate) fn by_touch() -> bool {
    matches("(pointer: coarse)")
}

/// Whether a media query holds now.
pub(crate) fn matches(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Loads the whole page again.
pub(super) fn reload() {
    _ = window().location().reload();
}

/// Loads a page of this server, also where it is the one that the address bar names already.
pub(crate) fn visit(address: &str) {
    let location = window().location();
    let here = [location.pathname(), location.search()].map(Result::unwrap_or_default);
    _ = location.set_href(address);
    // Another fragment alone is no reason for a browser to load anything.
    if address.split('#').next() == Some(&here.concat()) {
        _ = location.reload();
    }
}

/// Sends a form of one field that needs no answer, and goes even if the page does.
pub(crate) fn tell_in_leaving(address: &str, name: &str, value: &str) {
    if let Ok(fields) = UrlSearchParams::new() {
        fields.append(name, value);
        _ = window()
            .navigator()
            .send_beacon_with_opt_url_search_params(address, Some(&fields));
    }
}

/// Where this server is: `https://chat.example.org`.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Where a link leads on this server; `None` for one that leads elsewhere.
pub(crate) fn path_here(link: &Element) -> Option<String> {
    let link = link.dyn_ref::<HtmlAnchorElement>()?;
    (link.origin() == origin())
        .then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}

/// Every element of the page that a selector names, in their order.
pub(crate) fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// Opens a dialog above everything else, if it isn't open.
pub(crate) fn open(dialog: &HtmlDialogElement) {
    _ = dialog.show_modal();
}

/// Lets the chime be heard, where the browser allows it: it wants to have been touched before.
pub(crate) fn chime() {
    let playing = HtmlAudioElement::new_with_src(CHIME).and_then(|chime| chime.play());
    if let Ok(playing) = playing {
        leptos::task::spawn_local(async move { _ = JsFuture::from(playing).await });
    }
}

/// Says at the page's icon, and where the page is installed as an app at that one's, how many messages wait.
pub(super) fn badge(count: i64) {
    let icon = document().query_selector("link[rel=icon]").ok().flatten();
    if let Some(icon) = icon {
        // The server wrote there which these are.
        let which = if count > 0 {
            "data-waiting"
        } else {
            "data-quiet"
        };
        _ = icon.set_attribute("href", &icon.get_attribute(which).unwrap_or_default());
    }
    // Not everywhere, and web-sys keeps it among what may change.
    let navigator = window().navigator();
    let set = Reflect::get(&navigator, &"setAppBadge".into());
    if let Some(set) = set.ok().as_ref().and_then(JsCast::dyn_ref::<Function>)
        && let Ok(Ok(done)) = set
            .call1(&navigator, &i32::try_from(count).unwrap_or(i32::MAX).into())
            .map(JsCast::dyn_into::<Promise>)
    {
        // Where it may not, nothing is lost.
        leptos::task::spawn_local(async move { _ = JsFuture::from(done).await });
    }
}

/// Puts a text on the clipboard. The old way, since the new one isn't there without https.
pub(crate) fn copy(text: &str) -> bool {
    let copy = || -> Option<bool> {
        let document = document();
        let before = document.active_element();
        let field: HtmlTextAreaElement =
            document.create_element("textarea").ok()?.dyn_into().ok()?;
        field.set_class_name("unseen");
        field.set_value(text);
        document.body()?.append_child(&field).ok()?;
        field.select();
        let done = document
            .dyn_into::<HtmlDocument>()
            .ok()?
            .exec_command("copy")
            .unwrap_or(false);
        field.remove();
        if let Some(before) = before {
            focus(&before);
        }
        Some(done)
    };
    copy().unwrap_or(false)
}

/// Something that an event happened to, where that is an element.
pub(crate) fn element(target: &web_sys::EventTarget) -> Option<Element> {
    target.dyn_ref::<Element>().cloned()
}

/// Does what a click on it does.
pub(crate) fn click(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.click();
    }
}

/// Moves the focus to an element, and leaves the scrolling alone.
pub(crate) fn focus(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else {
        return;
    };
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = element.focus_with_options(&options);
}

/// Fetches a text of this server's; `None` where that can't be done.
pub(super) async fn fetch(path: &str) -> Option<String> {
    let response = Request::get(path).send().await.ok()?;
    if response.ok() {
        response.text().await.ok()
    } else {
        None
    }
}

/// Who the server takes this page's reader for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody who is signed in.
    Person(PersonId),
    /// Nobody.
    Nobody,
    /// It didn't say: there is no network, or something else answers in its place.
    Unknown,
}

/// Asks the server who this page's reader is.
pub(super) async fn who() -> Who {
    #[derive(Deserialize)]
    struct Answer {
        user: Option<User>,
    }
    #[derive(Deserialize)]
    struct User {
        id: PersonId,
    }
    let Ok(response) = Request::get("/api/users/me")
        .header("Accept", "application/json")
        .send()
        .await
    else {
        return Who::Unknown;
    };
    if response.status() == 401 {
        return Who::Nobody;
    }
    if !response.ok() {
        return Who::Unknown;
    }
    match response.json::<Answer>().await {
        Ok(Answer { user: Some(user) }) => Who::Person(user.id),
        Ok(Answer { user: None }) => Who::Nobody,
        Err(_) => Who::Unknown,
    }
}
