//! Who reads: their language and their clock.

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(not(feature = "hydrate"))]
mod clock {
    /// The server's clock says nothing about the reader's.
    pub(super) fn tell() {}
}

use leptos::prelude::*;

use crate::domain::Language;

/// The reader's language, and how far their clock was ahead of UTC when the page was rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// What the page speaks.
    pub language: Language,
    /// Minutes ahead of UTC.
    pub offset: i32,
}

/// Finds out the reader's locale and provides it as a context.
///
/// The server takes it from the request, the browser from what the server wrote on `<html>`, so that both render the
/// same.
pub fn provide() {
    provide_context(read());
    Effect::new(clock::tell);
}

/// The reader's locale; English and UTC where nobody asks, as while the routes are listed.
pub fn locale() -> Locale {
    use_context().unwrap_or(Locale {
        language: Language::default(),
        offset: 0,
    })
}

/// Finds the locale out.
pub(crate) fn read() -> Locale {
    #[cfg(feature = "ssr")]
    let (language, offset) = crate::api::request::locale();
    #[cfg(not(feature = "ssr"))]
    let (language, offset) = from_page();
    Locale { language, offset }
}

/// What the server wrote on `<html>`.
#[cfg(not(feature = "ssr"))]
fn from_page() -> (Language, i32) {
    let tag = on_page("lang");
    let language = Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
        .unwrap_or_default();
    (language, on_page("data-tz").parse().unwrap_or(0))
}

/// An attribute of `<html>`; empty where it has none.
#[cfg(not(feature = "ssr"))]
pub(super) fn on_page(name: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(name))
        .unwrap_or_default()
}
