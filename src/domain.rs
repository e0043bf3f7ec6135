//! What both sides know: the things a chat is made of, what input is valid, and who may do what.
//!
//! Compiled into the server and into the page, so that neither can disagree with the other: the page validates
//! with the server's rules, renders with the server's Markdown and follows the server's changes with
//! [`timeline::apply`], which the tests hold against the database.
//!
//! Nothing here knows a framework, a clock, a database or the network.

pub mod change;
pub mod code;
pub mod command;
pub mod cursor;
pub mod deed;
pub mod desk;
pub mod difference;
pub mod emoji;
pub mod id;
pub mod input;
pub mod language;
pub mod layout;
pub mod logo;
pub mod look;
pub mod markdown;
pub mod media;
pub mod mention;
pub mod message;
pub mod outbox;
pub mod permission;
pub mod person;
pub mod presence;
pub mod preview;
pub mod problem;
pub mod room;
pub mod search;
pub mod session;
pub mod switcher;
pub mod time;
pub mod timeline;
pub mod version;

pub use change::Change;
pub use cursor::{Cursor, Seq};
pub use deed::Deed;
pub use id::{ClientId, InviteId, MediaId, MessageId, PersonId, RoomId, SessionId};
pub use language::Language;
pub use logo::Logo;
pub use media::MediaKey;
pub use mention::Mention;
pub use message::Message;
pub use person::{Me, Person, Role};
pub use presence::{Presence, Typing};
pub use preview::Preview;
pub use problem::Problem;
pub use room::{Level, Membership, ReadMark, Room, RoomKind, RoomRole};
pub use session::{ApiKey, Invite, Session};
pub use time::Timestamp;
pub use timeline::State;
