//! Events as they stand on the wire (WHATWG HTML, 9.2.5), encoded once however many streams they go to.
//!
//! Data is JSON on one line, in which line breaks are escaped, so that nothing anybody writes can break the framing.

use std::fmt::Write as _;

use axum::body::Bytes;
use serde::Serialize;

use crate::domain::{Change, Cursor, Message};

/// How soon a client that leaves the reconnecting to the browser comes back, in milliseconds.
const RETRY: &str = "retry: 2000\n";

/// Sent every [`PING`](super::tail::PING) so that proxies keep the connection and clients notice a dead one. It has no
/// `id:`, like everything that is not kept.
pub(super) const PING: Bytes = Bytes::from_static(b"event: ping\ndata: keep-alive\n\n");

/// The first bytes, sent at once so that headers reach the client through any proxy. A reader without the cursor
/// takes it over without seeing an event.
pub(super) fn hello(cursor: Option<Cursor>) -> Bytes {
    let mut text = format!(": parlour\n{RETRY}");
    if let Some(cursor) = cursor {
        // Writing to a string can't fail.
        let _ = writeln!(text, "id: {cursor}");
    }
    text.push('\n');
    text.into()
}

/// A reader's place, without an event: nothing that it may see happened since the last one.
pub(super) fn place(cursor: Cursor) -> Bytes {
    format!("id: {cursor}\n\n").into()
}

/// Messages written or edited, in seq order.
pub(super) fn messages(cursor: Cursor, messages: &[Message]) -> Bytes {
    event("message", cursor, messages)
}

/// Everything else that is kept, in seq order.
pub(super) fn sync(cursor: Cursor, changes: &[Change]) -> Bytes {
    event("sync", cursor, changes)
}

/// The page must load itself afresh; the stream goes on from this cursor.
pub(super) fn reset(cursor: Cursor) -> Bytes {
    event("reset", cursor, &Reset { cursor })
}

#[derive(Serialize)]
struct Reset {
    cursor: Cursor,
}

/// One change: a standing message in the seed's own event, anything else as `sync`.
pub(super) fn change(cursor: Cursor, change: &Change) -> Bytes {
    match change {
        Change::Message(message) if !message.is_deleted() => {
            messages(cursor, std::slice::from_ref(message))
        }
        other => sync(cursor, std::slice::from_ref(other)),
    }
}

fn event<T: Serialize + ?Sized>(name: &str, cursor: Cursor, data: &T) -> Bytes {
    let mut bytes = format!("event: {name}\nid: {cursor}\ndata: ").into_bytes();
    // Can't fail: the types are ours, maps have string keys, and a vector takes all bytes.
    if let Err(error) = serde_json::to_writer(&mut bytes, data) {
        tracing::error!(%error, "an event could not be encoded");
    }
    bytes.extend_from_slice(b"\n\n");
    bytes.into()
}
