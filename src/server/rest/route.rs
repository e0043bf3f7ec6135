//! Every address of the REST API, with what it does: what is mounted is what is described.

use axum::routing::{MethodRouter, delete, get, patch, post};

use super::{
    access,
    asker::Asked,
    collection::{Collection, Who},
    collections, manual, openapi, password, read, session, write,
};
use crate::server::router::App;

/// An address and a method.
#[derive(Debug)]
pub(super) struct Route {
    /// `get`, `post`, `patch` or `delete`.
    pub(super) method: &'static str,
    /// The address, with `{id}` where one stands.
    pub(super) path: String,
    /// What it belongs to: a collection's slug, or what it is about.
    pub(super) tag: &'static str,
    /// What it does, in a line.
    pub(super) about: String,
    /// Who may ask; `None` is anybody.
    pub(super) who: Option<Who>,
    /// What stands after the `?`.
    pub(super) parameters: &'static [&'static str],
    /// What is sent.
    pub(super) sends: Shape,
    /// What comes back, with its status.
    pub(super) gives: (u16, Shape),
    /// What does it; `None` where somebody else mounts it.
    pub(super) handler: Option<MethodRouter<App>>,
}

/// What is sent, or comes back.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Nothing.
    Nothing,
    /// A new document.
    New(&'static Collection),
    /// A change of a document.
    Change(&'static Collection),
    /// A document.
    Document(&'static Collection),
    /// A page of documents.
    Page(&'static Collection),
    /// A document, and what became of it.
    Done(&'static Collection),
    /// Several documents, and what became of them.
    Bulk(&'static Collection),
    /// An object with these keys, all of them text.
    Words(&'static [&'static str]),
    /// Any other object.
    Object,
    /// Something of this kind that is no JSON.
    Media(&'static str),
}

/// The parameters by which documents are chosen.
const CHOOSE: [&str; 8] = [
    "where",
    "sort",
    "limit",
    "page",
    "pagination",
    "depth",
    "select",
    "populate",
];
/// Those by which documents are shown.
const SHOW: [&str; 3] = ["depth", "select", "populate"];
/// Those by which documents are chosen to be changed.
const CHANGE: [&str; 6] = ["where", "sort", "limit", "depth", "select", "populate"];

impl Route {
    fn new(
        method: &'static str,
        path: impl Into<String>,
        tag: &'static str,
        about: impl Into<String>,
    ) -> Self {
        Self {
            method,
            path: path.into(),
            tag,
            about: about.into(),
            who: None,
            parameters: &[],
            sends: Shape::Nothing,
            gives: (200, Shape::Object),
            handler: None,
        }
    }

    fn who(mut self, who: Who) -> Self {
        self.who = Some(who);
        self
    }

    fn takes(mut self, parameters: &'static [&'static str]) -> Self {
        self.parameters = parameters;
        self
    }

    fn sends(mut self, shape: Shape) -> Self {
        self.sends = shape;
        self
    }

    fn gives(mut self, status: u16, shape: Shape) -> Self {
        self.gives = (status, shape);
        self
    }

    fn by(mut self, handler: MethodRouter<App>) -> Self {
        self.handler = Some(handler);
        self
    }
}

/// All of them.
pub(super) fn all() -> Vec<Route> {
    let mut routes: Vec<Route> = collections::ALL
        .into_iter()
        .flat_map(of_collection)
        .collect();
    routes.extend(of_accounts());
    routes.extend(of_all());
    routes
}

/// Those that every collection has, as far as its declaration goes.
fn of_collection(collection: &'static Collection) -> Vec<Route> {
    let slug = collection.slug;
    let (one, many) = (collection.singular, collection.plural);
    let route = |method, rest: &str, about: String| {
        Route::new(method, format!("/api/{slug}{rest}"), slug, about)
    };
    let read_many = route("get", "", format!("Finds {many}."))
        .who(collection.read)
        .takes(&CHOOSE)
        .gives(200, Shape::Page(collection))
        .by(get(move |asked: Asked| read::find(collection, asked)));
    let count = route("get", "/count", format!("Counts {many}."))
        .who(collection.read)
        .takes(&["where"])
        .by(get(move |asked: Asked| read::count(collection, asked)));
    let read_one = route("get", "/{id}", format!("One {one}."))
        .who(collection.read)
        .takes(&SHOW)
        .gives(200, Shape::Document(collection))
        .by(get(move |id, asked: Asked| {
            read::by_id(collection, id, asked)
        }));
    let access = route("post", "/access/{id}", "What one may do.".to_owned())
        .by(post(move |asked: Asked| access::of(collection, asked)));
    let mut routes = vec![read_many, count, read_one, access];

    // A question that is too long for an address comes by this method, too, whether or not there is anything to make.
    let made = collection.create.as_ref();
    let handler = post(move |asked: Asked| async move {
        match made {
            _ if asked.is_question() => read::find(collection, asked.as_question()).await,
            Some(create) => write::create(collection, create, asked).await,
            None => Err(crate::domain::Problem::Forbidden.into()),
        }
    });
    let about = format!(
        "Makes one of the {many}. With the header `X-Payload-HTTP-Method-Override: GET`, finds {many} by the \
         parameters in the body."
    );
    let create = route("post", "", about)
        .takes(&SHOW)
        .sends(Shape::New(collection))
        .gives(201, Shape::Done(collection))
        .by(handler);
    routes.push(match made {
        Some(made) => create.who(made.who),
        None => create,
    });
    if let Some(create) = made.filter(|create| create.copies) {
        let about = format!("Makes one of the {many} like another, but for what is sent.");
        routes.push(
            route("post", "/{id}/duplicate", about)
                .who(create.who)
                .takes(&SHOW)
                .sends(Shape::Change(collection))
                .gives(200, Shape::Done(collection))
                .by(post(move |id, asked: Asked| {
                    write::duplicate(collection, create, id, asked)
                })),
        );
    }
    if let Some(update) = &collection.update {
        routes.push(
            route("patch", "", format!("Changes the {many} that are found."))
                .who(update.who)
                .takes(&CHANGE)
                .sends(Shape::Change(collection))
                .gives(200, Shape::Bulk(collection))
                .by(patch(move |asked: Asked| {
                    write::update_all(collection, update, asked)
                })),
        );
        routes.push(
            route("patch", "/{id}", format!("Changes one of the {many}."))
                .who(update.who)
                .takes(&SHOW)
                .sends(Shape::Change(collection))
                .gives(200, Shape::Done(collection))
                .by(patch(move |id, asked: Asked| {
                    write::update(collection, update, id, asked)
                })),
        );
    }
    if let Some(how) = &collection.delete {
        routes.push(
            route("delete", "", format!("Deletes the {many} that are found."))
                .who(how.who)
                .takes(&CHANGE)
                .gives(200, Shape::Bulk(collection))
                .by(delete(move |asked: Asked| {
                    write::delete_all(collection, how, asked)
                })),
        );
        routes.push(
            route("delete", "/{id}", format!("Deletes one of the {many}."))
                .who(how.who)
                .takes(&SHOW)
                .gives(200, Shape::Done(collection))
                .by(delete(move |id, asked: Asked| {
                    write::delete(collection, how, id, asked)
                })),
        );
    }
    routes
}

/// Those by which people come in and go.
fn of_accounts() -> Vec<Route> {
    let slug = collections::USERS.slug;
    let route = |method, rest: &str, about: &str| {
        Route::new(method, format!("/api/{slug}/{rest}"), slug, about)
    };
    vec![
        route("get", "init", "Whether there is an account.").by(get(session::init)),
        route(
            "post",
            "first-register",
            "Makes the first account, an admin's, by the token that the server printed.",
        )
        .sends(Shape::Words(&["email", "password", "name", "token"]))
        .by(post(session::first_register)),
        route("post", "login", "Begins a session.")
            .sends(Shape::Words(&["email", "password"]))
            .by(post(session::login)),
        route("post", "logout", "Ends the session that asks.").by(post(session::logout)),
        route("get", "me", "Who asks; `user` is null for nobody.").by(get(session::me)),
        route("post", "refresh-token", "Lets the session last anew.")
            .who(Who::Member)
            .by(post(session::refresh)),
        route(
            "post",
            "forgot-password",
            "Begins a reset. An admin who asks is given the token, to hand it on.",
        )
        .sends(Shape::Words(&["email"]))
        .by(post(password::forgot)),
        route(
            "post",
            "reset-password",
            "Another password, by a reset's token.",
        )
        .sends(Shape::Words(&["token", "password"]))
        .by(post(password::reset)),
        route(
            "post",
            "verify/{id}",
            "Addresses are not verified: always refused.",
        )
        .gives(403, Shape::Object)
        .by(post(password::verify)),
        route("post", "unlock", "Forgets how often a password was wrong.")
            .who(Who::Admin)
            .sends(Shape::Words(&["email"]))
            .by(post(password::unlock)),
    ]
}

/// Those that are about all collections.
fn of_all() -> Vec<Route> {
    vec![
        Route::new(
            "get",
            "/api/access",
            "api",
            "What one may do, by collection.",
        )
        .by(get(access::all)),
        Route::new("get", "/api/openapi.json", "api", "This description.").by(get(openapi::answer)),
        Route::new("get", "/api/docs", "api", "This description, to read.")
            .gives(200, Shape::Media("text/html"))
            .by(get(manual::page)),
        Route::new("get", "/api/docs/style.css", "api", "How that looks.")
            .gives(200, Shape::Media("text/css"))
            .by(get(manual::style)),
        // The router mounts it.
        Route::new(
            "get",
            "/api/messages/sse",
            "messages",
            "The stream: everything that one may see, as it happens.",
        )
        .who(Who::Anyone)
        .takes(&["after", "history"])
        .gives(200, Shape::Media("text/event-stream")),
    ]
}
