//! `POST /do/me/picture`: a form with a picture of oneself.
//!
//! The one thing on a page that is no server function: those have their body read whole before anybody acts on it, and
//! this one is streamed. It answers as they do.

use axum::{
    Extension, Json,
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt as _;
use leptos::server_fn::error::ServerFnUrlError;

use crate::{
    api::{self, me::PICTURE, request::Visit},
    domain::Problem,
    server::router::App,
};

/// The page that the form stands on.
const PAGE: &str = "/settings";
/// The name of the form's field.
const FIELD: &str = "picture";

/// Makes what the form carries the picture of who sent it.
pub(in crate::server) async fn set(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = receive(&app, &visit, form).await;
    if accepts_page(&headers) {
        return lead_back(&visit, done);
    }
    match done {
        Ok(()) => Json(()).into_response(),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(api::Error::from(problem))).into_response()
        }
    }
}

async fn receive(
    app: &App,
    visit: &Visit,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(), Problem> {
    let session = visit.session.ok_or(Problem::SignedOut)?;
    let mut form = form.map_err(|error| Problem::Malformed(error.body_text()))?;
    loop {
        let field = form.next_field().await;
        let field = field.map_err(|error| Problem::Malformed(error.body_text()))?;
        let Some(field) = field else {
            return Err(Problem::FileMissing);
        };
        if field.name() != Some(FIELD) {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let chunks =
            field.map(|chunk| chunk.map_err(|error| Problem::Malformed(error.body_text())));
        let set = app.chat.set_picture(session.person, &name, chunks).await;
        return set.map(drop).map_err(crate::chat::Error::problem);
    }
}

/// Leads a form back to its page, with the reason in the address where it was refused.
fn lead_back(visit: &Visit, done: Result<(), Problem>) -> Response {
    let page = format!("{}{PAGE}", visit.origin);
    let to = match done {
        Ok(()) => page,
        Err(problem) => ServerFnUrlError::new(PICTURE, api::Error::from(problem))
            .to_url(&page)
            .map_or(page, |url| url.to_string()),
    };
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

fn accepts_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}
