//! `/media/{key}/{form}`: what people uploaded, and pictures of cards, to those who may have it.

pub(super) mod enclosed;
pub(super) mod form;
pub(super) mod portrait;

use std::{fmt::Write as _, path::Path as FilePath};

use axum::{
    Extension,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower_http::services::ServeFile;

use super::{rest, router::App};
use crate::{
    api::request::Visit,
    chat::media::Exhibit,
    domain::{
        Problem,
        media::{Form, is_shown},
    },
};

/// What stands at an address never changes; it is for those who may have it, and so for no cache that many share.
const FOR_EVER: &str = "private, max-age=31536000, immutable";
/// Whatever it is, it may do and load nothing.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// What is no picture, audio or video is nothing that a browser should guess about.
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// Answers with a form of an upload or a picture, or with the parts of it that are asked for.
pub(super) async fn fetch(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    Path((key, form)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (Ok(key), Some(form)) = (key.parse(), Form::from_code(&form)) else {
        return rest::error::respond(&Problem::NotFound);
    };
    let who = visit.session.map(|session| session.person);
    let found = app.chat.exhibit(who, app.settings.open, key, form).await;
    // Pages of other sites that may use the API may show what it names.
    let shared = !app.settings.cors_origin.is_empty();
    match found {
        Ok(exhibit) => serve(&exhibit, shared, request).await,
        Err(error) => rest::error::respond(&error.problem()),
    }
}

async fn serve(exhibit: &Exhibit, shared: bool, request: Request) -> Response {
    let mut response = match file(&exhibit.file, request).await {
        Ok(response) => response,
        Err(problem) => return rest::error::respond(&problem),
    };
    let shown = is_shown(&exhibit.kind);
    let headers = response.headers_mut();
    let kind = HeaderValue::from_str(&exhibit.kind).unwrap_or(BYTES);
    headers.insert(header::CONTENT_TYPE, if shown { kind } else { BYTES });
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition(shown, &exhibit.name),
    );
    strict(headers, shared);
    response
}

/// A file of the data folder, or the parts of it that are asked for.
pub(super) async fn file(path: &FilePath, request: Request) -> Result<Response, Problem> {
    match ServeFile::new(path).try_call(request).await {
        // The folder may be of another time than the database, as after a backup was restored without it.
        Ok(served) if served.status() == StatusCode::NOT_FOUND => Err(Problem::NotFound),
        Ok(served) => Ok(served.map(Body::new).into_response()),
        Err(_) => Err(Problem::Unavailable),
    }
}

fn strict(headers: &mut HeaderMap, shared: bool) {
    for (name, value) in [
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            if shared {
                "cross-origin"
            } else {
                "same-origin"
            },
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Whether to show it or to save it, and under which name (RFC 6266, RFC 8187).
fn disposition(shown: bool, name: &str) -> HeaderValue {
    let mut text = if shown { "inline" } else { "attachment" }.to_owned();
    text.push_str("; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_not_break_out_of_their_header() {
        for (name, expected) in [
            ("a b.txt", "attachment; filename*=UTF-8''a%20b.txt"),
            ("猫.png", "attachment; filename*=UTF-8''%E7%8C%AB.png"),
            (
                "\"; filename=evil.exe",
                "attachment; filename*=UTF-8''%22%3B%20filename%3Devil.exe",
            ),
        ] {
            assert_eq!(disposition(false, name), expected);
        }
    }
}
