//! `/admin/people/new-bot`: an account for a program.

use axum::{
    Extension, Form,
    extract::rejection::FormRejection,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Admin, Page, people, refusal};
use crate::domain::{
    Problem,
    input::{EMAIL_LIMIT, NAME_LIMIT},
};

/// The page's address.
pub(super) const HERE: &str = "/admin/people/new-bot";

/// What the form holds, as it is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    email: String,
}

/// `GET /admin/people/new-bot`.
pub(super) async fn page(Extension(admin): Extension<Admin>) -> Response {
    show(&admin, Typed::default(), None)
}

/// `POST /admin/people/new-bot`: makes it, and leads to its page, where its keys are made.
pub(super) async fn make(
    Extension(admin): Extension<Admin>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = form else {
        return admin.failed(&Problem::Malformed("form".to_owned()));
    };
    let made = admin
        .app
        .chat
        .create_bot(admin.id, &typed.name, &typed.email);
    match made.await {
        Ok(bot) => Redirect::to(&format!("{}/{bot}", people::HERE)).into_response(),
        Err(error) => show(&admin, typed, Some(&error.problem())),
    }
}

fn show(admin: &Admin, typed: Typed, refused: Option<&Problem>) -> Response {
    let words = admin.words();
    let page = Page::new(words.new_bot, people::HERE);
    let page = match refused {
        Some(problem) => page.refused(problem),
        None => page,
    };
    page.show(admin, || {
        view! {
            <p class="lead">{words.new_bot_lead}</p>
            <form class="form" method="post">
                {refusal(refused.map(|problem| admin.house().problem(problem)))}
                <div class="field">
                    <label for="field-email">{words.email}</label>
                    <input id="field-email" name="email" type="email" maxlength=EMAIL_LIMIT.to_string() value=typed.email required autocomplete="off" aria-describedby="email-hint"/>
                    <p class="hint" id="email-hint">{words.bot_email_hint}</p>
                </div>
                <div class="field">
                    <label for="field-name">{words.name}</label>
                    <input id="field-name" type="text" name="name" maxlength=NAME_LIMIT.to_string() value=typed.name autocomplete="off" aria-describedby="name-hint"/>
                    <p class="hint" id="name-hint">{words.bot_name_hint}</p>
                </div>
                <p class="actions">
                    <button class="button primary">{words.make}</button>
                    <a class="button" href=people::HERE>{words.cancel}</a>
                </p>
            </form>
        }
    })
}
