//! One document: a form to make it, and one to change it.

use axum::{
    Extension, Form,
    extract::{Path, RawQuery, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    super::{
        asker::{Asker, Streamed},
        body::FILE,
        collection::{Collection, Field, Required},
        document,
        draft::{Draft, Purpose, needs},
        error::Refusal,
        listing::Shape,
        query::Tree,
        write,
    },
    asker, by_slug,
    cell::{cell, title},
    fault, here,
    input::{Entry, Input, inputs},
    label, plural, refused, says,
};
use crate::{
    domain::{Problem, media::spoken_size},
    server::admin::{Admin, Page, refusal},
};

/// The field that tells when a document last changed.
const CHANGED: &str = "updatedAt";

/// What a form's fields hold.
pub(super) type Fields = Vec<(String, String)>;

/// The last value of a name.
pub(super) fn last<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    let mut fields = fields.iter().rev();
    fields
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}

/// What became of a form that was sent.
#[derive(Default)]
struct Sent {
    /// What was in it.
    fields: Fields,
    /// Why it was refused.
    refusal: Option<Refusal>,
    /// Whether somebody else changed the document meanwhile.
    overtaken: bool,
    /// Whether it was saved.
    saved: bool,
}

/// `GET /admin/collections/{slug}/new`.
pub(super) async fn blank(
    Extension(admin): Extension<Admin>,
    Path(slug): Path<String>,
) -> Response {
    match by_slug(&slug) {
        Some(collection) => show_blank(&admin, collection, Sent::default()).await,
        None => admin.missing(),
    }
}

/// `POST /admin/collections/{slug}/new`.
pub(super) async fn create(
    Extension(admin): Extension<Admin>,
    Path(slug): Path<String>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let (Some(collection), Ok(Form(fields))) = (by_slug(&slug), form) else {
        return admin.missing();
    };
    let made = make(&admin, collection, &fields).await;
    show_made(&admin, collection, fields, made).await
}

/// Leads to the document that was made, or shows the form again.
async fn show_made(
    admin: &Admin,
    collection: &'static Collection,
    fields: Fields,
    made: Result<i64, Refusal>,
) -> Response {
    match made {
        Ok(id) => saved(collection, id),
        Err(refusal) => {
            let sent = Sent {
                fields,
                refusal: Some(refusal),
                ..Sent::default()
            };
            show_blank(admin, collection, sent).await
        }
    }
}

/// Leads to a document that was saved.
fn saved(collection: &Collection, id: i64) -> Response {
    Redirect::to(&format!("{}/{id}?saved=true", here(collection))).into_response()
}

async fn make(
    admin: &Admin,
    collection: &'static Collection,
    fields: &Fields,
) -> Result<i64, Refusal> {
    let asker = asker(admin);
    let inputs = inputs(&asker, collection, Purpose::Creation, None).await?;
    let typed = inputs.iter().filter_map(|input| {
        let text = last(fields, input.field.name).filter(|text| !text.is_empty())?;
        Some((input.field.name.to_owned(), input.value(admin, text)))
    });
    let sent: Map<String, Value> = typed.collect();
    write::make(collection, &asker, &sent).await
}

async fn show_blank(admin: &Admin, collection: &'static Collection, sent: Sent) -> Response {
    let asker = asker(admin);
    let inputs = match inputs(&asker, collection, Purpose::Creation, None).await {
        Ok(inputs) => inputs,
        Err(problem) => return admin.failed(&problem_of(&problem)),
    };
    let words = admin.words();
    let mut page = Page::new((words.new_in)(&plural(words, collection)), here(collection));
    if let Some(problem) = &sent.refusal {
        page = refused(page, problem);
    }
    page.show(admin, || {
        let fields = inputs.iter().map(|input| {
            let field = input.field;
            let entry = Entry {
                text: last(&sent.fields, field.name)
                    .unwrap_or_default()
                    .to_owned(),
                required: needs(field, &asker, &Map::new(), Purpose::Creation)
                    && !matches!(field.required, Required::Without(_)),
                fault: sent
                    .refusal
                    .as_ref()
                    .and_then(|refusal| fault(admin, refusal, field)),
                theirs: None,
            };
            input.show(admin, entry)
        });
        let fields = fields.collect_view();
        let of_file = collection.create.of_file.is_some();
        let action = of_file.then(|| format!("{}/upload", here(collection)));
        let enctype = of_file.then_some("multipart/form-data");
        let file = of_file.then(|| view! {
            <div class="field">
                <label for="field-file">{words.file}</label>
                <input id="field-file" name=FILE type="file" required aria-describedby="file-hint"/>
                <p class="hint" id="file-hint">{(words.file_hint)(&spoken_size(admin.app.chat.limits().upload))}</p>
            </div>
        });
        view! {
            {refusal(sent.refusal.as_ref().map(|problem| says(admin, problem)))}
            <form class="form" method="post" action=action enctype=enctype>
                {file}
                {fields}
                <p class="actions">
                    <button class="button primary">{words.make}</button>
                    <a class="button" href=here(collection)>{words.cancel}</a>
                </p>
            </form>
        }
    })
}

