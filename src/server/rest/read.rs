//! Looking: find, count, one by its id.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    asker::{Id, Request},
    collection::Collection,
    document,
    error::Refusal,
    filter,
    listing::{Paging, Shape},
};
use crate::{domain::Problem, store::find::Search};

/// `GET /api/{collection}`: one page of what is found, with how much there is.
pub(super) async fn find(
    collection: &'static Collection,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(collection.read)?;
    let query = request.query()?;
    let (paging, shape) = (Paging::read(&query, asker.open), Shape::read(&query));
    let (limit, skip) = paging.window();
    let search = Search {
        condition: filter::condition(collection, asker, &query)?,
        order: filter::order(collection, asker, &query),
        limit,
        skip,
    };
    // Of one moment: the number belongs to the page.
    let mut documents = asker.chat.search(asker.reader()).await?;
    let total = documents
        .count(collection.source, &search.condition)
        .await?;
    let docs = document::find(&mut documents, asker, collection, &search, &shape).await?;
    Ok(Json(paging.envelope(docs, total)).into_response())
}

/// `GET /api/{collection}/count`.
pub(super) async fn count(
    collection: &'static Collection,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    asker.must(collection.read)?;
    let condition = filter::condition(collection, asker, &request.query()?)?;
    let mut documents = asker.chat.search(asker.reader()).await?;
    let total = documents.count(collection.source, &condition).await?;
    Ok(Json(json!({"totalDocs": total})).into_response())
}

/// `GET /api/{collection}/{id}`.
pub(super) async fn by_id(
    collection: &'static Collection,
    Id(id): Id,
    request: Request,
) -> Result<Response, Refusal> {
    request.asker.must(collection.read)?;
    let shape = Shape::read(&request.query()?);
    let found = document::by_id(&request.asker, collection, id, &shape).await?;
    Ok(Json(found.ok_or(Problem::NotFound)?).into_response())
}
