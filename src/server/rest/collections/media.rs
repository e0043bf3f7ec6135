//! `media`: what was uploaded, in messages and for everybody.

use std::future::ready;

use super::super::{
    asker::Asker,
    collection::{By, Collection, Create, Delete, Field, Kind, Required, Shown, Update, Who},
    draft::Draft,
    error::Refusal,
};
use crate::{
    domain::{MediaId, input::AltText},
    store::find::{Column, sources},
};

static FIELDS: [Field; 12] = [
    Field::ID,
    Field::new("alt", Kind::Text, Column::Named("alt"))
        .label("Alt")
        .about("What it shows, in words.")
        .required(Required::Yes)
        .create(By::Anyone)
        .update(By::Anyone),
    Field::new("updatedAt", Kind::Date, sources::MEDIA_UPDATED_AT).about("When it last changed."),
    Field::CREATED_AT,
    Field::new("url", Kind::Text, sources::MEDIA_URL)
        .about("Where its bytes are.")
        .shown(Shown::Link),
    Field::new("thumbnailURL", Kind::Text, sources::MEDIA_THUMBNAIL_URL)
        .about("Where a small picture of it is; null for what is no picture.")
        .shown(Shown::Picture),
    Field::new("filename", Kind::Text, Column::Named("name"))
        .label("Filename")
        .about("As its owner's device called it."),
    Field::new("mimeType", Kind::Text, Column::Named("type"))
        .about("The type that its first bytes tell."),
    Field::new("filesize", Kind::Number, Column::Named("size")).about("In bytes."),
    Field::new("width", Kind::Number, Column::Named("width")).about("Of a picture, in pixels."),
    Field::new("height", Kind::Number, Column::Named("height")).about("Of a picture, in pixels."),
    Field::new("sizes", Kind::Object, sources::MEDIA_SIZES)
        .about("Of a picture, its smaller forms: `thumbnail` and `card`, each with `url`, `width`, `height`."),
];

/// What was uploaded.
pub(in super::super) static MEDIA: Collection = Collection {
    slug: "media",
    singular: "Media",
    plural: "Media",
    about: "What was uploaded: files of messages that one may read, and what programs keep for everybody.",
    source: &sources::MEDIA,
    fields: &FIELDS,
    owner: None,
    read: Who::Anyone,
    create: Create {
        who: Who::Member,
        copies: false,
        run: |_, _| Box::pin(ready(Err(Refusal::NO_FILE))),
        of_file: Some(|asker, id, draft| Box::pin(create(asker, id, draft))),
    },
    update: Some(Update {
        who: Who::Member,
        run: |asker, id, draft| Box::pin(update(asker, MediaId(id), draft)),
    }),
    delete: Some(Delete {
        who: Who::Member,
        run: |asker, id| Box::pin(delete(asker, MediaId(id))),
    }),
};

fn alt(draft: &Draft) -> Result<AltText, Refusal> {
    let alt = AltText::new(draft.text("alt").unwrap_or_default());
    alt.map_err(|problem| Refusal::of_document(&MEDIA, problem.into()))
}

async fn create(asker: &Asker, id: MediaId, draft: &Draft) -> Result<(), Refusal> {
    Ok(asker.chat.publish(asker.member()?, id, alt(draft)?).await?)
}

async fn update(asker: &Asker, id: MediaId, draft: &Draft) -> Result<(), Refusal> {
    if draft.has("alt") {
        asker
            .chat
            .describe_file(asker.member()?, id, alt(draft)?)
            .await?;
    }
    Ok(())
}

async fn delete(asker: &Asker, id: MediaId) -> Result<(), Refusal> {
    Ok(asker.chat.delete_file(asker.member()?, id).await?)
}
