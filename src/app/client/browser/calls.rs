//! Calls of server functions by their addresses, with the fields of a form.
//!
//! Nothing here knows which function it calls. A function's own client knows its types, and each weighs two kilobytes; so what
//! is called in many places of a talk, and answers with little, is called this way.

use gloo_net::http::Request;
use leptos::server_fn::redirect::REDIRECT_HEADER;
use web_sys::UrlSearchParams;

use crate::api::Error;

/// What a server function has answered.
pub(crate) struct Answer {
    /// As JSON.
    pub(crate) body: String,
    /// Where it leads.
    pub(crate) landing: Option<String>,
}

/// Calls a server function with some fields, and gives what it answers, as JSON.
///
/// # Errors
///
/// What the function refused, or that there was no answer.
pub(crate) async fn call(address: &str, fields: &[(&str, &str)]) -> Result<String, Error> {
    let sent = UrlSearchParams::new().map_err(|_| Error::Unreachable)?;
    for (name, value) in fields {
        sent.append(name, value);
    }
    post(address, sent).await.map(|answer| answer.body)
}

/// Sends the fields of a form.
///
/// # Errors
///
/// As of [`call`].
pub(crate) async fn post(address: &str, fields: UrlSearchParams) -> Result<Answer, Error> {
    let lost = |_| Error::Unreachable;
    let request = Request::post(address)
        .header("Accept", "application/json")
        .body(fields)
        .map_err(lost)?;
    let response = request.send().await.map_err(lost)?;
    let headers = response.headers();
    let landing = headers
        .get(REDIRECT_HEADER)
        .and_then(|_| headers.get("location"));
    let body = response.text().await.map_err(lost)?;
    if response.ok() {
        Ok(Answer { body, landing })
    } else {
        Err(serde_json::from_str(&body).unwrap_or(Error::Unreachable))
    }
}
