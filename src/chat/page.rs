//! What a page is made of, read in one moment.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chat, Result, messages::PAGE};
use crate::{
    domain::{
        Cursor, Me, MessageId, PersonId, Problem, ReadMark, RoomId, State,
        permission::Action,
        timeline::{Place, Window},
    },
    store::{self, Db},
};

/// Which of a room's messages a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// The newest.
    Newest,
    /// Those before one.
    Before(MessageId),
    /// One, and what was said around it; the newest where it is not in the room.
    Around(MessageId),
}

impl Chat {
    /// Everything a page of somebody's shows, and the room that it opens: the one asked for, else the lobby or any
    /// other of theirs.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] for a room that they may not know of.
    pub async fn page(
        &self,
        who: PersonId,
        room: Option<RoomId>,
        stretch: Stretch,
    ) -> Result<(Me, State, Option<RoomId>)> {
        let mut db = self.store.snapshot().await?;
        let account = store::people::by_id(&mut db, who)
            .await?
            .ok_or(Problem::SignedOut)?;
        let me = Me {
            id: account.id,
            name: account.name,
            email: account.email,
            role: account.role,
            language: account.language,
        };
        let mut state = self.state(&mut db, who).await?;
        let room = match room {
            Some(room) if state.rooms.contains_key(&room) => Some(room),
            Some(room) => {
                // A thread that they may come into, and have not.
                let known = super::may(&mut db, room, who, Action::See).await?;
                let told = store::rooms::some(&mut db, &format!("[{room}]"))
                    .await?
                    .pop();
                let told = told.filter(|_| known).ok_or(Problem::NotFound)?;
                state.rooms.insert(room, Place::outside(told.room));
                Some(room)
            }
            None => start(&mut db, &state).await?,
        };
        if let Some(room) = room
            && let Some(place) = state.rooms.get(&room).filter(|place| place.joined())
        {
            let last = place.room.last_number;
            let mut window = window(&mut db, room, stretch, last).await?;
            if let Some(origin) = place.room.origin {
                let began = store::messages::by_id(&mut db, origin.message).await?;
                window.root = began.map(Box::new);
            }
            forget_addresses(&mut window);
            state.windows.insert(room, window);
        }
        Ok((me, state, room))
    }

    /// What somebody's page knows before it looks into any room.
    async fn state(&self, db: &mut Db, who: PersonId) -> Result<State> {
        let seq = store::changes::last(db).await?;
        let mut members: BTreeMap<RoomId, BTreeSet<PersonId>> =
            store::memberships::around_person(db, who)
                .await?
                .into_iter()
                .map(|(room, people)| (room, people.into_iter().collect()))
                .collect();
        let mut marks: BTreeMap<RoomId, ReadMark> = store::memberships::marks_of(db, who)
            .await?
            .into_iter()
            .map(|mark| (mark.room, mark))
            .collect();
        let mut rooms = BTreeMap::new();
        for room in store::rooms::visible(db, who).await? {
            let (id, last_number) = (room.id, room.last_number);
            let mut place = Place::outside(room);
            if let Some(mark) = marks.remove(&id) {
                // What is said in a room is its members' business, down to how much.
                place.room.last_number = last_number;
                place.mark(&mark);
                place.members = members.remove(&id).unwrap_or_default();
            }
            rooms.insert(id, place);
        }
        let people = store::people::cards(db, who)
            .await?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        Ok(State {
            cursor: Cursor {
                epoch: self.store.epoch(),
                seq,
            },
            me: who,
            people,
            rooms,
            desk: store::desks::of(db, who).await?,
            windows: BTreeMap::new(),
        })
    }
}

async fn window(db: &mut Db, room: RoomId, stretch: Stretch, last: i64) -> Result<Window> {
    let messages = match stretch {
        Stretch::Newest => Vec::new(),
        Stretch::Before(id) => {
            let messages = store::messages::page(db, room, Some(id), PAGE).await?;
            return Ok(Window::past(messages, last));
        }
        Stretch::Around(id) => store::messages::around(db, room, id, PAGE).await?,
    };
    if messages.is_empty() {
        return Ok(store::messages::page(db, room, None, PAGE).await?.into());
    }
    Ok(Window::past(messages, last))
}

/// Leaves out of messages what no page reads: see [`Correspondent::email`](crate::domain::message::Correspondent::email).
fn forget_addresses(window: &mut Window) {
    let all = window.messages.values_mut();
    for message in all.chain(window.root.as_deref_mut()) {
        message.sender.email.clear();
        if let Some(receiver) = &mut message.receiver {
            receiver.email.clear();
        }
    }
}

/// Where somebody finds themselves who asked for no room.
async fn start(db: &mut Db, state: &State) -> Result<Option<RoomId>> {
    let joined = |room: &RoomId| state.rooms.get(room).is_some_and(Place::joined);
    let lobby = store::rooms::lobby(db).await?.filter(joined);
    Ok(lobby.or_else(|| {
        state
            .rooms
            .values()
            .find(|place| place.joined() && !place.room.archived)
            .map(|place| place.room.id)
    }))
}
