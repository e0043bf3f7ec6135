//! Which streams hear what.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;

use super::{
    frame,
    news::{Body, News},
    stream::Viewer,
};
use crate::{
    domain::{
        Change, Cursor, PersonId, Room, RoomId, RoomKind, Seq, SessionId, Timestamp, change::Gone,
    },
    live::mailbox::Mailbox,
};

/// How many streams one person may have open: many devices, many tabs, and no more.
const STREAMS_EACH: usize = 64;

/// Somebody has as many streams open as one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many open streams")]
pub struct Crowded;

/// Streams are written to in the order in which they connected: the kernel likes it better than a random one.
type Streams = BTreeMap<u64, Arc<Mailbox>>;

#[derive(Debug)]
pub(super) struct Hub {
    epoch: u32,
    /// A plain mutex: it is held for memory work only, never across an await.
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The last change that was delivered; rights are those of this moment.
    position: Seq,
    next: u64,
    closed: bool,
    /// Every membership there is.
    rooms_of: HashMap<PersonId, HashSet<RoomId>>,
    all: Streams,
    by_person: HashMap<PersonId, Streams>,
    by_room: HashMap<RoomId, Streams>,
    /// Streams of nobody in particular, in open mode: they hear all rooms.
    of_anyone: Streams,
    listeners: HashMap<u64, Viewer>,
}

impl Hub {
    pub(super) fn new(cursor: Cursor, memberships: Vec<(RoomId, PersonId)>) -> Self {
        let mut rooms_of: HashMap<PersonId, HashSet<RoomId>> = HashMap::new();
        for (room, person) in memberships {
            rooms_of.entry(person).or_default().insert(room);
        }
        let inner = Inner {
            position: cursor.seq,
            next: 0,
            closed: false,
            rooms_of,
            all: Streams::new(),
            by_person: HashMap::new(),
            by_room: HashMap::new(),
            of_anyone: Streams::new(),
            listeners: HashMap::new(),
        };
        Self {
            epoch: cursor.epoch,
            inner: Mutex::new(inner),
        }
    }

    /// A panic while holding the lock leaves at worst one change half delivered; the streams' cursors tell them.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn position(&self) -> Seq {
        self.inner().position
    }

    /// Lets a stream hear what it may from now on. It stops when the registration is dropped.
    pub(super) fn register(self: &Arc<Self>, viewer: Viewer) -> Result<Registration, Crowded> {
        let mailbox = Arc::new(Mailbox::default());
        let mut inner = self.inner();
        if let Viewer::Person { person, .. } = viewer
            && inner
                .by_person
                .get(&person)
                .is_some_and(|streams| streams.len() >= STREAMS_EACH)
        {
            return Err(Crowded);
        }
        let id = inner.next;
        inner.next += 1;
        if inner.closed {
            mailbox.close();
        } else {
            inner.add(id, viewer, &mailbox);
        }
        Ok(Registration {
            hub: Arc::clone(self),
            id,
            mailbox,
        })
    }

    /// Ends every stream, and every one that comes.
    pub(super) fn close(&self) {
        let mut inner = self.inner();
        inner.closed = true;
        for mailbox in inner.all.values() {
            mailbox.close();
        }
    }

    /// Pings every stream whose turn it is, of so many turns, and ends those whose session has run out.
    pub(super) fn ping(&self, turn: u64, turns: u64, now: Timestamp) {
        let inner = self.inner();
        for (id, mailbox) in inner
            .all
            .iter()
            .filter(|(id, _)| *id % turns == turn % turns)
        {
            match inner.listeners.get(id) {
                Some(Viewer::Person { expires_at, .. }) if *expires_at <= now => mailbox.close(),
                _ => mailbox.ping(frame::PING),
            }
        }
    }

    /// Tells everybody concerned, in order, and follows the changes of rights. `position` is where the tail now is.
    pub(super) fn deliver(&self, news: &[News], position: Seq) {
        let mut inner = self.inner();
        for News { seq, body } in news {
            let cursor = Cursor {
                epoch: self.epoch,
                seq: *seq,
            };
            inner.tell(cursor, body);
        }
        inner.position = position;
    }
}

impl Inner {
    fn add(&mut self, id: u64, viewer: Viewer, mailbox: &Arc<Mailbox>) {
        self.listeners.insert(id, viewer);
        self.all.insert(id, Arc::clone(mailbox));
        match viewer {
            Viewer::Anyone => {
                self.of_anyone.insert(id, Arc::clone(mailbox));
            }
            Viewer::Person { person, .. } => {
                self.by_person
                    .entry(person)
                    .or_default()
                    .insert(id, Arc::clone(mailbox));
                for room in self.rooms_of.get(&person).into_iter().flatten() {
                    self.by_room
                        .entry(*room)
                        .or_default()
                        .insert(id, Arc::clone(mailbox));
                }
            }
        }
    }

