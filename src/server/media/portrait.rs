//! `POST /do/me/picture`: a form with a picture of oneself.
//!
//! Server functions have their body read whole before anybody acts on it, so this is none; but it answers as they do.

use axum::{Extension, extract::State, http::HeaderMap, response::Response};

use super::form;
use crate::{
    api::{
        me::PICTURE,
        request::{Visit, wants_page},
    },
    chat,
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
    sent: form::Sent,
) -> Response {
    let done = receive(&app, &visit, sent).await;
    if !wants_page(&headers) {
        return form::answer(done);
    }
    let page = form::page(&visit, PAGE);
    form::lead(match done {
        Ok(()) => page,
        Err(problem) => form::refused_at(PICTURE, &page, problem),
    })
}

async fn receive(app: &App, visit: &Visit, sent: form::Sent) -> Result<(), Problem> {
    let session = visit.session.ok_or(Problem::SignedOut)?;
    let mut form = form::open(sent)?;
    while let Some(field) = form::next(&mut form).await? {
        if field.name() != Some(FIELD) {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let done = app
            .chat
            .set_picture(session.person, &name, form::chunks(field));
        return done.await.map(drop).map_err(chat::Error::problem);
    }
    Err(Problem::FileMissing)
}
