//! How a stream begins.

use futures_util::stream::{self, StreamExt as _};
use parlour::chat::page::Stretch;
use parlour::domain::{Change, Cursor};
use reqwest::StatusCode;

use crate::{
    listener::{Listener, assert_whole, message, request, words},
    support::{World, soon},
};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_cursor_it_begins_with_the_newest_50_oldest_first() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    world.chatter(&ada, room, 60).await;
    let mut listener = Listener::open(&url, &ada, "").await;
    let begin = listener.changes("message").await;
    let begin: Vec<_> = begin.into_iter().map(message).collect();
    let numbers: Vec<i64> = begin.iter().map(|message| message.number).collect();
    assert_eq!(numbers, (11..=60).collect::<Vec<_>>());
    world.chat.send(ada.id, room, "live", None).await.unwrap();
    assert_eq!(words(&listener.messages(1).await), ["live"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_messages_take_no_place_among_the_newest() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    world.chatter(&ada, room, 60).await;
    for message in &world.chat.history(ada.id, room, None).await.unwrap()[40..] {
        world.chat.delete(ada.id, message.id).await.unwrap();
    }
    let mut listener = Listener::open(&url, &ada, "").await;
    assert_eq!(listener.changes("message").await.len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_asks_for_another_number() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    world.chatter(&ada, room, 1_010).await;
    let mut none = Listener::open(&url, &ada, "history=0").await;
    let mut most = Listener::open(&url, &ada, "history=1000").await;
    world.chat.send(ada.id, room, "live", None).await.unwrap();
    assert_eq!(words(&none.messages(1).await), ["live"]);
    assert_whole(&most.messages(1_001).await, 11, 1_011);
    for wrong in ["1001", "-1", "word", "", "1e3", "99999999999999999999"] {
        let query = format!("history={wrong}");
        let answer = soon(request(&url, Some(&ada), &query).send())
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_cursor_it_tells_what_was_missed_and_the_header_goes_first() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    world.chatter(&ada, room, 3).await;
    let history = world.chat.history(ada.id, room, None).await.unwrap();
    let cursors: Vec<String> = history
        .iter()
        .map(|message| {
            Cursor {
                epoch: world.store.epoch(),
                seq: message.seq,
            }
            .to_string()
        })
        .collect();
    let mut after = Listener::open(&url, &ada, &format!("after={}", cursors[0])).await;
    assert_whole(&after.messages(2).await, 2, 3);
    let with_header = request(&url, Some(&ada), &format!("after={}", cursors[0]));
    let mut again = Listener::ask(with_header.header("last-event-id", &cursors[1])).await;
    assert_whole(&again.messages(1).await, 3, 3);
    // An empty header is what a client sends that never saw an id.
    let empty = request(&url, Some(&ada), &format!("after={}", cursors[1]));
    let mut empty = Listener::ask(empty.header("last-event-id", "")).await;
    assert_whole(&empty.messages(1).await, 3, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_is_none_of_ours_is_answered_with_one_reset_and_then_live() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    world.chatter(&ada, room, 5).await;
    let epoch = world.store.epoch();
    let lost = [
        format!("{:08x}:1", epoch ^ 1),
        format!("{epoch:08x}:1000000"),
        format!("{epoch:08x}"),
        format!("{epoch:08x}:-1"),
        "nonsense".to_owned(),
        "\u{fc}".to_owned(),
        String::new(),
    ];
    for (round, cursor) in lost.iter().enumerate() {
        let mut listeners = vec![Listener::open(&url, &ada, &format!("after={cursor}")).await];
        if !cursor.is_empty() {
            let header = request(&url, Some(&ada), "").header("last-event-id", cursor);
            listeners.push(Listener::ask(header).await);
        }
        let mut resets = Vec::new();
        for listener in &mut listeners {
            resets.push(listener.reset().await);
        }
        let text = format!("live {round}");
        let sent = world.chat.send(ada.id, room, &text, None).await.unwrap();
        for (listener, reset) in listeners.iter_mut().zip(resets) {
            assert_eq!((reset.epoch, reset.seq), (epoch, sent.seq - 1));
            assert_eq!(words(&listener.messages(1).await), [&text]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_missed_come_all_and_one_more_is_one_reset() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let after = format!("after={}", state.cursor);
    world.chatter(&ada, room, 2_000).await;
    let mut all = Listener::open(&url, &ada, &after).await;
    assert_whole(&all.messages(2_000).await, 1, 2_000);
    world
        .chat
        .send(ada.id, room, "one more", None)
        .await
        .unwrap();
    let mut reset = Listener::open(&url, &ada, &after).await;
    let cursor = reset.reset().await;
    world.chat.send(ada.id, room, "live", None).await.unwrap();
    assert_eq!(words(&reset.messages(1).await), ["live"]);
    assert_eq!(words(&all.messages(2).await), ["one more", "live"]);
    // The cursor of the reset is a place to read on from.
    let mut next = Listener::open(&url, &ada, &format!("after={cursor}")).await;
    assert_eq!(words(&next.messages(1).await), ["live"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_may_see_does_not_count_as_missed() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.somebody("Bob").await;
    let (_, state, _) = world
        .chat
        .page(bob.id, None, Stretch::Newest)
        .await
        .unwrap();
    world.chatter(&ada, room, 2_500).await;
    let mut listener = Listener::open(&url, &bob, &format!("after={}", state.cursor)).await;
    world.chat.describe_me(ada.id, "Ada L.", "").await.unwrap();
    let changes = listener.changes("sync").await;
    assert!(matches!(&changes[..], [Change::Person(card)] if card.name == "Ada L."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headers_are_those_of_the_contract() {
    let (world, ada, _) = World::with_room().await;
    let url = world
        .serve(&["--cors-origin", "https://app.example.org"])
        .await;
    let asked = request(&url, Some(&ada), "")
        .header("accept-encoding", "gzip, br")
        .header("origin", "https://app.example.org");
    let answer = soon(asked.send()).await.unwrap();
    let header = |name: &str| {
        let value = answer.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert!(header("cache-control").unwrap().contains("no-cache"));
    assert!(header("cache-control").unwrap().contains("no-transform"));
    assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
    assert_eq!(header("content-encoding"), None);
    assert_eq!(header("content-length"), None);
    let origin = header("access-control-allow-origin");
    assert_eq!(origin.as_deref(), Some("https://app.example.org"));
    let other = request(&url, Some(&ada), "").header("origin", "https://evil.example");
    let other = soon(other.send()).await.unwrap();
    assert_eq!(other.headers().get("access-control-allow-origin"), None);
    let nobody = soon(request(&url, None, "").send()).await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

/// The server writes the page's title last, when what it is made of may be gone.
#[tokio::test(flavor = "multi_thread")]
async fn pages_that_are_asked_for_at_once_are_all_whole() {
    // More than can be rendered at the same moment, and not so many that any is refused on a slow machine.
    const AT_ONCE: usize = 16;
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let client = reqwest::Client::new();
    let pages = stream::iter(0..200).map(|_| {
        client
            .get(format!("{url}/rooms/{room}"))
            .header("authorization", format!("JWT {}", ada.token))
            .header("accept", "text/html")
            .send()
    });
    let mut pages = pages.buffer_unordered(AT_ONCE);
    while let Some(page) = soon(pages.next()).await {
        let page = page.unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.text().await.unwrap().contains("</html>"));
    }
}
