//! The REST API, in the shape of the seed's contract, for programs. What it offers is described in `docs/rest.md`.
//!
//! A thin door to [`chat`](crate::chat), like the page's server functions: who may do what is decided there. In open
//! mode a request without an account acts for whom it names, as in the seed.
//!
//! [`collections`] declares what there is, once. From there come the addresses ([`routes`]), the checks of what is sent
//! ([`draft`]), what can be asked for ([`filter`], [`listing`]), documents ([`document`]) and the description
//! ([`openapi`], [`manual`]).

mod access;
mod asker;
mod body;
mod collection;
mod collections;
mod document;
mod draft;
pub(super) mod error;
mod filter;
mod listing;
mod manual;
mod openapi;
mod operator;
pub(super) mod panel;
mod password;
mod query;
mod read;
mod route;
mod routes;
mod session;
mod typing;
mod write;

use axum::{Router, routing::any};

use super::router::App;

/// The addresses whose bodies are streamed.
pub(super) fn uploads() -> Router<App> {
    mounted(true)
}

fn mounted(streams: bool) -> Router<App> {
    routes::all()
        .into_iter()
        .filter(|route| route.streams == streams)
        .filter_map(|route| Some((route.path, route.handler?)))
        .fold(Router::new(), |router, (path, handler)| {
            router.route(&path, handler)
        })
}

/// Every other address of the API. What leads nowhere, or not by its method, is told so in the seed's words.
pub(super) fn router() -> Router<App> {
    mounted(false).route("/api/{*path}", any(error::no_route))
}
