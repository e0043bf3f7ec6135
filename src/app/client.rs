//! The live page: what it knows, how it stays true, and what it keeps until the server has it.
//!
//! A page has one [`Client`], made of the page that was loaded. On the server it renders that and does nothing else.
//! In the browser it follows the stream ([`stream`]), sends what is written ([`outbox`]) and its files ([`uploads`]), keeps what is being written
//! ([`drafts`]), shows who is here and who is writing ([`company`]), tells how far was read ([`marks`]) and what one reacts
//! with and bookmarks ([`wishes`]), loads what is looked at ([`windows`]), hears of pins ([`pins`]), and has the system tell
//! who looks elsewhere ([`notifications`]). All of them change one
//! state, and only by [`domain::timeline`](crate::domain::timeline).

#[cfg(feature = "hydrate")]
pub(crate) mod browser;
#[cfg(not(feature = "hydrate"))]
#[path = "client/browser/absent.rs"]
pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod company;
pub(crate) mod drafts;
pub(crate) mod emoji;
pub(crate) mod habits;
pub(crate) mod marks;
pub(crate) mod notifications;
pub(crate) mod outbox;
mod patience;
pub(crate) mod pins;
pub(crate) mod stream;
pub(crate) mod uploads;
pub(crate) mod windows;
pub(crate) mod wishes;

use leptos::{ev, prelude::*};

use self::{
    clock::Clock, company::Company, drafts::Drafts, emoji::Emoji, habits::Habits, marks::Marks,
    notifications::Notifications, outbox::Outbox, pins::Pins, stream::Stream, uploads::Uploads,
    windows::Windows, wishes::Wishes,
};
use crate::{
    api::{Error, page::Page},
    domain::{ClientId, Me, Message, RoomId, State, timeline},
};

/// How many messages wait for the reader in the rooms that stand in their list.
fn waiting(state: &State) -> i64 {
    let rooms = state.rooms.values();
    rooms
        .filter(|place| !place.room.archived)
        .map(timeline::Place::waiting)
        .sum()
}

/// The live page.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    /// Everything that is shown.
    pub(crate) state: RwSignal<State>,
    /// Who looks at it.
    pub(crate) me: RwSignal<Me>,
    /// How many messages in all rooms wait for the reader, as they want to be told.
    pub(crate) waiting: Memo<i64>,
    /// The room to start in.
    pub(crate) start: Option<RoomId>,
    /// The room that is open.
    pub(crate) current: RwSignal<Option<RoomId>>,
    /// Whether somebody looks at the page: it can be seen, and has the focus.
    pub(crate) attended: RwSignal<bool>,
    /// The reader's clock.
    pub(crate) clock: Clock,
    /// Who is here, and who is writing.
    pub(crate) company: Company,
    /// The line to the server.
    pub(crate) stream: Stream,
    /// What is on its way.
    pub(crate) outbox: Outbox,
    /// The files that go with what is being written.
    pub(crate) uploads: Uploads,
    /// What is being written.
    pub(crate) drafts: Drafts,
    /// What this browser remembers.
    pub(crate) habits: Habits,
    /// How far was read.
    pub(crate) marks: Marks,
    /// What the system shows of it.
    pub(crate) notifications: Notifications,
    /// What of the rooms is here.
    pub(crate) windows: Windows,
    /// What is told of pinned messages.
    pub(crate) pins: Pins,
    /// One's own reactions and bookmarks on their way.
    pub(crate) wishes: Wishes,
    /// The emoji that can be chosen from.
    pub(crate) emoji: Emoji,
}

impl Client {
    /// Makes the client of a page that was just loaded, which goes live as soon as it stands in a browser.
    pub(crate) fn new(page: Page) -> Self {
        let me = page.state.me;
        let state = RwSignal::new(page.state);
        let client = Self {
            state,
            me: RwSignal::new(page.me),
            waiting: Memo::new(move |_| state.with(waiting)),
            start: page.room,
            current: RwSignal::new(page.room),
            attended: RwSignal::new(false),
            clock: Clock::new(),
            company: Company::new(),
            stream: Stream::new(),
            outbox: Outbox::new(me),
            uploads: Uploads::new(),
            drafts: Drafts::new(me),
            habits: Habits::new(me),
            marks: Marks::new(),
            notifications: Notifications::new(page.notified),
            windows: Windows::new(),
            pins: Pins::new(),
            wishes: Wishes::new(),
            emoji: Emoji::new(me),
        };
        Effect::new(move |_| client.go_live());
        client
    }

    /// Forgets what this person left in the browser. To be called as the sign-out form is sent, which does the rest.
    pub(crate) fn sign_out(self) {
        self.drafts.forget_all();
        self.emoji.forget();
        self.habits.forget_all();
        self.outbox.forget_all();
    }

    /// A name for a send that has none yet.
    pub(crate) fn new_id() -> ClientId {
        ClientId::from_random(browser::random())
    }

    /// Takes a message as the server has just answered it.
    pub(crate) fn learn(self, message: &Message) {
        self.windows.overhear(message);
        self.state
            .try_update(|state| timeline::note(state, message));
    }

    /// Does something with a message, by a server function that answers with how it is then.
    ///
    /// # Errors
    ///
    /// As of [`browser::call`].
    pub(crate) async fn act(self, address: &str, fields: &[(&str, &str)]) -> Result<(), Error> {
        let answer = browser::call(address, fields).await?;
        let message = serde_json::from_str(&answer).map_err(|_| Error::Unreachable)?;
        self.learn(&message);
        Ok(())
    }

    /// Takes a page that was loaded afresh in place of everything.
    fn replace(self, page: Page) {
        self.me.set(page.me);
        self.notifications.on.set(page.notified);
        self.state.set(page.state);
        self.pins.turn();
    }

    fn go_live(self) {
        Effect::new(move |before: Option<i64>| {
            let now = self.waiting.get();
            browser::badge(now);
            let is_more = before.is_some_and(|before| now > before);
            // Who looks at the page sees it.
            if is_more && untrack(|| self.habits.sound() && !self.attended.get()) {
                browser::chime();
            }
            now
        });
        self.clock.start();
        self.habits.start(self.current);
        self.outbox.start(self);
        self.marks.start(self);
        self.wishes.start(self);
        self.stream.start(self);
        let look = move || {
            _ = self.attended.try_maybe_update(|attended| {
                let before = std::mem::replace(attended, browser::attended());
                (before != *attended, ())
            });
        };
        look();
        let watched = [
            window_event_listener(ev::focus, move |_| look()),
            window_event_listener(ev::blur, move |_| look()),
            window_event_listener(ev::visibilitychange, move |_| look()),
        ];
        on_cleanup(move || watched.into_iter().for_each(WindowListenerHandle::remove));
    }
}
