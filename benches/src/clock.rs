//! The one clock of a run: of marks, schedules and latencies alike.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Microseconds since the run began. It never goes back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(Instant);

impl Clock {
    /// One that begins now.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// How late it is, in µs.
    pub(crate) fn now(self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

/// Lets time pass.
#[expect(
    clippy::disallowed_methods,
    reason = "what is measured is time, and there are no tasks to hold up"
)]
pub(crate) fn pause(time: Duration) {
    thread::sleep(time);
}
