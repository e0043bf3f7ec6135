//! `/api/messages`: find and create.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{error, error::Field, object};
use crate::{
    api::request::Visit,
    chat::{Said, Source},
    domain::{ClientId, Message, PersonId, Problem, RoomId, Timestamp},
    server::router::App,
};

/// How many documents a page has where none is asked for.
const PAGE: i64 = 10;
/// How many it may have.
const PAGE_LIMIT: i64 = 1_000;

/// `GET /api/messages?limit=&page=&depth=`: what the asker may read, the newest first.
pub(in crate::server) async fn find(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let who = match viewer(&app, &visit) {
        Ok(who) => who,
        Err(problem) => return error::respond(&problem),
    };
    let mut limit = PAGE;
    let mut page = 1;
    let mut populated = visit.session.is_some();
    for (name, value) in &query {
        let number = value.parse::<i64>();
        match (name.as_str(), number) {
            // As in the seed, 0 is no limit, and a word is the default.
            ("limit", Ok(0)) => limit = PAGE_LIMIT,
            ("limit", Ok(number)) => limit = number.clamp(1, PAGE_LIMIT),
            ("page", Ok(number)) => page = number.clamp(1, i64::from(i32::MAX)),
            ("depth", Ok(number)) => populated = number > 0 && visit.session.is_some(),
            // A filter that is not understood must not be taken for none.
            (filter, _) if filter.starts_with("where") => return error::cannot_query(filter),
            _ => {}
        }
    }
    match app.chat.list(who, (page - 1) * limit, limit).await {
        Ok((messages, total)) => {
            let docs: Vec<Value> = messages
                .iter()
                .map(|message| document(message, populated))
                .collect();
            Json(paged(docs, total, page, limit)).into_response()
        }
        Err(error) => error::respond(&error.problem()),
    }
}

