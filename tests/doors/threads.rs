//! Threads: who may, who is told, what stands at the message they began from, and what is left when things go.

use parlour::{
    chat::page::Stretch,
    domain::{
        Level, Message, MessageId, PersonId, Problem, RoomId, RoomKind, State,
        message::Thread,
        room::{Origin, THREAD_LIMIT},
        search::Found,
        timeline::Window,
    },
};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    server::{House, SECOND, holds},
};

const LOBBY: &str = "1";

async fn open(actor: &Actor, began: &str) -> Answer {
    actor.call("rooms/open-thread", &[("message", began)]).await
}

/// The thread's room.
async fn opened(actor: &Actor, began: &str) -> String {
    let room: RoomId = open(actor, began).await.is(200).read();
    room.to_string()
}

async fn said(actor: &Actor, room: &str, text: &str) -> String {
    let said: Message = actor.say(room, text).await.is(200).read();
    said.id.to_string()
}

/// What somebody's page knows that is asked for a room.
async fn page(house: &House, who: &Actor, room: &str) -> State {
    let room = Some(RoomId(room.parse().unwrap()));
    let page = house
        .server
        .chat
        .page(PersonId(who.id), room, Stretch::Newest);
    page.await.unwrap().1
}

async fn window(house: &House, who: &Actor, room: &str) -> Window {
    let mut state = page(house, who, room).await;
    state
        .windows
        .remove(&RoomId(room.parse().unwrap()))
        .unwrap()
}

/// What waits for somebody in a thread, and of what they are told there; `None` for who is not in it.
async fn waiting(house: &House, who: &Actor, thread: &str) -> Option<(i64, Level)> {
    let state = page(house, who, LOBBY).await;
    let place = state.rooms.get(&RoomId(thread.parse().unwrap()))?;
    Some((place.waiting(), place.level))
}

#[tokio::test]
async fn answers_in_a_thread_stand_beside_the_room() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "**Lunch**?").await;
    let thread = opened(&house.eve, &began).await;
    let told = window(&house, &house.ada, LOBBY).await;
    assert_eq!(told.messages[&1].thread, None, "nobody has answered yet");
    house.server.pass(SECOND);
    let answer: Message = house.eve.say(&thread, "Soup").await.is(200).read();
    assert_eq!(answer.number, 1);
    assert_eq!(answer.root, Some(MessageId(began.parse().unwrap())));

    let lobby = window(&house, &house.ada, LOBBY).await;
    let seen = lobby.messages.values().collect::<Vec<_>>();
    assert_eq!(seen.len(), 1, "it is not in the room itself");
    let summary = Thread {
        room: answer.room,
        replies: 1,
        replied_at: answer.created_at,
    };
    assert_eq!(seen[0].thread, Some(summary));
    assert!(seen[0].seq > answer.seq, "everybody in the room is told");
    assert_eq!((seen[0].edited_at, seen[0].root), (None, None));

    let beside = window(&house, &house.eve, &thread).await;
    assert_eq!(beside.root.as_deref(), Some(seen[0]));
    assert_eq!(beside.messages[&1], answer);
    let state = page(&house, &house.eve, &thread).await;
    let place = &state.rooms[&answer.room];
    let origin = Origin {
        room: RoomId(1),
        message: seen[0].id,
    };
    assert_eq!(
        (place.room.kind, place.room.origin),
        (RoomKind::Thread, Some(origin))
    );
    assert_eq!(place.room.name, "**Lunch**?");

    // One that is deleted counts no longer.
    let id = answer.id.to_string();
    house
        .eve
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    let lobby = window(&house, &house.ada, LOBBY).await;
    assert_eq!(lobby.messages[&1].thread, None);
}