/// `POST /admin/collections/{slug}/upload`: makes a document of a file, which is kept as it comes.
pub(in super::super) async fn upload(
    Extension(admin): Extension<Admin>,
    Path(slug): Path<String>,
    request: Streamed,
) -> Response {
    let made = by_slug(&slug)
        .and_then(|collection| Some((collection, collection.create.of_file?)))
        .filter(|_| request.is_form());
    let Some((collection, of_file)) = made else {
        return admin.missing();
    };
    let mut fields = Fields::new();
    let document = |fields: &Fields| {
        let typed = fields
            .iter()
            .map(|(name, text)| (name.clone(), json!(text)));
        Ok(typed.collect())
    };
    let made = write::make_of_file(collection, of_file, request, &mut fields, document).await;
    show_made(&admin, collection, fields, made).await
}

/// `GET /admin/collections/{slug}/{id}`.
pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    Path((slug, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let (Some(collection), Ok(id)) = (by_slug(&slug), id.parse()) else {
        return admin.missing();
    };
    let sent = Sent {
        saved: query.as_deref() == Some("saved=true"),
        ..Sent::default()
    };
    show(&admin, collection, id, sent).await
}

/// `POST /admin/collections/{slug}/{id}`.
pub(super) async fn update(
    Extension(admin): Extension<Admin>,
    Path((slug, id)): Path<(String, String)>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let (Some(collection), Ok(id), Ok(Form(fields))) = (by_slug(&slug), id.parse(), form) else {
        return admin.missing();
    };
    let outcome = change(&admin, collection, id, &fields).await;
    let sent = match outcome {
        Ok(true) => return saved(collection, id),
        Ok(false) => Sent {
            fields,
            overtaken: true,
            ..Sent::default()
        },
        Err(refusal) => Sent {
            fields,
            refusal: Some(refusal),
            ..Sent::default()
        },
    };
    show(&admin, collection, id, sent).await
}

/// Saves what differs from the document. False where somebody else changed that since the form was made.
async fn change(
    admin: &Admin,
    collection: &'static Collection,
    id: i64,
    fields: &Fields,
) -> Result<bool, Refusal> {
    let mut asker = asker(admin);
    let update = collection.update.as_ref().ok_or(Problem::NotFound)?;
    let current = document::by_id(&asker, collection, id, &Shape::PLAIN).await?;
    let current = current.ok_or(Problem::NotFound)?;
    let inputs = inputs(&asker, collection, Purpose::Change, Some(&current)).await?;
    let seen = last(fields, CHANGED);
    if current[CHANGED].as_str() != seen {
        return Ok(false);
    }
    let typed = inputs.iter().filter_map(|input| {
        let text = last(fields, input.field.name)?;
        let same = same(text, &input.typed(admin, &current[input.field.name]));
        (!same).then(|| (input.field.name.to_owned(), input.value(admin, text)))
    });
    let sent: Map<String, Value> = typed.collect();
    if sent.is_empty() {
        return Ok(true);
    }
    let draft = Draft::read(collection, &asker, &sent, Purpose::Change)?;
    // Somebody may save at this very moment: the command looks again, in its transaction.
    let changed = collection.field(CHANGED).and_then(|field| field.column);
    let seen = seen.and_then(|seen| seen.parse().ok());
    if let (Some(changed), Some(seen)) = (changed, seen) {
        let chat = asker.chat.having_seen(collection.source, changed, id, seen);
        asker.chat = chat;
    }
    match (update.run)(&asker, id, &draft).await {
        Ok(()) => Ok(true),
        Err(Refusal::Problem(Problem::Overtaken)) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

/// Whether two texts are the same but for line ends, which browsers send their own way.
fn same(one: &str, other: &str) -> bool {
    one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

async fn show(admin: &Admin, collection: &'static Collection, id: i64, sent: Sent) -> Response {
    let asker = asker(admin);
    let found = async {
        let shape = Shape::read(&Tree::parse(b"depth=1")?);
        let document = document::by_id(&asker, collection, id, &shape).await?;
        let document = document.ok_or(Problem::NotFound)?;
        let inputs = match &collection.update {
            Some(_) => inputs(&asker, collection, Purpose::Change, Some(&document)).await?,
            None => Vec::new(),
        };
        Ok::<_, Refusal>((document, inputs))
    };
    let (document, inputs) = match found.await {
        Ok(found) => found,
        Err(refusal) => return admin.failed(&problem_of(&refusal)),
    };
    let words = admin.words();
    let mut page = Page::new(title(collection, &document), here(collection));
    if let Some(problem) = &sent.refusal {
        page = refused(page, problem);
    } else if sent.overtaken {
        page.status = StatusCode::CONFLICT;
    }
    page.show(admin, || {
        let trouble = sent.refusal.as_ref().map(|problem| says(admin, problem));
        let trouble = trouble.or_else(|| sent.overtaken.then(|| words.overtaken.to_owned()));
        let saved = sent
            .saved
            .then(|| view! { <p class="done" role="status">{words.saved}</p> });
        view! {
            {saved}
            {refusal(trouble)}
            {editor(admin, &asker, &document, &inputs, &sent)}
            {rest(admin, collection, &inputs, &document)}
            {ending(admin, collection, id)}
        }
    })
}

fn editor(
    admin: &Admin,
    asker: &Asker,
    document: &Value,
    inputs: &[Input],
    sent: &Sent,
) -> impl IntoView + use<> {
    if inputs.is_empty() {
        return ().into_any();
    }
    let fields = inputs.iter().map(|input| {
        let field = input.field;
        let now = input.typed(admin, &document[field.name]);
        let mine = last(&sent.fields, field.name).map_or_else(|| now.clone(), str::to_owned);
        let entry = Entry {
            theirs: (sent.overtaken && !same(&mine, &now)).then_some(now),
            text: mine,
            required: needs(field, asker, &Map::new(), Purpose::Change),
            fault: sent
                .refusal
                .as_ref()
                .and_then(|refusal| fault(admin, refusal, field)),
        };
        input.show(admin, entry)
    });
    let fields = fields.collect_view();
    // A refusal leaves the time at which the form was made: what others do meanwhile is still to be seen.
    let seen = match last(&sent.fields, CHANGED) {
        Some(seen) if !sent.overtaken => Some(seen.to_owned()),
        _ => document[CHANGED].as_str().map(str::to_owned),
    };
    view! {
        <form class="form" method="post">
            {seen.map(|seen| view! { <input type="hidden" name=CHANGED value=seen/> })}
            {fields}
            <p class="actions">
                <button class="button primary">{admin.words().save}</button>
            </p>
        </form>
    }
    .into_any()
}

/// What can't be written.
fn rest(
    admin: &Admin,
    collection: &'static Collection,
    inputs: &[Input],
    document: &Value,
) -> impl IntoView + use<> {
    let written = |field: &Field| inputs.iter().any(|input| input.field.name == field.name);
    let facts = collection
        .fields
        .iter()
        .filter(|field| field.is_shown() && !written(field))
        .map(|field| {
            let value = cell(admin, field, &document[field.name]);
            view! { <div><dt>{label(admin.words(), field)}</dt><dd>{value}</dd></div> }
        });
    view! { <dl class="facts">{facts.collect_view()}</dl> }
}

/// Deleting it.
fn ending(admin: &Admin, collection: &'static Collection, id: i64) -> impl IntoView + use<> {
    let words = admin.words();
    let hint = (words.delete_says)(collection.slug).unwrap_or(words.delete_hint);
    collection.delete.is_some().then(|| {
        view! {
            <details class="sure">
                <summary class="button danger">{words.delete}</summary>
                <form class="sure-body" method="post" action=format!("{}/bulk", here(collection))>
                    <input type="hidden" name="deed" value="delete"/>
                    <input type="hidden" name="sure" value="true"/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <p>{hint}</p>
                    <button class="button danger">{words.delete_forever}</button>
                </form>
            </details>
        }
    })
}

/// A refusal as pages of nothing else say it.
pub(super) fn problem_of(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::Problem(problem) => problem.clone(),
        other => Problem::Malformed(other.message()),
    }
}
