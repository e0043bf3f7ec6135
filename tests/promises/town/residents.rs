//! What becomes of the people in a town, and what they do about themselves.

use std::sync::atomic::Ordering;

use parlour::{
    chat::{self, RoomChange, Said, Terms},
    domain::{Level, PersonId, Role, RoomId, RoomKind, SessionId, desk::Way, input::NewPassword},
    store,
};

use crate::deed::Deed;

use super::{Done, PASSWORD, Town, device, said_by};

impl Town {
    /// Whether somebody is or was a guest: their pages load themselves afresh where that begins or ends, and where they
    /// have left a room.
    pub(crate) fn was_guest(&self, person: PersonId) -> bool {
        self.guests.lock().expect("no panic").contains(&person)
    }

    pub(super) async fn rank(&self, person: PersonId, role: Role) -> chat::Result<()> {
        let chat = &self.world.chat;
        // Before, for a page may be told at once. More than need it may do no harm.
        if role == Role::Guest || chat.account_by_id(person).await?.role == Role::Guest {
            self.guests.lock().expect("no panic").insert(person);
        }
        chat.set_role(self.people[0], person, role).await
    }

    /// Lets a bot speak for others, by the command line, or no longer, by an admin, and has it try.
    pub(super) async fn speak_for(
        &self,
        bot: PersonId,
        room: RoomId,
        whom: PersonId,
        lent: bool,
    ) -> chat::Result<Done> {
        let chat = &self.world.chat;
        if lent {
            chat.let_speak_unasked(bot, lent).await?;
        } else {
            chat.let_speak(self.people[0], bot, lent).await?;
        }
        let said = Said {
            via: Some(bot),
            ..said_by(whom, "from afar")
        };
        let said = chat.say(whom, room, said).await?;
        Ok(Done::Messages(vec![said.id]))
    }

    /// Somebody makes a key, and an admin one for a bot; or the newest is ended by themselves, the others by an admin.
    pub(super) async fn turn_keys(&self, who: PersonId, end: bool) -> chat::Result<()> {
        let (chat, ada) = (&self.world.chat, self.people[0]);
        if !end {
            chat.create_key(who, "program").await?;
            return chat.create_key_for(ada, who, "program").await.map(drop);
        }
        let keys = chat.keys(who).await?;
        for (n, key) in keys.iter().enumerate() {
            if n > 0 && who != ada {
                chat.end_key_of(ada, who, key.id).await?;
            } else {
                chat.end_key(who, key.id).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn arrive(&self, by: u8) -> chat::Result<PersonId> {
        let name = format!("Newcomer{}", self.arrived.fetch_add(1, Ordering::Relaxed));
        let email = format!("{name}@example.org");
        let chat = &self.world.chat;
        match by {
            0 => chat.add_person(&name, &email, PASSWORD, Role::Member).await,
            2 => {
                chat.create_account(self.people[0], &name, &email, PASSWORD, Role::Member)
                    .await
            }
            1 => {
                let invite = chat.create_invite(self.people[0], 1, 1).await?;
                let joined = chat.sign_up(&invite, &name, &email, PASSWORD, device());
                Ok(joined.await?.session.person)
            }
            3 => chat.add_bot(&name, &email).await,
            4 => {
                let terms = Terms {
                    days: 1,
                    uses: 1,
                    role: Role::Guest,
                    room: Some(self.rooms[0]),
                };
                let invite = chat.invite(self.people[0], terms).await?;
                let joined = chat.sign_up(&invite, &name, &email, PASSWORD, device());
                let guest = joined.await?.session.person;
                self.guests.lock().expect("no panic").insert(guest);
                Ok(guest)
            }
            5 => chat.create_bot(self.people[0], &name, &email).await,
            _ => Ok(self.world.person(&name).await),
        }
    }

    /// Gives somebody a password from outside, with which they sign in and choose another one.
    pub(super) async fn renew_password(&self, person: PersonId) -> chat::Result<()> {
        let chat = &self.world.chat;
        chat.set_password(person, NewPassword::new(PASSWORD)?)
            .await?;
        let email = chat.account_by_id(person).await?.email;
        let session = chat.sign_in(&email, PASSWORD, device()).await?.session;
        let renewed = chat.change_password(&session, PASSWORD, "another long one", device());
        renewed.await.map(drop)
    }

    pub(super) async fn sign_out(&self, person: PersonId, everywhere: bool) -> chat::Result<()> {
        if !everywhere {
            let sessions = self.world.chat.sessions(person, SessionId(0)).await?;
            return match sessions.first() {
                Some(last) => self.world.chat.end_session(person, last.id).await,
                None => Ok(()),
            };
        }
        self.world
            .store
            .write(move |db| {
                Box::pin(async move { Ok(store::sessions::end_all(db, person).await?) })
            })
            .await
    }

    pub(super) async fn turn(&self, room: RoomId, open: bool) -> chat::Result<()> {
        let change = RoomChange {
            kind: Some(if open {
                RoomKind::Open
            } else {
                RoomKind::Closed
            }),
            ..RoomChange::default()
        };
        let chat = &self.world.chat;
        chat.change_room(self.people[0], room, change).await
    }

    /// What somebody does for themselves, and nobody else is told of.
    pub(super) async fn carry_out_beside(&self, deed: &Deed) -> chat::Result<Done> {
        let chat = &self.world.chat;
        let done = match *deed {
            Deed::Read { who, room, number } => {
                chat.mark_read(self.person(who), self.place(room), i64::from(number))
                    .await
            }
            Deed::Unread { who, room, from } => {
                chat.mark_unread(self.person(who), self.place(room), i64::from(from))
                    .await
            }
            Deed::Bookmark {
                who,
                message: n,
                on,
            } => chat.bookmark(self.person(who), self.message(n), on).await,
            Deed::Arrange { who, room, section } => {
                let (who, room) = (self.person(who), self.place(room));
                let name = ["", "Work", "Play", "Rest"][usize::from(section) % 4];
                chat.place_room(who, room, name).await?;
                chat.shift_room(who, room, Way::Up).await?;
                chat.shift_section(who, name, Way::Up).await
            }
            Deed::ReadAll { who } => chat.mark_all_read(self.person(who)).await,
            Deed::Level { who, room, level } => {
                let level = Level::ALL[usize::from(level) % Level::ALL.len()];
                chat.set_level(self.person(who), self.place(room), level)
                    .await
            }
            _ => unreachable!("{deed:?} happens in no room"),
        };
        done.map(|()| Done::Nothing)
    }
}
