//! What comes in at the doors: the real router over a real database file, and the program itself.
//!
//! Each test has a server of its own, whose clock it sets. People act through [`actor::Actor`], which sends what a
//! page, a form without JavaScript, or a program would send.
#![cfg(feature = "ssr")]
#![expect(
    clippy::unwrap_used,
    reason = "what is missing here fails the test, which is what a test is for"
)]

mod access;
mod accounts;
mod actor;
mod address;
mod attachments;
mod bad_input;
mod bots;
mod care;
mod desk;
mod doors;
mod drawing;
mod fuzz;
mod guests;
mod headers;
mod house;
mod keys;
mod logo;
mod mail;
mod mail_server;
mod media;
mod mentions;
mod messages;
mod notifications;
mod pace;
mod panel;
mod panel_lists;
mod passwords;
mod pins;
mod portraits;
mod preview_pictures;
mod previews;
mod program;
mod reactions;
mod replies;
mod rest;
mod rest_description;
mod rest_fuzz;
mod rest_media;
mod rest_queries;
mod rest_rights;
mod rooms;
mod search;
mod server;
mod sessions;
mod settings;
mod source;
mod strangers;
mod threads;
mod versions;
mod voices;
