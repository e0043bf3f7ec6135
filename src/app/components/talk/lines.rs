//! What stands in the log: its rows, and for each what it shows now.

use std::collections::{BTreeMap, HashMap};

use leptos::{prelude::*, web_sys::Element};

use crate::{
    app::{
        client::{Client, browser, outbox::Outbox},
        components::room_name::person_name,
        words::Words,
    },
    domain::{
        MediaKey, Mention, Message, MessageId, PersonId, RoomId, Seq, State, Timestamp,
        layout::{self, Key, Row},
        media::Attachment,
        message::Quote,
        outbox::Outgoing,
    },
};

/// The rows of one room's log.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    room: RoomId,
    state: RwSignal<State>,
    outbox: Outbox,
    /// The number of the last message that was read when the room was opened, where there were unread ones; or to which
    /// the reader went back since.
    pub(super) new_after: RwSignal<Option<i64>>,
    /// The rows, in their order.
    pub(super) rows: Memo<Vec<Row>>,
    spots: Memo<HashMap<Key, Spot>>,
    /// Whoever said something in it, for themselves or for others, is quoted, or reacted, and I: names and pictures.
    speakers: Memo<BTreeMap<PersonId, (String, Option<MediaKey>)>>,
}

/// Where a row's message is to be found, and as of which change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Whether it begins a group.
    pub(super) starts: bool,
    /// The message's number in the room and its seq; `None` while it is on its way.
    arrived: Option<(i64, Seq)>,
}

/// What a row shows.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A message that the server has.
    Arrived(Box<Message>),
    /// One on its way.
    Waiting(Box<Outgoing>),
}

impl Said {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Arrived(message) => &message.content,
            Self::Waiting(outgoing) => &outgoing.text,
        }
    }

    pub(super) fn files(&self) -> &[Attachment] {
        match self {
            Self::Arrived(message) => &message.attachments,
            Self::Waiting(outgoing) => &outgoing.files,
        }
    }

    /// What it answers.
    pub(super) fn reply_to(&self, lines: Lines) -> Option<Quote> {
        match self {
            Self::Arrived(message) => message.reply_to.clone(),
            Self::Waiting(outgoing) => Some(lines.quoted(outgoing.reply_to.as_ref()?)),
        }
    }

    pub(super) fn mentions(&self) -> &[Mention] {
        match self {
            Self::Arrived(message) => &message.mentions,
            Self::Waiting(outgoing) => &outgoing.mentions,
        }
    }

    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::Arrived(message) => message.created_at,
            Self::Waiting(outgoing) => outgoing.written_at,
        }
    }

    /// The bot that said it in the sender's name, if one did.
    pub(super) fn via(&self) -> Option<PersonId> {
        match self {
            Self::Arrived(message) => message.via,
            Self::Waiting(_) => None,
        }
    }

    /// Who pinned it, if it is pinned.
    pub(super) fn pinned_by(&self) -> Option<PersonId> {
        match self {
            Self::Arrived(message) => message.pinned_by,
            Self::Waiting(_) => None,
        }
    }

    /// Who said it; `None` for me, on the way out.
    pub(super) fn sender(&self) -> Option<PersonId> {
        match self {
            Self::Arrived(message) => Some(message.sender.id),
            Self::Waiting(_) => None,
        }
    }
}

impl Lines {
    pub(super) fn new(client: &Client, room: RoomId, words: &'static Words) -> Self {
        let Client {
            state,
            outbox,
            clock,
            ..
        } = *client;
        let read = |state: &State| {
            state
                .rooms
                .get(&room)
                .filter(|place| place.unread() > 0)
                .and_then(|place| place.read)
        };
        let new_after = RwSignal::new(state.with_untracked(read));
        let rows = Memo::new(move |_| {
            state.with(|state| {
                let Some(window) = state.windows.get(&room) else {
                    return Vec::new();
                };
                outbox.with(|outbox| {
                    layout::rows(window, outbox.of(room), state.me, new_after.get(), |at| {
                        clock.offset(at)
                    })
                })
            })
        });
        let spots = Memo::new(move |_| {
            let arrived: HashMap<Key, (i64, Seq)> = state.with(|state| {
                let window = state.windows.get(&room);
                let messages = window
                    .into_iter()
                    .flat_map(|window| window.messages.values());
                messages
                    .map(|message| (Key::of(message), (message.number, message.seq)))
                    .collect()
            });
            rows.with(|rows| {
                let spot = |row: &Row| {
                    (
                        row.key,
                        Spot {
                            starts: row.starts,
                            arrived: arrived.get(&row.key).copied(),
                        },
                    )
                };
                rows.iter().map(spot).collect()
            })
        });
        let speakers = Memo::new(move |_| {
            state.with(|state| {
                let window = state.windows.get(&room);
                let messages = window.into_iter().flat_map(|window| {
                    window
                        .root
                        .as_deref()
                        .into_iter()
                        .chain(window.messages.values())
                });
                let mut speakers = BTreeMap::new();
                let named = |message: &Message| {
                    let quoted = message.reply_to.iter().map(|quote| quote.sender);
                    let reacted = message.reactions.iter().flat_map(|one| &one.people);
                    let all = quoted.chain(reacted.copied()).chain(message.via);
                    let all = all.chain(message.pinned_by);
                    all.chain([message.sender.id]).collect::<Vec<_>>()
                };
                for person in messages.flat_map(named).chain([state.me]) {
                    speakers.entry(person).or_insert_with(|| {
                        let picture = state.people.get(&person).and_then(|card| card.picture);
                        (person_name(state, person, words), picture)
                    });
                }
                speakers
            })
        });
        Self {
            room,
            state,
            outbox,
            new_after,
            rows,
            spots,
            speakers,
        }
    }

