//! Who is called, what of it waits for whom, and what one wants to be told.

use parlour::{
    api::page::Page,
    domain::{
        Level, Message, RoomId,
        search::Found,
        timeline::{MENTIONS_WITHIN, Place},
    },
};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    server::House,
};

const LOBBY: &str = "1";

/// How a room stands for somebody who loads the page now.
async fn place(actor: &Actor, room: &str) -> Place {
    let answer = actor.call("page/load", &[]).await;
    let page: Page = answer.is(200).read();
    let room: RoomId = room.parse().unwrap();
    page.state.rooms[&room].clone()
}

async fn waiting(actor: &Actor, room: &str) -> Vec<i64> {
    place(actor, room).await.mentions.into_iter().collect()
}

async fn gathered(actor: &Actor, below: &str) -> Found {
    let fields = [("below", below)];
    let given = if below.is_empty() { &[][..] } else { &fields };
    actor.call("mentions/list", given).await.is(200).read()
}

async fn words(actor: &Actor) -> Vec<String> {
    let found = gathered(actor, "").await;
    let words = found.hits.into_iter().map(|hit| hit.message.content);
    words.collect()
}

async fn unread(actor: &Actor, room: &str, from: i64) -> Answer {
    let from = from.to_string();
    actor
        .call("rooms/unread", &[("room", room), ("from", &from)])
        .await
}

async fn read(actor: &Actor, room: &str, number: i64) {
    let number = number.to_string();
    let fields = [("room", room), ("number", number.as_str())];
    actor.call("rooms/read", &fields).await.is(200);
}

#[tokio::test]
async fn a_message_says_whom_it_calls_and_calls_only_members() {
    let house = House::open().await;
    let room = house.ada.room("closed", "two of us").await;
    let bob = house.bob.id.to_string();
    let invite = [("room", room.as_str()), ("person", &bob)];
    house.ada.call("rooms/invite", &invite).await.is(200);
    let sent = house.ada.say(&room, "@bob and @eve, `@ada`, @here").await;
    assert_eq!(
        sent.json()["mentions"],
        json!([{"person": house.bob.id, "name": "Bob"}, {"person": null, "name": "here"}])
    );
    let sent = house.ada.say(&room, "nobody").await;
    assert_eq!(sent.json().get("mentions"), None);
    let message: Message = sent.read();
    let path = format!("/api/messages/{}", message.id);
    assert_eq!(house.ada.get(&path).await.json()["mentions"], json!([]));
}

#[tokio::test]
async fn what_calls_somebody_waits_for_them_until_they_have_read_it() {
    let house = House::open().await;
    for text in ["@bob", "@eve", "nobody", "@room", "@BOB @here"] {
        house.ada.say(LOBBY, text).await.is(200);
    }
    assert_eq!(waiting(&house.bob, LOBBY).await, [1, 4, 5]);
    assert_eq!(waiting(&house.eve, LOBBY).await, [2, 4, 5]);
    // Nobody calls themselves.
    assert_eq!(waiting(&house.ada, LOBBY).await, Vec::<i64>::new());
    read(&house.bob, LOBBY, 4).await;
    assert_eq!(waiting(&house.bob, LOBBY).await, [5]);
    house.bob.say(LOBBY, "here I am").await.is(200);
    assert_eq!(waiting(&house.bob, LOBBY).await, Vec::<i64>::new());
}

#[tokio::test]
async fn an_edit_and_a_deletion_change_who_is_called() {
    let house = House::open().await;
    let sent: Message = house.ada.say(LOBBY, "@bob").await.read();
    let id = sent.id.to_string();
    let edit = |text| [("id", id.clone()), ("text", text)];
    for (text, bob, eve) in [
        ("@eve instead".to_owned(), &[][..], &[1][..]),
        ("@room".to_owned(), &[1], &[1]),
    ] {
        let fields = edit(text);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        house.ada.call("messages/edit", &fields).await.is(200);
        assert_eq!(waiting(&house.bob, LOBBY).await, bob);
        assert_eq!(waiting(&house.eve, LOBBY).await, eve);
    }
    assert_eq!(words(&house.bob).await, ["@room"]);
    house
        .ada
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    assert_eq!(waiting(&house.bob, LOBBY).await, Vec::<i64>::new());
    assert!(words(&house.bob).await.is_empty());
}

