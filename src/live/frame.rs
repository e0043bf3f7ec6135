//! Events as they stand on the wire (WHATWG HTML, 9.2.5), encoded once however many streams they go to.
//!
//! Data is JSON on one line, in which line breaks are escaped, so that nothing anybody writes can break the framing.

use std::{
    fmt::Write as _,
    mem,
    sync::{Arc, LazyLock},
};

use axum::body::Bytes;
use serde::Serialize;

use crate::domain::{Change, Cursor, Message, Seq};

/// How soon a client that leaves the reconnecting to the browser comes back, in milliseconds.
const RETRY: &str = "retry: 2000\n";
/// From how many bytes on a batch is closed.
const TOGETHER: usize = 32 * 1_024;

/// Sent every [`PING`](super::tail::PING) so that proxies keep the connection and clients notice a dead one. It has no
/// `id:`, like everything that is not kept, and the number before all numbers.
pub(super) static PING: LazyLock<Arc<Batch>> = LazyLock::new(|| {
    Arc::new(Batch::one(
        0,
        Bytes::from_static(b"event: ping\ndata: keep-alive\n\n"),
    ))
});

/// Frames for the same streams, in seq order: encoded once, and written together.
#[derive(Debug)]
pub(super) struct Batch {
    bytes: Bytes,
    /// Each frame's number, and where in the bytes it ends. There is at least one.
    ends: Box<[(Seq, usize)]>,
}

impl Batch {
    /// One frame.
    pub(super) fn one(seq: Seq, frame: Bytes) -> Self {
        Self {
            ends: Box::new([(seq, frame.len())]),
            bytes: frame,
        }
    }

    /// A reset, after which the stream goes on from this change.
    pub(super) fn reset(cursor: Cursor) -> Self {
        let mut bytes = Vec::new();
        write_reset(&mut bytes, cursor);
        Self::one(cursor.seq, bytes.into())
    }

    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The number of the last frame.
    pub(super) fn last(&self) -> Seq {
        self.ends.last().map_or(0, |(seq, _)| *seq)
    }

    /// Where the frames begin that a reader with this cursor does not have.
    pub(super) fn after(&self, cursor: Seq) -> usize {
        self.end_of(self.ends.partition_point(|(seq, _)| *seq <= cursor))
    }

    /// Where the frame ends that is begun at this place, and the number of the last frame that is written then. A
    /// place between two frames is its own end.
    pub(super) fn end_of_frame(&self, place: usize) -> (usize, Option<Seq>) {
        let whole = self.ends.partition_point(|(_, end)| *end <= place);
        let begun = whole + usize::from(place > self.end_of(whole));
        let last = begun.checked_sub(1).map(|last| self.ends[last].0);
        (self.end_of(begun), last)
    }

    /// Where the first so many frames end.
    fn end_of(&self, frames: usize) -> usize {
        frames.checked_sub(1).map_or(0, |last| self.ends[last].1)
    }
}

/// Changes for the same streams, put into batches of a bounded size.
pub(super) struct Batches {
    epoch: u32,
    whole: Vec<Arc<Batch>>,
    bytes: Vec<u8>,
    ends: Vec<(Seq, usize)>,
}