#[tokio::test]
async fn who_has_something_to_do_with_it_is_told_and_who_only_looks_is_not() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "Lunch?").await;
    let thread = opened(&house.eve, &began).await;
    assert_eq!(
        waiting(&house, &house.eve, &thread).await,
        Some((0, Level::Nothing))
    );
    assert_eq!(
        waiting(&house, &house.bob, &thread).await,
        Some((0, Level::Everything))
    );
    assert_eq!(waiting(&house, &house.ada, &thread).await, None);

    said(&house.eve, &thread, "Soup").await;
    assert_eq!(
        waiting(&house, &house.eve, &thread).await,
        Some((0, Level::Everything))
    );
    assert_eq!(
        waiting(&house, &house.bob, &thread).await,
        Some((1, Level::Everything))
    );
    // Nobody need be in the thread to be called there.
    said(&house.eve, &thread, "@Ada too?").await;
    assert_eq!(
        waiting(&house, &house.ada, &thread).await,
        Some((1, Level::Everything))
    );
    assert_eq!(
        waiting(&house, &house.bob, &thread).await,
        Some((2, Level::Everything))
    );

    // Who goes is told of nothing, until they have to do with it again.
    house
        .ada
        .call("rooms/leave", &[("room", &thread)])
        .await
        .is(200);
    said(&house.bob, &thread, "Yes").await;
    assert_eq!(waiting(&house, &house.ada, &thread).await, None);
    said(&house.bob, &thread, "@Ada?").await;
    assert_eq!(
        waiting(&house, &house.ada, &thread).await,
        Some((1, Level::Everything))
    );
    let level = [("room", thread.as_str()), ("level", "nothing")];
    house.bob.call("rooms/level", &level).await.is(200);
    said(&house.eve, &thread, "Well then").await;
    assert_eq!(
        waiting(&house, &house.bob, &thread).await,
        Some((0, Level::Nothing))
    );
}

#[tokio::test]
async fn only_who_is_in_the_room_may_come_in() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let began = said(&house.ada, &room, "treasure").await;
    let thread = opened(&house.ada, &began).await;
    let answer = said(&house.ada, &thread, "on the island").await;
    for refused in [
        open(&house.eve, &began).await,
        open(&house.eve, "99").await,
        house.eve.say(&thread, "me too").await,
        house.eve.call("rooms/join", &[("room", &thread)]).await,
        house
            .eve
            .call("messages/history", &[("room", &thread), ("before", "99")])
            .await,
        house
            .eve
            .call("messages/edit", &[("id", &answer), ("text", "x")])
            .await,
    ] {
        refused.refused(&Problem::NotFound);
    }
    open(&house.anon, &began).await.refused(&Problem::SignedOut);
    house.eve.get(&format!("/rooms/{thread}")).await.is(404);

    // Who is in the room and has not looked into it reads nothing of it, and may come in.
    let invite = [
        ("room", room.as_str()),
        ("person", &house.eve.id.to_string()),
    ];
    house.ada.call("rooms/invite", &invite).await.is(200);
    let outside = page(&house, &house.eve, &thread).await;
    let id = RoomId(thread.parse().unwrap());
    assert!(!outside.rooms[&id].joined() && outside.windows.is_empty());
    house
        .eve
        .say(&thread, "me too")
        .await
        .refused(&Problem::NotMember);
    house
        .eve
        .call("rooms/join", &[("room", &thread)])
        .await
        .is(200);
    said(&house.eve, &thread, "me too").await;
    assert_eq!(window(&house, &house.eve, &thread).await.messages.len(), 2);

    // What the room does not say of it cannot be done to it.
    for (call, more) in [("rooms/invite", "person"), ("rooms/remove", "person")] {
        let fields = [("room", thread.as_str()), (more, &house.eve.id.to_string())];
        house
            .ada
            .call(call, &fields)
            .await
            .refused(&Problem::Forbidden);
    }
    let name = [("room", thread.as_str()), ("name", "x"), ("topic", "")];
    house
        .ada
        .call("rooms/describe", &name)
        .await
        .refused(&Problem::Forbidden);
    // But who looks after the room looks after its threads.
    let hers = said(&house.eve, &thread, "mine").await;
    house
        .ada
        .call("messages/delete", &[("id", &hers)])
        .await
        .is(200);
    let his = said(&house.ada, &thread, "yours").await;
    house
        .eve
        .call("messages/delete", &[("id", &his)])
        .await
        .refused(&Problem::Forbidden);

    let remove = [
        ("room", room.as_str()),
        ("person", &house.eve.id.to_string()),
    ];
    house.ada.call("rooms/remove", &remove).await.is(200);
    house
        .eve
        .say(&thread, "still here")
        .await
        .refused(&Problem::NotFound);
    let known = page(&house, &house.eve, LOBBY).await;
    assert!(
        !known.rooms.contains_key(&id),
        "who leaves a room leaves its threads"
    );
}

