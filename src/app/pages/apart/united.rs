//! The pages, where the program is in one part.

use std::future::{Future, ready};

use leptos::prelude::*;

use super::Page;

/// The page, which is always here.
pub(super) fn load(page: Page) -> impl Future<Output = Option<AnyView>> {
    ready(Some(super::view(page)))
}

/// Wakes the page.
#[cfg(feature = "hydrate")]
pub(crate) fn once_here(wake: impl FnOnce() + 'static) {
    wake();
}
