//! Documents: rows as the outside sees them, with relations in the place of their ids.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::BoxFuture;
use serde_json::{Map, Value as Json, json};

use super::{
    asker::Asker,
    collection::{Collection, Field, Kind},
    error::Refusal,
    listing::{Choice, Shape},
};
use crate::{
    chat::{self, Documents},
    domain::{ClientId, Timestamp},
    store::find::{Column, Condition, Search, Value},
};

/// A document, and where relations are to be put.
type Document = Map<String, Json>;

/// The fields that a document shows, each with its column.
#[derive(Debug)]
struct Shown {
    fields: Vec<&'static Field>,
    columns: Vec<Column>,
}

impl Shown {
    fn of(collection: &'static Collection, choice: &Choice) -> Self {
        let (fields, columns) = collection
            .fields
            .iter()
            .filter(|field| choice.shows(field))
            .filter_map(|field| Some((field, field.column?)))
            .unzip();
        Self { fields, columns }
    }

    fn document(&self, row: Vec<Value>) -> Document {
        let keys = self.fields.iter().zip(row);
        keys.map(|(field, value)| (field.name.to_owned(), json(field, value)))
            .collect()
    }
}

/// The documents that a search finds.
pub(super) async fn find(
    documents: &mut Documents,
    asker: &Asker,
    collection: &'static Collection,
    search: &Search,
    shape: &Shape,
) -> Result<Vec<Json>, Refusal> {
    let shown = Shown::of(collection, &shape.select);
    let rows = documents
        .find(collection.source, &shown.columns, search)
        .await?;
    let mut found = rows.into_iter().map(|row| shown.document(row)).collect();
    populate(documents, asker, &shown, &mut found, shape).await?;
    Ok(found.into_iter().map(Json::Object).collect())
}

/// A document that the asker may know of.
pub(super) async fn by_id(
    asker: &Asker,
    collection: &'static Collection,
    id: i64,
    shape: &Shape,
) -> Result<Option<Json>, Refusal> {
    let mut documents = asker.chat.documents(asker.reader()).await?;
    let search = Search {
        condition: Condition::id(id),
        order: Vec::new(),
        limit: Some(1),
        skip: 0,
    };
    let mut found = find(&mut documents, asker, collection, &search, shape).await?;
    Ok(found.pop())
}

/// A document that the asker has just made or changed.
pub(super) async fn given(
    asker: &Asker,
    collection: &'static Collection,
    id: i64,
    shape: &Shape,
) -> Result<Json, Refusal> {
    let mut documents = asker.chat.documents(asker.reader()).await?;
    let shown = Shown::of(collection, &shape.select);
    let row = documents
        .given(collection.source, &shown.columns, id)
        .await?
        // It was there a moment ago.
        .ok_or(chat::Error::Database(sqlx::Error::RowNotFound))?;
    let mut found = vec![shown.document(row)];
    populate(&mut documents, asker, &shown, &mut found, shape).await?;
    Ok(found.pop().map(Json::Object).unwrap_or_default())
}

/// Puts documents in the place of the ids that lead to them, as deep as it was asked for.
fn populate<'a>(
    documents: &'a mut Documents,
    asker: &'a Asker,
    shown: &'a Shown,
    found: &'a mut Vec<Document>,
    shape: &'a Shape,
) -> BoxFuture<'a, Result<(), Refusal>> {
    Box::pin(async move {
        if shape.depth == 0 {
            return Ok(());
        }
        let relations: Vec<(&str, &'static Collection)> = shown
            .fields
            .iter()
            .filter(|field| !field.flat)
            .filter_map(|field| Some((field.name, field.target()?)))
            .filter(|(_, target)| asker.may_try(target.read))
            .collect();
        let mut ids: HashMap<&str, (&'static Collection, BTreeSet<i64>)> = HashMap::new();
        for (name, target) in &relations {
            let led = found
                .iter()
                .filter_map(|document| document.get(*name))
                .flat_map(ids_in);
            let (_, ids) = ids.entry(target.slug).or_insert((target, BTreeSet::new()));
            ids.extend(led);
        }
        let mut led = HashMap::new();
        for (slug, (target, ids)) in ids {
            if ids.is_empty() {
                continue;
            }
            let search = Search {
                condition: Condition::ids(ids),
                order: Vec::new(),
                limit: None,
                skip: 0,
            };
            let shape = shape.populated(target);
            for document in find(documents, asker, target, &search, &shape).await? {
                led.insert((slug, document["id"].as_i64()), document);
            }
        }
        for document in found {
            for (name, target) in &relations {
                let Some(place) = document.get_mut(*name) else {
                    continue;
                };
                let places = match place {
                    Json::Array(places) => places.as_mut_slice(),
                    place => std::slice::from_mut(place),
                };
                for place in places {
                    // What the asker may not know of stays an id.
                    if let Some(document) = led.get(&(target.slug, place.as_i64())) {
                        *place = document.clone();
                    }
                }
            }
        }
        Ok(())
    })
}

/// The ids that a relation leads by: one, or a list of them.
fn ids_in(place: &Json) -> impl Iterator<Item = i64> {
    let places = match place {
        Json::Array(places) => places.as_slice(),
        place => std::slice::from_ref(place),
    };
    places.iter().filter_map(Json::as_i64)
}

/// A value as the outside sees it.
fn json(field: &Field, value: Value) -> Json {
    match (field.kind, value) {
        (_, Value::Null) => Json::Null,
        (Kind::Date, Value::Integer(time)) => json!(Timestamp(time)),
        (Kind::Checkbox, Value::Integer(flag)) => json!(flag != 0),
        (_, Value::Integer(number)) => json!(number),
        (_, Value::Real(number)) => json!(number),
        (Kind::Object | Kind::Objects | Kind::Relationships(_), Value::Text(text)) => {
            serde_json::from_str(&text).unwrap_or_default()
        }
        (_, Value::Text(text)) => json!(text),
        (_, Value::Blob(bytes)) => json!(ClientId::from_slice(&bytes)),
    }
}
