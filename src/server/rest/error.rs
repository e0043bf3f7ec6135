//! Refusals in the seed's shape: `{"errors":[{"name":…,"data":…,"message":…}]}`.

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::collection::{Collection, Field};
use crate::{chat, domain::Problem};

/// Why a request was not carried out.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// It may not be, or makes no sense.
    Problem(Problem),
    /// The same in words, and with a status, that the seed has for it.
    Said(StatusCode, &'static str),
    /// The document is not accepted: which of its fields, and why.
    Invalid {
        /// Of which collection it would be.
        collection: &'static str,
        /// What is wrong.
        fields: Vec<Invalid>,
    },
    /// What was asked for can't be: where, and why.
    Query {
        /// The parameter, or the part of it.
        path: String,
        /// Why.
        message: String,
    },
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    /// Where the field is: `content`.
    pub(super) path: &'static str,
    /// What people call it: `Content`. The seed has none for the fields of signing in.
    pub(super) label: Option<&'static str>,
    /// What is wrong.
    pub(super) message: String,
    /// The same as the page says it, where it was `chat` that refused.
    pub(super) problem: Option<Problem>,
}

impl Invalid {
    /// Something wrong with a field.
    pub(super) fn new(field: &Field, message: impl Into<String>) -> Self {
        Self {
            path: field.name,
            label: field.label,
            message: message.into(),
            problem: None,
        }
    }

    /// A field that is missing.
    pub(super) fn required(field: &Field) -> Self {
        Self::new(field, "This field is required.")
    }

    /// A relation to what there is not.
    pub(super) fn relation(field: &Field, shown: &str) -> Self {
        let message =
            format!("This relationship field has the following invalid relationships: {shown} 0");
        Self::new(field, message)
    }
}

impl Refusal {
    /// A document of a file came without one.
    pub(super) const NO_FILE: Self = Self::Said(StatusCode::BAD_REQUEST, "No files were uploaded.");

    /// A question for something that can't be asked for.
    pub(super) fn cannot_query(path: impl Into<String>) -> Self {
        let path = path.into();
        let message = format!("The following path cannot be queried: {path}");
        Self::Query { path, message }
    }

    /// A question that can't be understood.
    pub(super) fn query(path: &str, message: impl Into<String>) -> Self {
        Self::Query {
            path: path.to_owned(),
            message: message.into(),
        }
    }

    /// One field of a collection's document that is not accepted.
    pub(super) fn invalid(collection: &Collection, field: Invalid) -> Self {
        Self::Invalid {
            collection: collection.slug,
            fields: vec![field],
        }
    }

    /// What `chat` says to a document, laid at the field that it is about.
    pub(super) fn of_document(collection: &Collection, error: chat::Error) -> Self {
        let problem = error.problem();
        let blamed = match problem {
            Problem::MessageEmpty | Problem::MessageTooLong { .. } => "content",
            Problem::EmailInvalid | Problem::EmailTaken => "email",
            Problem::PasswordWrong => "currentPassword",
            Problem::PasswordTooShort | Problem::PasswordTooLong | Problem::PasswordCommon => {
                "password"
            }
            Problem::NameInvalid | Problem::RoomNameInvalid | Problem::RoomNameTaken => "name",
            Problem::TopicTooLong => "topic",
            Problem::AltTooLong => "alt",
            Problem::FileGone | Problem::TooManyFiles { .. } => "attachments",
            Problem::EmojiInvalid => "emoji",
            Problem::ReplyGone => "replyTo",
            _ => "",
        };
        match collection.field(blamed) {
            Some(field) => {
                let invalid = if problem == Problem::MessageEmpty {
                    Invalid::required(field)
                } else {
                    Invalid::new(field, problem.to_string())
                };
                let invalid = Invalid {
                    problem: Some(problem),
                    ..invalid
                };
                Self::invalid(collection, invalid)
            }
            None => Self::Problem(problem),
        }
    }

    /// The reason, in a line.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Problem(problem) => problem.to_string(),
            Self::Said(_, message) => (*message).to_owned(),
            Self::Query { message, .. } => message.clone(),
            Self::Invalid { fields, .. } => {
                let names: Vec<&str> = fields
                    .iter()
                    .map(|field| field.label.unwrap_or(field.path))
                    .collect();
                let (noun, verb) = if names.len() == 1 {
                    ("field", "is")
                } else {
                    ("fields", "are")
                };
                format!("The following {noun} {verb} invalid: {}", names.join(", "))
            }
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<chat::Error> for Refusal {
    fn from(error: chat::Error) -> Self {
        Self::Problem(error.problem())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let message = self.message();
        let (status, error) = match self {
            Self::Problem(problem) => return respond(&problem),
            Self::Said(status, _) => (status, json!({"message": message})),
            Self::Query { path, .. } => (
                StatusCode::BAD_REQUEST,
                json!({"name": "QueryError", "data": [{"path": path}], "message": message}),
            ),
            Self::Invalid { collection, fields } => {
                let errors: Vec<Value> = fields.iter().map(Invalid::json).collect();
                let data = json!({"collection": collection, "errors": errors});
                (
                    StatusCode::BAD_REQUEST,
                    json!({"name": "ValidationError", "data": data, "message": message}),
                )
            }
        };
        (status, Json(json!({"errors": [error]}))).into_response()
    }
}

impl Invalid {
    fn json(&self) -> Value {
        match self.label {
            Some(label) => json!({"label": label, "message": self.message, "path": self.path}),
            None => json!({"message": self.message, "path": self.path}),
        }
    }
}

/// A refusal with its status.
pub(in crate::server) fn respond(problem: &Problem) -> Response {
    let status =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (
        status,
        Json(json!({"errors": [{"message": problem.to_string()}]})),
    )
        .into_response();
    if let Problem::TooMany { seconds } = problem {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

/// A body beyond the limit, in bytes.
pub(in crate::server) fn too_large(limit: usize) -> Response {
    let message = format!("A request's body has at most {limit} bytes.");
    (
        StatusCode::PAYLOAD_TOO_LARGE,
        Json(json!({"errors": [{"message": message}]})),
    )
        .into_response()
}

/// An address that leads nowhere, or not by this method.
pub(in crate::server) async fn no_route(request: Request) -> Response {
    no_route_at(request.uri().path())
}

/// The same for one that is found out later.
pub(super) fn no_route_at(path: &str) -> Response {
    let message = format!("Route not found \"{path}\"");
    (StatusCode::NOT_FOUND, Json(json!({"message": message}))).into_response()
}
