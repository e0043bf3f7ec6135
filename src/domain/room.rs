//! Rooms, and who is in them.

use serde::{Deserialize, Serialize};

use super::{MessageId, PersonId, RoomId, Seq};

/// How many threads one person is in. It bounds what their page knows; of those that nothing was said in for longest, they are
/// taken out.
pub const THREAD_LIMIT: i64 = 200;

/// Who may come into a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomKind {
    /// Anyone with an account may see it and join.
    Open,
    /// Only who is invited knows of it.
    Closed,
    /// One fixed set of people, who agreed to talk among themselves: nobody joins, nobody leaves.
    Direct,
    /// What began from one message of another room. Whoever is in that one may come in: see [`Origin`].
    Thread,
}

impl RoomKind {
    /// The word that the database uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Direct => "direct",
            Self::Thread => "thread",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Closed, Self::Direct, Self::Thread]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A room, as its members see it. Of an open room, everybody sees this much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// Which room.
    pub id: RoomId,
    /// Who may come in.
    pub kind: RoomKind,
    /// Its name; empty for a direct room, which is named after the people in it. That of a thread is how the message that it
    /// began from begins, in Markdown.
    pub name: String,
    /// What it is for, in a line; may be empty.
    pub topic: String,
    /// Closed to new words, still readable.
    pub archived: bool,
    /// The number of its newest message; 0 in a room where nothing was said yet.
    pub last_number: i64,
    /// The change that made it what it is. New messages don't count: they are changes of their own.
    pub seq: Seq,
    /// Who is in it. Sent to somebody who comes in, who can't know it yet; later comings and goings are changes of
    /// their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<PersonId>>,
    /// Where a thread began; left out of the wire for any other room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// Where a thread began. Who is in that room may come into the thread, and who leaves the one leaves the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The room that it is in.
    pub room: RoomId,
    /// The message that it began from.
    pub message: MessageId,
}

/// What a member is in one room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomRole {
    /// Made the room, or was given charge of it: renames, archives, removes.
    Owner,
    /// Reads and writes.
    Member,
}

impl RoomRole {
    /// The word that the database uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Owner, Self::Member]
            .into_iter()
            .find(|role| role.code() == code)
    }
}

/// A person in a room, or the trace that they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// Which room.
    pub room: RoomId,
    /// Who.
    pub person: PersonId,
    /// What they are there.
    pub role: RoomRole,
    /// False once they left or were removed.
    pub joined: bool,
    /// The change that made it so.
    pub seq: Seq,
}

/// Of what in a room somebody wants to be told that it waits for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Every message counts. So begins a direct room, and a thread for who writes in it or is called there.
    Everything,
    /// Only what calls them counts; that there is more is shown. So begins any other room.
    #[default]
    Mentions,
    /// Nothing is shown at all. So begins a thread that one only looked into.
    Nothing,
}

impl Level {
    /// All of them, the loudest first.
    pub const ALL: [Self; 3] = [Self::Everything, Self::Mentions, Self::Nothing];

    /// The word that the database uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Mentions => "mentions",
            Self::Nothing => "nothing",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What in a room waits for somebody: how far they have read, what calls them above that, and of what they want to be told.
/// Only they are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadMark {
    /// Which room.
    pub room: RoomId,
    /// The number of the newest message that they have seen.
    pub number: i64,
    /// The number of the room's newest message when they last moved the mark back; 0 where they never did. What they wrote
    /// up to there does not move it.
    pub set_back: i64,
    /// Of what they want to be told.
    pub level: Level,
    /// The numbers of the messages above the mark that call them, ascending.
    pub mentions: Vec<i64>,
    /// The change that set it.
    pub seq: Seq,
}
