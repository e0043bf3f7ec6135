//! Refusals in the seed's shape: `{"errors":[{"name":…,"data":…,"message":…}]}`.

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::domain::Problem;

/// A refusal with its status.
pub(in crate::server) fn respond(problem: &Problem) -> Response {
    let status =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (
        status,
        Json(json!({"errors": [{"message": problem.to_string()}]})),
    )
        .into_response();
    if let Problem::TooMany { seconds } = problem {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// A request that is put together wrongly.
pub(super) fn malformed(message: &str) -> Response {
    respond(&Problem::Malformed(message.to_owned()))
}

/// A body beyond the limit, in bytes.
pub(in crate::server) fn too_large(limit: usize) -> Response {
    let message = format!("A request's body has at most {limit} bytes.");
    (
        StatusCode::PAYLOAD_TOO_LARGE,
        Json(json!({"errors": [{"message": message}]})),
    )
        .into_response()
}

/// What is wrong with one field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Where the field is: `content`.
    pub(super) path: &'static str,
    /// What people call it: `Content`. The seed has none for the fields of signing in.
    pub(super) label: Option<&'static str>,
    /// What is wrong.
    pub(super) message: String,
}

impl Field {
    /// A field that is missing.
    pub(super) fn required(path: &'static str, label: Option<&'static str>) -> Self {
        Self {
            path,
            label,
            message: "This field is required.".to_owned(),
        }
    }
}

/// A document that is not accepted: which of its fields, and why.
pub(super) fn invalid(collection: &str, fields: &[Field]) -> Response {
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field.label.unwrap_or(field.path))
        .collect();
    let (noun, verb) = if names.len() == 1 {
        ("field", "is")
    } else {
        ("fields", "are")
    };
    let errors: Vec<_> = fields
        .iter()
        .map(|field| match field.label {
            Some(label) => json!({"label": label, "message": field.message, "path": field.path}),
            None => json!({"message": field.message, "path": field.path}),
        })
        .collect();
    let body = json!({"errors": [{
        "name": "ValidationError",
        "data": {"collection": collection, "errors": errors},
        "message": format!("The following {noun} {verb} invalid: {}", names.join(", ")),
    }]});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// A query for something that can't be asked for.
pub(super) fn cannot_query(path: &str) -> Response {
    let body = json!({"errors": [{
        "name": "QueryError",
        "data": [{"path": path}],
        "message": format!("The following path cannot be queried: {path}"),
    }]});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// An address that leads nowhere.
pub(in crate::server) async fn no_route(request: Request) -> Response {
    let message = format!("Route not found \"{}\"", request.uri().path());
    (StatusCode::NOT_FOUND, Json(json!({"message": message}))).into_response()
}
