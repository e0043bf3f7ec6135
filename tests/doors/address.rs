//! Another address to sign in with: who may give an account one, and what stays as it was.

use parlour::domain::Problem;
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    panel::{browse, send},
    server::{House, PASSWORD},
};

async fn change(actor: &Actor, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password)];
    actor.call("me/email", &fields).await
}

async fn patch(actor: &Actor, whom: &Actor, body: Value) -> Answer {
    let path = format!("/api/users/{}", whom.id);
    actor.ask("PATCH", &path, body.to_string()).await
}

/// The address of an account, as somebody else sees it.
async fn address(house: &House, whom: &Actor) -> Value {
    let doc = house.eve.get(&format!("/api/users/{}", whom.id)).await;
    doc.is(200).json()["email"].clone()
}

/// Holds that a document was refused for this field.
#[track_caller]
fn blames(answer: &Answer, field: &str) {
    let errors = answer.is(400).json()["errors"][0]["data"]["errors"].clone();
    assert_eq!(errors[0]["path"], field, "{answer:?}");
}

#[tokio::test]
async fn one_changes_ones_own_by_the_password() {
    let house = House::open().await;
    change(&house.bob, "robert@example.com", "not the one")
        .await
        .refused(&Problem::PasswordWrong);
    for nonsense in ["robert", "", "a@b@c", "robert@example.com, eve@example.com"] {
        change(&house.bob, nonsense, PASSWORD)
            .await
            .refused(&Problem::EmailInvalid);
    }
    for taken in ["eve@example.com", " Eve@Example.COM "] {
        change(&house.bob, taken, PASSWORD)
            .await
            .refused(&Problem::EmailTaken);
    }
    assert_eq!(address(&house, &house.bob).await, "bob@example.com");
    // Who has no account learns nothing of who has.
    for email in ["eve@example.com", "nobody@example.com"] {
        change(&house.anon, email, PASSWORD)
            .await
            .refused(&Problem::SignedOut);
    }

    let again = house.bob.elsewhere("bob@example.com", PASSWORD, 9).await;
    change(&house.bob, " Robert@Example.com ", PASSWORD)
        .await
        .is(200);
    assert_eq!(address(&house, &house.bob).await, "robert@example.com");
    for session in [&house.bob, &again] {
        let me = session.get("/api/users/me").await.json();
        assert_eq!(me["user"]["email"], "robert@example.com");
    }
    let sign_in = async |email| house.anon.try_sign_in(email, PASSWORD).await;
    sign_in("ROBERT@example.com").await.is(200);
    sign_in("bob@example.com")
        .await
        .refused(&Problem::CredentialsWrong);
    // The old one is free.
    change(&house.eve, "bob@example.com", PASSWORD)
        .await
        .is(200);
}

#[tokio::test]
async fn guessing_the_password_so_is_slowed() {
    let house = House::open().await;
    for _ in 0..20 {
        change(&house.bob, "robert@example.com", "not the one")
            .await
            .is(422);
    }
    let slowed = change(&house.bob, "robert@example.com", PASSWORD).await;
    assert!(slowed.is(429).header("retry-after").is_some());
}

