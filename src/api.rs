//! Server functions: the only door from the page to the server, a file per noun.
//!
//! A function here finds out who asks, hands the request to [`chat`](crate::chat), and says the answer; it holds no
//! rule. Arguments are the checked types of [`domain::input`](crate::domain::input) where the page checks too, and
//! plain strings where a form without JavaScript sends them.
//!
//! Each function has a fixed address below `/do/`, so that a page stays usable across a deploy.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields of a generated struct"
)]

pub mod desk;
pub mod error;
pub mod invites;
pub mod keys;
pub mod me;
pub mod media;
pub mod mentions;
pub mod messages;
pub mod notifications;
pub mod page;
pub mod people;
pub mod rooms;
pub mod search;
pub mod sessions;

#[cfg(feature = "ssr")]
pub mod cookie;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod typed;

pub use error::Error;
