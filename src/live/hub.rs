//! Which streams hear what.

mod presence;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::{
    attendance::Attendance,
    deliveries::Deliveries,
    frame::{self, Batches},
    news::{self, Body, Entrance, News},
    outlet::Outlet,
    registration::Registration,
    stream::Viewer,
};
use crate::{
    domain::{
        Change, Cursor, Membership, Message, Person, PersonId, Role, Room, RoomId, RoomKind, Seq,
        SessionId, Timestamp, Typing, change::Gone,
    },
    store::rooms::Told,
};

pub(super) use self::presence::Addressee;

/// How many streams one person may have open: many devices, many tabs, and no more.
const STREAMS_EACH: usize = 64;

/// Somebody has as many streams open as one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many open streams")]
pub struct Crowded;

/// Streams are written to in the order in which they connected: the kernel likes it better than a random one.
type Streams = BTreeMap<u64, Arc<Outlet>>;

#[derive(Debug)]
pub(super) struct Hub {
    epoch: u32,
    /// A plain mutex: it is held for memory work only, never across an await, and never while sockets are written to.
    inner: Mutex<Inner>,
    /// The position has moved.
    moved: Notify,
}

#[derive(Debug)]
struct Inner {
    /// The last change that was delivered; rights are those of this moment.
    position: Seq,
    next: u64,
    closed: bool,
    /// Every membership there is.
    rooms_of: HashMap<PersonId, HashSet<RoomId>>,
    /// Who knows of no room that they are not in.
    guests: HashSet<PersonId>,
    all: Streams,
    by_person: HashMap<PersonId, Streams>,
    by_room: HashMap<RoomId, Streams>,
    /// Streams of nobody in particular, in open mode: they hear all rooms.
    of_anyone: Streams,
    listeners: HashMap<u64, Viewer>,
    attendance: Attendance,
    /// Streams whose person may know of others than before, and that are told anew who is here with the next turn.
    introduced: HashSet<u64>,
}

impl Hub {
    pub(super) fn new(
        cursor: Cursor,
        memberships: Vec<(RoomId, PersonId)>,
        guests: Vec<PersonId>,
    ) -> Self {
        let mut rooms_of: HashMap<PersonId, HashSet<RoomId>> = HashMap::new();
        for (room, person) in memberships {
            rooms_of.entry(person).or_default().insert(room);
        }
        let inner = Inner {
            position: cursor.seq,
            next: 0,
            closed: false,
            rooms_of,
            guests: guests.into_iter().collect(),
            all: Streams::new(),
            by_person: HashMap::new(),
            by_room: HashMap::new(),
            of_anyone: Streams::new(),
            listeners: HashMap::new(),
            attendance: Attendance::default(),
            introduced: HashSet::new(),
        };
        Self {
            epoch: cursor.epoch,
            inner: Mutex::new(inner),
            moved: Notify::new(),
        }
    }

    /// A panic while holding the lock leaves at worst one change undelivered; the streams' cursors tell them.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many streams are open.
    pub(super) fn count(&self) -> usize {
        self.inner().all.len()
    }

    /// Whether a stream is open by a session of a person's.
    pub(super) fn hears(&self, person: PersonId, session: SessionId) -> bool {
        let inner = self.inner();
        let mut streams = inner.by_person.get(&person).into_iter().flatten();
        streams.any(|(id, _)| inner.listeners.get(id).and_then(|of| of.session()) == Some(session))
    }

    pub(super) fn position(&self) -> Seq {
        self.inner().position
    }

    /// Waits until everything up to a change was delivered.
    pub(super) async fn reached(&self, seq: Seq) {
        loop {
            // First, so that no move goes unnoticed between the look and the wait.
            let moved = self.moved.notified();
            if self.position() >= seq {
                return;
            }
            moved.await;
        }
    }

