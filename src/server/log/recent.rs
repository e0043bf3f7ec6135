//! The latest warnings and errors, kept in memory for the admin panel.

use std::{
    collections::VecDeque,
    fmt::{self, Write as _},
    sync::{Mutex, PoisonError},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

use crate::{chat::Clock, domain::Timestamp};

/// How many are kept; the oldest give way.
const KEPT: usize = 50;
/// How much of one is kept, in characters.
const LENGTH: usize = 400;

static LINES: Mutex<VecDeque<Line>> = Mutex::new(VecDeque::new());

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server) struct Line {
    /// When it was said.
    pub(in crate::server) at: Timestamp,
    /// `WARN` or `ERROR`.
    pub(in crate::server) level: &'static str,
    /// What was said, with its fields.
    pub(in crate::server) text: String,
}

/// The latest, the newest first.
pub(in crate::server) fn recent() -> Vec<Line> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    lines.iter().rev().cloned().collect()
}

/// Keeps what it is given.
pub(super) struct Keep;

impl<S: Subscriber> Layer<S> for Keep {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let line = Line {
            at: Clock::System.now(),
            level: event.metadata().level().as_str(),
            text: text.0.chars().take(LENGTH).collect(),
        };
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// An event as one line: what it says, then its fields.
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string can't fail.
        let _ = if field.name() == "message" {
            let said = format!("{value:?}");
            let after = std::mem::take(&mut self.0);
            write!(self.0, "{said}{after}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
    }
}
