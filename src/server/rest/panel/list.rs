//! `GET /admin/collections/{slug}`: the documents of a collection, to be searched, filtered, sorted and chosen.

use axum::{
    Extension,
    extract::{Path, RawQuery},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    super::{
        asker::Asker,
        collection::{Collection, Field, Kind, Shown},
        document,
        error::Refusal,
        filter,
        listing::{Paging, Shape},
        query::Tree,
    },
    address::Asked,
    asker, by_slug,
    cell::{cell, texts, title},
    here, label,
    narrowing::{chosen, narrowed, narrowing},
    plural, refused, says,
};
use crate::{
    server::admin::{Admin, Page, Pages, refusal},
    store::find::{Condition, Search},
};

/// What was found.
struct Found {
    documents: Vec<Value>,
    total: i64,
    pages: Pages,
}

pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(collection) = by_slug(&slug) else {
        return admin.missing();
    };
    let asked = Asked::read(&query.unwrap_or_default());
    if let Some(narrowed) = narrowed(&asked) {
        return Redirect::to(&narrowed.href(&here(collection))).into_response();
    }
    let (asked, by) = chosen(collection, &asked);
    let (found, refusal) = match find(&asker(&admin), collection, &asked).await {
        Ok(found) => (Some(found), None),
        Err(refusal) => (None, Some(refusal)),
    };
    show(&admin, collection, &asked, by, found, refusal)
}

async fn find(
    by: &Asker,
    collection: &'static Collection,
    asked: &Asked,
) -> Result<Found, Refusal> {
    let tree = asked.tree()?;
    let (paging, shape) = (Paging::read(&tree, false), Shape::read(&tree));
    let (limit, skip) = paging.window();
    let mut conditions = vec![filter::condition(collection, by, &tree)?];
    if let Some(words) = asked.get("q") {
        let anywhere = anywhere(collection, words)?;
        conditions.push(filter::condition(collection, by, &anywhere)?);
    }
    let search = Search {
        condition: Condition::All(conditions),
        order: filter::order(collection, by, &tree),
        limit,
        skip,
    };
    let mut documents = by.chat.search(by.reader()).await?;
    let total = documents
        .count(collection.source, &search.condition)
        .await?;
    let found = document::find(&mut documents, by, collection, &search, &shape).await?;
    let envelope = paging.envelope(Vec::new(), total);
    Ok(Found {
        documents: found,
        total,
        pages: Pages {
            page: envelope["page"].as_i64().unwrap_or(1),
            pages: envelope["totalPages"].as_i64().unwrap_or(1),
        },
    })
}

/// Any of the fields that the search looks through has this in it.
fn anywhere(collection: &'static Collection, words: &str) -> Result<Tree, Refusal> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (number, path) in searched(collection).iter().enumerate() {
        query.append_pair(&format!("where[or][{number}][{path}][contains]"), words);
    }
    Tree::parse(query.finish().as_bytes())
}

/// What the search looks through: the collection's own words, or, where it has none, those that its relations lead to.
fn searched(collection: &'static Collection) -> Vec<String> {
    let own: Vec<String> = texts(collection)
        .map(|field| field.name.to_owned())
        .collect();
    if !own.is_empty() {
        return own;
    }
    let asked = collection
        .fields
        .iter()
        .filter(|field| filter::can_ask(field));
    let relations = asked.filter_map(|field| {
        let title = texts(field.target()?).next()?;
        Some(format!("{}.{}", field.name, title.name))
    });
    relations.collect()
}

