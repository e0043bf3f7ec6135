//! The REST API, in the shape of the seed's contract, for programs.
//!
//! A thin door to [`chat`](crate::chat), like the page's server functions: who may do what is decided there. In open
//! mode a request without an account acts for whom it names, as in the seed.

pub(super) mod error;
pub(super) mod messages;
pub(super) mod users;

use axum::{body::Bytes, response::Response};
use serde_json::{Map, Value};

/// Reads a request's body, which must be a JSON object. Its content type is not asked for: `curl -d` names a wrong one,
/// and who sent it has been checked otherwise.
///
/// # Errors
///
/// The answer to give.
fn object(body: &Bytes) -> Result<Map<String, Value>, Response> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(error::malformed("The body must be a JSON object.")),
        Err(_) => Err(error::malformed("The body is not valid JSON.")),
    }
}
