//! `messages`: what was said.

use super::{
    super::{
        asker::Asker,
        collection::{By, Collection, Create, Delete, Field, Kind, Required, Update, Who},
        draft::Draft,
        error::{Invalid, Refusal},
    },
    MEDIA, ROOMS, USERS,
};
use crate::{
    chat::Said,
    domain::{MediaId, MessageId, PersonId, Problem, RoomId, media::Enclosure},
    store::find::{Column, sources},
};

static FIELDS: [Field; 25] = [
    Field::ID,
    SENDER,
    RECEIVER,
    Field::new("content", Kind::Text, Column::Named("content"))
        .label("Content")
        .about("The words, in Markdown.")
        .long()
        .required(Required::Without(&["attachments"]))
        .create(By::Anyone)
        .update(By::Oneself),
    Field::new("timestamp", Kind::Date, Column::Named("timestamp"))
        .label("Timestamp")
        .about("When it was said, by the sender's account; the server's time where they give none.")
        .create(By::Anyone),
    Field::UPDATED_AT,
    Field::CREATED_AT,
    ROOM,
    Field::new("number", Kind::Number, Column::Named("number"))
        .about("Its place in the room: 1, 2, 3, … without gaps, deleted ones included."),
    Field::new("clientId", Kind::Uuid, Column::Named("client_id"))
        .label("Client Id")
        .about("The sender's own name for it. The same one again gets the first one's message.")
        .create(By::Anyone)
        .not_copied(),
    Field::new("editedAt", Kind::Date, Column::Named("edited_at"))
        .about("When its words last changed."),
    Field::new("deletedAt", Kind::Date, Column::Named("deleted_at"))
        .about("When it was deleted. Deleted messages are not found."),
    Field::new("seq", Kind::Number, sources::MESSAGE_SEQ)
        .about("The change that made it what it is: see the stream."),
    ATTACHMENTS,
    Field::new("mentions", Kind::Objects, sources::MESSAGE_MENTIONS)
        .about("Whom it calls by name: `person`, null for everybody in the room, and `name`.")
        .not_copied(),
    // Not apart from here as the others are: what leads to its own collection can't be a constant.
    Field::new("replyTo", Kind::Relationship(&MESSAGES), Column::Named("reply_to_id"))
        .label("Reply To")
        .about("The message that it answers, in the same room.")
        .create(By::Anyone)
        .not_copied(),
    Field::new("root", Kind::Relationship(&MESSAGES), sources::MESSAGE_ROOT)
        .label("Root")
        .about(
            "In a thread, the message that it began from. Who writes with a root writes in its thread, which is begun where there \
             is none; it goes before a room.",
        )
        .create(By::Anyone)
        .not_copied(),
    Field::hidden("alsoInRoom", Kind::Checkbox)
        .label("Also In Room")
        .about("Whether an answer in a thread is also shown in the room that the thread is in.")
        .create(By::Anyone)
        .not_copied(),
    Field::new("thread", Kind::Object, sources::MESSAGE_THREAD).about(
        "The thread that began from it: `room`, how many `replies` stand there, and when the last one came, `repliedAt`; null \
         where nobody has answered in one.",
    ),
    Field::new("reactions", Kind::Objects, sources::MESSAGE_REACTIONS).about(
        "What people reacted with, in the order of first use: `emoji`, and `people`, their ids. See the collection \
         `reactions`.",
    ),
    Field::new("pinnedAt", Kind::Date, Column::Named("pinned_at"))
        .about("When it was pinned in its room; null where it is not."),
    Field::new("pinnedBy", Kind::Relationship(&USERS), Column::Named("pinned_by"))
        .about("Who pinned it."),
    Field::new("pinned", Kind::Checkbox, sources::MESSAGE_PINNED)
        .label("Pinned")
        .about("Whether it is pinned in its room.")
        .update(By::Anyone),
    Field::new("previews", Kind::Objects, sources::MESSAGE_PREVIEWS).about(
        "What its links lead to, in their order, as far as that was found out: `url`, the link as it stands in the message, \
         `title`, `description` and `site`, the last two empty where the page does not say; and of its picture, drawn small \
         by this server, `picture`, its address here, behind which its size stands; empty where there is none.",
    ),
    Field::new("via", Kind::Relationship(&USERS), Column::Named("via_id"))
        .about("The bot that wrote it in the sender's name; null where they wrote it themselves."),
];

const SENDER: Field = Field::new(
    "sender",
    Kind::Relationship(&USERS),
    Column::Named("sender_id"),
)
.label("Sender")
.about(
    "Who wrote it: who asks. A bot that may speak for others names somebody; so does, in open mode, who has no account.",
)
.required(Required::Anonymously)
.create(By::Anyone)
.not_copied();

const RECEIVER: Field = Field::new(
    "receiver",
    Kind::Relationship(&USERS),
    Column::Named("receiver_id"),
)
.label("Receiver")
.about("The other one in a talk between two: a message to them goes to the direct room of both.")
.required(Required::Without(&["room", "root"]))
.create(By::Anyone);

