//! The description of the API against the API: what is described answers, and nothing else does.

use serde_json::{Value, json};

use super::{
    actor::Actor,
    doors::tells_nothing,
    server::{House, Server},
};

const METHODS: [&str; 5] = ["get", "post", "patch", "delete", "put"];

/// Whether an address is one, by this method.
async fn answers(actor: &Actor, method: &str, path: &str) -> bool {
    let path = path.replace("{id}", "1");
    let answer = actor.ask(&method.to_uppercase(), &path, "{}").await;
    assert!(
        !answer.status.is_server_error(),
        "{method} {path}: {answer:?}"
    );
    tells_nothing(&answer, &path);
    let lost = answer.text().starts_with(r#"{"message":"Route not found"#);
    assert_eq!(
        lost,
        lost && answer.status.as_u16() == 404,
        "{method} {path}: {answer:?}"
    );
    !lost
}

#[tokio::test]
async fn every_path_that_is_described_answers_and_by_no_other_method() {
    let house = House::open().await;
    let description = house.anon.get("/api/openapi.json").await.is(200).json();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 20, "{}", paths.len());
    for (path, operations) in paths {
        // A stream has no end to wait for.
        let stream = path == "/api/messages/sse";
        for method in METHODS {
            let described = operations.get(method).is_some();
            if !(stream && described) {
                let answered = answers(&house.anon, method, path).await;
                assert_eq!(answered, described, "{method} {path}");
            }
        }
    }
    for path in [
        "/api",
        "/api/nope",
        "/api/users/1/2",
        "/api/rooms/1/zzz",
        "/api/docs/x",
    ] {
        if path != "/api" {
            assert!(!answers(&house.anon, "get", path).await, "{path}");
        }
    }
}

#[tokio::test]
async fn whoever_has_no_account_gets_in_only_where_the_description_says_so() {
    let house = House::open().await;
    let description = house.anon.get("/api/openapi.json").await.json();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let open = operation["security"].as_array().unwrap().is_empty();
            let address = path.replace("{id}", "1");
            let answer = house.anon.ask(&method.to_uppercase(), &address, "{}").await;
            let refused = [401, 403].contains(&answer.status.as_u16());
            let never = path.starts_with("/api/users/verify") || path.ends_with("first-register");
            assert!(refused != open || never, "{method} {path}: {answer:?}");
        }
    }
}

/// Every reference in a value.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value.as_str() {
                    Some(to) if key == "$ref" => found.push(to),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_description_holds_together() {
    let server = Server::fresh(&[]).await;
    let description = server.anon().get("/api/openapi.json").await.is(200).json();
    assert_eq!(description["openapi"], "3.1.1");
    let mut found = Vec::new();
    references(&description, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
    let mut ids: Vec<&str> = description["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|operations| operations.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an operation's id is its own");
}

#[tokio::test]
async fn a_document_has_the_keys_that_are_described() {
    let house = House::open().await;
    house.bob.say("1", "words").await.is(200);
    let thumb = json!({"message": 1, "emoji": "👍"});
    house.bob.post("/api/reactions", thumb).await.is(201);
    let description = house.anon.get("/api/openapi.json").await.json();
    for (slug, one) in [
        ("users", "User"),
        ("rooms", "Room"),
        ("memberships", "Membership"),
        ("messages", "Message"),
        ("reactions", "Reaction"),
    ] {
        let found = house.bob.get(&format!("/api/{slug}?depth=0")).await;
        let found = found.is(200).json();
        let keys =
            |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
        let schema = &description["components"]["schemas"][one]["properties"];
        assert_eq!(keys(&found["docs"][0]), keys(schema), "{slug}");
    }
}

#[tokio::test]
async fn the_description_can_be_read_by_people() {
    let server = Server::fresh(&[]).await;
    let answer = server.anon().get("/api/docs").await;
    let page = answer.is(200).text();
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(page.contains("PATCH /api/messages/{id}") && page.contains("clientId"));
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("http://"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("style-src 'self'"));
    let style = server.anon().get("/api/docs/style.css").await;
    assert_eq!(
        style.is(200).header("content-type"),
        Some("text/css; charset=utf-8")
    );
}
