//! Who may do what by REST: what is somebody else's can't be read, guessed at, changed or deleted.

use serde_json::{Value, json};

use super::{actor::Actor, server::House};

/// A closed room of Ada's and Bob's with a message in it. Eve knows nothing of it.
async fn secret() -> House {
    let house = House::open().await;
    let room = json!({"name": "Secret", "kind": "closed"});
    house.ada.post("/api/rooms", room).await.is(201);
    let bob = json!({"room": 2, "person": house.bob.id});
    house.ada.post("/api/memberships", bob).await.is(201);
    let body = json!({"room": 2, "content": "treasure"});
    house.bob.post("/api/messages", body).await.is(201);
    house
}

async fn total(actor: &Actor, path: &str) -> i64 {
    let found = actor.get(path).await;
    found.is(200).json()["totalDocs"].as_i64().unwrap()
}

#[tokio::test]
async fn what_is_in_a_room_is_its_members() {
    let house = secret().await;
    for query in [
        "",
        "?where[content][contains]=treasure",
        "?where[room.name][equals]=Secret",
        "?where[or][0][room][equals]=2&where[or][1][id][equals]=1",
        "?where[id][not_equals]=0",
        "?pagination=false",
    ] {
        for kind in ["", "/count"] {
            let path = format!("/api/messages{kind}{query}");
            assert_eq!(total(&house.bob, &path).await, 1, "{path}");
            assert_eq!(total(&house.eve, &path).await, 0, "{path}");
        }
    }
    assert_eq!(total(&house.ada, "/api/rooms").await, 2);
    assert_eq!(total(&house.eve, "/api/rooms").await, 1);
    assert_eq!(
        total(&house.eve, "/api/memberships?where[room][equals]=2").await,
        0
    );
    assert_eq!(
        total(&house.eve, "/api/memberships?where[room.name][like]=secret").await,
        0
    );
    for (method, path) in [
        ("GET", "/api/messages/1"),
        ("PATCH", "/api/messages/1"),
        ("DELETE", "/api/messages/1"),
        ("POST", "/api/messages/1/duplicate"),
        ("GET", "/api/rooms/2"),
        ("PATCH", "/api/rooms/2"),
        ("POST", "/api/rooms/2/duplicate"),
    ] {
        let body = r#"{"content":"mine","name":"Mine"}"#;
        house.eve.ask(method, path, body).await.is(404);
    }
    let before = house.server.dump().await;
    let all = "/api/messages?where[id][greater_than]=0";
    for method in ["PATCH", "DELETE"] {
        let answer = house.eve.ask(method, all, r#"{"content":"mine"}"#).await;
        assert_eq!(answer.is(200).json()["docs"], json!([]));
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn words_are_changed_by_who_said_them_and_deleted_by_who_has_charge() {
    let house = secret().await;
    let edit = json!({"content": "fool's gold"}).to_string();
    house
        .ada
        .ask("PATCH", "/api/messages/1", edit.clone())
        .await
        .is(403);
    let bulk = "/api/messages?where[id][equals]=1";
    let refused = house.ada.ask("PATCH", bulk, edit.clone()).await;
    let refused = refused.is(400).json();
    assert_eq!(refused["errors"][0]["id"], 1);
    assert_eq!(refused["message"], "Unable to update 1 out of 1 Message.");
    let edited = house.bob.ask("PATCH", "/api/messages/1", edit).await;
    assert_eq!(edited.is(200).json()["doc"]["content"], "fool's gold");
    let deleted = house.ada.ask("DELETE", "/api/messages/1", "").await;
    assert_eq!(deleted.is(200).json()["doc"]["content"], "fool's gold");
    house.bob.get("/api/messages/1").await.is(404);
    house.bob.ask("DELETE", "/api/messages/1", "").await.is(404);
}

#[tokio::test]
async fn what_is_done_by_rest_is_done_for_pages() {
    let house = secret().await;
    let edit = json!({"content": "gold"}).to_string();
    house
        .bob
        .ask("PATCH", "/api/messages/1", edit)
        .await
        .is(200);
    let history = house
        .ada
        .call("messages/history", &[("room", "2"), ("before", "99")])
        .await;
    let history: Vec<parlour::domain::Message> = history.is(200).read();
    assert_eq!(history[0].content, "gold");
    assert!(history[0].edited_at.is_some());
}

#[tokio::test]
async fn rooms_and_memberships_follow_the_rules_of_the_chat() {
    let house = secret().await;
    let patch = async |actor: &Actor, path: &str, body: Value| {
        actor.ask("PATCH", path, body.to_string()).await
    };
    // Bob is a member; Ada made the room.
    patch(&house.bob, "/api/rooms/2", json!({"topic": "x"}))
        .await
        .is(403);
    let changed = patch(
        &house.ada,
        "/api/rooms/2",
        json!({"topic": "x", "archived": true}),
    )
    .await;
    let doc = &changed.is(200).json()["doc"];
    assert_eq!(
        (&doc["name"], &doc["topic"], &doc["archived"]),
        (&json!("Secret"), &json!("x"), &json!(true))
    );
    house
        .bob
        .post("/api/messages", json!({"room": 2, "content": "x"}))
        .await
        .is(409);
    patch(&house.ada, "/api/rooms/2", json!({"archived": false}))
        .await
        .is(200);
    let taken = house
        .eve
        .post("/api/rooms", json!({"name": "lobby", "kind": "open"}))
        .await;
    let error = &taken.is(400).json()["errors"][0];
    assert_eq!(error["data"]["errors"][0]["path"], "name");
    let kind = house
        .eve
        .post("/api/rooms", json!({"name": "x", "kind": "secret"}))
        .await;
    assert_eq!(
        kind.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "kind"
    );
    house.eve.ask("DELETE", "/api/rooms/1", "").await.is(403);

    // Nobody comes into a closed room by themselves, and whoever can't see it is told that there is none.
    let join = json!({"room": 2, "person": house.eve.id});
    let refused = house.eve.post("/api/memberships", join).await;
    let error = &refused.is(400).json()["errors"][0]["data"]["errors"][0];
    assert_eq!(error["path"], "room");
    let found = house
        .bob
        .get("/api/memberships?where[room][equals]=2&sort=person&depth=0")
        .await;
    let found = found.is(200).json();
    let (ada, bob) = (&found["docs"][0], &found["docs"][1]);
    assert_eq!(
        (&ada["role"], &bob["role"]),
        (&json!("owner"), &json!("member"))
    );
    // How far somebody has read is told to them alone.
    assert_eq!(
        (&ada["readNumber"], &bob["readNumber"]),
        (&Value::Null, &json!(1))
    );
    let mark = json!({"readNumber": 1});
    let at = |doc: &Value| format!("/api/memberships/{}", doc["id"]);
    patch(&house.bob, &at(ada), mark.clone()).await.is(403);
    let marked = patch(&house.ada, &at(ada), mark).await;
    assert_eq!(marked.is(200).json()["doc"]["readNumber"], 1);
    patch(&house.bob, &at(bob), json!({"role": "owner"}))
        .await
        .is(403);
    house.eve.ask("DELETE", &at(bob), "").await.is(404);
    house.ada.ask("DELETE", &at(ada), "").await.is(409);
    patch(&house.ada, &at(bob), json!({"role": "owner"}))
        .await
        .is(200);
    house.ada.ask("DELETE", &at(ada), "").await.is(200);
    assert_eq!(total(&house.ada, "/api/messages").await, 0);
}

#[tokio::test]
async fn how_much_is_said_in_a_room_is_its_members_business() {
    let house = House::open().await;
    let room = house.bob.room("open", "Numbers").await;
    house.bob.say(&room, "one").await.is(200);
    let path = format!("/api/rooms/{room}");
    assert_eq!(house.bob.get(&path).await.json()["lastNumber"], 1);
    assert_eq!(house.eve.get(&path).await.json()["lastNumber"], 0);
    let guess = "/api/rooms?where[lastNumber][greater_than]=0&where[name][equals]=Numbers";
    assert_eq!(total(&house.bob, guess).await, 1);
    assert_eq!(total(&house.eve, guess).await, 0);
}

#[tokio::test]
async fn accounts_are_made_and_ranked_by_admins_and_described_by_their_owners() {
    let house = House::open().await;
    let new = json!({"email": "new@example.com", "password": "a tall green lamp", "name": "New"});
    house.bob.post("/api/users", new.clone()).await.is(403);
    let made = house.ada.post("/api/users", new.clone()).await;
    let doc = &made.is(201).json()["doc"];
    assert_eq!(
        (&doc["name"], &doc["role"]),
        (&json!("New"), &json!("member"))
    );
    let again = house.ada.post("/api/users", new).await.is(400).json();
    assert_eq!(again["errors"][0]["data"]["errors"][0]["path"], "email");
    let patch = async |actor: &Actor, id: i64, body: Value| {
        let path = format!("/api/users/{id}");
        actor.ask("PATCH", &path, body.to_string()).await
    };
    let (ada, bob, eve) = (house.ada.id, house.bob.id, house.eve.id);
    patch(&house.bob, eve, json!({"name": "Mallory"}))
        .await
        .is(403);
    patch(&house.bob, bob, json!({"role": "admin"}))
        .await
        .is(403);
    patch(&house.bob, eve, json!({"active": false}))
        .await
        .is(403);
    patch(&house.ada, ada, json!({"role": "member"}))
        .await
        .is(403);
    let described = patch(&house.bob, bob, json!({"name": "Robert", "language": "zh"})).await;
    let doc = &described.is(200).json()["doc"];
    assert_eq!(
        (&doc["name"], &doc["language"]),
        (&json!("Robert"), &json!("zh"))
    );
    // What can't be written is left as it is, and what can't be looked at is refused.
    patch(&house.bob, bob, json!({"createdAt": "2020-01-01"}))
        .await
        .is(200);
    let refused = patch(&house.bob, bob, json!({"password": "a tall green lamp"})).await;
    let refused = refused.is(400).json();
    assert_eq!(
        refused["errors"][0]["data"]["errors"][0]["path"],
        "password"
    );
    assert_eq!(
        house.bob.get("/api/users/me").await.json()["user"]["email"],
        "bob@example.com"
    );
    patch(&house.ada, eve, json!({"active": false}))
        .await
        .is(200);
    assert_eq!(
        house.eve.get("/api/users/me").await.json()["user"],
        Value::Null
    );
    patch(&house.ada, bob, json!({"role": "admin"}))
        .await
        .is(200);
    patch(&house.bob, eve, json!({"active": true}))
        .await
        .is(200);
    let hers = format!("/api/users/{eve}");
    let gone = house.bob.ask("DELETE", &hers, "");
    assert_eq!(gone.await.is(200).json()["doc"]["name"], "Eve");
    house.bob.get(&hers).await.is(404);
}

#[tokio::test]
async fn a_reset_is_handed_out_by_an_admin_and_works_once() {
    let house = House::open().await;
    let forgot = json!({"email": "bob@example.com"});
    for actor in [&house.anon, &house.eve] {
        let answer = actor
            .post("/api/users/forgot-password", forgot.clone())
            .await;
        assert_eq!(answer.is(200).text(), r#"{"message":"Success"}"#);
    }
    let unknown = json!({"email": "nobody@example.com"});
    let answer = house.ada.post("/api/users/forgot-password", unknown).await;
    assert_eq!(answer.is(200).text(), r#"{"message":"Success"}"#);
    let draw = async || {
        let answer = house
            .ada
            .post("/api/users/forgot-password", forgot.clone())
            .await;
        answer.is(200).json()["token"].as_str().unwrap().to_owned()
    };
    let reset = async |token: &str, password: &str| {
        let body = json!({"token": token, "password": password});
        house.anon.post("/api/users/reset-password", body).await
    };
    let (old, token) = (draw().await, draw().await);
    reset(&old, "a tall green lamp").await.is(403);
    // A password that won't do uses nothing up.
    reset(&token, "short").await.is(400);
    reset(&token, "a tall green lamp").await.is(200);
    reset(&token, "a tall green lamp").await.is(403);
    assert_eq!(
        house.bob.get("/api/users/me").await.json()["user"],
        Value::Null
    );
    house
        .anon
        .try_sign_in("bob@example.com", "a tall green lamp")
        .await
        .is(200);
    let late = draw().await;
    house.server.pass(60 * 60 * super::server::SECOND);
    reset(&late, "a tall green lamp").await.is(403);
    house
        .eve
        .post("/api/users/unlock", forgot.clone())
        .await
        .is(403);
    house.ada.post("/api/users/unlock", forgot).await.is(200);
}

#[tokio::test]
async fn a_session_lasts_anew_but_not_for_ever() {
    let house = House::open().await;
    for _ in 0..9 {
        house.server.pass(20 * super::server::DAY);
        house.bob.ask("POST", "/api/users/refresh-token", "").await;
    }
    assert_eq!(
        house.bob.get("/api/users/me").await.json()["user"],
        Value::Null
    );
    let refused = house.bob.ask("POST", "/api/users/refresh-token", "").await;
    refused.is(403);
}