/// `POST /api/messages {room | receiver, content, clientId?, timestamp?, sender?}`.
///
/// With `receiver` the message goes to the direct room between the two. `sender` is who asks; only in open mode does
/// somebody without an account name another.
pub(in crate::server) async fn create(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    body: Bytes,
) -> Result<Response, Response> {
    let fields = object(&body)?;
    let me = visit.session.map(|session| session.person);
    if me.is_none() && !app.settings.open {
        return Err(error::respond(&Problem::Forbidden));
    }
    let post = Post::read(&fields, me).map_err(|invalid| error::invalid("messages", &invalid))?;
    if me.is_some_and(|me| me != post.sender) {
        return Err(error::respond(&Problem::Forbidden));
    }
    let said = Said {
        text: &post.content,
        client_id: post.client_id,
        timestamp: post.timestamp,
        source: me.map_or(Source::Address(visit.device.address), Source::Person),
    };
    let sent = match post.target {
        Target::Room(room) => app.chat.say(post.sender, room, said).await,
        Target::Receiver(receiver) => app.chat.say_to(post.sender, receiver, said).await,
    };
    Ok(match sent.map_err(crate::chat::Error::problem) {
        Ok(message) => {
            let body = json!({"doc": document(&message, me.is_some()), "message": "Message successfully created."});
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(problem @ (Problem::MessageEmpty | Problem::MessageTooLong { .. })) => {
            error::invalid("messages", &[field("content", problem.to_string())])
        }
        Err(Problem::NotFound) => {
            let sender = app.chat.account_by_id(post.sender).await;
            let (path, id) = match post.target {
                // In open mode the sender is whom the request names.
                _ if sender.is_err() => ("sender", post.sender.0),
                Target::Room(room) => ("room", room.0),
                Target::Receiver(receiver) => ("receiver", receiver.0),
            };
            error::invalid(
                "messages",
                &[field(path, format!("{INVALID_RELATION} {id} 0"))],
            )
        }
        Err(problem) => error::respond(&problem),
    })
}

const INVALID_RELATION: &str = "This relationship field has the following invalid relationships:";

/// Whose messages to show: everybody's, for nobody in particular in open mode.
fn viewer(app: &App, visit: &Visit) -> Result<Option<PersonId>, Problem> {
    match visit.session {
        Some(session) => Ok(Some(session.person)),
        None if app.settings.open => Ok(None),
        None => Err(Problem::Forbidden),
    }
}

/// A message to be written, as a program sends it.
struct Post {
    sender: PersonId,
    target: Target,
    content: String,
    client_id: Option<ClientId>,
    timestamp: Option<Timestamp>,
}

enum Target {
    Room(RoomId),
    Receiver(PersonId),
}

impl Post {
    fn read(fields: &Map<String, Value>, me: Option<PersonId>) -> Result<Self, Vec<Field>> {
        let mut invalid = Vec::new();
        let sender = relation(fields, "sender", &mut invalid)
            .map(PersonId)
            .or(me);
        let room = relation(fields, "room", &mut invalid).map(RoomId);
        let receiver = relation(fields, "receiver", &mut invalid).map(PersonId);
        let content = match fields.get("content") {
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(Value::String(_) | Value::Null) | None => {
                invalid.push(Field::required("content", Some("Content")));
                String::new()
            }
            Some(_) => {
                invalid.push(field("content", "This field must be text.".to_owned()));
                String::new()
            }
        };
        let client_id = parsed(
            fields,
            "clientId",
            |text| text.parse().ok(),
            "is not a UUID",
            &mut invalid,
        );
        let timestamp = parsed(
            fields,
            "timestamp",
            |text| text.parse().ok(),
            "is not a valid date",
            &mut invalid,
        );
        let named = |name| invalid.iter().any(|field: &Field| field.path == name);
        let (no_sender, no_target) = (
            sender.is_none() && !named("sender"),
            room.is_none() && receiver.is_none() && !named("receiver") && !named("room"),
        );
        // In the order of the seed's fields.
        if no_target {
            invalid.insert(0, Field::required("receiver", Some("Receiver")));
        }
        if no_sender {
            invalid.insert(0, Field::required("sender", Some("Sender")));
        }
        let target = room.map(Target::Room).or(receiver.map(Target::Receiver));
        match (sender, target) {
            (Some(sender), Some(target)) if invalid.is_empty() => Ok(Self {
                sender,
                target,
                content,
                client_id,
                timestamp,
            }),
            _ => Err(invalid),
        }
    }
}

fn relation(
    fields: &Map<String, Value>,
    name: &'static str,
    invalid: &mut Vec<Field>,
) -> Option<i64> {
    match fields.get(name) {
        None | Some(Value::Null) => None,
        Some(value) => {
            if let Some(id) = value.as_i64() {
                Some(id)
            } else {
                let shown = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                invalid.push(field(name, format!("{INVALID_RELATION} {shown} 0")));
                None
            }
        }
    }
}

fn parsed<T>(
    fields: &Map<String, Value>,
    name: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    complaint: &str,
    invalid: &mut Vec<Field>,
) -> Option<T> {
    let value = fields.get(name).filter(|value| !value.is_null())?;
    let found = value.as_str().and_then(parse);
    if found.is_none() {
        let shown = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        invalid.push(field(name, format!("\"{shown}\" {complaint}.")));
    }
    found
}

fn field(path: &'static str, message: String) -> Field {
    let label = match path {
        "sender" => "Sender",
        "receiver" => "Receiver",
        "room" => "Room",
        "content" => "Content",
        "timestamp" => "Timestamp",
        _ => "Client Id",
    };
    Field {
        path,
        label: Some(label),
        message,
    }
}

/// A message's document; relations are ids unless they are asked for and may be seen.
fn document(message: &Message, populated: bool) -> Value {
    let mut value = serde_json::to_value(message).unwrap_or_default();
    if !populated && let Value::Object(fields) = &mut value {
        fields.insert("sender".to_owned(), json!(message.sender.id));
        fields.insert(
            "receiver".to_owned(),
            json!(message.receiver.as_ref().map(|receiver| receiver.id)),
        );
    }
    value
}

/// The seed's envelope of a page.
fn paged(docs: Vec<Value>, total: i64, page: i64, limit: i64) -> Value {
    let pages = ((total + limit - 1) / limit).max(1);
    let (previous, next) = (page > 1, page < pages);
    json!({
        "docs": docs,
        "hasNextPage": next,
        "hasPrevPage": previous,
        "limit": limit,
        "nextPage": next.then_some(page + 1),
        "page": page,
        "pagingCounter": (page - 1) * limit + 1,
        "prevPage": previous.then_some(page - 1),
        "totalDocs": total,
        "totalPages": pages,
    })
}
