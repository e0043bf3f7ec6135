//! Saying something, changing it, taking it back, reading it again.

use parlour::{
    domain::{Message, Problem, input::MESSAGE_LIMIT},
    store::find::{Condition, Reader, sources},
};
use serde_json::{Value, json};

use super::{
    actor::Actor,
    attachments::submit,
    server::{House, holds},
};

const LOBBY: &str = "1";
const ID: &str = "0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11";

async fn history(actor: &Actor, room: &str) -> Vec<String> {
    let before = i64::MAX.to_string();
    let answer = actor
        .call("messages/history", &[("room", room), ("before", &before)])
        .await;
    answer.is(200);
    let messages: Vec<Message> = answer.read();
    messages
        .into_iter()
        .map(|message| message.content)
        .collect()
}

#[tokio::test]
async fn a_page_sends_edits_deletes_and_reads_back() {
    let house = House::open().await;
    let sent = house.bob.say(LOBBY, "hello **all**").await;
    sent.is(200);
    let message: Message = sent.read();
    assert_eq!(
        (message.content.as_str(), message.number),
        ("hello **all**", 1)
    );
    assert_eq!(message.sender.id.0, house.bob.id);
    assert_eq!(history(&house.eve, LOBBY).await, ["hello **all**"]);

    let id = message.id.to_string();
    house.server.pass(1_000);
    let edited = house
        .bob
        .call("messages/edit", &[("id", &id), ("text", "hello, all")])
        .await;
    edited.is(200);
    let edited: Message = edited.read();
    assert_eq!(edited.content, "hello, all");
    assert_eq!(edited.created_at, message.created_at);
    assert!(edited.edited_at > Some(message.created_at));

    let deleted = house.bob.call("messages/delete", &[("id", &id)]).await;
    deleted.is(200);
    let deleted: Message = deleted.read();
    assert!(deleted.is_deleted() && deleted.content.is_empty());
    let again = house.bob.call("messages/delete", &[("id", &id)]).await;
    assert_eq!(again.is(200).read::<Message>(), deleted);
    house
        .bob
        .call("messages/edit", &[("id", &id), ("text", "back")])
        .await
        .refused(&Problem::MessageDeleted);
    assert_eq!(history(&house.eve, LOBBY).await, [""]);
}

#[tokio::test]
async fn forms_without_javascript_lead_back_to_their_page() {
    let house = House::open().await;
    let page = "/rooms/1";
    let fields = [
        ("room", LOBBY),
        ("text", "first\r\nsecond"),
        ("client_id", ID),
    ];
    let sent = house.bob.submit(page, "messages/send", &fields).await;
    sent.is(302);
    assert_eq!(sent.location(), page);
    assert_eq!(history(&house.bob, LOBBY).await, ["first\nsecond"]);

    let empty = [("room", LOBBY), ("text", " "), ("client_id", ID)];
    house
        .bob
        .submit(page, "messages/send", &empty)
        .await
        .sent_back(page, &Problem::MessageEmpty);
    house
        .anon
        .submit(page, "messages/send", &fields)
        .await
        .sent_back(page, &Problem::SignedOut);
    house
        .eve
        .submit(page, "messages/edit", &[("id", "1"), ("text", "mine")])
        .await
        .sent_back(page, &Problem::Forbidden);
    for (function, fields) in [
        ("messages/edit", vec![("id", "1"), ("text", "third")]),
        ("messages/delete", vec![("id", "1")]),
    ] {
        // Neither the form nor the reason of an earlier refusal stays in the address.
        let before = house.bob.submit(
            "/rooms/1?edit=1&__path=%2Fdo%2Fx&__err=abc",
            function,
            &fields,
        );
        let back = before.await;
        back.is(302);
        assert_eq!(back.location(), page, "{function}");
    }
    assert_eq!(history(&house.bob, LOBBY).await, [""]);
}

