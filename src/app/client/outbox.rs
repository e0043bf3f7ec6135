//! The way out: messages that were sent here and that the server has not confirmed yet.
//!
//! Each is kept under a key of its own, so that two tabs never overwrite each other's. Whoever confirms or discards one
//! removes its key, and the other tabs follow. A message is sent by the tab it was written in; the others, and whoever
//! loads the page next, take it over when it has waited too long. That the same message may so be sent twice is no
//! harm: it carries its name, and the server knows it again.

use std::{collections::BTreeSet, time::Duration};

use leptos::{ev, prelude::*, task::spawn_local};

use super::{Client, browser, patience};
use crate::{
    api::{self, Error},
    domain::{
        ClientId, Message, PersonId, Problem, RoomId,
        input::{AltText, MessageText},
        media::{Attachment, Enclosure},
        mention,
        message::Quote,
        outbox::{Outbox as Waiting, Outgoing},
    },
};

/// How long another tab's message is left to that tab, in milliseconds.
const THEIRS: i64 = 10_000;

/// One person's messages on their way.
#[derive(Clone, Copy)]
pub(crate) struct Outbox {
    person: PersonId,
    waiting: RwSignal<Waiting>,
    pump: StoredValue<Pump>,
}

/// How the sending goes.
#[derive(Default)]
struct Pump {
    /// One is being sent.
    busy: bool,
    /// How often in a row that was in vain.
    tries: u32,
    /// Which wait for the next try counts.
    turn: u32,
    /// Those that other tabs wrote.
    theirs: BTreeSet<ClientId>,
}

impl Outbox {
    pub(super) fn new(person: PersonId) -> Self {
        Self {
            person,
            waiting: RwSignal::default(),
            pump: StoredValue::default(),
        }
    }

    /// Takes up what the last page left, and follows the other tabs.
    pub(super) fn start(self, client: Client) {
        let mut left = Waiting::default();
        for key in browser::keys(&self.prefix()) {
            if let Some(outgoing) =
                browser::load(&key).and_then(|text| serde_json::from_str(&text).ok())
            {
                left.push(outgoing);
            }
        }
        self.waiting.update(|waiting| waiting.merge(left));
        let others = window_event_listener(ev::storage, move |event| {
            if let Some(id) = event
                .key()
                .and_then(|key| key.strip_prefix(&self.prefix())?.parse().ok())
            {
                self.follow(id, event.new_value());
                self.send_next(client);
            }
        });
        on_cleanup(move || others.remove());
        Effect::new(move |_| {
            if client.stream.up.get() {
                self.send_next(client);
            }
        });
    }

