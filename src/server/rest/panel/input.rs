//! A field of a form, and what was typed into it.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::{
    super::{
        access::{Standing, writable},
        asker::Asker,
        collection::{Collection, Field, Kind},
        document,
        draft::Purpose,
        error::Refusal,
        listing::Shape,
    },
    cell::{self, option, title},
    label,
};
use crate::{
    domain::{Timestamp, time::MINUTE},
    server::admin::Admin,
    store::find::{Condition, Search},
};

/// How many documents a relation's field offers; others are named by their number.
const OFFERED: i64 = 200;

/// What stands between the number and the name of a document that is offered.
const SEPARATOR: &str = " · ";

/// A document that a relation's field offers.
type Offer = (i64, String);

/// A field that can be written, and what it offers.
pub(super) struct Input {
    pub(super) field: &'static Field,
    /// Whose field it is.
    collection: &'static str,
    offers: Vec<Offer>,
}

/// What stands in a field, and what is to be said about it.
#[derive(Default)]
pub(super) struct Entry {
    /// What is in it.
    pub(super) text: String,
    /// Whether a document can't be without it.
    pub(super) required: bool,
    /// What is wrong with it.
    pub(super) fault: Option<String>,
    /// What somebody else wrote meanwhile.
    pub(super) theirs: Option<String>,
}

/// The fields of a form that the asker may write, in this document or in any, each with what it offers.
pub(super) async fn inputs(
    asker: &Asker,
    collection: &'static Collection,
    purpose: Purpose,
    document: Option<&Value>,
) -> Result<Vec<Input>, Refusal> {
    let mut standing = Standing::of(asker).await?;
    if let Some(document) = document {
        standing = standing.towards(asker, collection, document);
    }
    let mut inputs = Vec::new();
    for field in writable(standing, collection, purpose) {
        let offers = match field.target() {
            Some(target) => offers(asker, target).await?,
            None => Vec::new(),
        };
        inputs.push(Input {
            field,
            collection: collection.slug,
            offers,
        });
    }
    Ok(inputs)
}

async fn offers(asker: &Asker, target: &'static Collection) -> Result<Vec<Offer>, Refusal> {
    let mut documents = asker.chat.documents(asker.reader()).await?;
    let search = Search {
        condition: Condition::All(Vec::new()),
        order: Vec::new(),
        limit: Some(OFFERED),
        skip: 0,
    };
    let found = document::find(&mut documents, asker, target, &search, &Shape::PLAIN).await?;
    let offers = found
        .iter()
        .filter_map(|found| Some((found["id"].as_i64()?, title(target, found))));
    Ok(offers.collect())
}

impl Input {
    /// A document's value, as it stands in the field.
    pub(super) fn typed(&self, admin: &Admin, value: &Value) -> String {
        match (self.field.kind, value) {
            (_, Value::Null) => String::new(),
            (Kind::Relationship(_), value) => {
                cell::id(value).map_or_else(String::new, |id| self.offer(id))
            }
            (Kind::Date, Value::String(text)) => match text.parse::<Timestamp>() {
                Ok(at) => local(at, admin.visit.offset),
                Err(_) => text.clone(),
            },
            (_, Value::String(text)) => text.clone(),
            (Kind::Relationships(_), Value::Array(several)) => {
                let ids = several.iter().filter_map(cell::id);
                ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
            }
            (_, other) => other.to_string(),
        }
    }

    /// What a relation's field says for a document.
    fn offer(&self, id: i64) -> String {
        match self.offers.iter().find(|(offered, _)| *offered == id) {
            Some((id, title)) => format!("{id}{SEPARATOR}{title}"),
            None => id.to_string(),
        }
    }

    /// The document that a relation's field names: by its name, by what the field offers for it, or by its number alone.
    /// The name goes first, for it may begin with a number.
    fn chosen(&self, text: &str) -> Option<i64> {
        if let Some((id, _)) = self.offers.iter().find(|(_, title)| title == text) {
            return Some(*id);
        }
        let (number, _) = text.split_once(SEPARATOR).unwrap_or((text, ""));
        number.trim().parse().ok()
    }

