//! What is written down of requests: enough to find one again, nothing of what was said, no secrets.

mod recent;

use std::io::IsTerminal as _;

use axum::{extract::Request, middleware::Next, response::Response};
use tokio::time::Instant;
use tower_http::request_id::RequestId;
use tracing::Instrument as _;

pub(super) use recent::recent;

/// Logs each request as it is answered. Its id stands in every line about it, and in the answer's `x-request-id`.
///
/// The path only: queries hold searches, and links with secrets stand in paths of their own, which are cut.
pub(super) async fn requests(request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    let span = tracing::info_span!("request", id, method = %request.method(), path = plain(request.uri().path()));
    let begun = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = begun.elapsed().as_millis();
    span.in_scope(|| {
        if status >= 500 {
            tracing::error!(status, milliseconds, "failed");
        } else {
            tracing::debug!(status, milliseconds, "answered");
        }
    });
    response
}

/// A path without the secret that it may end in.
fn plain(path: &str) -> &str {
    ["/join/", "/setup/", "/reset/"]
        .into_iter()
        .find(|secret| path.starts_with(secret))
        .unwrap_or(path)
}

/// Has the program's events written to standard error.
///
/// # Errors
///
/// A filter that can't be read.
pub(super) fn begin(filter: &str, json: bool) -> Result<(), String> {
    use tracing_subscriber::{
        EnvFilter, Layer as _, Registry, filter::LevelFilter, fmt, layer::SubscriberExt as _,
        util::SubscriberInitExt as _,
    };
    let filter: EnvFilter = filter.parse().map_err(|error| format!("--log: {error}"))?;
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = if json {
        lines.json().boxed()
    } else {
        lines.boxed()
    };
    let log = Registry::default()
        .with(lines.with_filter(filter))
        .with(recent::Keep.with_filter(LevelFilter::WARN));
    // The error is that somebody has begun already, as tests in one process do.
    let _ = log.try_init().is_ok();
    Ok(())
}
