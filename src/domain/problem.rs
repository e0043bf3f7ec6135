//! Why something was not done.

use serde::{Deserialize, Serialize};

/// A refusal that whoever asked can understand and act on.
///
/// `Display` is English, for programs and the command line; the page says it in its reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum Problem {
    /// Nobody is signed in, or no longer.
    #[error("Please sign in.")]
    SignedOut,
    /// Somebody is, who may not do this.
    #[error("You are not allowed to perform this action.")]
    Forbidden,
    /// No such thing, or none that the asker may know of.
    #[error("Not Found")]
    NotFound,
    /// Somebody else has changed it since the asker saw it.
    #[error("Somebody else has changed this meanwhile.")]
    Overtaken,
    /// The request was put together wrongly: which part, and what was wrong with it.
    #[error("{0}")]
    Malformed(String),

    /// A message without words.
    #[error("A message needs some words.")]
    MessageEmpty,
    /// A message beyond the limit: its length and the limit, in characters.
    #[error("A message may have {limit} characters, and this one has {length}.")]
    MessageTooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// Writing to a room that one is not in.
    #[error("You are not a member of this room.")]
    NotMember,
    /// Writing to a room that was put away.
    #[error("This room is archived.")]
    RoomArchived,
    /// Editing what is no longer there.
    #[error("This message was deleted.")]
    MessageDeleted,

    /// What is answered is no longer there, or in another room.
    #[error("The message that this one answers is no longer there.")]
    ReplyGone,
    /// A reaction that is anything but one emoji.
    #[error("A reaction is exactly one emoji.")]
    EmojiInvalid,
    /// More different emoji than one message may have.
    #[error("A message may have {limit} different reactions.")]
    TooManyEmoji {
        /// How many it may have.
        limit: usize,
    },
    /// More pins than a room may have.
    #[error("A room may have {limit} pinned messages.")]
    TooManyPins {
        /// How many it may have.
        limit: i64,
    },

    /// Threads begin from messages of rooms, not of other threads.
    #[error("This message is in a thread already.")]
    ThreadInThread,

    /// A room needs a name of 1 to 80 characters.
    #[error("A room's name has 1 to 80 characters.")]
    RoomNameInvalid,
    /// Another room is called so.
    #[error("There is a room of this name already.")]
    RoomNameTaken,
    /// A room's description is at most 250 characters.
    #[error("A room's description has at most 250 characters.")]
    TopicTooLong,
    /// Nobody joins, leaves or renames a talk between a fixed set of people.
    #[error("The people in a direct talk stay the same.")]
    DirectIsFixed,
    /// A room that has people in it needs an owner: make somebody else one first.
    #[error("Somebody has to look after the room: make another member an owner first.")]
    LastOwner,
    /// A direct talk has one to eight people beside its founder.
    #[error("A direct talk is between two and nine people.")]
    DirectSize,

    /// A section needs a name of 1 to 80 characters.
    #[error("A section's name has 1 to 80 characters.")]
    SectionNameInvalid,
    /// More sections than somebody may have.
    #[error("You may have {limit} sections.")]
    TooManySections {
        /// How many one may have.
        limit: usize,
    },
    /// More bookmarks than somebody may have.
    #[error("You may have {limit} bookmarks.")]
    TooManyBookmarks {
        /// How many one may have.
        limit: usize,
    },

    /// A person needs a name of 1 to 80 characters.
    #[error("A name has 1 to 80 characters.")]
    NameInvalid,
    /// A key needs a name of 1 to 80 characters.
    #[error("A key's name has 1 to 80 characters.")]
    KeyNameInvalid,
    /// Somebody has as many keys as one may.
    #[error("You have {limit} keys already; end one first.")]
    TooManyKeys {
        /// How many one may have.
        limit: usize,
    },
    /// Not an e-mail address.
    #[error("Please enter a valid email address.")]
    EmailInvalid,
    /// Somebody has this address already.
    #[error("A user with the given email is already registered.")]
    EmailTaken,
    /// Fewer than eight characters.
    #[error("A password has at least 8 characters.")]
    PasswordTooShort,
    /// More than 256 characters.
    #[error("A password has at most 256 characters.")]
    PasswordTooLong,
    /// Among those that everybody tries first.
    #[error("This password is one of the commonest; please choose another.")]
    PasswordCommon,
    /// The current password, asked for before a change, was another.
    #[error("The current password is not right.")]
    PasswordWrong,
    /// Address or password; which of the two is not said.
    #[error("The email or password provided is incorrect.")]
    CredentialsWrong,
    /// Too often in too short a time.
    #[error("Too many attempts. Please try again in {seconds} seconds.")]
    TooMany {
        /// After how many seconds it is worth another try.
        seconds: u64,
    },
    /// An invite that is used up, expired, revoked or was never given.
    #[error("This invitation is no longer valid.")]
    InviteInvalid,
    /// The first account exists already, or the link is not the one that the server printed.
    #[error("This link is no longer valid.")]
    SetupInvalid,
    /// Accounts come by invitation here.
    #[error("This server takes new people by invitation only.")]
    SignUpClosed,

    /// A form for a file came without one.
    #[error("Please choose a file.")]
    FileMissing,
    /// A file beyond the limit, which is in bytes.
    #[error("A file may have {limit} bytes.")]
    FileTooLarge {
        /// How large it may be.
        limit: u64,
    },
    /// What somebody has uploaded and this file would be more than one person may keep here, in bytes.
    #[error("Everything that you upload may have {quota} bytes.")]
    QuotaSpent {
        /// How much it may be.
        quota: u64,
    },
    /// More files than one message may have.
    #[error("A message may have {limit} files.")]
    TooManyFiles {
        /// How many it may have.
        limit: usize,
    },
    /// A file that is to go with a message and is not there any more, in another message already, or somebody else's.
    #[error("A file of this message is no longer there. Please upload it again.")]
    FileGone,
    /// More words for what a picture shows than there may be.
    #[error("What a picture shows is said in at most 500 characters.")]
    AltTooLong,
    /// Of a type that no picture can be made of.
    #[error("A picture is a PNG, JPEG, GIF or WebP file.")]
    PictureUnknown,
    /// It begins like a picture, and can't be read as one.
    #[error("This picture is damaged.")]
    PictureBroken,
    /// More pixels than are worked on.
    #[error("A picture may have {megapixels} megapixels.")]
    PictureTooLarge {
        /// How many millions it may have.
        megapixels: u64,
    },

    /// The server can't keep anything at the moment: nothing was done, and a later try may succeed.
    #[error("The server can't save anything at the moment. Please try again.")]
    Unavailable,
    /// A fault of ours. The server's log has more, under the request's id.
    #[error("Something went wrong.")]
    Internal,
}

