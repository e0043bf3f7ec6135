//! How much anybody may ask of the server: one layer before every door.
//!
//! Counted is what changes something, by person, wherever it comes from; and from who has no account whatever they ask, by
//! network. What a page is made of (styles, scripts, icons) is given out before, and what costs more than a request says so:
//! a form with files here, a change of many documents where these are found. Passwords, sends and what else has a narrower
//! pace of its own have that besides.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};

use super::{
    media::form,
    rest,
    router::App,
    sheet::{Card, refusal},
};
use crate::{
    api::request::{Visit, wants_page},
    app::words::{self, pace},
    domain::Problem,
};

/// What a form with files counts as: it is written to the disk, and pictures are worked on.
const UPLOAD: usize = 10;

/// Lets a request pass whose sender has not asked for too much of late.
pub(super) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let weight = parts.extensions.get::<Visit>().map(|visit| {
        let weight = weight(&parts, visit.session.is_some());
        (visit.source(), weight)
    });
    let admitted = match weight {
        Some((source, weight)) if weight > 0 => app.chat.admit_request(source, weight),
        _ => Ok(()),
    };
    match admitted {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => refuse(&app, &parts, problem),
    }
}

/// What a request counts as.
fn weight(parts: &Parts, has_account: bool) -> usize {
    let kind = parts.headers.get(header::CONTENT_TYPE);
    match parts.method {
        // A browser asks so before it asks; there is nothing to do for it.
        Method::OPTIONS => 0,
        ref method if method.is_safe() => usize::from(!has_account),
        _ if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) => UPLOAD,
        _ => 1,
    }
}

/// Says so as whoever asks understands it.
fn refuse(app: &App, parts: &Parts, problem: Problem) -> Response {
    let visit = parts.extensions.get::<Visit>();
    let mut response = match visit {
        Some(visit) if wants_page(&parts.headers) => {
            let words = pace::of(visit.language);
            let says = words::of(visit.language).problem(&problem);
            let card = Card {
                title: words.title,
                lead: words.lead,
                refused: Some(&problem),
            };
            card.show(app, visit, || refusal(Some(says)))
        }
        _ if parts.uri.path().starts_with("/do/") => form::answer::<()>(Err(problem.clone())),
        _ => rest::error::respond(&problem),
    };
    if let Problem::TooMany { seconds } = problem {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