    /// What was typed, as a program would send it. What is none of the field's kind stays as it is, for the draft to
    /// refuse.
    pub(super) fn value(&self, admin: &Admin, text: &str) -> Value {
        match self.field.kind {
            Kind::Text | Kind::Email => json!(text),
            _ if text.trim().is_empty() => Value::Null,
            Kind::Number => text
                .trim()
                .parse::<i64>()
                .map_or_else(|_| json!(text), Value::from),
            Kind::Relationship(_) => self
                .chosen(text.trim())
                .map_or_else(|| json!(text), Value::from),
            Kind::Relationships(_) => {
                let ids = text.split(',').map(|id| {
                    let id = id.trim();
                    id.parse::<i64>().map_or_else(|_| json!(id), Value::from)
                });
                ids.collect()
            }
            Kind::Checkbox => match text {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => json!(text),
            },
            Kind::Date => json!(instant(text, admin.visit.offset)),
            Kind::Select(_) | Kind::Uuid | Kind::Object | Kind::Objects => json!(text),
        }
    }

    /// The labelled field with what is in it.
    pub(super) fn show(&self, admin: &Admin, entry: Entry) -> AnyView {
        let (words, field) = (admin.words(), self.field);
        let id = format!("field-{}", field.name);
        let about = (words.hint)(self.collection, field.name).unwrap_or(field.about);
        let about = (!about.is_empty()).then(|| about.replace('`', ""));
        let (hint_id, fault_id, theirs_id) = (
            format!("{id}-hint"),
            format!("{id}-fault"),
            format!("{id}-theirs"),
        );
        let described: Vec<&str> = [
            entry.fault.is_some().then_some(&fault_id),
            entry.theirs.is_some().then_some(&theirs_id),
            about.is_some().then_some(&hint_id),
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let invalid = entry.fault.is_some().then_some("true");
        let control = self.control(admin, &id, entry.text, entry.required, described, invalid);
        view! {
            <div class="field">
                <label for=id>{label(words, field)}</label>
                {control}
                {entry.fault.map(|says| view! { <p class="refusal" id=fault_id>{says}</p> })}
                {entry.theirs.map(|theirs| view! { <p class="theirs" id=theirs_id>{(words.theirs)(&theirs)}</p> })}
                {about.map(|about| view! { <p class="hint" id=hint_id>{about}</p> })}
            </div>
        }
        .into_any()
    }

    fn control(
        &self,
        admin: &Admin,
        id: &str,
        text: String,
        required: bool,
        described: Option<String>,
        invalid: Option<&'static str>,
    ) -> AnyView {
        let (id, name) = (id.to_owned(), self.field.name);
        let plain = |of: &'static str, list: Option<String>, text: String| {
            view! {
                <input id=id.clone() name=name type=of list=list value=text required=required autocomplete="off"
                    aria-describedby=described.clone() aria-invalid=invalid/>
            }
            .into_any()
        };
        match self.field.kind {
            // What is never shown is a secret.
            Kind::Text if !self.field.is_shown() => view! {
                <input id=id name=name type="password" required=required autocomplete="new-password"
                    aria-describedby=described aria-invalid=invalid/>
            }
            .into_any(),
            Kind::Text if self.field.long => view! {
                <textarea id=id name=name rows="4" required=required aria-describedby=described aria-invalid=invalid>{text}</textarea>
            }
            .into_any(),
            Kind::Email => plain("email", None, text),
            Kind::Number => plain("number", None, text),
            Kind::Date => plain("datetime-local", None, text),
            Kind::Relationship(_) => {
                let list = format!("{id}-list");
                let offers = self.offers.iter().map(|(id, _)| view! { <option value=self.offer(*id)></option> });
                let offers = offers.collect_view();
                (plain("text", Some(list.clone()), text), view! { <datalist id=list>{offers}</datalist> }).into_any()
            }
            kind @ (Kind::Select(_) | Kind::Checkbox) => {
                let mut options = choices(admin, kind).unwrap_or_default();
                if matches!(kind, Kind::Select(_)) && !required {
                    options.insert(0, ("", "–".to_owned()));
                }
                choice(id, name, options, &text, described, invalid)
            }
            Kind::Text | Kind::Uuid | Kind::Relationships(_) | Kind::Object | Kind::Objects => {
                plain("text", None, text)
            }
        }
    }
}

