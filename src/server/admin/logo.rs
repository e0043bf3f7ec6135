//! The server's logo, on the page of its settings: put there, and taken away.

use axum::{
    Extension,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    Admin, refusal,
    settings::{self, HERE},
};
use crate::{
    app::words::admin::AdminWords,
    chat,
    domain::{Logo, Problem, logo::SIDE, media::PICTURES},
    server::media::form,
};

/// Where a logo is sent to.
pub(super) const SET: &str = "/admin/settings/logo";
/// Where it is taken away.
pub(super) const REMOVE: &str = "/admin/settings/logo/remove";
/// The name of the form's field.
const FIELD: &str = "logo";

/// `POST /admin/settings/logo`: a form with a picture.
pub(super) async fn set(Extension(admin): Extension<Admin>, sent: form::Sent) -> Response {
    done(&admin, receive(&admin, sent).await).await
}

/// `POST /admin/settings/logo/remove`.
pub(super) async fn remove(Extension(admin): Extension<Admin>) -> Response {
    let removed = admin.app.chat.remove_logo(admin.id).await;
    done(&admin, removed.map_err(chat::Error::problem)).await
}

async fn receive(admin: &Admin, sent: form::Sent) -> Result<(), Problem> {
    let mut form = form::open(sent)?;
    while let Some(field) = form::next(&mut form).await? {
        if field.name() == Some(FIELD) {
            let done = admin.app.chat.set_logo(admin.id, form::chunks(field));
            return done.await.map_err(chat::Error::problem);
        }
    }
    Err(Problem::FileMissing)
}

async fn done(admin: &Admin, outcome: Result<(), Problem>) -> Response {
    match outcome {
        Ok(()) => Redirect::to(&format!("{HERE}?saved=true")).into_response(),
        Err(problem) => settings::refuse_logo(admin, problem).await,
    }
}

/// The forms for it; with why a logo was refused, where it was.
pub(super) fn section(
    logo: Option<Logo>,
    words: &'static AdminWords,
    refused: Option<String>,
) -> impl IntoView + use<> {
    let shown = logo.map(|logo| {
        let address = Logo::address(logo.quiet);
        view! {
            <form class="form" method="post" action=REMOVE>
                <img class="logo" src=address alt=words.logo width=SIDE.to_string() height=SIDE.to_string()/>
                <p class="actions"><button class="button">{words.logo_remove}</button></p>
            </form>
        }
    });
    view! {
        <section aria-labelledby="logo-title">
            <h2 id="logo-title">{words.logo}</h2>
            {shown}
            <form class="form" method="post" action=SET enctype="multipart/form-data">
                {refusal(refused)}
                <div class="field">
                    <label for="field-logo">{words.logo_file}</label>
                    <input id="field-logo" type="file" name=FIELD accept=PICTURES required aria-describedby="logo-hint"/>
                    <p class="hint" id="logo-hint">{words.logo_hint}</p>
                </div>
                <p class="actions"><button class="button">{words.logo_set}</button></p>
            </form>
        </section>
    }
}
