//! Who is told of who is here. Guests hear only of those whom they are in a room with.

use std::{mem, sync::Arc};

use super::{Hub, Inner, Streams};
use crate::{
    domain::{PersonId, Presence, RoomId},
    live::{
        frame::{self, Batch},
        outlet::Outlet,
    },
};

/// A stream, and who came and went as far as it may know; none where that is nobody.
pub(in crate::live) type Addressee = (Arc<Outlet>, Option<Arc<Batch>>);

impl Hub {
    /// Tells a stream who is here, if it does not know.
    pub(in crate::live) fn greet(&self, id: u64, outlet: &Outlet) {
        let mut told = 0;
        loop {
            let (list, edition) = {
                let mut inner = self.inner();
                let edition = inner.attendance.edition();
                if edition == told {
                    return;
                }
                (inner.list_for(id), edition)
            };
            // The next edition may have passed the stream by meanwhile.
            outlet.put_list(&list, edition);
            told = edition;
        }
    }

    /// A second is over: if somebody came or went since the last one, the edition that this makes, and every stream with what
    /// it is told of it.
    pub(in crate::live) fn turn(&self) -> Option<(u64, Vec<Addressee>)> {
        let mut inner = self.inner();
        let presence = inner.attendance.turn();
        let introduced = mem::take(&mut inner.introduced);
        let outlet = |id| Some((id, Arc::clone(inner.all.get(&id)?)));
        let introduced: Vec<_> = introduced.into_iter().filter_map(outlet).collect();
        let edition = inner.attendance.edition();
        let round = presence.map(|presence| (edition, inner.told_of(&presence)));
        drop(inner);
        for (id, outlet) in introduced {
            outlet.forget_list();
            self.greet(id, &outlet);
        }
        round
    }
}

impl Inner {
    /// Everybody who is here, as far as a stream may know.
    fn list_for(&mut self, stream: u64) -> Arc<Batch> {
        let Some(guest) = self.guest(stream) else {
            return self.attendance.list();
        };
        let here = self.attendance.here().iter().copied();
        let here = here.filter(|person| self.meet(guest, *person)).collect();
        Arc::new(event(&Presence {
            here: Some(here),
            ..Presence::default()
        }))
    }

    fn told_of(&self, presence: &Presence) -> Vec<Addressee> {
        let whole = Arc::new(event(presence));
        let told = |id| match self.guest(id) {
            None => Some(Arc::clone(&whole)),
            Some(guest) => self.as_met_by(guest, presence).map(Arc::new),
        };
        let all = self.all.iter();
        all.map(|(id, outlet)| (Arc::clone(outlet), told(*id)))
            .collect()
    }

    /// Who came and went of those whom a guest meets.
    fn as_met_by(&self, guest: PersonId, presence: &Presence) -> Option<Batch> {
        let mut known = presence.clone();
        known.came.retain(|person| self.meet(guest, *person));
        known.went.retain(|person| self.meet(guest, *person));
        (known != Presence::default()).then(|| event(&known))
    }

    /// Whether two people are in a room together; everybody meets themselves.
    fn meet(&self, one: PersonId, other: PersonId) -> bool {
        let rooms = |person| self.rooms_of.get(&person);
        one == other
            || rooms(one)
                .zip(rooms(other))
                .is_some_and(|(one, other)| !one.is_disjoint(other))
    }

    /// Somebody came into a room: guests in it meet them, and if they are a guest, they meet those who are in it.
    pub(super) fn introduce(&mut self, person: PersonId, room: RoomId) {
        if self.guests.is_empty() {
            return;
        }
        let streams = self.by_room.get(&room).into_iter().flatten();
        let guests: Vec<u64> = streams
            .map(|(id, _)| *id)
            .filter(|id| self.guest(*id).is_some())
            .collect();
        self.introduced.extend(guests);
        if self.guests.contains(&person) {
            self.introduce_all(person);
        }
    }

    /// Somebody meets others than before.
    pub(super) fn introduce_all(&mut self, person: PersonId) {
        let streams = self.by_person.get(&person);
        self.introduced
            .extend(streams.into_iter().flat_map(Streams::keys));
    }
}

fn event(presence: &Presence) -> Batch {
    frame::in_passing("presence", presence)
}
