//! The admin panel: pages that only the server renders, of plain forms and links, without a script.
//!
//! A thin door to [`chat`](crate::chat) like the others. Who is no admin is told what anybody is told of an address that
//! leads nowhere; who is not signed in is led to the sign-in. The collections' lists and forms are made from their
//! declarations by [`panel`](super::rest::panel).

mod bots;
mod frame;
mod keys;
mod logo;
mod overview;
mod people;
mod person;
mod record;
mod settings;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};

use super::{rest::panel, router::App};
use crate::{
    api::request::Visit,
    app::{
        locale::Locale,
        words::{
            self, Words,
            admin::{self, AdminWords},
        },
    },
    domain::{PersonId, Role, Timestamp},
};

pub(in crate::server) use super::sheet::refusal;
pub(in crate::server) use frame::{Page, Pages, moment};

/// An admin who asks, and what it takes to answer them.
#[derive(Clone, Debug)]
pub(in crate::server) struct Admin {
    /// What the handlers share.
    pub(in crate::server) app: App,
    /// Where they come from, as whom, in which language.
    pub(in crate::server) visit: Visit,
    /// Who it is.
    pub(in crate::server) id: PersonId,
    /// Since when the server runs.
    begun: Timestamp,
}

impl Admin {
    /// The panel's words in their language.
    pub(in crate::server) fn words(&self) -> &'static AdminWords {
        admin::of(self.visit.language)
    }

    /// The words that the panel shares with the other pages.
    pub(in crate::server) fn house(&self) -> &'static Words {
        words::of(self.visit.language)
    }

    /// Their language and clock.
    pub(in crate::server) fn locale(&self) -> Locale {
        Locale::from(&self.visit)
    }
}

/// Every address of the panel.
pub(in crate::server) fn router(app: &App) -> Router<App> {
    Router::new()
        .route("/admin", get(overview::page))
        .route("/admin/mail", post(overview::try_mail))
        .route("/admin/style.css", get(style))
        .route("/admin/people", get(people::page))
        .route("/admin/people/invites", post(people::invite))
        .route("/admin/people/invites/{id}", post(people::revoke))
        .route(bots::HERE, get(bots::page).post(bots::make))
        .route("/admin/people/{id}", get(person::page))
        .route("/admin/people/{id}/{deed}", post(person::act))
        .route("/admin/log", get(record::page))
        .route(settings::HERE, get(settings::page).post(settings::save))
        .route(logo::REMOVE, post(logo::remove))
        .merge(panel::router())
        .method_not_allowed_fallback(super::router::nothing)
        .layer(from_fn_with_state(Gate::of(app), pass))
}

/// Those of its addresses that take files, which are streamed.
pub(in crate::server) fn uploads(app: &App) -> Router<App> {
    panel::uploads()
        .route(logo::SET, post(logo::set))
        .layer(from_fn_with_state(Gate::of(app), pass))
}

#[derive(Clone)]
struct Gate {
    app: App,
    begun: Timestamp,
}

impl Gate {
    fn of(app: &App) -> Self {
        Self {
            app: app.clone(),
            begun: app.chat.clock().now(),
        }
    }
}

/// Lets admins in. For others there is nothing here.
async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let Gate { app, begun } = gate;
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some(session) = visit.session else {
        let path = request.uri().path_and_query();
        let path = path.map_or("/admin", |path| path.as_str());
        let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    };
    match app.chat.account_by_id(session.person).await {
        Ok(account) if account.role == Role::Admin => {}
        // Nobody looks: a form that is sent to nothing is answered with nothing.
        Ok(_) if *request.method() != Method::GET => return StatusCode::NOT_FOUND.into_response(),
        Ok(_) => return super::router::nothing(State(app), request).await,
        Err(error) => return super::rest::error::respond(&error.problem()),
    }
    let admin = Admin {
        app,
        visit,
        id: session.person,
        begun,
    };
    request.extensions_mut().insert(admin);
    next.run(request).await
}

/// `GET /admin/style.css`: what the panel adds to the pages' style.
async fn style() -> Response {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    (
        [(header::CONTENT_TYPE, kind)],
        include_str!("admin/admin.css"),
    )
        .into_response()
}
