//! `/admin/settings`: what the server's keeper decides.

use axum::{
    Extension, Form,
    extract::{RawQuery, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Admin, Page, logo, refusal};
use crate::{
    app::words::{Words, admin::AdminWords},
    chat::settings::{DAYS, Decisions},
    domain::{
        Problem,
        input::{NAME_LIMIT, ServerName},
        look::Accent,
    },
    server::size,
};

/// The page's address.
pub(super) const HERE: &str = "/admin/settings";

/// What the form holds, as it is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    accent: String,
    sign_up: bool,
    retention: String,
    upload_limit: String,
    upload_quota: String,
    send_rate: String,
    previews: bool,
    edits: bool,
}

impl Typed {
    fn of(decided: Decisions) -> Self {
        Self {
            name: decided.name.map_or_else(String::new, String::from),
            accent: decided.accent.code().to_owned(),
            sign_up: decided.sign_up,
            retention: text(decided.retention),
            upload_limit: text(decided.upload_limit.map(size::written)),
            upload_quota: text(decided.upload_quota.map(size::written)),
            send_rate: text(decided.send_rate),
            previews: decided.previews,
            edits: decided.edits_for_all,
        }
    }

    /// Reads it; where that fails, the words for it.
    fn read(&self, words: &AdminWords, house: &Words) -> Result<Decisions, String> {
        let name = given(&self.name, |name| {
            ServerName::new(name).map_err(|problem| house.problem(&problem))
        });
        let days = |days: &str| days.parse().ok().filter(|days| DAYS.contains(days));
        let bytes = |bytes: &str| size::read(bytes).map_err(|_| words.size_invalid.to_owned());
        Ok(Decisions {
            name: name?,
            // The list offers no other.
            accent: Accent::from_code(&self.accent).unwrap_or_default(),
            sign_up: self.sign_up,
            retention: given(&self.retention, |typed| {
                days(typed).ok_or_else(|| words.retention_invalid.to_owned())
            })?,
            upload_limit: given(&self.upload_limit, bytes)?,
            upload_quota: given(&self.upload_quota, bytes)?,
            send_rate: given(&self.send_rate, |rate| {
                rate.parse().map_err(|_| words.send_rate_invalid.to_owned())
            })?,
            previews: self.previews,
            edits_for_all: self.edits,
        })
    }
}

