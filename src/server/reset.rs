//! `/reset/{token}`: another password, by a link that an admin handed out.

use axum::{
    Extension, Form, Router,
    extract::{Path, State, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{router::App, sheet::Sheet};
use crate::{
    api::{cookie, request::Visit},
    app::{
        components::icon::Mark,
        locale::Locale,
        words::{self, admin},
    },
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
    let status = refused.as_ref().map_or(200, Problem::status);
    let sheet = Sheet {
        title: admin.new_password.to_owned(),
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        locale: Locale {
            language: visit.language,
            offset: visit.offset,
        },
        style: None,
    };
    // What the server printed is of no use here.
    let says = refused.map(|problem| match problem {
        Problem::SetupInvalid => admin.reset_invalid.to_owned(),
        other => words.problem(&other),
    });
    sheet.show(app, || {
        view! {
            <div class="front">
                <header class="front-brand"><Mark/>{app.chat.server_name()}</header>
                <main id="main" class="card">
                    <h1>{admin.new_password}</h1>
                    <p class="lead">{admin.new_password_lead}</p>
                    <form class="form" method="post">
                        {says.map(|says| view! { <p class="refusal" role="alert">{says}</p> })}
                        <div class="field">
                            <label for="field-password">{words.front.password}</label>
                            <input id="field-password" name="password" type="password" autocomplete="new-password" required
                                maxlength=PASSWORD_MAX.to_string() aria-describedby="hint"/>
                            <p class="hint" id="hint">{words.front.password_hint}</p>
                        </div>
                        <p class="actions"><button class="button primary wide">{admin.set_password}</button></p>
                    </form>
                </main>
            </div>
        }
    })
}
