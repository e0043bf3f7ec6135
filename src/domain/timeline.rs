//! What a page knows, and how a change makes the next of it.
//!
//! The law that the tests hold: for any history and every person, the state that the server gives at one time, with
//! the stream's events applied up to a later time, is the state that the server gives then. What a page has not
//! loaded, it does not invent: a window of a room starts somewhere and reaches to the newest message.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Change, Cursor, Level, Membership, Message, MessageId, Person, PersonId, ReadMark, Role, Room,
    RoomId, RoomKind, change::Event, desk::Desk,
};

/// How many of a room's newest messages are looked at for what calls somebody. It bounds what a page knows of a room that its
/// reader never looks into.
pub const MENTIONS_WITHIN: i64 = 10_000;

/// Everything a page shows, for one person, at one cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What is in here.
    pub cursor: Cursor,
    /// Whose eyes these are.
    pub me: PersonId,
    /// Everybody who has an account.
    pub people: BTreeMap<PersonId, Person>,
    /// The rooms I am in, and the open ones that I could join.
    pub rooms: BTreeMap<RoomId, Place>,
    /// How I arranged my rooms, and my bookmarks.
    pub desk: Desk,
    /// What was said, in the rooms that I looked into.
    pub windows: BTreeMap<RoomId, Window>,
}

impl State {
    /// Whom a message in a room can call, with their names: who is in it, and in a thread who is in the room that it is in.
    pub fn names_in(&self, room: RoomId) -> impl Iterator<Item = (PersonId, String)> {
        let origin = self.rooms.get(&room).and_then(|place| place.room.origin);
        let members = self
            .rooms
            .get(&origin.map_or(room, |origin| origin.room))
            .into_iter();
        members
            .flat_map(|place| &place.members)
            .filter_map(|person| Some((*person, self.people.get(person)?.name.clone())))
    }
}

/// A room, and how I stand to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The room itself, without its `members`. Its `last_number` is 0 where I am not in it.
    pub room: Room,
    /// Who is in it; empty where I am not.
    pub members: BTreeSet<PersonId>,
    /// The number up to which I have read; `None` where I am not a member.
    pub read: Option<i64>,
    /// The number of the newest message when I last moved the mark back; 0 where I never did.
    pub set_back: i64,
    /// The numbers of the messages above the mark that call me.
    pub mentions: BTreeSet<i64>,
    /// Of what I want to be told.
    pub level: Level,
}

impl Place {
    /// A room from outside.
    pub fn outside(room: Room) -> Self {
        Self {
            room: Room {
                members: None,
                last_number: 0,
                ..room
            },
            members: BTreeSet::new(),
            read: None,
            set_back: 0,
            mentions: BTreeSet::new(),
            level: Level::default(),
        }
    }

    /// Takes a mark of mine.
    pub fn mark(&mut self, mark: &ReadMark) {
        self.read = Some(mark.number);
        self.set_back = mark.set_back;
        self.level = mark.level;
        self.mentions = mark.mentions.iter().copied().collect();
        self.settle();
    }

    /// How many messages wait for me: those that call me, or all of them, as I want to be told.
    pub fn waiting(&self) -> i64 {
        match self.level {
            Level::Everything => self.unread(),
            Level::Mentions => i64::try_from(self.mentions.len()).unwrap_or(i64::MAX),
            Level::Nothing => 0,
        }
    }

    /// Whether a message of somebody else's is one of those that wait for me.
    pub fn concerns(&self, number: i64) -> bool {
        !self.room.archived
            && self.read.is_some_and(|read| number > read)
            && match self.level {
                Level::Everything => true,
                Level::Mentions => self.mentions.contains(&number),
                Level::Nothing => false,
            }
    }

    /// Whether it is to be seen that there is something unread.
    pub fn has_news(&self) -> bool {
        self.level != Level::Nothing && self.unread() > 0
    }

    /// Moves the mark forward.
    fn read_to(&mut self, number: i64) {
        self.read = self.read.map(|read| read.max(number));
        self.settle();
    }

    /// Forgets calls that are read or too far back.
    fn settle(&mut self) {
        let oldest = self.read.map_or(i64::MAX, |read| {
            read.max(self.room.last_number - MENTIONS_WITHIN)
        });
        if self.mentions.first().is_some_and(|first| *first <= oldest) {
            self.mentions = self.mentions.split_off(&(oldest.saturating_add(1)));
        }
    }

