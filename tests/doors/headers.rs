//! What every answer carries, and what must not be taken for code.

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use parlour::{
    api::page::Page,
    domain::{Message, markdown},
};
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    doors::DOORS,
    server::{House, Server},
};

/// Text that would run, were it taken for markup.
const SCRIPT: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

#[track_caller]
fn is_strict(headers: &HeaderMap, what: &str) {
    let get = |name: &str| {
        let mut all = headers.get_all(name).iter();
        let value = all.next().unwrap_or_else(|| panic!("{what} has no {name}"));
        assert!(all.next().is_none(), "{what} has {name} twice");
        value.to_str().unwrap().to_owned()
    };
    assert_eq!(get("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(get("referrer-policy"), "same-origin", "{what}");
    let policy = get("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{what}: {policy}"
    );
    assert!(!get("x-request-id").is_empty(), "{what}");
    for gossip in ["server", "x-powered-by"] {
        assert!(!headers.contains_key(gossip), "{what} names its {gossip}");
    }
}

async fn ask(actor: &Actor, method: &str, path: &str) -> Answer {
    let request = actor
        .page_request(method, path)
        .header(header::ACCEPT, "text/html");
    actor.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_answer_is_strict() {
    for options in [
        &[][..],
        &["--open"],
        &["--cors-origin", "https://app.example"],
    ] {
        let house = House::open_with(options).await;
        for actor in [&house.anon, &house.bob] {
            for (method, path) in DOORS.into_iter().chain([
                ("GET", "/healthz"),
                ("GET", "/"),
                ("GET", "/nothing/here"),
                ("GET", "/language/zh"),
                ("GET", "/language/xx"),
                ("HEAD", "/healthz"),
                ("OPTIONS", "/api/messages"),
                ("DELETE", "/api/messages"),
                ("GET", "/api/nope"),
                ("POST", "/do/messages/send"),
                ("POST", "/do/sessions/list"),
                ("GET", "/do/page/load"),
                ("POST", "/do/nope"),
                ("POST", "/nothing/here"),
                ("BREW", "/"),
            ]) {
                let what = format!("{options:?} {method} {path}");
                let answer = ask(actor, method, path).await;
                assert!(answer.status.as_u16() < 500, "{what}: {answer:?}");
                is_strict(&answer.headers, &what);
            }
            let cross = actor
                .request("POST", "/api/messages")
                .header("sec-fetch-site", "cross-site");
            let cross = actor.send(cross.body(Body::empty()).unwrap()).await;
            is_strict(&cross.is(403).headers, "a refusal");
            let huge = actor
                .page_request("POST", "/api/messages")
                .body(Body::from(vec![b' '; 1_000_000]));
            let huge = actor.send(huge.unwrap()).await;
            is_strict(&huge.is(413).headers, "a refusal of size");
        }
    }
}

#[tokio::test]
async fn each_answer_has_an_id_of_its_own() {
    let server = Server::fresh(&[]).await;
    let anon = server.anon();
    let one = anon.get("/healthz").await;
    let other = anon.get("/healthz").await;
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

#[tokio::test]
async fn answers_that_depend_on_who_asks_are_not_kept() {
    let house = House::open().await;
    for kept in [
        house.bob.get("/api/users/me").await,
        house.bob.get("/api/messages").await,
    ] {
        let caching = kept.header("cache-control").unwrap_or_default();
        assert!(
            !caching.contains("public") && !caching.contains("max-age"),
            "{kept:?}"
        );
    }
}

#[tokio::test]
async fn only_listed_sites_may_read_what_programs_read() {
    let listed = "https://app.example";
    let origins = [
        (&[][..], "https://app.example", None),
        (&["--cors-origin", listed], listed, Some(listed)),
        (&["--cors-origin", listed], "https://evil.example", None),
        (
            &["--cors-origin", listed],
            "https://app.example.evil.example",
            None,
        ),
        (&["--cors-origin", listed], "null", None),
        (&["--cors-origin", "*"], "https://evil.example", Some("*")),
    ];
    for (options, origin, allowed) in origins {
        let house = House::open_with(options).await;
        for path in [
            "/api/messages",
            "/api/users/me",
            "/do/page/gate",
            "/healthz",
        ] {
            let request = house
                .bob
                .request("GET", path)
                .header(header::ORIGIN, origin);
            let answer = house.bob.send(request.body(Body::empty()).unwrap()).await;
            let expected = allowed.filter(|_| path.starts_with("/api"));
            let found = answer.header("access-control-allow-origin");
            assert_eq!(found, expected, "{options:?} {origin} {path}");
            let with_cookies = answer.header("access-control-allow-credentials") == Some("true");
            assert!(!(with_cookies && found == Some("*")), "{answer:?}");
        }
        // With a cookie that the browser adds by itself, only a listed site may write.
        let post = house
            .bob
            .request("POST", "/api/messages")
            .header(header::ORIGIN, origin);
        let post = post.header("sec-fetch-site", "cross-site");
        let body = json!({"room": 1, "content": "from there"}).to_string();
        let answer = house.bob.send(post.body(body.into()).unwrap()).await;
        answer.is(if allowed == Some(listed) { 201 } else { 403 });
    }
}

#[tokio::test]
async fn script_in_every_field_stays_text() {
    let house = House::open_with(&["--sign-up"]).await;
    let bob = &house.bob;
    bob.call("me/describe", &[("name", SCRIPT), ("language", "")])
        .await
        .is(200);
    let fields = [("name", SCRIPT), ("topic", SCRIPT), ("kind", "open")];
    let room = bob.call("rooms/create", &fields).await.is(200).text();
    let said: Message = bob.say(&room, SCRIPT).await.read();
    assert_eq!(said.content, SCRIPT);
    let html = markdown::render(&said.content);
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );

    let page = bob.call("page/load", &[("room", &room)]).await;
    is_data(&page);
    let page: Page = page.read();
    assert_eq!(page.me.name, SCRIPT);
    let place = &page.state.rooms[&room.parse().unwrap()];
    assert_eq!((&*place.room.name, &*place.room.topic), (SCRIPT, SCRIPT));
    let shown = bob
        .send(
            bob.page_request("GET", &format!("/rooms/{room}"))
                .body(Vec::new().into())
                .unwrap(),
        )
        .await;
    let shown = shown.is(200).text();
    let title = shown
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"));
    let (title, _) = title.expect("a title");
    assert!(title.contains("&lt;") && !title.contains('<'), "{title}");
    assert_eq!(shown.matches("</title>").count(), 1);
    let messages = bob.get("/api/messages").await;
    is_data(&messages);
    assert_eq!(messages.json()["docs"][0]["content"], SCRIPT);

    // Where it is refused, the refusal is data too.
    for (function, field) in [
        ("invites/look", "token"),
        ("me/describe", "language"),
        ("rooms/create", "kind"),
        ("messages/send", "client_id"),
        ("messages/edit", "id"),
        ("sessions/create", "email"),
        ("people/create", "email"),
        ("rooms/role", "role"),
    ] {
        let mut fields = vec![
            ("name", "x"),
            ("topic", ""),
            ("kind", "open"),
            ("room", "1"),
            ("text", "x"),
            ("password", "x"),
            ("person", "1"),
            ("id", "1"),
            ("role", "owner"),
            ("language", ""),
        ];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, SCRIPT));
        let answer = bob.call(function, &fields).await;
        assert!(answer.status.is_client_error(), "{function}: {answer:?}");
        is_data(&answer);
        let led = bob.submit("/rooms/1", function, &fields).await;
        assert!(!led.is(302).location().contains('<'), "{led:?}");
    }
    let path = "/api/%3Cscript%3Ealert(1)%3C/script%3E";
    is_data(&bob.get(path).await);
    let field = json!({"sender": SCRIPT, "content": "x", "room": SCRIPT, "clientId": SCRIPT, "timestamp": SCRIPT});
    is_data(bob.post("/api/messages", field).await.is(400));
    let email = json!({"email": SCRIPT, "password": SCRIPT});
    is_data(bob.post("/api/users/login", email).await.is(401));
}

/// Holds that no browser takes an answer for a page.
#[track_caller]
fn is_data(answer: &Answer) {
    let kind = answer.header("content-type").unwrap_or_default();
    assert!(kind.starts_with("application/json"), "{answer:?}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}