#[tokio::test]
async fn programs_change_it_by_a_field() {
    let house = House::open().await;
    // A document that is sent back as it came is no change.
    let same = json!({"email": "bob@example.com", "name": "Bob"});
    patch(&house.bob, &house.bob, same).await.is(200);
    let new = json!({"email": "robert@example.com", "name": "Robert"});
    blames(&patch(&house.bob, &house.bob, new).await, "currentPassword");
    let mut new =
        json!({"email": "robert@example.com", "name": "Robert", "currentPassword": "wrong"});
    blames(
        &patch(&house.bob, &house.bob, new.clone()).await,
        "currentPassword",
    );
    let doc = house.eve.get(&format!("/api/users/{}", house.bob.id)).await;
    assert_eq!(doc.json()["name"], "Bob", "all of it or nothing");
    let taken = json!({"email": "EVE@example.com", "currentPassword": PASSWORD});
    blames(&patch(&house.bob, &house.bob, taken).await, "email");
    new["currentPassword"] = json!(PASSWORD);
    let doc = patch(&house.bob, &house.bob, new).await.is(200).json()["doc"].clone();
    assert_eq!(
        (&doc["email"], &doc["name"]),
        (&json!("robert@example.com"), &json!("Robert"))
    );
    assert_eq!(doc["currentPassword"], Value::Null);

    let others = json!({"email": "x@example.com", "currentPassword": PASSWORD});
    patch(&house.bob, &house.eve, others).await.is(403);
    let moved = json!({"email": "evelyn@example.com"});
    patch(&house.bob, &house.eve, moved.clone()).await.is(403);
    patch(&house.ada, &house.eve, moved).await.is(200);
    assert_eq!(address(&house, &house.eve).await, "evelyn@example.com");
    let taken = json!({"email": "robert@example.com"});
    blames(&patch(&house.ada, &house.eve, taken).await, "email");
    // An admin is no exception in what is their own.
    let own = json!({"email": "ada.l@example.com"});
    blames(&patch(&house.ada, &house.ada, own).await, "currentPassword");
    // The record says so, and has no addresses.
    let log = browse(&house.ada, "/admin/log").await.is(200).text();
    assert!(log.contains("Changed the address of"), "{log}");
    assert!(!log.contains("@example.com"), "{log}");
}

#[tokio::test]
async fn a_link_to_another_password_that_went_to_the_old_address_ends() {
    let house = House::open().await;
    let forgot = json!({"email": "bob@example.com"});
    let path = "/api/users/forgot-password";
    let token = house.ada.post(path, forgot).await.json()["token"].clone();
    change(&house.bob, "robert@example.com", PASSWORD)
        .await
        .is(200);
    let reset = json!({"token": token, "password": "a tall green lamp"});
    house
        .anon
        .post("/api/users/reset-password", reset)
        .await
        .is(403);
    house
        .anon
        .try_sign_in("robert@example.com", PASSWORD)
        .await
        .is(200);
}

#[tokio::test]
async fn pages_have_a_form_for_it_and_no_address_of_others() {
    let house = House::open().await;
    house.ada.say("1", "hello").await.is(200);
    let page = browse(&house.bob, "/rooms/1").await.is(200).text();
    assert!(page.contains("hello") && !page.contains("ada@example.com"));
    let page = browse(&house.bob, "/settings").await.is(200).text();
    assert!(page.contains("Change address") && page.contains("action=\"/do/me/email\""));
    let fields = [("email", "robert@example.com"), ("password", PASSWORD)];
    let done = house.bob.submit("/settings", "me/email", &fields).await;
    let page = done.is(302).location();
    assert_eq!(page.trim_end_matches('?'), "http://chat.example/settings");
    let fields = [("email", "eve@example.com"), ("password", PASSWORD)];
    let refused = house.bob.submit("/settings", "me/email", &fields).await;
    refused.sent_back("/settings", &Problem::EmailTaken);
    assert!(!refused.location().contains("lamp"));

    let form = format!("/admin/collections/users/{}", house.eve.id);
    let doc = house
        .ada
        .get(&format!("/api/users/{}", house.eve.id))
        .await
        .json();
    let seen = doc["updatedAt"].as_str().unwrap();
    let typed = [("updatedAt", seen), ("email", "evelyn@example.com")];
    send(&house.ada, &form, &typed).await.is(303);
    assert_eq!(address(&house, &house.eve).await, "evelyn@example.com");
    let page = browse(&house.ada, &form).await.text();
    assert!(page.contains("id=\"field-email\"") && !page.contains("field-currentPassword"));
    let mine = format!("/admin/collections/users/{}", house.ada.id);
    let page = browse(&house.ada, &mine).await.text();
    assert!(page.contains("id=\"field-currentPassword\""), "{page}");
}