    /// Lets a stream hear what it may from now on. It stops when the registration is dropped.
    pub(super) fn register(self: &Arc<Self>, viewer: Viewer) -> Result<Registration, Crowded> {
        let outlet = Arc::new(Outlet::default());
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
            outlet.close();
        } else {
            inner.add(id, viewer, &outlet);
        }
        Ok(Registration::new(self, id, outlet))
    }

    /// Lets a stream hear nothing any more.
    pub(super) fn forget(&self, id: u64) {
        self.inner().remove(id);
    }

    /// Ends every stream, and every one that comes.
    pub(super) fn close(&self) {
        let mut inner = self.inner();
        inner.closed = true;
        for outlet in inner.all.values() {
            outlet.close();
        }
    }

    /// Pings every stream whose turn it is, of so many turns, and ends those whose session has run out.
    pub(super) fn ping(&self, turn: u64, turns: u64, now: Timestamp) {
        let mut quiet = Vec::new();
        let inner = self.inner();
        for (id, outlet) in inner
            .all
            .iter()
            .filter(|(id, _)| *id % turns == turn % turns)
        {
            match inner.listeners.get(id) {
                Some(Viewer::Person { expires_at, .. }) if *expires_at <= now => outlet.close(),
                _ => quiet.push((*id, Arc::clone(outlet))),
            }
        }
        let edition = inner.attendance.edition();
        drop(inner);
        for (id, outlet) in quiet {
            if outlet.ping(edition) {
                self.greet(id, &outlet);
            }
        }
    }

    /// Tells the others in a room that somebody is writing there, if those are no more than this. Gives how many were
    /// told.
    ///
    /// One caller at a time, and the same as of [`deliver`](Self::deliver): whoever was removed hears nothing after it.
    pub(super) fn tell_of_typing(&self, typing: Typing, most: usize) -> usize {
        let others = self.inner().others(typing);
        let Some(others) = others.filter(|others| (1..=most).contains(&others.len())) else {
            return 0;
        };
        let batch = Arc::new(frame::in_passing("typing", &typing));
        for outlet in &others {
            outlet.put_in_passing(&batch);
        }
        others.len()
    }

    /// Tells everybody concerned, in order, and follows the changes of rights. `position` is where the tail now is.
    ///
    /// One caller at a time: the order in which streams hear is the order of these calls.
    pub(super) fn deliver(&self, news: &[News], position: Seq) {
        for group in news.chunk_by(|one, next| {
            one.room_said_in()
                .is_some_and(|room| next.room_said_in() == Some(room))
        }) {
            let mut deliveries = Deliveries::new(self.epoch);
            self.inner().tell(&mut deliveries, group);
            // Without the lock, so that streams can come and go meanwhile. Whoever comes reads what is written here
            // from the database, where it already is.
            deliveries.carry_out();
        }
        self.inner().position = position;
        self.moved.notify_waiters();
    }
}

impl Inner {
    fn add(&mut self, id: u64, viewer: Viewer, outlet: &Arc<Outlet>) {
        self.listeners.insert(id, viewer);
        self.all.insert(id, Arc::clone(outlet));
        match viewer {
            Viewer::Anyone => {
                self.of_anyone.insert(id, Arc::clone(outlet));
            }
            Viewer::Person { person, .. } => {
                let streams = self.by_person.entry(person).or_default();
                if streams.is_empty() {
                    self.attendance.come(person);
                }
                streams.insert(id, Arc::clone(outlet));
                for room in self.rooms_of.get(&person).into_iter().flatten() {
                    self.by_room
                        .entry(*room)
                        .or_default()
                        .insert(id, Arc::clone(outlet));
                }
            }
        }
    }

    fn remove(&mut self, id: u64) {
        self.all.remove(&id);
        self.introduced.remove(&id);
        self.of_anyone.remove(&id);
        if let Some(Viewer::Person { person, .. }) = self.listeners.remove(&id) {
            take(&mut self.by_person, person, id);
            if !self.by_person.contains_key(&person) {
                self.attendance.leave(person);
            }
            for room in self.rooms_of.get(&person).into_iter().flatten() {
                take(&mut self.by_room, *room, id);
            }
        }
    }

