//! The page's files, carried in the binary: scripts, WASM, style, icons.
//!
//! What the build makes stands under `/pkg/<build>/`, where `<build>` is a hash over all of it, and may be kept for
//! ever; icons and the like stand at their own addresses and are asked for anew with their hash. The build leaves a
//! brotli and a gzip form beside each file, so nothing is compressed while somebody waits.

use std::{borrow::Cow, fmt::Write as _, sync::LazyLock};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use super::headers;

/// What `cargo leptos build` put together. A debug build reads it from the disk.
#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// The folder of what the build made.
const PACKAGE: &str = "pkg/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// The service worker. Its policy is that of its own answer, whichever page it came by.
const WORKER: &str = "sw.js";

/// A hash over everything in the package, in hexadecimal.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    let mut names: Vec<_> = Site::iter()
        .filter(|name| name.starts_with(PACKAGE))
        .collect();
    names.sort();
    for file in names.iter().filter_map(|name| Site::get(name)) {
        hash.update(file.metadata.sha256_hash());
    }
    hex(&hash.finalize()[..8])
});

/// Where the page finds its package, for [`LeptosOptions`](leptos::config::LeptosOptions): `pkg/<build>`. While
/// developing, where the files change under a running server, plain `pkg`.
pub fn package_dir() -> String {
    if cfg!(debug_assertions) {
        PACKAGE.trim_end_matches('/').to_owned()
    } else {
        format!("{PACKAGE}{}", *BUILD)
    }
}

/// Answers with a file where there is one at the path; nobody is asked who they are for it.
pub(super) async fn first(request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    match find(&request).filter(|_| looks) {
        Some(file) => file,
        None => next.run(request).await,
    }
}

/// The file at a path, if there is one.
fn find(request: &Request) -> Option<Response> {
    let path = request.uri().path().trim_start_matches('/');
    let (name, caching) = match path.strip_prefix(PACKAGE).map(|rest| rest.split_once('/')) {
        // Only this build's own files may be kept for ever: an old page must not keep a new file under an old name.
        Some(Some((build, rest))) if build == *BUILD => {
            (Cow::from(format!("{PACKAGE}{rest}")), FOR_EVER)
        }
        _ => (Cow::from(path), ASK_AGAIN),
    };
    // The compressed forms are no files of their own.
    if name.is_empty() || name.ends_with(".br") || name.ends_with(".gz") {
        return None;
    }
    let (file, encoding) = choose(&name, request.headers())?;
    Some(respond(&name, file, encoding, caching, request.headers()))
}

/// The smallest form of a file that the client takes.
fn choose(name: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut part = part.split(';').map(str::trim);
            part.next() == Some(coding)
                && !part.any(|weight| {
                    weight.strip_prefix("q=").is_some_and(|q| {
                        q.starts_with('0') && q.trim_matches(['0', '.']).is_empty()
                    })
                })
        })
    };
    for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if takes(coding)
            && let Some(file) = Site::get(&format!("{name}{ending}"))
        {
            return Some((file, Some(coding)));
        }
    }
    Some((Site::get(name)?, None))
}

fn respond(
    name: &str,
    file: EmbeddedFile,
    encoding: Option<&'static str>,
    caching: &'static str,
    asked: &HeaderMap,
) -> Response {
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..8]));
    let mut response = if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
    {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(match file.data {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        })
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "webmanifest")) => HeaderValue::from_static("application/manifest+json"),
        _ => HeaderValue::from_str(mime_guess::from_path(name).first_or_octet_stream().as_ref())
            .unwrap_or(HeaderValue::from_static("application/octet-stream")),
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, kind);
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if name == WORKER {
        answer.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(headers::WORKER),
        );
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string can't fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
