//! `GET /admin/log`: what admins did.

use axum::{
    Extension,
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Admin, Page, Pages, moment};
use crate::{domain::Problem, store::audit::Entry};

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<i64>,
}

pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Ok(Query(Asked { page })) = asked else {
        return admin.failed(&Problem::Malformed("page".to_owned()));
    };
    let page = page.unwrap_or(1).max(1);
    let record = match admin.app.chat.audit(admin.id, page).await {
        Ok(record) => record,
        Err(error) => return admin.failed(&error.problem()),
    };
    let words = admin.words();
    Page::new(words.log, "/admin/log").show(&admin, || {
        let rows = record
            .entries
            .into_iter()
            .map(|entry| row(&admin, entry))
            .collect_view();
        let pages = Pages {
            page,
            pages: record.pages,
        };
        view! {
            <p class="lead">{words.log_lead}</p>
            <ul class="rows">{rows}</ul>
            {pages.show(&admin, |page| format!("/admin/log?page={page}"))}
        }
    })
}

fn row(admin: &Admin, entry: Entry) -> impl IntoView + use<> {
    let (words, formerly) = (admin.words(), admin.house().house.formerly);
    let named = |name: String| {
        if name.is_empty() {
            formerly.to_owned()
        } else {
            name
        }
    };
    let who = entry.who.map_or_else(|| words.nobody.to_owned(), named);
    let whom = entry.whom.map(|(person, name)| {
        view! { <a href=format!("/admin/people/{person}")>{named(name)}</a> }
    });
    view! {
        <li class="row">
            <div class="row-text">
                {(words.deed)(entry.deed)} " " {whom}
                <p>{who} " · " {moment(entry.at, admin.locale())}</p>
            </div>
            <span class="hint">{entry.what}</span>
        </li>
    }
}
