//! Cards for what links lead to: who sees them, who may take them away, and what is left when things go.

use parlour::domain::{Message, MessageId, Preview, Problem};
use serde_json::json;
use tokio::sync::broadcast::error::TryRecvError;

use super::{
    actor::{Actor, Answer},
    panel::{browse, send},
    server::{House, SECOND, holds},
};

const LOBBY: &str = "1";
const URL: &str = "https://example.org/oak";
/// Words that stand in a card only.
const TITLE: &str = "An oak that nobody planted";

fn card(url: &str) -> Preview {
    Preview::new(url, TITLE, "Of trees & <b>", "Woods").unwrap()
}

async fn put(house: &House, id: MessageId, url: &str) {
    let put = house.server.chat.put_preview(id, card(url), None);
    put.await.unwrap();
}

async fn remove(actor: &Actor, id: MessageId, url: &str) -> Answer {
    let id = id.to_string();
    let fields = [("id", id.as_str()), ("url", url)];
    actor.call("messages/remove-preview", &fields).await
}

async fn edit(actor: &Actor, id: MessageId, text: &str) -> Message {
    let id = id.to_string();
    let fields = [("id", id.as_str()), ("text", text)];
    actor.call("messages/edit", &fields).await.is(200).read()
}

/// The lobby's newest message.
async fn newest(actor: &Actor) -> Message {
    let fields = [("room", LOBBY), ("before", "9999")];
    let mut all: Vec<Message> = actor.call("messages/history", &fields).await.read();
    all.pop().unwrap()
}

fn urls(message: &Message) -> Vec<&str> {
    let cards = message.previews.iter();
    cards.map(|card| card.url.as_str()).collect()
}

#[tokio::test]
async fn a_card_comes_after_its_message_as_a_change_and_no_edit_of_it() {
    let house = House::open().await;
    let mut links = house.server.chat.links();
    let said: Message = house.bob.say(LOBBY, &format!("look: {URL}")).await.read();
    assert_eq!(said.previews, [], "never before");
    assert_eq!(links.try_recv(), Ok(said.id));
    let unknown = house.server.chat.unknown_links(said.id).await.unwrap();
    assert_eq!(unknown, [URL]);
    house.server.pass(SECOND);
    put(&house, said.id, URL).await;
    let seen = newest(&house.eve).await;
    assert_eq!(seen.previews, [card(URL)]);
    assert!(seen.seq > said.seq);
    assert_eq!((seen.updated_at, seen.edited_at), (said.updated_at, None));
    assert_eq!(
        house.server.chat.unknown_links(said.id).await.unwrap(),
        [""; 0]
    );
    // What was put there stays as it was.
    let other = Preview::new(URL, "Another", "", "").unwrap();
    let put = house.server.chat.put_preview(said.id, other, None);
    put.await.unwrap();
    assert_eq!(newest(&house.eve).await, seen);

    let page = house.eve.get("/rooms/1").await.text();
    for part in [
        TITLE,
        "Of trees &amp; &lt;b&gt;",
        "Woods · example.org",
        "rel=\"nofollow noopener noreferrer ugc\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let message = house.ada.get("/api/messages/1?depth=0").await.json();
    let expected = json!({
        "url": URL, "title": TITLE, "description": "Of trees & <b>", "site": "Woods",
        "picture": "",
    });
    assert_eq!(message["previews"], json!([expected]));
}

#[tokio::test]
async fn only_the_links_of_a_message_have_cards_and_in_their_order() {
    let house = House::open().await;
    let text = "https://a.example `https://code.example` https://b.example https://c.example https://d.example";
    let said: Message = house.bob.say(LOBBY, text).await.read();
    for url in ["c", "a", "d", "code", "elsewhere", "b"] {
        put(&house, said.id, &format!("https://{url}.example")).await;
    }
    let all = [
        "https://a.example",
        "https://b.example",
        "https://c.example",
    ];
    assert_eq!(urls(&newest(&house.eve).await), all);
    put(&house, MessageId(99), "https://a.example").await;
}

#[tokio::test]
async fn who_may_delete_a_message_may_take_its_cards_away_and_they_stay_away() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, URL).await.read();
    put(&house, said.id, URL).await;
    let before = newest(&house.bob).await;
    remove(&house.eve, said.id, URL)
        .await
        .refused(&Problem::Forbidden);
    remove(&house.anon, said.id, URL)
        .await
        .refused(&Problem::SignedOut);
    let same: Message = remove(&house.bob, said.id, "https://other.example")
        .await
        .is(200)
        .read();
    assert_eq!(same, before);
    // Who only sees the card has no button for it.
    for (who, has) in [(&house.bob, true), (&house.ada, true), (&house.eve, false)] {
        let page = who.get("/rooms/1").await.text();
        assert_eq!(page.contains("/do/messages/remove-preview"), has, "{page}");
    }
    let removed: Message = remove(&house.bob, said.id, URL).await.is(200).read();
    assert_eq!(removed.previews, []);
    assert!(removed.seq > before.seq);
    assert_eq!(removed.edited_at, None);
    let again: Message = remove(&house.bob, said.id, URL).await.is(200).read();
    assert_eq!(again, removed);
    assert!(!holds(&house.server.bytes().await, TITLE));
    // Neither by another look-up nor by an edit that brings the link back.
    assert_eq!(
        house.server.chat.unknown_links(said.id).await.unwrap(),
        [""; 0]
    );
    put(&house, said.id, URL).await;
    edit(&house.bob, said.id, "nothing").await;
    edit(&house.bob, said.id, &format!("again {URL}")).await;
    put(&house, said.id, URL).await;
    assert_eq!(newest(&house.eve).await.previews, []);

    // Admins have charge of every room that they are in.
    let other: Message = house.bob.say(LOBBY, URL).await.read();
    put(&house, other.id, URL).await;
    let removed: Message = remove(&house.ada, other.id, URL).await.is(200).read();
    assert_eq!(removed.previews, []);
}

