//! Forms with files (RFC 7578), read as they come. They are answered as server functions answer.

use axum::{
    Json,
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt as _;
use leptos::server_fn::error::ServerFnUrlError;
use serde::Serialize;

use crate::{
    api::{self, request::Visit},
    chat::media::Chunks,
    domain::Problem,
    server::router::BODY_LIMIT,
};

/// What extracting a form comes to.
pub(in crate::server) type Sent = Result<Multipart, MultipartRejection>;

/// The form, if it is one.
pub(in crate::server) fn open(sent: Sent) -> Result<Multipart, Problem> {
    sent.map_err(|error| Problem::Malformed(error.body_text()))
}

/// The next of its fields; what was left unread of the one before is passed over.
pub(in crate::server) async fn next(form: &mut Multipart) -> Result<Option<Field<'_>>, Problem> {
    form.next_field().await.map_err(|error| broken(&error))
}

/// A field's bytes, as they come.
pub(in crate::server) fn chunks(field: Field<'_>) -> impl Chunks {
    field.map(|chunk| chunk.map_err(|error| broken(&error)))
}

/// A field of words.
pub(in crate::server) async fn text(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > BODY_LIMIT {
            return Err(Problem::Malformed("A field is too long.".to_owned()));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::Malformed("A field is no text.".to_owned()))
}

/// Listens to the rest of a form that was refused, but to no more than so many bytes: browsers hear the answer only when
/// they have said everything.
pub(in crate::server) async fn hear_out(form: &mut Multipart, most: u64) {
    let mut heard = 0;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            heard += chunk.len() as u64;
            if heard > most {
                return;
            }
        }
    }
}

/// Answers the page that stays.
pub(in crate::server) fn answer<T: Serialize>(done: Result<T, Problem>) -> Response {
    match done {
        Ok(done) => Json(done).into_response(),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(api::Error::from(problem))).into_response()
        }
    }
}

/// Where a form is led back to that was refused at an address: its page, with the reason.
pub(in crate::server) fn refused_at(address: &str, page: &str, problem: Problem) -> String {
    ServerFnUrlError::new(address, api::Error::from(problem))
        .to_url(page)
        .map_or_else(|_| page.to_owned(), |url| url.to_string())
}

/// The full address of a page.
pub(in crate::server) fn page(visit: &Visit, path: &str) -> String {
    format!("{}{path}", visit.origin)
}

/// Leads the browser to a page.
pub(in crate::server) fn lead(to: String) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

fn broken(error: &MultipartError) -> Problem {
    Problem::Malformed(error.body_text())
}
