//! Exactly once, in order, to everybody, and nobody pays for another.

use futures_util::{StreamExt as _, future::join_all};
use parlour::chat::page::Stretch;
use parlour::{
    domain::{Change, Message, RoomKind},
    live::Opening,
};
use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::{
    listener::{Listener, assert_whole, message, request, words},
    page::Page,
    support::{Somebody, World, soon},
    wire::Wire,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_reaches_every_listener_whole_once_and_in_order() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let mut listeners = Vec::new();
    for name in ["Bob", "Eve", "Kim", "Lin", "Mo"] {
        let member = world.member(name, room).await;
        listeners.push(Listener::open(&url, &member, "history=0").await);
    }
    let client = Client::new();
    let posts =
        (0..300).map(async |n| post(&client, &url, &ada, room.0, &format!("post {n}")).await);
    let posting = soon(join_all(posts));
    let reading = join_all(listeners.iter_mut().map(async |listener| {
        let mut messages = Vec::new();
        while messages.len() < 300 {
            let event = listener.kept().await.expect("an event");
            // The first may still be told of those who came.
            let changes = crate::listener::read(&event).changes;
            messages.extend(changes.into_iter().filter_map(|change| match change {
                Change::Message(message) => Some(message),
                _ => None,
            }));
        }
        messages
    }));
    let (_, read) = tokio::join!(posting, reading);
    for messages in &read {
        assert_whole(messages, 1, 300);
        let mut texts = words(messages);
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 300);
    }
}