#[tokio::test]
async fn a_refused_form_has_its_text_again() {
    let house = House::open().await;
    let text = format!("\nif a < b && c {}", "x".repeat(MESSAGE_LIMIT));
    let fields = [("room", LOBBY), ("text", &text), ("client_id", ID)];
    let refused = submit(&house.bob, &fields, &[]).await;
    let length = text.trim().chars().count();
    refused.sent_back(
        "/rooms/1",
        &Problem::MessageTooLong {
            length,
            limit: MESSAGE_LIMIT,
        },
    );
    let back = refused.location().replace("http://chat.example", "");
    let shown = "\nif a &lt; b &amp;&amp; c xxx";
    let page = house
        .bob
        .get(&back.replace("__typed", "__other"))
        .await
        .text();
    assert!(!page.contains(shown), "named by nothing");
    let page = house.bob.get(&back).await.text();
    assert!(page.contains(&format!(">\n{shown}")), "{page}");
    let page = house.bob.get(&back).await.text();
    assert!(!page.contains(shown), "it was given out");

    let names = [
        ("name", "Name"),
        ("email", "no address"),
        ("password", "correct horse"),
    ];
    let refused = house
        .anon
        .submit("/sign-in", "sessions/create", &names)
        .await;
    let back = refused.location().replace("http://chat.example", "");
    let page = house.anon.get(&back).await.text();
    assert!(
        page.contains("no address") && !page.contains("correct horse"),
        "{page}"
    );
}

#[tokio::test]
async fn a_repeated_send_gets_the_first_answer() {
    let house = House::open().await;
    let send = async |actor: &Actor, room: &str, text: &str| {
        let fields = [("room", room), ("text", text), ("client_id", ID)];
        actor.call("messages/send", &fields).await
    };
    let first: Message = send(&house.bob, LOBBY, "once").await.read();
    house.server.pass(366 * super::server::DAY);
    let bob = house
        .bob
        .elsewhere("bob@example.com", super::server::PASSWORD, 9)
        .await;
    assert_eq!(send(&bob, LOBBY, "once").await.read::<Message>(), first);
    assert_eq!(
        send(&bob, LOBBY, "other words").await.read::<Message>(),
        first
    );
    let rest = bob
        .post(
            "/api/messages",
            json!({"room": 1, "content": "once", "clientId": ID}),
        )
        .await;
    assert_eq!(rest.is(201).json()["doc"]["id"], json!(first.id));
    // Also to who has left since, and with text that would be refused otherwise.
    bob.call("rooms/leave", &[("room", LOBBY)]).await.is(200);
    assert_eq!(send(&bob, LOBBY, "once").await.read::<Message>(), first);
    // Another person's ids are their own.
    let eve = house
        .eve
        .elsewhere("eve@example.com", super::server::PASSWORD, 9)
        .await;
    let other: Message = send(&eve, LOBBY, "once").await.read();
    assert_ne!(other.id, first.id);
    assert_eq!(history(&eve, LOBBY).await.len(), 2);
}

#[tokio::test]
async fn the_same_send_ten_times_at_once_is_one_message() {
    let house = House::open().await;
    let fields = [("room", LOBBY), ("text", "once"), ("client_id", ID)];
    let sends = (0..10).map(|_| house.bob.call("messages/send", &fields));
    let answers = futures_util::future::join_all(sends).await;
    let first: Message = answers[0].read();
    for answer in &answers {
        assert_eq!(answer.is(200).read::<Message>(), first);
    }
    assert_eq!(history(&house.bob, LOBBY).await, ["once"]);
}