#[tokio::test]
async fn a_thread_goes_as_its_room_goes() {
    let house = House::open().await;
    let room = house.ada.room("open", "Plans").await;
    let began = said(&house.ada, &room, "sekretoplano").await;
    let thread = opened(&house.ada, &began).await;
    said(&house.ada, &thread, "sekretorespondo").await;
    let id = RoomId(thread.parse().unwrap());
    for archived in ["true", "false"] {
        let archive = [("room", room.as_str()), ("archived", archived)];
        house.ada.call("rooms/archive", &archive).await.is(200);
        let state = page(&house, &house.ada, LOBBY).await;
        assert_eq!(state.rooms[&id].room.archived.to_string(), archived);
        let again = house.ada.say(&thread, "more").await;
        again.is(if archived == "true" { 409 } else { 200 });
    }
    // What it is called follows the message that it began from, to its end.
    let edit = [("id", began.as_str()), ("text", "another plan")];
    house.ada.call("messages/edit", &edit).await.is(200);
    let state = page(&house, &house.ada, &thread).await;
    assert_eq!(state.rooms[&id].room.name, "another plan");
    house
        .ada
        .call("messages/delete", &[("id", &began)])
        .await
        .is(200);
    let state = page(&house, &house.ada, &thread).await;
    assert_eq!(state.rooms[&id].room.name, "");
    let began = state.windows[&id].root.as_deref().unwrap();
    assert!(began.is_deleted() && began.thread.is_some());
    assert!(!holds(&house.server.bytes().await, "sekretoplano"));
    said(&house.ada, &thread, "it goes on").await;

    house
        .server
        .chat
        .delete_room(PersonId(house.ada.id), RoomId(room.parse().unwrap()))
        .await
        .unwrap();
    house
        .ada
        .say(&thread, "more")
        .await
        .refused(&Problem::NotFound);
    let state = page(&house, &house.ada, LOBBY).await;
    assert!(!state.rooms.contains_key(&id));
    assert!(!holds(&house.server.bytes().await, "sekretorespondo"));
}

#[tokio::test]
async fn there_is_one_thread_for_a_message_and_none_in_a_thread() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "Lunch?").await;
    let (one, other) = (
        opened(&house.eve, &began).await,
        opened(&house.ada, &began).await,
    );
    assert_eq!(one, other);
    let answer = said(&house.eve, &one, "Soup").await;
    open(&house.eve, &answer)
        .await
        .refused(&Problem::ThreadInThread);
    let gone = said(&house.bob, LOBBY, "gone").await;
    house
        .bob
        .call("messages/delete", &[("id", &gone)])
        .await
        .is(200);
    open(&house.eve, &gone)
        .await
        .refused(&Problem::MessageDeleted);
    // Without JavaScript the button leads there.
    let there = house
        .bob
        .submit("/rooms/1", "rooms/open-thread", &[("message", &began)])
        .await;
    assert_eq!(there.is(302).location(), format!("/rooms/{one}"));
}

#[tokio::test]
async fn what_is_said_in_threads_is_found() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "Lunch?").await;
    let thread = opened(&house.bob, &began).await;
    let answer = said(&house.bob, &thread, "minestrone").await;
    for query in ["minestrone", "minestrone in:lob", "minestrone from:bob"] {
        let fields = [("text", query), ("offset", "0")];
        let found: Found = house
            .eve
            .call("search/messages", &fields)
            .await
            .is(200)
            .read();
        let ids: Vec<String> = found
            .hits
            .iter()
            .map(|hit| hit.message.id.to_string())
            .collect();
        assert_eq!(ids, [answer.as_str()], "{query}");
    }
    let room = house.ada.room("closed", "Secret").await;
    let hidden = said(&house.ada, &room, "menu").await;
    let below = opened(&house.ada, &hidden).await;
    said(&house.ada, &below, "gazpacho").await;
    let fields = [("text", "gazpacho"), ("offset", "0")];
    let found: Found = house
        .eve
        .call("search/messages", &fields)
        .await
        .is(200)
        .read();
    assert!(found.hits.is_empty());
}

#[tokio::test]
async fn nobody_is_in_more_threads_than_their_page_can_hold() {
    let house = House::open_with(&["--send-rate", "0"]).await;
    let mut threads = Vec::new();
    for n in 0..THREAD_LIMIT + 2 {
        let began = said(&house.bob, LOBBY, &n.to_string()).await;
        let thread = opened(&house.eve, &began).await;
        said(&house.eve, &thread, "so").await;
        house.server.pass(SECOND);
        threads.push(RoomId(thread.parse().unwrap()));
    }
    for who in [&house.eve, &house.bob] {
        let state = page(&house, who, LOBBY).await;
        let inside: Vec<RoomId> = state
            .rooms
            .values()
            .filter(|place| place.room.kind == RoomKind::Thread)
            .map(|place| place.room.id)
            .collect();
        assert_eq!(inside, threads[2..], "the oldest go first");
    }
}

