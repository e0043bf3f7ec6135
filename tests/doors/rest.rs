//! The REST API against the seed's contract: the same questions, in open mode, get answers of the same status, keys, order
//! of keys, and words. Ids are those that an empty database gives; times and secrets are anybody's.
//!
//! Where Parlour adds a key it stands in its place below. All of the contract, and what is different on purpose, is in
//! `tests/contract/`.

use axum::{body::Body, http::header};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    server::Server,
};

const MESSAGE: [&str; 24] = [
    // The seed's.
    "id",
    "sender",
    "receiver",
    "content",
    "timestamp",
    "updatedAt",
    "createdAt",
    // Parlour's.
    "room",
    "number",
    "clientId",
    "editedAt",
    "deletedAt",
    "seq",
    "attachments",
    "mentions",
    "replyTo",
    "root",
    "thread",
    "reactions",
    "pinnedAt",
    "pinnedBy",
    "pinned",
    "previews",
    "via",
];
const PAGE: [&str; 10] = [
    "docs",
    "hasNextPage",
    "hasPrevPage",
    "limit",
    "nextPage",
    "page",
    "pagingCounter",
    "prevPage",
    "totalDocs",
    "totalPages",
];
const USER: [&str; 11] = [
    "id",
    "updatedAt",
    "createdAt",
    "email",
    "collection",
    "name",
    "role",
    "language",
    "active",
    "speaksForOthers",
    "_strategy",
];

/// An empty server in open mode, with Alice and Bob on it and five messages between them, as the seed was asked.
async fn seeded() -> (Server, Actor, Actor) {
    let server = Server::fresh(&["--open"]).await;
    let anon = server.anon();
    let body = json!({"email": "alice@example.com", "password": "alice-pw-1"});
    let made = anon.post("/api/users/first-register", body).await;
    let made = made.is(200).json();
    assert_eq!(keys(&made), ["message", "exp", "token", "user"]);
    assert_eq!(made["message"], "Successfully registered first user.");
    assert_eq!(keys(&made["user"]), USER);
    let mut alice = anon.clone();
    alice.token = Some(made["token"].as_str().unwrap().to_owned());
    let role = parlour::domain::Role::Member;
    let bob = server
        .chat
        .add_person("", "bob@example.com", "bob-pw-12", role);
    bob.await.unwrap();
    for number in 1..=5 {
        let (sender, receiver) = (number % 2 + 1, (number + 1) % 2 + 1);
        let body = json!({"sender": sender, "receiver": receiver, "content": format!("m{number}")});
        anon.post("/api/messages", body).await.is(201);
    }
    (server, anon, alice)
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[track_caller]
fn is_time(value: &Value) {
    let text = value.as_str().unwrap();
    let time: parlour::domain::Timestamp = text.parse().unwrap();
    assert_eq!(time.to_string(), text, "UTC, milliseconds, Z");
}

#[track_caller]
fn says(answer: &Answer, status: u16, body: &str) {
    answer.is(status);
    assert_eq!(answer.text(), body);
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("application/json"), "{answer:?}");
}

fn invalid(collection: &str, errors: &str, message: &str) -> String {
    format!(
        "{{\"errors\":[{{\"name\":\"ValidationError\",\"data\":{{\"collection\":\"{collection}\",\"errors\":[{errors}]}},\
         \"message\":\"{message}\"}}]}}"
    )
}

#[tokio::test]
async fn messages_are_found_page_by_page() {
    let (_server, anon, alice) = seeded().await;
    let answer = anon.get("/api/messages?limit=2&depth=1").await;
    let found = answer.is(200).json();
    assert_eq!(keys(&found), PAGE);
    let mut envelope = found.clone();
    envelope["docs"] = json!([]);
    assert_eq!(
        envelope.to_string(),
        r#"{"docs":[],"hasNextPage":true,"hasPrevPage":false,"limit":2,"nextPage":2,"page":1,"pagingCounter":1,"prevPage":null,"totalDocs":5,"totalPages":3}"#
    );
    for (doc, (id, sender, receiver)) in found["docs"]
        .as_array()
        .unwrap()
        .iter()
        .zip([(5, 2, 1), (4, 1, 2)])
    {
        assert_eq!(keys(doc), MESSAGE);
        // Who has no account sees nobody's address.
        assert_eq!(
            (&doc["id"], &doc["sender"], &doc["receiver"]),
            (&json!(id), &json!(sender), &json!(receiver))
        );
        assert_eq!(doc["content"], format!("m{id}"));
        for time in ["timestamp", "updatedAt", "createdAt"] {
            is_time(&doc[time]);
        }
    }

    let found = alice.get("/api/messages?limit=2&depth=1").await.json();
    let sender = &found["docs"][0]["sender"];
    assert_eq!(sender["id"], 2);
    assert_eq!(sender["email"], "bob@example.com");
    assert_eq!(sender["collection"], "users");
    assert_eq!(found["docs"][0]["receiver"]["email"], "alice@example.com");
    assert!(!found.to_string().contains("argon2") && !found.to_string().contains("password"));

    let found = alice.get("/api/messages?limit=1&depth=0").await.json();
    assert_eq!(found["docs"][0]["sender"], 2);
    assert_eq!(
        (&found["limit"], &found["totalPages"]),
        (&json!(1), &json!(5))
    );
}

