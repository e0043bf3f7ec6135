//! Answering with an emoji: what counts as one, who may, and what is left when things go.

use parlour::domain::{
    Message, Problem,
    message::{REACTION_LIMIT, Reaction},
};
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    server::{House, holds},
};

const LOBBY: &str = "1";

async fn react(actor: &Actor, id: &str, how: &str, emoji: &str) -> Answer {
    actor
        .call("messages/react", &[("id", id), (how, emoji)])
        .await
}

/// The emoji of a message and who reacted with them, as one line.
fn line(message: &Message) -> String {
    let one = |Reaction { emoji, people }: &Reaction| {
        let people: Vec<_> = people.iter().map(ToString::to_string).collect();
        format!("{emoji} {}", people.join(","))
    };
    let all: Vec<_> = message.reactions.iter().map(one).collect();
    all.join("; ")
}

#[tokio::test]
async fn people_react_in_their_order_and_take_it_back() {
    let house = House::open().await;
    let (ada, bob, eve) = (house.ada.id, house.bob.id, house.eve.id);
    let said: Message = house.bob.say(LOBBY, "done").await.read();
    let id = said.id.to_string();
    house.server.pass(1_000);
    for (who, how, emoji, expected) in [
        (&house.eve, "add", "🎉", format!("🎉 {eve}")),
        (&house.ada, "add", "👍", format!("🎉 {eve}; 👍 {ada}")),
        (&house.ada, "add", "🎉", format!("🎉 {eve},{ada}; 👍 {ada}")),
        (
            &house.bob,
            "add",
            "❤",
            format!("🎉 {eve},{ada}; 👍 {ada}; ❤️ {bob}"),
        ),
        // Again is no more, in whichever spelling.
        (
            &house.bob,
            "add",
            "❤️",
            format!("🎉 {eve},{ada}; 👍 {ada}; ❤️ {bob}"),
        ),
        (
            &house.eve,
            "remove",
            "🎉",
            format!("👍 {ada}; 🎉 {ada}; ❤️ {bob}"),
        ),
        (
            &house.eve,
            "remove",
            "🎉",
            format!("👍 {ada}; 🎉 {ada}; ❤️ {bob}"),
        ),
        (
            &house.bob,
            "remove",
            "👍",
            format!("👍 {ada}; 🎉 {ada}; ❤️ {bob}"),
        ),
        (&house.ada, "remove", "🎉", format!("👍 {ada}; ❤️ {bob}")),
    ] {
        let message: Message = react(who, &id, how, emoji).await.is(200).read();
        assert_eq!(line(&message), expected, "{how} {emoji}");
        // It is no edit.
        assert_eq!(message.updated_at, said.updated_at);
        assert_eq!(message.edited_at, None);
        assert!(message.seq > said.seq);
    }
}

#[tokio::test]
async fn only_one_emoji_is_a_reaction_and_a_message_has_so_many() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "done").await.read();
    let id = said.id.to_string();
    for wrong in ["", "yes", "👍👍", ":+1:", "<b>", "1"] {
        react(&house.eve, &id, "add", wrong)
            .await
            .refused(&Problem::EmojiInvalid);
    }
    let faces: Vec<char> = ('😀'..).take(REACTION_LIMIT + 1).collect();
    for face in &faces[..REACTION_LIMIT] {
        react(&house.eve, &id, "add", &face.to_string())
            .await
            .is(200);
    }
    let limit = REACTION_LIMIT;
    let beyond = faces[REACTION_LIMIT].to_string();
    react(&house.bob, &id, "add", &beyond)
        .await
        .refused(&Problem::TooManyEmoji { limit });
    // One that is there can be joined.
    react(&house.bob, &id, "add", "😀").await.is(200);
    react(&house.eve, &id, "remove", "😁").await.is(200);
    react(&house.bob, &id, "add", &beyond).await.is(200);
}

#[tokio::test]
async fn who_may_write_may_react_and_nobody_else() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let said: Message = house.ada.say(&room, "treasure").await.read();
    let id = said.id.to_string();
    // Whether there is such a message, asking does not tell.
    for how in ["add", "remove"] {
        for asked in [id.as_str(), "99"] {
            react(&house.eve, asked, how, "👍")
                .await
                .refused(&Problem::NotFound);
            react(&house.anon, asked, how, "👍")
                .await
                .refused(&Problem::SignedOut);
        }
    }
    let open = house.ada.room("open", "Garden").await;
    let outside: Message = house.ada.say(&open, "roses").await.read();
    let outside = outside.id.to_string();
    react(&house.bob, &outside, "add", "👍")
        .await
        .refused(&Problem::NotFound);
    react(&house.ada, &outside, "add", "👍").await.is(200);
    let fields = [("room", open.as_str()), ("archived", "true")];
    house.ada.call("rooms/archive", &fields).await.is(200);
    for how in ["add", "remove"] {
        react(&house.ada, &outside, how, "👍")
            .await
            .refused(&Problem::RoomArchived);
    }
}

