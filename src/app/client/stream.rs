//! The line to the server: one `EventSource`, and the patience to open it again for ever.
//!
//! `EventSource` comes back by itself after some failures and gives up after others (any answer but 200, as during a
//! deploy), and it does not notice a connection that died in silence. So nothing is left to it: every failure closes
//! it, and it is opened again from the cursor, after a pause that grows.
//!
//! Before it is opened again the server is asked who this page's reader is. In the meantime they may have signed out
//! in another tab, or somebody else in; what stands here must not be mixed with theirs.

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    Client,
    browser::{self, Heard, Who},
    patience::{self, pause, within},
};
use crate::{
    api::{self, Error},
    domain::{
        Change, Problem, RoomId,
        change::{Event, Unreadable},
        timeline,
    },
};

/// After how much silence the line is taken for dead, in milliseconds: two pings did not come.
const SILENCE: i64 = 40_000;
/// After how much silence it is opened anew when the reader comes back to the page, in milliseconds: one ping did not.
const NAP: i64 = 20_000;
/// How often to listen for silence.
const LISTEN: Duration = Duration::from_secs(5);
/// How long the line may be down before the reader is told, in milliseconds.
const QUIET: u64 = 5_000;
/// How long the line has to hold before tries are counted from the beginning, in milliseconds.
const HELD: i64 = 5_000;
/// How long after it is back everything is here that was missed, in all likelihood.
const CATCH_UP: Duration = Duration::from_secs(1);
/// How long the reader is told that it is back.
const TOLD: Duration = Duration::from_secs(5);
/// How often to look whether a reader who was signed out has signed in again elsewhere.
const SIGNED_OUT: Duration = Duration::from_mins(1);

/// What the reader is told about the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing: all is well, or will be in a moment.
    Quiet,
    /// It is down, and has been for a while.
    Down,
    /// It is back, and brought so many new messages of others.
    Back(i64),
    /// The server knows this page's reader no longer.
    SignedOut,
}

/// The line to the server.
#[derive(Clone, Copy)]
pub(crate) struct Stream {
    /// What the reader is told.
    pub(crate) line: RwSignal<Line>,
    /// Whether the server can be reached, and knows this page's reader.
    pub(crate) up: RwSignal<bool>,
    inner: StoredValue<Inner>,
}

/// Times are in milliseconds by the reader's clock.
#[derive(Clone, Copy, Default)]
struct Inner {
    /// Which opening of the stream counts; what belongs to an earlier one is not listened to.
    turn: u32,
    /// Whether the stream is open, or being opened.
    listening: bool,
    /// Whether it is open.
    open: bool,
    opened_at: i64,
    heard_at: i64,
    /// Since when it is down; stays until the reader was told that it is back.
    down_since: Option<i64>,
    tries: u32,
    /// How many messages of others came since it went down.
    missed: i64,
}

impl Stream {
    pub(super) fn new() -> Self {
        Self {
            line: RwSignal::new(Line::Quiet),
            up: RwSignal::new(true),
            inner: StoredValue::default(),
        }
    }

    pub(super) fn start(self, client: Client) {
        self.open(client);
        if let Ok(every) = set_interval_with_handle(move || self.watch(client), LISTEN) {
            on_cleanup(move || every.clear());
        }
        let watched = [
            window_event_listener(ev::online, move |_| self.open_now(client)),
            window_event_listener(ev::offline, move |_| self.doubt(client)),
            window_event_listener(ev::visibilitychange, move |_| {
                if browser::visible() {
                    if self.silence() > NAP || !self.inner.with_value(|inner| inner.listening) {
                        self.open_now(client);
                    }
                } else if browser::by_touch() && client.notifications.are_on() {
                    // A phone stops pages that are out of sight and leaves their line open, so that the server would take
                    // them for awake. Without a line it pushes.
                    self.rest();
                }
            }),
            window_event_listener(ev::pageshow, move |event| {
                if event.persisted() {
                    self.open_now(client);
                }
            }),
            // A page in the back-forward cache must not hold a stream, or the browser won't keep it there.
            window_event_listener(ev::pagehide, move |_| _ = self.rest()),
        ];
        on_cleanup(move || {
            watched.into_iter().for_each(WindowListenerHandle::remove);
            self.rest();
        });
    }

    /// Something else got no answer, or heard that the reader is signed out: the line may be dead without a sound.
    pub(super) fn doubt(self, client: Client) {
        if self.up.get_untracked() {
            self.lose(client);
        }
    }