#[tokio::test]
async fn cards_are_for_who_may_read_the_message() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let said: Message = house.ada.say(&room, URL).await.read();
    put(&house, said.id, URL).await;
    for asked in [said.id, MessageId(99)] {
        remove(&house.eve, asked, URL)
            .await
            .refused(&Problem::NotFound);
    }
    let path = format!("/api/messages/{}", said.id);
    house.eve.get(&path).await.is(404);
    for path in ["/rooms/1", "/api/messages", "/api/messages?depth=3"] {
        assert!(!house.eve.get(path).await.text().contains(TITLE), "{path}");
    }
    assert!(house.ada.get(&path).await.text().contains(TITLE));
    let fields = [("room", room.as_str()), ("archived", "true")];
    house.ada.call("rooms/archive", &fields).await.is(200);
    remove(&house.ada, said.id, URL)
        .await
        .refused(&Problem::RoomArchived);
}

#[tokio::test]
async fn cards_follow_the_links_of_an_edited_message_and_go_with_a_deleted_one() {
    let house = House::open().await;
    let [a, b] = ["https://a.example", "https://b.example"];
    let said: Message = house.bob.say(LOBBY, &format!("{a} {b}")).await.read();
    put(&house, said.id, a).await;
    put(&house, said.id, b).await;
    let mut links = house.server.chat.links();
    let edited = edit(&house.bob, said.id, &format!("{b} and {a}, {URL}")).await;
    assert_eq!(urls(&edited), [b, a]);
    assert_eq!(links.try_recv(), Ok(said.id));
    let unknown = house.server.chat.unknown_links(said.id).await.unwrap();
    assert_eq!(unknown, [URL]);
    put(&house, said.id, URL).await;
    assert_eq!(urls(&newest(&house.eve).await), [b, a, URL]);
    let edited = edit(&house.bob, said.id, &format!("{b} or `{a}`")).await;
    assert_eq!(urls(&edited), [b]);
    // What was being looked up meanwhile comes too late.
    put(&house, said.id, URL).await;
    let gone: Message = house
        .bob
        .call("messages/delete", &[("id", &said.id.to_string())])
        .await
        .read();
    assert!(gone.is_deleted() && gone.previews.is_empty());
    put(&house, said.id, b).await;
    assert_eq!(newest(&house.eve).await, gone);
    remove(&house.bob, said.id, b)
        .await
        .refused(&Problem::MessageDeleted);
    assert!(!house.server.dump().await.contains(TITLE));
    assert!(!holds(&house.server.bytes().await, TITLE));
}

#[tokio::test]
async fn a_form_takes_a_card_away_and_leads_back_to_its_message() {
    let house = House::open().await;
    let said: Message = house.bob.say(LOBBY, URL).await.read();
    put(&house, said.id, URL).await;
    let id = said.id.to_string();
    let fields = [("id", id.as_str()), ("url", URL)];
    let sent = house
        .bob
        .submit("/rooms/1", "messages/remove-preview", &fields)
        .await;
    let place = said.client_id.unwrap();
    assert_eq!(
        sent.is(302).location(),
        format!("/rooms/1?at={id}#c{place}")
    );
    assert!(!house.bob.get("/rooms/1").await.text().contains(TITLE));
}

#[tokio::test]
async fn admins_and_options_turn_previews_off() {
    let house = House::open().await;
    let mut links = house.server.chat.links();
    let settings = "/admin/settings";
    let page = browse(&house.ada, settings).await.text();
    let said: Message = house.bob.say(LOBBY, URL).await.read();
    assert_eq!(links.try_recv(), Ok(said.id), "on by default: {page}");
    send(&house.ada, settings, &[("name", "")]).await.is(303);
    // One that was being looked up.
    put(&house, said.id, URL).await;
    house.bob.say(LOBBY, URL).await.is(200);
    assert_eq!(links.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(newest(&house.bob).await.previews, []);
    send(&house.ada, settings, &[("previews", "true")])
        .await
        .is(303);
    house.bob.say(LOBBY, URL).await.is(200);
    assert!(links.try_recv().is_ok());

    let house = House::open_with(&["--no-previews"]).await;
    let mut links = house.server.chat.links();
    send(&house.ada, settings, &[("previews", "true")])
        .await
        .is(303);
    house.bob.say(LOBBY, URL).await.is(200);
    assert_eq!(links.try_recv(), Err(TryRecvError::Empty));
    let page = browse(&house.ada, settings).await.text();
    assert!(page.contains("with --no-previews,"), "{page}");
}

#[tokio::test]
async fn nobody_keeps_the_server_busy_with_links() {
    let house = House::open_with(&["--send-rate", "0"]).await;
    let mut links = house.server.chat.links();
    let mut said = async |who: &Actor, times: usize| {
        for _ in 0..times {
            who.say(LOBBY, URL).await.is(200);
        }
        std::iter::from_fn(|| links.try_recv().ok()).count()
    };
    assert_eq!(said(&house.bob, 20).await, 15);
    assert_eq!(said(&house.eve, 1).await, 1);
    house.server.pass(SECOND);
    assert_eq!(said(&house.bob, 3).await, 1);
    house.bob.say(LOBBY, "no link").await.is(200);
}
