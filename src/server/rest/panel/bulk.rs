//! `POST /admin/collections/{slug}/bulk`: what is done to several documents at once, once it is sure.

use axum::{
    Extension, Form,
    extract::{Path, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::{
    super::{
        access::Standing,
        asker::Asker,
        collection::{Collection, Delete, Update},
        document,
        draft::{Draft, Purpose},
        error::Refusal,
        listing::Shape,
    },
    asker, by_slug,
    cell::title,
    form::{Fields, last, problem_of},
    here,
    input::{Entry, inputs},
    label, plural, refused, says,
};
use crate::{
    domain::Problem,
    server::admin::{Admin, Page, refusal},
    store::find::{Condition, Search},
};

/// How many documents can be chosen.
const MOST: usize = 1_000;

/// What is to be done.
enum Deed {
    Edit(&'static Update),
    Delete(&'static Delete),
}

/// The documents that were chosen.
struct Chosen {
    collection: &'static Collection,
    /// Each with its name, and how the admin stands to it.
    documents: Vec<(i64, String, Standing)>,
}

pub(super) async fn act(
    Extension(admin): Extension<Admin>,
    Path(slug): Path<String>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let (Some(collection), Ok(Form(fields))) = (by_slug(&slug), form) else {
        return admin.missing();
    };
    let deed = match (
        last(&fields, "deed"),
        &collection.update,
        &collection.delete,
    ) {
        (Some("edit"), Some(update), _) => Deed::Edit(update),
        (Some("delete"), _, Some(delete)) => Deed::Delete(delete),
        _ => return admin.failed(&Problem::Malformed("deed".to_owned())),
    };
    let asker = asker(&admin);
    let chosen = match chosen(&asker, collection, &fields).await {
        Ok(chosen) if chosen.documents.is_empty() => {
            return Redirect::to(&here(collection)).into_response();
        }
        Ok(chosen) => chosen,
        Err(refusal) => return admin.failed(&problem_of(&refusal)),
    };
    let sure = last(&fields, "sure") == Some("true");
    if sure && let Err(refusal) = asker.takes_on(chosen.documents.len()) {
        return admin.failed(&problem_of(&refusal));
    }
    match deed {
        Deed::Delete(_) if !sure => ask(&admin, &chosen),
        Deed::Delete(delete) => {
            let mut outcomes = Vec::new();
            for (id, ..) in &chosen.documents {
                outcomes.push((delete.run)(&asker, *id).await);
            }
            report(&admin, &chosen, outcomes, admin.words().deleted)
        }
        Deed::Edit(_) if !sure => edit(&admin, &chosen, &fields, None).await,
        Deed::Edit(update) => match draft(&admin, collection, &fields).await {
            Ok(draft) => {
                let mut outcomes = Vec::new();
                for (id, _, standing) in &chosen.documents {
                    let outcome = match standing.permit(collection, &draft, Purpose::Change) {
                        Ok(()) => (update.run)(&asker, *id, &draft).await,
                        refused => refused,
                    };
                    outcomes.push(outcome);
                }
                report(&admin, &chosen, outcomes, admin.words().changed)
            }
            Err(refusal) => edit(&admin, &chosen, &fields, Some(refusal)).await,
        },
    }
}

/// Those of the ids that the admin may know of.
async fn chosen(
    asker: &Asker,
    collection: &'static Collection,
    fields: &Fields,
) -> Result<Chosen, Refusal> {
    let ids = fields.iter().filter(|(name, _)| name == "id").take(MOST);
    let search = Search {
        condition: Condition::ids(ids.filter_map(|(_, id)| id.parse().ok())),
        order: Vec::new(),
        limit: None,
        skip: 0,
    };
    let mut documents = asker.chat.documents(asker.reader()).await?;
    let found = document::find(&mut documents, asker, collection, &search, &Shape::PLAIN).await?;
    let standing = Standing::of(asker).await?;
    let documents = found.iter().filter_map(|found| {
        let standing = standing.towards(asker, collection, found);
        Some((found["id"].as_i64()?, title(collection, found), standing))
    });
    Ok(Chosen {
        collection,
        documents: documents.collect(),
    })
}

impl Chosen {
    /// The documents by name.
    fn list(&self) -> impl IntoView + use<> {
        let rows = self.documents.iter().map(|(id, title, _)| {
            let href = format!("{}/{id}", here(self.collection));
            view! { <li class="row"><span class="row-text"><a href=href>{title.clone()}</a></span></li> }
        });
        view! { <ul class="rows">{rows.collect_view()}</ul> }
    }

    /// The same for the form that goes on with them.
    fn kept(&self) -> impl IntoView + use<> {
        let ids = self.documents.iter();
        ids.map(|(id, ..)| view! { <input type="hidden" name="id" value=id.to_string()/> })
            .collect_view()
    }

    fn page(&self, admin: &Admin) -> Page {
        Page::new(
            plural(admin.words(), self.collection),
            here(self.collection),
        )
    }
}

/// Whether they are really to be deleted.
fn ask(admin: &Admin, chosen: &Chosen) -> Response {
    let words = admin.words();
    let collection = chosen.collection;
    chosen.page(admin).show(admin, || {
        let hint = (words.delete_says)(collection.slug).unwrap_or(words.delete_hint);
        view! {
            <p class="lead">{(words.delete_sure)(chosen.documents.len())} " " {hint}</p>
            {chosen.list()}
            <form method="post" class="actions">
                {chosen.kept()}
                <input type="hidden" name="deed" value="delete"/>
                <input type="hidden" name="sure" value="true"/>
                <button class="button danger">{words.delete_forever}</button>
                <a class="button" href=here(collection)>{words.cancel}</a>
            </form>
        }
    })
}

/// What was typed into the fields that are to be changed.
async fn draft(
    admin: &Admin,
    collection: &'static Collection,
    fields: &Fields,
) -> Result<Draft, Refusal> {
    let asker = asker(admin);
    let inputs = inputs(&asker, collection, Purpose::Change, None).await?;
    let meant = inputs
        .iter()
        .filter(|input| last(fields, &mark(input.field.name)).is_some());
    let sent: Map<String, Value> = meant
        .map(|input| {
            let text = last(fields, input.field.name).unwrap_or_default();
            (input.field.name.to_owned(), input.value(admin, text))
        })
        .collect();
    Draft::read(collection, &asker, &sent, Purpose::Change)
}

/// The field that says whether another is to be changed.
fn mark(name: &str) -> String {
    format!("set[{name}]")
}

/// The fields that can be changed, each with whether it is to be.
async fn edit(
    admin: &Admin,
    chosen: &Chosen,
    fields: &Fields,
    problem: Option<Refusal>,
) -> Response {
    let inputs = match inputs(&asker(admin), chosen.collection, Purpose::Change, None).await {
        Ok(inputs) => inputs,
        Err(refusal) => return admin.failed(&problem_of(&refusal)),
    };
    let words = admin.words();
    let mut page = chosen.page(admin);
    if let Some(problem) = &problem {
        page = refused(page, problem);
    }
    page.show(admin, || {
        let rows = inputs.iter().map(|input| {
            let name = input.field.name;
            let says = (words.change_field)(label(words, input.field));
            let checked = last(fields, &mark(name)).is_some();
            let entry = Entry {
                text: last(fields, name).unwrap_or_default().to_owned(),
                fault: problem.as_ref().and_then(|refusal| super::fault(admin, refusal, input.field)),
                ..Entry::default()
            };
            view! {
                <fieldset class="set">
                    <label class="check"><input type="checkbox" name=mark(name) value="true" checked=checked/> {says}</label>
                    {input.show(admin, entry)}
                </fieldset>
            }
        });
        let rows = rows.collect_view();
        view! {
            {refusal(problem.as_ref().map(|problem| says(admin, problem)))}
            <form method="post" class="form">
                {chosen.kept()}
                <input type="hidden" name="deed" value="edit"/>
                <input type="hidden" name="sure" value="true"/>
                {rows}
                <p class="actions">
                    <button class="button primary">{words.save}</button>
                    <a class="button" href=here(chosen.collection)>{words.cancel}</a>
                </p>
            </form>
            <h2>{(words.found)(i64::try_from(chosen.documents.len()).unwrap_or(i64::MAX))}</h2>
            {chosen.list()}
        }
    })
}

/// What came of it: each was done on its own, so that some may have failed.
fn report(
    admin: &Admin,
    chosen: &Chosen,
    outcomes: Vec<Result<(), Refusal>>,
    done: fn(usize) -> String,
) -> Response {
    let count = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let failed: Vec<_> = chosen
        .documents
        .iter()
        .zip(outcomes)
        .filter_map(|((_, title, _), outcome)| Some((title.clone(), says(admin, &outcome.err()?))))
        .collect();
    if failed.is_empty() && count == 1 && chosen.documents.len() == 1 {
        return Redirect::to(&here(chosen.collection)).into_response();
    }
    chosen.page(admin).show(admin, || {
        let rows = failed.into_iter().map(|(title, says)| {
            view! { <li class="row"><div class="row-text">{title} <p>{says}</p></div></li> }
        });
        let rows = rows.collect_view();
        view! {
            <p class="lead" role="status">{done(count)}</p>
            <ul class="rows">{rows}</ul>
            <p class="actions"><a class="button" href=here(chosen.collection)>{admin.words().go_on}</a></p>
        }
    })
}
