//! `GET /api/messages/sse`: the stream. What travels in it is described in `docs/stream.md`.

use std::convert::Infallible;

use axum::{
    Extension,
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;

use super::{listener::Handover, rest, router::App};
use crate::{
    api::request::Visit,
    chat,
    domain::Problem,
    live::{Opening, Refused, Viewer},
};

/// How many messages a stream begins with that names no cursor.
const HISTORY: i64 = 50;
/// How many it may ask for.
const HISTORY_LIMIT: i64 = 1_000;

#[derive(Debug, Deserialize)]
pub(super) struct Start {
    after: Option<String>,
    history: Option<String>,
}

/// Opens a stream for who is signed in, or for anybody in open mode. The stream writes to the connection itself, which it
/// takes over from HTTP.
pub(super) async fn stream(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    start: Result<Query<Start>, QueryRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let viewer = match visit.session {
        Some(session) => Viewer::Person {
            person: session.person,
            session: session.id,
            expires_at: session.expires_at,
        },
        None if app.settings.open => Viewer::Anyone,
        None => return rest::error::respond(&Problem::SignedOut),
    };
    let start = start.map_err(|error| Problem::Malformed(error.body_text()));
    let opening = match start.and_then(|Query(start)| opening(&start, &headers)) {
        Ok(opening) => opening,
        Err(problem) => return rest::error::respond(&problem),
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache, no-transform"),
        ),
        (
            header::HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    // Of no known length, so that nobody announces that it is empty.
    let body = Body::from_stream(stream::empty::<Result<Vec<u8>, Infallible>>());
    let head = (headers, body);
    if method == Method::HEAD {
        return head.into_response();
    }
    match app.live.open(viewer, opening).await {
        Ok((stream, first)) => {
            let handover = Handover::new(|socket, mut head| {
                head.extend(first);
                stream.run(socket, head)
            });
            (Extension(handover), head).into_response()
        }
        Err(Refused::Crowded(_)) => rest::error::respond(&Problem::TooMany { seconds: 30 }),
        Err(Refused::SignedOut) => rest::error::respond(&Problem::SignedOut),
        Err(Refused::Database(error)) => rest::error::respond(&chat::Error::from(error).problem()),
    }
}

/// Where to begin. What the browser remembers goes before what the page asked for when it first connected.
fn opening(start: &Start, headers: &HeaderMap) -> Result<Opening, Problem> {
    let last = headers.get("last-event-id").filter(|last| !last.is_empty());
    let cursor = match last {
        Some(last) => Some(last.to_str().unwrap_or_default()),
        None => start.after.as_deref(),
    };
    if let Some(cursor) = cursor {
        // Some other server's, or a page's of another version.
        return Ok(cursor.parse().map_or(Opening::Lost, Opening::After));
    }
    let limit = match &start.history {
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (0..=HISTORY_LIMIT).contains(limit)),
        None => Some(HISTORY),
    };
    limit
        .map(Opening::History)
        .ok_or_else(|| Problem::Malformed(format!("history is a number from 0 to {HISTORY_LIMIT}")))
}