#[tokio::test]
async fn who_sends_too_fast_is_told_to_wait_and_loses_nothing() {
    let house = House::open_with(&["--send-rate", "2"]).await;
    let fields = [("room", LOBBY), ("text", "first"), ("client_id", ID)];
    let first: Message = house.bob.call("messages/send", &fields).await.read();
    for _ in 1..30 {
        house.bob.say(LOBBY, "more").await.is(200);
    }
    let refused = house.bob.say(LOBBY, "too much").await;
    refused.refused(&Problem::TooMany { seconds: 1 });
    assert_eq!(refused.header("retry-after"), Some("1"));
    for target in ["room", "receiver"] {
        let body = json!({target: 1, "content": "too much"});
        let refused = house.bob.post("/api/messages", body).await;
        refused.is(429);
        assert_eq!(refused.header("retry-after"), Some("1"), "{target}");
    }
    // What was kept once is answered so, and others are not held up.
    let again = house.bob.call("messages/send", &fields).await;
    assert_eq!(again.read::<Message>(), first);
    house.eve.say(LOBBY, "unhindered").await.is(200);
    house.server.pass(super::server::SECOND);
    for _ in 0..2 {
        house.bob.say(LOBBY, "after a wait").await.is(200);
    }
    house.bob.say(LOBBY, "too much").await.is(429);
    let anyone = Reader {
        person: None,
        everything: true,
    };
    let mut documents = house.server.chat.search(anyone).await.unwrap();
    let all = Condition::All(Vec::new());
    let count = documents.count(&sources::MESSAGES, &all).await.unwrap();
    assert_eq!(count, 33);
}

#[tokio::test]
async fn in_open_mode_an_address_is_counted_and_not_whom_it_names() {
    let house = House::open_with(&["--open", "--send-rate", "1"]).await;
    let post = async |actor: &Actor, sender: &Actor| {
        let body = json!({"sender": sender.id, "room": 1, "content": "open"});
        actor.post("/api/messages", body).await
    };
    for _ in 0..15 {
        post(&house.anon, &house.bob).await.is(201);
    }
    post(&house.anon, &house.bob).await.is(429);
    post(&house.anon, &house.eve).await.is(429);
    house.bob.say(LOBBY, "my own").await.is(200);
    let mut near = house.anon.clone();
    near.address = ([127, 0, 0, 1], 50_000).into();
    for _ in 0..40 {
        post(&near, &house.bob).await.is(201);
    }
}

#[tokio::test]
async fn length_is_counted_in_characters() {
    let house = House::open().await;
    for character in ["a", "é", "好", "🙂"] {
        let longest = character.repeat(10_000);
        house.bob.say(LOBBY, &longest).await.is(200);
        let problem = Problem::MessageTooLong {
            length: 10_001,
            limit: 10_000,
        };
        let longer = character.repeat(10_001);
        house.bob.say(LOBBY, &longer).await.refused(&problem);
        let rest = json!({"room": 1, "content": longer});
        let answer = house.bob.post("/api/messages", rest).await;
        assert_eq!(
            answer.is(400).json()["errors"][0]["data"]["errors"][0],
            json!({"label": "Content", "message": problem.to_string(), "path": "content"})
        );
        let rest = json!({"room": 1, "content": longest});
        house.bob.post("/api/messages", rest).await.is(201);
    }
    for nothing in ["", " ", "\r\n\t", "\u{200b}", "\0"] {
        house
            .bob
            .say(LOBBY, nothing)
            .await
            .refused(&Problem::MessageEmpty);
    }
    assert_eq!(history(&house.bob, LOBBY).await.len(), 8);
}

#[tokio::test]
async fn only_members_write_and_nobody_in_an_archived_room() {
    let house = House::open().await;
    let open = house.ada.room("open", "garden").await;
    let message: Message = house.ada.say(&open, "roses").await.read();
    let id = message.id.to_string();
    house
        .bob
        .say(&open, "hello?")
        .await
        .refused(&Problem::NotMember);
    let rest = json!({"room": open.parse::<i64>().unwrap(), "content": "hello?"});
    house.bob.post("/api/messages", rest.clone()).await.is(403);
    // Whoever may not read it does not learn that there is a message.
    for function in ["messages/edit", "messages/delete"] {
        let fields = [("id", id.as_str()), ("text", "mine")];
        house
            .bob
            .call(function, &fields)
            .await
            .refused(&Problem::NotFound);
    }
    let before = i64::MAX.to_string();
    let fields = [("room", open.as_str()), ("before", &before)];
    house
        .bob
        .call("messages/history", &fields)
        .await
        .refused(&Problem::NotMember);

    house
        .bob
        .call("rooms/join", &[("room", &open)])
        .await
        .is(200);
    house.bob.say(&open, "now").await.is(200);
    let fields = [("room", open.as_str()), ("archived", "true")];
    house.ada.call("rooms/archive", &fields).await.is(200);
    house
        .bob
        .say(&open, "late")
        .await
        .refused(&Problem::RoomArchived);
    house.bob.post("/api/messages", rest).await.is(409);
    let fields = [("id", id.as_str()), ("text", "tulips")];
    house
        .ada
        .call("messages/edit", &fields)
        .await
        .refused(&Problem::RoomArchived);
    assert_eq!(history(&house.bob, &open).await, ["roses", "now"]);
}

