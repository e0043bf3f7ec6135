//! The reader's clock and zone.

use std::time::Duration;

use leptos::prelude::*;

use super::browser;
use crate::{app::locale::locale, domain::Timestamp};

/// How often to look whether a new day has begun.
const LOOK: Duration = Duration::from_secs(30);

/// Which day and which hour a time is for the reader.
///
/// At first, as on the server, by the one offset that the page was rendered with; as soon as the page lives, by the
/// zone's own rules for each time.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    offset: i32,
    live: RwSignal<bool>,
    today: RwSignal<Option<i64>>,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self {
            offset: locale().offset,
            live: RwSignal::new(false),
            today: RwSignal::new(None),
        }
    }

    pub(super) fn start(self) {
        self.live.set(true);
        let look = move || {
            let now = browser::now();
            _ = self.today.try_maybe_update(|today| {
                let before = today.replace(now.day(browser::offset(now)));
                (before != *today, ())
            });
        };
        look();
        if let Ok(every) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || every.clear());
        }
    }

    /// Whether the page lives: what only then can be is shown from then on.
    pub(crate) fn is_live(self) -> bool {
        self.live.get()
    }

    /// How many minutes the reader is ahead of UTC at a time.
    pub(crate) fn offset(self, at: Timestamp) -> i32 {
        if self.live.get() {
            browser::offset(at)
        } else {
            self.offset
        }
    }

    /// A time on the reader's wall clock.
    pub(crate) fn time(self, at: Timestamp) -> String {
        at.clock(self.offset(at))
    }

    /// Today, as days since 1970-01-01; `None` until the page lives.
    pub(crate) fn today(self) -> Option<i64> {
        self.today.get()
    }
}
