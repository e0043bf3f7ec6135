//! Parlour: a self-hosted team chat, and the instant back end behind it.
//!
//! # The house
//!
//! - [`domain`]: what both sides know; no framework, no clock, no IO.
//! - [`app`]: what a person sees, in the browser and rendered on the server.
//! - [`api`]: server functions, the only door from the page to the server.
//! - `chat`: what may be done, and by whom.
//! - `store`: the SQL, one writer and many readers.
//! - `live`: the stream.
//! - `server`: HTTP, and how the program begins and ends.
//!
//! Imports point one way: app → api → chat → store; server and live → chat, store; everyone → domain. A test holds the
//! arrows.

#![recursion_limit = "256"]

pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod chat;
pub mod domain;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod store;

/// Wakes the page that the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::once_here(|| leptos::mount::hydrate_body(app::App));
}