impl Problem {
    /// The HTTP status that says the same (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::CredentialsWrong => 401,
            Self::Forbidden | Self::NotMember | Self::SignUpClosed | Self::DirectIsFixed => 403,
            Self::NotFound => 404,
            Self::Overtaken
            | Self::RoomArchived
            | Self::MessageDeleted
            | Self::ReplyGone
            | Self::TooManyEmoji { .. }
            | Self::TooManyPins { .. }
            | Self::ThreadInThread
            | Self::TooManySections { .. }
            | Self::TooManyBookmarks { .. }
            | Self::RoomNameTaken
            | Self::EmailTaken
            | Self::TooManyKeys { .. }
            | Self::LastOwner => 409,
            Self::InviteInvalid | Self::SetupInvalid => 410,
            Self::FileTooLarge { .. } | Self::QuotaSpent { .. } => 413,
            Self::PictureUnknown => 415,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::Malformed(_) => 400,
            Self::MessageEmpty
            | Self::MessageTooLong { .. }
            | Self::EmojiInvalid
            | Self::RoomNameInvalid
            | Self::SectionNameInvalid
            | Self::TopicTooLong
            | Self::DirectSize
            | Self::NameInvalid
            | Self::KeyNameInvalid
            | Self::EmailInvalid
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordCommon
            | Self::PasswordWrong
            | Self::FileMissing
            | Self::FileGone
            | Self::TooManyFiles { .. }
            | Self::AltTooLong
            | Self::PictureBroken
            | Self::PictureTooLarge { .. } => 422,
        }
    }

    /// Whether the same request may succeed later, so that a send is kept and tried again rather than refused.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::TooMany { .. } | Self::Unavailable | Self::Internal | Self::SignedOut
        )
    }
}