    /// What is on its way, for reading.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Waiting) -> T) -> T {
        self.waiting.with(read)
    }

    /// Sends a text and the files that are up for this room, perhaps as an answer, or from a thread also into its room, now or as
    /// soon as that is possible.
    ///
    /// # Errors
    ///
    /// What is wrong with the text; then nothing was sent.
    pub(crate) fn send(
        self,
        client: Client,
        room: RoomId,
        typed: &str,
        reply_to: Option<Quote>,
        also_in_room: bool,
    ) -> Result<(), Problem> {
        let text = if client.uploads.ids(room).is_empty() {
            MessageText::new(typed)?
        } else {
            MessageText::beside_files(typed)?
        };
        let text = String::from(text);
        let outgoing = Outgoing {
            client_id: Client::new_id(),
            room,
            mentions: client
                .state
                .with_untracked(|state| mention::find(&text, state.names_in(room))),
            text,
            files: client.uploads.take(room),
            reply_to: reply_to.map(Quote::without_words),
            also_in_room,
            written_at: browser::now(),
            refused: None,
        };
        self.keep(&outgoing);
        self.waiting.update(|waiting| waiting.push(outgoing));
        self.send_next(client);
        Ok(())
    }

    /// Tries a refused message again.
    pub(crate) fn retry(self, client: Client, id: ClientId) {
        self.change(id, |waiting| waiting.retry(id));
        self.send_next(client);
    }

    /// One of them.
    pub(crate) fn find(self, id: ClientId) -> Option<Outgoing> {
        self.waiting
            .with_untracked(|waiting| waiting.find(id).cloned())
    }

    /// Gives a refused message up. What waited behind it goes out.
    pub(crate) fn give_up(self, client: Client, id: ClientId) {
        self.discard(id);
        self.send_next(client);
    }

    /// Takes a message out.
    fn discard(self, id: ClientId) {
        browser::forget(&self.key(id));
        self.waiting.try_update(|waiting| _ = waiting.remove(id));
    }

    pub(super) fn forget_all(self) {
        for key in browser::keys(&self.prefix()) {
            browser::forget(&key);
        }
    }

    fn send_next(self, client: Client) {
        // Until the server has said who this page's reader is now, nothing goes out in their name.
        if !client.stream.up.get_untracked() || self.pump.with_value(|pump| pump.busy) {
            return;
        }
        let Some(next) = self
            .waiting
            .with_untracked(|waiting| waiting.next().cloned())
        else {
            return;
        };
        let age = browser::now().0 - next.written_at.0;
        if age < THEIRS
            && self
                .pump
                .with_value(|pump| pump.theirs.contains(&next.client_id))
        {
            self.send_later(client, Duration::from_millis(THEIRS.abs_diff(age.max(0))));
            return;
        }
        self.pump.update_value(|pump| pump.busy = true);
        spawn_local(async move {
            let send = api::messages::send(
                next.room,
                next.text,
                next.client_id,
                enclosures(&next.files),
                next.reply_to.map(|quote| quote.id),
                next.also_in_room,
            );
            let answer = patience::answer(send).await;
            if self
                .pump
                .try_update_value(|pump| pump.busy = false)
                .is_some()
            {
                self.heard(client, next.client_id, answer);
            }
        });
    }

    fn heard(self, client: Client, id: ClientId, answer: Result<Message, Error>) {
        match answer {
            Ok(message) => {
                client.learn(&message);
                self.discard(id);
            }
            Err(Error::Refused(problem)) if !problem.is_passing() => {
                self.change(id, |waiting| waiting.refuse(id, problem));
            }
            Err(error) => {
                let tries = self.pump.with_value(|pump| pump.tries);
                self.pump.update_value(|pump| pump.tries += 1);
                let pause = match error {
                    Error::Refused(Problem::TooMany { seconds }) => {
                        Duration::from_secs(seconds) + patience::pause(0)
                    }
                    _ => patience::pause(tries),
                };
                self.send_later(client, pause);
                if matches!(
                    error,
                    Error::Unreachable | Error::Refused(Problem::SignedOut)
                ) {
                    client.stream.doubt(client);
                }
                return;
            }
        }
        self.pump.update_value(|pump| pump.tries = 0);
        self.send_next(client);
    }

    fn send_later(self, client: Client, pause: Duration) {
        let turn = self.pump.with_value(|pump| pump.turn) + 1;
        self.pump.update_value(|pump| pump.turn = turn);
        let due = move || self.pump.try_with_value(|pump| pump.turn) == Some(turn);
        set_timeout(
            move || {
                if due() {
                    self.send_next(client);
                }
            },
            pause,
        );
    }

    /// Takes over what another tab did with a message.
    fn follow(self, id: ClientId, now: Option<String>) {
        match now.and_then(|text| serde_json::from_str::<Outgoing>(&text).ok()) {
            None => _ = self.waiting.try_update(|waiting| waiting.remove(id)),
            Some(outgoing) => {
                self.pump.update_value(|pump| _ = pump.theirs.insert(id));
                self.waiting.update(|waiting| {
                    waiting.remove(id);
                    let mut other = Waiting::default();
                    other.push(outgoing);
                    waiting.merge(other);
                });
            }
        }
    }

    fn change(self, id: ClientId, change: impl FnOnce(&mut Waiting)) {
        self.waiting.update(change);
        if let Some(outgoing) = self
            .waiting
            .with_untracked(|waiting| waiting.find(id).cloned())
        {
            self.keep(&outgoing);
        }
    }

    fn keep(self, outgoing: &Outgoing) {
        if let Ok(text) = serde_json::to_string(outgoing) {
            browser::save(&self.key(outgoing.client_id), &text);
        }
    }

    fn key(self, id: ClientId) -> String {
        format!("{}{id}", self.prefix())
    }

    fn prefix(self) -> String {
        format!("parlour.outbox.{}.", self.person)
    }
}

/// What the server is told of files that it has already.
fn enclosures(files: &[Attachment]) -> Vec<Enclosure> {
    let enclosure = |file: &Attachment| Enclosure {
        id: file.id,
        alt: AltText::new(&file.alt).ok(),
    };
    files.iter().map(enclosure).collect()
}
