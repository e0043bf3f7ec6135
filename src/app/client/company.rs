//! Who is here, and who is writing where: told in passing by the stream, and kept nowhere.

use std::{collections::BTreeSet, time::Duration};

use leptos::{prelude::*, server_fn::ServerFn as _, task::spawn_local};

use super::browser;
use crate::{
    api,
    domain::{PersonId, Presence, RoomId, Typing},
};

/// How often the server is told that I am writing, in milliseconds.
const AGAIN: i64 = 3_000;
/// How long after it was told somebody counts as writing.
const FRESH: Duration = Duration::from_secs(5);

/// The others, as they are just now.
#[derive(Clone, Copy)]
pub(crate) struct Company {
    here: RwSignal<BTreeSet<PersonId>>,
    /// Who is writing, in the order in which they began, and which telling of it counts.
    typing: RwSignal<Vec<(Typing, u32)>>,
    turn: StoredValue<u32>,
    /// Where I said last that I am writing, and when.
    said: StoredValue<Option<(RoomId, i64)>>,
}

impl Company {
    pub(super) fn new() -> Self {
        Self {
            here: RwSignal::default(),
            typing: RwSignal::default(),
            turn: StoredValue::new(0),
            said: StoredValue::new(None),
        }
    }

    /// Whether somebody is here.
    pub(crate) fn is_here(self, person: PersonId) -> bool {
        self.here.with(|here| here.contains(&person))
    }

    /// Those who are writing in a room, as far as they are not `me`.
    pub(crate) fn typing(self, room: RoomId, me: PersonId) -> Vec<PersonId> {
        self.typing.with(|typing| {
            let typing = typing.iter().map(|(typing, _)| typing);
            typing
                .filter(|typing| typing.room == room && typing.person != me)
                .map(|typing| typing.person)
                .collect()
        })
    }

    /// I am writing in a room: the others are told, now and then.
    pub(crate) fn write(self, room: RoomId) {
        let now = browser::now().0;
        let is_told = self.said.with_value(|said| {
            said.is_some_and(|(told, at)| told == room && (0..AGAIN).contains(&(now - at)))
        });
        if is_told {
            return;
        }
        self.said.set_value(Some((room, now)));
        // It is not worth a second try.
        spawn_local(async move {
            let fields = [("room", &*room.to_string())];
            _ = browser::call(api::rooms::Typing::PATH, &fields).await;
        });
    }

    /// I sent it: what I write next is something new.
    pub(crate) fn sent(self) {
        self.said.set_value(None);
    }

    /// The stream told who is here, or who came and went.
    pub(super) fn hear_presence(self, data: &str) {
        if let Ok(presence) = serde_json::from_str::<Presence>(data) {
            self.here.update(|here| presence.apply(here));
        }
    }

    /// The stream told that somebody is writing.
    pub(super) fn hear_typing(self, data: &str) {
        let Ok(told) = serde_json::from_str::<Typing>(data) else {
            return;
        };
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let known = self.typing.try_maybe_update(|typing| {
            let known = typing.iter_mut().find(|(typing, _)| *typing == told);
            let is_known = known.map(|known| known.1 = turn).is_some();
            if !is_known {
                typing.push((told, turn));
            }
            (!is_known, is_known)
        });
        if known.is_some() {
            set_timeout(move || self.forget(|_, of| of == turn), FRESH);
        }
    }

    /// Somebody said what they were writing.
    pub(super) fn spoke(self, room: RoomId, person: PersonId) {
        self.forget(|typing, _| typing == Typing { room, person });
    }

    fn forget(self, which: impl Fn(Typing, u32) -> bool) {
        self.typing.try_maybe_update(|typing| {
            let before = typing.len();
            typing.retain(|(typing, turn)| !which(*typing, *turn));
            (typing.len() != before, ())
        });
    }
}
