//! Only to those allowed: at the opening, at every delivery, at every replay.

use futures_util::future::join_all;
use parlour::chat::page::Stretch;
use parlour::{
    domain::{Change, RoomId, RoomKind, input::NewPassword},
    live::Opening,
    store::{Durability, Store},
};
use reqwest::StatusCode;

use crate::{
    listener::{Listener, request, words},
    page::Page,
    program,
    support::{Somebody, World, file, soon},
    wire::Wire,
};

/// Whether any of the changes tells of a room.
fn tells_of(changes: &[Change], room: RoomId) -> bool {
    changes.iter().any(|change| match change {
        Change::Message(message) => message.room == room,
        Change::Room(place) => place.id == room,
        Change::Gone(gone) => gone.room == room,
        Change::Membership(membership) => membership.room == room,
        Change::Read(mark) => mark.room == room,
        Change::Person(_) | Change::Desk(_) => false,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_closed_room_reaches_who_is_not_in_it() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let eve = world.member("Eve", lobby).await;
    let (_, state, _) = world
        .chat
        .page(bob.id, None, Stretch::Newest)
        .await
        .unwrap();
    let after = format!("after={}", state.cursor);
    let mut live = Listener::open(&url, &bob, &after).await;
    let chat = &world.chat;
    let secret = world.room(&ada, RoomKind::Closed, "secret").await;
    chat.invite_into(ada.id, secret, eve.id).await.unwrap();
    let said = chat.send(eve.id, secret, "psst", None).await.unwrap();
    chat.edit(eve.id, said.id, "psst!").await.unwrap();
    chat.delete(eve.id, said.id).await.unwrap();
    chat.describe_room(ada.id, secret, "more secret", "")
        .await
        .unwrap();
    chat.mark_read(ada.id, secret, 1).await.unwrap();
    chat.leave(eve.id, secret).await.unwrap();
    chat.archive_room(ada.id, secret, true).await.unwrap();
    let direct = chat.direct_room(ada.id, &[eve.id]).await.unwrap();
    chat.send(ada.id, direct, "just you", None).await.unwrap();
    chat.send(ada.id, lobby, "the end", None).await.unwrap();
    let mut replay = Listener::open(&url, &bob, &after).await;
    let mut fresh = Listener::open(&url, &bob, "history=1000").await;
    for listener in [&mut live, &mut replay, &mut fresh] {
        let changes = listener.upto("the end").await;
        assert!(!tells_of(&changes, secret), "{changes:?}");
        assert!(!tells_of(&changes, direct), "{changes:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_hears_nothing_later() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let secret = world.room(&ada, RoomKind::Closed, "secret").await;
    world
        .chat
        .invite_into(ada.id, secret, bob.id)
        .await
        .unwrap();
    let (_, state, _) = world
        .chat
        .page(bob.id, None, Stretch::Newest)
        .await
        .unwrap();
    let after = format!("after={}", state.cursor);
    let mut live = Listener::open(&url, &bob, &after).await;
    // All of it at once, so that some of it is committed together.
    let (said, removed, later, end) = tokio::join!(
        biased;
        world.chat.send(ada.id, secret, "before", None),
        world.chat.remove_from(ada.id, secret, bob.id),
        world.chat.send(ada.id, secret, "later", None),
        world.chat.send(ada.id, lobby, "the end", None),
    );
    said.unwrap();
    removed.unwrap();
    let later = later.unwrap();
    end.unwrap();
    world
        .chat
        .edit(ada.id, later.id, "later still")
        .await
        .unwrap();
    world
        .chat
        .send(ada.id, lobby, "the very end", None)
        .await
        .unwrap();
    let mut replay = Listener::open(&url, &bob, &after).await;
    for listener in [&mut live, &mut replay] {
        let changes = listener.upto("the very end").await;
        let removal = changes
            .iter()
            .position(|change| matches!(change, Change::Membership(gone) if gone.room == secret && !gone.joined))
            .expect("the removal is told");
        assert!(!tells_of(&changes[removal + 1..], secret), "{changes:?}");
        let heard_later = changes
            .iter()
            .any(|change| matches!(change, Change::Message(message) if message.id == later.id));
        assert!(!heard_later);
    }
}

/// Two streams of Bob's, of two sessions, and one of Ada's.
async fn three(
    url: &str,
    world: &World,
    ada: &Somebody,
    bob: &Somebody,
) -> (Somebody, [Listener; 3]) {
    let other = world.sign_in(bob.id).await;
    let listeners = [
        Listener::open(url, bob, "history=0").await,
        Listener::open(url, &other, "history=0").await,
        Listener::open(url, ada, "history=0").await,
    ];
    (other, listeners)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_ends_the_streams_of_that_session_alone() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", room).await;
    let (_, [mut out, mut stays, mut third]) = three(&url, &world, &ada, &bob).await;
    world
        .chat
        .end_session(bob.id, bob.session.id)
        .await
        .unwrap();
    assert_eq!(out.rest().await, []);
    world.chat.send(ada.id, room, "later", None).await.unwrap();
    assert_eq!(words(&stays.messages(1).await), ["later"]);
    assert_eq!(words(&third.messages(1).await), ["later"]);
    let again = soon(request(&url, Some(&bob), "").send()).await.unwrap();
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_and_a_ban_end_all_streams_of_a_person() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", room).await;
    let (_, [mut one, mut two, mut third]) = three(&url, &world, &ada, &bob).await;
    let password = NewPassword::new("a long new password").unwrap();
    world.chat.set_password(bob.id, password).await.unwrap();
    assert_eq!((one.rest().await, two.rest().await), (vec![], vec![]));

    let back = world.sign_in(bob.id).await;
    let (_, [mut one, mut two, _]) = three(&url, &world, &ada, &back).await;
    world.chat.ban(ada.id, bob.id, true).await.unwrap();
    world.chat.send(ada.id, room, "later", None).await.unwrap();
    for listener in [&mut one, &mut two] {
        let heard = listener.rest().await;
        let only_the_ban = heard
            .iter()
            .all(|change| matches!(change, Change::Person(card) if !card.active));
        assert!(only_the_ban, "{heard:?}");
    }
    let changes = third.upto("later").await;
    assert!(matches!(&changes[0], Change::Person(card) if card.id == bob.id && !card.active));
    let again = soon(request(&url, Some(&back), "").send()).await.unwrap();
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_runs_out_ends_its_streams() {
    let (world, ada, _) = World::with_room().await;
    let url = world.serve(&[]).await;
    // The streams are looked at in turns; among so many of them one has its turn soon.
    let mut listeners = Vec::new();
    for _ in 0..15 {
        listeners.push(Listener::open(&url, &ada, "history=0").await);
    }
    world.pass(ada.session.expires_at.0);
    let ends = listeners
        .iter_mut()
        .map(|listener| Box::pin(listener.rest()));
    let (heard, ..) = futures_util::future::select_all(ends).await;
    assert_eq!(heard, []);
}

/// The ban is another process's, of which the tail of this one does not know yet when the replay goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_ban_in_the_middle_of_a_replay_ends_it() {
    let (world, ada, room) = World::with_room().await;
    let bob = world.member("Bob", room).await;
    let (_, state, _) = world
        .chat
        .page(bob.id, None, Stretch::Newest)
        .await
        .unwrap();
    world.chatter(&ada, room, 1_000).await;
    let mut reader = Wire::open(&world.live, bob.viewer(), Opening::After(state.cursor))
        .await
        .unwrap();
    let mut page = Page::new(state);
    page.read_until(&mut reader, |page| page.has(room, 1)).await;
    let elsewhere = Store::open(&file(world.folder.path()), Durability::Relaxed)
        .await
        .unwrap();
    let chat = parlour::chat::Chat::new(
        elsewhere.clone(),
        world.chat.clock().clone(),
        parlour::chat::settings::Options::default(),
    );
    chat.ban(ada.id, bob.id, true).await.unwrap();
    page.read_to_end(&mut reader).await;
    // What was read before the ban may still have been on its way.
    assert!(!page.has(room, 401), "the replay went on after the ban");
    elsewhere.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_writes_is_seen() {
    let (world, ada, _) = World::with_room().await;
    let url = world.serve(&[]).await;
    let mut listener = Listener::open(&url, &ada, "history=0").await;
    program::add_user(world.folder.path(), "bob@example.org").await;
    let changes = listener.changes("sync").await;
    assert!(
        matches!(&changes[..], [Change::Person(card)] if card.name == "bob"),
        "{changes:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_64_streams_and_room_again_when_one_ends() {
    let (world, ada, room) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", room).await;
    let opened = join_all((0..64).map(|_| Listener::open(&url, &ada, "history=0"))).await;
    let crowded = soon(request(&url, Some(&ada), "").send()).await.unwrap();
    assert_eq!(crowded.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(crowded.headers().contains_key("retry-after"));
    Listener::open(&url, &bob, "history=0").await;
    drop(opened);
    let back = async {
        loop {
            let again = request(&url, Some(&ada), "").send().await.unwrap();
            if again.status() == StatusCode::OK {
                return;
            }
        }
    };
    soon(back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_open_mode_anybody_hears_everything() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&["--open"]).await;
    let secret = world.room(&ada, RoomKind::Closed, "secret").await;
    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    let mut live = Listener::ask(request(&url, None, "history=0")).await;
    world.chat.send(ada.id, secret, "psst", None).await.unwrap();
    world.chat.send(ada.id, lobby, "hello", None).await.unwrap();
    let after = format!("after={}", state.cursor);
    let mut replay = Listener::ask(request(&url, None, &after)).await;
    let mut fresh = Listener::ask(request(&url, None, "")).await;
    for listener in [&mut live, &mut replay, &mut fresh] {
        assert_eq!(words(&listener.messages(2).await), ["psst", "hello"]);
    }
}
