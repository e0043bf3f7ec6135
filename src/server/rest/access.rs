//! What who asks may do: with a collection's documents as far as it doesn't depend on the document, and with their fields.
//!
//! The rules are those of `chat`. Here stands what the declarations say of them, so that it can be told before, and so that
//! a change of several fields is refused as a whole where one of them may not be.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde_json::{Map, Value, json};

use super::{
    asker::{Asker, Id, Request},
    collection::{By, Collection, Field, Who},
    collections, document,
    draft::{Draft, Purpose},
    error::Refusal,
    listing::Shape,
};
use crate::domain::{Problem, Role};

/// How who asks stands to a document, as far as it matters to its fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    role: Option<Role>,
    /// Whether who has no account may act all the same, as whomever they name.
    open: bool,
    whose: Whose,
}

/// Whose a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Mine,
    Anothers,
    /// Nobody's, or it is not known yet which document.
    Any,
}

impl By {
    /// Who it is, in words that stand after what they do; `None` for everybody who may do it with the document.
    pub(super) fn says(self) -> Option<&'static str> {
        match self {
            Self::Nobody | Self::Anyone => None,
            Self::Oneself => Some("by oneself"),
            Self::OneselfOrAdmin => Some("by oneself, and by admins"),
            Self::Admin => Some("by admins, of others"),
        }
    }

    /// Whether it depends on what somebody is on the server.
    fn asks_for_role(self) -> bool {
        match self {
            Self::Nobody | Self::Anyone | Self::Oneself => false,
            Self::OneselfOrAdmin | Self::Admin => true,
        }
    }
}

/// The fields that a draft has.
fn drafted<'a>(collection: &'a Collection, draft: &'a Draft) -> impl Iterator<Item = &'a Field> {
    collection
        .fields
        .iter()
        .filter(|field| draft.has(field.name))
}

impl Standing {
    /// Towards whichever document.
    pub(super) async fn of(asker: &Asker) -> Result<Self, Refusal> {
        Ok(Self {
            role: asker.role().await?,
            open: asker.open,
            whose: Whose::Any,
        })
    }

    /// Towards whichever document they mean to write. What they are on the server is looked up only where a field of the
    /// draft asks for that: messages have none, and are written all the time.
    pub(super) async fn of_writer(
        asker: &Asker,
        collection: &Collection,
        draft: &Draft,
        purpose: Purpose,
    ) -> Result<Self, Refusal> {
        let mut drafted = drafted(collection, draft);
        if drafted.any(|field| field.written_by(purpose).asks_for_role()) {
            return Self::of(asker).await;
        }
        Ok(Self {
            role: None,
            open: asker.open,
            whose: Whose::Any,
        })
    }

    /// Towards this one.
    pub(super) fn towards(self, asker: &Asker, collection: &Collection, document: &Value) -> Self {
        let owner = collection.owner.map(|field| &document[field]);
        let owner = owner.and_then(|owner| owner.as_i64().or_else(|| owner["id"].as_i64()));
        let whose = match (owner, asker.person()) {
            (Some(owner), Some(me)) if owner == me.0 => Whose::Mine,
            (Some(_), Some(_)) => Whose::Anothers,
            _ => Whose::Any,
        };
        Self { whose, ..self }
    }

    /// Whether they are among these.
    pub(super) fn is_among(self, by: By) -> bool {
        // In open mode who has no account acts for whom the document names.
        let oneself = self.whose != Whose::Anothers;
        let admin = self.role == Some(Role::Admin) && self.whose != Whose::Mine;
        match by {
            By::Nobody => false,
            By::Anyone => true,
            By::Oneself => oneself,
            By::OneselfOrAdmin => oneself || admin,
            By::Admin => admin,
        }
    }

    /// Refuses a draft as a whole that has a field which they may not write.
    pub(super) fn permit(
        self,
        collection: &Collection,
        draft: &Draft,
        purpose: Purpose,
    ) -> Result<(), Refusal> {
        let mut drafted = drafted(collection, draft);
        if drafted.all(|field| self.is_among(field.written_by(purpose))) {
            Ok(())
        } else {
            Err(Problem::Forbidden.into())
        }
    }

    /// Whether they may do something with documents at all.
    fn may(self, who: Option<Who>) -> bool {
        match who {
            Some(Who::Anyone) => self.role.is_some() || self.open,
            Some(Who::Member) => self.role.is_some(),
            Some(Who::Admin) => self.role == Some(Role::Admin),
            None => false,
        }
    }

    /// In the seed's form: what one may not do is left out.
    fn rights(self, collection: &Collection) -> Value {
        let deeds = [
            ("create", self.may(Some(collection.create.who))),
            ("read", self.may(Some(collection.read))),
            (
                "update",
                self.may(collection.update.as_ref().map(|update| update.who)),
            ),
            (
                "delete",
                self.may(collection.delete.as_ref().map(|delete| delete.who)),
            ),
        ];
        let mut rights = Map::new();
        rights.insert("fields".to_owned(), self.fields(collection));
        let granted = deeds.into_iter().filter(|(_, may)| *may);
        rights.extend(granted.map(|(deed, _)| (deed.to_owned(), json!(true))));
        Value::Object(rights)
    }

    /// What they may do with each of the fields; `true` where nothing of what anybody may is kept from them.
    fn fields(self, collection: &Collection) -> Value {
        let update = collection.update.as_ref().map(|update| update.who);
        let mut kept_back = false;
        let mut fields = Map::new();
        for field in collection.fields {
            let mut granted = Map::new();
            for (deed, who, by) in [
                ("create", Some(collection.create.who), field.access.create),
                ("read", Some(collection.read), field.access.read),
                ("update", update, field.access.update),
            ] {
                if self.may(who) && self.is_among(by) {
                    granted.insert(deed.to_owned(), json!(true));
                } else if who.is_some() && by != By::Nobody {
                    kept_back = true;
                }
            }
            if !granted.is_empty() {
                fields.insert(field.name.to_owned(), Value::Object(granted));
            }
        }
        if kept_back {
            Value::Object(fields)
        } else {
            json!(true)
        }
    }
}

/// The fields that who stands so may write.
pub(super) fn writable(
    standing: Standing,
    collection: &'static Collection,
    purpose: Purpose,
) -> impl Iterator<Item = &'static Field> {
    let fields = collection.fields.iter();
    fields.filter(move |field| standing.is_among(field.written_by(purpose)))
}

/// `GET /api/access`: of every collection.
pub(super) async fn all(request: Request) -> Result<Response, Refusal> {
    let standing = Standing::of(&request.asker).await?;
    let rights: Map<String, Value> = collections::ALL
        .iter()
        .map(|collection| (collection.slug.to_owned(), standing.rights(collection)))
        .collect();
    Ok(Json(json!({"collections": rights})).into_response())
}

/// `POST /api/{collection}/access/{id}`: of one, and of its fields in this document, where that is one that they may know of.
pub(super) async fn of(
    collection: &'static Collection,
    Id(id): Id,
    request: Request,
) -> Result<Response, Refusal> {
    let asker = &request.asker;
    let mut standing = Standing::of(asker).await?;
    if asker.may_try(collection.read) {
        let shape = Shape::owner(collection);
        if let Some(document) = document::by_id(asker, collection, id, &shape).await? {
            standing = standing.towards(asker, collection, &document);
        }
    }
    Ok(Json(standing.rights(collection)).into_response())
}

#[cfg(test)]
mod tests;
