//! `/admin/settings`: what the server's keeper decides.

use axum::{
    Extension, Form,
    extract::{RawQuery, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Admin, Page, refusal};
use crate::{chat::settings::Decisions, domain::Problem};

/// The page's address.
const HERE: &str = "/admin/settings";

/// What the form holds.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    sign_up: bool,
    #[serde(default)]
    retention: String,
}

impl Typed {
    fn read(&self) -> Result<Decisions, Problem> {
        let retention = match self.retention.trim() {
            "" => None,
            days => Some(
                days.parse()
                    .map_err(|_| Problem::Malformed("retention".to_owned()))?,
            ),
        };
        Ok(Decisions {
            sign_up: self.sign_up,
            retention,
        })
    }
}

/// `GET /admin/settings`.
pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    RawQuery(query): RawQuery,
) -> Response {
    match admin.app.chat.decisions(admin.id).await {
        Ok(decided) => {
            let typed = Typed {
                sign_up: decided.sign_up,
                retention: decided
                    .retention
                    .map_or_else(String::new, |days| days.to_string()),
            };
            show(&admin, &typed, None, query.as_deref() == Some("saved=true"))
        }
        Err(error) => admin.failed(&error.problem()),
    }
}

/// `POST /admin/settings`.
pub(super) async fn save(
    Extension(admin): Extension<Admin>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = form else {
        return admin.failed(&Problem::Malformed("form".to_owned()));
    };
    let saved = match typed.read() {
        Ok(wanted) => {
            let decided = admin.app.chat.decide(admin.id, wanted).await;
            decided.map_err(crate::chat::Error::problem)
        }
        Err(problem) => Err(problem),
    };
    match saved {
        Ok(()) => Redirect::to(&format!("{HERE}?saved=true")).into_response(),
        Err(problem) => show(&admin, &typed, Some(problem), false),
    }
}

fn show(admin: &Admin, typed: &Typed, refused: Option<Problem>, saved: bool) -> Response {
    let words = admin.words();
    let mut page = Page::new(words.settings, HERE);
    if let Some(problem) = &refused {
        page = page.refused(problem);
    }
    // Only the number of days can be put together wrongly.
    let says = refused.map(|problem| match problem {
        Problem::Malformed(_) => words.retention_invalid.to_owned(),
        other => admin.house().problem(&other),
    });
    let by_option = admin.app.chat.sign_up_is_an_option();
    page.show(admin, || {
        let saved = saved.then(|| view! { <p class="done" role="status">{words.saved}</p> });
        let option = by_option.then(|| view! { <p class="theirs">{words.sign_up_by_option}</p> });
        view! {
            {saved}
            <form class="form" method="post">
                {refusal(says)}
                <div class="field">
                    <label class="check">
                        <input type="checkbox" name="sign_up" value="true" checked=typed.sign_up aria-describedby="sign-up-hint"/>
                        {words.sign_up}
                    </label>
                    <p class="hint" id="sign-up-hint">{words.sign_up_hint}</p>
                    {option}
                </div>
                <div class="field">
                    <label for="field-retention">{words.retention}</label>
                    <input id="field-retention" name="retention" type="number" min="1" max="3650" value=typed.retention.clone() aria-describedby="retention-hint"/>
                    <p class="hint" id="retention-hint">{words.retention_hint}</p>
                </div>
                <p class="actions"><button class="button primary">{words.save}</button></p>
            </form>
        }
    })
}
