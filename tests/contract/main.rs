//! The seed's contract, replayed: what a running Payload system was asked, and how it answered, is put to Parlour in
//! open mode with an empty database.
//!
//! Status, keys, types and values must be the same, but for times and secrets, and for keys that Parlour adds. What is
//! different on purpose stands in [`differences`], each with its reason; where a difference has gone, the test fails too.
#![cfg(feature = "ssr")]
#![expect(
    clippy::unwrap_used,
    reason = "what is missing here fails the test, which is what a test is for"
)]

mod comparison;
mod differences;
mod files;
mod replay;
mod transcript;

#[path = "../doors/actor.rs"]
#[expect(dead_code, reason = "the doors' tests use all of it")]
mod actor;
#[path = "../doors/drawing.rs"]
#[expect(dead_code, reason = "the doors' tests use all of it")]
mod drawing;
#[path = "../doors/server.rs"]
#[expect(dead_code, reason = "the doors' tests use all of it")]
mod server;
