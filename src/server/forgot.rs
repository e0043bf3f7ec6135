//! `/forgot`: asking for a link to another password, by mail; or whom to ask where this server sends none.

use axum::{
    Extension, Form, Router,
    extract::{State, rejection::FormRejection},
    response::Response,
    routing::get,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    router::App,
    sheet::{Card, refusal},
};
use crate::{
    api::request::Visit,
    app::words::{self, mail},
    domain::{
        Problem,
        input::{EMAIL_LIMIT, Email},
    },
};

/// Its address.
pub(super) fn router() -> Router<App> {
    Router::new().route("/forgot", get(page).post(ask))
}

#[derive(Deserialize)]
struct Typed {
    email: String,
}

async fn page(State(app): State<App>, Extension(visit): Extension<Visit>) -> Response {
    show(&app, &visit, String::new(), None)
}

/// Has a mail sent, if somebody has the address: the answer is the same.
async fn ask(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let typed = form.map_or_else(|_| String::new(), |Form(Typed { email })| email);
    if app.mail.way().is_none() {
        return show(&app, &visit, typed, None);
    }
    let asked = Email::new(&typed).and_then(|email| send(&app, &visit, email.as_str()));
    match asked {
        Ok(()) => asked_for(&app, &visit),
        Err(problem) => show(&app, &visit, typed, Some(problem)),
    }
}

/// Has a link sent to an address, if somebody has an account with it, and if not too many were asked for.
///
/// # Errors
///
/// [`Problem::TooMany`] for a network that asks and asks.
pub(super) fn send(app: &App, visit: &Visit, email: &str) -> Result<(), Problem> {
    if app.mail.way().is_some() && app.chat.ask_for_reset(email, visit.device.address)? {
        app.mail.send_reset(email, visit.language);
    }
    Ok(())
}

fn back(visit: &Visit) -> impl IntoView + use<> {
    let words = mail::of(visit.language);
    view! { <p class="aside"><a href="/sign-in">{words.to_sign_in}</a></p> }
}

fn show(app: &App, visit: &Visit, typed: String, refused: Option<Problem>) -> Response {
    let (house, words) = (words::of(visit.language), mail::of(visit.language));
    let mailed = app.mail.way().is_some();
    let card = Card {
        title: words.forgot,
        lead: if mailed {
            words.forgot_lead
        } else {
            words.no_mail
        },
        refused: refused.as_ref(),
    };
    let says = refused.as_ref().map(|problem| house.problem(problem));
    card.show(app, visit, || {
        let form = mailed.then(|| {
            view! {
                <form class="form" method="post">
                    {refusal(says)}
                    <div class="field">
                        <label for="field-email">{house.front().email}</label>
                        <input id="field-email" name="email" type="email" autocomplete="username" required
                            maxlength=EMAIL_LIMIT.to_string() value=typed/>
                    </div>
                    <p class="actions"><button class="button primary wide">{words.ask}</button></p>
                </form>
            }
        });
        (form, back(visit))
    })
}

fn asked_for(app: &App, visit: &Visit) -> Response {
    let words = mail::of(visit.language);
    let card = Card {
        title: words.asked,
        lead: words.asked_lead,
        refused: None,
    };
    card.show(app, visit, || back(visit))
}
