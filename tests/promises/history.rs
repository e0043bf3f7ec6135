//! What can happen on a server, and a page that follows it.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use parlour::{
    chat,
    domain::{
        Change, Cursor, MessageId, PersonId, RoomId, RoomKind, RoomRole, Seq, State, change::Event,
        timeline,
    },
    live::Reader,
    store,
};
use proptest::prelude::*;

use crate::support::{Somebody, World, soon};

/// A page: a state, and the stream's events applied to it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) state: State,
    pub(crate) resets: usize,
    /// The newest change that it was told of.
    pub(crate) newest: Seq,
    /// The last id that the stream gave: where it would come back to.
    told: Cursor,
    unread: Vec<u8>,
}

impl Page {
    pub(crate) fn new(state: State) -> Self {
        Self {
            resets: 0,
            newest: state.cursor.seq,
            told: state.cursor,
            unread: Vec::new(),
            state,
        }
    }

    pub(crate) fn cursor(&self) -> Cursor {
        self.told
    }

    /// Whether it knows of a room's message of this number.
    pub(crate) fn has(&self, room: RoomId, number: usize) -> bool {
        let number = i64::try_from(number).expect("a number");
        let place = self.state.rooms.get(&room);
        place.is_some_and(|place| place.room.last_number >= number)
    }

    /// Reads the stream until something is so.
    pub(crate) async fn read_until(&mut self, reader: &mut Reader, done: impl Fn(&Self) -> bool) {
        while !done(self) {
            let bytes = soon(reader.next()).await;
            self.take(&bytes.expect("the stream goes on"));
        }
    }

    /// Reads the stream until it ends.
    pub(crate) async fn read_to_end(&mut self, reader: &mut Reader) {
        while let Some(bytes) = soon(reader.next()).await {
            self.take(&bytes);
        }
    }

    /// Takes bytes of the stream.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
        while let Some(end) = self.unread.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = self.unread.drain(..end + 2).collect();
            self.dispatch(std::str::from_utf8(&block).expect("UTF-8"));
        }
    }

    fn dispatch(&mut self, block: &str) {
        let (mut kind, mut id, mut data) = ("message", None, None);
        for line in block.lines() {
            match line.split_once(": ") {
                Some(("event", value)) => kind = value,
                Some(("id", value)) => id = Some(value),
                Some(("data", value)) => data = Some(value),
                _ => {}
            }
        }
        if let Some(id) = id {
            let told: Cursor = id.parse().expect("a cursor");
            assert!(told.seq >= self.told.seq, "the stream goes back");
            self.told = told;
        }
        let (Some(id), Some(data)) = (id, data) else {
            assert!(data.is_none() || kind == "ping", "no id: {block}");
            return;
        };
        let event = match kind {
            "message" => Event::from_message(id, data),
            "sync" => Event::from_sync(id, data),
            "reset" => {
                self.resets += 1;
                return;
            }
            other => panic!("an unknown event: {other}"),
        };
        let event = event.expect("an event that can be read");
        // A room that comes along with a membership is as it is now, which may be later news.
        let is_entrance =
            |change: &&Change| matches!(change, Change::Room(room) if room.members.is_some());
        let changes = event.changes.iter().filter(|change| !is_entrance(change));
        let seqs = changes.map(Change::seq);
        assert!(seqs.clone().is_sorted(), "out of order: {block}");
        assert_eq!(
            seqs.last(),
            Some(event.cursor.seq),
            "the id is the last change's"
        );
        self.newest = self.newest.max(event.cursor.seq);
        timeline::apply(&mut self.state, &event);
    }
}

/// Something that somebody does, or tries. Numbers pick from what there is.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Arrive,
    Rename {
        who: u8,
        to: u8,
    },
    Ban {
        whom: u8,
        banned: bool,
    },
    SignOut {
        who: u8,
    },
    Make {
        who: u8,
        open: bool,
    },
    Talk {
        who: u8,
        with: u8,
        and: u8,
    },
    Join {
        who: u8,
        room: u8,
    },
    Leave {
        who: u8,
        room: u8,
    },
    Invite {
        who: u8,
        room: u8,
        whom: u8,
    },
    Remove {
        who: u8,
        room: u8,
        whom: u8,
    },
    Charge {
        who: u8,
        room: u8,
        whom: u8,
        owner: bool,
    },
    Describe {
        who: u8,
        room: u8,
        to: u8,
    },
    Archive {
        who: u8,
        room: u8,
        archived: bool,
    },
    /// Not to be had from any page yet, but the stream has an event for it.
    Turn {
        room: u8,
        open: bool,
    },
    Say {
        who: u8,
        room: u8,
        times: u8,
    },
    Edit {
        who: u8,
        message: u8,
    },
    Delete {
        who: u8,
        message: u8,
    },
    Read {
        who: u8,
        room: u8,
        number: u8,
    },
}

