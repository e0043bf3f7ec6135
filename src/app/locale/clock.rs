//! The reader's clock.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, js_sys::Date};

/// How long the server may go by it, in seconds: a year.
const LASTING: u32 = 365 * 24 * 60 * 60;

/// Tells the server how far this clock is ahead of UTC, for the pages that it renders from now on.
pub(super) fn tell() {
    let offset = -Date::new_0().get_timezone_offset();
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        // Without cookies the dates are in UTC, which is still right.
        _ = document.set_cookie(&format!(
            "tz={offset}; Path=/; Max-Age={LASTING}; SameSite=Lax"
        ));
    }
}
