//! A server on which things happen.

mod residents;

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Mutex, atomic::AtomicUsize},
};

use futures_util::{future::join_all, stream};
use parlour::{
    chat::{self, Device, ProfileChange, RoomChange, Said, Source, media::Chunks},
    domain::{MessageId, PersonId, Preview, Role, RoomId, RoomKind, RoomRole},
};

use crate::{
    deed::Deed,
    support::{Somebody, World},
};

/// Everybody's, where they have one.
const PASSWORD: &str = "a long password";

/// Where everybody comes from.
fn device() -> Device {
    Device {
        agent: String::new(),
        address: IpAddr::from([192, 0, 2, 1]),
    }
}

fn said_by(who: PersonId, text: &str) -> Said<'_> {
    Said {
        text,
        files: &[],
        via: None,
        client_id: None,
        timestamp: None,
        source: Source::Person(who),
        reply_to: None,
        also_in_room: false,
    }
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
    /// A bot that nothing happens to until the end. Everybody knows of bots, guests included.
    pub(crate) bell: PersonId,
    pub(crate) rooms: Vec<RoomId>,
    messages: Vec<MessageId>,
    arrived: AtomicUsize,
    guests: Mutex<HashSet<PersonId>>,
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
        let bell = world.chat.add_bot("Bell", "bell@example.org").await;
        Self {
            bell: bell.expect("a bot"),
            world,
            people: vec![ada.id, bob.id, eve.id],
            rooms: vec![lobby, closed],
            messages: Vec::new(),
            arrived: AtomicUsize::new(0),
            guests: Mutex::default(),
        }
    }

    /// Somebody's new session; `None` while they are banned, and once their account was deleted.
    pub(crate) async fn sign_in(&self, person: PersonId) -> Option<Somebody> {
        match self.world.chat.account_by_id(person).await {
            Ok(account) if account.active => Some(self.world.sign_in(person).await),
            // Banned, or deleted.
            _ => None,
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

    fn person(&self, n: u8) -> PersonId {
        self.people[usize::from(n) % self.people.len()]
    }

    fn place(&self, n: u8) -> RoomId {
        self.rooms[usize::from(n) % self.rooms.len()]
    }

    /// The newest is number 0.
    fn message(&self, n: u8) -> MessageId {
        let newest = self.messages.iter().rev();
        let found = newest.cycle().nth(usize::from(n));
        found.copied().unwrap_or(MessageId(0))
    }

    /// Gives somebody another name, and another address, which no page knows of: so none is to notice.
    async fn rename(&self, who: PersonId, to: u8) -> chat::Result<()> {
        let chat = &self.world.chat;
        // Without a session nobody gets as far as this.
        if !chat.account_by_id(who).await?.active {
            return Ok(());
        }
        chat.describe_me(who, &format!("Name {to}"), "").await?;
        let address = format!("name-{to}@example.org");
        let change = ProfileChange {
            email: Some(&address),
            ..ProfileChange::default()
        };
        chat.change_profile(self.people[0], who, change, None).await
    }

    async fn carry_out(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        let nothing = |()| Done::Nothing;
        match *deed {
            Deed::Arrive { by } => self.arrive(by).await.map(Done::Person),
            Deed::Rename { who, to } => self.rename(self.person(who), to).await.map(nothing),
            Deed::Picture { who, chosen } => {
                let who = self.person(who);
                if !chat.account_by_id(who).await?.active {
                    return Ok(Done::Nothing);
                }
                if chosen {
                    chat.set_picture(who, "me.gif", dot()).await?;
                } else {
                    chat.remove_picture(who).await?;
                }
                Ok(Done::Nothing)
            }
            Deed::Upload { who } => chat
                .keep_file(self.person(who), "dot.gif", dot())
                .await
                .map(|_| Done::Nothing),
            Deed::Ban { whom, banned } => chat
                .ban(self.people[0], self.person(whom), banned)
                .await
                .map(nothing),
            Deed::Rank { whom, to } => {
                let ranks = [Role::Admin, Role::Member, Role::Guest];
                self.rank(self.person(whom), ranks[usize::from(to)])
                    .await
                    .map(nothing)
            }
            Deed::Voice {
                bot,
                room,
                whom,
                lent,
            } => {
                let (bot, whom) = (self.person(bot), self.person(whom));
                self.speak_for(bot, self.place(room), whom, lent).await
            }
            Deed::SignOut { who, everywhere } => self
                .sign_out(self.person(who), everywhere)
                .await
                .map(nothing),
            Deed::NewPassword { who } => self.renew_password(self.person(who)).await.map(nothing),
            Deed::Revoke => {
                chat.create_invite(self.people[0], 1, 1).await?;
                for invite in chat.invites(self.people[0]).await? {
                    chat.revoke_invite(self.people[0], invite.id).await?;
                }
                Ok(Done::Nothing)
            }
            Deed::Key { who, ends } => self.turn_keys(self.person(who), ends).await.map(nothing),
            Deed::Make { who, open } => {
                let kind = if open {
                    RoomKind::Open
                } else {
                    RoomKind::Closed
                };
                let name = format!("room {}", self.rooms.len());
                chat.create_room(self.person(who), kind, &name, "")
                    .await
                    .map(Done::Room)
            }
            Deed::Talk { who, with, and } => {
                let others = [self.person(with), self.person(and)];
                chat.direct_room(self.person(who), &others)
                    .await
                    .map(Done::Room)
            }
            Deed::Erase { whom } => chat
                .delete_account(self.people[0], self.person(whom))
                .await
                .map(nothing),
            Deed::Help { whom } => {
                let (ada, whom) = (self.people[0], self.person(whom));
                let email = chat.account_by_id(whom).await?.email;
                chat.draw_reset(ada, &email).await?;
                chat.unlock(ada, &email).await?;
                if let Some(session) = chat.sessions_of(ada, whom).await?.first() {
                    chat.end_session_of(ada, whom, session.id).await?;
                }
                Ok(Done::Nothing)
            }
            Deed::Raze { room } => chat
                .delete_room(self.people[0], self.place(room))
                .await
                .map(nothing),
            Deed::Retire => chat.retire_messages().await.map(|_| Done::Nothing),
            _ => self.carry_out_in_room(deed).await,
        }
    }

    async fn carry_out_in_room(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        let nothing = |()| Done::Nothing;
        match *deed {
            Deed::Join { who, room } => chat
                .join(self.person(who), self.place(room))
                .await
                .map(nothing),
            Deed::Leave { who, room } => chat
                .leave(self.person(who), self.place(room))
                .await
                .map(nothing),
            Deed::Invite { who, room, whom } => chat
                .invite_into(self.person(who), self.place(room), self.person(whom))
                .await
                .map(nothing),
            Deed::Remove { who, room, whom } => chat
                .remove_from(self.person(who), self.place(room), self.person(whom))
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
                chat.set_room_role(self.person(who), self.place(room), self.person(whom), role)
                    .await
                    .map(nothing)
            }
            Deed::Describe { who, room, to } => {
                let (name, topic) = (format!("named {to}"), format!("topic {to}"));
                chat.describe_room(self.person(who), self.place(room), &name, &topic)
                    .await
                    .map(nothing)
            }
            Deed::Archive {
                who,
                room,
                archived,
            } => chat
                .archive_room(self.person(who), self.place(room), archived)
                .await
                .map(nothing),
            Deed::Change {
                who,
                room,
                to,
                archived,
            } => {
                let topic = format!("topic {to}");
                let change = RoomChange {
                    topic: Some(&topic),
                    archived: Some(archived),
                    ..RoomChange::default()
                };
                chat.change_room(self.person(who), self.place(room), change)
                    .await
                    .map(nothing)
            }
            Deed::Turn { room, open } => self.turn(self.place(room), open).await.map(nothing),
            _ => self.carry_out_in_talk(deed).await,
        }
    }

    /// What is said, and what becomes of it.
    async fn carry_out_in_talk(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        match *deed {
            Deed::Say { who, room, times } => {
                let said = (0..times).map(async |n| {
                    let text = format!("word {n}");
                    let said = said_by(self.person(who), &text);
                    chat.say(self.person(who), self.place(room), said).await
                });
                let sent: Result<Vec<_>, _> = join_all(said).await.into_iter().collect();
                let ids = sent?.iter().map(|message| message.id).collect();
                Ok(Done::Messages(ids))
            }
            Deed::Tell { who, whom } => {
                let said = said_by(self.person(who), "to you");
                chat.say_to(self.person(who), self.person(whom), said)
                    .await
                    .map(|message| Done::Messages(vec![message.id]))
            }
            Deed::Call {
                who,
                room,
                whom,
                everybody,
            } => {
                let name = chat.account_by_id(self.person(whom)).await?.name;
                let more = if everybody { " @room" } else { "" };
                let text = format!("`@Ada` @{name}{more}!");
                let said = said_by(self.person(who), &text);
                chat.say(self.person(who), self.place(room), said)
                    .await
                    .map(|message| Done::Messages(vec![message.id]))
            }
            Deed::Edit { who, message: n } => {
                let text = match n % 5 {
                    0 => format!("edited {n} @Bob"),
                    1 => format!("edited {n} @here"),
                    2 => format!("edited {n} {} {}", link(n), link(n / 5)),
                    _ => format!("edited {n}"),
                };
                let (who, id) = (self.person(who), self.message(n));
                let edited = if n % 5 == 3 {
                    let source = Source::Person(who);
                    chat.edit_and_pin(who, id, &text, n % 2 == 0, source).await
                } else {
                    chat.edit(who, id, &text).await
                };
                edited.map(|_| Done::Nothing)
            }
            Deed::Reply {
                who,
                room,
                message: n,
            } => {
                let said = Said {
                    reply_to: Some(self.message(n)),
                    ..said_by(self.person(who), "an answer")
                };
                chat.say(self.person(who), self.place(room), said)
                    .await
                    .map(|message| Done::Messages(vec![message.id]))
            }
            Deed::Thread { who, message: n } => chat
                .open_thread(self.person(who), self.message(n))
                .await
                .map(Done::Room),
            Deed::Answer { who, message: n } => {
                let said = Said {
                    also_in_room: n % 2 == 0,
                    ..said_by(self.person(who), "beside it")
                };
                chat.say_below(self.person(who), self.message(n), said)
                    .await
                    .map(|message| Done::Messages(vec![message.id]))
            }
            Deed::Link { who, room, to } => {
                let text = format!("look: {} {}", link(to), link(to + 1));
                let said = said_by(self.person(who), &text);
                chat.say(self.person(who), self.place(room), said)
                    .await
                    .map(|message| Done::Messages(vec![message.id]))
            }
            _ => self.carry_out_at_message(deed).await,
        }
    }

    /// What is done with a message that there is.
    async fn carry_out_at_message(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        match *deed {
            Deed::React {
                who,
                message: n,
                with,
                on,
            } => {
                let emoji = ["👍", "🎉", "❤️"][usize::from(with) % 3];
                let who = self.person(who);
                chat.react(who, self.message(n), emoji, on, Source::Person(who))
                    .await
                    .map(|_| Done::Nothing)
            }
            Deed::Pin {
                who,
                message: n,
                on,
            } => {
                let who = self.person(who);
                chat.pin(who, self.message(n), on, Source::Person(who))
                    .await
                    .map(|_| Done::Nothing)
            }
            Deed::Unfurl { message: n, to } => {
                let card = Preview::new(&link(to), "A title", "", "").expect("a card");
                let id = self.message(n);
                chat.unknown_links(id).await?;
                // Some have a picture.
                let picture = (to % 2 == 0).then(|| DOT.to_vec());
                let put = chat.put_preview(id, card, picture);
                put.await.map(|()| Done::Nothing)
            }
            Deed::Furl {
                who,
                message: n,
                to,
            } => chat
                .remove_preview(self.person(who), self.message(n), &link(to))
                .await
                .map(|_| Done::Nothing),
            Deed::Delete { who, message: n } => chat
                .delete(self.person(who), self.message(n))
                .await
                .map(|_| Done::Nothing),
            _ => self.carry_out_beside(deed).await,
        }
    }
}

/// One of three links.
fn link(n: u8) -> String {
    format!("https://{}.example.org", n % 3)
}

/// A picture of one pixel.
const DOT: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// The same, as it is uploaded.
fn dot() -> impl Chunks {
    stream::iter([Ok(DOT)])
}
