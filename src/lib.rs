//! Parlour: a self-hosted team chat, and the instant back end behind it.
//!
//! # The house
//!
//! - [`domain`]: what both sides know; no framework, no clock, no IO.
//! - [`api`]: server functions, the only door from the page to the server.
//!
//! Imports point one way: app → api → chat → store; server and live → chat, store; everyone → domain. The test
//! `tests/house.rs` holds the arrows.

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
