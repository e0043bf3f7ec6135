//! Rooms: make, join, leave, invite, rename, describe, archive.

use std::collections::BTreeSet;

use super::{Chat, Error, Result, allowed, audit::Doer, may, threads};
use crate::{
    domain::{
        Deed, Membership, PersonId, Problem, Role, RoomId, RoomKind, RoomRole, Timestamp,
        input::{RoomName, Topic},
        permission::{self, Action},
    },
    store::{self, Db},
};

/// How many people one direct talk may have, its founder included.
const DIRECT_LIMIT: usize = 9;

/// What is to change about a room; the rest stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoomChange<'a> {
    /// What it is called.
    pub name: Option<&'a str>,
    /// What it is for.
    pub topic: Option<&'a str>,
    /// Whether it is put away.
    pub archived: Option<bool>,
    /// Whether it is open to everybody or closed. A direct one is neither.
    pub kind: Option<RoomKind>,
}

impl Chat {
    /// Makes an open or closed room, whose owner the maker is.
    ///
    /// # Errors
    ///
    /// What is wrong with name or topic; [`Problem::RoomNameTaken`]; [`Problem::Malformed`] for a direct one or a thread;
    /// [`Problem::Forbidden`] for a guest.
    pub async fn create_room(
        &self,
        who: PersonId,
        kind: RoomKind,
        name: &str,
        topic: &str,
    ) -> Result<RoomId> {
        require_named(kind)?;
        let (name, topic) = (RoomName::new(name)?, Topic::new(topic)?);
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                permission::make_room(active(db, who).await?)?;
                let room = store::rooms::insert(db, kind, &name, &topic, now)
                    .await
                    .map_err(name_taken)?;
                store::memberships::join(db, room, who, RoomRole::Owner, now).await?;
                Ok(room)
            })
        })
        .await
    }

    /// The direct room between somebody and others, the same one every time.
    ///
    /// # Errors
    ///
    /// [`Problem::DirectSize`]; [`Problem::NotFound`] for somebody who has no account or was banned;
    /// [`Problem::Forbidden`] for a guest, with people who are in no room of theirs.
    pub async fn direct_room(&self, who: PersonId, others: &[PersonId]) -> Result<RoomId> {
        let people: BTreeSet<PersonId> = others.iter().copied().chain([who]).collect();
        if others.is_empty() || people.len() > DIRECT_LIMIT {
            return Err(Problem::DirectSize.into());
        }
        let now = self.clock.now();
        self.write(move |db| Box::pin(async move { direct(db, who, people, now).await }))
            .await
    }

    /// Comes into an open room, or a thread. Who is in it already stays as they are.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::RoomArchived`].
    pub async fn join(&self, who: PersonId, room: RoomId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let standing = allowed(db, room, who, Action::Join).await?;
                if standing.kind == RoomKind::Thread {
                    return threads::enter(db, room, who, now).await;
                }
                Ok(store::memberships::join(db, room, who, RoomRole::Member, now).await?)
            })
        })
        .await
    }

    /// Leaves a room.
    ///
    /// # Errors
    ///
    /// [`Problem::DirectIsFixed`]; [`Problem::LastOwner`] for the only owner of a room with others in it.
    pub async fn leave(&self, who: PersonId, room: RoomId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Leave).await?;
                take_out(db, room, who, now).await.map(drop)
            })
        })
        .await
    }

    /// Brings somebody else in.
    ///
    /// # Errors
    ///
    /// [`Problem::NotMember`], [`Problem::RoomArchived`], [`Problem::DirectIsFixed`]; [`Problem::NotFound`] for
    /// somebody who has no account or was banned.
    pub async fn invite_into(&self, who: PersonId, room: RoomId, person: PersonId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Invite).await?;
                require_active(db, &[person]).await?;
                Ok(store::memberships::join(db, room, person, RoomRole::Member, now).await?)
            })
        })
        .await
    }

    /// Takes somebody out.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] without charge of the room; [`Problem::LastOwner`].
    pub async fn remove_from(&self, who: PersonId, room: RoomId, person: PersonId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let doer = Doer::allowed(db, who, room, Action::Manage, now).await?;
                if take_out(db, room, person, now).await? && person != who {
                    doer.record(db, Deed::MemberRemoved, Some(person), None)
                        .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Gives somebody charge of the room, or takes it back.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] without charge of it; [`Problem::NotFound`] for somebody who is not in it;
    /// [`Problem::LastOwner`].
    pub async fn set_room_role(
        &self,
        who: PersonId,
        room: RoomId,
        person: PersonId,
        role: RoomRole,
    ) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let doer = Doer::allowed(db, who, room, Action::Manage, now).await?;
                let owned = store::memberships::owners(db, room)
                    .await?
                    .contains(&person);
                let owns = role == RoomRole::Owner;
                if !owns {
                    require_other_owner(db, room, person).await?;
                }
                if !store::memberships::set_role(db, room, person, role, now).await? {
                    return Err(Problem::NotFound.into());
                }
                if owns != owned && person != who {
                    let deed = if owns {
                        Deed::OwnerMade
                    } else {
                        Deed::OwnerUnmade
                    };
                    doer.record(db, deed, Some(person), None).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Renames and describes a room.
    ///
    /// # Errors
    ///
    /// As [`change_room`](Self::change_room).
    pub async fn describe_room(
        &self,
        who: PersonId,
        room: RoomId,
        name: &str,
        topic: &str,
    ) -> Result<()> {
        let change = RoomChange {
            name: Some(name),
            topic: Some(topic),
            ..RoomChange::default()
        };
        self.change_room(who, room, change).await
    }

    /// Puts a room away, or brings it back.
    ///
    /// # Errors
    ///
    /// As [`change_room`](Self::change_room).
    pub async fn archive_room(&self, who: PersonId, room: RoomId, archived: bool) -> Result<()> {
        let change = RoomChange {
            archived: Some(archived),
            ..RoomChange::default()
        };
        self.change_room(who, room, change).await
    }

    /// Changes what a room is called and for, whether it is put away, and whether it is open. Who is in a room that is
    /// closed stays in it; for others it is gone.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] without charge of it; what is wrong with name or topic; [`Problem::RoomNameTaken`], also
    /// where another room took the name of one that is brought back; [`Problem::Malformed`] for a direct one to be, or a
    /// thread.
    pub async fn change_room(
        &self,
        who: PersonId,
        room: RoomId,
        change: RoomChange<'_>,
    ) -> Result<()> {
        let name = change.name.map(RoomName::new).transpose()?;
        let topic = change.topic.map(Topic::new).transpose()?;
        let (archived, kind) = (change.archived, change.kind);
        kind.map_or(Ok(()), require_named)?;
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let doer = Doer::allowed(db, who, room, Action::Manage, now).await?;
                if name.is_some() || topic.is_some() {
                    describe(db, doer, name.as_ref(), topic.as_ref()).await?;
                }
                if let Some(archived) = archived
                    && archived != doer.standing.archived
                {
                    store::rooms::set_archived(db, room, archived.then_some(now), now)
                        .await
                        .map_err(name_taken)?;
                    let deed = if archived {
                        Deed::RoomArchived
                    } else {
                        Deed::RoomRestored
                    };
                    doer.record(db, deed, None, None).await?;
                }
                if let Some(kind) = kind
                    && kind != doer.standing.kind
                {
                    store::rooms::set_kind(db, room, kind, now).await?;
                    let deed = if kind == RoomKind::Open {
                        Deed::RoomOpened
                    } else {
                        Deed::RoomClosed
                    };
                    doer.record(db, deed, None, None).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The rooms that somebody may bring others into, by name.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn rooms_to_invite_into(&self, who: PersonId) -> Result<Vec<(RoomId, String)>> {
        let mut db = self.store.snapshot().await?;
        let mut found = Vec::new();
        for room in store::memberships::of_person(&mut db, who).await? {
            if may(&mut db, room, who, Action::Invite).await? {
                found.push((room, store::rooms::name(&mut db, room).await?));
            }
        }
        found.sort_by_cached_key(|(_, name)| name.to_lowercase());
        Ok(found)
    }

    /// Who has charge of a room; of a thread, who has charge of the room that it is in.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::NotMember`].
    pub async fn owners(&self, who: PersonId, room: RoomId) -> Result<Vec<PersonId>> {
        let mut db = self.store.snapshot().await?;
        allowed(&mut db, room, who, Action::Read).await?;
        let room = store::threads::parent(&mut db, room).await?.unwrap_or(room);
        Ok(store::memberships::owners(&mut db, room).await?)
    }

    /// The number of somebody's membership in a room.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] where they are not in it.
    pub async fn membership_of(&self, person: PersonId, room: RoomId) -> Result<i64> {
        let found = store::memberships::id(&mut *self.store.read().await?, room, person).await?;
        Ok(found.ok_or(Problem::NotFound)?)
    }

    /// A membership by its number.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`].
    pub async fn membership(&self, id: i64) -> Result<Membership> {
        let found =
            store::memberships::some(&mut *self.store.read().await?, &format!("[{id}]")).await?;
        let (_, membership) = found.into_iter().next().ok_or(Problem::NotFound)?;
        Ok(membership)
    }
}

/// Finds or makes the direct room of a set of people, for one of them.
pub(super) async fn direct(
    db: &mut Db,
    who: PersonId,
    people: BTreeSet<PersonId>,
    now: Timestamp,
) -> Result<RoomId> {
    let key = people
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",");
    if let Some(room) = store::rooms::by_people(db, &key).await? {
        return Ok(room);
    }
    require_active(db, &people.iter().copied().collect::<Vec<_>>()).await?;
    let met = store::memberships::count_met(db, who, &format!("[{key}]")).await?;
    let met = usize::try_from(met) == Ok(people.len());
    permission::begin_talk(active(db, who).await?, met)?;
    let room = store::rooms::insert_direct(db, &key, now).await?;
    for person in people {
        store::memberships::join(db, room, person, RoomRole::Member, now).await?;
    }
    Ok(room)
}

/// Whether rooms of a kind have names and are made by who wants one. The others come to be by themselves.
fn require_named(kind: RoomKind) -> Result<(), Problem> {
    match kind {
        RoomKind::Open | RoomKind::Closed => Ok(()),
        RoomKind::Direct | RoomKind::Thread => Err(Problem::Malformed("kind".to_owned())),
    }
}

/// What somebody is on the server who may act there.
async fn active(db: &mut Db, who: PersonId) -> Result<Role> {
    let account = store::people::by_id(db, who).await?;
    let account = account.filter(|account| account.active);
    Ok(account.ok_or(Problem::NotFound)?.role)
}

/// Whether all of these have an account and may sign in.
async fn require_active(db: &mut Db, people: &[PersonId]) -> Result<()> {
    let ids = format!(
        "[{}]",
        people
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",")
    );
    let found = store::people::count_active(db, &ids).await?;
    if usize::try_from(found) == Ok(people.len()) {
        Ok(())
    } else {
        Err(Problem::NotFound.into())
    }
}

/// Renames and describes a room.
async fn describe(
    db: &mut Db,
    doer: Doer,
    name: Option<&RoomName>,
    topic: Option<&Topic>,
) -> Result<()> {
    let Doer { room, now, .. } = doer;
    let before = store::rooms::description(db, room).await?;
    store::rooms::describe(db, room, name, topic, now)
        .await
        .map_err(name_taken)?;
    let after = store::rooms::description(db, room).await?;
    if before.name != after.name {
        let what = format!("{} → {}", before.name, after.name);
        doer.record(db, Deed::RoomRenamed, None, Some(what)).await?;
    }
    if before.topic != after.topic {
        doer.record(db, Deed::RoomDescribed, None, None).await?;
    }
    Ok(())
}

/// Takes somebody out; gives whether they were in it.
async fn take_out(db: &mut Db, room: RoomId, person: PersonId, now: Timestamp) -> Result<bool> {
    let members = store::memberships::members(db, room).await?;
    if members != [person] {
        require_other_owner(db, room, person).await?;
    }
    store::memberships::leave(db, room, person, now).await?;
    Ok(members.contains(&person))
}

/// Whether somebody looks after the room apart from this person.
async fn require_other_owner(db: &mut Db, room: RoomId, person: PersonId) -> Result<()> {
    if store::memberships::owners(db, room).await? == [person] {
        Err(Problem::LastOwner.into())
    } else {
        Ok(())
    }
}

fn name_taken(error: sqlx::Error) -> Error {
    if store::broke_unique(&error, "rooms_by_name") {
        Problem::RoomNameTaken.into()
    } else {
        error.into()
    }
}
