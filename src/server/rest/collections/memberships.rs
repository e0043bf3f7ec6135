//! `memberships`: who is in which room.

use super::{
    super::{
        asker::Asker,
        collection::{By, Collection, Create, Delete, Field, Kind, Required, Update, Who},
        draft::Draft,
        error::{Invalid, Refusal},
    },
    ROOMS, USERS,
};
use crate::{
    domain::{Level, PersonId, Problem, RoomId, RoomRole},
    store::find::{Column, sources},
};

static FIELDS: [Field; 9] = [
    Field::ID,
    ROOM,
    PERSON,
    Field::new(
        "role",
        Kind::Select(&["owner", "member"]),
        Column::Named("role"),
    )
    .label("Role")
    .about("What they are in the room. Who comes in is a member.")
    .update(By::Anyone),
    Field::new("readNumber", Kind::Number, sources::MEMBERSHIP_READ_NUMBER)
        .label("Read Number")
            .about("The number of the newest message that one has read oneself; null in others' memberships. It only goes forward.")
        .read(By::Oneself)
        .update(By::Oneself),
    Field::hidden("unreadFrom", Kind::Number)
        .label("Unread From")
        .about("The number of the message from which on everything is to be unread again, oneself: so the mark goes back.")
        .update(By::Oneself),
    Field::new(
        "level",
        Kind::Select(&["everything", "mentions", "nothing"]),
        sources::MEMBERSHIP_LEVEL,
    )
    .label("Level")
    .about("Of what one wants to be told that it waits, oneself; null in others' memberships.")
    .read(By::Oneself)
    .update(By::Oneself),
    Field::UPDATED_AT,
    Field::CREATED_AT,
];

const ROOM: Field = Field::new("room", Kind::Relationship(&ROOMS), Column::Named("room_id"))
    .label("Room")
    .about("Which room.")
    .required(Required::Yes)
    .create(By::Anyone);

const PERSON: Field = Field::new(
    "person",
    Kind::Relationship(&USERS),
    Column::Named("person_id"),
)
.label("Person")
.about("Who. Oneself comes into an open room; others are brought in.")
.required(Required::Yes)
.create(By::Anyone);

/// Who is in which room.
pub(in super::super) static MEMBERSHIPS: Collection = Collection {
    slug: "memberships",
    singular: "Membership",
    plural: "Memberships",
    about: "Who is in the rooms that one is in.",
    source: &sources::MEMBERSHIPS,
    fields: &FIELDS,
    owner: Some("person"),
    read: Who::Anyone,
    create: Create {
        who: Who::Member,
        copies: false,
        run: |asker, draft| Box::pin(create(asker, draft)),
        of_file: None,
    },
    update: Some(Update {
        who: Who::Member,
        run: |asker, id, draft| Box::pin(update(asker, id, draft)),
    }),
    delete: Some(Delete {
        who: Who::Member,
        run: |asker, id| Box::pin(delete(asker, id)),
    }),
};

async fn create(asker: &Asker, draft: &Draft) -> Result<i64, Refusal> {
    let me = asker.member()?;
    let room = RoomId(draft.number("room").unwrap_or_default());
    let person = PersonId(draft.number("person").unwrap_or_default());
    let done = if person == me {
        asker.chat.join(me, room).await
    } else {
        asker.chat.invite_into(me, room, person).await
    };
    match done.map_err(Refusal::from) {
        Ok(()) => Ok(asker.chat.membership_of(person, room).await?),
        Err(Refusal::Problem(Problem::NotFound)) => {
            let unknown = asker.chat.account_by_id(person).await.is_err();
            let (field, id) = if unknown {
                (&PERSON, person.0)
            } else {
                (&ROOM, room.0)
            };
            let relation = Invalid::relation(field, &id.to_string());
            Err(Refusal::invalid(&MEMBERSHIPS, relation))
        }
        Err(refusal) => Err(refusal),
    }
}

async fn update(asker: &Asker, id: i64, draft: &Draft) -> Result<(), Refusal> {
    let me = asker.member()?;
    let own = ["readNumber", "unreadFrom", "level"];
    let membership = if own.iter().any(|field| draft.has(field)) {
        asker.chat.own_membership(me, id).await?
    } else {
        asker.chat.membership(id).await?
    };
    if let Some(number) = draft.number("readNumber") {
        asker.chat.mark_read(me, membership.room, number).await?;
    }
    if let Some(number) = draft.number("unreadFrom") {
        asker.chat.mark_unread(me, membership.room, number).await?;
    }
    if let Some(level) = draft.text("level").and_then(Level::from_code) {
        asker.chat.set_level(me, membership.room, level).await?;
    }
    if let Some(role) = draft.text("role").and_then(RoomRole::from_code) {
        let (room, person) = (membership.room, membership.person);
        asker.chat.set_room_role(me, room, person, role).await?;
    }
    Ok(())
}

/// One leaves oneself; others are taken out.
async fn delete(asker: &Asker, id: i64) -> Result<(), Refusal> {
    let me = asker.member()?;
    let membership = asker.chat.membership(id).await?;
    if membership.person == me {
        asker.chat.leave(me, membership.room).await?;
    } else {
        let (room, person) = (membership.room, membership.person);
        asker.chat.remove_from(me, room, person).await?;
    }
    Ok(())
}
