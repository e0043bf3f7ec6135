//! `media` over REST: what the seed's clients do with files.

use parlour::domain::{Deed, Message, PersonId, media::Attachment};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer, form},
    drawing::png,
    panel::send,
    server::House,
};

pub(crate) async fn upload(
    who: &Actor,
    file: Option<(&str, &[u8])>,
    payload: Option<Value>,
) -> Answer {
    let payload = payload.map(|payload| payload.to_string());
    let words: Vec<(&str, &str)> = payload.iter().map(|json| ("_payload", &**json)).collect();
    let files: Vec<_> = file
        .iter()
        .map(|(name, bytes)| ("file", *name, *bytes))
        .collect();
    let mut request = axum::http::Request::builder()
        .method("POST")
        .uri("/api/media")
        .header("host", "chat.example")
        .header("content-type", "multipart/form-data; boundary=line");
    if let Some(token) = &who.token {
        request = request.header("authorization", format!("JWT {token}"));
    }
    who.send(request.body(form(&words, &files).into()).unwrap())
        .await
}

async fn made(who: &Actor, name: &str, bytes: &[u8]) -> i64 {
    let answer = upload(who, Some((name, bytes)), Some(json!({"alt": "a picture"}))).await;
    answer.is(201).json()["doc"]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_file_is_made_found_described_and_deleted() {
    let House {
        server,
        bob,
        eve,
        anon,
        ..
    } = House::open().await;
    let picture = png(600, 400);
    let answer = upload(
        &bob,
        Some(("a.png", &picture)),
        Some(json!({"alt": "a picture"})),
    )
    .await;
    let answer = answer.is(201).json();
    assert_eq!(answer["message"], "Media successfully created.");
    let doc = &answer["doc"];
    let (id, url) = (doc["id"].as_i64().unwrap(), doc["url"].as_str().unwrap());
    for (key, value) in [
        ("alt", json!("a picture")),
        ("filename", json!("a.png")),
        ("mimeType", json!("image/png")),
        ("width", json!(600)),
        ("height", json!(400)),
    ] {
        assert_eq!(doc[key], value, "{key}");
    }
    assert_eq!(doc["createdAt"], doc["updatedAt"]);
    for (size, width, height) in [("thumbnail", 300, 200), ("card", 600, 400)] {
        let size = &doc["sizes"][size];
        assert_eq!(
            (&size["width"], &size["height"]),
            (&json!(width), &json!(height))
        );
        let found = eve.get(size["url"].as_str().unwrap()).await;
        assert_eq!(
            found.is(200).header("content-type"),
            size["mimeType"].as_str()
        );
    }
    assert_eq!(doc["thumbnailURL"], doc["sizes"]["thumbnail"]["url"]);
    let found = eve.get(url).await;
    assert_eq!(json!(found.is(200).body.len()), doc["filesize"]);
    // The other parts may come in any order, and JSON alone is no file.
    assert_eq!(
        eve.get("/api/media?where[filename][equals]=a.png")
            .await
            .json()["totalDocs"],
        1
    );
    let path = format!("/api/media/{id}");
    let alt = json!({"alt": "another"}).to_string();
    eve.ask("PATCH", &path, alt.clone()).await.is(403);
    assert_eq!(
        bob.ask("PATCH", &path, alt).await.is(200).json()["doc"]["alt"],
        "another"
    );
    eve.ask("DELETE", &path, "").await.is(403);
    anon.ask("DELETE", &path, "").await.is(403);
    bob.ask("DELETE", &path, "").await.is(200);
    eve.get(url).await.is(404);
    assert_eq!(server.uploads(), [""; 0]);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let House {
        server, bob, anon, ..
    } = House::open_with(&["--upload-limit", "2KB"]).await;
    let small: Option<(&str, &[u8])> = Some(("a.txt", b"words"));
    let alt = || Some(json!({"alt": "words"}));
    let message = |answer: Answer, status| {
        answer.is(status).json()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let nobody = "You are not allowed to perform this action.";
    assert_eq!(message(upload(&anon, small, alt()).await, 403), nobody);
    assert_eq!(
        message(upload(&bob, None, alt()).await, 400),
        "No files were uploaded."
    );
    assert_eq!(
        message(bob.post("/api/media", json!({"alt": "x"})).await, 400),
        "No files were uploaded."
    );
    let missing = upload(&bob, small, None).await;
    assert_eq!(
        missing.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "alt"
    );
    let long = upload(&bob, small, Some(json!({"alt": "x".repeat(501)}))).await;
    assert_eq!(
        long.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "alt"
    );
    upload(&bob, Some(("a.txt", &[b'x'; 3_000])), alt())
        .await
        .is(413);
    assert_eq!(server.uploads(), [""; 0]);
    assert_eq!(bob.get("/api/media").await.json()["totalDocs"], 0);
}

#[tokio::test]
async fn messages_carry_them() {
    let House {
        server: _server,
        bob,
        eve,
        ada,
        ..
    } = House::open().await;
    let room = bob.room("closed", "secret").await;
    let [one, other] = [
        made(&bob, "a.png", &png(9, 9)).await,
        made(&bob, "b.txt", b"words").await,
    ];
    let hers = made(&eve, "c.txt", b"words").await;
    let room: i64 = room.parse().unwrap();
    let said = json!({"room": room, "content": "look", "attachments": [other, one]});
    let doc = bob.post("/api/messages", said.clone()).await.is(201).json()["doc"].clone();
    let names: Vec<&Value> = doc["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| &file["filename"])
        .collect();
    assert_eq!(names, ["b.txt", "a.png"]);
    let flat = bob
        .get(&format!("/api/messages/{}?depth=0", doc["id"]))
        .await
        .json();
    assert_eq!(flat["attachments"], json!([other, one]));
    // Now they are that room's.
    let path = format!("/api/media/{one}");
    bob.get(&path).await.is(200);
    ada.get(&path).await.is(404);
    for wrong in [
        json!([hers]),
        json!([one]),
        json!([99]),
        json!("x"),
        json!([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ] {
        let said = json!({"room": room, "content": "look", "attachments": wrong});
        let refused = bob.post("/api/messages", said).await;
        assert_eq!(
            refused.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
            "attachments"
        );
    }
    let silent = json!({"room": room, "content": "", "attachments": []});
    let refused = bob.post("/api/messages", silent).await;
    assert_eq!(
        refused.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "content"
    );
    // What is said of one, and its end, are changes of the message.
    let history = async || -> Vec<Message> {
        let fields = [("room", &*room.to_string()), ("before", "99")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        bob.call("messages/history", &fields).await.read()
    };
    let before = history().await;
    bob.ask("PATCH", &path, json!({"alt": "a wall"}).to_string())
        .await
        .is(200);
    let after = history().await;
    assert_eq!(after[0].attachments[1].alt, "a wall");
    assert!(after[0].seq > before[0].seq);
    bob.ask("DELETE", &path, "").await.is(200);
    let ids: Vec<i64> = history().await[0]
        .attachments
        .iter()
        .map(|Attachment { id, .. }| id.0)
        .collect();
    assert_eq!(ids, [other]);
    // Files may speak for themselves, but not be all gone then.
    let alone = made(&bob, "d.txt", b"words").await;
    bob.post(
        "/api/messages",
        json!({"room": room, "attachments": [alone]}),
    )
    .await
    .is(201);
    bob.ask("DELETE", &format!("/api/media/{alone}"), "")
        .await
        .is(422);
}

#[tokio::test]
async fn an_admin_takes_away_what_somebody_who_is_banned_left_for_everybody() {
    let house = House::open().await;
    let House {
        server, ada, bob, ..
    } = &house;
    let [file, other] = [
        made(bob, "a.txt", b"words").await,
        made(bob, "b.txt", b"words").await,
    ];
    let sent = made(bob, "c.txt", b"words").await;
    let said = json!({"room": 1, "content": "look", "attachments": [sent]});
    bob.post("/api/messages", said).await.is(201);
    let (ada_id, bob_id) = (PersonId(ada.id), PersonId(bob.id));
    server.chat.ban(ada_id, bob_id, true).await.unwrap();
    let alt = json!({"alt": "an advertisement"}).to_string();
    let path = |id: i64| format!("/api/media/{id}");
    house
        .eve
        .ask("PATCH", &path(file), alt.clone())
        .await
        .is(403);
    house.eve.ask("DELETE", &path(file), "").await.is(403);
    // What is in a message goes with it.
    ada.ask("PATCH", &path(sent), alt.clone()).await.is(403);
    ada.ask("DELETE", &path(sent), "").await.is(403);
    let record = async || {
        let record = server.chat.audit(ada_id, 1).await.unwrap().entries;
        let lines = record
            .into_iter()
            .take_while(|line| line.deed != Deed::Banned);
        lines
            .map(|line| (line.deed, line.whom.map(|(whom, _)| whom), line.what))
            .collect::<Vec<_>>()
    };
    assert_eq!(record().await, []);

    ada.ask("PATCH", &path(file), alt).await.is(200);
    ada.ask("DELETE", &path(file), "").await.is(200);
    house.eve.get(&path(file)).await.is(404);
    // The panel offers it, and does it.
    let list = "/admin/collections/media/bulk";
    let deleted = [
        ("id", &other.to_string()[..]),
        ("deed", "delete"),
        ("sure", "true"),
    ];
    send(ada, list, &deleted).await.is(303);
    house.eve.get(&path(other)).await.is(404);
    assert_eq!(server.uploads().len(), 1, "the one in the message");
    let line = |deed, name: &str| (deed, Some(bob_id), name.to_owned());
    assert_eq!(
        record().await,
        [
            line(Deed::FileDeleted, "b.txt"),
            line(Deed::FileDeleted, "a.txt"),
            line(Deed::FileDescribed, "a.txt"),
        ]
    );
    // One's own are one's own business.
    let own = made(ada, "d.txt", b"words").await;
    ada.ask("DELETE", &path(own), "").await.is(200);
    assert_eq!(record().await.len(), 3);
}

#[tokio::test]
async fn pages_that_may_use_the_api_may_show_what_it_names() {
    let allowed = ["--cors-origin", "https://app.example.org"];
    for (options, policy) in [(&[][..], "same-origin"), (&allowed, "cross-origin")] {
        let house = House::open_with(options).await;
        let alt = Some(json!({"alt": "a picture"}));
        let made = upload(&house.bob, Some(("a.png", &png(6, 4))), alt).await;
        let doc = made.is(201).json()["doc"].clone();
        let found = house.bob.get(doc["url"].as_str().unwrap()).await;
        assert_eq!(
            found.is(200).header("cross-origin-resource-policy"),
            Some(policy)
        );
    }
}
