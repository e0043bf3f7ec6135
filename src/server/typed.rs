//! Keeps what was typed into a form that is refused: see [`TypedForms`](crate::api::typed::TypedForms).

use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest as _, Request, State},
    http::{HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};

use super::router::{App, BODY_LIMIT};
use crate::api::typed::{QUERY, Typed, TypedForms};

/// Tells the page that a refused form is led back to where its fields are kept.
pub(super) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    // Who only looks has sent no form.
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // It has been read already, and is small.
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let copy = Request::from_parts(parts.clone(), Body::from(body.clone()));
    let mut response = next.run(Request::from_parts(parts, body.into())).await;
    let back = response
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok())
        .filter(|location| location.contains("__err="));
    if let Some(back) = back {
        let path = copy.uri().path().to_owned();
        if let Ok(Form(fields)) = Form::<Vec<(String, String)>>::from_request(copy, &()).await {
            let token = app.typed.keep(Typed::new(&path, fields));
            if let Ok(back) = HeaderValue::from_str(&format!("{back}&{QUERY}={}", token.reveal())) {
                response.headers_mut().insert(header::LOCATION, back);
            }
        }
    }
    response
}

/// What was typed into the form that a page is led back to.
pub(super) fn of(forms: &TypedForms, parts: &Parts) -> Option<Typed> {
    // The last field, as `keep` wrote it.
    let (_, token) = parts.uri.query()?.rsplit_once(&format!("{QUERY}="))?;
    forms.take(token)
}
