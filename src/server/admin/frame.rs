//! What stands around every page of the panel, and what several of them are made of.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use super::Admin;
use crate::{
    app::{
        components::{date, icon::Mark},
        locale::Locale,
    },
    domain::{Problem, Timestamp},
    server::{
        rest::panel,
        sheet::{Sheet, refusal},
    },
};

/// A page of the panel.
pub(in crate::server) struct Page {
    /// What it is called.
    pub(in crate::server) title: String,
    /// Which entry of the menu it belongs to: its address.
    pub(in crate::server) here: String,
    /// How it answers.
    pub(in crate::server) status: StatusCode,
}

impl Page {
    /// One that answers what was asked for.
    pub(in crate::server) fn new(title: impl Into<String>, here: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            here: here.into(),
            status: StatusCode::OK,
        }
    }

    /// The same, where this was refused.
    pub(in crate::server) fn refused(self, problem: &Problem) -> Self {
        Self {
            status: StatusCode::from_u16(problem.status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            ..self
        }
    }

    /// Renders it.
    pub(in crate::server) fn show<V: IntoView + 'static>(
        self,
        admin: &Admin,
        body: impl FnOnce() -> V,
    ) -> Response {
        let Self {
            title,
            here,
            status,
        } = self;
        let sheet = Sheet {
            title: title.clone(),
            status,
            locale: admin.locale(),
            style: Some("/admin/style.css"),
        };
        sheet.show(&admin.app, || frame(admin, title, &here, body()))
    }
}

impl Admin {
    /// The page that says that there is no such thing.
    pub(in crate::server) fn missing(&self) -> Response {
        let words = self.house().house;
        let page = Page::new(words.missing_title, "").refused(&Problem::NotFound);
        page.show(self, || view! { <p class="lead">{words.missing_text}</p> })
    }

    /// The page that says why nothing else can be shown.
    pub(in crate::server) fn failed(&self, problem: &Problem) -> Response {
        if *problem == Problem::NotFound {
            return self.missing();
        }
        let page = Page::new(self.house().house.failed_title, "").refused(problem);
        let says = self.house().problem(problem);
        page.show(self, || refusal(Some(says)))
    }
}

/// The menu, and the page beside it.
fn frame<V: IntoView + 'static>(
    admin: &Admin,
    title: String,
    here: &str,
    body: V,
) -> impl IntoView + use<V> {
    let (words, house) = (admin.words(), admin.house().house);
    let entry = |href: String, says: String| {
        let current = (href == here).then_some("page");
        view! {
            <li>
                <a class="line" href=href aria-current=current><span class="line-name">{says}</span></a>
            </li>
        }
    };
    let ways = [
        ("/admin", words.overview),
        ("/admin/people", words.people),
        ("/admin/settings", words.settings),
        ("/admin/log", words.log),
    ]
    .map(|(href, says)| entry(href.to_owned(), says.to_owned()));
    let collections = panel::ways(words)
        .map(|(href, says)| entry(href, says))
        .collect_view();
    view! {
        <a class="skip" href="#main">{house.skip}</a>
        <div class="app desk">
            <nav class="sidebar" aria-label=words.panel>
                <p class="brand"><Mark/>{admin.app.chat.server_name()}</p>
                <div class="lists">
                    <ul>{ways.collect_view()}</ul>
                    <h2>{words.collections}</h2>
                    <ul>{collections}</ul>
                </div>
                <a class="line me" href="/">{words.to_chat}</a>
            </nav>
            <main class="page" id="main" tabindex="-1">
                <header class="page-head">
                    <h1>{title}</h1>
                </header>
                <div class="page-body">{body}</div>
            </main>
        </div>
    }
}

/// A day and a time by the reader's clock.
pub(in crate::server) fn moment(at: Timestamp, locale: Locale) -> String {
    format!("{} {}", date::day(at, locale), at.clock(locale.offset))
}

/// The ways to the page before and the one after.
pub(in crate::server) struct Pages {
    /// Which one this is, from 1 on.
    pub(in crate::server) page: i64,
    /// How many there are.
    pub(in crate::server) pages: i64,
}

impl Pages {
    /// Renders them; `href` gives a page's address.
    pub(in crate::server) fn show(&self, admin: &Admin, href: impl Fn(i64) -> String) -> AnyView {
        let words = admin.words();
        let way = |page: i64, says| {
            let there = (1..=self.pages).contains(&page);
            there.then(|| view! { <a class="button" href=href(page)>{says}</a> })
        };
        let ways = (self.pages > 1).then(|| {
            let place = (words.page)(self.page, self.pages);
            (
                way(self.page - 1, words.previous),
                view! { <span>{place}</span> },
                way(self.page + 1, words.next),
            )
        });
        ways.map(|ways| view! { <nav class="actions pages" aria-label=words.pages>{ways}</nav> })
            .into_any()
    }
}
