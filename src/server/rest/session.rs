//! Signing in and out, and who one is.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Map, Value, json};

use super::{
    asker::{Asker, Request},
    collections::USERS,
    document,
    error::{Invalid, Refusal},
    listing::Shape,
};
use crate::{
    api::cookie,
    chat::SignedIn,
    domain::{PersonId, Problem},
};

/// How one is known, in the seed's word for it.
const STRATEGY: &str = "local-jwt";
/// The same by an API key.
const STRATEGY_OF_KEY: &str = "api-key";

/// `POST /api/users/first-register {email, password, name?, token}`: the first account, an admin's. `token` is the
/// secret of the link that the server printed; in open mode it isn't asked for.
pub(super) async fn first_register(request: Request) -> Result<Response, Refusal> {
    let fields = request.fields().await?;
    let Asker { chat, visit, open } = &request.asker;
    if !chat.is_fresh().await? {
        return Err(Problem::Forbidden.into());
    }
    let (email, password) = (word(&fields, "email")?, word(&fields, "password")?);
    let text = |name| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let (name, device) = (text("name"), visit.device.clone());
    let made = if *open {
        chat.set_up_unasked(name, &email, &password, device).await
    } else {
        let token = text("token");
        chat.set_up(token, name, &email, &password, device).await
    };
    let signed_in = made.map_err(|error| Refusal::of_document(&USERS, error))?;
    let said = json!({"message": "Successfully registered first user."});
    enter(&request.asker, &signed_in, said).await
}

/// `GET /api/users/init`: whether there is an account.
pub(super) async fn init(request: Request) -> Result<Response, Refusal> {
    let fresh = request.asker.chat.is_fresh().await?;
    Ok(Json(json!({"initialized": !fresh})).into_response())
}

/// `POST /api/users/login {email, password}`.
pub(super) async fn login(request: Request) -> Result<Response, Refusal> {
    let fields = request.fields().await?;
    // The seed names the first that is missing.
    let (email, password) = (word(&fields, "email")?, word(&fields, "password")?);
    let device = request.asker.visit.device.clone();
    let signed_in = request
        .asker
        .chat
        .sign_in(&email, &password, device)
        .await?;
    let said = json!({"message": "Authentication Passed"});
    enter(&request.asker, &signed_in, said).await
}

/// `POST /api/users/logout`: ends the session that asks.
pub(super) async fn logout(request: Request) -> Result<Response, Refusal> {
    let asker = &request.asker;
    let Some(session) = asker.session() else {
        return Err(Problem::Malformed("No User".to_owned()).into());
    };
    // A key is ended in the settings.
    if session.is_key {
        return Err(Problem::Forbidden.into());
    }
    asker.chat.end_session(session.person, session.id).await?;
    let mut response = Json(json!({"message": "Logout successful."})).into_response();
    set_cookies(&mut response, &cookie::end_session(asker.visit.is_secure()));
    Ok(response)
}

/// `GET /api/users/me`: who asks; `user` is null for nobody.
pub(super) async fn me(request: Request) -> Result<Response, Refusal> {
    let Some(session) = request.asker.session() else {
        return Ok(Json(json!({"user": null, "message": "Account"})).into_response());
    };
    let mut user = user(&request.asker, session.person).await?;
    if session.is_key {
        user["_strategy"] = json!(STRATEGY_OF_KEY);
        return Ok(Json(json!({
            "user": user,
            "collection": USERS.slug,
            "strategy": STRATEGY_OF_KEY,
            "message": "Account",
        }))
        .into_response());
    }
    Ok(Json(json!({
        "user": user,
        "collection": USERS.slug,
        "strategy": STRATEGY,
        "exp": session.expires_at.0 / 1_000,
        "message": "Account",
    }))
    .into_response())
}

/// `POST /api/users/refresh-token`: lets the session last anew. Its secret stays.
pub(super) async fn refresh(request: Request) -> Result<Response, Refusal> {
    let asker = &request.asker;
    let (Some(session), Some(secret)) = (asker.session(), request.secret()) else {
        return Err(Problem::Forbidden.into());
    };
    let session = asker
        .chat
        .renew_session(session, &asker.visit.device)
        .await?;
    Ok(Json(json!({
        "message": "Token refresh successful.",
        "exp": session.expires_at.0 / 1_000,
        "refreshedToken": secret,
        "setCookie": true,
        "strategy": STRATEGY,
        "user": user(asker, session.person).await?,
    }))
    .into_response())
}

/// Answers with a session that has just begun, in the body and as cookies.
pub(super) async fn enter(
    asker: &Asker,
    signed_in: &SignedIn,
    mut said: Value,
) -> Result<Response, Refusal> {
    said["exp"] = json!(signed_in.session.expires_at.0 / 1_000);
    said["token"] = json!(signed_in.token.reveal());
    said["user"] = user(asker, signed_in.session.person).await?;
    let mut response = Json(said).into_response();
    let cookies = [cookie::session_of_seed, cookie::session]
        .map(|cookie| cookie(&signed_in.token, asker.visit.is_secure()));
    set_cookies(&mut response, &cookies);
    Ok(response)
}

/// A field of signing in, which has no label in the seed.
pub(super) fn word(fields: &Map<String, Value>, name: &'static str) -> Result<String, Refusal> {
    let message = match fields.get(name) {
        Some(Value::String(text)) if !text.is_empty() => return Ok(text.clone()),
        Some(Value::String(_) | Value::Null) | None => "This field is required.",
        Some(_) => "This field must be text.",
    };
    let invalid = Invalid {
        problem: None,
        path: name,
        label: None,
        message: message.to_owned(),
    };
    Err(Refusal::invalid(&USERS, invalid))
}

/// Somebody's own document.
async fn user(asker: &Asker, person: PersonId) -> Result<Value, Refusal> {
    let mut user = document::given(asker, &USERS, person.0, &Shape::PLAIN).await?;
    user["_strategy"] = json!(STRATEGY);
    Ok(user)
}

fn set_cookies(response: &mut Response, cookies: &[String]) {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
