//! Pins: who may, what the list says, and what is left when things go.

use parlour::domain::{
    Message, PersonId, Problem,
    message::PIN_LIMIT,
    search::{Found, Hit},
};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    server::House,
};

const LOBBY: &str = "1";

async fn pin(actor: &Actor, id: &str, on: bool) -> Answer {
    let on = if on { "true" } else { "false" };
    actor.call("messages/pin", &[("id", id), ("on", on)]).await
}

/// What is pinned in a room, as somebody sees it.
async fn pinned(actor: &Actor, room: &str) -> Vec<String> {
    let answer = actor.call("messages/pinned", &[("room", room)]).await;
    let found: Found = answer.is(200).read();
    let words = |hit: Hit| hit.message.content;
    found.hits.into_iter().map(words).collect()
}

async fn said(actor: &Actor, room: &str, text: &str) -> String {
    let said: Message = actor.say(room, text).await.read();
    said.id.to_string()
}

#[tokio::test]
async fn a_pin_is_its_first_makers_and_anybody_takes_it_off() {
    let house = House::open().await;
    let (ada, bob) = (&house.ada, &house.bob);
    let (one, two) = (said(bob, LOBBY, "one").await, said(bob, LOBBY, "two").await);
    let first: Message = pin(ada, &one, true).await.is(200).read();
    assert_eq!(first.pinned_by, Some(PersonId(ada.id)));
    assert!(first.pinned_at.is_some());
    house.server.pass(1_000);
    // Again is no other pin, whoever says so.
    let again: Message = pin(bob, &one, true).await.is(200).read();
    assert_eq!(again, first);
    pin(bob, &two, true).await.is(200);
    assert_eq!(pinned(&house.eve, LOBBY).await, ["two", "one"]);
    let off: Message = pin(&house.eve, &one, false).await.is(200).read();
    assert_eq!((off.pinned_at, off.pinned_by), (None, None));
    assert!(off.seq > first.seq, "everybody is told");
    assert_eq!(off.edited_at, None, "it is no edit");
    assert_eq!(pinned(bob, LOBBY).await, ["two"]);
    // What is deleted is no longer there to be read again.
    bob.call("messages/delete", &[("id", &two)]).await.is(200);
    assert_eq!(pinned(bob, LOBBY).await, [""; 0]);
    pin(bob, &two, true).await.refused(&Problem::MessageDeleted);
}

#[tokio::test]
async fn who_may_write_may_pin_and_nobody_else() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let id = said(&house.ada, &room, "treasure").await;
    for on in [true, false] {
        for asked in [id.as_str(), "99"] {
            pin(&house.eve, asked, on).await.refused(&Problem::NotFound);
            pin(&house.anon, asked, on)
                .await
                .refused(&Problem::SignedOut);
        }
    }
    let list = [("room", room.as_str())];
    let looked = house.eve.call("messages/pinned", &list).await;
    looked.refused(&Problem::NotFound);
    pin(&house.ada, &id, true).await.is(200);
    let archive = [("room", room.as_str()), ("archived", "true")];
    house.ada.call("rooms/archive", &archive).await.is(200);
    pin(&house.ada, &id, false)
        .await
        .refused(&Problem::RoomArchived);
    assert_eq!(pinned(&house.ada, &room).await, ["treasure"]);
}

#[tokio::test]
async fn a_form_leads_back_to_the_message_or_stays_among_the_pins() {
    let house = House::open().await;
    let bob = &house.bob;
    let id = said(bob, LOBBY, "the code").await;
    let fields = |on| [("id", id.as_str()), ("on", on)];
    let at_message = format!("/rooms/1?at={id}#");
    let pages = ["/rooms/1", "/rooms/1?at=1", "/rooms/2/pins"];
    for page in pages {
        let pinned = bob.submit(page, "messages/pin", &fields("true")).await;
        let place = pinned.is(302).location();
        assert!(place.starts_with(&at_message), "{page}: {place}");
    }
    assert_eq!(pinned(bob, LOBBY).await, ["the code"]);
    let list = "/rooms/1/pins";
    let let_go = bob.submit(list, "messages/pin", &fields("false")).await;
    // By its address as the browser said it, with an empty query.
    let back = let_go.is(302).location();
    assert_eq!(
        back.trim_end_matches('?'),
        format!("http://chat.example{list}")
    );
    assert_eq!(pinned(bob, LOBBY).await, [""; 0]);
    let gone = [("id", "99"), ("on", "true")];
    bob.submit("/rooms/1", "messages/pin", &gone)
        .await
        .sent_back("/rooms/1", &Problem::NotFound);
}

#[tokio::test]
async fn a_room_has_so_many_pins() {
    let house = House::open_with(&["--send-rate", "0"]).await;
    for n in 0..PIN_LIMIT {
        let id = said(&house.bob, LOBBY, &n.to_string()).await;
        pin(&house.bob, &id, true).await.is(200);
    }
    let beyond = said(&house.bob, LOBBY, "beyond").await;
    pin(&house.bob, &beyond, true)
        .await
        .refused(&Problem::TooManyPins { limit: PIN_LIMIT });
    // Other words that come with such a pin are not taken either: a change is one.
    let path = format!("/api/messages/{beyond}");
    let body = json!({"content": "half", "pinned": true}).to_string();
    house.bob.ask("PATCH", &path, body).await.is(409);
    assert_eq!(house.bob.get(&path).await.json()["content"], "beyond");
    let body = json!({"content": "whole", "pinned": false}).to_string();
    let whole = house.bob.ask("PATCH", &path, body).await;
    assert_eq!(whole.is(200).json()["doc"]["content"], "whole");
    assert_eq!(
        pinned(&house.bob, LOBBY).await.len(),
        usize::try_from(PIN_LIMIT).unwrap()
    );
}

#[tokio::test]
async fn programs_pin_by_a_field() {
    let house = House::open().await;
    let id = said(&house.bob, LOBBY, "rules").await;
    let path = format!("/api/messages/{id}?depth=0");
    let set = async |on: bool| {
        let body = json!({"pinned": on}).to_string();
        let answer = house.bob.ask("PATCH", &path, body).await;
        answer.is(200).json()["doc"].clone()
    };
    let doc = set(true).await;
    assert_eq!(doc["pinnedBy"], house.bob.id);
    assert!(doc["pinnedAt"].is_string());
    assert_eq!(doc["pinned"], true);
    let found = "/api/messages?where[pinnedAt][exists]=true";
    assert_eq!(house.eve.get(found).await.json()["totalDocs"], 1);
    let doc = set(false).await;
    assert_eq!(
        (&doc["pinnedBy"], &doc["pinnedAt"]),
        (&Value::Null, &Value::Null)
    );
}
