//! What of the rooms is here: loading a room that is opened, and what was said before.
//!
//! A room's window must reach to its newest message without a gap. While something of a room is being loaded, what the
//! stream tells of it is listened to beside: the answer may be older than that, and what lay outside the window then
//! lies inside it afterwards. In the end the newer one counts, by its seq.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};

use super::{Client, patience, stream::load};
use crate::{
    api::{self, Error},
    domain::{
        Message, MessageId, RoomId, State,
        timeline::{Window, note},
    },
};

/// How many pages back to look for what lies between an old page and the newest messages.
const GAP_PAGES: usize = 10;

/// What is being loaded, and what was not.
#[derive(Clone, Copy)]
pub(crate) struct Windows {
    /// The rooms of which something is being loaded, and what was heard of them since.
    loading: StoredValue<BTreeMap<RoomId, Vec<Message>>>,
    /// The room of which something could not be loaded.
    failed: RwSignal<Option<RoomId>>,
}

/// Whether all that a room's log needs is here.
pub(crate) fn is_whole(state: &State, room: RoomId) -> bool {
    let Some(place) = state.rooms.get(&room) else {
        return false;
    };
    let window = state.windows.get(&room);
    window.is_some_and(|window| window.reaches(place.room.last_number))
}

impl Windows {
    pub(super) fn new() -> Self {
        Self {
            loading: StoredValue::default(),
            failed: RwSignal::new(None),
        }
    }

    /// Whether something of the room could not be loaded the last time.
    pub(crate) fn failed(self, room: RoomId) -> bool {
        self.failed.get() == Some(room)
    }

    /// Remembers news of a room of which something is being loaded.
    pub(super) fn overhear(self, message: &Message) {
        self.loading.try_update_value(|loading| {
            if let Some(heard) = loading.get_mut(&message.room) {
                heard.push(message.clone());
            }
        });
    }

    /// Loads a room's newest messages, and what lies between them and those that are here.
    pub(crate) fn open(self, client: Client, room: RoomId) {
        if !self.begin(room) {
            return;
        }
        spawn_local(async move {
            let window = newest(client, room).await;
            let heard = self.end(room, window.is_err());
            let Ok(Some(window)) = window else { return };
            client.state.try_update(|state| {
                // I may have left it meanwhile.
                if state.rooms.get(&room).is_none_or(|place| !place.joined()) {
                    return;
                }
                let old = state.windows.insert(room, window);
                let newer = old
                    .into_iter()
                    .flat_map(|old| old.messages.into_values())
                    .chain(heard);
                for message in newer {
                    note(state, &message);
                }
            });
        });
    }

    /// Loads what was said before the window.
    pub(crate) fn older(self, client: Client, room: RoomId) {
        let first = client.state.with_untracked(|state| {
            let window = state.windows.get(&room)?;
            window
                .first()
                .filter(|_| window.has_older())
                .map(|first| first.id)
        });
        let Some(first) = first.filter(|_| self.begin(room)) else {
            return;
        };
        spawn_local(async move {
            let answer = before(room, first).await;
            let heard = self.end(room, answer.is_err());
            let Ok(older) = answer else { return };
            client.state.try_update(|state| {
                let window = state.windows.get_mut(&room);
                // The page may have been loaded afresh meanwhile, and begin elsewhere.
                if let Some(window) =
                    window.filter(|window| window.first().is_some_and(|now| now.id == first))
                {
                    window.prepend(older);
                    for message in heard {
                        note(state, &message);
                    }
                }
            });
        });
    }

    /// False where something of the room is being loaded already.
    fn begin(self, room: RoomId) -> bool {
        let begun = self.loading.try_update_value(|loading| {
            let free = !loading.contains_key(&room);
            loading.entry(room).or_default();
            free
        });
        begun == Some(true)
    }

    /// What was heard of the room since the loading began.
    fn end(self, room: RoomId, failed: bool) -> Vec<Message> {
        self.failed.try_set(failed.then_some(room));
        self.loading
            .try_update_value(|loading| loading.remove(&room))
            .flatten()
            .unwrap_or_default()
    }
}

/// A room's newest messages, back to those that are here where that isn't too far. `None` where there is nothing to
/// be put in, since the reader is not in the room or everything is loaded afresh anyway.
async fn newest(client: Client, room: RoomId) -> Result<Option<Window>, Error> {
    let mut page = load(Some(room)).await?;
    if client.state.with_untracked(|state| state.cursor.epoch) != page.state.cursor.epoch {
        client.stream.refresh(client);
        return Ok(None);
    }
    let Some(mut window) = page.state.windows.remove(&room) else {
        return Ok(None);
    };
    let first = window.first().map_or(0, |first| first.number);
    let old: Vec<Message> = client.state.with_untracked(|state| {
        let old = state.windows.get(&room);
        old.map(|old| {
            old.messages
                .range(..first)
                .map(|(_, message)| message.clone())
                .collect()
        })
        .unwrap_or_default()
    });
    let Some(known) = old.last().map(|message| message.number) else {
        return Ok(Some(window));
    };
    let mut between = window.clone();
    for _ in 0..GAP_PAGES {
        let Some(first) = between.first().filter(|first| first.number > known + 1) else {
            break;
        };
        let older = before(room, first.id).await?;
        if older.is_empty() {
            break;
        }
        between.prepend(older);
    }
    if between
        .first()
        .is_some_and(|first| first.number <= known + 1)
    {
        between.prepend(old);
        window = between;
    }
    Ok(Some(window))
}

/// What was said in a room before a message.
async fn before(room: RoomId, message: MessageId) -> Result<Vec<Message>, Error> {
    patience::answer(api::messages::history(room, message)).await
}
