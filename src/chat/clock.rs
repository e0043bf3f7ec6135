//! The time, handed in so that tests can set it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::domain::Timestamp;

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that a test moves, in milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the place that everybody else asks"
            )]
            Self::System => Timestamp(chrono::Utc::now().timestamp_millis()),
            Self::Set(milliseconds) => Timestamp(milliseconds.load(Ordering::Relaxed)),
        }
    }
}
