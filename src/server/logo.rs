//! `/logo/…`: the server's own logo, for everybody, and what has pages show it in the place of the program's mark.
//!
//! The mark is drawn by a style sheet of a few lines, so that a page needs no program for it. Addresses carry the logo's
//! key, so that what stands at one never changes.

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::{Map, Value, json};

use super::{media, rest, router::App};
use crate::domain::{
    Logo, Problem,
    logo::{MANIFEST, SIDE},
};

/// What browsers are told of the page where it is installed as an app, without a logo. From the source, since a server
/// may be built before its page is.
const OWN_MANIFEST: &str = include_str!("../../public/manifest.webmanifest");

/// It is for everybody, and for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Every address of it.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/logo/{key}", get(picture))
        .route("/logo/{key}/style.css", get(style))
        .route(MANIFEST, get(manifest))
}

async fn picture(State(app): State<App>, Path(key): Path<String>, request: Request) -> Response {
    let found = key.parse().map_err(|_| Problem::NotFound);
    let served = match found.and_then(|key| app.chat.logo_file(key)) {
        Ok(file) => media::file(&file, request).await,
        Err(problem) => Err(problem),
    };
    match served {
        Ok(response) => lasting(response, "image/png"),
        Err(problem) => rest::error::respond(&problem),
    }
}

/// `GET /logo/{key}/style.css`: has the logo stand where the program's mark does.
async fn style(State(app): State<App>, Path(key): Path<String>) -> Response {
    match app.chat.logo().map(|logo| logo.quiet) {
        Some(known) if known.to_string() == key => {
            let style = format!(
                ".mark{{background:url({}) center/contain no-repeat}}.mark>*{{display:none}}",
                Logo::address(known)
            );
            lasting(style.into_response(), "text/css; charset=utf-8")
        }
        _ => rest::error::respond(&Problem::NotFound),
    }
}

/// `GET /logo/manifest.webmanifest`: the program's own, with the logo and the server's name.
async fn manifest(State(app): State<App>) -> Response {
    let Some(logo) = app.chat.logo() else {
        return rest::error::respond(&Problem::NotFound);
    };
    let mut manifest: Map<String, Value> =
        serde_json::from_str(OWN_MANIFEST).expect("the program's own manifest is JSON");
    let name = app.chat.server_name();
    manifest.insert("name".to_owned(), json!(name));
    manifest.insert("short_name".to_owned(), json!(name));
    let icon = json!({
        "src": Logo::address(logo.quiet), "sizes": format!("{SIDE}x{SIDE}"), "type": "image/png",
    });
    manifest.insert("icons".to_owned(), json!([icon]));
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        // Another name, or logo, is told at once.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, Value::Object(manifest).to_string()).into_response()
}

fn lasting(mut response: Response, kind: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}