    /// Whether I am in it.
    pub fn joined(&self) -> bool {
        self.read.is_some()
    }

    /// How many messages I have not read yet.
    pub fn unread(&self) -> i64 {
        self.read
            .map_or(0, |read| (self.room.last_number - read).max(0))
    }
}

/// A stretch of a room's messages, by their numbers: the newest, or one further back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From which number on: what is below lies before the window. 1 where it is the whole room.
    from: i64,
    /// Up to which number, where there are newer ones that it leaves out.
    until: Option<i64>,
    /// The messages, without gaps once the page has caught up.
    pub messages: BTreeMap<i64, Message>,
    /// In a thread, the message that it began from.
    pub root: Option<Box<Message>>,
}

impl Default for Window {
    /// The window of a room in which nothing was said yet.
    fn default() -> Self {
        Self {
            from: 1,
            until: None,
            messages: BTreeMap::new(),
            root: None,
        }
    }
}

/// The window of a page of messages that reaches to the room's newest; an empty page is an empty room's.
impl From<Vec<Message>> for Window {
    fn from(messages: Vec<Message>) -> Self {
        let messages: BTreeMap<i64, Message> = messages
            .into_iter()
            .map(|message| (message.number, message))
            .collect();
        let from = messages.keys().next().copied().unwrap_or(1);
        Self {
            from,
            until: None,
            messages,
            root: None,
        }
    }
}

impl Window {
    /// The window of a page of messages after which more was said, up to the number `last`.
    pub fn past(messages: Vec<Message>, last: i64) -> Self {
        let window = Self::from(messages);
        let end = window.messages.keys().next_back().copied();
        Self {
            until: Some(end.unwrap_or_default()).filter(|end| *end < last),
            ..window
        }
    }

    /// Whether it reaches to the room's newest message, whose number is `last`.
    pub fn reaches(&self, last: i64) -> bool {
        let end = self.messages.keys().next_back().copied();
        self.until.is_none() && end.unwrap_or_default() >= last
    }

    /// Whether there is more to load before it.
    pub fn has_older(&self) -> bool {
        self.from > 1
    }

    /// The oldest message of it.
    pub fn first(&self) -> Option<&Message> {
        self.messages.values().next()
    }

    /// A message by its id.
    pub fn find(&self, id: MessageId) -> Option<&Message> {
        self.messages
            .values()
            .rev()
            .find(|message| message.id == id)
    }

    /// Puts messages in front that were loaded from the history. What is here already is newer and stays.
    pub fn prepend(&mut self, older: Vec<Message>) {
        for message in older {
            self.from = self.from.min(message.number);
            self.messages.entry(message.number).or_insert(message);
        }
    }

    /// Takes a message as it is now, unless it lies outside the window or is known to be older news.
    fn put(&mut self, message: &Message) {
        if message.number < self.from || self.until.is_some_and(|until| message.number > until) {
            return;
        }
        let known = self
            .messages
            .get(&message.number)
            .map_or(-1, |known| known.seq);
        if message.seq > known {
            self.messages.insert(message.number, message.clone());
        }
    }
}

/// Applies an event of the stream.
///
/// An event that the state already covers does nothing, so an event may arrive twice. One of another epoch does
/// nothing either: it takes a `reset` to cross over.
pub fn apply(state: &mut State, event: &Event) {
    if event.cursor.epoch != state.cursor.epoch || event.cursor.seq <= state.cursor.seq {
        return;
    }
    for change in &event.changes {
        apply_change(state, change);
    }
    state.cursor = event.cursor;
}

/// Takes the answer to one's own send, edit or deletion, which may come before the stream tells of it.
pub fn note(state: &mut State, message: &Message) {
    apply_message(state, message);
}

/// Makes a bookmark of mine, or takes it away, in a page whose reader the server has just allowed it. The stream says the same a
/// little later.
pub fn bookmark(state: &mut State, message: MessageId, on: bool) {
    let bookmarks = &mut state.desk.bookmarks;
    let place = bookmarks.iter().position(|other| *other == message);
    match (place, on) {
        (None, true) => bookmarks.insert(0, message),
        (Some(place), false) => _ = bookmarks.remove(place),
        _ => {}
    }
}

