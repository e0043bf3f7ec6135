//! What happened: the items of the stream.

use serde::{Deserialize, Serialize};

use super::{Cursor, Membership, Message, Person, ReadMark, Room, RoomId, Seq, desk::Desk};

/// One thing as it is after a change.
///
/// In the stream, a standing message travels in a `message` event, bare, as the seed's client expects it; everything
/// else, tombstones too, in a `sync` event, with its `type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "nearly all changes are messages")]
pub enum Change {
    /// Written, edited or deleted.
    Message(Message),
    /// Made, renamed, described, archived or brought back.
    Room(Room),
    /// No longer to be seen by who reads this: an open room that was closed to them.
    Gone(Gone),
    /// Somebody came or went.
    Membership(Membership),
    /// An account was made, renamed, banned, or given another role or picture.
    Person(Person),
    /// The reader read on, perhaps on another device.
    Read(ReadMark),
    /// The reader arranged their rooms, or made a bookmark.
    Desk(Desk),
}

/// A room that its reader may no longer know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Which room.
    pub room: RoomId,
    /// The change that took it away.
    pub seq: Seq,
}

impl Change {
    /// The change's number.
    pub fn seq(&self) -> Seq {
        match self {
            Self::Message(message) => message.seq,
            Self::Room(room) => room.seq,
            Self::Gone(gone) => gone.seq,
            Self::Membership(membership) => membership.seq,
            Self::Person(person) => person.seq,
            Self::Read(mark) => mark.seq,
            Self::Desk(desk) => desk.seq,
        }
    }
}

/// An event of the stream that is kept, read back from the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where a reader stands who has applied it.
    pub cursor: Cursor,
    /// What changed, in seq order.
    pub changes: Vec<Change>,
}

impl Event {
    /// Reads a `message` event: its `id:` and its `data:`.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] where either isn't what this version of Parlour writes; the page then loads itself afresh.
    pub fn from_message(id: &str, data: &str) -> Result<Self, Unreadable> {
        let messages: Vec<Message> = serde_json::from_str(data).map_err(|_| Unreadable)?;
        Ok(Self {
            cursor: id.parse().map_err(|_| Unreadable)?,
            changes: messages.into_iter().map(Change::Message).collect(),
        })
    }

    /// Reads a `sync` event: its `id:` and its `data:`.
    ///
    /// # Errors
    ///
    /// As [`from_message`](Self::from_message).
    pub fn from_sync(id: &str, data: &str) -> Result<Self, Unreadable> {
        let changes = serde_json::from_str(data).map_err(|_| Unreadable)?;
        Ok(Self {
            cursor: id.parse().map_err(|_| Unreadable)?,
            changes,
        })
    }
}

/// An event that this version can't read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event that this version of the page can't read")]
pub struct Unreadable;