#[tokio::test]
async fn an_answer_may_also_be_shown_in_the_room() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "Lunch?").await;
    let thread = opened(&house.eve, &began).await;
    let fields = [
        ("room", thread.as_str()),
        ("text", "Soup for @Ada"),
        ("client_id", "0b6e2c57-2f52-4f5b-9a3e-000000000001"),
        ("also_in_room", "true"),
    ];
    let mut answers = Vec::new();
    for _ in 0..2 {
        let sent = house.eve.call("messages/send", &fields).await;
        answers.push(sent.is(200).read::<Message>());
    }
    assert_eq!(answers[0], answers[1], "sent again it is the same one");
    let lobby = window(&house, &house.ada, LOBBY).await;
    assert_eq!(lobby.messages.len(), 2);
    let shown = &lobby.messages[&2];
    assert_eq!(
        (shown.content.as_str(), shown.sender.id.0),
        ("", house.eve.id)
    );
    let quote = shown.reply_to.clone().unwrap();
    assert_eq!(
        (quote.id, quote.room),
        (answers[0].id, Some(answers[0].room))
    );
    assert_eq!(quote.text, "Soup for @Ada");
    // It calls nobody a second time, and is found once.
    let state = page(&house, &house.ada, LOBBY).await;
    assert!(state.rooms[&RoomId(1)].mentions.is_empty());
    let found = [("text", "soup"), ("offset", "0")];
    let found: Found = house.ada.call("search/messages", &found).await.read();
    assert_eq!(found.hits.len(), 1);
    // Its words stand in one place, and go from there for all.
    let id = answers[0].id.to_string();
    let edit = [("id", id.as_str()), ("text", "Salad")];
    house.eve.call("messages/edit", &edit).await.is(200);
    let lobby = window(&house, &house.ada, LOBBY).await;
    let quote = lobby.messages[&2].reply_to.clone().unwrap();
    assert_eq!(quote.text, "Salad");
    assert!(lobby.messages[&2].seq > shown.seq, "everybody is told");
    house.eve.call("messages/delete", &edit[..1]).await.is(200);
    let lobby = window(&house, &house.ada, LOBBY).await;
    let quote = lobby.messages[&2].reply_to.clone().unwrap();
    assert!(quote.deleted && quote.text.is_empty());
}

#[tokio::test]
async fn programs_answer_in_threads() {
    let house = House::open().await;
    let began = said(&house.bob, LOBBY, "Lunch?").await;
    let began: i64 = began.parse().unwrap();
    let body = json!({"root": began, "content": "Soup"});
    let made = house.eve.post("/api/messages?depth=0", body).await;
    let made = made.is(201).json()["doc"].clone();
    assert_eq!(made["root"], began);
    let doc = house
        .ada
        .get(&format!("/api/messages/{began}?depth=0"))
        .await
        .json();
    assert_eq!(
        doc["thread"],
        json!({"room": made["room"], "replies": 1, "repliedAt": made["createdAt"]})
    );
    assert_eq!(doc["root"], Value::Null);
    let found = format!("/api/messages?where[root][equals]={began}");
    assert_eq!(house.eve.get(&found).await.json()["totalDocs"], 1);
    let rooms = format!("/api/rooms/{}?depth=0", made["room"]);
    let room = house.eve.get(&rooms).await.is(200).json();
    assert_eq!(
        (&room["kind"], &room["parent"], &room["root"]),
        (&json!("thread"), &json!(1), &json!(began))
    );
    house.ada.get(&rooms).await.is(404);
    let also = json!({"root": began, "content": "Bread", "alsoInRoom": true});
    house.eve.post("/api/messages", also).await.is(201);
    let lobby = window(&house, &house.ada, LOBBY).await;
    assert!(
        lobby.messages[&2]
            .reply_to
            .as_ref()
            .is_some_and(|quote| quote.text == "Bread")
    );
    let none = house
        .eve
        .post("/api/messages", json!({"root": 99, "content": "x"}))
        .await;
    assert_eq!(
        none.is(400).json()["errors"][0]["data"]["errors"][0]["path"],
        "root"
    );
    let kind = json!({"name": "x", "kind": "thread"});
    house.eve.post("/api/rooms", kind).await.is(400);
}
