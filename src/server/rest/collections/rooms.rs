//! `rooms`: where things are said.

use super::super::{
    asker::Asker,
    collection::{By, Collection, Create, Delete, Field, Kind, Required, Update, Who},
    draft::Draft,
    error::Refusal,
};
use crate::{
    chat::RoomChange,
    domain::{RoomId, RoomKind},
    store::find::{Column, sources},
};

static FIELDS: [Field; 10] = [
    Field::ID,
    Field::new("name", Kind::Text, Column::Named("name"))
        .label("Name")
        .about(
            "What it is called; empty in a direct room, which is named after its people. That of a thread is how its first message \
             begins.",
        )
        .required(Required::Yes)
        .create(By::Anyone)
        .update(By::Anyone),
    Field::new(
        "kind",
        Kind::Select(&["open", "closed", "direct", "thread"]),
        Column::Named("kind"),
    )
    .label("Kind")
    .about(
        "`open` for anyone with an account, `closed` by invitation. A `direct` room is made by the first message \
         between two, a `thread` by the first message with a `root`.",
    )
    .required(Required::Yes)
    .create(By::Anyone)
    .update(By::Anyone),
    Field::new("topic", Kind::Text, Column::Named("topic"))
        .label("Topic")
        .about("What it is for, in a line.")
        .create(By::Anyone)
        .update(By::Anyone),
    Field::new("archived", Kind::Checkbox, sources::ROOM_ARCHIVED)
        .label("Archived")
        .about("Put away: readable, and closed to new words.")
        .update(By::Anyone),
    Field::new("parent", Kind::Relationship(&ROOMS), Column::Named("parent_id"))
        .about("The room that a thread is in; null for any other room."),
    Field::new("root", Kind::Number, Column::Named("root_id"))
        .about("The id of the message that a thread began from; null for any other room."),
    Field::new("lastNumber", Kind::Number, sources::ROOM_LAST_NUMBER)
        .about("The number of its newest message; 0 for who is not in it."),
    Field::UPDATED_AT,
    Field::CREATED_AT,
];

/// Where things are said.
pub(in super::super) static ROOMS: Collection = Collection {
    slug: "rooms",
    singular: "Room",
    plural: "Rooms",
    about: "The rooms that are open, and those that one is in.",
    source: &sources::ROOMS,
    fields: &FIELDS,
    owner: None,
    read: Who::Anyone,
    create: Create {
        who: Who::Member,
        copies: true,
        run: |asker, draft| Box::pin(create(asker, draft)),
        of_file: None,
    },
    update: Some(Update {
        who: Who::Member,
        run: |asker, id, draft| Box::pin(update(asker, RoomId(id), draft)),
    }),
    delete: Some(Delete {
        who: Who::Admin,
        run: |asker, id| Box::pin(delete(asker, RoomId(id))),
    }),
};

async fn create(asker: &Asker, draft: &Draft) -> Result<i64, Refusal> {
    let text = |name| draft.text(name).unwrap_or_default();
    let kind = RoomKind::from_code(text("kind")).unwrap_or(RoomKind::Closed);
    let made = asker
        .chat
        .create_room(asker.member()?, kind, text("name"), text("topic"));
    match made.await {
        Ok(room) => Ok(room.0),
        Err(error) => Err(Refusal::of_document(&ROOMS, error)),
    }
}

/// With everything that was said in it.
async fn delete(asker: &Asker, id: RoomId) -> Result<(), Refusal> {
    Ok(asker.chat.delete_room(asker.member()?, id).await?)
}

async fn update(asker: &Asker, id: RoomId, draft: &Draft) -> Result<(), Refusal> {
    let change = RoomChange {
        name: draft.text("name"),
        topic: draft.text("topic"),
        archived: draft.flag("archived"),
        kind: draft.text("kind").and_then(RoomKind::from_code),
    };
    let changed = asker.chat.change_room(asker.member()?, id, change).await;
    changed.map_err(|error| Refusal::of_document(&ROOMS, error))
}