/// Reads a field that may be empty.
fn given<T>(
    typed: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| read(typed)).transpose()
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// `GET /admin/settings`.
pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    RawQuery(query): RawQuery,
) -> Response {
    match admin.app.chat.decisions(admin.id).await {
        Ok(decided) => {
            let typed = Typed::of(decided);
            let saved = query.as_deref() == Some("saved=true");
            show(&admin, &typed, Outcome::of_saving(saved))
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
    let wanted = match typed.read(admin.words(), admin.house()) {
        Ok(wanted) => wanted,
        Err(says) => {
            let refused = (Problem::Malformed("form".to_owned()), says);
            return show(&admin, &typed, Outcome::Refused(refused));
        }
    };
    match admin.app.chat.decide(admin.id, wanted).await {
        Ok(()) => Redirect::to(&format!("{HERE}?saved=true")).into_response(),
        Err(error) => {
            let problem = error.problem();
            let says = admin.house().problem(&problem);
            show(&admin, &typed, Outcome::Refused((problem, says)))
        }
    }
}

/// The page again, with why a logo was refused.
pub(super) async fn refuse_logo(admin: &Admin, problem: Problem) -> Response {
    match admin.app.chat.decisions(admin.id).await {
        Ok(decided) => {
            let says = admin.house().problem(&problem);
            show(admin, &Typed::of(decided), Outcome::NoLogo((problem, says)))
        }
        Err(error) => admin.failed(&error.problem()),
    }
}

/// What came of what was sent; of a refusal, also the words for it.
enum Outcome {
    Nothing,
    Saved,
    Refused((Problem, String)),
    NoLogo((Problem, String)),
}

impl Outcome {
    fn of_saving(saved: bool) -> Self {
        if saved { Self::Saved } else { Self::Nothing }
    }
}

fn show(admin: &Admin, typed: &Typed, outcome: Outcome) -> Response {
    let words = admin.words();
    let page = Page::new(words.settings, HERE);
    let saved = matches!(outcome, Outcome::Saved);
    let (page, says, logo_says) = match outcome {
        Outcome::Nothing | Outcome::Saved => (page, None, None),
        Outcome::Refused((problem, says)) => (page.refused(&problem), Some(says), None),
        Outcome::NoLogo((problem, says)) => (page.refused(&problem), None, Some(says)),
    };
    let options = admin.app.chat.options();
    page.show(admin, || {
        let saved = saved.then(|| view! { <p class="done" role="status">{words.saved}</p> });
        let by_option = |given: bool, option: &str| {
            given.then(|| view! { <p class="theirs">{(words.by_option)(option)}</p> })
        };
        view! {
            {saved}
            {logo::section(admin.app.chat.logo(), words, logo_says)}
            <form class="form" method="post">
                {refusal(says)}
                <div class="field">
                    <label for="field-name">{words.server_name}</label>
                    <input id="field-name" type="text" name="name" maxlength=NAME_LIMIT.to_string() value=typed.name.clone() aria-describedby="name-hint"/>
                    <p class="hint" id="name-hint">{words.server_name_hint}</p>
                </div>
                <div class="field">
                    <label for="field-accent">{words.accent}</label>
                    <select id="field-accent" name="accent">
                        {Accent::ALL.iter().map(|accent| view! {
                            <option value=accent.code() selected=accent.code() == typed.accent>{(words.accents)(*accent)}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label class="check">
                        <input type="checkbox" name="sign_up" value="true" checked=typed.sign_up aria-describedby="sign-up-hint"/>
                        {words.sign_up}
                    </label>
                    <p class="hint" id="sign-up-hint">{words.sign_up_hint}</p>
                    {by_option(options.sign_up, "--sign-up")}
                </div>
                <div class="field">
                    <label for="field-retention">{words.retention}</label>
                    <input id="field-retention" name="retention" type="number" min="1" max="3650" value=typed.retention.clone() aria-describedby="retention-hint"/>
                    <p class="hint" id="retention-hint">{words.retention_hint}</p>
                </div>
                <div class="field">
                    <label for="field-upload-limit">{words.upload_limit}</label>
                    <input id="field-upload-limit" type="text" name="upload_limit" value=typed.upload_limit.clone() aria-describedby="upload-limit-hint"/>
                    <p class="hint" id="upload-limit-hint">{words.upload_limit_hint}</p>
                    {by_option(options.upload_limit.is_some(), "--upload-limit")}
                </div>
                <div class="field">
                    <label for="field-upload-quota">{words.upload_quota}</label>
                    <input id="field-upload-quota" type="text" name="upload_quota" value=typed.upload_quota.clone() aria-describedby="upload-quota-hint"/>
                    <p class="hint" id="upload-quota-hint">{words.upload_quota_hint}</p>
                    {by_option(options.upload_quota.is_some(), "--upload-quota")}
                </div>
                <div class="field">
                    <label for="field-send-rate">{words.send_rate}</label>
                    <input id="field-send-rate" name="send_rate" type="number" min="0" value=typed.send_rate.clone() aria-describedby="send-rate-hint"/>
                    <p class="hint" id="send-rate-hint">{words.send_rate_hint}</p>
                    {by_option(options.send_rate.is_some(), "--send-rate")}
                </div>
                <div class="field">
                    <label class="check">
                        <input type="checkbox" name="previews" value="true" checked=typed.previews aria-describedby="previews-hint"/>
                        {words.previews}
                    </label>
                    <p class="hint" id="previews-hint">{words.previews_hint}</p>
                    {by_option(options.no_previews, "--no-previews")}
                </div>
                <div class="field">
                    <label class="check">
                        <input type="checkbox" name="edits" value="true" checked=typed.edits aria-describedby="edits-hint"/>
                        {words.edits}
                    </label>
                    <p class="hint" id="edits-hint">{words.edits_hint}</p>
                </div>
                <p class="actions"><button class="button primary">{words.save}</button></p>
            </form>
        }
    })
}