async fn post(client: &Client, url: &str, who: &Somebody, room: i64, text: &str) {
    let sent = client
        .post(format!("{url}/api/messages"))
        .header("authorization", format!("JWT {}", who.token))
        .json(&json!({"room": room, "content": text}))
        .send();
    assert_eq!(sent.await.expect("an answer").status(), StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_comes_as_a_message_and_a_deletion_as_a_tombstone() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let mut listener = Listener::open(&url, &ada, "history=0").await;
    // Pages read no addresses.
    let read = |message: &Message| {
        let mut message = message.clone();
        message.sender.email.clear();
        message
    };
    let said = world.chat.send(ada.id, room, "first", None).await.unwrap();
    assert_eq!(listener.messages(1).await, [read(&said)]);
    let edited = world.chat.edit(ada.id, said.id, "second").await.unwrap();
    assert_eq!(listener.messages(1).await, [read(&edited)]);
    assert_eq!((edited.id, edited.number), (said.id, said.number));
    assert!(edited.seq > said.seq && edited.edited_at.is_some());
    let gone = world.chat.delete(ada.id, said.id).await.unwrap();
    let changes = listener.changes("sync").await;
    assert_eq!(changes, [Change::Message(read(&gone))]);
    assert_eq!((gone.id, gone.content.as_str()), (said.id, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_words_are_nowhere() {
    const WORDS: &str = "Rumpelstilzchen-7318";
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let said = world.chat.send(ada.id, room, WORDS, None).await.unwrap();
    let edited = world.chat.send(ada.id, room, WORDS, None).await.unwrap();
    world.chat.delete(ada.id, said.id).await.unwrap();
    world.chat.edit(ada.id, edited.id, "better").await.unwrap();
    world
        .chat
        .send(ada.id, room, "the end", None)
        .await
        .unwrap();
    for query in [format!("after={}", state.cursor), String::new()] {
        let answer = soon(request(&url, Some(&ada), &query).send())
            .await
            .unwrap();
        let mut bytes = answer.bytes_stream();
        let mut text = String::new();
        while !text.contains("the end") {
            let piece = soon(bytes.next()).await.unwrap().unwrap();
            text.push_str(std::str::from_utf8(&piece).unwrap());
        }
        assert!(!text.contains(WORDS), "{text}");
        assert!(text.contains("better"));
    }
    let terms: Vec<String> =
        sqlx::query_scalar("select term from message_terms where term like 'rum%'")
            .fetch_all(&mut *world.store.read().await.unwrap())
            .await
            .unwrap();
    assert!(
        terms.is_empty(),
        "deleted words are left in the index: {terms:?}"
    );
    // What it said before it was edited is kept, and goes with it.
    world.chat.delete(ada.id, edited.id).await.unwrap();
    world.store.close().await;
    let kept = std::fs::read(crate::support::file(world.folder.path())).unwrap();
    let found = kept
        .windows(WORDS.len())
        .any(|piece| piece == WORDS.as_bytes());
    assert!(!found, "deleted words are left in the file");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_behind_reads_on_from_the_database() {
    let (world, ada, room) = World::with_room().await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let after = Opening::After(state.cursor);
    let mut slow = Wire::open(&world.live, ada.viewer(), after).await.unwrap();
    let mut page = Page::new(state);
    // Up to the point where it is live and has nothing to read.
    world.chat.send(ada.id, room, "begin", None).await.unwrap();
    page.read_until(&mut slow, |page| page.has(room, 1)).await;
    let mut quick = Wire::open(&world.live, ada.viewer(), Opening::After(page.cursor()))
        .await
        .unwrap();
    let mut other = Page::new(page.state.clone());
    // More than may wait, less than makes a page load afresh; several times over.
    for round in 1..=3 {
        let last = 1 + 1_500 * round;
        let writing = world.chatter(&ada, room, 1_500);
        let reading = other.read_until(&mut quick, |page| page.has(room, last));
        tokio::join!(writing, reading);
        page.read_until(&mut slow, |page| page.has(room, last))
            .await;
    }
    assert_eq!(page.resets, 0);
    assert_eq!(page.state.windows, other.state.windows);
}

/// However much was missed, the server holds little of it at a time.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_of_long_messages_comes_in_small_pieces() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let long = "很长 ".repeat(2_500);
    for _ in 0..20 {
        world.chat.send(ada.id, room, &long, None).await.unwrap();
    }
    let mut listener = Listener::open(&url, &ada, &format!("after={}", state.cursor)).await;
    let mut told = 0;
    while told < 20 {
        let messages = listener.changes("message").await.len();
        // 64 KiB hold three messages of 17,500 bytes.
        assert!(messages <= 3, "{messages} at once");
        told += messages;
    }
}

/// A socket whose other end is gone is always ready to be written to.
#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_without_having_read_is_let_go() {
    let (world, ada, room) = World::with_room().await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let mut wire = Wire::open(&world.live, ada.viewer(), Opening::After(state.cursor))
        .await
        .unwrap();
    let mut page = Page::new(state);
    world.chat.send(ada.id, room, "begin", None).await.unwrap();
    page.read_until(&mut wire, |page| page.has(room, 1)).await;
    // More than the connection holds, fewer than may wait.
    let long = "long ".repeat(1_900);
    for _ in 0..15 {
        world.chat.send(ada.id, room, &long, None).await.unwrap();
    }
    wire.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_talks_on_is_let_go() {
    let (world, ada, _) = World::with_room().await;
    let mut wire = Wire::open(&world.live, ada.viewer(), Opening::Lost)
        .await
        .unwrap();
    wire.talk(&[b'x'; 8 * 1_024]).await;
    wire.over().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_misses_nothing_and_holds_nobody_up() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", room).await;
    // The answer's head has come; of its body nothing is read for now.
    let slow = soon(request(&url, Some(&bob), "history=0").send())
        .await
        .unwrap();
    let mut quick = Listener::open(&url, &ada, "history=0").await;
    let writing = async {
        for _ in 0..10 {
            world.chatter(&ada, room, 500).await;
        }
    };
    let ((), all) = tokio::join!(writing, quick.messages(5_000));
    assert_whole(&all, 1, 5_000);
    world
        .chat
        .send(ada.id, room, "the end", None)
        .await
        .unwrap();

    let mut slow = Listener::of(slow);
    let mut got = Vec::new();
    loop {
        let event = slow.kept().await.expect("an event");
        if event.event == "reset" {
            // It was so far behind that loading afresh costs less. Up to there nothing was missing, and from there on
            // nothing is.
            world
                .chat
                .send(ada.id, room, "after the reset", None)
                .await
                .unwrap();
            assert_eq!(words(&slow.messages(1).await), ["after the reset"]);
            break;
        }
        got.extend(
            crate::listener::read(&event)
                .changes
                .into_iter()
                .map(message),
        );
        if got.len() == 5_001 {
            break;
        }
    }
    let count = i64::try_from(got.len()).unwrap();
    assert_whole(&got, 1, count);
}

#[tokio::test(flavor = "multi_thread")]
async fn pings_come_to_all_and_carry_no_id() {
    let (world, ada, _) = World::with_room().await;
    let url = world.serve(&[]).await;
    let mut answers = Vec::new();
    // They take turns, so that among so many of them one is pinged soon.
    for _ in 0..15 {
        let answer = soon(request(&url, Some(&ada), "history=0").send())
            .await
            .unwrap();
        answers.push(Box::pin(answer.bytes_stream().filter_map(async |piece| {
            let text = String::from_utf8(piece.unwrap().to_vec()).unwrap();
            let ping = text
                .split_inclusive("\n\n")
                .find(|event| event.contains("event: ping"));
            ping.map(str::to_owned)
        })));
    }
    let mut pings = futures_util::stream::select_all(answers);
    for _ in 0..3 {
        let ping = soon(pings.next()).await.unwrap();
        assert_eq!(ping, "event: ping\ndata: keep-alive\n\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_of_one_s_own_is_told_in_one_event() {
    let (world, ada, _) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.somebody("Bob").await;
    let mut listener = Listener::open(&url, &bob, "history=0").await;
    // Before it is told who is here, the stream may still be catching up, and would find the room already made.
    listener.presence().await;
    let room = world.room(&ada, RoomKind::Closed, "secret").await;
    world.chat.invite_into(ada.id, room, bob.id).await.unwrap();
    let changes = listener.changes("sync").await;
    assert!(
        matches!(&changes[..], [Change::Room(place), Change::Membership(mine), Change::Read(_)]
            if place.members.as_deref() == Some(&[ada.id, bob.id]) && mine.person == bob.id),
        "{changes:?}"
    );
}

/// The replay is read in batches. What the first passes over, since its reader is not in the room, would be missing
/// for ever if they came back before the batch that tells them of having left.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_in_the_middle_of_a_replay_misses_nothing() {
    let (world, ada, room) = World::with_room().await;
    let bob = world.member("Bob", room).await;
    let other = world.room(&ada, RoomKind::Open, "other").await;
    world.chat.join(bob.id, other).await.unwrap();
    let (_, state, _) = world
        .chat
        .page(bob.id, Some(room), Stretch::Newest)
        .await
        .unwrap();
    world.chatter(&ada, room, 10).await;
    world.chatter(&ada, other, 300).await;
    world.chat.leave(bob.id, room).await.unwrap();
    let after = Opening::After(state.cursor);
    let mut reader = Wire::open(&world.live, bob.viewer(), after).await.unwrap();
    let mut page = Page::new(state);
    page.read_until(&mut reader, |page| page.resets > 0 || page.has(other, 1))
        .await;
    // Back again, and the connection is lost, too.
    world.chat.join(bob.id, room).await.unwrap();
    drop(reader);
    let after = Opening::After(page.cursor());
    let mut reader = Wire::open(&world.live, bob.viewer(), after).await.unwrap();
    world.chat.describe_me(ada.id, "Ada L.", "").await.unwrap();
    let told = |page: &Page| page.state.people[&ada.id].name == "Ada L.";
    page.read_until(&mut reader, |page| page.resets > 0 || told(page))
        .await;
    let whole = page
        .state
        .windows
        .get(&room)
        .is_none_or(|window| window.messages.len() == 10);
    assert!(page.resets > 0 || whole, "a silent gap");
}
