//! Getting back in: forgotten passwords, and accounts that were guessed at too often.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    asker::Request,
    collections::USERS,
    error::Refusal,
    session::{enter, word},
};
use crate::{
    chat,
    domain::Problem,
    server::{forgot, router::App},
};

/// `POST /api/users/forgot-password {email}`.
///
/// The answer is the same whether or not there is such an account, to which a mail goes where mail is configured. An admin
/// is given the secret in the answer instead, and hands it on.
pub(super) async fn forgot(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let email = word(&request.fields().await?, "email")?;
    let mut said = json!({"message": "Success"});
    if let Some(person) = request.asker.person() {
        match request.asker.chat.draw_reset(person, &email).await {
            Ok(token) => said["token"] = json!(token.reveal()),
            Err(chat::Error::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if said.get("token").is_none() {
        forgot::send(&app, &request.asker.visit, &email)?;
    }
    Ok(Json(said).into_response())
}

/// `POST /api/users/reset-password {token, password}`: another password, and a session.
pub(super) async fn reset(request: Request) -> Result<Response, Refusal> {
    let fields = request.fields().await?;
    let (token, password) = (word(&fields, "token")?, word(&fields, "password")?);
    let device = request.asker.visit.device.clone();
    let reset = request.asker.chat.reset_password(&token, &password, device);
    let signed_in = reset.await.map_err(|error| match error {
        chat::Error::Refused(Problem::SetupInvalid) => Refusal::Said(
            StatusCode::FORBIDDEN,
            "Token is either invalid or has expired.",
        ),
        error => Refusal::of_document(&USERS, error),
    })?;
    let said = json!({"message": "Password reset successfully."});
    enter(&request.asker, &signed_in, said).await
}

/// `POST /api/users/verify/{token}`: addresses are not verified here, so no token ever was handed out.
pub(super) async fn verify() -> Refusal {
    Refusal::Said(StatusCode::FORBIDDEN, "Verification token is invalid.")
}

/// `POST /api/users/unlock {email}`: an admin lets somebody try again at once whose password was wrong too often.
pub(super) async fn unlock(request: Request) -> Result<Response, Refusal> {
    let who = request.asker.member()?;
    let email = word(&request.fields().await?, "email")?;
    request.asker.chat.unlock(who, &email).await?;
    Ok(Json(json!({"message": "Success"})).into_response())
}
