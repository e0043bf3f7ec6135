//! What can happen on a server.

use proptest::prelude::*;

/// Something that somebody does, or tries. Numbers pick from what there is.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// By nobody's doing, by the command line, or by an invite link.
    Arrive {
        by: u8,
    },
    Rename {
        who: u8,
        to: u8,
    },
    /// Chooses a picture of oneself, or takes it away.
    Picture {
        who: u8,
        chosen: bool,
    },
    /// Uploads a file, of which no page tells yet.
    Upload {
        who: u8,
    },
    Ban {
        whom: u8,
        banned: bool,
    },
    /// Makes somebody an admin, a member or a guest.
    Rank {
        whom: u8,
        to: u8,
    },
    /// Lets a bot speak for others, or no longer, and has it say something in somebody's name.
    Voice {
        bot: u8,
        room: u8,
        whom: u8,
        lent: bool,
    },
    /// Everywhere, or on the device used last.
    SignOut {
        who: u8,
        everywhere: bool,
    },
    /// By the command line, and then by themselves.
    NewPassword {
        who: u8,
    },
    /// Makes an invite link and takes it back.
    Revoke,
    /// Makes an API key, or ends all of them.
    Key {
        who: u8,
        ends: bool,
    },
    Make {
        who: u8,
        open: bool,
    },
    Talk {
        who: u8,
        with: u8,
        and: u8,
    },
    Join {
        who: u8,
        room: u8,
    },
    Leave {
        who: u8,
        room: u8,
    },
    Invite {
        who: u8,
        room: u8,
        whom: u8,
    },
    Remove {
        who: u8,
        room: u8,
        whom: u8,
    },
    Charge {
        who: u8,
        room: u8,
        whom: u8,
        owner: bool,
    },
    Describe {
        who: u8,
        room: u8,
        to: u8,
    },
    Archive {
        who: u8,
        room: u8,
        archived: bool,
    },
    /// Describes and archives at once, as programs do.
    Change {
        who: u8,
        room: u8,
        to: u8,
        archived: bool,
    },
    /// Deletes somebody's account.
    Erase {
        whom: u8,
    },
    /// Helps somebody who can't get in: what admins do that no page tells of.
    Help {
        whom: u8,
    },
    /// Deletes a room.
    Raze {
        room: u8,
    },
    /// Deletes what is old, which nothing is here, or is by the clock of a test that sets it.
    Retire,
    /// Opens a closed room, or closes an open one.
    Turn {
        room: u8,
        open: bool,
    },
    Say {
        who: u8,
        room: u8,
        times: u8,
    },
    /// Says something to a person, as programs do, in whichever room that is.
    Tell {
        who: u8,
        whom: u8,
    },
    /// Says something that calls somebody by the name that they have now, or everybody.
    Call {
        who: u8,
        room: u8,
        whom: u8,
        everybody: bool,
    },
    /// Other words, some of which call somebody.
    Edit {
        who: u8,
        message: u8,
    },
    /// Answers a message, of this room or of another one.
    Reply {
        who: u8,
        room: u8,
        message: u8,
    },
    /// Comes into the thread of a message, which is begun where there is none.
    Thread {
        who: u8,
        message: u8,
    },
    /// Answers a message in its thread, as programs do, and shows it in the room for every other message.
    Answer {
        who: u8,
        message: u8,
    },
    /// Makes a bookmark, or takes it away.
    Bookmark {
        who: u8,
        message: u8,
        on: bool,
    },
    /// Puts a room into one of three sections, or into none, and moves both.
    Arrange {
        who: u8,
        room: u8,
        section: u8,
    },
    /// Pins a message, or takes that back.
    Pin {
        who: u8,
        message: u8,
        on: bool,
    },
    /// Reacts with one of three emoji, or takes that back.
    React {
        who: u8,
        message: u8,
        with: u8,
        on: bool,
    },
    /// Says something with links.
    Link {
        who: u8,
        room: u8,
        to: u8,
    },
    /// Puts a card below a message, if it has the link.
    Unfurl {
        message: u8,
        to: u8,
    },
    /// Takes a card away.
    Furl {
        who: u8,
        message: u8,
        to: u8,
    },
    Delete {
        who: u8,
        message: u8,
    },
    Read {
        who: u8,
        room: u8,
        number: u8,
    },
    /// Makes what is from a number on unread.
    Unread {
        who: u8,
        room: u8,
        from: u8,
    },
    ReadAll {
        who: u8,
    },
    /// Wants to be told of everything, of mentions, or of nothing.
    Level {
        who: u8,
        room: u8,
        level: u8,
    },
}

