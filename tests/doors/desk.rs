//! What people arrange for themselves: sections of rooms, and bookmarks.

use parlour::{
    chat::page::Stretch,
    domain::{
        Message, PersonId, Problem,
        desk::{BOOKMARK_LIMIT, Desk, SECTION_LIMIT},
        search::Found,
    },
};

use super::{
    actor::{Actor, Answer},
    server::{House, holds},
};

const LOBBY: &str = "1";

async fn mark(actor: &Actor, id: &str, on: bool) -> Answer {
    let on = if on { "true" } else { "false" };
    actor.call("desk/bookmark", &[("id", id), ("on", on)]).await
}

async fn bookmarks(actor: &Actor) -> Vec<String> {
    let found: Found = actor.call("desk/bookmarks", &[]).await.is(200).read();
    let words = |hit: parlour::domain::search::Hit| hit.message.content;
    found.hits.into_iter().map(words).collect()
}

async fn said(actor: &Actor, room: &str, text: &str) -> String {
    let said: Message = actor.say(room, text).await.is(200).read();
    said.id.to_string()
}

/// What somebody's page knows of their desk.
async fn desk(house: &House, who: &Actor) -> Desk {
    let page = house
        .server
        .chat
        .page(PersonId(who.id), None, Stretch::Newest);
    page.await.unwrap().1.desk
}

async fn place(actor: &Actor, room: &str, section: &str) -> Answer {
    actor
        .call("desk/place", &[("room", room), ("section", section)])
        .await
}

/// The sections, in a line.
async fn sections(house: &House, who: &Actor) -> String {
    let sections = desk(house, who).await.sections;
    let lines = sections.iter().map(|section| {
        let rooms: Vec<String> = section.rooms.iter().map(ToString::to_string).collect();
        format!("{}: {}", section.name, rooms.join(" "))
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn a_bookmark_is_its_owners_and_goes_with_the_message() {
    let house = House::open().await;
    let (ada, bob) = (&house.ada, &house.bob);
    let (one, two) = (said(bob, LOBBY, "one").await, said(bob, LOBBY, "two").await);
    for id in [&two, &one, &one] {
        mark(ada, id, true).await.is(200);
    }
    assert_eq!(
        bookmarks(ada).await,
        ["one", "two"],
        "the last first, each once"
    );
    assert_eq!(desk(&house, ada).await.bookmarks.len(), 2);
    assert!(bookmarks(bob).await.is_empty() && desk(&house, bob).await.bookmarks.is_empty());
    for _ in 0..2 {
        mark(ada, &two, false).await.is(200);
    }
    assert_eq!(bookmarks(ada).await, ["one"]);
    bob.call("messages/delete", &[("id", &one)]).await.is(200);
    assert!(bookmarks(ada).await.is_empty() && desk(&house, ada).await.bookmarks.is_empty());
    mark(ada, &one, true)
        .await
        .refused(&Problem::MessageDeleted);
    mark(ada, "99", true).await.refused(&Problem::NotFound);
    mark(&house.anon, &two, true)
        .await
        .refused(&Problem::SignedOut);
}

#[tokio::test]
async fn what_one_may_no_longer_read_is_not_shown() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let id = said(&house.ada, &room, "treasure").await;
    mark(&house.eve, &id, true)
        .await
        .refused(&Problem::NotFound);
    let eve = house.eve.id.to_string();
    let invite = [("room", room.as_str()), ("person", &eve)];
    house.ada.call("rooms/invite", &invite).await.is(200);
    mark(&house.eve, &id, true).await.is(200);
    house.ada.call("rooms/remove", &invite).await.is(200);
    assert!(bookmarks(&house.eve).await.is_empty());
    mark(&house.eve, &id, false).await.is(200);
    assert!(desk(&house, &house.eve).await.bookmarks.is_empty());
}

#[tokio::test]
async fn so_many_bookmarks_are_made() {
    let house = House::open_with(&["--send-rate", "0"]).await;
    for n in 0..BOOKMARK_LIMIT {
        let id = said(&house.bob, LOBBY, &n.to_string()).await;
        mark(&house.ada, &id, true).await.is(200);
    }
    let beyond = said(&house.bob, LOBBY, "beyond").await;
    let limit = BOOKMARK_LIMIT;
    mark(&house.ada, &beyond, true)
        .await
        .refused(&Problem::TooManyBookmarks { limit });
    assert_eq!(bookmarks(&house.ada).await.len(), limit);
}

#[tokio::test]
async fn rooms_stand_in_sections_in_an_order_of_ones_own() {
    let house = House::open().await;
    let (two, three) = (
        house.ada.room("open", "Two").await,
        house.ada.room("closed", "Three").await,
    );
    for (room, section) in [(LOBBY, " Work "), (&two, "Work"), (&three, "Sekretejo")] {
        place(&house.ada, room, section).await.is(200);
    }
    assert_eq!(
        sections(&house, &house.ada).await,
        format!("Work: 1 {two}; Sekretejo: {three}")
    );
    assert_eq!(sections(&house, &house.bob).await, "");
    let up = [("room", two.as_str()), ("way", "up")];
    house.ada.call("desk/shift", &up).await.is(200);
    let up = [("name", "Sekretejo"), ("way", "up")];
    house.ada.call("desk/shift-section", &up).await.is(200);
    assert_eq!(
        sections(&house, &house.ada).await,
        format!("Sekretejo: {three}; Work: {two} 1")
    );
    place(&house.ada, &three, "").await.is(200);
    assert_eq!(sections(&house, &house.ada).await, format!("Work: {two} 1"));

    place(&house.eve, &three, "Mine")
        .await
        .refused(&Problem::NotFound);
    place(&house.eve, &two, "Mine")
        .await
        .refused(&Problem::NotMember);
    place(&house.ada, &two, &"x".repeat(81))
        .await
        .refused(&Problem::SectionNameInvalid);

    // An account that is deleted leaves nothing of it.
    place(&house.bob, LOBBY, "Sekretejo").await.is(200);
    let id = said(&house.ada, LOBBY, "hello").await;
    mark(&house.bob, &id, true).await.is(200);
    let (ada, bob) = (PersonId(house.ada.id), PersonId(house.bob.id));
    house.server.chat.delete_account(ada, bob).await.unwrap();
    assert!(!holds(&house.server.bytes().await, "Sekretejo"));
}

#[tokio::test]
async fn so_many_sections_are_made() {
    let house = House::open().await;
    for n in 0..=SECTION_LIMIT {
        let room = house.ada.room("closed", &format!("Room {n}")).await;
        let placed = place(&house.ada, &room, &format!("Section {n}")).await;
        if n < SECTION_LIMIT {
            placed.is(200);
        } else {
            placed.refused(&Problem::TooManySections {
                limit: SECTION_LIMIT,
            });
        }
    }
}
