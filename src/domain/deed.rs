//! What admins do, as the record of it names it.

/// Declares the deeds, each with the word that the database keeps.
macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// Something that an admin did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Deed {
            $($(#[$doc])* $name,)+
        }

        impl Deed {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word that the database keeps.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

deeds! {
    /// Made an account for somebody.
    AccountMade = "account.made",
    /// Deleted somebody's account.
    AccountDeleted = "account.deleted",
    /// Banned somebody.
    Banned = "account.banned",
    /// Gave somebody's account another address.
    AddressChanged = "account.address",
    /// Let somebody in again.
    Unbanned = "account.unbanned",
    /// Made somebody an admin.
    MadeAdmin = "account.admin",
    /// Made an admin a member again.
    MadeMember = "account.member",
    /// Made somebody a guest.
    MadeGuest = "account.guest",
    /// Let a bot write in other people's names.
    VoiceLent = "bot.voice",
    /// Let a bot no longer do that.
    VoiceTaken = "bot.voice.taken",
    /// Handed out the secret for another password.
    ResetDrawn = "account.reset",
    /// Forgot how often somebody's password was wrong.
    Unlocked = "account.unlocked",
    /// Ended one of somebody's sessions.
    SessionEnded = "session.ended",
    /// Made an API key for a bot.
    KeyMade = "key.made",
    /// Ended one of somebody's API keys.
    KeyEnded = "key.ended",
    /// Made an invite link.
    InviteMade = "invite.made",
    /// Ended an invite link.
    InviteRevoked = "invite.revoked",
    /// Opened a closed room.
    RoomOpened = "room.opened",
    /// Closed an open room.
    RoomClosed = "room.closed",
    /// Deleted a room.
    RoomDeleted = "room.deleted",
    /// Gave a room another name.
    RoomRenamed = "room.renamed",
    /// Said otherwise what a room is for.
    RoomDescribed = "room.described",
    /// Put a room away.
    RoomArchived = "room.archived",
    /// Brought a room back.
    RoomRestored = "room.restored",
    /// Gave somebody charge of a room.
    OwnerMade = "room.owner",
    /// Took the charge of a room from somebody.
    OwnerUnmade = "room.owner.taken",
    /// Took somebody out of a room.
    MemberRemoved = "room.removed",
    /// Deleted somebody else's message.
    MessageDeleted = "message.deleted",
    /// Deleted somebody else's file.
    FileDeleted = "file.deleted",
    /// Said what somebody else's file shows.
    FileDescribed = "file.described",
    /// Changed a setting of the server.
    SettingChanged = "setting.changed",
}

impl Deed {
    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.code() == code)
    }
}