#[tokio::test]
async fn a_mark_goes_back_where_its_owner_wants_it() {
    let house = House::open().await;
    house.bob.say(LOBBY, "@eve one").await.is(200);
    house.eve.say(LOBBY, "two").await.is(200);
    house.bob.say(LOBBY, "@eve three").await.is(200);
    read(&house.eve, LOBBY, 3).await;
    unread(&house.eve, LOBBY, 1).await.is(200);
    let now = place(&house.eve, LOBBY).await;
    assert_eq!((now.read, now.set_back, now.unread()), (Some(0), 3, 3));
    assert_eq!(now.mentions.iter().copied().collect::<Vec<_>>(), [1, 3]);
    // Nowhere that is no place.
    for (from, number) in [(i64::MIN, 0), (0, 0), (2, 1), (99, 3), (i64::MAX, 3)] {
        unread(&house.eve, LOBBY, from).await.is(200);
        assert_eq!(place(&house.eve, LOBBY).await.read, Some(number), "{from}");
    }
    unread(&house.eve, LOBBY, 1).await.is(200);
    house.eve.call("rooms/read-all", &[]).await.is(200);
    assert_eq!(place(&house.eve, LOBBY).await.read, Some(3));
    // Another one's stays.
    assert_eq!(place(&house.ada, LOBBY).await.read, Some(0));
}

#[tokio::test]
async fn everybody_says_for_themselves_what_counts() {
    let house = House::open().await;
    house.ada.say(LOBBY, "one").await.is(200);
    house.ada.say(LOBBY, "@bob").await.is(200);
    let lobby = place(&house.bob, LOBBY).await;
    assert_eq!(
        (lobby.level, lobby.waiting(), lobby.has_news()),
        (Level::Mentions, 1, true)
    );
    for (level, waiting, news) in [
        ("everything", 2, true),
        ("nothing", 0, false),
        ("mentions", 1, true),
    ] {
        let fields = [("room", LOBBY), ("level", level)];
        house.bob.call("rooms/level", &fields).await.is(200);
        let lobby = place(&house.bob, LOBBY).await;
        assert_eq!(
            (lobby.level.code(), lobby.waiting(), lobby.has_news()),
            (level, waiting, news)
        );
    }
    assert_eq!(place(&house.eve, LOBBY).await.level, Level::Mentions);
    let fields = [("room", LOBBY), ("level", "loud")];
    assert_ne!(house.bob.call("rooms/level", &fields).await.status, 200);
    // In a talk among a few every message is for whoever is in it.
    let body = json!({"receiver": house.bob.id, "content": "psst"});
    let sent = house.ada.post("/api/messages", body).await;
    let room = sent.is(201).json()["doc"]["room"].to_string();
    let talk = place(&house.bob, &room).await;
    assert_eq!((talk.level, talk.waiting()), (Level::Everything, 1));
}

