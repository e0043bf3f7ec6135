//! The description of the API for programs, in the form of [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.1.html).

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Map, Value, json};

use super::{
    collection::{By, Collection, Field, Kind, Required, Who},
    collections,
    draft::{Purpose, takes},
    operator,
    route::{Route, Shape},
    routes,
};

/// The description, written once.
static TEXT: LazyLock<String> = LazyLock::new(|| description().to_string());

/// `GET /api/openapi.json`.
pub(super) async fn answer() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], TEXT.as_str()).into_response()
}

/// The whole description.
fn description() -> Value {
    let mut paths = Map::new();
    for route in routes::all() {
        let path = paths.entry(&route.path).or_insert_with(|| json!({}));
        path[route.method] = operation(&route);
    }
    let tags: Vec<Value> = collections::ALL
        .iter()
        .map(|collection| json!({"name": collection.slug, "description": collection.about}))
        .chain([json!({"name": "api", "description": "The API itself."})])
        .collect();
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Parlour",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The REST API of a Parlour server, in the shapes of Payload CMS.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "parameters": parameters(),
            "responses": {"Refused": {
                "description": "It was not carried out.",
                "content": {"application/json": {"schema": reference("schemas", "Refusal")}},
            }},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "What signing in gave; `JWT` is taken for `Bearer`.",
                },
                "cookie": {"type": "apiKey", "in": "cookie", "name": "payload-token"},
                "key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "An API key that somebody made in their settings: `users API-Key` and the key.",
                },
            },
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = route
        .parameters
        .iter()
        .map(|name| reference("parameters", name))
        .collect();
    if route.path.contains("{id}") {
        parameters.insert(0, reference("parameters", "id"));
    }
    let (status, shape) = route.gives;
    let mut given = json!({"description": if status < 400 { "Done." } else { "Refused." }});
    if let Some(content) = content(shape) {
        given["content"] = content;
    }
    let mut operation = json!({
        "tags": [route.tag],
        "operationId": id(route),
        "summary": route.about,
        "parameters": parameters,
        "responses": {status.to_string(): given, "default": reference("responses", "Refused")},
    });
    if let Some(content) = content(route.sends) {
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    operation["security"] = match route.who {
        None => json!([]),
        // In open mode, nobody need say who they are.
        Some(Who::Anyone) => json!([{"token": []}, {"cookie": []}, {"key": []}, {}]),
        Some(Who::Member | Who::Admin) => json!([{"token": []}, {"cookie": []}, {"key": []}]),
    };
    operation
}

/// `get /api/messages/{id}` as `get-messages-id`.
fn id(route: &Route) -> String {
    let words = route.path.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && *word != "api");
    let words: Vec<&str> = std::iter::once(route.method).chain(words).collect();
    words.join("-")
}

fn content(shape: Shape) -> Option<Value> {
    let schema = match shape {
        Shape::Nothing => return None,
        Shape::Media(kind) => return Some(json!({kind: {"schema": {"type": "string"}}})),
        Shape::New(collection) => reference("schemas", &format!("New{}", collection.singular)),
        Shape::File(collection) => {
            let new = reference("schemas", &format!("New{}", collection.singular));
            let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
            return Some(json!({"multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": file, "_payload": new},
                    "required": ["file"],
                },
                "encoding": {"_payload": {"contentType": "application/json"}},
            }}));
        }
        Shape::Change(collection) => {
            reference("schemas", &format!("{}Change", collection.singular))
        }
        Shape::Document(collection) => document(collection),
        Shape::Page(collection) => json!({
            "allOf": [reference("schemas", "Page"), {"properties": {"docs": list(collection)}}],
        }),
        Shape::Done(collection) => json!({
            "type": "object",
            "properties": {"doc": document(collection), "message": {"type": "string"}},
        }),
        Shape::Bulk(collection) => json!({
            "type": "object",
            "properties": {
                "docs": list(collection),
                "errors": {"type": "array", "items": {"type": "object"}},
                "message": {"type": "string"},
            },
        }),
        Shape::Words(names) => {
            let properties: Map<String, Value> = names
                .iter()
                .map(|name| ((*name).to_owned(), json!({"type": "string"})))
                .collect();
            json!({"type": "object", "properties": properties})
        }
        Shape::Object => json!({"type": "object"}),
    };
    Some(json!({"application/json": {"schema": schema}}))
}

fn document(collection: &Collection) -> Value {
    reference("schemas", collection.singular)
}

fn list(collection: &Collection) -> Value {
    json!({"type": "array", "items": document(collection)})
}

