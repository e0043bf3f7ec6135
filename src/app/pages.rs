//! The pages, a file each.

#![expect(unreachable_pub, reason = "what the component macro makes is `pub`")]

pub(crate) mod about;
pub(crate) mod bookmarks;
pub(crate) mod index;
pub(crate) mod join;
pub(crate) mod mentions;
pub(crate) mod missing;
pub(crate) mod new_room;
pub(crate) mod people;
pub(crate) mod pins;
pub(crate) mod room;
pub(crate) mod rooms;
pub(crate) mod search;
pub(crate) mod set_up;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod signed_in;
pub(crate) mod threads;
pub(crate) mod versions;