/// Moves my read mark forward in a page whose reader has seen so much. The server is told by others.
pub fn read(state: &mut State, room: RoomId, number: i64) {
    if let Some(place) = state.rooms.get_mut(&room) {
        place.read_to(number);
    }
}

fn apply_change(state: &mut State, change: &Change) {
    match change {
        Change::Message(message) => apply_message(state, message),
        Change::Room(room) => apply_room(state, room),
        Change::Gone(gone) => forget(state, gone.room),
        Change::Membership(membership) => apply_membership(state, membership),
        Change::Person(person) => apply_person(state, person),
        Change::Read(mark) => apply_read(state, mark),
        Change::Desk(desk) => state.desk = desk.clone(),
    }
}

fn apply_message(state: &mut State, message: &Message) {
    // The window of its thread has it, too.
    let roots = state
        .windows
        .values_mut()
        .filter_map(|window| window.root.as_mut());
    for root in roots {
        if root.id == message.id && root.seq < message.seq {
            **root = message.clone();
        }
    }
    // A room that I can't see yet: its message will be there when I look into it.
    let Some(place) = state.rooms.get_mut(&message.room) else {
        return;
    };
    place.room.last_number = place.room.last_number.max(message.number);
    // Who writes has read what is above. The server moves the mark in the same breath. The message may come after a
    // newer one, and after the mark was moved back: an edit moves it back in the sequence.
    if message.sender.id == state.me && message.number > place.set_back {
        place.read_to(message.number);
    }
    let window = state.windows.get_mut(&message.room);
    let is_old_news = window.as_ref().is_some_and(|window| {
        let known = window.messages.get(&message.number);
        known.is_some_and(|known| known.seq > message.seq)
    });
    if !is_old_news {
        if message.calls(state.me) && place.read.is_some_and(|read| message.number > read) {
            place.mentions.insert(message.number);
        } else {
            place.mentions.remove(&message.number);
        }
    }
    place.settle();
    if let Some(window) = window {
        window.put(message);
    }
}

fn apply_room(state: &mut State, room: &Room) {
    let place = state
        .rooms
        .entry(room.id)
        .or_insert_with(|| Place::outside(room.clone()));
    // Who is not in a room hears nothing of what is said there, so can't follow the number either.
    let last_number = if room.members.is_some() || place.joined() {
        room.last_number.max(place.room.last_number)
    } else {
        0
    };
    if let Some(members) = &room.members {
        place.members = members.iter().copied().collect();
    }
    place.room = Room {
        members: None,
        last_number,
        ..room.clone()
    };
    place.settle();
}

fn apply_membership(state: &mut State, membership: &Membership) {
    // A guest knows of no room that they are not in.
    let me = state.people.get(&state.me);
    let is_guest = me.is_some_and(|me| me.role == Role::Guest);
    let Some(place) = state.rooms.get_mut(&membership.room) else {
        return;
    };
    if membership.person != state.me {
        if membership.joined {
            place.members.insert(membership.person);
        } else {
            place.members.remove(&membership.person);
        }
    } else if membership.joined {
        place.members.insert(membership.person);
        // The mark itself follows as a change of its own.
        place.read.get_or_insert(place.room.last_number);
    } else if place.room.kind == RoomKind::Open && !is_guest {
        *place = Place::outside(place.room.clone());
        state.windows.remove(&membership.room);
    } else {
        forget(state, membership.room);
    }
}

fn apply_person(state: &mut State, person: &Person) {
    // Messages carry the names of their ends, and a new name is no change of theirs.
    for message in state.windows.values_mut().flat_map(|window| {
        window
            .messages
            .values_mut()
            .chain(window.root.as_deref_mut())
    }) {
        let ends = [Some(&mut message.sender), message.receiver.as_mut()];
        for end in ends.into_iter().flatten() {
            if end.id == person.id {
                end.name.clone_from(&person.name);
                if person.is_erased() {
                    end.email.clear();
                }
            }
        }
    }
    state.people.insert(person.id, person.clone());
}

fn apply_read(state: &mut State, mark: &ReadMark) {
    if let Some(place) = state.rooms.get_mut(&mark.room)
        && place.joined()
    {
        place.mark(mark);
    }
}

fn forget(state: &mut State, room: RoomId) {
    state.rooms.remove(&room);
    state.windows.remove(&room);
}

#[cfg(test)]
#[path = "timeline/tests.rs"]
mod tests;