#[tokio::test]
async fn reactions_go_with_their_message_and_their_person_and_stay_with_who_left() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "done").await.read();
    let id = said.id.to_string();
    react(&house.eve, &id, "add", "🎉").await.is(200);
    react(&house.bob, &id, "add", "🎉").await.is(200);
    house
        .eve
        .call("rooms/leave", &[("room", LOBBY)])
        .await
        .is(200);
    let seen: Message = react(&house.ada, &id, "add", "👍").await.read();
    let (ada, bob, eve) = (house.ada.id, house.bob.id, house.eve.id);
    assert_eq!(line(&seen), format!("🎉 {eve},{bob}; 👍 {ada}"));

    let path = format!("/api/users/{eve}");
    house.ada.ask("DELETE", &path, "").await.is(200);
    let seen: Message = react(&house.ada, &id, "add", "👍").await.read();
    assert_eq!(line(&seen), format!("🎉 {bob}; 👍 {ada}"));

    let gone: Message = house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .read();
    assert!(gone.is_deleted() && gone.reactions.is_empty());
    react(&house.ada, &id, "add", "👍")
        .await
        .refused(&Problem::MessageDeleted);
    assert!(!house.server.dump().await.contains("🎉"));
    assert!(!holds(&house.server.bytes().await, "🎉"));
}

#[tokio::test]
async fn a_form_leads_back_to_its_message() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, "done").await.read();
    let id = said.id.to_string();
    let place = said.client_id.unwrap();
    let sent = house
        .eve
        .submit("/rooms/1", "messages/react", &[("id", &id), ("add", "👍")])
        .await;
    sent.is(302);
    assert_eq!(sent.location(), format!("/rooms/1?at={id}#c{place}"));
    let page = house.eve.get("/rooms/1").await.text();
    assert!(page.contains("👍"), "{page}");
}

#[tokio::test]
async fn programs_react_too() {
    let house = House::open().await;
    let (bob, eve) = (house.bob.id, house.eve.id);
    house.bob.say(LOBBY, "done").await.is(200);
    let thumb = json!({"message": 1, "emoji": "👍"});
    let made = house
        .eve
        .post("/api/reactions?depth=0", thumb.clone())
        .await;
    let made = made.is(201).json()["doc"].clone();
    assert_eq!(made["emoji"], "👍");
    assert_eq!(
        (&made["message"], &made["person"]),
        (&json!(1), &json!(eve))
    );
    let again = house
        .eve
        .post("/api/reactions?depth=0", thumb.clone())
        .await;
    assert_eq!(again.is(201).json()["doc"], made);
    house.bob.post("/api/reactions", thumb).await.is(201);

    let message = house.ada.get("/api/messages/1?depth=0").await.json();
    assert_eq!(
        message["reactions"],
        json!([{"emoji": "👍", "people": [eve, bob]}])
    );
    let found = house
        .ada
        .get("/api/reactions?where[message][equals]=1&where[person][equals]=2&depth=0")
        .await;
    assert_eq!(found.is(200).json()["totalDocs"], 1);

    for (body, status) in [
        (json!({"message": 1, "emoji": "yes"}), 400),
        (json!({"message": 1}), 400),
        (json!({"message": 99, "emoji": "👍"}), 400),
        (json!({"message": 1, "emoji": "👍", "person": bob}), 403),
    ] {
        let answer = house.eve.post("/api/reactions", body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {answer:?}");
    }

    let path = format!("/api/reactions/{}", made["id"]);
    house.bob.ask("DELETE", &path, "").await.is(403);
    house.eve.ask("DELETE", &path, "").await.is(200);
    house.eve.ask("DELETE", &path, "").await.is(404);
    let message = house.ada.get("/api/messages/1?depth=0").await.json();
    assert_eq!(message["reactions"][0]["people"], json!([bob]));
}

#[tokio::test]
async fn programs_see_reactions_in_their_rooms_only() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let said: Message = house.ada.say(&room, "treasure").await.read();
    let body = json!({"message": said.id, "emoji": "👍"});
    let made = house.ada.post("/api/reactions", body.clone()).await;
    let id = made.is(201).json()["doc"]["id"].to_string();
    house.eve.post("/api/reactions", body).await.is(400);
    for path in [
        "/api/reactions",
        "/api/reactions?where[emoji][equals]=👍",
        "/api/reactions?where[message.content][contains]=treasure",
    ] {
        let path = path.replace('👍', "%F0%9F%91%8D");
        assert_eq!(house.eve.get(&path).await.json()["totalDocs"], 0, "{path}");
        assert_eq!(house.ada.get(&path).await.json()["totalDocs"], 1, "{path}");
    }
    for method in ["GET", "DELETE"] {
        let path = format!("/api/reactions/{id}");
        house.eve.ask(method, &path, "").await.is(404);
    }
}
