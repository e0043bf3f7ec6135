//! What Parlour promises, held against the real store, the real stream and the real program.
#![cfg(feature = "ssr")]
#![recursion_limit = "256"]
#![expect(
    clippy::unwrap_used,
    reason = "what is missing here fails the test, which is what a test is for"
)]

mod absence;
mod audit;
mod backup;
mod comparison;
mod deed;
mod delivery;
mod disk;
mod dismissal;
mod effort;
mod floods;
mod follower;
mod keys;
mod law;
mod ledger;
mod listener;
mod media;
mod nginx;
mod opening;
mod overview;
mod page;
mod passing;
mod program;
mod proxy;
mod receipts;
mod repeats;
mod restore;
mod rights;
mod rollback;
mod schedule;
mod sender;
mod shutdown;
mod site;
mod slow;
mod support;
mod tab;
mod town;
mod wire;
mod writer;
