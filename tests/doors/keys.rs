//! API keys: how one is made, what it opens, and how it ends.

use axum::{
    body::Body,
    http::{Request, header},
};
use parlour::{
    api::keys::Keys,
    domain::{ApiKey, Problem, Role},
};
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    server::{House, PASSWORD, SECOND, holds},
};

/// Asks as a program does that has a key.
pub(crate) async fn ask(by: &Actor, key: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "chat.example")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("users API-Key {key}"));
    by.send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

async fn make(who: &Actor, name: &str) -> String {
    who.call("keys/create", &[("label", name)])
        .await
        .is(200)
        .read()
}

async fn keys(who: &Actor) -> Vec<ApiKey> {
    let keys: Keys = who.call("keys/list", &[]).await.is(200).read();
    keys.standing
}

#[tokio::test]
async fn a_program_with_a_key_may_what_its_owner_may() {
    let house = House::open().await;
    let key = make(&house.bob, "Deploy").await;
    assert!(key.len() >= 32, "128 bits");
    let me = ask(&house.anon, &key, "GET", "/api/users/me", "").await;
    let me = me.is(200).json();
    assert_eq!(
        (&me["user"]["id"], &me["strategy"], &me["user"]["_strategy"]),
        (&json!(house.bob.id), &json!("api-key"), &json!("api-key"))
    );
    let said = json!({"room": 1, "content": "deployed"}).to_string();
    let made = ask(&house.anon, &key, "POST", "/api/messages", &said).await;
    assert_eq!(
        made.is(201).json()["doc"]["sender"]["id"],
        json!(house.bob.id)
    );
    let secret = house.ada.room("closed", "secret").await;
    let path = format!("/api/rooms/{secret}");
    ask(&house.anon, &key, "GET", &path, "").await.is(404);
    let role = json!({"role": "admin"}).to_string();
    let path = format!("/api/users/{}", house.eve.id);
    ask(&house.anon, &key, "PATCH", &path, &role).await.is(403);

    // It is no session: nothing that is one's own is done by it.
    for path in ["/api/users/logout", "/api/users/refresh-token"] {
        ask(&house.anon, &key, "POST", path, "").await.is(403);
    }
    for function in ["keys/list", "sessions/list"] {
        let path = format!("/do/{function}");
        ask(&house.anon, &key, "POST", &path, "").await.is(401);
    }
    let mut by_another_name = house.anon.clone();
    by_another_name.token = Some(key.clone());
    let me = by_another_name.get("/api/users/me").await;
    assert!(me.is(200).json()["user"].is_null());
    let session = house.bob.token.clone().unwrap();
    let me = ask(&house.anon, &session, "GET", "/api/users/me", "").await;
    assert!(me.is(200).json()["user"].is_null());
    assert!(!holds(&house.server.bytes().await, &key));
}

#[tokio::test]
async fn keys_are_listed_and_ended_by_their_owner_only() {
    let house = House::open().await;
    let key = make(&house.bob, " Deploy\n").await;
    let other = make(&house.bob, "Weather").await;
    let list = keys(&house.bob).await;
    let names: Vec<_> = list.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["Weather", "Deploy"]);
    assert!(list.iter().all(|key| key.used_at.is_none()));
    let sessions = house.bob.call("sessions/list", &[]).await;
    let sessions: Vec<parlour::domain::Session> = sessions.is(200).read();
    assert_eq!(sessions.len(), 1, "a key is no sign-in");

    house.server.pass(SECOND);
    let mut program = house.anon.clone();
    program.address = "192.0.2.77:5000".parse().unwrap();
    ask(&program, &key, "GET", "/api/users/me", "")
        .await
        .is(200);
    // The note is written beside the answer; the next write comes after it.
    house.bob.say("1", "hello").await.is(200);
    let used = keys(&house.bob).await.remove(1);
    assert!(used.used_at > Some(used.created_at), "{used:?}");
    assert_eq!(used.address, "192.0.2.77");

    let id = used.id.to_string();
    let end = [("id", id.as_str())];
    for other in [&house.ada, &house.eve] {
        let answer = other.call("keys/end", &end).await;
        answer.refused(&Problem::NotFound);
    }
    let answer = house.bob.call("sessions/end", &end).await;
    answer.refused(&Problem::NotFound);
    house.bob.call("keys/end", &end).await.is(200);
    let me = ask(&program, &key, "GET", "/api/users/me", "").await;
    assert!(me.json()["user"].is_null());
    ask(&program, &key, "GET", "/api/rooms", "").await.is(403);
    let me = ask(&program, &other, "GET", "/api/users/me", "").await;
    assert!(!me.json()["user"].is_null());
    assert_eq!(keys(&house.bob).await.len(), 1);
}

