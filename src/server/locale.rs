//! Choosing a language before one has an account.

use axum::{
    Extension,
    extract::{Path, Query, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    api::{
        cookie,
        request::{Visit, local_path},
    },
    domain::Language,
};

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    next: String,
}

/// `GET /language/{code}?next=/path`: has the browser remember the language, and goes back.
pub(super) async fn choose(
    Path(code): Path<String>,
    choice: Result<Query<Choice>, QueryRejection>,
    Extension(visit): Extension<Visit>,
) -> Response {
    let Some(language) = Language::from_code(&code) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // What can't be understood leads nowhere in particular.
    let next = choice.map_or_else(|_| String::new(), |Query(choice)| choice.next);
    let back = Redirect::to(local_path(&next).unwrap_or("/"));
    (
        [(
            header::SET_COOKIE,
            cookie::language(Some(language), visit.is_secure()),
        )],
        back,
    )
        .into_response()
}
