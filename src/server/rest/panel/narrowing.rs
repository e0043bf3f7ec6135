//! The filter of a list: which conditions stand, and a form for one more.
//!
//! Without a script the form has two steps: which field, and then what of it is asked, by what fits the field.

use leptos::prelude::*;

use super::{
    super::{
        collection::{Collection, Field, Kind},
        filter,
    },
    address::Asked,
    cell::option,
    here,
    input::{choice, choices},
    label,
    list::{kept, shown},
};
use crate::server::admin::Admin;

/// The parameters of a condition to be: which field, what of it is asked, and the value.
const FIELD: &str = "field";
const OPERATOR: &str = "operator";
const VALUE: &str = "value";

/// The same list with one more condition, which the filter's form sends as three fields.
pub(super) fn narrowed(asked: &Asked) -> Option<Asked> {
    let (field, operator) = (asked.get(FIELD)?, asked.get(OPERATOR)?);
    let name = format!("where[and][{}][{field}][{operator}]", asked.next_number());
    // An empty field asks for what has no value.
    let value = asked.get(VALUE).unwrap_or("null").to_owned();
    let rest = asked.without(|name| [FIELD, OPERATOR, VALUE].contains(&name));
    Some(rest.with(&name, value))
}

/// The field that was chosen to filter by, and what else is asked for.
pub(super) fn chosen(
    collection: &'static Collection,
    asked: &Asked,
) -> (Asked, Option<&'static Field>) {
    let name = asked.get(FIELD).unwrap_or_default();
    let by = askable(collection).find(|field| field.name == name);
    (asked.without(|name| name == FIELD), by)
}

fn askable(collection: &'static Collection) -> impl Iterator<Item = &'static Field> {
    shown(collection).filter(|field| filter::can_ask(field))
}

/// The conditions that stand, and a form for one more, by a field that was chosen or is to be.
pub(super) fn narrowing(
    admin: &Admin,
    collection: &'static Collection,
    asked: &Asked,
    by: Option<&'static Field>,
) -> impl IntoView + use<> {
    let words = admin.words();
    let standing = asked.conditions().map(|(name, field, operator, value)| {
        let rest = asked.without(|found| found == name || found == "page");
        let (field, value) = match collection.field(field) {
            Some(field) => (label(words, field), said(admin, field, value)),
            None => (field, value.to_owned()),
        };
        let says = format!("{field} {} {value}", (words.operator)(operator));
        let label = (words.take_away)(&says);
        view! { <li><a class="chip" href=rest.href(&here(collection)) aria-label=label>{says} <span aria-hidden="true">" ×"</span></a></li> }
    });
    let standing = standing.collect_view();
    let step = match by {
        Some(field) => condition(admin, collection, asked, field).into_any(),
        None => choosing(admin, collection).into_any(),
    };
    view! {
        <ul class="chips">{standing}</ul>
        <details class="fold" open=by.is_some()>
            <summary>{words.filter}</summary>
            <form class="form inline">
                {kept(asked, |name| name == "page")}
                {step}
            </form>
        </details>
    }
}

/// The first step: the field.
fn choosing(admin: &Admin, collection: &'static Collection) -> impl IntoView + use<> {
    let words = admin.words();
    let fields = askable(collection)
        .map(|field| view! { <option value=field.name>{label(words, field)}</option> });
    view! {
        <label class="field">{words.field_name} <select name=FIELD>{fields.collect_view()}</select></label>
        <button class="button">{words.choose_field}</button>
    }
}

/// The second: what of it is asked.
fn condition(
    admin: &Admin,
    collection: &'static Collection,
    asked: &Asked,
    field: &'static Field,
) -> impl IntoView + use<> {
    let words = admin.words();
    let operators = field.kind.operators().map(|operator| {
        let says = format!("{} {}", label(words, field), (words.operator)(operator));
        view! { <option value=operator>{says}</option> }
    });
    let value = if let Some(mut options) = choices(admin, field.kind) {
        let first = options.first().map_or("", |(word, _)| *word);
        options.push(("", "–".to_owned()));
        choice("field-value".to_owned(), VALUE, options, first, None, None)
    } else {
        // A text can't be asked for having none: that is a text as well.
        let required = matches!(field.kind, Kind::Text | Kind::Email);
        view! { <input id="field-value" type="text" name=VALUE required=required autocomplete="off"/> }
            .into_any()
    };
    view! {
        <input type="hidden" name=FIELD value=field.name/>
        <label class="field">{words.condition} <select name=OPERATOR>{operators.collect_view()}</select></label>
        <div class="field grow"><label for="field-value">{words.value}</label> {value}</div>
        <button class="button">{words.add_filter}</button>
        <a class="button" href=asked.href(&here(collection))>{words.cancel}</a>
    }
}

/// A condition's value, in words where it is one of a few.
fn said(admin: &Admin, field: &Field, value: &str) -> String {
    match (field.kind, value) {
        (Kind::Select(_) | Kind::Checkbox, "null") => "–".to_owned(),
        (Kind::Checkbox, "true") => admin.words().yes.to_owned(),
        (Kind::Checkbox, "false") => admin.words().no.to_owned(),
        (Kind::Select(_), word) => option(admin, word),
        (_, value) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::words::admin, domain::Language, server::rest::collections::ALL};

    #[test]
    fn one_more_condition_takes_the_place_of_none() {
        let add = |asked: &Asked| {
            let more = asked.with("field", "name").with("operator", "contains");
            narrowed(&more.with("value", "x")).unwrap()
        };
        let asked = add(&add(&add(&Asked::default())));
        let rest = asked.without(|name| name == "where[and][0][name][contains]");
        let again = add(&rest);
        let names: Vec<&str> = again.conditions().map(|(name, ..)| name).collect();
        assert_eq!(
            names,
            [1, 2, 3].map(|n| format!("where[and][{n}][name][contains]"))
        );
    }

    #[test]
    fn what_is_offered_has_words() {
        let chinese = admin::of(Language::Chinese);
        let kinds = ALL.into_iter().flat_map(|collection| collection.fields);
        for operator in kinds.flat_map(|field| field.kind.operators()) {
            assert_ne!((chinese.operator)(operator), operator);
        }
    }
}