#[tokio::test]
async fn pages_beyond_the_end_and_odd_numbers_are_as_in_the_seed() {
    let (_server, anon, _) = seeded().await;
    let found = anon.get("/api/messages?page=9&limit=2&depth=0").await;
    let mut found = found.is(200).json();
    assert_eq!(found["docs"], json!([]));
    assert_eq!(found["page"], 9);
    assert_eq!(found["hasNextPage"], false);
    assert_eq!(found["nextPage"], Value::Null);
    found = anon.get("/api/messages?page=2&limit=2").await.json();
    let ids: Vec<_> = found["docs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|doc| doc["id"].clone())
        .collect();
    assert_eq!(ids, [3, 2]);
    assert_eq!(
        (&found["prevPage"], &found["nextPage"]),
        (&json!(1), &json!(3))
    );
    assert_eq!(found["pagingCounter"], 3);
    for odd in [
        "limit=x", "limit=", "page=x", "page=-3", "page=0", "depth=x", "depth=99",
    ] {
        let found = anon.get(&format!("/api/messages?{odd}")).await;
        let found = found.is(200).json();
        assert_eq!(found["docs"].as_array().unwrap().len(), 5, "{odd}");
        assert_eq!(found["page"], 1, "{odd}");
    }
    let found = anon.get("/api/messages?where[nope][equals]=1").await;
    found.is(400);
    assert_eq!(found.json()["errors"][0]["name"], "QueryError");
}

#[tokio::test]
async fn a_message_is_created() {
    let (_server, anon, _) = seeded().await;
    let body = json!({"sender": 1, "receiver": 2, "content": "created"});
    let made = anon.post("/api/messages", body).await;
    let made = made.is(201).json();
    assert_eq!(keys(&made), ["doc", "message"]);
    assert_eq!(made["message"], "Message successfully created.");
    assert_eq!(keys(&made["doc"]), MESSAGE);
    assert_eq!(made["doc"]["id"], 6);
    assert_eq!(
        (&made["doc"]["sender"], &made["doc"]["receiver"]),
        (&json!(1), &json!(2))
    );

    // What the server decides is not taken from outside; the time of saying is.
    let body = json!({
        "sender": 1, "receiver": 2, "content": "x", "extra": 1, "id": 777,
        "createdAt": "2000-01-01T00:00:00.000Z", "timestamp": "2001-02-03T04:05:06.789Z"
    });
    let doc = anon.post("/api/messages", body).await.is(201).json();
    let doc = &doc["doc"];
    assert_eq!(doc["id"], 7);
    assert!(doc.get("extra").is_none());
    assert_ne!(doc["createdAt"], "2000-01-01T00:00:00.000Z");
    assert_eq!(doc["timestamp"], "2001-02-03T04:05:06.789Z");
    // A program that says no content type is understood.
    let request = anon
        .request("POST", "/api/messages")
        .body(Body::from(r#"{"sender":1,"receiver":2,"content":"noct"}"#));
    anon.send(request.unwrap()).await.is(201);
}

#[tokio::test]
async fn a_message_that_is_none_is_refused_with_the_field_named() {
    let (server, anon, _) = seeded().await;
    let before = server.dump().await;
    let post = async |body: &'static str| anon.ask("POST", "/api/messages", body).await;
    let required = |label: &str| {
        let path = label.to_lowercase();
        format!(r#"{{"label":"{label}","message":"This field is required.","path":"{path}"}}"#)
    };
    let relation = |label: &str, shown: &str| {
        let path = label.to_lowercase();
        format!(
            r#"{{"label":"{label}","message":"This relationship field has the following invalid relationships: {shown} 0","path":"{path}"}}"#
        )
    };
    says(
        &post(r#"{"sender":1,"receiver":2}"#).await,
        400,
        &invalid(
            "messages",
            &required("Content"),
            "The following field is invalid: Content",
        ),
    );
    let all = ["Sender", "Receiver", "Content"].map(required).join(",");
    says(
        &post("{}").await,
        400,
        &invalid(
            "messages",
            &all,
            "The following fields are invalid: Sender, Receiver, Content",
        ),
    );
    says(
        &post(r#"{"sender":"zzz","receiver":99,"content":"x"}"#).await,
        400,
        &invalid(
            "messages",
            &relation("Sender", "zzz"),
            "The following field is invalid: Sender",
        ),
    );
    says(
        &post(r#"{"sender":1,"receiver":2,"content":"x","timestamp":"nope"}"#).await,
        400,
        &invalid(
            "messages",
            r#"{"label":"Timestamp","message":"\"nope\" is not a valid date.","path":"timestamp"}"#,
            "The following field is invalid: Timestamp",
        ),
    );
    // The seed gives a 500 for these, or takes them.
    says(
        &post(r#"{"sender":1,"receiver":99,"content":"x"}"#).await,
        400,
        &invalid(
            "messages",
            &relation("Receiver", "99"),
            "The following field is invalid: Receiver",
        ),
    );
    says(
        &post(r#"{"sender":99,"receiver":2,"content":"x"}"#).await,
        400,
        &invalid(
            "messages",
            &relation("Sender", "99"),
            "The following field is invalid: Sender",
        ),
    );
    let number = post(r#"{"sender":1,"receiver":2,"content":5}"#).await;
    assert_eq!(
        number.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "content"
    );
    let malformed = post(r#"{"sender":"#).await;
    assert_eq!(keys(&malformed.is(400).json()["errors"][0]), ["message"]);
    assert_eq!(server.dump().await, before);
}

#[tokio::test]
async fn signing_in_answers_as_the_seed_does() {
    let (_server, anon, _) = seeded().await;
    let login = async |body: Value| anon.post("/api/users/login", body).await;
    let right = login(json!({"email": "alice@example.com", "password": "alice-pw-1"})).await;
    let answer = right.is(200).json();
    assert_eq!(keys(&answer), ["message", "exp", "token", "user"]);
    assert_eq!(answer["message"], "Authentication Passed");
    assert_eq!(keys(&answer["user"]), USER);
    assert!(answer["exp"].is_i64());
    assert_eq!(
        right.cookie("payload-token").as_deref(),
        answer["token"].as_str()
    );
    says(
        &login(json!({"email": "alice@example.com", "password": "x"})).await,
        401,
        r#"{"errors":[{"message":"The email or password provided is incorrect."}]}"#,
    );
    says(
        &login(json!({})).await,
        400,
        &invalid(
            "users",
            r#"{"message":"This field is required.","path":"email"}"#,
            "The following field is invalid: email",
        ),
    );
    says(
        &anon
            .post(
                "/api/users/first-register",
                json!({"email": "z@example.com", "password": "x"}),
            )
            .await,
        403,
        r#"{"errors":[{"message":"You are not allowed to perform this action."}]}"#,
    );
}

#[tokio::test]
async fn who_asks_is_known_by_header_or_cookie() {
    let (_server, anon, alice) = seeded().await;
    says(
        &anon.get("/api/users/me").await,
        200,
        r#"{"user":null,"message":"Account"}"#,
    );
    let token = alice.token.clone().unwrap();
    for (name, value) in [
        (header::AUTHORIZATION, format!("JWT {token}")),
        (header::AUTHORIZATION, format!("Bearer {token}")),
        (header::COOKIE, format!("payload-token={token}")),
        (header::COOKIE, format!("a=b; parlour={token}; lang=zh")),
    ] {
        let request = anon.request("GET", "/api/users/me").header(&name, &value);
        let me = anon.send(request.body(Body::empty()).unwrap()).await;
        let me = me.is(200).json();
        assert_eq!(
            keys(&me),
            ["user", "collection", "strategy", "exp", "message"],
            "{value}"
        );
        assert_eq!(me["user"]["email"], "alice@example.com");
        assert_eq!(
            (&me["collection"], &me["strategy"], &me["message"]),
            (&json!("users"), &json!("local-jwt"), &json!("Account"))
        );
    }
    let out = alice.ask("POST", "/api/users/logout", "").await;
    says(&out, 200, r#"{"message":"Logout successful."}"#);
    assert_eq!(out.cookie("payload-token").as_deref(), Some(""));
    says(
        &alice.get("/api/users/me").await,
        200,
        r#"{"user":null,"message":"Account"}"#,
    );
    anon.ask("POST", "/api/users/logout", "").await.is(400);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() {
    let (_server, anon, _) = seeded().await;
    for path in ["/api/nope", "/api/messages/1/zzz"] {
        let body = format!(r#"{{"message":"Route not found \"{path}\""}}"#);
        says(&anon.get(path).await, 404, &body);
        says(&anon.ask("DELETE", path, "").await, 404, &body);
    }
}

#[tokio::test]
async fn without_open_mode_who_has_no_account_reads_and_writes_nothing() {
    let house = super::server::House::open().await;
    house.bob.say("1", "for members").await.is(200);
    let refusal = r#"{"errors":[{"message":"You are not allowed to perform this action."}]}"#;
    says(&house.anon.get("/api/messages").await, 403, refusal);
    let body = json!({"sender": house.bob.id, "receiver": house.eve.id, "content": "not me"});
    says(
        &house.anon.post("/api/messages", body.clone()).await,
        403,
        refusal,
    );
    house.anon.get("/api/messages/sse").await.is(401);
    // Nor does an account speak for another.
    says(&house.eve.post("/api/messages", body).await, 403, refusal);
    let open = super::server::House::open_with(&["--open"]).await;
    let as_bob = json!({"sender": open.bob.id, "receiver": open.eve.id, "content": "not me"});
    says(&open.eve.post("/api/messages", as_bob).await, 403, refusal);
}
