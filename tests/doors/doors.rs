//! Every door there is, and what no answer may tell.

use super::actor::Answer;

/// Every server function that somebody who is signed in may call, and the fields that it takes.
pub(crate) const FUNCTIONS: [(&str, &[&str]); 60] = [
    ("desk/bookmark", &["id", "on"]),
    ("desk/bookmarks", &[]),
    ("desk/place", &["room", "section"]),
    ("desk/shift", &["room", "way"]),
    ("desk/shift-section", &["name", "way"]),
    ("invites/create", &["days", "uses"]),
    ("invites/list", &[]),
    ("invites/look", &["token"]),
    ("invites/revoke", &["id"]),
    ("keys/create", &["label"]),
    ("keys/end", &["id"]),
    ("keys/list", &[]),
    ("me/describe", &["name", "language"]),
    ("me/email", &["email", "password"]),
    ("me/look", &["theme", "density"]),
    ("me/password", &["current", "new"]),
    ("me/picture/remove", &[]),
    ("media/discard", &["id"]),
    ("mentions/list", &["below"]),
    ("messages/delete", &["id"]),
    ("messages/edit", &["id", "text"]),
    ("messages/history", &["room", "before"]),
    ("messages/pin", &["id", "on"]),
    ("messages/pinned", &["room"]),
    ("messages/react", &["id", "add"]),
    ("messages/remove-preview", &["id", "url"]),
    ("messages/send", &["room", "text", "client_id"]),
    ("messages/versions", &["id"]),
    ("notifications/bare", &["bare"]),
    ("notifications/key", &[]),
    ("notifications/list", &[]),
    ("notifications/renew", &["subscription"]),
    ("notifications/stop", &["session"]),
    ("notifications/subscribe", &["subscription", "bare"]),
    ("notifications/try", &[]),
    ("page/gate", &[]),
    ("page/load", &["room", "before", "at"]),
    ("people/ban", &["person", "banned"]),
    ("people/create", &["invite", "name", "email", "password"]),
    ("people/first", &["token", "name", "email", "password"]),
    ("rooms/archive", &["room", "archived"]),
    ("rooms/create", &["name", "topic", "kind"]),
    ("rooms/describe", &["room", "name", "topic"]),
    ("rooms/direct", &["people[0]"]),
    ("rooms/invite", &["room", "person"]),
    ("rooms/join", &["room"]),
    ("rooms/leave", &["room"]),
    ("rooms/level", &["room", "level"]),
    ("rooms/open-thread", &["message"]),
    ("rooms/owners", &["room"]),
    ("rooms/read", &["room", "number"]),
    ("rooms/read-all", &[]),
    ("rooms/remove", &["room", "person"]),
    ("rooms/role", &["room", "person", "role"]),
    ("rooms/typing", &["room"]),
    ("rooms/unread", &["room", "from"]),
    ("search/messages", &["text", "below"]),
    ("sessions/create", &["email", "password", "next"]),
    ("sessions/end", &["id"]),
    ("sessions/list", &[]),
];

/// What only looks, or takes no arguments, and so can't be asked wrongly.
pub(crate) const NO_ARGUMENTS: [&str; 13] = [
    "desk/bookmarks",
    "invites/list",
    "keys/list",
    "me/look",
    "me/picture/remove",
    "mentions/list",
    "notifications/key",
    "notifications/list",
    "page/gate",
    "page/load",
    "rooms/read-all",
    "search/messages",
    "sessions/list",
];

/// Doors for programs: of each kind one, and what takes a body that can be wrong.
pub(crate) const DOORS: [(&str, &str); 14] = [
    ("GET", "/api/access"),
    ("GET", "/api/docs"),
    ("POST", "/api/memberships"),
    ("GET", "/api/messages"),
    ("POST", "/api/messages"),
    ("GET", "/api/openapi.json"),
    ("POST", "/api/rooms"),
    ("POST", "/api/users"),
    ("POST", "/api/users/first-register"),
    ("POST", "/api/users/login"),
    ("POST", "/api/users/logout"),
    ("GET", "/api/users/me"),
    ("POST", "/api/users/reset-password"),
    ("POST", "/api/users/unlock"),
];

/// Holds that an answer blames the asker and tells nothing of the inside.
#[track_caller]
pub(crate) fn blames_the_asker(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {answer:?}");
    tells_nothing(answer, what);
}

#[track_caller]
pub(crate) fn tells_nothing(answer: &Answer, what: &str) {
    let told = format!("{:?} {}", answer.headers, answer.text()).to_lowercase();
    for inside in [
        "sqlite",
        "sqlx",
        "select ",
        "insert into",
        "no such table",
        "/src/",
        ".rs:",
        "/tmp",
        "panicked",
        "backtrace",
        "argon2",
        "parlour.db",
    ] {
        assert!(
            !told.contains(inside),
            "{what} tells of {inside}: {answer:?}"
        );
    }
}

#[test]
fn every_function_is_asked() {
    let mut known: Vec<_> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(
                method,
                axum::http::Method::POST,
                "{path}: looking at a link must change nothing"
            );
            path.strip_prefix("/do/").unwrap_or(path).to_owned()
        })
        .filter(|path| path != "sessions/end-mine")
        .collect();
    known.sort();
    let mut here: Vec<_> = FUNCTIONS
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .collect();
    here.sort();
    assert_eq!(known, here, "a new server function belongs into this list");
}
