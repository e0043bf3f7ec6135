//! What Parlour promises, held against the real store, the real stream and the real program.
#![cfg(feature = "ssr")]
#![recursion_limit = "256"]

mod deed;
mod delivery;
mod follower;
mod law;
mod listener;
mod media;
mod opening;
mod page;
mod program;
mod rights;
mod shutdown;
mod support;
mod town;
mod wire;
mod writer;