/// Any deed; small numbers, so that the same people and rooms meet.
pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    let n = || 0..6_u8;
    let truth = any::<bool>;
    prop_oneof![
        1 => Just(Deed::Arrive),
        2 => (n(), n()).prop_map(|(who, to)| Deed::Rename { who, to }),
        2 => (n(), truth()).prop_map(|(whom, banned)| Deed::Ban { whom, banned }),
        1 => n().prop_map(|who| Deed::SignOut { who }),
        2 => (n(), truth()).prop_map(|(who, open)| Deed::Make { who, open }),
        1 => (n(), n(), n()).prop_map(|(who, with, and)| Deed::Talk { who, with, and }),
        4 => (n(), n()).prop_map(|(who, room)| Deed::Join { who, room }),
        4 => (n(), n()).prop_map(|(who, room)| Deed::Leave { who, room }),
        4 => (n(), n(), n()).prop_map(|(who, room, whom)| Deed::Invite { who, room, whom }),
        3 => (n(), n(), n()).prop_map(|(who, room, whom)| Deed::Remove { who, room, whom }),
        2 => (n(), n(), n(), truth()).prop_map(|(who, room, whom, owner)| Deed::Charge { who, room, whom, owner }),
        2 => (n(), n(), n()).prop_map(|(who, room, to)| Deed::Describe { who, room, to }),
        2 => (n(), n(), truth()).prop_map(|(who, room, archived)| Deed::Archive { who, room, archived }),
        2 => (n(), truth()).prop_map(|(room, open)| Deed::Turn { room, open }),
        12 => (n(), n(), 1..4_u8).prop_map(|(who, room, times)| Deed::Say { who, room, times }),
        1 => (n(), n(), 60..130_u8).prop_map(|(who, room, times)| Deed::Say { who, room, times }),
        5 => (n(), any::<u8>()).prop_map(|(who, message)| Deed::Edit { who, message }),
        4 => (n(), any::<u8>()).prop_map(|(who, message)| Deed::Delete { who, message }),
        4 => (n(), n(), 0..20_u8).prop_map(|(who, room, number)| Deed::Read { who, room, number }),
    ]
}

/// What came of a deed, as far as later ones need it.
enum Done {
    Nothing,
    Person(PersonId),
    Room(RoomId),
    Messages(Vec<MessageId>),
}

/// A server on which things happen.
#[derive(Debug)]
pub(crate) struct Town {
    pub(crate) world: World,
    pub(crate) people: Vec<PersonId>,
    pub(crate) rooms: Vec<RoomId>,
    messages: Vec<MessageId>,
    arrived: AtomicUsize,
}

impl Town {
    /// Ada, the admin, Bob and Eve in an open room; Ada and Bob in a closed one.
    pub(crate) async fn found() -> Self {
        let (world, ada, lobby) = World::with_room().await;
        let bob = world.member("Bob", lobby).await;
        let eve = world.member("Eve", lobby).await;
        let closed = world.room(&ada, RoomKind::Closed, "closed").await;
        let invited = world.chat.invite_into(ada.id, closed, bob.id).await;
        invited.expect("an invitation");
        Self {
            world,
            people: vec![ada.id, bob.id, eve.id],
            rooms: vec![lobby, closed],
            messages: Vec::new(),
            arrived: AtomicUsize::new(0),
        }
    }

    /// Somebody's new session; `None` while they are banned.
    pub(crate) async fn sign_in(&self, person: PersonId) -> Option<Somebody> {
        let account = self.world.chat.account_by_id(person).await;
        let active = account.expect("an account").active;
        if active {
            Some(self.world.sign_in(person).await)
        } else {
            None
        }
    }

    /// Does several things at once, so that they may be committed and told together.
    pub(crate) async fn burst(&mut self, deeds: &[Deed]) {
        let all = join_all(deeds.iter().map(|deed| self.attempt(deed))).await;
        for done in all {
            match done {
                Done::Nothing => {}
                Done::Person(person) => self.people.push(person),
                Done::Room(room) if self.rooms.contains(&room) => {}
                Done::Room(room) => self.rooms.push(room),
                Done::Messages(messages) => self.messages.extend(messages),
            }
        }
    }

    /// Does one thing. It may be refused, and must not fail otherwise.
    async fn attempt(&self, deed: &Deed) -> Done {
        match self.carry_out(deed).await {
            Ok(done) => done,
            Err(chat::Error::Refused(_)) => Done::Nothing,
            Err(error) => panic!("{deed:?} failed: {error}"),
        }
    }

