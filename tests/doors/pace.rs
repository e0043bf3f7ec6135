//! How much anybody may ask of the server, and that nobody pays for what somebody else asks.

use axum::http::header;
use parlour::domain::Problem;
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    server::{House, SECOND},
};

/// How much somebody may ask at once who was silent before.
const BURST: usize = 1_500;

/// Changes something, though not much.
async fn touch(actor: &Actor) -> Answer {
    actor.call("me/look", &[("theme", "dark")]).await
}

/// Uses up what somebody may ask at once.
async fn flood(actor: &Actor) {
    for count in 0..=BURST {
        if touch(actor).await.status == 429 {
            assert!(count + 10 > BURST, "refused after {count}");
            return;
        }
    }
    panic!("nothing was refused");
}

#[tokio::test]
async fn who_changes_too_much_is_told_to_wait_at_every_door() {
    let house = House::open_with(&["--cors-origin", "https://app.example"]).await;
    flood(&house.eve).await;
    let wait = Problem::TooMany { seconds: 1 };
    let refused = touch(&house.eve).await;
    refused.refused(&wait);
    assert_eq!(refused.header("retry-after"), Some("1"));

    let room = json!({"name": "One more", "kind": "open"});
    let patch = r#"{"name":"Eve"}"#;
    let refusals = [
        house.eve.post("/api/rooms", room).await,
        house.eve.ask("PATCH", "/api/users/3", patch).await,
        house.eve.ask("DELETE", "/api/messages/1", "").await,
        super::rest_media::upload(&house.eve, Some(("a.txt", b"words")), None).await,
    ];
    for refused in refusals {
        let errors = refused.is(429).json()["errors"].clone();
        let says = "Too many attempts. Please try again in 1 seconds.";
        assert_eq!(errors, json!([{"message": says}]));
        assert_eq!(refused.header("retry-after"), Some("1"));
    }
    let form = house.eve.submit("/settings", "me/look", &[]).await;
    let page = form.is(429).text();
    assert!(page.contains("One moment, please"), "{page}");
    assert_eq!(form.header("retry-after"), Some("1"));
    assert!(form.header("content-security-policy").is_some());

    // A program in another site's page can read why.
    let request = house
        .eve
        .request("POST", "/api/rooms")
        .header(header::ORIGIN, "https://app.example");
    let refused = house.eve.send(request.body("{}".into()).unwrap()).await;
    let allowed = refused.is(429).header("access-control-allow-origin");
    assert_eq!(allowed, Some("https://app.example"));

    // Looking is no change, from wherever it was asked; and others are not held up.
    house.eve.get("/api/messages").await.is(200);
    let mut beside = house.bob.clone();
    beside.address = house.eve.address;
    touch(&beside).await.is(200);
    house.server.pass(SECOND);
    for _ in 0..90 {
        touch(&house.eve).await.is(200);
    }
}

#[tokio::test]
async fn who_has_no_account_is_counted_by_network() {
    let house = House::open().await;
    let look = async |address: &str| {
        let mut actor = house.anon.clone();
        actor.address = format!("{address}:50000").parse().unwrap();
        actor.get("/api/access").await
    };
    let mut taken = 0;
    while look("[2001:db8::1]").await.status == 200 {
        taken += 1;
        assert!(taken <= BURST);
    }
    assert_eq!(taken, BURST);
    look("[2001:db8::2]").await.is(429);
    look("[2001:db8:0:1::1]").await.is(200);
    look("192.0.2.9").await.is(200);
    for address in ["127.0.0.1", "[::1]"] {
        look(address).await.is(200);
    }
    // Who signed in is counted for themselves.
    let mut bob = house.bob.clone();
    bob.address = "[2001:db8::1]:50000".parse().unwrap();
    bob.get("/api/access").await.is(200);
    touch(&bob).await.is(200);
    house.server.pass(SECOND);
    look("[2001:db8::1]").await.is(200);
}

#[tokio::test]
async fn a_change_of_many_documents_counts_as_many() {
    let house = House::open().await;
    for number in 0..100 {
        house.bob.say("1", &format!("word {number}")).await.is(200);
    }
    let all = "/api/messages?where[room][equals]=1";
    // Each is refused on its own: they are Bob's.
    let change = async || house.eve.ask("PATCH", all, r#"{"content":"mine"}"#).await;
    touch(&house.eve).await.is(200);
    let mut done = 0;
    while change().await.status == 400 {
        done += 1;
        assert!(done <= 15);
    }
    assert_eq!(done, 14);
    assert_eq!(change().await.is(429).header("retry-after"), Some("1"));
    house.eve.ask("DELETE", all, "").await.is(429);
    // The rest is enough for what is small.
    touch(&house.eve).await.is(200);
    house.server.pass(2 * SECOND);
    change().await.is(400);
}

#[tokio::test]
async fn without_a_pace_of_sends_nothing_is_counted() {
    let house = House::open_with(&["--send-rate", "0"]).await;
    for _ in 0..BURST + 100 {
        touch(&house.eve).await.is(200);
    }
}