#[tokio::test]
async fn a_key_outlives_a_password_and_no_ban() {
    let house = House::open().await;
    let key = make(&house.bob, "Deploy").await;
    let is_in = async || {
        let me = ask(&house.anon, &key, "GET", "/api/users/me", "").await;
        !me.json()["user"].is_null()
    };
    house.server.pass(400 * super::server::DAY);
    let mut bob = house.bob.clone();
    bob.sign_in("bob@example.com", PASSWORD).await;
    let change = [("current", PASSWORD), ("new", "a tower of nine lamps")];
    bob.call("me/password", &change).await.is(200);
    assert!(is_in().await);
    let mut ada = house.ada.clone();
    ada.sign_in("ada@example.com", PASSWORD).await;
    let bob_id = bob.id.to_string();
    for banned in ["true", "false"] {
        let ban = [("person", bob_id.as_str()), ("banned", banned)];
        ada.call("people/ban", &ban).await.is(200);
        assert!(!is_in().await, "banned: {banned}");
    }
}

#[tokio::test]
async fn a_key_needs_a_name_and_there_are_not_too_many() {
    let house = House::open().await;
    for name in ["", " ", "\u{200b}", &"x".repeat(81)] {
        let answer = house.bob.call("keys/create", &[("label", name)]).await;
        answer.refused(&Problem::KeyNameInvalid);
    }
    for n in 0..50 {
        make(&house.bob, &format!("{n}")).await;
    }
    let answer = house.bob.call("keys/create", &[("label", "more")]).await;
    answer.refused(&Problem::TooManyKeys { limit: 50 });
    make(&house.eve, "hers").await;
    let answer = house.anon.call("keys/create", &[("label", "x")]).await;
    answer.refused(&Problem::SignedOut);
}

#[tokio::test]
async fn without_javascript_a_key_is_shown_once_and_stands_in_no_address() {
    let house = House::open().await;
    let form = [("label", "Deploy")];
    let answer = house.bob.submit("/settings", "keys/create", &form).await;
    let to = answer.is(302).location();
    assert!(to.starts_with("/settings?"), "{to}");
    let page = async || {
        let request = house.bob.page_request("GET", &to);
        house.bob.send(request.body(Body::empty()).unwrap()).await
    };
    let shown = page().await.is(200).text();
    let key = {
        let (_, made) = shown.split_once("class=\"made\"").expect("the key");
        let (_, rest) = made.split_once("value=\"").expect("a field");
        rest.split('"').next().unwrap().to_owned()
    };
    assert!(!to.contains(&key));
    let me = ask(&house.anon, &key, "GET", "/api/users/me", "").await;
    assert_eq!(me.json()["user"]["id"], json!(house.bob.id));
    let again = page().await.is(200).text();
    assert!(!again.contains(&key), "shown once");
    assert!(again.contains("Deploy"));

    let form = [("label", " ")];
    let answer = house.bob.submit("/settings", "keys/create", &form).await;
    answer.sent_back("/settings", &Problem::KeyNameInvalid);
}

#[tokio::test]
async fn a_bot_has_keys_and_no_password() {
    let house = House::open().await;
    let chat = &house.server.chat;
    let bot = chat
        .add_bot("Weather", "weather@example.com")
        .await
        .unwrap();
    let key = chat.create_key(bot, "cron").await.unwrap();
    let said = json!({"room": 1, "content": "rain"}).to_string();
    let made = ask(&house.anon, key.reveal(), "POST", "/api/messages", &said).await;
    assert_eq!(
        made.is(201).json()["doc"]["sender"]["name"],
        json!("Weather")
    );
    for password in ["-", "", PASSWORD] {
        let answer = house
            .anon
            .try_sign_in("weather@example.com", password)
            .await;
        answer.refused(&Problem::CredentialsWrong);
    }
    let path = format!("/api/users/{bot}");
    let seen = house.bob.get(&path).await.is(200).json();
    assert_eq!(seen["role"], json!("bot"));
    let role = json!({"role": "member"});
    let answer = house.ada.ask("PATCH", &path, role.to_string()).await;
    answer.is(403);
    let role = json!({"role": "bot"});
    let path = format!("/api/users/{}", house.bob.id);
    house
        .ada
        .ask("PATCH", &path, role.to_string())
        .await
        .is(403);
    let forgot = json!({"email": "weather@example.com"});
    let answer = house.ada.post("/api/users/forgot-password", forgot).await;
    assert!(answer.is(200).json()["token"].is_null());
    let another = json!({"email": "b@example.com", "password": PASSWORD, "role": "bot"});
    let answer = house.ada.post("/api/users", another).await.is(400).json();
    assert_eq!(
        answer["errors"][0]["data"]["errors"][0]["path"],
        json!("role")
    );
    assert_eq!(chat.account_by_id(bot).await.unwrap().role, Role::Bot);
}