/// The words of which a field holds one, each as it is said; `None` where it may hold anything.
pub(super) fn choices(admin: &Admin, kind: Kind) -> Option<Vec<(&'static str, String)>> {
    let words = admin.words();
    match kind {
        Kind::Select(options) => {
            let options = options.iter().map(|word| (*word, option(admin, word)));
            Some(options.collect())
        }
        Kind::Checkbox => Some(vec![
            ("true", words.yes.to_owned()),
            ("false", words.no.to_owned()),
        ]),
        _ => None,
    }
}

/// A field for one of a few words.
pub(super) fn choice(
    id: String,
    name: &'static str,
    options: Vec<(&'static str, String)>,
    chosen: &str,
    described: Option<String>,
    invalid: Option<&'static str>,
) -> AnyView {
    let options = options.into_iter().map(|(word, says)| {
        view! { <option value=word selected=word == chosen>{says}</option> }
    });
    view! {
        <select id=id name=name aria-describedby=described aria-invalid=invalid>{options.collect_view()}</select>
    }
    .into_any()
}

/// A time by the reader's clock, as a field for times has it.
fn local(at: Timestamp, offset: i32) -> String {
    let shifted = at.plus(i64::from(offset) * MINUTE).to_string();
    shifted.trim_end_matches('Z').to_owned()
}

/// The time that such a field holds.
fn instant(text: &str, offset: i32) -> String {
    let seconds = if text.matches(':').count() == 1 {
        ":00"
    } else {
        ""
    };
    match format!("{text}{seconds}Z").parse::<Timestamp>() {
        Ok(shifted) => shifted.plus(-i64::from(offset) * MINUTE).to_string(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::words::admin::of,
        domain::Language,
        server::rest::{collections::ALL, draft::takes},
    };

    #[test]
    fn every_field_that_is_written_is_explained_in_every_language() {
        let chinese = of(Language::Chinese);
        for collection in ALL {
            for field in collection.fields {
                let written = [Purpose::Creation, Purpose::Change];
                if written.into_iter().any(|purpose| takes(field, purpose)) {
                    let (slug, name) = (collection.slug, field.name);
                    assert!(!field.about.is_empty(), "{slug}.{name}");
                    assert!((chinese.hint)(slug, name).is_some(), "{slug}.{name}");
                    assert!((chinese.field)(name).is_some(), "{slug}.{name}");
                }
            }
        }
    }

    #[test]
    fn a_relation_is_chosen_by_name_and_then_by_number() {
        let offers = [
            (7, "2024 plans"),
            (3, "12"),
            (2, "3 · things"),
            (12, "Lobby"),
        ];
        let room = ALL[2].field("room").unwrap();
        let input = Input {
            field: room,
            collection: "memberships",
            offers: offers.map(|(id, title)| (id, title.to_owned())).into(),
        };
        for (typed, id) in [
            ("2024 plans", Some(7)),
            ("12", Some(3)),
            ("3 · things", Some(2)),
            ("Lobby", Some(12)),
            ("12 · Lobby", Some(12)),
            ("12 · whatever it was called", Some(12)),
            ("2024", Some(2024)),
            // Of a name that nobody has, the number in front is none.
            ("2025 plans", None),
            ("Nowhere", None),
            ("", None),
        ] {
            assert_eq!(input.chosen(typed), id, "{typed}");
        }
    }

    #[test]
    fn times_are_typed_by_the_readers_clock() {
        let at: Timestamp = "2026-11-23T06:07:55.541Z".parse().unwrap();
        assert_eq!(local(at, 480), "2026-11-23T14:07:55.541");
        assert_eq!(instant("2026-11-23T14:07:55.541", 480), at.to_string());
        assert_eq!(instant("2026-11-23T14:07", 480), "2026-11-23T06:07:00.000Z");
        assert_eq!(instant("soon", 480), "soon");
    }
}
