//! How far was read: told to the server a little later, and once for all that came in between.

use std::{collections::BTreeMap, time::Duration};

use leptos::{prelude::*, server_fn::ServerFn as _, task::spawn_local};

use super::{Client, browser, patience};
use crate::{
    api::{
        Error,
        rooms::{Read, Unread},
    },
    domain::{RoomId, timeline},
};

/// How long to wait for more to be read.
const PAUSE: Duration = Duration::from_millis(400);

/// The marks that the server doesn't have yet.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    untold: StoredValue<BTreeMap<RoomId, i64>>,
}

impl Marks {
    pub(super) fn new() -> Self {
        Self {
            untold: StoredValue::default(),
        }
    }

    /// Tells what could not be told, as soon as the server is there again.
    pub(super) fn start(self, client: Client) {
        Effect::new(move |_| {
            if client.stream.up.get() {
                self.tell();
            }
        });
    }

    /// Notes that a room was read up to a number.
    pub(crate) fn read(self, client: Client, room: RoomId, number: i64) {
        // Shown at once; the stream says the same a little later.
        client
            .state
            .update(|state| timeline::read(state, room, number));
        self.want(room, number);
        set_timeout(move || self.tell(), PAUSE);
    }

    /// Makes a message and what follows it unread. That is not undone by what was read before and is not told yet; the
    /// page shows it when the stream tells of it, as every other page does.
    ///
    /// # Errors
    ///
    /// Why it was not done.
    pub(crate) async fn set_back(self, room: RoomId, from: i64) -> Result<(), Error> {
        self.untold.try_update_value(|untold| untold.remove(&room));
        let (room, from) = (room.to_string(), from.to_string());
        let fields = [("room", &*room), ("from", &*from)];
        let told = patience::answer(browser::call(Unread::PATH, &fields));
        told.await.map(drop)
    }

    fn want(self, room: RoomId, number: i64) {
        self.untold.try_update_value(|untold| {
            let wanted = untold.entry(room).or_insert(number);
            *wanted = number.max(*wanted);
        });
    }

    fn tell(self) {
        for (room, number) in self
            .untold
            .try_update_value(std::mem::take)
            .unwrap_or_default()
        {
            spawn_local(async move {
                let fields = [
                    ("room", &*room.to_string()),
                    ("number", &*number.to_string()),
                ];
                let told = patience::answer(browser::call(Read::PATH, &fields)).await;
                if told.is_err_and(|error| error.is_passing()) {
                    self.want(room, number);
                }
            });
        }
    }
}
