//! What somebody wants a document to be, held against what its collection declares.

use serde_json::{Map, Value};

use super::{
    asker::Asker,
    collection::{By, Collection, Field, Kind, Required},
    error::{Invalid, Refusal},
};
use crate::domain::{ClientId, Timestamp};

/// The fields that were sent and may be, each with a value of its kind. What else was sent is left out, as in the seed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    fields: Vec<(&'static str, Input)>,
}

/// A value of a field.
#[derive(Clone, Debug)]
enum Input {
    Nothing,
    Text(String),
    Number(i64),
    Numbers(Vec<i64>),
    Flag(bool),
    Time(Timestamp),
    Uuid(ClientId),
}

/// What a draft is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A new document.
    Creation,
    /// A change of one that there is.
    Change,
}

impl Draft {
    /// Reads a draft.
    ///
    /// # Errors
    ///
    /// [`Refusal::Invalid`] with every field that is missing or none of its kind, in the order of the declaration.
    pub(super) fn read(
        collection: &'static Collection,
        asker: &Asker,
        sent: &Map<String, Value>,
        purpose: Purpose,
    ) -> Result<Self, Refusal> {
        let mut draft = Self::default();
        let mut invalid = Vec::new();
        // What is never shown can't be looked at afterwards: whoever sends it must not believe that it was taken.
        let in_vain = collection.fields.iter().filter(|field| {
            let is_kept = !field.is_shown() && !takes(field, purpose);
            is_kept && sent.get(field.name).is_some_and(|value| !value.is_null())
        });
        invalid.extend(in_vain.map(|field| Invalid::new(field, "This field cannot be changed.")));
        for field in collection
            .fields
            .iter()
            .filter(|field| takes(field, purpose))
        {
            let value = sent.get(field.name);
            let missing = match value {
                None => purpose == Purpose::Creation,
                Some(Value::Null) => true,
                Some(Value::String(text)) => text.is_empty(),
                Some(_) => false,
            };
            if missing && needs(field, asker, sent, purpose) {
                invalid.push(Invalid::required(field));
                continue;
            }
            match value.map(|value| Input::read(field, value)) {
                Some(Ok(input)) => draft.fields.push((field.name, input)),
                Some(Err(refused)) => invalid.push(refused),
                None => {}
            }
        }
        if invalid.is_empty() {
            Ok(draft)
        } else {
            Err(Refusal::Invalid {
                collection: collection.slug,
                fields: invalid,
            })
        }
    }

    /// Whether a field was sent.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Input::Text(text) => Some(text),
            Input::Nothing => Some(""),
            _ => None,
        }
    }

    /// A number, also one that a relation leads by.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Input::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Numbers that relations lead by.
    pub(super) fn numbers(&self, name: &str) -> impl Iterator<Item = i64> {
        let numbers = match self.get(name) {
            Some(Input::Numbers(numbers)) => numbers.as_slice(),
            _ => &[],
        };
        numbers.iter().copied()
    }

    /// A truth.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Input::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A point in time.
    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        match self.get(name)? {
            Input::Time(time) => Some(*time),
            _ => None,
        }
    }

    /// A UUID.
    pub(super) fn uuid(&self, name: &str) -> Option<ClientId> {
        match self.get(name)? {
            Input::Uuid(id) => Some(*id),
            _ => None,
        }
    }

    fn get(&self, name: &str) -> Option<&Input> {
        self.fields
            .iter()
            .find(|(found, _)| *found == name)
            .map(|(_, input)| input)
    }
}

impl Field {
    /// Who may write it, for this.
    pub(super) fn written_by(&self, purpose: Purpose) -> By {
        match purpose {
            Purpose::Creation => self.access.create,
            Purpose::Change => self.access.update,
        }
    }
}

/// Whether a field can be written.
pub(super) fn takes(field: &Field, purpose: Purpose) -> bool {
    field.written_by(purpose) != By::Nobody
}

/// Whether a document can't be without a field.
pub(super) fn needs(
    field: &Field,
    asker: &Asker,
    sent: &Map<String, Value>,
    purpose: Purpose,
) -> bool {
    match field.required {
        Required::No => false,
        Required::Yes => true,
        Required::Anonymously => purpose == Purpose::Creation && asker.person().is_none(),
        Required::Without(others) => {
            let is_empty =
                |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            let is_missing = |other: &&str| sent.get(*other).is_none_or(is_empty);
            purpose == Purpose::Creation && others.iter().all(is_missing)
        }
    }
}

impl Input {
    fn read(field: &Field, value: &Value) -> Result<Self, Invalid> {
        let shown = || {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let text = value.as_str();
        let input = match field.kind {
            _ if value.is_null() => Some(Self::Nothing),
            Kind::Text | Kind::Email => text.map(|text| Self::Text(text.to_owned())),
            Kind::Number | Kind::Relationship(_) => value.as_i64().map(Self::Number),
            Kind::Relationships(_) => {
                let numbers = value
                    .as_array()
                    .map(|list| list.iter().map(Value::as_i64).collect());
                numbers.flatten().map(Self::Numbers)
            }
            Kind::Object | Kind::Objects => None,
            Kind::Checkbox => value.as_bool().map(Self::Flag),
            Kind::Date => text.and_then(|text| text.parse().ok()).map(Self::Time),
            Kind::Uuid => text.and_then(|text| text.parse().ok()).map(Self::Uuid),
            Kind::Select(words) => text
                .filter(|text| words.contains(text))
                .map(|text| Self::Text(text.to_owned())),
        };
        input.ok_or_else(|| match field.kind {
            Kind::Text => Invalid::new(field, "This field must be text."),
            Kind::Email => Invalid::new(field, "Please enter a valid email address."),
            Kind::Number => Invalid::new(field, "Please enter a valid number."),
            Kind::Date => Invalid::new(field, format!("\"{}\" is not a valid date.", shown())),
            Kind::Checkbox => Invalid::new(field, "This field must be true or false."),
            Kind::Select(_) => Invalid::new(field, "This field has an invalid selection."),
            Kind::Uuid => Invalid::new(field, format!("\"{}\" is not a UUID.", shown())),
            Kind::Object | Kind::Objects => Invalid::new(field, "This field can't be written."),
            Kind::Relationship(_) | Kind::Relationships(_) => Invalid::relation(field, &shown()),
        })
    }
}
