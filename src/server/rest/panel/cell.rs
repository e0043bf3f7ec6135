//! A document's values, as text to read.

use leptos::prelude::*;
use serde_json::Value;

use super::{
    super::collection::{Collection, Field, Kind, Shown},
    here,
};
use crate::{
    domain::Timestamp,
    server::admin::{Admin, moment},
};

/// How much of a text stands in a list, in characters.
const SHORT: usize = 120;

/// The fields of words that people know a collection's documents by, the most telling first: those that have a name of
/// their own. Addresses, types, and what all documents have in common tell none from another.
pub(super) fn texts(collection: &'static Collection) -> impl Iterator<Item = &'static Field> {
    let of = |wanted: fn(&Kind) -> bool| {
        collection.fields.iter().filter(move |field| {
            let named = field.label.is_some() && field.column.is_some();
            named && field.shown == Shown::Words && wanted(&field.kind)
        })
    };
    of(|kind| matches!(kind, Kind::Text)).chain(of(|kind| matches!(kind, Kind::Email)))
}

/// What a document is called: its first words, or its number.
pub(super) fn title(collection: &'static Collection, document: &Value) -> String {
    let words = texts(collection).find_map(|field| {
        let text = document[field.name].as_str();
        text.filter(|text| !text.is_empty())
    });
    match words {
        Some(words) => short(words),
        None => format!("#{}", document["id"]),
    }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHORT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A value, short, with a link where it leads somewhere.
pub(super) fn cell(admin: &Admin, field: &'static Field, value: &Value) -> AnyView {
    if let Some(target) = field.target() {
        return match value {
            Value::Array(several) => several
                .iter()
                .map(|one| view! { {relation(target, one)}" " })
                .collect_view()
                .into_any(),
            one => relation(target, one),
        };
    }
    match (field.shown, value) {
        // What it shows, the row says in words.
        (Shown::Picture, Value::String(src)) => {
            view! { <img class="preview" src=src.clone() alt="" loading="lazy"/> }.into_any()
        }
        (Shown::Link, Value::String(href)) => {
            view! { <a href=href.clone()>{short(href)}</a> }.into_any()
        }
        _ => short(&text(admin, field, value)).into_any(),
    }
}

/// A relation, which was followed or is an id.
fn relation(target: &'static Collection, value: &Value) -> AnyView {
    let Some(id) = id(value) else {
        return ().into_any();
    };
    let name = if value.is_object() {
        title(target, value)
    } else {
        format!("#{id}")
    };
    view! { <a href=format!("{}/{id}", here(target))>{name}</a> }.into_any()
}

/// The document that a relation leads to.
pub(super) fn id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value["id"].as_i64())
}

/// A value in words.
pub(super) fn text(admin: &Admin, field: &Field, value: &Value) -> String {
    let words = admin.words();
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Date, Value::String(text)) => match text.parse::<Timestamp>() {
            Ok(at) => moment(at, admin.locale()),
            Err(_) => text.clone(),
        },
        (_, Value::Bool(true)) => words.yes.to_owned(),
        (_, Value::Bool(false)) => words.no.to_owned(),
        (Kind::Select(_), Value::String(word)) => option(admin, word),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// A word of a choice.
pub(super) fn option(admin: &Admin, word: &str) -> String {
    (admin.words().option)(word).unwrap_or(word).to_owned()
}