/// Any deed; small numbers, so that the same people and rooms meet.
pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    let n = || 0..6_u8;
    let truth = any::<bool>;
    prop_oneof![
        3 => (0..8_u8).prop_map(|by| Deed::Arrive { by }),
        2 => (n(), n()).prop_map(|(who, to)| Deed::Rename { who, to }),
        2 => (n(), truth()).prop_map(|(who, chosen)| Deed::Picture { who, chosen }),
        1 => n().prop_map(|who| Deed::Upload { who }),
        2 => (n(), truth()).prop_map(|(whom, banned)| Deed::Ban { whom, banned }),
        3 => (n(), 0..3_u8).prop_map(|(whom, to)| Deed::Rank { whom, to }),
        1 => (n(), n(), n(), truth()).prop_map(|(bot, room, whom, lent)| Deed::Voice { bot, room, whom, lent }),
        2 => (n(), truth()).prop_map(|(who, everywhere)| Deed::SignOut { who, everywhere }),
        1 => n().prop_map(|who| Deed::NewPassword { who }),
        1 => Just(Deed::Revoke),
        1 => (n(), truth()).prop_map(|(who, ends)| Deed::Key { who, ends }),
        2 => (n(), truth()).prop_map(|(who, open)| Deed::Make { who, open }),
        1 => (n(), n(), n()).prop_map(|(who, with, and)| Deed::Talk { who, with, and }),
        4 => (n(), n()).prop_map(|(who, room)| Deed::Join { who, room }),
        4 => (n(), n()).prop_map(|(who, room)| Deed::Leave { who, room }),
        4 => (n(), n(), n()).prop_map(|(who, room, whom)| Deed::Invite { who, room, whom }),
        3 => (n(), n(), n()).prop_map(|(who, room, whom)| Deed::Remove { who, room, whom }),
        2 => (n(), n(), n(), truth()).prop_map(|(who, room, whom, owner)| Deed::Charge { who, room, whom, owner }),
        2 => (n(), n(), n()).prop_map(|(who, room, to)| Deed::Describe { who, room, to }),
        2 => (n(), n(), truth()).prop_map(|(who, room, archived)| Deed::Archive { who, room, archived }),
        1 => (n(), n(), n(), truth()).prop_map(|(who, room, to, archived)| Deed::Change { who, room, to, archived }),
        2 => (n(), truth()).prop_map(|(room, open)| Deed::Turn { room, open }),
        1 => n().prop_map(|whom| Deed::Erase { whom }),
        1 => n().prop_map(|whom| Deed::Help { whom }),
        1 => n().prop_map(|room| Deed::Raze { room }),
        1 => Just(Deed::Retire),
        12 => (n(), n(), 1..4_u8).prop_map(|(who, room, times)| Deed::Say { who, room, times }),
        1 => (n(), n(), 60..130_u8).prop_map(|(who, room, times)| Deed::Say { who, room, times }),
        2 => (n(), n()).prop_map(|(who, whom)| Deed::Tell { who, whom }),
        6 => (n(), n(), n(), truth()).prop_map(|(who, room, whom, everybody)| Deed::Call { who, room, whom, everybody }),
        5 => (n(), any::<u8>()).prop_map(|(who, message)| Deed::Edit { who, message }),
        4 => (n(), 0..3_u8, 0..8_u8).prop_map(|(who, room, message)| Deed::Reply { who, room, message }),
        6 => (n(), 0..12_u8).prop_map(|(who, message)| Deed::Thread { who, message }),
        4 => (n(), 0..12_u8).prop_map(|(who, message)| Deed::Answer { who, message }),
        2 => (n(), 0..12_u8, prop::bool::weighted(0.7)).prop_map(|(who, message, on)| Deed::Bookmark { who, message, on }),
        2 => (n(), n(), 0..4_u8).prop_map(|(who, room, section)| Deed::Arrange { who, room, section }),
        6 => (n(), 0..12_u8, n(), prop::bool::weighted(0.7))
            .prop_map(|(who, message, with, on)| Deed::React { who, message, with, on }),
        3 => (n(), 0..12_u8, prop::bool::weighted(0.7)).prop_map(|(who, message, on)| Deed::Pin { who, message, on }),
        4 => (n(), 0..3_u8, n()).prop_map(|(who, room, to)| Deed::Link { who, room, to }),
        4 => (0..8_u8, n()).prop_map(|(message, to)| Deed::Unfurl { message, to }),
        2 => (n(), 0..8_u8, n()).prop_map(|(who, message, to)| Deed::Furl { who, message, to }),
        4 => (n(), any::<u8>()).prop_map(|(who, message)| Deed::Delete { who, message }),
        4 => (n(), n(), 0..20_u8).prop_map(|(who, room, number)| Deed::Read { who, room, number }),
        4 => (n(), n(), 0..20_u8).prop_map(|(who, room, from)| Deed::Unread { who, room, from }),
        1 => n().prop_map(|who| Deed::ReadAll { who }),
        2 => (n(), n(), 0..3_u8).prop_map(|(who, room, level)| Deed::Level { who, room, level }),
    ]
}
