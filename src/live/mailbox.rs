//! What waits for one stream: bounded, so that a client that does not read costs nobody else anything.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use tokio::sync::Notify;

use crate::domain::Seq;

/// How many frames may wait.
const FRAMES: usize = 256;
/// How many bytes may wait. The frames themselves are shared by all streams, but one that is slow keeps them alive.
const BYTES: usize = 256 * 1_024;
/// Frames that wait together are written together, up to about this many bytes.
const TOGETHER: usize = 32 * 1_024;

#[derive(Debug, Default)]
pub(super) struct Mailbox {
    queue: Mutex<Queue>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<(Seq, Bytes)>,
    bytes: usize,
    behind: bool,
    closed: bool,
}

/// What a stream finds in its mailbox.
#[derive(Debug)]
pub(super) enum Mail {
    /// Frames, put together, and the seq of the last of them.
    Frames(Bytes, Option<Seq>),
    /// More came than may wait. It was dropped: read on from the cursor.
    Behind,
    /// The stream is to end.
    Closed,
}

impl Mailbox {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a frame; over the bound the stream is behind, and the queue is forgotten.
    pub(super) fn put(&self, seq: Seq, frame: &Bytes) {
        let mut queue = self.queue();
        if queue.behind || queue.closed {
            return;
        }
        let was_empty = queue.frames.is_empty();
        if queue.frames.len() >= FRAMES || queue.bytes + frame.len() > BYTES {
            queue.frames = VecDeque::new();
            queue.bytes = 0;
            queue.behind = true;
        } else {
            queue.bytes += frame.len();
            queue.frames.push_back((seq, frame.clone()));
        }
        drop(queue);
        if was_empty {
            self.arrived.notify_one();
        }
    }

    /// Adds a ping, unless something waits already, which does as well.
    pub(super) fn ping(&self, frame: Bytes) {
        let mut queue = self.queue();
        if queue.frames.is_empty() && !queue.behind && !queue.closed {
            queue.bytes += frame.len();
            queue.frames.push_back((0, frame));
            drop(queue);
            self.arrived.notify_one();
        }
    }

    /// Ends the stream. What waits is not sent any more: whoever was signed out receives nothing after it.
    pub(super) fn close(&self) {
        let mut queue = self.queue();
        queue.closed = true;
        queue.frames = VecDeque::new();
        drop(queue);
        self.arrived.notify_one();
    }

    /// Whether the stream is to end.
    pub(super) fn is_closed(&self) -> bool {
        self.queue().closed
    }

    /// Waits for mail. Frames up to `cursor`, which the stream already has from the database, are dropped.
    pub(super) async fn take(&self, cursor: Seq) -> Mail {
        loop {
            if let Some(mail) = self.try_take(cursor) {
                return mail;
            }
            self.arrived.notified().await;
        }
    }

    fn try_take(&self, cursor: Seq) -> Option<Mail> {
        let mut queue = self.queue();
        if queue.closed {
            return Some(Mail::Closed);
        }
        if queue.behind {
            // From here on frames are taken in again, while the stream reads what it missed.
            queue.behind = false;
            return Some(Mail::Behind);
        }
        let mut first: Option<Bytes> = None;
        let mut joined: Vec<u8> = Vec::new();
        let mut last = None;
        while let Some((seq, frame)) = queue.frames.pop_front() {
            queue.bytes -= frame.len();
            if seq != 0 {
                if seq <= cursor {
                    continue;
                }
                last = Some(seq);
            }
            match first.take() {
                None if joined.is_empty() => first = Some(frame),
                None => joined.extend_from_slice(&frame),
                Some(one) => {
                    joined.reserve(one.len() + queue.bytes.min(TOGETHER));
                    joined.extend_from_slice(&one);
                    joined.extend_from_slice(&frame);
                }
            }
            if joined.len() >= TOGETHER {
                break;
            }
        }
        // A frame alone goes out as the one copy that all streams share.
        let bytes = match first {
            Some(one) => one,
            None if joined.is_empty() => return None,
            None => joined.into(),
        };
        Some(Mail::Frames(bytes, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[test]
    fn frames_that_wait_together_leave_together() {
        let mailbox = Mailbox::default();
        for (seq, text) in [(4, "a"), (5, "b"), (6, "c"), (7, "d")] {
            mailbox.put(seq, &frame(text));
        }
        mailbox.ping(frame("ping"));
        let Some(Mail::Frames(bytes, last)) = mailbox.try_take(4) else {
            panic!("no frames")
        };
        assert_eq!((&bytes[..], last), (&b"bcd"[..], Some(7)));
        assert!(mailbox.try_take(7).is_none());
    }

    #[test]
    fn over_the_bound_it_forgets_and_says_so_once() {
        let mailbox = Mailbox::default();
        for seq in 1..=i64::try_from(FRAMES).unwrap() + 10 {
            mailbox.put(seq, &frame("x"));
        }
        assert!(matches!(mailbox.try_take(0), Some(Mail::Behind)));
        assert!(mailbox.try_take(0).is_none());
        mailbox.put(1_000, &frame("y"));
        assert!(matches!(
            mailbox.try_take(999),
            Some(Mail::Frames(_, Some(1_000)))
        ));
        let large = Bytes::from(vec![0; BYTES]);
        mailbox.put(1_001, &large);
        mailbox.put(1_002, &frame("z"));
        assert!(matches!(mailbox.try_take(1_000), Some(Mail::Behind)));
    }

    #[test]
    fn closed_gives_nothing_more() {
        let mailbox = Mailbox::default();
        mailbox.put(1, &frame("x"));
        mailbox.close();
        mailbox.put(2, &frame("y"));
        assert!(matches!(mailbox.try_take(0), Some(Mail::Closed)));
    }
}