impl Batches {
    pub(super) fn new(epoch: u32) -> Self {
        Self {
            epoch,
            whole: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Adds a message, as the seed's own event.
    pub(super) fn push_said(&mut self, seq: Seq, json: &Bytes) {
        let cursor = self.cursor(seq);
        write_messages(&mut self.bytes, cursor, std::slice::from_ref(json));
        self.end(seq);
    }

    /// Adds any other change, or several that have one number.
    pub(super) fn push(&mut self, seq: Seq, changes: &[Change]) {
        let cursor = self.cursor(seq);
        write_sync(&mut self.bytes, cursor, changes);
        self.end(seq);
    }

    fn cursor(&self, seq: Seq) -> Cursor {
        Cursor {
            epoch: self.epoch,
            seq,
        }
    }

    fn end(&mut self, seq: Seq) {
        self.ends.push((seq, self.bytes.len()));
        if self.bytes.len() >= TOGETHER {
            self.close();
        }
    }

    pub(super) fn finish(mut self) -> Vec<Arc<Batch>> {
        self.close();
        self.whole
    }

    fn close(&mut self) {
        if !self.ends.is_empty() {
            self.whole.push(Arc::new(Batch {
                bytes: mem::take(&mut self.bytes).into(),
                ends: mem::take(&mut self.ends).into(),
            }));
        }
    }
}

/// The first bytes, sent at once so that headers reach the client through any proxy. A reader without the cursor
/// takes it over without seeing an event.
pub(super) fn hello(cursor: Option<Cursor>) -> Vec<u8> {
    let mut text = format!(": parlour\n{RETRY}");
    if let Some(cursor) = cursor {
        // Writing to a string can't fail.
        let _ = writeln!(text, "id: {cursor}");
    }
    text.push('\n');
    text.into_bytes()
}

/// A reader's place, without an event: nothing that it may see happened since the last one.
pub(super) fn write_place(bytes: &mut Vec<u8>, cursor: Cursor) {
    bytes.extend_from_slice(format!("id: {cursor}\n\n").as_bytes());
}

/// Messages written or edited, in seq order, each as [`json`] has it.
pub(super) fn write_messages(bytes: &mut Vec<u8>, cursor: Cursor, messages: &[Bytes]) {
    write_head(bytes, "message", cursor);
    bytes.push(b'[');
    for (index, message) in messages.iter().enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(message);
    }
    bytes.extend_from_slice(b"]\n\n");
}

/// A message as it stands in an event.
pub(super) fn json(message: &Message) -> Bytes {
    let mut bytes = Vec::new();
    encode(&mut bytes, message);
    bytes.into()
}

/// Everything else that is kept, in seq order.
pub(super) fn write_sync(bytes: &mut Vec<u8>, cursor: Cursor, changes: &[Change]) {
    write_event(bytes, "sync", cursor, changes);
}

/// The page must load itself afresh; the stream goes on from this cursor.
pub(super) fn write_reset(bytes: &mut Vec<u8>, cursor: Cursor) {
    write_event(bytes, "reset", cursor, &Reset { cursor });
}

/// Something that is not kept, and so has no `id:` and the number before all numbers, like a ping.
pub(super) fn in_passing<T: Serialize>(name: &str, data: &T) -> Batch {
    let mut bytes = format!("event: {name}\ndata: ").into_bytes();
    write_data(&mut bytes, data);
    Batch::one(0, bytes.into())
}

#[derive(Serialize)]
struct Reset {
    cursor: Cursor,
}

fn write_event<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, name: &str, cursor: Cursor, data: &T) {
    write_head(bytes, name, cursor);
    write_data(bytes, data);
}

fn write_head(bytes: &mut Vec<u8>, name: &str, cursor: Cursor) {
    bytes.extend_from_slice(format!("event: {name}\nid: {cursor}\ndata: ").as_bytes());
}

fn write_data<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, data: &T) {
    encode(bytes, data);
    bytes.extend_from_slice(b"\n\n");
}

fn encode<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, data: &T) {
    // Can't fail: the types are ours, maps have string keys, and a vector takes all bytes.
    if let Err(error) = serde_json::to_writer(&mut *bytes, data) {
        tracing::error!(%error, "an event could not be encoded");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        Batch {
            bytes: Bytes::from_static(b"aabbbc"),
            ends: Box::new([(4, 2), (7, 5), (9, 6)]),
        }
    }

    #[test]
    fn a_reader_gets_the_frames_after_its_cursor() {
        let starts = [3, 4, 6, 7, 8, 9, 10].map(|cursor| batch().after(cursor));
        assert_eq!(starts, [0, 2, 2, 5, 5, 6, 6]);
    }

    #[test]
    fn what_is_begun_has_an_end() {
        let places = [0, 1, 2, 3, 4, 5, 6].map(|place| batch().end_of_frame(place));
        assert_eq!(
            places,
            [
                (0, None),
                (2, Some(4)),
                (2, Some(4)),
                (5, Some(7)),
                (5, Some(7)),
                (5, Some(7)),
                (6, Some(9)),
            ]
        );
    }
}
