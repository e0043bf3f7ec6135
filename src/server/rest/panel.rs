//! The collections for people: lists and forms of the admin panel, made from the declarations.
//!
//! They ask by the same parameters as programs do, check what is typed by the same drafts, and have it done by the same
//! commands. What a collection or a field is called here, [`words`](crate::app::words::admin) says; what they don't
//! know is called as its declaration has it.

mod address;
mod bulk;
mod cell;
mod form;
mod input;
mod list;
mod narrowing;

use axum::{
    Router,
    http::StatusCode,
    routing::{get, post},
};

use super::{
    asker::Asker,
    collection::{Collection, Field},
    collections,
    error::Refusal,
};
use crate::{
    app::words::admin::AdminWords,
    server::{
        admin::{Admin, Page},
        router::App,
    },
};

/// Every address of it.
pub(in crate::server) fn router() -> Router<App> {
    Router::new()
        .route("/admin/collections/{slug}", get(list::page))
        .route(
            "/admin/collections/{slug}/new",
            get(form::blank).post(form::create),
        )
        .route("/admin/collections/{slug}/bulk", post(bulk::act))
        .route(
            "/admin/collections/{slug}/{id}",
            get(form::page).post(form::update),
        )
}

/// What takes files, which are streamed.
pub(in crate::server) fn uploads() -> Router<App> {
    Router::new().route("/admin/collections/{slug}/upload", post(form::upload))
}

/// The lists, each with its address and its name.
pub(in crate::server) fn ways(words: &AdminWords) -> impl Iterator<Item = (String, String)> {
    collections::ALL
        .iter()
        .map(|collection| (here(collection), plural(words, collection)))
}

/// The address of a collection's list.
fn here(collection: &Collection) -> String {
    format!("/admin/collections/{}", collection.slug)
}

fn by_slug(slug: &str) -> Option<&'static Collection> {
    let mut all = collections::ALL.into_iter();
    all.find(|collection| collection.slug == slug)
}

/// An admin as those who ask for documents are known.
fn asker(admin: &Admin) -> Asker {
    Asker {
        chat: admin.app.chat.clone(),
        visit: admin.visit.clone(),
        open: admin.app.settings.open,
    }
}

fn plural(words: &AdminWords, collection: &Collection) -> String {
    (words.collection)(collection.slug)
        .unwrap_or(collection.plural)
        .to_owned()
}

fn label(words: &AdminWords, field: &Field) -> &'static str {
    (words.field)(field.name).unwrap_or(field.label.unwrap_or(field.name))
}

/// Why something was refused, in the reader's words.
fn says(admin: &Admin, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Problem(problem) => admin.house().problem(problem),
        Refusal::Invalid { .. } => admin.words().invalid_form.to_owned(),
        Refusal::Said(..) | Refusal::Query { .. } => (admin.words().invalid)(&refusal.message()),
    }
}

/// What is wrong with a field, in the reader's words.
fn fault(admin: &Admin, refusal: &Refusal, field: &Field) -> Option<String> {
    let Refusal::Invalid { fields, .. } = refusal else {
        return None;
    };
    let invalid = fields.iter().find(|invalid| invalid.path == field.name)?;
    Some(match &invalid.problem {
        Some(problem) => admin.house().problem(problem),
        None => (admin.words().invalid)(&invalid.message),
    })
}

/// A page that answers with the status of a refusal.
fn refused(page: Page, refusal: &Refusal) -> Page {
    match refusal {
        Refusal::Problem(problem) => page.refused(problem),
        Refusal::Said(status, _) => Page {
            status: *status,
            ..page
        },
        Refusal::Invalid { .. } | Refusal::Query { .. } => Page {
            status: StatusCode::BAD_REQUEST,
            ..page
        },
    }
}
