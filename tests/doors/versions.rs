//! What messages said before they were edited: who sees it, what is kept, and that it goes with what was deleted.

use parlour::domain::{Message, Problem, search::Found, version::Edited};

use super::{
    actor::{Actor, Answer},
    panel::send,
    server::House,
};

const LOBBY: &str = "1";

/// How many are kept beside what a message says now.
const KEPT: usize = 100;

async fn said(actor: &Actor, room: &str, text: &str) -> String {
    let said: Message = actor.say(room, text).await.read();
    said.id.to_string()
}

async fn edit(actor: &Actor, id: &str, text: &str) {
    let fields = [("id", id), ("text", text)];
    actor.call("messages/edit", &fields).await.is(200);
}

async fn ask(actor: &Actor, id: &str) -> Answer {
    actor.call("messages/versions", &[("id", id)]).await
}

/// All that a message said, what was written last first, as somebody sees it.
async fn versions(actor: &Actor, id: &str) -> Vec<(String, i64)> {
    let history: Edited = ask(actor, id).await.is(200).read();
    let versions = history.versions().into_iter();
    versions
        .map(|version| (version.content, version.written_at.0))
        .collect()
}

#[tokio::test]
async fn what_was_said_is_kept_with_its_time() {
    let house = House::open().await;
    let id = said(&house.bob, LOBBY, "at ten").await;
    let [(_, begun)] = &versions(&house.eve, &id).await[..] else {
        panic!("one version")
    };
    for text in ["at eleven", "at eleven", "at twelve"] {
        house.server.pass(1_000);
        edit(&house.bob, &id, text).await;
    }
    let expected = [
        ("at twelve".to_owned(), begun + 3_000),
        ("at eleven".to_owned(), begun + 1_000),
        ("at ten".to_owned(), *begun),
    ];
    assert_eq!(versions(&house.eve, &id).await, expected);
    // By a program too, and what is no edit adds nothing.
    house
        .bob
        .call("messages/pin", &[("id", &id), ("on", "true")])
        .await
        .is(200);
    let path = format!("/api/messages/{id}");
    let changed = house.bob.ask("PATCH", &path, r#"{"content":"never"}"#);
    changed.await.is(200);
    let kept = versions(&house.ada, &id).await;
    assert_eq!(
        (kept.len(), &kept[0].0[..], &kept[1]),
        (4, "never", &expected[0])
    );
    // The search finds what is said, not what was.
    for (word, hits) in [("never", 1), ("eleven", 0)] {
        let search = [("text", word)];
        let found: Found = house.eve.call("search/messages", &search).await.read();
        assert_eq!(found.hits.len(), hits, "{word}");
    }
}

#[tokio::test]
async fn who_may_read_may_see_it_and_nobody_else() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let id = said(&house.ada, &room, "treasure").await;
    edit(&house.ada, &id, "nothing").await;
    for asked in [id.as_str(), "99"] {
        ask(&house.eve, asked).await.refused(&Problem::NotFound);
        ask(&house.anon, asked).await.refused(&Problem::SignedOut);
    }
    let fields = [("room", &room[..]), ("person", &house.eve.id.to_string())];
    house.ada.call("rooms/invite", &fields).await.is(200);
    assert_eq!(versions(&house.eve, &id).await[1].0, "treasure");
    house.ada.call("rooms/remove", &fields).await.is(200);
    ask(&house.eve, &id).await.refused(&Problem::NotFound);
}

#[tokio::test]
async fn admins_keep_it_to_authors_and_those_in_charge() {
    let house = House::open().await;
    let room = house.bob.room("open", "Garden").await;
    house
        .eve
        .call("rooms/join", &[("room", &room)])
        .await
        .is(200);
    house
        .ada
        .call("rooms/join", &[("room", &room)])
        .await
        .is(200);
    let (hers, his) = (
        said(&house.eve, &room, "roses").await,
        said(&house.bob, &room, "beans").await,
    );
    edit(&house.eve, &hers, "tulips").await;
    edit(&house.bob, &his, "peas").await;
    send(&house.ada, "/admin/settings", &[]).await.is(303);
    ask(&house.eve, &his).await.refused(&Problem::Forbidden);
    for in_charge in [&house.ada, &house.bob] {
        assert_eq!(versions(in_charge, &hers).await.len(), 2);
        assert_eq!(versions(in_charge, &his).await.len(), 2);
    }
    assert_eq!(versions(&house.eve, &hers).await.len(), 2);
    // That the room is put away changes nothing.
    let archive = [("room", &room[..]), ("archived", "true")];
    house.bob.call("rooms/archive", &archive).await.is(200);
    assert_eq!(versions(&house.ada, &hers).await.len(), 2);
    ask(&house.eve, &his).await.refused(&Problem::Forbidden);
    send(&house.ada, "/admin/settings", &[("edits", "true")])
        .await
        .is(303);
    assert_eq!(versions(&house.eve, &his).await.len(), 2);
}

#[tokio::test]
async fn it_goes_with_what_is_deleted() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    for (room, word) in [(LOBBY, "tulip"), (&room, "walnut")] {
        let id = said(&house.ada, room, word).await;
        edit(&house.ada, &id, "nothing").await;
        assert!(house.server.dump().await.contains(word));
        if room == LOBBY {
            house
                .ada
                .call("messages/delete", &[("id", &id)])
                .await
                .is(200);
            ask(&house.ada, &id).await.refused(&Problem::MessageDeleted);
        } else {
            let path = format!("/api/rooms/{room}");
            house.ada.ask("DELETE", &path, "").await.is(200);
            ask(&house.ada, &id).await.refused(&Problem::NotFound);
        }
        assert!(!house.server.dump().await.contains(word));
        let bytes = house.server.bytes().await;
        let stands = bytes.windows(word.len()).any(|at| at == word.as_bytes());
        assert!(!stands, "{word} stands in the file");
    }
}

#[tokio::test]
async fn a_message_keeps_so_many() {
    let house = House::open().await;
    let id = said(&house.bob, LOBBY, "0").await;
    for n in 1..=KEPT + 3 {
        edit(&house.bob, &id, &n.to_string()).await;
    }
    let kept = versions(&house.bob, &id).await;
    assert_eq!(kept.len(), KEPT + 1);
    assert_eq!(kept[0].0, (KEPT + 3).to_string());
    assert_eq!(kept[KEPT].0, "3");
}