const ROOM: Field = Field::new("room", Kind::Relationship(&ROOMS), Column::Named("room_id"))
    .label("Room")
    .about("Where it was said. It goes before a receiver.")
    .create(By::Anyone)
    .flat();

const ATTACHMENTS: Field = Field::new(
    "attachments",
    Kind::Relationships(&MEDIA),
    sources::MESSAGE_ATTACHMENTS,
)
.label("Attachments")
.about("The files in it, in their order: uploads of the sender's own, each in one message at most.")
.create(By::Anyone)
.not_copied();

/// What was said.
pub(in super::super) static MESSAGES: Collection = Collection {
    slug: "messages",
    singular: "Message",
    plural: "Messages",
    about: "What was said in the rooms that one is in.",
    source: &sources::MESSAGES,
    fields: &FIELDS,
    owner: Some("sender"),
    read: Who::Anyone,
    create: Create {
        who: Who::Anyone,
        copies: true,
        run: |asker, draft| Box::pin(create(asker, draft)),
        of_file: None,
    },
    update: Some(Update {
        who: Who::Anyone,
        run: |asker, id, draft| Box::pin(update(asker, MessageId(id), draft)),
    }),
    delete: Some(Delete {
        who: Who::Anyone,
        run: |asker, id| Box::pin(delete(asker, MessageId(id))),
    }),
};

async fn create(asker: &Asker, draft: &Draft) -> Result<i64, Refusal> {
    let me = asker.person();
    let sender = draft.number("sender").map(PersonId).or(me);
    let sender = sender.ok_or(Problem::Forbidden)?;
    let files = draft.numbers("attachments");
    let files: Vec<Enclosure> = files
        .map(|id| Enclosure {
            id: MediaId(id),
            alt: None,
        })
        .collect();
    let said = Said {
        text: draft.text("content").unwrap_or_default(),
        files: &files,
        via: me,
        client_id: draft.uuid("clientId"),
        timestamp: draft.time("timestamp"),
        source: asker.source(),
        reply_to: draft.number("replyTo").map(MessageId),
        also_in_room: draft.flag("alsoInRoom").unwrap_or(false),
    };
    let room = draft.number("room").map(RoomId);
    let receiver = draft.number("receiver").map(PersonId);
    let below = draft.number("root").map(MessageId);
    let sent = match (below, room, receiver) {
        (Some(below), ..) => asker.chat.say_below(sender, below, said).await,
        (None, Some(room), _) => asker.chat.say(sender, room, said).await,
        (None, None, Some(receiver)) => asker.chat.say_to(sender, receiver, said).await,
        (None, None, None) => return Err(Problem::NotFound.into()),
    };
    match sent.map_err(|error| Refusal::of_document(&MESSAGES, error)) {
        Ok(message) => Ok(message.id.0),
        Err(Refusal::Problem(Problem::NotFound)) => {
            // The sender may be whom the request names.
            let unknown = asker.chat.account_by_id(sender).await.is_err();
            let (field, id) = match (below.zip(MESSAGES.field("root")), room, receiver) {
                _ if unknown => (&SENDER, sender.0),
                (Some((below, field)), ..) => (field, below.0),
                (None, Some(room), _) => (&ROOM, room.0),
                (None, None, receiver) => (&RECEIVER, receiver.map_or(0, |receiver| receiver.0)),
            };
            let relation = Invalid::relation(field, &id.to_string());
            Err(Refusal::invalid(&MESSAGES, relation))
        }
        Err(refusal) => Err(refusal),
    }
}

async fn update(asker: &Asker, id: MessageId, draft: &Draft) -> Result<(), Refusal> {
    let (content, pinned) = (draft.text("content"), draft.flag("pinned"));
    let (chat, who, source) = (&asker.chat, author(asker, id).await?, asker.source());
    let changed = match (content, pinned) {
        (Some(content), Some(on)) => chat.edit_and_pin(who, id, content, on, source).await,
        (Some(content), None) => chat.edit(who, id, content).await,
        (None, Some(on)) => chat.pin(who, id, on, source).await,
        (None, None) => return Ok(()),
    };
    changed.map_err(|error| Refusal::of_document(&MESSAGES, error))?;
    Ok(())
}

async fn delete(asker: &Asker, id: MessageId) -> Result<(), Refusal> {
    let who = author(asker, id).await?;
    asker.chat.delete(who, id).await?;
    Ok(())
}

/// In whose name a message is changed: that of who asks; in open mode, for who has no account, its sender's.
async fn author(asker: &Asker, id: MessageId) -> Result<PersonId, Refusal> {
    match asker.person() {
        Some(me) => Ok(me),
        None if asker.open => Ok(asker.chat.sender_of(id).await?),
        None => Err(Problem::Forbidden.into()),
    }
}