    async fn carry_out(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        let person = |n: u8| self.people[usize::from(n) % self.people.len()];
        let place = |n: u8| self.rooms[usize::from(n) % self.rooms.len()];
        let message = |n: u8| {
            let newest = self.messages.iter().rev();
            newest
                .cycle()
                .nth(usize::from(n))
                .copied()
                .unwrap_or(MessageId(0))
        };
        let nothing = |()| Done::Nothing;
        match *deed {
            Deed::Arrive => {
                let name = format!("Newcomer{}", self.arrived.fetch_add(1, Ordering::Relaxed));
                Ok(Done::Person(self.world.person(&name).await))
            }
            Deed::Rename { who, to } => {
                // Without a session nobody gets as far as this.
                if chat.account_by_id(person(who)).await?.active {
                    chat.describe_me(person(who), &format!("Name {to}"), "")
                        .await?;
                }
                Ok(Done::Nothing)
            }
            Deed::Ban { whom, banned } => chat
                .ban(self.people[0], person(whom), banned)
                .await
                .map(nothing),
            Deed::SignOut { who } => self.sign_out(person(who)).await.map(nothing),
            Deed::Make { who, open } => {
                let kind = if open {
                    RoomKind::Open
                } else {
                    RoomKind::Closed
                };
                let name = format!("room {}", self.rooms.len());
                chat.create_room(person(who), kind, &name, "")
                    .await
                    .map(Done::Room)
            }
            Deed::Talk { who, with, and } => {
                let others = [person(with), person(and)];
                chat.direct_room(person(who), &others).await.map(Done::Room)
            }
            Deed::Join { who, room } => chat.join(person(who), place(room)).await.map(nothing),
            Deed::Leave { who, room } => chat.leave(person(who), place(room)).await.map(nothing),
            Deed::Invite { who, room, whom } => chat
                .invite_into(person(who), place(room), person(whom))
                .await
                .map(nothing),
            Deed::Remove { who, room, whom } => chat
                .remove_from(person(who), place(room), person(whom))
                .await
                .map(nothing),
            Deed::Charge {
                who,
                room,
                whom,
                owner,
            } => {
                let role = if owner {
                    RoomRole::Owner
                } else {
                    RoomRole::Member
                };
                chat.set_room_role(person(who), place(room), person(whom), role)
                    .await
                    .map(nothing)
            }
            Deed::Describe { who, room, to } => {
                let (name, topic) = (format!("named {to}"), format!("topic {to}"));
                chat.describe_room(person(who), place(room), &name, &topic)
                    .await
                    .map(nothing)
            }
            Deed::Archive {
                who,
                room,
                archived,
            } => chat
                .archive_room(person(who), place(room), archived)
                .await
                .map(nothing),
            Deed::Turn { room, open } => self.turn(place(room), open).await.map(nothing),
            Deed::Say { who, room, times } => {
                let said = (0..times).map(async |n| {
                    let text = format!("word {n}");
                    chat.send(person(who), place(room), &text, None).await
                });
                let sent: Result<Vec<_>, _> = join_all(said).await.into_iter().collect();
                let ids = sent?.iter().map(|message| message.id).collect();
                Ok(Done::Messages(ids))
            }
            Deed::Edit { who, message: n } => {
                let text = format!("edited {n}");
                chat.edit(person(who), message(n), &text)
                    .await
                    .map(|_| Done::Nothing)
            }
            Deed::Delete { who, message: n } => chat
                .delete(person(who), message(n))
                .await
                .map(|_| Done::Nothing),
            Deed::Read { who, room, number } => chat
                .mark_read(person(who), place(room), i64::from(number))
                .await
                .map(nothing),
        }
    }

    async fn sign_out(&self, person: PersonId) -> chat::Result<()> {
        self.world
            .store
            .write(move |db| {
                Box::pin(async move { Ok(store::sessions::end_all(db, person).await?) })
            })
            .await
    }

    async fn turn(&self, room: RoomId, open: bool) -> chat::Result<()> {
        self.world
            .store
            .write(move |db| {
                Box::pin(async move {
                    let kind = if open {
                        RoomKind::Open
                    } else {
                        RoomKind::Closed
                    };
                    let sql = "update rooms set kind = ?1, was_open = max(was_open, ?1 = 'open')
                               where id = ?2 and kind <> 'direct' and kind <> ?1";
                    let changed = sqlx::query(sql).bind(kind.code()).bind(room).execute(db);
                    Ok(changed.await.map(drop)?)
                })
            })
            .await
    }
}
