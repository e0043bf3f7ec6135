//! The parts, where the program is in one part.

use std::future::{Future, ready};

use leptos::prelude::*;

use super::Part;
use crate::app::{
    client::{
        Client,
        notifications::{self, News},
    },
    components::talk::code,
    words::talk::TalkWords,
};

/// The part, which is always here.
pub(super) fn load(part: Part) -> impl Future<Output = Option<AnyView>> {
    ready(Some(super::view(part)))
}

/// Wakes the page.
#[cfg(feature = "hydrate")]
pub(crate) fn once_here(wake: impl FnOnce() + 'static) {
    wake();
}

/// Looks after code from now on.
pub(crate) fn tend_code(words: &'static TalkWords) {
    code::tend(words);
}

/// Tells the service worker.
pub(crate) fn tell_worker(client: Client, news: News) {
    notifications::tell_worker(client, news);
}