#[tokio::test]
async fn others_words_are_the_owners_to_delete_and_nobodys_to_edit() {
    let house = House::open().await;
    let message: Message = house.bob.say(LOBBY, "bob's words").await.read();
    let id = message.id.to_string();
    let edit = [("id", id.as_str()), ("text", "other words")];
    for actor in [&house.ada, &house.eve] {
        actor
            .call("messages/edit", &edit)
            .await
            .refused(&Problem::Forbidden);
    }
    let delete = [("id", id.as_str())];
    let refused = house.eve.call("messages/delete", &delete).await;
    refused.refused(&Problem::Forbidden);
    assert_eq!(history(&house.eve, LOBBY).await, ["bob's words"]);
    house.ada.call("messages/delete", &delete).await.is(200);
    assert_eq!(history(&house.eve, LOBBY).await, [""]);
}

#[tokio::test]
async fn history_pages_backwards_without_gap_or_overlap() {
    let house = House::open().await;
    for number in 1..=120 {
        house.bob.say(LOBBY, &number.to_string()).await.is(200);
        house
            .eve
            .post(
                "/api/messages",
                json!({"receiver": house.bob.id, "content": "elsewhere"}),
            )
            .await;
    }
    let mut before = i64::MAX.to_string();
    let mut read = Vec::new();
    loop {
        let fields = [("room", LOBBY), ("before", &before)];
        let page: Vec<Message> = house.ada.call("messages/history", &fields).await.read();
        let Some(first) = page.first() else { break };
        assert!(page.len() <= 50);
        before = first.id.to_string();
        read.splice(0..0, page.into_iter().map(|message| message.number));
    }
    assert_eq!(read, (1..=120).collect::<Vec<_>>());
}

/// What `SQLite` itself moved between pages when a row grew may be left in unused space until the next `vacuum`;
/// docs/deploy.md says so.
#[tokio::test]
async fn deleted_words_are_gone_from_the_file() {
    let house = House::open().await;
    let secret = |number: usize| format!("secret-{number:04}-of-the-house");
    let mut ids = Vec::new();
    for number in 0..120 {
        let message: Message = house.bob.say(LOBBY, &secret(number)).await.read();
        ids.push(message.id.to_string());
    }
    let bytes = house.server.bytes().await;
    assert!(holds(&bytes, &secret(0)), "what stands is there");
    for id in &ids {
        house
            .bob
            .call("messages/delete", &[("id", id)])
            .await
            .is(200);
    }
    let bytes = house.server.bytes().await;
    let left: Vec<_> = (0..120).filter(|n| holds(&bytes, &secret(*n))).collect();
    assert!(
        left.is_empty(),
        "words that were deleted are still there: {left:?}"
    );
}

#[tokio::test]
async fn a_message_to_one_person_is_in_their_direct_room() {
    let house = House::open().await;
    let to_eve = json!({"receiver": house.eve.id, "content": "psst"});
    let sent = house.bob.post("/api/messages", to_eve).await.is(201).json();
    let room = sent["doc"]["room"].to_string();
    let direct = house
        .eve
        .call("rooms/direct", &[("people[0]", &house.bob.id.to_string())])
        .await;
    assert_eq!(direct.is(200).text(), room);
    let back: Message = house.eve.say(&room, "yes?").await.read();
    assert_eq!(back.receiver.map(|person| person.id.0), Some(house.bob.id));
    let seen: Value = house.ada.get("/api/messages").await.json();
    assert_eq!(seen["totalDocs"], 0, "others see nothing of it");
}