    /// Says to whom these changes go. Where there are several, they are messages in one room.
    fn tell(&mut self, deliveries: &mut Deliveries, news: &[News]) {
        let mut said = Batches::new(deliveries.epoch);
        for News { seq, body } in news {
            match body {
                Body::Said(message) => said.push_said(*seq, &message.json),
                Body::Deleted(message) => {
                    said.push(*seq, &[Change::Message(Message::clone(message))]);
                }
                Body::End { told, knew } => self.tell_of_end(deliveries, *seq, told, knew),
                Body::Room(told) => self.tell_of_room(deliveries, *seq, told),
                Body::Membership {
                    membership,
                    card,
                    entrance,
                } => {
                    let entrance = entrance.as_ref();
                    self.tell_of_membership(deliveries, *seq, membership, card, entrance);
                }
                Body::Person { card, guests } => {
                    self.tell_of_person(deliveries, *seq, card, guests);
                }
                Body::Read { person, mark } => {
                    let change = [Change::Read(mark.clone())];
                    let streams = self.by_person.get(person).into_iter();
                    deliveries.add(*seq, &change, streams.flat_map(Streams::values));
                }
                Body::Desk { person, desk } => {
                    let change = [Change::Desk(desk.clone())];
                    let streams = self.by_person.get(person).into_iter();
                    deliveries.add(*seq, &change, streams.flat_map(Streams::values));
                }
                Body::Scope { person } => {
                    let streams = self.by_person.get(person).into_iter();
                    deliveries.add_reset(*seq, streams.flat_map(Streams::values));
                }
                Body::Sessions { person, left } => self.end(deliveries, *person, left),
            }
        }
        if let Some(room) = news.first().and_then(News::room_said_in) {
            deliveries.add_batches(said, self.in_room(room));
        }
    }

    fn tell_of_membership(
        &mut self,
        deliveries: &mut Deliveries,
        seq: Seq,
        membership: &Membership,
        card: &Person,
        entrance: Option<&Entrance>,
    ) {
        let (person, room) = (membership.person, membership.room);
        let change = news::told_of(card, membership);
        let streams = self.by_person.get(&person).cloned().unwrap_or_default();
        // Who comes may be in the room already, having left and come back between two looks of the tail. What they
        // need to know is in the entrance alone: one event for one number.
        for id in streams.keys() {
            take(&mut self.by_room, room, *id);
        }
        if membership.joined {
            self.rooms_of.entry(person).or_default().insert(room);
            deliveries.add(seq, &change, self.in_room(room));
            if let Some(entrance) = entrance {
                deliveries.add(seq, &entrance.changes(membership), streams.values());
            }
            self.by_room.entry(room).or_default().extend(streams);
            self.introduce(person, room);
        } else {
            if let Some(rooms) = self.rooms_of.get_mut(&person) {
                rooms.remove(&room);
            }
            // Who leaves is told once, as themselves, and then nothing more.
            if self.guests.contains(&person) {
                // They may know of fewer people now.
                deliveries.add_reset(seq, streams.values());
            } else {
                deliveries.add(seq, &change, streams.values());
            }
            deliveries.add(seq, &change, self.in_room(room));
        }
    }

    fn tell_of_person(
        &mut self,
        deliveries: &mut Deliveries,
        seq: Seq,
        card: &Person,
        guests: &[PersonId],
    ) {
        let change = [Change::Person(card.clone())];
        let known = self.all.iter().filter(|(id, _)| match self.guest(**id) {
            Some(guest) => guests.contains(&guest),
            None => true,
        });
        deliveries.add(seq, &change, known.map(|(_, outlet)| outlet));
        let changed = if card.role == Role::Guest {
            self.guests.insert(card.id)
        } else {
            self.guests.remove(&card.id)
        };
        if changed {
            self.introduce_all(card.id);
        }
        if !card.active {
            self.end(deliveries, card.id, &[]);
        }
    }

    /// Whose stream it is, if it is a guest's.
    fn guest(&self, stream: u64) -> Option<PersonId> {
        match self.listeners.get(&stream)? {
            Viewer::Person { person, .. } if self.guests.contains(person) => Some(*person),
            _ => None,
        }
    }

