//! Bots that write in other people's names: only those that an admin allowed it, and only what these people may.

use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    panel::{browse, send},
    server::House,
};

/// A bot that asks by a key.
struct Bot {
    id: i64,
    key: String,
    door: Actor,
}

impl Bot {
    async fn in_house(house: &House) -> Self {
        let chat = &house.server.chat;
        let id = chat.add_bot("Bridge", "bridge@example.com").await.unwrap();
        let key = chat.create_key(id, "test").await.unwrap();
        Self {
            id: id.0,
            key: key.reveal().to_owned(),
            door: house.server.anon(),
        }
    }

    async fn post(&self, document: Value) -> Answer {
        let request = self
            .door
            .request("POST", "/api/messages")
            .header("authorization", format!("users API-Key {}", self.key))
            .header("content-type", "application/json");
        let body = document.to_string().into();
        self.door.send(request.body(body).unwrap()).await
    }

    async fn deed(&self, admin: &Actor, deed: &str) -> Answer {
        let path = format!("/admin/people/{}/{deed}", self.id);
        send(admin, &path, &[]).await
    }
}

#[tokio::test]
async fn a_bot_writes_as_somebody_once_an_admin_allows_it() {
    let house = House::open().await;
    let bot = Bot::in_house(&house).await;
    let said = json!({"sender": house.bob.id, "room": 1, "content": "from afar"});
    bot.post(said.clone()).await.is(403);
    // Nor may who is no bot, not even an admin.
    house.ada.post("/api/messages", said.clone()).await.is(403);
    house.eve.post("/api/messages", said.clone()).await.is(403);
    let nothing = house.bob.get("/api/messages/count").await.json();
    assert_eq!(nothing["totalDocs"], 0);

    let page = browse(&house.ada, &format!("/admin/people/{}", bot.id)).await;
    assert!(page.text().contains("Let write in others"));
    bot.deed(&house.ada, "voice").await.is(303);
    let answer = bot.post(said.clone()).await;
    let doc = &answer.is(201).json()["doc"];
    assert_eq!(doc["sender"]["name"], "Bob");
    assert_eq!(doc["via"]["name"], "Bridge");
    let seen = house.eve.get("/api/messages?depth=0").await.json();
    assert_eq!(seen["docs"][0]["sender"], house.bob.id);
    assert_eq!(seen["docs"][0]["via"], bot.id);
    // For itself it speaks as ever.
    let own = bot.post(json!({"room": 1, "content": "beep"})).await;
    assert_eq!(own.is(201).json()["doc"]["via"], Value::Null);
    // It is Bob's message: he changes it, the bot doesn't.
    let path = format!("/api/messages/{}", doc["id"]);
    let words = json!({"content": "from afar indeed"});
    house
        .bob
        .ask("PATCH", &path, words.to_string())
        .await
        .is(200);

    let log = browse(&house.ada, "/admin/log").await.text();
    assert!(log.contains("Let write in others"), "{log}");
    bot.deed(&house.ada, "end-voice").await.is(303);
    bot.post(said).await.is(403);
}

#[tokio::test]
async fn it_may_what_they_may_and_nothing_else() {
    let house = House::open().await;
    let bot = Bot::in_house(&house).await;
    bot.deed(&house.ada, "voice").await.is(303);
    let room = house.bob.room("closed", "Two only").await;
    let room: i64 = room.parse().unwrap();
    let said = |sender: i64| json!({"sender": sender, "room": room, "content": "hush"});
    bot.post(said(house.bob.id)).await.is(201);
    let refused = bot.post(said(house.eve.id)).await;
    assert_eq!(
        refused.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "room"
    );
    // To whom they may, in their own talk.
    let direct = json!({"sender": house.bob.id, "receiver": house.eve.id, "content": "psst"});
    assert_eq!(
        bot.post(direct).await.is(201).json()["doc"]["receiver"]["name"],
        "Eve"
    );
    // What it wrote in there is not the bot's to read.
    let request = bot.door.request("GET", "/api/messages");
    let request = request.header("authorization", format!("users API-Key {}", bot.key));
    let found = bot
        .door
        .send(request.body(String::new().into()).unwrap())
        .await;
    assert_eq!(found.is(200).json()["totalDocs"], 0);
    // Nobody speaks for who is banned, or for nobody.
    let ban = [
        ("person", house.eve.id.to_string()),
        ("banned", "true".to_owned()),
    ];
    let ban = ban.each_ref().map(|(name, value)| (*name, &value[..]));
    house.ada.call("people/ban", &ban).await.is(200);
    let said = |sender: i64| json!({"sender": sender, "room": 1, "content": "hush"});
    bot.post(said(house.eve.id)).await.is(403);
    let nobody = bot.post(said(99)).await;
    assert_eq!(
        nobody.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "sender"
    );
}

#[tokio::test]
async fn a_client_id_tells_a_bot_that_may_not_speak_nothing() {
    let house = House::open().await;
    let bot = Bot::in_house(&house).await;
    let id = "0b8e2a4c-1f3d-4c55-9a77-3d0e9f6b1c22";
    let said = json!({"room": 1, "content": "mine", "clientId": id});
    house.bob.post("/api/messages", said).await.is(201);
    let probe = json!({"sender": house.bob.id, "room": 1, "content": "yours?", "clientId": id});
    bot.post(probe.clone()).await.is(403);
    bot.deed(&house.ada, "voice").await.is(303);
    // Then it repeats a send like any other: there is one message.
    assert_eq!(bot.post(probe).await.json()["doc"]["content"], "mine");
}

#[tokio::test]
async fn only_a_bot_is_given_others_voices_and_only_by_an_admin() {
    let house = House::open().await;
    let bot = Bot::in_house(&house).await;
    for (actor, id, status) in [
        (&house.bob, bot.id, 403),
        (&house.ada, house.bob.id, 403),
        (&house.ada, bot.id, 200),
    ] {
        let body = json!({"speaksForOthers": true}).to_string();
        let answer = actor.ask("PATCH", &format!("/api/users/{id}"), body).await;
        answer.is(status);
    }
    bot.deed(&house.bob, "end-voice").await.is(404);
}
