//! Everything HTTP: which address leads where, who asks, what may be asked, and how the program begins and ends.

mod admin;
pub mod assets;
pub mod config;
mod csrf;
mod forgot;
mod headers;
mod listener;
mod locale;
mod log;
mod logo;
mod mail;
mod media;
mod pace;
mod push;
mod reset;
mod rest;
pub mod router;
mod sheet;
mod size;
mod sse;
mod start;
mod typed;
mod unfurl;
mod visit;

pub use config::Settings;
pub use listener::listen;
pub use mail::{Mail, SmtpUrl};
pub use router::{App, router};
pub use start::{StartError, open, serve};