    /// Loads everything afresh, and goes on from there.
    pub(super) fn refresh(self, client: Client) {
        let turn = self.rest();
        spawn_local(async move {
            let mut answer = load(client.current.get_untracked()).await;
            if matches!(answer, Err(Error::Refused(Problem::NotFound))) {
                answer = load(None).await;
            }
            if !self.counts(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    client.replace(page);
                    self.open(client);
                }
                Err(Error::Refused(Problem::SignedOut)) => self.signed_out(client),
                Err(_) => self.lose(client),
            }
        });
    }

    fn open(self, client: Client) {
        let turn = self.rest();
        let now = browser::now().0;
        self.change(|inner| {
            inner.listening = true;
            inner.opened_at = now;
            inner.heard_at = now;
        });
        self.up.set(true);
        let cursor = client.state.with_untracked(|state| state.cursor);
        browser::listen(&format!("/api/messages/sse?after={cursor}"), move |heard| {
            if self.counts(turn) {
                self.hear(client, heard);
            }
        });
    }

    fn hear(self, client: Client, heard: Heard) {
        let now = browser::now().0;
        self.change(|inner| inner.heard_at = now);
        match heard {
            Heard::Open => {
                self.change(|inner| inner.open = true);
                self.came_back();
            }
            Heard::Message(id, data) => self.take(client, Event::from_message(&id, &data)),
            Heard::Sync(id, data) => self.take(client, Event::from_sync(&id, &data)),
            Heard::Reset => self.refresh(client),
            Heard::Typing(data) => client.company.hear_typing(&data),
            Heard::Presence(data) => client.company.hear_presence(&data),
            Heard::Ping => {}
            Heard::Lost => self.lose(client),
        }
    }

    fn take(self, client: Client, event: Result<Event, Unreadable>) {
        let same_epoch = |event: &Event| {
            client
                .state
                .with_untracked(|state| state.cursor.epoch == event.cursor.epoch)
        };
        let Some(event) = event.ok().filter(same_epoch) else {
            self.refresh(client);
            return;
        };
        let mut missed = 0;
        let mut said = Vec::new();
        for change in &event.changes {
            if let Change::Read(mark) = change {
                client.notifications.read(client, mark);
            }
            if let Change::Message(message) = change {
                client.windows.overhear(message);
                client.company.spoke(message.room, message.sender.id);
                let (is_new, is_mine) = client.state.with_untracked(|state| {
                    let place = state.rooms.get(&message.room);
                    (
                        place.is_some_and(|place| message.number > place.room.last_number),
                        message.sender.id == state.me,
                    )
                });
                client.pins.hear(message, is_new);
                if is_new && !is_mine {
                    missed += 1;
                    said.push(message);
                }
            }
        }
        self.change(|inner| inner.missed += missed);
        client.state.update(|state| timeline::apply(state, &event));
        // Now that it is known whether it calls.
        for message in said {
            client.notifications.show(client, message);
        }
    }

    /// The stream is open.
    fn came_back(self) {
        let Some(since) = self.inner.with_value(|inner| inner.down_since) else {
            return;
        };
        set_timeout(
            move || {
                let inner = self.inner.try_get_value().unwrap_or_default();
                if inner.down_since != Some(since) || !inner.open {
                    return;
                }
                self.change(|inner| inner.down_since = None);
                if self.line.get_untracked() != Line::Quiet {
                    self.line.set(Line::Back(inner.missed));
                    set_timeout(move || self.hush(), TOLD);
                }
            },
            CATCH_UP,
        );
    }

    fn hush(self) {
        if matches!(self.line.try_get_untracked(), Some(Line::Back(_))) {
            self.line.set(Line::Quiet);
        }
    }

    /// The line is down, or what comes over it can't be used.
    fn lose(self, client: Client) {
        let inner = self.inner.get_value();
        self.rest();
        self.up.set(false);
        let now = browser::now().0;
        if inner.down_since.is_none() {
            self.change(|inner| {
                inner.down_since = Some(now);
                inner.missed = 0;
            });
            let still = move || {
                self.inner
                    .try_get_value()
                    .is_some_and(|inner| inner.down_since == Some(now) && !inner.open)
            };
            set_timeout(
                move || {
                    if still() && self.line.get_untracked() != Line::SignedOut {
                        self.line.set(Line::Down);
                    }
                },
                Duration::from_millis(QUIET),
            );
        }
        let held = inner.open && now - inner.opened_at > HELD;
        let tries = if held { 0 } else { inner.tries };
        self.change(|inner| inner.tries = tries + 1);
        self.open_later(client, pause(tries));
    }

    fn open_later(self, client: Client, pause: Duration) {
        let turn = self.rest();
        set_timeout(
            move || {
                if self.counts(turn) {
                    self.open_now(client);
                }
            },
            pause,
        );
    }

    /// Opens the stream anew, if the server knows the reader.
    fn open_now(self, client: Client) {
        let turn = self.rest();
        let me = client.state.with_untracked(|state| state.me);
        spawn_local(async move {
            let who = within(patience::ANSWER, browser::who())
                .await
                .unwrap_or(Who::Unknown);
            if !self.counts(turn) {
                return;
            }
            match who {
                Who::Person(person) if person == me => {
                    if self.line.get_untracked() == Line::SignedOut {
                        self.line.set(Line::Down);
                    }
                    self.open(client);
                }
                Who::Person(_) => browser::reload(),
                Who::Nobody => self.signed_out(client),
                Who::Unknown => self.lose(client),
            }
        });
    }

    fn signed_out(self, client: Client) {
        self.up.set(false);
        let now = browser::now().0;
        self.change(|inner| _ = inner.down_since.get_or_insert(now));
        self.line.set(Line::SignedOut);
        self.open_later(client, SIGNED_OUT);
    }

    /// Looks whether the line died in silence.
    fn watch(self, client: Client) {
        if self.inner.with_value(|inner| inner.listening) && self.silence() > SILENCE {
            self.lose(client);
        }
    }

    fn silence(self) -> i64 {
        browser::now().0 - self.inner.with_value(|inner| inner.heard_at)
    }

    /// Closes the stream, if it is open; whatever was under way no longer counts. The next turn.
    fn rest(self) -> u32 {
        browser::hang_up();
        self.inner
            .try_update_value(|inner| {
                inner.listening = false;
                inner.open = false;
                inner.turn += 1;
                inner.turn
            })
            .unwrap_or_default()
    }

    fn counts(self, turn: u32) -> bool {
        self.inner
            .try_get_value()
            .is_some_and(|inner| inner.turn == turn)
    }

    fn change(self, change: impl FnOnce(&mut Inner)) {
        self.inner.try_update_value(change);
    }
}

/// Loads a page as it is now, with a room that is open.
pub(super) async fn load(room: Option<RoomId>) -> Result<api::page::Page, Error> {
    patience::answer(api::page::load(room, None, None)).await
}
