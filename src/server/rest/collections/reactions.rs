//! `reactions`: what people answer messages with, an emoji each.

use super::{
    super::{
        asker::Asker,
        collection::{By, Collection, Create, Delete, Field, Kind, Required, Who},
        draft::Draft,
        error::{Invalid, Refusal},
    },
    MESSAGES, USERS,
};
use crate::{
    domain::{MessageId, PersonId, Problem},
    store::find::{Column, sources},
};

static FIELDS: [Field; 5] = [
    Field::ID,
    MESSAGE,
    PERSON,
    Field::new("emoji", Kind::Text, Column::Named("emoji"))
        .label("Emoji")
        .about("Exactly one emoji. It is kept in its full form.")
        .required(Required::Yes)
        .create(By::Anyone),
    Field::CREATED_AT,
];

const MESSAGE: Field = Field::new(
    "message",
    Kind::Relationship(&MESSAGES),
    Column::Named("message_id"),
)
.label("Message")
.about("To which message.")
.required(Required::Yes)
.create(By::Anyone);

const PERSON: Field = Field::new(
    "person",
    Kind::Relationship(&USERS),
    Column::Named("person_id"),
)
.label("Person")
.about("Whose: who asks. In open mode, who has no account names somebody.")
.required(Required::Anonymously)
.create(By::Anyone);

/// What people answer messages with.
pub(in super::super) static REACTIONS: Collection = Collection {
    slug: "reactions",
    singular: "Reaction",
    plural: "Reactions",
    about: "What people answered with an emoji, in the rooms that one is in. The same one again gets the first one.",
    source: &sources::REACTIONS,
    fields: &FIELDS,
    owner: Some("person"),
    read: Who::Anyone,
    create: Create {
        who: Who::Anyone,
        copies: false,
        run: |asker, draft| Box::pin(create(asker, draft)),
        of_file: None,
    },
    update: None,
    delete: Some(Delete {
        who: Who::Anyone,
        run: |asker, id| Box::pin(delete(asker, id)),
    }),
};

async fn create(asker: &Asker, draft: &Draft) -> Result<i64, Refusal> {
    let me = asker.person();
    let person = draft.number("person").map(PersonId).or(me);
    let person = person.ok_or(Problem::Forbidden)?;
    if me.is_some_and(|me| me != person) {
        return Err(Problem::Forbidden.into());
    }
    let message = MessageId(draft.number("message").unwrap_or_default());
    let emoji = draft.text("emoji").unwrap_or_default();
    let reacted = asker
        .chat
        .react(person, message, emoji, true, asker.source())
        .await;
    match reacted.map_err(|error| Refusal::of_document(&REACTIONS, error)) {
        Ok(_) => Ok(asker.chat.reaction_of(person, message, emoji).await?),
        Err(Refusal::Problem(Problem::NotFound)) => {
            let relation = Invalid::relation(&MESSAGE, &message.to_string());
            Err(Refusal::invalid(&REACTIONS, relation))
        }
        Err(refusal) => Err(refusal),
    }
}

/// One takes back one's own.
async fn delete(asker: &Asker, id: i64) -> Result<(), Refusal> {
    let reaction = asker.chat.reaction(id).await?;
    let who = match asker.person() {
        Some(me) => me,
        None if asker.open => reaction.person,
        None => return Err(Problem::Forbidden.into()),
    };
    if who != reaction.person {
        return Err(Problem::Forbidden.into());
    }
    let (message, emoji) = (reaction.message, &reaction.emoji);
    asker
        .chat
        .react(who, message, emoji, false, asker.source())
        .await?;
    Ok(())
}