    fn remove(&mut self, id: u64) {
        self.all.remove(&id);
        self.of_anyone.remove(&id);
        if let Some(Viewer::Person { person, .. }) = self.listeners.remove(&id) {
            take(&mut self.by_person, person, id);
            for room in self.rooms_of.get(&person).into_iter().flatten() {
                take(&mut self.by_room, *room, id);
            }
        }
    }

    fn tell(&mut self, cursor: Cursor, body: &Body) {
        let encoded = |change: &Change| frame::change(cursor, change);
        match body {
            Body::Message(message) => {
                self.tell_room(
                    message.room,
                    cursor.seq,
                    &encoded(&Change::Message(message.clone())),
                );
            }
            Body::Room { room, was_open } => self.tell_of_room(cursor, room, *was_open),
            Body::Membership {
                membership,
                entrance,
            } => {
                let bytes = encoded(&Change::Membership(membership.clone()));
                if membership.joined {
                    self.rooms_of
                        .entry(membership.person)
                        .or_default()
                        .insert(membership.room);
                    let streams = self
                        .by_person
                        .get(&membership.person)
                        .cloned()
                        .unwrap_or_default();
                    // They may be in the room already, having left and come back between two looks of the tail. What
                    // they need to know is in the entrance alone: one event for one number.
                    for id in streams.keys() {
                        take(&mut self.by_room, membership.room, *id);
                    }
                    self.tell_room(membership.room, cursor.seq, &bytes);
                    if let Some(entrance) = entrance {
                        send(
                            &streams,
                            cursor.seq,
                            &frame::sync(cursor, &entrance.changes(membership)),
                        );
                    }
                    self.by_room
                        .entry(membership.room)
                        .or_default()
                        .extend(streams);
                } else {
                    if let Some(rooms) = self.rooms_of.get_mut(&membership.person) {
                        rooms.remove(&membership.room);
                    }
                    // Who leaves is told once, as themselves, and then nothing more.
                    if let Some(streams) = self.by_person.get(&membership.person) {
                        send(streams, cursor.seq, &bytes);
                        for id in streams.keys().copied().collect::<Vec<_>>() {
                            take(&mut self.by_room, membership.room, id);
                        }
                    }
                    self.tell_room(membership.room, cursor.seq, &bytes);
                }
            }
            Body::Person(person) => {
                send(
                    &self.all,
                    cursor.seq,
                    &encoded(&Change::Person(person.clone())),
                );
                if !person.active {
                    self.end(person.id, &[]);
                }
            }
            Body::Read { person, mark } => {
                if let Some(streams) = self.by_person.get(person) {
                    send(streams, cursor.seq, &encoded(&Change::Read(mark.clone())));
                }
            }
            Body::Sessions { person, left } => self.end(*person, left),
        }
    }

    fn tell_room(&self, room: RoomId, seq: Seq, bytes: &Bytes) {
        if let Some(streams) = self.by_room.get(&room) {
            send(streams, seq, bytes);
        }
        send(&self.of_anyone, seq, bytes);
    }

    fn tell_of_room(&self, cursor: Cursor, room: &Room, was_open: bool) {
        let inside = frame::change(cursor, &Change::Room(room.clone()));
        self.tell_room(room.id, cursor.seq, &inside);
        if !was_open {
            return;
        }
        let outside = if room.kind == RoomKind::Open {
            frame::change(
                cursor,
                &Change::Room(Room {
                    last_number: 0,
                    ..room.clone()
                }),
            )
        } else {
            frame::change(
                cursor,
                &Change::Gone(Gone {
                    room: room.id,
                    seq: cursor.seq,
                }),
            )
        };
        let members = self.by_room.get(&room.id);
        for (id, mailbox) in &self.all {
            let inside = members.is_some_and(|members| members.contains_key(id))
                || self.of_anyone.contains_key(id);
            if !inside {
                mailbox.put(cursor.seq, &outside);
            }
        }
    }

    /// Ends a person's streams, but those of the sessions that are left.
    fn end(&self, person: PersonId, left: &[SessionId]) {
        for (id, mailbox) in self.by_person.get(&person).into_iter().flatten() {
            let stays = matches!(self.listeners.get(id), Some(Viewer::Person { session, .. }) if left.contains(session));
            if !stays {
                mailbox.close();
            }
        }
    }
}

fn send(streams: &Streams, seq: Seq, bytes: &Bytes) {
    for mailbox in streams.values() {
        mailbox.put(seq, bytes);
    }
}

fn take<K: std::hash::Hash + Eq>(index: &mut HashMap<K, Streams>, key: K, id: u64) {
    if let std::collections::hash_map::Entry::Occupied(mut entry) = index.entry(key) {
        entry.get_mut().remove(&id);
        if entry.get().is_empty() {
            entry.remove();
        }
    }
}

/// A stream's place in the hub, given up when it is dropped.
#[derive(Debug)]
pub(super) struct Registration {
    hub: Arc<Hub>,
    id: u64,
    pub(super) mailbox: Arc<Mailbox>,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.hub.inner().remove(self.id);
    }
}
