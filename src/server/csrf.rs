//! Refuses what another site has somebody's browser send.
//!
//! By what browsers say of a request's origin, without tokens: OWASP's Cross-Site Request Forgery Prevention Cheat
//! Sheet, "Fetch Metadata headers" with its fallback.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};

use super::{rest, router::App};
use crate::{
    api::{cookie, request::Visit},
    domain::Problem,
};

/// Lets a request pass that changes nothing, or comes from our own pages, from an allowed origin, or from a program.
pub(super) async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    let origin = request
        .extensions()
        .get::<Visit>()
        .map(|visit| visit.origin.clone())
        .unwrap_or_default();
    if is_allowed(
        request.method(),
        request.headers(),
        &origin,
        &app.settings.cors_origin,
    ) {
        next.run(request).await
    } else {
        tracing::warn!("a request from another site was refused");
        rest::error::respond(&Problem::Forbidden)
    }
}

fn is_allowed(method: &Method, headers: &HeaderMap, own: &str, others: &[String]) -> bool {
    if method.is_safe() {
        return true;
    }
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    // `*` allows every origin, but never with the cookies that a browser adds by itself.
    let listed = origin.is_some_and(|origin| {
        others
            .iter()
            .any(|other| other == origin || (other == "*" && !cookie::is_ambient(headers)))
    });
    if listed {
        return true;
    }
    match (
        headers
            .get("sec-fetch-site")
            .map(axum::http::HeaderValue::as_bytes),
        origin,
    ) {
        (Some(site), _) => site == b"same-origin" || site == b"none",
        // A proxy may speak https to the outside and http to us, so only the host is compared.
        (None, Some(origin)) => host(origin).is_some() && host(origin) == host(own),
        // No browser of this decade: a program. It has no business with a browser's cookie.
        (None, None) => !cookie::is_ambient(headers),
    }
}

fn host(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    value.parse().unwrap(),
                )
            })
            .collect();
        is_allowed(
            &Method::POST,
            &headers,
            "https://chat.example",
            &["https://app.example".to_owned()],
        )
    }

    #[test]
    fn only_our_own_pages_allowed_origins_and_programs_change_things() {
        let cookie = ("cookie", "parlour=x");
        for (headers, allowed) in [
            (vec![("sec-fetch-site", "same-origin"), cookie], true),
            (vec![("sec-fetch-site", "none"), cookie], true),
            (vec![("sec-fetch-site", "same-site"), cookie], false),
            (vec![("sec-fetch-site", "cross-site"), cookie], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (
                vec![
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://app.example"),
                    cookie,
                ],
                true,
            ),
            (vec![("origin", "https://chat.example"), cookie], true),
            (vec![("origin", "http://chat.example"), cookie], true),
            (vec![("origin", "https://evil.example"), cookie], false),
            (vec![("origin", "null"), cookie], false),
            (vec![cookie], false),
            (vec![], true),
            (vec![("authorization", "JWT x")], true),
        ] {
            assert_eq!(asked(&headers), allowed, "{headers:?}");
        }
    }

    #[test]
    fn looking_is_always_allowed() {
        let headers =
            HeaderMap::from_iter([(header::ORIGIN, "https://evil.example".parse().unwrap())]);
        assert!(is_allowed(
            &Method::GET,
            &headers,
            "https://chat.example",
            &[]
        ));
    }
}
