//! `users`: people's accounts.

use super::super::{
    asker::Asker,
    collection::{By, Collection, Create, Delete, Field, Kind, Required, Update, Who},
    draft::Draft,
    error::{Invalid, Refusal},
};
use crate::{
    chat::{ProfileChange, Proof},
    domain::{PersonId, Role},
    store::find::{Column, sources},
};

static FIELDS: [Field; 12] = [
    Field::ID,
    Field::UPDATED_AT,
    Field::CREATED_AT,
    Field::new("email", Kind::Email, Column::Named("email"))
        .label("Email")
        .about("The address that they sign in with. To change one's own takes `currentPassword`.")
        .required(Required::Yes)
        .create(By::Anyone)
        .update(By::OneselfOrAdmin)
        .not_copied(),
    Field::hidden("password", Kind::Text)
        .about("Eight characters or more, and none of the commonest. Never shown.")
        .required(Required::Yes)
        .create(By::Anyone),
    CURRENT_PASSWORD,
    Field::new("collection", Kind::Text, sources::PERSON_COLLECTION)
        .about("Always `users`.")
        .always(),
    Field::new("name", Kind::Text, Column::Named("name"))
        .label("Name")
        .about("The name beside their words; what stands before the @ where none is given.")
        .create(By::Anyone)
        .update(By::Oneself),
    Field::new(
        "role",
        Kind::Select(&["admin", "member", "guest", "bot"]),
        Column::Named("role"),
    )
    .label("Role")
    .about(
        "What they are on the server. A `guest` knows of the rooms that they were brought into, and of no others; a \
         `bot` is a program without a password, made under People in the panel, or at the command line.",
    )
    .create(By::Anyone)
    .update(By::Admin),
    Field::new(
        "language",
        Kind::Select(&["en", "zh"]),
        Column::Named("language"),
    )
    .label("Language")
    .about("The language that they chose; null follows the browser.")
    .update(By::Oneself),
    Field::new("active", Kind::Checkbox, Column::Named("active"))
        .label("Active")
        .about("Whether they may sign in: false is a ban.")
        .update(By::Admin),
    Field::new(
        "speaksForOthers",
        Kind::Checkbox,
        Column::Named("speaks_for_others"),
    )
    .label("Speaks For Others")
    .about("Whether a bot may write messages in other people's names.")
    .update(By::Admin),
];

const CURRENT_PASSWORD: Field = Field::hidden("currentPassword", Kind::Text)
    .label("Current Password")
    .about("One's password, where one's own address is to be another one. Never shown.")
    .update(By::Oneself);

/// People's accounts.
pub(in super::super) static USERS: Collection = Collection {
    slug: "users",
    singular: "User",
    plural: "Users",
    about: "People's accounts. Who has one sees all; an admin makes, bans and deletes them.",
    source: &sources::PEOPLE,
    fields: &FIELDS,
    owner: Some("id"),
    read: Who::Member,
    create: Create {
        who: Who::Admin,
        copies: false,
        run: |asker, draft| Box::pin(create(asker, draft)),
        of_file: None,
    },
    update: Some(Update {
        who: Who::Member,
        run: |asker, id, draft| Box::pin(update(asker, PersonId(id), draft)),
    }),
    delete: Some(Delete {
        who: Who::Admin,
        run: |asker, id| Box::pin(delete(asker, PersonId(id))),
    }),
};

async fn create(asker: &Asker, draft: &Draft) -> Result<i64, Refusal> {
    let text = |name| draft.text(name).unwrap_or_default();
    let role = Role::from_code(text("role")).unwrap_or(Role::Member);
    if role == Role::Bot {
        let invalid = Invalid {
            path: "role",
            label: Some("Role"),
            message: "A bot has no password. It is made in the panel, under People, or by `parlour user add --bot`.".to_owned(),
            problem: None,
        };
        return Err(Refusal::invalid(&USERS, invalid));
    }
    let made = asker.chat.create_account(
        asker.member()?,
        text("name"),
        text("email"),
        text("password"),
        role,
    );
    match made.await {
        Ok(person) => Ok(person.0),
        Err(error) => Err(Refusal::of_document(&USERS, error)),
    }
}

/// What they said stays, said by nobody who can be found any more.
async fn delete(asker: &Asker, id: PersonId) -> Result<(), Refusal> {
    Ok(asker.chat.delete_account(asker.member()?, id).await?)
}

/// One describes oneself; an admin says what others are, whether they may sign in, and by which address.
async fn update(asker: &Asker, id: PersonId, draft: &Draft) -> Result<(), Refusal> {
    let me = asker.member()?;
    let change = ProfileChange {
        name: draft.text("name"),
        language: draft.text("language"),
        email: draft.text("email"),
    };
    if change.name.is_some() || change.language.is_some() || change.email.is_some() {
        let proof = draft.text("currentPassword").map(|password| Proof {
            password,
            device: &asker.visit.device,
        });
        let done = asker.chat.change_profile(me, id, change, proof).await;
        done.map_err(|error| Refusal::of_document(&USERS, error))?;
    }
    if let Some(role) = draft.text("role").and_then(Role::from_code) {
        asker.chat.set_role(me, id, role).await?;
    }
    if let Some(active) = draft.flag("active") {
        asker.chat.ban(me, id, !active).await?;
    }
    if let Some(lent) = draft.flag("speaksForOthers") {
        asker.chat.let_speak(me, id, lent).await?;
    }
    Ok(())
}
