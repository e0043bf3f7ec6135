//! What who asks may do, as far as it doesn't depend on the document.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde_json::{Map, Value, json};

use super::{
    asker::Request,
    collection::{Collection, Who},
    collections,
    error::Refusal,
};
use crate::domain::Role;

/// `GET /api/access`: of every collection.
pub(super) async fn all(request: Request) -> Result<Response, Refusal> {
    let role = request.asker.role().await?;
    let rights: Map<String, Value> = collections::ALL
        .iter()
        .map(|collection| {
            let rights = rights(collection, role, request.asker.open);
            (collection.slug.to_owned(), rights)
        })
        .collect();
    Ok(Json(json!({"collections": rights})).into_response())
}

/// `POST /api/{collection}/access/{id}`: of one.
pub(super) async fn of(
    collection: &'static Collection,
    request: Request,
) -> Result<Response, Refusal> {
    let role = request.asker.role().await?;
    Ok(Json(rights(collection, role, request.asker.open)).into_response())
}

/// In the seed's form: what one may not do is left out.
fn rights(collection: &Collection, role: Option<Role>, open: bool) -> Value {
    let may = |who: Option<Who>| match who {
        Some(Who::Anyone) => role.is_some() || open,
        Some(Who::Member) => role.is_some(),
        Some(Who::Admin) => role == Some(Role::Admin),
        None => false,
    };
    let mut rights = Map::new();
    let fields = if may(Some(collection.read)) {
        json!(true)
    } else {
        json!({})
    };
    rights.insert("fields".to_owned(), fields);
    for (name, who) in [
        ("create", Some(collection.create.who)),
        ("read", Some(collection.read)),
        (
            "update",
            collection.update.as_ref().map(|update| update.who),
        ),
        (
            "delete",
            collection.delete.as_ref().map(|delete| delete.who),
        ),
    ] {
        if may(who) {
            rights.insert(name.to_owned(), json!(true));
        }
    }
    Value::Object(rights)
}
