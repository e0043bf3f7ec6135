//! Sign-ins, keys and invitations, as their owners see them.

use serde::{Deserialize, Serialize};

use super::{InviteId, SessionId, Timestamp};

/// One sign-in of mine, somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// What the browser or program called itself.
    pub agent: String,
    /// The address it came from last.
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to within a few minutes.
    pub seen_at: Timestamp,
    /// Whether this is the one that asks.
    pub current: bool,
}

/// A key of mine, by which a program may what I may. The key itself is shown once, when it is made: only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Which one.
    pub id: SessionId,
    /// What I called it.
    pub name: String,
    /// The address it was used from last; empty for one that was not used.
    pub address: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to within a few minutes.
    pub used_at: Option<Timestamp>,
}

/// A browser of mine that is told of messages while no page is open there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified {
    /// By which sign-in.
    pub session: SessionId,
    /// What the browser called itself.
    pub agent: String,
    /// Whether it is told only that there is something.
    pub bare: bool,
    /// Since when.
    pub since: Timestamp,
    /// When something was last sent there.
    pub pushed_at: Option<Timestamp>,
    /// Whether this is the one that asks.
    pub current: bool,
}

/// An invite link. The link itself is shown once, when it is made: only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Which one.
    pub id: InviteId,
    /// The name of who made it.
    pub by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How many people have come by it.
    pub used: i64,
    /// How many may come by it in all.
    pub uses: i64,
}
