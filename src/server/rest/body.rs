//! The document in a request's body: as JSON, or as the seed's clients send it beside a file.

use axum::{
    body::Bytes,
    extract::{FromRequest as _, Multipart, Request},
    http::{HeaderMap, header},
};
use serde_json::{Map, Value};

use super::error::Refusal;
use crate::domain::Problem;

/// The part of a form with files that has the document.
pub(super) const DOCUMENT: &str = "_payload";

/// The part that has the file.
pub(super) const FILE: &str = "file";

/// Reads the document, a JSON object. Its content type is not asked for, unless it is a form with files: `curl -d` names
/// a wrong one, and who sent it has been checked otherwise.
///
/// # Errors
///
/// [`Problem::Malformed`].
pub(super) async fn object(
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Map<String, Value>, Refusal> {
    if !is_form(headers) {
        return parse(body);
    }
    let mut request = Request::new(body.clone().into());
    *request.headers_mut() = headers.clone();
    let unreadable = || malformed("The form can't be read.");
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| unreadable())?;
    while let Some(part) = form.next_field().await.map_err(|_| unreadable())? {
        if part.name() == Some(DOCUMENT) {
            return parse(&part.bytes().await.map_err(|_| unreadable())?);
        }
    }
    Err(malformed("The form has no part named _payload."))
}

/// Whether a body is a form with files.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

pub(super) fn parse(text: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(malformed("The body must be a JSON object.")),
        Err(_) => Err(malformed("The body is not valid JSON.")),
    }
}

fn malformed(message: &str) -> Refusal {
    Problem::Malformed(message.to_owned()).into()
}
