//! `/api/users`: the first account, signing in and out, who one is.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{error, error::Field, object};
use crate::{
    api::{cookie, request::Visit},
    chat::SignedIn,
    domain::Problem,
    server::router::App,
    store::people::Account,
};

/// `POST /api/users/first-register {email, password, name?, token}`: the first account, an admin's. `token` is the
/// secret of the link that the server printed; in open mode it isn't asked for.
pub(in crate::server) async fn first_register(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    body: Bytes,
) -> Result<Response, Response> {
    let fields = object(&body)?;
    if !app.chat.is_fresh().await.unwrap_or(false) {
        return Err(error::respond(&Problem::Forbidden));
    }
    let (email, password) = credentials(&fields)?;
    let text = |name| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let (name, device) = (text("name"), visit.device.clone());
    let made = if app.settings.open {
        app.chat
            .set_up_unasked(name, &email, &password, device)
            .await
    } else {
        app.chat
            .set_up(text("token"), name, &email, &password, device)
            .await
    };
    Ok(match made {
        Ok(signed_in) => {
            welcome(
                &app,
                &visit,
                &signed_in,
                "Successfully registered first user.",
            )
            .await
        }
        Err(error) => refuse(&error.problem()),
    })
}

/// `POST /api/users/login {email, password}`.
pub(in crate::server) async fn login(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    body: Bytes,
) -> Result<Response, Response> {
    let fields = object(&body)?;
    let (email, password) = credentials(&fields)?;
    Ok(
        match app
            .chat
            .sign_in(&email, &password, visit.device.clone())
            .await
        {
            Ok(signed_in) => welcome(&app, &visit, &signed_in, "Authentication Passed").await,
            Err(error) => refuse(&error.problem()),
        },
    )
}

/// `POST /api/users/logout`: ends the session that asks.
pub(in crate::server) async fn logout(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
) -> Response {
    let Some(session) = visit.session else {
        return error::malformed("No User");
    };
    match app.chat.end_session(session.person, session.id).await {
        Ok(()) => {
            let mut response = Json(json!({"message": "Logout successful."})).into_response();
            set_cookies(&mut response, &cookie::end_session(visit.is_secure()));
            response
        }
        Err(error) => error::respond(&error.problem()),
    }
}

/// `GET /api/users/me`: who asks; `user` is null for nobody.
pub(in crate::server) async fn me(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
) -> Response {
    let Some(session) = visit.session else {
        return Json(json!({"user": null, "message": "Account"})).into_response();
    };
    match app.chat.account_by_id(session.person).await {
        Ok(account) => Json(json!({
            "user": document(&account),
            "collection": "users",
            "strategy": "local-jwt",
            "exp": session.expires_at.0 / 1_000,
            "message": "Account",
        }))
        .into_response(),
        Err(error) => error::respond(&error.problem()),
    }
}

fn credentials(fields: &Map<String, Value>) -> Result<(String, String), Response> {
    let text = |name: &'static str| match fields.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Value::String(_) | Value::Null) | None => Err(Field::required(name, None)),
        Some(_) => Err(Field {
            path: name,
            label: None,
            message: "This field must be text.".to_owned(),
        }),
    };
    match (text("email"), text("password")) {
        (Ok(email), Ok(password)) => Ok((email, password)),
        // The seed names the first that is missing.
        (Err(field), _) | (_, Err(field)) => Err(error::invalid("users", &[field])),
    }
}

fn refuse(problem: &Problem) -> Response {
    let field = match problem {
        Problem::EmailInvalid | Problem::EmailTaken => Some(("email", "Email")),
        Problem::PasswordTooShort | Problem::PasswordTooLong | Problem::PasswordCommon => {
            Some(("password", "Password"))
        }
        Problem::NameInvalid => Some(("name", "Name")),
        _ => None,
    };
    match field {
        Some((path, label)) => error::invalid(
            "users",
            &[Field {
                path,
                label: Some(label),
                message: problem.to_string(),
            }],
        ),
        None => error::respond(problem),
    }
}

async fn welcome(app: &App, visit: &Visit, signed_in: &SignedIn, message: &str) -> Response {
    let account = match app.chat.account_by_id(signed_in.session.person).await {
        Ok(account) => account,
        Err(error) => return error::respond(&error.problem()),
    };
    let body = json!({
        "message": message,
        "exp": signed_in.session.expires_at.0 / 1_000,
        "token": signed_in.token.reveal(),
        "user": document(&account),
    });
    let mut response = (StatusCode::OK, Json(body)).into_response();
    let cookies = [cookie::session_of_seed, cookie::session]
        .map(|cookie| cookie(&signed_in.token, visit.is_secure()));
    set_cookies(&mut response, &cookies);
    response
}

fn set_cookies(response: &mut Response, cookies: &[String]) {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// A person's own document. Sessions and the password's hash are in none.
fn document(account: &Account) -> Value {
    json!({
        "id": account.id,
        "updatedAt": account.updated_at,
        "createdAt": account.created_at,
        "email": account.email,
        "collection": "users",
        "name": account.name,
        "role": account.role,
    })
}