fn reference(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    for collection in collections::ALL {
        let named = |written: &dyn Fn(&Field) -> bool, shown| {
            let fields = collection.fields.iter().filter(|field| written(field));
            let properties: Map<String, Value> = fields
                .map(|field| (field.name.to_owned(), schema(field, shown)))
                .collect();
            json!({"type": "object", "properties": properties})
        };
        let one = collection.singular;
        schemas.insert(one.to_owned(), named(&Field::is_shown, true));
        let made = |field: &Field| takes(field, Purpose::Creation);
        let mut new = named(&made, false);
        let required = collection.fields.iter();
        new["required"] = required
            .filter(|field| field.required == Required::Yes)
            .map(|field| field.name)
            .collect();
        schemas.insert(format!("New{one}"), new);
        let changed = |field: &Field| takes(field, Purpose::Change);
        schemas.insert(format!("{one}Change"), named(&changed, false));
    }
    let number = json!({"type": "integer"});
    let place = json!({"type": ["integer", "null"]});
    let truth = json!({"type": "boolean"});
    schemas.insert(
        "Page".to_owned(),
        json!({"type": "object", "properties": {
            "docs": {"type": "array"}, "hasNextPage": truth, "hasPrevPage": truth, "limit": number, "nextPage": place,
            "page": number, "pagingCounter": number, "prevPage": place, "totalDocs": number, "totalPages": number,
        }}),
    );
    schemas.insert(
        "Refusal".to_owned(),
        json!({"type": "object", "properties": {"errors": {"type": "array", "items": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "description": "`ValidationError` or `QueryError`, where it is one."},
                "data": {"description": "Which fields or paths, and why."},
                "message": {"type": "string"},
            },
            "required": ["message"],
        }}}}),
    );
    schemas
}

/// What a field holds, in an answer or in what is sent.
fn schema(field: &Field, shown: bool) -> Value {
    let mut schema = match field.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Email => json!({"type": "string", "format": "email"}),
        Kind::Number => json!({"type": "integer"}),
        Kind::Date => json!({"type": "string", "format": "date-time"}),
        Kind::Checkbox => json!({"type": "boolean"}),
        Kind::Select(words) => json!({"type": "string", "enum": words}),
        Kind::Uuid => json!({"type": "string", "format": "uuid"}),
        Kind::Object => json!({"type": ["object", "null"]}),
        Kind::Objects => json!({"type": "array", "items": {"type": "object"}}),
        Kind::Relationships(target) if shown && !field.flat => {
            let one = json!({"anyOf": [{"type": "integer"}, document(target)]});
            json!({"type": "array", "items": one})
        }
        Kind::Relationships(_) => json!({"type": "array", "items": {"type": "integer"}}),
        Kind::Relationship(target) if shown && !field.flat => {
            json!({"anyOf": [{"type": "integer"}, document(target), {"type": "null"}]})
        }
        Kind::Relationship(_) => json!({"type": "integer"}),
    };
    let mut about = field.about.to_owned();
    if let (Required::Without(others), false) = (field.required, shown) {
        about = format!(
            "{about} Needed where there is no `{}`.",
            others.join("` and no `")
        );
    }
    if let (By::Oneself, true) = (field.access.read, shown) {
        about = format!("{about} Shown to oneself.");
    }
    if let Some(who) = field.access.update.says() {
        about = format!("{about} Changed {who}.");
    }
    if shown && field.is_servers() {
        schema["readOnly"] = json!(true);
    }
    if !field.is_shown() {
        schema["writeOnly"] = json!(true);
    }
    schema["description"] = json!(about);
    schema
}

fn parameters() -> Value {
    let operators: Vec<String> = operator::all().map(|word| format!("`{word}`")).collect();
    let operators = operators.join(", ");
    let query = |name: &str, schema: Value, about: String| {
        let mut parameter =
            json!({"name": name, "in": "query", "description": about, "schema": schema});
        // `where[content][like]=…`
        if schema["type"] == "object" {
            parameter["style"] = json!("deepObject");
            parameter["explode"] = json!(true);
        }
        parameter
    };
    let (object, number, text) = (
        json!({"type": "object"}),
        json!({"type": "integer"}),
        json!({"type": "string"}),
    );
    let all = [
        query(
            "where",
            object.clone(),
            format!(
                "Which documents: `where[field][operator]=value`, with a relation's fields as `sender.email`, and lists of \
                 conditions as `where[or][0]…` and `where[and][0]…`. Operators: {operators}."
            ),
        ),
        query(
            "sort",
            text.clone(),
            "Fields separated by commas; `-` begins with the greatest. Newest first.".to_owned(),
        ),
        query(
            "limit",
            number.clone(),
            "How many documents; 10 where none is given, 0 for all, at most 1,000.".to_owned(),
        ),
        query(
            "page",
            number.clone(),
            "Which page of so many, from 1 on.".to_owned(),
        ),
        query(
            "pagination",
            json!({"type": "boolean"}),
            "`false` gives all.".to_owned(),
        ),
        query(
            "depth",
            number.clone(),
            "How many relations to follow, 0 to 10; 2 where none is given.".to_owned(),
        ),
        query(
            "select",
            object.clone(),
            "Which fields: `select[content]=true` only these, `=false` all but these.".to_owned(),
        ),
        query(
            "populate",
            object,
            "The same for documents that relations lead to: `populate[users][email]=true`."
                .to_owned(),
        ),
        query(
            "after",
            text,
            "The cursor after which the stream begins.".to_owned(),
        ),
        query(
            "history",
            number.clone(),
            "Without a cursor: with how many messages it begins.".to_owned(),
        ),
        json!({"name": "id", "in": "path", "required": true, "description": "Which one.", "schema": number}),
    ];
    let named: Map<String, Value> = all
        .into_iter()
        .filter_map(|parameter| Some((parameter["name"].as_str()?.to_owned(), parameter)))
        .collect();
    Value::Object(named)
}
