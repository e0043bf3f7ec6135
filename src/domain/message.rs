//! Messages, in the shape that the wire has.

use serde::{Deserialize, Serialize};

use super::{ClientId, MessageId, PersonId, RoomId, Seq, Timestamp, media::Attachment};

/// A message, or the tombstone of a deleted one.
///
/// The fields up to `created_at` are the seed's contract, in its order; the rest is Parlour's. The same shape
/// travels in the stream, in REST (where relations may be plain ids instead) and in the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Which message. Ids grow in the order of sending.
    pub id: MessageId,
    /// Who wrote it.
    pub sender: Correspondent,
    /// The other one, where the room is a talk between two; null in a room of many.
    pub receiver: Option<Correspondent>,
    /// The words as typed, in Markdown; empty once deleted, and where files speak for themselves.
    pub content: String,
    /// When it was said, by the sender's account where they gave one, else `created_at`.
    pub timestamp: Timestamp,
    /// When its row last changed.
    pub updated_at: Timestamp,
    /// When the server took it.
    pub created_at: Timestamp,
    /// Where it was said.
    pub room: RoomId,
    /// Its place in the room: 1, 2, 3, … without gaps, tombstones included.
    pub number: i64,
    /// The sender's own name for it, where they gave one.
    pub client_id: Option<ClientId>,
    /// When its words last changed.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The change that made it what it is.
    pub seq: Seq,
    /// The bot that wrote it in the sender's name; left out of the wire where they wrote it themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<PersonId>,
    /// The files in it, in their order; left out of the wire where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Message {
    /// Whether only the tombstone is left.
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }
}

/// A person at one end of a message: the seed's populated relation, and the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondent {
    /// Who.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// Always `users`: the seed tells with it what kind of document this is.
    pub collection: Collection,
    /// The name beside their words.
    pub name: String,
}

/// The collection that a populated relation comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Collection {
    /// People's accounts.
    #[default]
    Users,
}