    /// The streams of everybody in a room but the one who is writing there; `None` where they are not in it themselves.
    fn others(&self, Typing { room, person }: Typing) -> Option<Vec<Arc<Outlet>>> {
        if !self.rooms_of.get(&person)?.contains(&room) {
            return None;
        }
        let own = self.by_person.get(&person);
        let members = self.by_room.get(&room).into_iter().flatten();
        let others = members.filter(|(id, _)| !own.is_some_and(|own| own.contains_key(id)));
        Some(
            others
                .map(|(_, outlet)| outlet)
                .chain(self.of_anyone.values())
                .map(Arc::clone)
                .collect(),
        )
    }

    /// Everybody who hears what is said in a room.
    fn in_room(&self, room: RoomId) -> impl Iterator<Item = &Arc<Outlet>> {
        let members = self.by_room.get(&room).into_iter();
        members
            .flat_map(Streams::values)
            .chain(self.of_anyone.values())
    }

    /// A room was deleted, and everybody in it is so no more.
    fn tell_of_end(
        &mut self,
        deliveries: &mut Deliveries,
        seq: Seq,
        told: &Told,
        knew: &[PersonId],
    ) {
        let room = told.room.id;
        let change = [Change::Gone(Gone { room, seq })];
        // Guests may know of fewer people now.
        let (guests, others): (Vec<_>, Vec<_>) = self
            .by_room
            .get(&room)
            .into_iter()
            .flatten()
            .partition(|(id, _)| self.guest(**id).is_some());
        deliveries.add_reset(seq, guests.into_iter().map(|(_, outlet)| outlet));
        let others = others.into_iter().map(|(_, outlet)| outlet);
        deliveries.add(seq, &change, others.chain(self.of_anyone.values()));
        if told.was_open {
            deliveries.add(seq, &change, self.outside(room));
        } else {
            let heard = self.by_room.get(&room);
            let streams = knew
                .iter()
                .filter_map(|person| self.by_person.get(person))
                .flatten()
                .filter(|(id, _)| !heard.is_some_and(|heard| heard.contains_key(id)));
            deliveries.add(seq, &change, streams.map(|(_, outlet)| outlet));
        }
        self.by_room.remove(&room);
        for rooms in self.rooms_of.values_mut() {
            rooms.remove(&room);
        }
    }

    fn tell_of_room(&self, deliveries: &mut Deliveries, seq: Seq, told: &Told) {
        let room = &told.room;
        let inside = [Change::Room(room.clone())];
        deliveries.add(seq, &inside, self.in_room(room.id));
        if !told.was_open {
            return;
        }
        let outside = if room.kind == RoomKind::Open {
            Change::Room(Room {
                last_number: 0,
                ..room.clone()
            })
        } else {
            Change::Gone(Gone { room: room.id, seq })
        };
        deliveries.add(seq, &[outside], self.outside(room.id));
    }

    /// Everybody who knows of a room that is or was open, and does not hear what is said in it.
    fn outside(&self, room: RoomId) -> impl Iterator<Item = &Arc<Outlet>> {
        let members = self.by_room.get(&room);
        let is_member = move |id| members.is_some_and(|members| members.contains_key(id));
        let outsiders = self.all.iter().filter(move |(id, _)| {
            !is_member(id)
                && match self.listeners.get(id) {
                    Some(Viewer::Person { person, .. }) => !self.guests.contains(person),
                    // They hear all rooms.
                    Some(Viewer::Anyone) | None => false,
                }
        });
        outsiders.map(|(_, outlet)| outlet)
    }

    /// Ends a person's streams, but those of the sessions that are left.
    fn end(&self, deliveries: &mut Deliveries, person: PersonId, left: &[SessionId]) {
        for (id, outlet) in self.by_person.get(&person).into_iter().flatten() {
            let stays = matches!(self.listeners.get(id), Some(Viewer::Person { session, .. }) if left.contains(session));
            if !stays {
                deliveries.ends.push(Arc::clone(outlet));
            }
        }
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
