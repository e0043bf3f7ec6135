//! What browsers are told to be strict about.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// For what is no page: nothing may be loaded or framed.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// For the service worker: it may call this server, and shows the icon.
pub(super) const WORKER: &str =
    "default-src 'none'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'";

/// Adds the headers that every answer has.
pub(super) async fn strict(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Forms without JavaScript come back to the page that they were on, which its address tells.
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=()",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NO_PAGE));
    response
}

/// The policy of a page: its own files, and the scripts that carry this answer's nonce.
pub(super) fn page_policy(nonce: &str) -> String {
    // `cargo leptos watch` reloads the page over a socket of its own.
    let reload = if cfg!(debug_assertions) {
        " ws://127.0.0.1:3001"
    } else {
        ""
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}
