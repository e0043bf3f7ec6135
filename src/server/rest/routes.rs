//! Every address of the REST API: those of each collection, of accounts, and of the API itself.

use axum::{
    http::Uri,
    response::{IntoResponse as _, Response},
    routing::{delete, get, patch, post},
};

use super::{
    access,
    asker::{Id, Request, Streamed},
    collection::{Collection, Who},
    collections,
    error::{self, Refusal},
    manual, openapi, password, read,
    route::{Route, Shape},
    session, typing, write,
};

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
    [
        reading(collection),
        making(collection),
        changing(collection),
        deleting(collection),
    ]
    .concat()
}

fn of(
    collection: &'static Collection,
    method: &'static str,
    rest: &str,
    about: impl Into<String>,
) -> Route {
    let slug = collection.slug;
    Route::new(method, format!("/api/{slug}{rest}"), slug, about)
}

fn reading(collection: &'static Collection) -> Vec<Route> {
    let (one, many) = (collection.singular, collection.plural);
    vec![
        of(collection, "get", "", format!("Finds {many}."))
            .who(collection.read)
            .takes(&CHOOSE)
            .gives(200, Shape::Page(collection))
            .by(get(move |request: Request| read::find(collection, request))),
        of(collection, "get", "/count", format!("Counts {many}."))
            .who(collection.read)
            .takes(&["where"])
            .by(
                get(move |request: Request| read::count(collection, request)).post(
                    move |uri: Uri, request: Request| {
                        asked(uri, request, move |request| {
                            read::count(collection, request)
                        })
                    },
                ),
            ),
        of(collection, "get", "/{id}", format!("One {one}."))
            .who(collection.read)
            .takes(&SHOW)
            .gives(200, Shape::Document(collection))
            .by(
                get(move |id: Id, request: Request| read::by_id(collection, id, request)).post(
                    move |uri: Uri, id: Id, request: Request| {
                        asked(uri, request, move |request| {
                            read::by_id(collection, id, request)
                        })
                    },
                ),
            ),
        of(collection, "post", "/access/{id}", "What one may do.").by(post(
            move |id: Id, request: Request| access::of(collection, id, request),
        )),
    ]
}

/// A question that was too long for an address, and so comes by `POST`. Otherwise there is nothing there by this method.
async fn asked<F: Future<Output = Result<Response, Refusal>>>(
    uri: Uri,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    if request.is_question() {
        answer(request.into_question()).await.into_response()
    } else {
        error::no_route_at(uri.path())
    }
}

fn making(collection: &'static Collection) -> Vec<Route> {
    let (create, many) = (&collection.create, collection.plural);
    let handler = post(move |request: Request| write::create_or_find(collection, request));
    let about = format!(
        "Makes one of the {many}. With the header `X-Payload-HTTP-Method-Override: GET`, finds {many} by the \
         parameters in the body."
    );
    let route = of(collection, "post", "", about)
        .who(create.who)
        .takes(&SHOW)
        .gives(201, Shape::Done(collection));
    let route = match create.of_file {
        None => route.sends(Shape::New(collection)).by(handler),
        Some(of_file) => {
            route
                .sends(Shape::File(collection))
                .streamed_by(post(move |request: Streamed| {
                    write::create_of_file(collection, of_file, request)
                }))
        }
    };
    let mut routes = vec![route];
    if create.copies {
        let about = format!("Makes one of the {many} like another, but for what is sent.");
        routes.push(
            of(collection, "post", "/{id}/duplicate", about)
                .who(create.who)
                .takes(&SHOW)
                .sends(Shape::Change(collection))
                .gives(200, Shape::Done(collection))
                .by(post(move |id: Id, request: Request| {
                    write::duplicate(collection, id, request)
                })),
        );
    }
    routes
}

fn changing(collection: &'static Collection) -> Vec<Route> {
    let (Some(update), many) = (&collection.update, collection.plural) else {
        return Vec::new();
    };
    vec![
        of(
            collection,
            "patch",
            "",
            format!("Changes the {many} that are found."),
        )
        .who(update.who)
        .takes(&CHANGE)
        .sends(Shape::Change(collection))
        .gives(200, Shape::Bulk(collection))
        .by(patch(move |request: Request| {
            write::update_all(collection, update, request)
        })),
        of(
            collection,
            "patch",
            "/{id}",
            format!("Changes one of the {many}."),
        )
        .who(update.who)
        .takes(&SHOW)
        .sends(Shape::Change(collection))
        .gives(200, Shape::Done(collection))
        .by(patch(move |id: Id, request: Request| {
            write::update(collection, update, id, request)
        })),
    ]
}

fn deleting(collection: &'static Collection) -> Vec<Route> {
    let (Some(how), many) = (&collection.delete, collection.plural) else {
        return Vec::new();
    };
    vec![
        of(
            collection,
            "delete",
            "",
            format!("Deletes the {many} that are found."),
        )
        .who(how.who)
        .takes(&CHANGE)
        .gives(200, Shape::Bulk(collection))
        .by(delete(move |request: Request| {
            write::delete_all(collection, how, request)
        })),
        of(
            collection,
            "delete",
            "/{id}",
            format!("Deletes one of the {many}."),
        )
        .who(how.who)
        .takes(&SHOW)
        .gives(200, Shape::Done(collection))
        .by(delete(move |id: Id, request: Request| {
            write::delete(collection, how, id, request)
        })),
    ]
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
        Route::new(
            "post",
            "/api/rooms/{id}/typing",
            "rooms",
            "Says that one is writing in a room. Every three seconds is enough; the others take it for over after five.",
        )
        .who(Who::Member)
        .by(post(typing::tell)),
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
