//! `/reset/{token}`: another password, by a link that an admin handed out or that came by mail.

use axum::{
    Extension, Form, Router,
    extract::{Path, State, rejection::FormRejection},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    router::App,
    sheet::{Card, refusal},
};
use crate::{
    api::{cookie, request::Visit},
    app::words::{self, admin},
    domain::{Problem, input::PASSWORD_MAX},
};

/// Its address.
pub(super) fn router() -> Router<App> {
    Router::new().route("/reset/{token}", get(page).post(set))
}

#[derive(Deserialize)]
struct Typed {
    password: String,
}

async fn page(State(app): State<App>, Extension(visit): Extension<Visit>) -> Response {
    show(&app, &visit, None)
}

/// Sets the password, and signs its owner in.
async fn set(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    Path(token): Path<String>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(Typed { password })) = form else {
        return show(
            &app,
            &visit,
            Some(Problem::Malformed("password".to_owned())),
        );
    };
    let reset = app
        .chat
        .reset_password(&token, &password, visit.device.clone());
    match reset.await {
        Ok(signed_in) => {
            let mut response = Redirect::to("/").into_response();
            let session = cookie::session(&signed_in.token, visit.is_secure());
            if let Ok(session) = HeaderValue::from_str(&session) {
                response.headers_mut().append(header::SET_COOKIE, session);
            }
            response
        }
        Err(error) => show(&app, &visit, Some(error.problem())),
    }
}

fn show(app: &App, visit: &Visit, refused: Option<Problem>) -> Response {
    let (words, admin) = (words::of(visit.language), admin::of(visit.language));
    let card = Card {
        title: admin.new_password,
        lead: admin.new_password_lead,
        refused: refused.as_ref(),
    };
    // What the server printed is of no use here.
    let says = refused.as_ref().map(|problem| match problem {
        Problem::SetupInvalid => admin.reset_invalid.to_owned(),
        other => words.problem(other),
    });
    card.show(app, visit, || {
        view! {
            <form class="form" method="post">
                {refusal(says)}
                <div class="field">
                    <label for="field-password">{words.front().password}</label>
                    <input id="field-password" name="password" type="password" autocomplete="new-password" required
                        maxlength=PASSWORD_MAX.to_string() aria-describedby="hint"/>
                    <p class="hint" id="hint">{words.front().password_hint}</p>
                </div>
                <p class="actions"><button class="button primary wide">{admin.set_password}</button></p>
            </form>
        }
    })
}
