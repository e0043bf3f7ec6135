//! The pages, a file each.

#![expect(unreachable_pub, reason = "what the component macro makes is `pub`")]

mod about;
pub(crate) mod apart;
pub(crate) mod index;
mod join;
mod mentions;
pub(crate) mod missing;
mod new_room;
mod people;
mod pins;
pub(crate) mod room;
mod rooms;
mod search;
mod set_up;
mod settings;
mod sign_in;
mod sign_up;
pub(crate) mod signed_in;
mod versions;
