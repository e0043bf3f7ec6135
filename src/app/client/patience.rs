//! How long to wait, for an answer and before the next try.

use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};

use leptos::prelude::set_timeout;

use super::browser;
use crate::api::Error;

/// How long an answer may take. A request of before the computer slept can stay without one for ever.
pub(super) const ANSWER: Duration = Duration::from_secs(20);

/// The first pause between tries, in milliseconds; each is twice the one before.
const FIRST: u32 = 500;
/// The longest pause, in milliseconds.
const LONGEST: u32 = 15_000;

/// The pause after so many tries in vain: longer each time, and never the same for a thousand pages at once.
pub(super) fn pause(tries: u32) -> Duration {
    let pause = FIRST.saturating_mul(1 << tries.min(8)).min(LONGEST);
    Duration::from_millis(u64::from(pause)).mul_f64(0.5 + browser::luck())
}

/// The server's answer; where it takes too long, the server is as good as out of reach.
///
/// # Errors
///
/// The answer's own, and [`Error::Unreachable`].
pub(super) async fn answer<T>(asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answer = within(ANSWER, asked).await;
    answer.unwrap_or(Err(Error::Unreachable))
}

/// What comes of some work, unless it takes too long.
pub(super) async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    let late = Rc::new(Cell::new(false));
    let waker = Rc::new(RefCell::new(None::<Waker>));
    {
        let (late, waker) = (late.clone(), waker.clone());
        set_timeout(
            move || {
                late.set(true);
                if let Some(waker) = waker.take() {
                    waker.wake();
                }
            },
            time,
        );
    }
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if late.get() => Poll::Ready(None),
        Poll::Pending => {
            waker.replace(Some(context.waker().clone()));
            Poll::Pending
        }
    })
    .await
}
