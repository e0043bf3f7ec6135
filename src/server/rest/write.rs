//! Doing: create, update, delete and duplicate, one or several at once.

use axum::{
    Json,
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::{Map, Value, json};

use super::{
    access::Standing,
    asker::{Asker, Id, Request, Streamed},
    body,
    collection::{Collection, Delete, OfFile, Update},
    document,
    draft::{Draft, Purpose, needs, takes},
    error::Refusal,
    filter,
    listing::{Paging, Shape},
    query::Tree,
    read,
};
use crate::{
    domain::{MediaId, PersonId, Problem},
    server::media::form,
    store::find::Search,
};

/// How many documents are changed at the same time, so that the writer can commit them together.
const TOGETHER: usize = 32;

/// `POST /api/{collection}`: makes a document, or finds some, where a question that is too long for an address comes by
/// this method.
pub(super) async fn create_or_find(
    collection: &'static Collection,
    request: Request,
) -> Result<Response, Refusal> {
    if request.is_question() {
        read::find(collection, request.into_question()).await
    } else {
        create(collection, request).await
    }
}

/// `POST /api/{collection}` of documents of files, in a form with the file in the part `file`, and the document as JSON
/// in the part `_payload`, in whichever order. What is refused leaves nothing.
pub(super) async fn create_of_file(
    collection: &'static Collection,
    of_file: OfFile,
    request: Streamed,
) -> Result<Response, Refusal> {
    if !request.is_form() {
        return create_or_find(collection, request.whole().await?).await;
    }
    let asker = request.asker.clone();
    let shape = Shape::read(&request.query()?);
    let mut words = Vec::new();
    let document = |words: &Words| match words.iter().find(|(name, _)| name == body::DOCUMENT) {
        Some((_, text)) => body::parse(text.as_bytes()),
        None => Ok(Map::new()),
    };
    let id = make_of_file(collection, of_file, request, &mut words, document).await?;
    let message = format!("{} successfully created.", collection.singular);
    let doc = document::given(&asker, collection, id, &shape).await?;
    Ok((StatusCode::CREATED, one(doc, &message)).into_response())
}

/// The fields of a form that hold words.
type Words = Vec<(String, String)>;

/// How many of them are kept.
const WORDS: usize = 32;

/// Reads a form with a file, which is kept as it comes, and makes a document of both; what is refused leaves nothing but
/// the words, for who may want to see them again.
pub(super) async fn make_of_file(
    collection: &'static Collection,
    of_file: OfFile,
    request: Streamed,
    words: &mut Words,
    document: impl FnOnce(&Words) -> Result<Map<String, Value>, Refusal> + Send,
) -> Result<i64, Refusal> {
    let asker = request.asker.clone();
    asker.must(collection.create.who)?;
    let who = asker.member()?;
    let mut form = request.form().await?;
    let mut upload = None;
    let made = async {
        let read = take_in(&asker, who, &mut form, words, &mut upload).await;
        if read.is_err() {
            form::hear_out(&mut form, asker.chat.limits().upload).await;
        }
        read?;
        let sent = document(words)?;
        let id = upload.ok_or(Refusal::NO_FILE)?;
        let draft = creation(collection, &asker, &sent).await?;
        of_file(&asker, id, &draft).await?;
        Ok(id.0)
    };
    let made = made.await;
    if made.is_err() {
        let left: Vec<MediaId> = upload.into_iter().collect();
        asker.chat.discard_drafts(who, &left).await?;
    }
    made
}

/// Reads a form: keeps its file, and remembers its words.
async fn take_in(
    asker: &Asker,
    who: PersonId,
    form: &mut Multipart,
    words: &mut Words,
    upload: &mut Option<MediaId>,
) -> Result<(), Refusal> {
    while let Some(field) = form::next(form).await? {
        let part = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) if part == body::FILE && !file.is_empty() && upload.is_none() => {
                let kept = asker.chat.keep_draft(who, &file, form::chunks(field));
                *upload = Some(kept.await?.id);
            }
            // The seed's clients may send the document as a file.
            None | Some(_) if part != body::FILE && words.len() < WORDS => {
                words.push((part, form::text(field).await?));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes a document of what was sent, and gives its id.
pub(super) async fn make(
    collection: &'static Collection,
    asker: &Asker,
    sent: &Map<String, Value>,
) -> Result<i64, Refusal> {
    let draft = creation(collection, asker, sent).await?;
    (collection.create.run)(asker, &draft).await
}

/// Reads what a new document is to be, and holds it against what who asks may write there.
async fn creation(
    collection: &'static Collection,
    asker: &Asker,
    sent: &Map<String, Value>,
) -> Result<Draft, Refusal> {
    let draft = Draft::read(collection, asker, sent, Purpose::Creation)?;
    let standing = Standing::of_writer(asker, collection, &draft, Purpose::Creation).await?;
    standing.permit(collection, &draft, Purpose::Creation)?;
    Ok(draft)
}

/// Makes a document.
async fn create(collection: &'static Collection, request: Request) -> Result<Response, Refusal> {
    request.asker.must(collection.create.who)?;
    let sent = request.fields().await?;
    let id = make(collection, &request.asker, &sent).await?;
    let message = format!("{} successfully created.", collection.singular);
    let shape = Shape::read(&request.query()?);
    let doc = document::given(&request.asker, collection, id, &shape).await?;
    Ok((StatusCode::CREATED, one(doc, &message)).into_response())
}

/// `POST /api/{collection}/{id}/duplicate`: a document like another, but for what is sent.
pub(super) async fn duplicate(
    collection: &'static Collection,
    Id(id): Id,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(collection.create.who)?;
    asker.must(collection.read)?;
    let sent = request.fields_if_any().await?;
    let original = document::by_id(asker, collection, id, &Shape::PLAIN).await?;
    let mut original = original.ok_or(Problem::NotFound)?;
    let mut fields = sent.clone();
    for field in collection
        .fields
        .iter()
        .filter(|field| takes(field, Purpose::Creation))
    {
        let copied = field.copied || needs(field, asker, &sent, Purpose::Creation);
        if copied && !sent.contains_key(field.name) {
            fields.insert(field.name.to_owned(), original[field.name].take());
        }
    }
    let id = make(collection, asker, &fields).await?;
    let message = format!("{} successfully duplicated.", collection.singular);
    let shape = Shape::read(&request.query()?);
    let doc = document::given(asker, collection, id, &shape).await?;
    Ok(one(doc, &message).into_response())
}

/// `PATCH /api/{collection}/{id}`.
pub(super) async fn update(
    collection: &'static Collection,
    update: &'static Update,
    Id(id): Id,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(update.who)?;
    let sent = request.fields().await?;
    let shape = Shape::read(&request.query()?);
    // What one may not know of is not found, before anything is said about the rest.
    let found = document::by_id(asker, collection, id, &Shape::owner(collection))
        .await?
        .ok_or(Problem::NotFound)?;
    let draft = Draft::read(collection, asker, &sent, Purpose::Change)?;
    Standing::of_writer(asker, collection, &draft, Purpose::Change)
        .await?
        .towards(asker, collection, &found)
        .permit(collection, &draft, Purpose::Change)?;
    (update.run)(asker, id, &draft).await?;
    let doc = document::given(asker, collection, id, &shape).await?;
    Ok(one(doc, "Updated successfully.").into_response())
}

/// `PATCH /api/{collection}?where=…`.
pub(super) async fn update_all(
    collection: &'static Collection,
    update: &'static Update,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(update.who)?;
    let query = request.query()?;
    let found = meant(
        collection,
        asker,
        &query,
        "update",
        &Shape::owner(collection),
    )
    .await?;
    let sent = request.fields().await?;
    let draft = Draft::read(collection, asker, &sent, Purpose::Change);
    let shape = Shape::read(&query);
    let (draft, shape) = (&draft, &shape);
    let standing = Standing::of(asker).await?;
    let deeds = found.into_iter().map(|doc| async move {
        let id = doc["id"].as_i64().unwrap_or_default();
        let updated = async {
            let draft = draft.as_ref().map_err(Refusal::clone)?;
            standing
                .towards(asker, collection, &doc)
                .permit(collection, draft, Purpose::Change)?;
            (update.run)(asker, id, draft).await?;
            document::given(asker, collection, id, shape).await
        };
        (id, updated.await)
    });
    Ok(several(
        collection,
        "update",
        "Updated",
        stream::iter(deeds).buffered(TOGETHER),
    )
    .await)
}

/// `DELETE /api/{collection}/{id}`: answers with what there was.
pub(super) async fn delete(
    collection: &'static Collection,
    delete: &'static Delete,
    Id(id): Id,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(delete.who)?;
    let shape = Shape::read(&request.query()?);
    let doc = document::by_id(asker, collection, id, &shape).await?;
    let doc = doc.ok_or(Problem::NotFound)?;
    (delete.run)(asker, id).await?;
    Ok(one(doc, "Deleted successfully.").into_response())
}

/// `DELETE /api/{collection}?where=…`.
pub(super) async fn delete_all(
    collection: &'static Collection,
    delete: &'static Delete,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(delete.who)?;
    let query = request.query()?;
    let found = meant(collection, asker, &query, "delete", &Shape::read(&query)).await?;
    let deeds = found.into_iter().map(|doc| async move {
        let id = doc["id"].as_i64().unwrap_or_default();
        (id, (delete.run)(asker, id).await.map(|()| doc))
    });
    Ok(several(
        collection,
        "delete",
        "Deleted",
        stream::iter(deeds).buffered(TOGETHER),
    )
    .await)
}

/// The documents that are meant. All of them must be meant in words, and each counts.
async fn meant(
    collection: &'static Collection,
    asker: &Asker,
    query: &Tree,
    verb: &str,
    shape: &Shape,
) -> Result<Vec<Value>, Refusal> {
    if query.get("where").is_none() {
        let message = format!("Missing 'where' query of documents to {verb}.");
        return Err(Problem::Malformed(message).into());
    }
    let search = Search {
        condition: filter::condition(collection, asker, query)?,
        order: filter::order(collection, asker, query),
        limit: Some(Paging::bulk(query)),
        skip: 0,
    };
    let mut documents = asker.chat.search(asker.reader()).await?;
    let found = document::find(&mut documents, asker, collection, &search, shape).await?;
    asker.takes_on(found.len())?;
    Ok(found)
}

fn one(doc: Value, message: &str) -> Json<Value> {
    Json(json!({"doc": doc, "message": message}))
}

/// What came of a deed that was done to several: each on its own, so that one may fail and the others not.
async fn several(
    collection: &Collection,
    verb: &str,
    done: &str,
    deeds: impl Stream<Item = (i64, Result<Value, Refusal>)>,
) -> Response {
    let (mut docs, mut errors) = (Vec::new(), Vec::new());
    let mut deeds = std::pin::pin!(deeds);
    while let Some((id, outcome)) = deeds.next().await {
        match outcome {
            Ok(doc) => docs.push(doc),
            Err(refusal) => {
                errors.push(json!({"id": id, "isPublic": true, "message": refusal.message()}));
            }
        }
    }
    let (status, message) = if errors.is_empty() {
        let (count, noun) = (docs.len(), collection.named(docs.len()));
        (
            StatusCode::OK,
            format!("{done} {count} {noun} successfully."),
        )
    } else {
        let (failed, all) = (errors.len(), errors.len() + docs.len());
        let noun = collection.named(all);
        let message = format!("Unable to {verb} {failed} out of {all} {noun}.");
        (StatusCode::BAD_REQUEST, message)
    };
    let body = json!({"docs": docs, "errors": errors, "message": message});
    (status, Json(body)).into_response()
}
