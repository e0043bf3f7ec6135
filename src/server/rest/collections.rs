//! The collections, a file each.

mod media;
mod memberships;
mod messages;
mod reactions;
mod rooms;
mod users;

pub(super) use media::MEDIA;
pub(super) use memberships::MEMBERSHIPS;
pub(super) use messages::MESSAGES;
pub(super) use reactions::REACTIONS;
pub(super) use rooms::ROOMS;
pub(super) use users::USERS;

use super::collection::Collection;

/// All of them, in the order in which they are described.
pub(super) static ALL: [&Collection; 6] =
    [&USERS, &ROOMS, &MEMBERSHIPS, &MESSAGES, &REACTIONS, &MEDIA];
