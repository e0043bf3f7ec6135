//! The description of the API for people: `/api/docs`. HTML and a style sheet, without a script.

use std::{fmt::Write as _, sync::LazyLock};

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
};

use super::{
    collection::{By, Collection, Field, Kind, Required, Who},
    collections, operator, routes,
};

/// For this page: its own style sheet, and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The page, written once.
static PAGE: LazyLock<String> = LazyLock::new(html);

/// `GET /api/docs/style.css`.
pub(super) async fn style() -> Response {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], include_str!("manual.css")).into_response()
}

/// `GET /api/docs`.
pub(super) async fn page() -> Response {
    (
        [(header::CONTENT_SECURITY_POLICY, POLICY)],
        Html(PAGE.as_str()),
    )
        .into_response()
}

fn html() -> String {
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Parlour: REST API</title>\
         <link rel=\"stylesheet\" href=\"/api/docs/style.css\"></head><body><main><h1>REST API</h1>\
         <p>Programs sign in by <code>POST /api/users/login</code> and send the token that they are given as \
         <code>Authorization: Bearer …</code>. The same for programs: \
         <a href=\"/api/openapi.json\">openapi.json</a>.</p>",
    );
    let operators: Vec<String> = operator::all().map(code).collect();
    let operators = operators.join(", ");
    let _ = write!(
        html,
        "<p>Documents are chosen by {}. Operators: {operators}.</p>",
        code("where[field][operator]=value")
    );
    for collection in collections::ALL {
        section(&mut html, collection);
    }
    html += "<section><h2>api</h2><p>The API itself.</p>";
    addresses(&mut html, "api");
    html += "</section></main></body></html>\n";
    html
}

fn section(html: &mut String, collection: &Collection) {
    let Collection { slug, about, .. } = collection;
    let _ = write!(
        html,
        "<section id=\"{slug}\"><h2>{slug}</h2><p>{}</p><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{slug}: fields\"><table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Holds</th>\
         <th scope=\"col\">Written</th><th scope=\"col\">Meaning</th></tr></thead><tbody>",
        text(about)
    );
    for field in collection.fields {
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            code(field.name),
            holds(field),
            text(&written(field)),
            text(field.about)
        );
    }
    *html += "</tbody></table></div>";
    addresses(html, slug);
    *html += "</section>";
}

fn addresses(html: &mut String, tag: &str) {
    *html += "<dl>";
    for route in routes::all().into_iter().filter(|route| route.tag == tag) {
        let who = match route.who {
            None => "",
            Some(Who::Anyone) => " With an account; in open mode without.",
            Some(Who::Member) => " With an account.",
            Some(Who::Admin) => " For admins.",
        };
        let address = format!("{} {}", route.method.to_uppercase(), route.path);
        let _ = write!(
            html,
            "<dt>{}</dt><dd>{}{who}",
            code(&address),
            text(&route.about)
        );
        if !route.parameters.is_empty() {
            let parameters: Vec<String> = route.parameters.iter().map(|name| code(name)).collect();
            let _ = write!(html, " Takes {}.", parameters.join(", "));
        }
        *html += "</dd>";
    }
    *html += "</dl>";
}

fn holds(field: &Field) -> String {
    match field.kind {
        Kind::Text => "text".to_owned(),
        Kind::Email => "e-mail address".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Checkbox => "true or false".to_owned(),
        Kind::Select(words) => words
            .iter()
            .map(|word| code(word))
            .collect::<Vec<_>>()
            .join(", "),
        Kind::Uuid => "UUID".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Objects => "list of objects".to_owned(),
        Kind::Relationships(target) => format!("list of <a href=\"#{0}\">{0}</a>", target.slug),
        Kind::Relationship(target) => format!("<a href=\"#{0}\">{0}</a>", target.slug),
    }
}

/// When a field is written, and by whom where that is not everybody who changes the document.
fn written(field: &Field) -> String {
    let (create, update) = (field.access.create, field.access.update);
    let when = match (create, update) {
        (By::Nobody, By::Nobody) => "by the server",
        (By::Nobody, _) => "when changed",
        _ if field.required == Required::Yes => "required",
        (_, By::Nobody) => "when made",
        _ => "optional",
    };
    match (update.says(), create) {
        (None, _) => when.to_owned(),
        (Some(who), By::Nobody) => format!("{when}, {who}"),
        (Some(who), _) => format!("{when}; changed {who}"),
    }
}

fn code(word: &str) -> String {
    format!("<code>{}</code>", escape(word))
}

/// A line with words between backticks.
fn text(line: &str) -> String {
    let parts = line.split('`').enumerate();
    parts
        .map(|(index, part)| {
            if index % 2 == 1 {
                code(part)
            } else {
                escape(part)
            }
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