/// The fields that can be shown.
pub(super) fn shown(collection: &'static Collection) -> impl Iterator<Item = &'static Field> {
    let fields = collection
        .fields
        .iter()
        .filter(|field| field.column.is_some());
    fields.filter(|field| field.name != "id")
}

/// The columns that are shown: those that were chosen, else those that have a name of their own.
fn columns(collection: &'static Collection, asked: &Asked) -> Vec<&'static Field> {
    let chosen = asked.columns();
    let is_shown = |field: &&Field| {
        if chosen.is_empty() {
            let named = field.label.is_some() || field.shown == Shown::Picture;
            named && !matches!(field.kind, Kind::Uuid)
        } else {
            chosen.contains(&field.name)
        }
    };
    shown(collection).filter(is_shown).collect()
}

fn show(
    admin: &Admin,
    collection: &'static Collection,
    asked: &Asked,
    by: Option<&'static Field>,
    found: Option<Found>,
    problem: Option<Refusal>,
) -> Response {
    let (words, here) = (admin.words(), here(collection));
    let mut page = Page::new(plural(words, collection), here.clone());
    if let Some(problem) = &problem {
        page = refused(page, problem);
    }
    page.show(admin, || {
        let columns = columns(collection, asked);
        let new = view! { <a class="button" href=format!("{here}/new")>{words.new}</a> };
        let search = if searched(collection).is_empty() {
            view! { <p class="actions">{new}</p> }.into_any()
        } else {
            let typed = asked.get("q").unwrap_or_default().to_owned();
            view! {
                <form class="form inline" role="search">
                    {kept(asked, |name| name == "q" || name == "page")}
                    <label class="field grow">
                        {words.search}
                        <input type="search" name="q" value=typed/>
                    </label>
                    <button class="button">{words.find}</button>
                    {new}
                </form>
            }
            .into_any()
        };
        let result = found.map(|found| {
            let pages = found.pages.show(admin, |page| {
                asked.with("page", page.to_string()).href(&here)
            });
            view! {
                <p class="hint">{(words.found)(found.total)}</p>
                {table(admin, collection, asked, &columns, &found.documents)}
                {pages}
            }
        });
        view! {
            <div class="narrow">
                {search}
                {narrowing(admin, collection, asked, by)}
                {choosing(admin, collection, asked, &columns)}
            </div>
            {refusal(problem.map(|problem| says(admin, &problem)))}
            {result}
        }
    })
}

/// What the list asks for besides, so that a form doesn't lose it.
pub(super) fn kept(asked: &Asked, gone: impl Fn(&str) -> bool) -> AnyView {
    let kept = asked.without(gone);
    let fields = kept.pairs().iter().map(|(name, value)| {
        view! { <input type="hidden" name=name.clone() value=value.clone()/> }
    });
    fields.collect_view().into_any()
}

/// Which columns are shown.
fn choosing(
    admin: &Admin,
    collection: &'static Collection,
    asked: &Asked,
    columns: &[&Field],
) -> impl IntoView + use<> {
    let words = admin.words();
    let boxes = shown(collection).map(|field| {
        let checked = columns.iter().any(|column| column.name == field.name);
        view! {
            <label class="check">
                <input type="checkbox" name=format!("select[{}]", field.name) value="true" checked=checked/>
                {label(words, field)}
            </label>
        }
    });
    view! {
        <details class="fold">
            <summary>{words.columns}</summary>
            <form class="form inline">
                {kept(asked, |name| name.starts_with("select["))}
                {boxes.collect_view()}
                <button class="button">{words.show}</button>
            </form>
        </details>
    }
}

/// The documents, each to be opened, and to be chosen for what is done to several.
fn table(
    admin: &Admin,
    collection: &'static Collection,
    asked: &Asked,
    columns: &[&'static Field],
    documents: &[Value],
) -> impl IntoView + use<> {
    let words = admin.words();
    let name = plural(words, collection);
    let heads = columns
        .iter()
        .map(|field| head(collection, asked, field, label(words, field)))
        .collect_view();
    let rows = documents.iter().map(|document| {
        let id = document["id"].to_string();
        let href = format!("{}/{id}", here(collection));
        let choose = (words.choose)(&title(collection, document));
        let cells = columns
            .iter()
            .map(|field| view! { <td>{cell(admin, field, &document[field.name])}</td> })
            .collect_view();
        view! {
            <tr>
                <td><input type="checkbox" name="id" value=id.clone() aria-label=choose/></td>
                <th scope="row"><a href=href>{format!("#{id}")}</a></th>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let edit = collection.update.is_some().then(|| {
        view! { <button class="button" name="deed" value="edit">{words.edit_chosen}</button> }
    });
    let delete = collection.delete.is_some().then(|| {
        view! { <button class="button danger" name="deed" value="delete">{words.delete_chosen}</button> }
    });
    let deeds = (!documents.is_empty() && (edit.is_some() || delete.is_some()))
        .then(|| view! { <p class="actions">{edit} {delete}</p> });
    view! {
        <form method="post" action=format!("{}/bulk", here(collection)) class="several">
            // It may be wider than the page, and is then scrolled by itself.
            <div class="wide-table" role="region" aria-label=name tabindex="0">
                <table class="table">
                    <thead>
                        <tr><td></td>{head(collection, asked, &Field::ID, "#")}{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {deeds}
        </form>
    }
}

/// A column's head, which sorts by it, where that can be; again, the other way.
fn head(
    collection: &Collection,
    asked: &Asked,
    field: &Field,
    says: &'static str,
) -> impl IntoView + use<> {
    let name = field.name;
    let (sorted, next) = match asked.get("sort") {
        Some(sort) if sort == name => (Some("ascending"), format!("-{name}")),
        Some(sort) if sort.strip_prefix('-') == Some(name) => (Some("descending"), name.to_owned()),
        _ => (None, name.to_owned()),
    };
    let href = filter::can_ask(field).then(|| asked.with("sort", next).href(&here(collection)));
    let says = match href {
        Some(href) => view! { <a href=href>{says}</a> }.into_any(),
        None => says.into_any(),
    };
    view! { <th scope="col" aria-sort=sorted>{says}</th> }
}