#[tokio::test]
async fn programs_mark_and_choose_as_pages_do() {
    let house = House::open().await;
    house.ada.say(LOBBY, "@bob one").await.is(200);
    house.ada.say(LOBBY, "two").await.is(200);
    let found = "/api/memberships?where[room][equals]=1&depth=0&limit=100";
    let docs = house.bob.get(found).await.json()["docs"].clone();
    let of = |id: i64| {
        let docs = docs.as_array().unwrap();
        docs.iter()
            .find(|doc| doc["person"] == json!(id))
            .unwrap()
            .clone()
    };
    let (bob, ada) = (of(house.bob.id), of(house.ada.id));
    // What somebody wants to be told is told to them alone.
    assert_eq!(
        (&bob["level"], &ada["level"]),
        (&json!("mentions"), &Value::Null)
    );
    let at = |doc: &Value| format!("/api/memberships/{}", doc["id"]);
    let patch =
        async |doc: &Value, body: Value| house.bob.ask("PATCH", &at(doc), body.to_string()).await;
    for body in [json!({"level": "nothing"}), json!({"unreadFrom": 1})] {
        patch(&ada, body).await.is(403);
    }
    let done = patch(&bob, json!({"readNumber": 2, "level": "everything"})).await;
    assert_eq!(done.is(200).json()["doc"]["level"], "everything");
    let done = patch(&bob, json!({"readNumber": 1})).await;
    assert_eq!(done.is(200).json()["doc"]["readNumber"], 2);
    let done = patch(&bob, json!({"unreadFrom": 1})).await;
    let doc = &done.is(200).json()["doc"];
    assert_eq!(doc["readNumber"], 0);
    assert_eq!(doc.get("unreadFrom"), None);
    assert_eq!(waiting(&house.bob, LOBBY).await, [1]);
    patch(&bob, json!({"level": "loud"})).await.is(400);
}

#[tokio::test]
async fn what_calls_somebody_is_gathered_and_only_where_they_may_read() {
    let house = House::open().await;
    house.ada.say(LOBBY, "first, @Bob!").await.is(200);
    let room = house.ada.room("closed", "closed").await;
    let bob = house.bob.id.to_string();
    let invite = [("room", room.as_str()), ("person", &bob)];
    house.ada.say(&room, "@room before Bob came").await.is(200);
    house.server.pass(1_000);
    house.ada.call("rooms/invite", &invite).await.is(200);
    house.ada.say(&room, "second, @bob").await.is(200);
    house.bob.say(LOBBY, "@room, third").await.is(200);
    house.ada.say(LOBBY, "@here, fourth").await.is(200);
    assert_eq!(
        words(&house.bob).await,
        ["@here, fourth", "second, @bob", "first, @Bob!"]
    );
    assert_eq!(words(&house.eve).await, ["@here, fourth", "@room, third"]);
    let found = gathered(&house.bob, "").await;
    let lit: Vec<_> = found.hits[2].words.iter().filter(|(_, lit)| *lit).collect();
    assert_eq!(lit, [&("@Bob".to_owned(), true)]);
    house.ada.call("rooms/remove", &invite).await.is(200);
    assert_eq!(words(&house.bob).await, ["@here, fourth", "first, @Bob!"]);
    assert!(
        !house
            .bob
            .get("/mentions")
            .await
            .text()
            .contains("second, @bob")
    );
    assert!(house.bob.get("/mentions").await.text().contains("fourth"));
}

#[tokio::test]
async fn pages_of_what_calls_somebody_meet_without_gap_or_overlap() {
    let house = House::open().await;
    for number in 1..=70 {
        let name = if number % 3 == 0 { "@room" } else { "@bob" };
        house
            .ada
            .say(LOBBY, &format!("{name} {number}"))
            .await
            .is(200);
    }
    let mut seen = Vec::new();
    let mut below = String::new();
    loop {
        let found = gathered(&house.bob, &below).await;
        seen.extend(found.hits.iter().map(|hit| hit.message.number));
        let Some(last) = found.hits.last().filter(|_| found.more) else {
            break;
        };
        below = last.message.id.to_string();
    }
    assert_eq!(seen, (1..=70).rev().collect::<Vec<i64>>());
}

#[tokio::test]
async fn what_waits_is_bounded() {
    let house = House::open().await;
    house.ada.say(LOBBY, "@bob long ago").await.is(200);
    house.ada.say(LOBBY, "@bob later").await.is(200);
    // As if so much had been said since.
    let last = MENTIONS_WITHIN + 1;
    house
        .server
        .chat
        .store()
        .write(move |db| {
            Box::pin(async move {
                sqlx::query("update rooms set last_number = ? where id = 1")
                    .bind(last)
                    .execute(db)
                    .await
                    .map(drop)
                    .map_err(parlour::chat::Error::from)
            })
        })
        .await
        .unwrap();
    assert_eq!(waiting(&house.bob, LOBBY).await, [2]);
}
