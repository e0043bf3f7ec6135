//! Answering a message with a quote of it.

use parlour::domain::{
    Message, Problem,
    message::{QUOTE_LIMIT, Quote},
    search::Found,
};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer, form},
    server::{House, holds},
};

const LOBBY: &str = "1";

/// A name for a send that has none yet.
fn name(n: usize) -> String {
    format!("0b6e2c57-2f52-4f5b-9a3e-{n:012}")
}

async fn answer(actor: &Actor, room: &str, to: &str, text: &str, n: usize) -> Answer {
    let fields = [
        ("room", room),
        ("text", text),
        ("client_id", &name(n)),
        ("reply_to", to),
    ];
    actor.call("messages/send", &fields).await
}

async fn history(actor: &Actor) -> Vec<Message> {
    let fields = [("room", LOBBY), ("before", "9999")];
    actor.call("messages/history", &fields).await.read()
}

async fn quote(actor: &Actor, number: usize) -> Quote {
    history(actor).await[number - 1].reply_to.clone().unwrap()
}

#[tokio::test]
async fn an_answer_shows_what_its_source_says_now() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "**where** to?\n\nsoon").await.read();
    let id = said.id.to_string();
    let reply: Message = answer(&house.eve, LOBBY, &id, "home", 1)
        .await
        .is(200)
        .read();
    let expected = Quote {
        id: said.id,
        number: said.number,
        room: None,
        client_id: said.client_id,
        sender: said.sender.id,
        text: "where to? soon".to_owned(),
        deleted: false,
    };
    assert_eq!(reply.reply_to, Some(expected.clone()));
    assert_eq!(quote(&house.ada, 2).await, expected);

    let long = "long ".repeat(QUOTE_LIMIT);
    let edit = [("id", id.as_str()), ("text", &long)];
    house.bob.call("messages/edit", &edit).await.is(200);
    let seen = quote(&house.ada, 2).await.text;
    assert!(seen.starts_with("long long") && seen.chars().count() <= QUOTE_LIMIT + 1);
    let before = history(&house.ada).await[1].clone();
    assert_eq!(before.edited_at, None, "the answer itself was not edited");
    assert!(before.seq > reply.seq, "but is told anew");

    house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    let seen = quote(&house.ada, 2).await;
    assert!(seen.deleted && seen.text.is_empty());
}

#[tokio::test]
async fn deleted_words_are_in_no_quote() {
    let house = House::open().await;
    let secret = "a-word-that-nobody-shall-find";
    let said: Message = house.bob.say(LOBBY, secret).await.read();
    let id = said.id.to_string();
    answer(&house.eve, LOBBY, &id, "really?", 1).await.is(200);
    house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    assert!(!house.server.dump().await.contains(secret));
    assert!(!holds(&house.server.bytes().await, secret));
    for path in ["/rooms/1", "/api/messages", "/api/messages/2?depth=3"] {
        assert!(!house.eve.get(path).await.text().contains(secret), "{path}");
    }
}

#[tokio::test]
async fn only_what_stands_in_the_same_room_can_be_answered() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let hidden: Message = house.ada.say(&room, "treasure").await.read();
    let gone: Message = house.bob.say(LOBBY, "gone").await.read();
    let gone = gone.id.to_string();
    house
        .bob
        .call("messages/delete", &[("id", &gone)])
        .await
        .is(200);
    // To who is in both rooms and to who is not the answer is the same.
    for actor in [&house.ada, &house.eve] {
        for to in [&hidden.id.to_string(), &gone, "99"] {
            answer(actor, LOBBY, to, "hm", 1)
                .await
                .refused(&Problem::ReplyGone);
        }
    }
    answer(&house.eve, LOBBY, "x", "hm", 1).await.is(400);
    assert_eq!(history(&house.eve).await.len(), 1);
}

