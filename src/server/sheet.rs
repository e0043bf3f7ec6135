//! Pages that only the server renders, and that never live: a document around a view, without a script.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::router::App;
use crate::{
    api::request::Visit,
    app::{
        components::icon::Mark,
        locale::Locale,
        shell::{Icons, colours},
    },
    domain::Problem,
};

/// For these pages: our own style sheets, pictures and forms.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// A page of this kind.
pub(super) struct Sheet {
    /// What it is called.
    pub(super) title: String,
    /// How it answers.
    pub(super) status: StatusCode,
    /// Who reads it.
    pub(super) locale: Locale,
    /// The style sheet that it has beside that of all pages.
    pub(super) style: Option<&'static str>,
}

impl Sheet {
    /// Renders it.
    pub(super) fn show<V: IntoView + 'static>(
        self,
        app: &App,
        body: impl FnOnce() -> V,
    ) -> Response {
        let status = self.status;
        // Views find their reader's language by it.
        let html = Owner::new().with(|| {
            provide_context(self.locale);
            self.document(app, body()).to_html()
        });
        let headers = [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            // Secrets stand on some of them.
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-store"),
            ),
        ];
        (status, headers, Html(html)).into_response()
    }

    fn document<V: IntoView + 'static>(self, app: &App, body: V) -> impl IntoView + use<V> {
        let options = &app.leptos;
        let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
        let locale = self.locale;
        let more = self
            .style
            .map(|style| view! { <link rel="stylesheet" href=style/> });
        view! {
            <!DOCTYPE html>
            <html
                lang=locale.language.tag()
                data-tz=locale.offset.to_string()
                data-theme=locale.look.theme.code()
                data-density=locale.look.density.code()
                data-accent=app.chat.accent().code()
            >
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    {colours(locale.look.theme)}
                    <meta name="robots" content="noindex"/>
                    <title>{format!("{} · {}", self.title, app.chat.server_name())}</title>
                    {Icons::of(app.chat.logo()).links()}
                    <link rel="stylesheet" href=style/>
                    {more}
                </head>
                <body>{body}</body>
            </html>
        }
    }
}

/// A page of the front of the house: one card in the middle.
pub(super) struct Card<'a> {
    /// What it is called.
    pub(super) title: &'static str,
    /// What it is for, in a line.
    pub(super) lead: &'static str,
    /// Why what was sent to it was refused, where it was.
    pub(super) refused: Option<&'a Problem>,
}

impl Card<'_> {
    /// Renders it.
    pub(super) fn show<V: IntoView + 'static>(
        self,
        app: &App,
        visit: &Visit,
        body: impl FnOnce() -> V,
    ) -> Response {
        let status = self.refused.map_or(200, Problem::status);
        let sheet = Sheet {
            title: self.title.to_owned(),
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            locale: visit.into(),
            style: None,
        };
        sheet.show(app, || {
            view! {
                <div class="front">
                    <header class="front-brand"><Mark/>{app.chat.server_name()}</header>
                    <main id="main" class="card">
                        <h1>{self.title}</h1>
                        <p class="lead">{self.lead}</p>
                        {body()}
                    </main>
                </div>
            }
        })
    }
}

/// Why something was refused, where it was.
pub(super) fn refusal(says: Option<String>) -> impl IntoView {
    says.map(|says| view! { <p class="refusal" role="alert">{says}</p> })
}
