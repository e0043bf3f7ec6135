//! Who reads: their language, their clock, and how they like pages to look.

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(not(feature = "hydrate"))]
mod clock {
    /// The server's clock says nothing about the reader's.
    pub(super) fn tell() {}
}

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::api::request::{Visit, visit};
#[cfg(not(feature = "ssr"))]
use crate::domain::look::{Density, Theme};
use crate::domain::{Language, look::Look};

/// The reader's language and look, and how far their clock was ahead of UTC when the page was rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locale {
    /// What the page speaks.
    pub language: Language,
    /// Minutes ahead of UTC.
    pub offset: i32,
    /// How the page looks.
    pub look: Look,
}

#[cfg(feature = "ssr")]
impl From<&Visit> for Locale {
    fn from(visit: &Visit) -> Self {
        Self {
            language: visit.language,
            offset: visit.offset,
            look: visit.look,
        }
    }
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
    use_context().unwrap_or_default()
}

/// Finds the locale out.
pub(crate) fn read() -> Locale {
    #[cfg(feature = "ssr")]
    let locale = visit(|visit| Locale::from(visit)).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let locale = from_page();
    locale
}

/// What the server wrote on `<html>`.
#[cfg(not(feature = "ssr"))]
fn from_page() -> Locale {
    let tag = on_page("lang");
    let language = Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
        .unwrap_or_default();
    Locale {
        language,
        offset: on_page("data-tz").parse().unwrap_or(0),
        look: Look {
            theme: Theme::from_code(&on_page("data-theme")).unwrap_or_default(),
            density: Density::from_code(&on_page("data-density")).unwrap_or_default(),
        },
    }
}

/// An attribute of `<html>`; empty where it has none.
#[cfg(not(feature = "ssr"))]
pub(super) fn on_page(name: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(name))
        .unwrap_or_default()
}