    /// Where a row's message is.
    pub(super) fn spot(self, key: Key) -> Option<Spot> {
        self.spots.with(|spots| spots.get(&key).copied())
    }

    /// Reads the name and the picture of somebody who said something here.
    pub(super) fn speaker<T>(
        self,
        person: PersonId,
        read: impl FnOnce(&str, Option<MediaKey>) -> T,
    ) -> T {
        self.speakers.with(|speakers| match speakers.get(&person) {
            Some((name, picture)) => read(name, *picture),
            // Gone in this moment, and the row with them.
            None => read("", None),
        })
    }

    /// A quote that was kept without its words, with those that its source has now, as far as the page knows.
    pub(super) fn quoted(self, quote: &Quote) -> Quote {
        let source = self.state.with_untracked(|state| {
            let window = state.windows.get(&self.room)?;
            window.messages.get(&quote.number).map(Quote::of)
        });
        source.unwrap_or_else(|| Quote {
            text: "…".to_owned(),
            ..quote.clone()
        })
    }

    /// What a row shows, looked up where the spot says.
    pub(super) fn said(self, key: Key, spot: Spot) -> Option<Said> {
        match (spot.arrived, key) {
            (Some((number, _)), _) => self.state.with_untracked(|state| {
                state
                    .windows
                    .get(&self.room)?
                    .messages
                    .get(&number)
                    .cloned()
                    .map(|message| Said::Arrived(Box::new(message)))
            }),
            (None, Key::Sent(id)) => self
                .outbox
                .with(|outbox| outbox.find(id).cloned().map(Box::new).map(Said::Waiting)),
            (None, _) => None,
        }
    }

    /// In a thread, the message that it began from.
    pub(super) fn root(self) -> Option<Message> {
        self.state
            .with(|state| state.windows.get(&self.room)?.root.as_deref().cloned())
    }

    /// A message by its id.
    pub(super) fn find(self, id: MessageId) -> Option<Message> {
        self.state
            .with_untracked(|state| state.windows.get(&self.room)?.find(id).cloned())
    }

    /// The newest message of mine that can be edited: none while a newer one is on its way, which is the one that is
    /// meant.
    pub(super) fn my_last(self) -> Option<MessageId> {
        let room = self.room;
        let is_on_its_way = untrack(|| {
            self.outbox
                .with(|outbox| outbox.of(room).any(|outgoing| outgoing.refused.is_none()))
        });
        if is_on_its_way {
            return None;
        }
        self.state.with_untracked(|state| {
            let mut messages = state.windows.get(&self.room)?.messages.values().rev();
            messages
                .find(|message| message.sender.id == state.me && !message.is_deleted())
                .map(|message| message.id)
        })
    }

    /// Calls `read` with the messages of others after a number, oldest first.
    pub(super) fn of_others<T>(
        self,
        after: i64,
        read: impl FnOnce(&mut dyn Iterator<Item = &Message>) -> T,
    ) -> T {
        self.state.with(|state| {
            let window = state.windows.get(&self.room);
            let messages = window
                .into_iter()
                .flat_map(|window| window.messages.range(after + 1..));
            read(
                &mut messages
                    .map(|(_, message)| message)
                    .filter(|message| message.sender.id != state.me),
            )
        })
    }

    /// The number of the room's newest message.
    pub(super) fn last_number(self) -> i64 {
        self.state.with(|state| {
            state
                .rooms
                .get(&self.room)
                .map_or(0, |place| place.room.last_number)
        })
    }

    /// The oldest message that is here, where there are older ones.
    pub(super) fn oldest(self) -> Option<MessageId> {
        self.state.with(|state| {
            let window = state.windows.get(&self.room)?;
            window
                .first()
                .filter(|_| window.has_older())
                .map(|first| first.id)
        })
    }

    /// Moves the focus to a message.
    pub(super) fn focus(self, id: MessageId) {
        if let Some(element) = self
            .find(id)
            .and_then(|message| element(&Key::of(&message)))
        {
            browser::focus(&element);
        }
    }
}

/// The message that an element's id stands for.
pub(super) fn key_of(id: &str) -> Option<Key> {
    match id.split_at_checked(1)? {
        ("c", id) => id.parse().ok().map(Key::Sent),
        ("m", id) => id.parse().ok().map(Key::Message),
        _ => None,
    }
}

/// The message that an element is, or is in.
pub(super) fn at(element: &Element) -> Option<Key> {
    key_of(&element.closest(".message").ok()??.id())
}

/// A row's element.
pub(super) fn element(key: &Key) -> Option<Element> {
    document().get_element_by_id(&key.element_id())
}