#[tokio::test]
async fn a_repeat_gets_its_answer_though_the_source_is_gone() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "well?").await.read();
    let id = said.id.to_string();
    let first: Message = answer(&house.eve, LOBBY, &id, "yes", 1).await.read();
    house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    let again: Message = answer(&house.eve, LOBBY, &id, "yes", 1)
        .await
        .is(200)
        .read();
    assert_eq!(again.id, first.id);
    // A deleted answer says no more what it answered.
    let reply = first.id.to_string();
    let gone: Message = house
        .eve
        .call("messages/delete", &[("id", &reply)])
        .await
        .read();
    assert_eq!(gone.reply_to, None);
}

#[tokio::test]
async fn without_javascript_the_form_answers_too() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "well?").await.read();
    let id = said.id.to_string();
    let page = house.eve.get(&format!("/rooms/1?reply={id}")).await.text();
    assert!(
        page.contains(&format!("name=\"reply_to\" value=\"{id}\"")),
        "{page}"
    );
    let send = async |to: &str, n: usize| {
        let words = [
            ("room", LOBBY),
            ("client_id", &name(n)),
            ("reply_to", to),
            ("text", "yes"),
        ];
        let request = house
            .eve
            .page_request("POST", "/do/messages/send-with-files")
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=line");
        let request = request.body(form(&words, &[]).into()).unwrap();
        house.eve.send(request).await
    };
    for (to, n) in [(id.as_str(), 1), ("", 2)] {
        assert_eq!(send(to, n).await.location(), "http://chat.example/rooms/1");
    }
    let all = history(&house.eve).await;
    assert_eq!(
        all[1].reply_to.as_ref().map(|quote| quote.id),
        Some(said.id)
    );
    assert_eq!(all[2].reply_to, None);
    let place = said.client_id.unwrap();
    let page = house.eve.get("/rooms/1").await.text();
    let link = format!("href=\"/rooms/1?at={id}#c{place}\"");
    assert!(page.contains(&link), "{page}");
}

#[tokio::test]
async fn programs_answer_too() {
    let house = House::open().await;
    house.bob.say(LOBBY, "well?").await.is(200);
    let body = json!({"room": 1, "content": "yes", "replyTo": 1});
    let made = house.eve.post("/api/messages?depth=0", body).await;
    assert_eq!(made.is(201).json()["doc"]["replyTo"], 1);
    let found = house
        .eve
        .get("/api/messages?where[replyTo][equals]=1&sort=replyTo.number")
        .await;
    let found: Value = found.is(200).json();
    assert_eq!(found["totalDocs"], 1);
    assert_eq!(found["docs"][0]["replyTo"]["content"], "well?");
    let found = house
        .eve
        .get("/api/messages?where[replyTo.content][equals]=well%3F")
        .await;
    assert_eq!(found.is(200).json()["totalDocs"], 1);

    let gone = json!({"room": 1, "content": "yes", "replyTo": 99});
    let refused = house.eve.post("/api/messages", gone).await;
    let refused: Value = refused.is(400).json();
    assert_eq!(refused["errors"][0]["data"]["errors"][0]["path"], "replyTo");
}

#[tokio::test]
async fn what_answers_or_is_reacted_to_is_gathered_for_who_said_it() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "well?").await.read();
    let id = said.id.to_string();
    answer(&house.eve, LOBBY, &id, "an answer", 1).await.is(200);
    answer(&house.bob, LOBBY, &id, "my own", 2).await.is(200);
    let other: Message = house.bob.say(LOBBY, "good news").await.read();
    let other = other.id.to_string();
    for actor in [&house.eve, &house.ada] {
        let fields = [("id", other.as_str()), ("add", "🎉")];
        actor.call("messages/react", &fields).await.is(200);
    }
    let mine = [("id", id.as_str()), ("add", "👍")];
    house.bob.call("messages/react", &mine).await.is(200);
    let gathered = async |actor: &Actor| {
        let found: Found = actor.call("mentions/list", &[]).await.is(200).read();
        let hits = found.hits.into_iter();
        hits.map(|hit| hit.message.content).collect::<Vec<_>>()
    };
    assert_eq!(gathered(&house.bob).await, ["good news", "an answer"]);
    assert_eq!(gathered(&house.eve).await, [""; 0]);
    let out = [("room", LOBBY)];
    house.bob.call("rooms/leave", &out).await.is(200);
    assert_eq!(gathered(&house.bob).await, [""; 0]);
}
