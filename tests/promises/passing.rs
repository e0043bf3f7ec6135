//! What is told in passing, who is here and who is writing: only to those allowed, never kept, and nobody pays for it.

use parlour::{
    chat,
    domain::{Problem, Role, RoomId, RoomKind, Typing},
};
use serde_json::{Value, json};

use crate::{
    listener::Listener,
    support::{Somebody, World, soon},
};

/// How often the server listens to somebody who was silent before, without time that passes.
const AT_ONCE: usize = 15;

/// Somebody says that they are writing.
async fn types(world: &World, who: &Somebody, room: RoomId) {
    world.chat.typing(who.id, room).await.expect("they may");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_others_in_the_room_hear_who_is_writing() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let eve = world.somebody("Eve").await;
    let mut others = Listener::open(&url, &bob, "history=0").await;
    let mut own = Listener::open(&url, &ada, "history=0").await;
    let mut outside = Listener::open(&url, &eve, "history=0").await;
    for listener in [&mut others, &mut own, &mut outside] {
        listener.presence().await;
    }
    types(&world, &ada, lobby).await;
    let said = others.typing().await;
    assert_eq!(
        said,
        Typing {
            room: lobby,
            person: ada.id
        }
    );
    // Everybody is told of this one, and of nothing before it.
    world.chat.describe_me(ada.id, "Ada L.", "").await.unwrap();
    for listener in [&mut own, &mut outside] {
        assert_eq!(listener.next_but_presence().await.event, "sync");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_may_not_say_so() {
    let (world, ada, lobby) = World::with_room().await;
    let eve = world.somebody("Eve").await;
    let closed = world.room(&ada, RoomKind::Closed, "closed").await;
    let attic = world.room(&ada, RoomKind::Open, "attic").await;
    world.chat.archive_room(ada.id, attic, true).await.unwrap();
    for (who, room, expected) in [
        (&eve, lobby, Problem::NotMember),
        (&eve, closed, Problem::NotFound),
        (&eve, RoomId(99), Problem::NotFound),
        (&ada, attic, Problem::RoomArchived),
    ] {
        match world.chat.typing(who.id, room).await {
            Err(chat::Error::Refused(problem)) => assert_eq!(problem, expected),
            other => panic!("{room}: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_hears_of_no_writing_there() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let secret = world.room(&ada, RoomKind::Closed, "secret").await;
    let chat = &world.chat;
    chat.invite_into(ada.id, secret, bob.id).await.unwrap();
    let mut listener = Listener::open(&url, &bob, "history=0").await;
    listener.presence().await;
    types(&world, &ada, secret).await;
    assert_eq!(listener.typing().await.room, secret);
    // Ada goes on writing while she removes him, and after it.
    let (removed, typed) = tokio::join!(
        chat.remove_from(ada.id, secret, bob.id),
        chat.typing(ada.id, secret)
    );
    removed.unwrap();
    typed.unwrap();
    types(&world, &ada, secret).await;
    types(&world, &ada, lobby).await;
    let mut removed = false;
    loop {
        let event = listener.next_but_presence().await;
        match &*event.event {
            "sync" => removed = true,
            "typing" => {
                let typing: Typing = serde_json::from_str(&event.data).unwrap();
                assert!(typing.room == lobby || !removed, "after the removal");
                if typing.room == lobby {
                    break;
                }
            }
            other => panic!("{other}"),
        }
    }
    assert!(removed);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_kept_nowhere_and_moves_nobody_s_place() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let (_, before, _) = world
        .chat
        .page(bob.id, None, chat::page::Stretch::Newest)
        .await
        .unwrap();
    let mut listener = Listener::open(&url, &bob, "history=0").await;
    // An event without an `id:` leaves the client where it was.
    let (_, place) = listener.presence().await;
    types(&world, &ada, lobby).await;
    let event = listener.next_but_presence().await;
    assert_eq!((&*event.event, &*event.id), ("typing", &*place));
    assert_eq!(
        event.data,
        json!({"room": lobby, "person": ada.id}).to_string()
    );
    let (_, after, _) = world
        .chat
        .page(bob.id, None, chat::page::Stretch::Newest)
        .await
        .unwrap();
    assert_eq!(before, after);
    // Who comes later hears nothing of it.
    let mut late = Listener::open(&url, &bob, "history=0").await;
    world.chat.send(ada.id, lobby, "said", None).await.unwrap();
    assert_eq!(late.next_but_presence().await.event, "message");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_it_all_the_time_is_passed_over() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let mut listener = Listener::open(&url, &bob, "history=0").await;
    listener.presence().await;
    for _ in 0..100 {
        world.chat.typing(ada.id, lobby).await.unwrap();
    }
    world.chat.send(ada.id, lobby, "said", None).await.unwrap();
    let mut told = 0;
    loop {
        match &*listener.next_but_presence().await.event {
            "typing" => told += 1,
            "message" => break,
            other => panic!("{other}"),
        }
    }
    assert!((1..=AT_ONCE).contains(&told), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_who_is_here() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let eve = world.somebody("Eve").await;
    let mut first = Listener::open(&url, &ada, "history=0").await;
    first.sees(|here| here.contains(&ada.id)).await;
    let second = Listener::open(&url, &bob, "history=0").await;
    let again = Listener::open(&url, &bob, "history=0").await;
    let mut third = Listener::open(&url, &eve, "history=0").await;
    let all = [ada.id, bob.id, eve.id].into();
    first.sees(|here| *here == all).await;
    third.sees(|here| *here == all).await;
    // One of two pages is left: they are still here. Then the other, and they go, after a while.
    drop(second);
    drop(again);
    first.sees(|here| !here.contains(&bob.id)).await;
    // Whoever comes now is told at once who is here.
    let mut late = Listener::open(&url, &eve, "history=0").await;
    let (told, _) = late.presence().await;
    assert_eq!(told.here, Some([ada.id, eve.id].into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_soon_was_never_away() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let eve = world.somebody("Eve").await;
    let mut watcher = Listener::open(&url, &ada, "history=0").await;
    let mut page = Listener::open(&url, &bob, "history=0").await;
    watcher.sees(|here| here.contains(&bob.id)).await;
    for _ in 0..3 {
        drop(page);
        page = Listener::open(&url, &bob, "history=0").await;
        page.presence().await;
    }
    // Whoever comes and goes is told of in order: nothing of Bob's comes before Eve.
    let _eve = Listener::open(&url, &eve, "history=0").await;
    loop {
        let (told, _) = watcher.presence().await;
        assert!(!told.went.contains(&bob.id) && !told.came.contains(&bob.id));
        if told.came.contains(&eve.id) {
            break;
        }
    }
}

/// Programs say it, and hear it, over HTTP.
#[tokio::test(flavor = "multi_thread")]
async fn programs_say_it_by_an_address() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.member("Bob", lobby).await;
    let mut listener = Listener::open(&url, &bob, "history=0").await;
    listener.presence().await;
    let say = async |who: Option<&Somebody>, room: i64| {
        let mut request = reqwest::Client::new().post(format!("{url}/api/rooms/{room}/typing"));
        if let Some(who) = who {
            request = request.header("authorization", format!("JWT {}", who.token));
        }
        let answer = soon(request.send()).await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    assert_eq!(say(None, lobby.0).await.0, 403);
    assert_eq!(say(Some(&ada), 99).await.0, 404);
    let (status, said) = say(Some(&ada), lobby.0).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(listener.typing().await.person, ada.id);
}

/// Who is here is told to guests of people with whom they are in a room, as these come and go.
#[tokio::test(flavor = "multi_thread")]
async fn a_guest_hears_of_nobody_whom_they_do_not_meet() {
    let (world, ada, lobby) = World::with_room().await;
    let url = world.serve(&[]).await;
    let bob = world.somebody("Bob").await;
    let eve = world.somebody("Eve").await;
    let gus = world.member("Gus", lobby).await;
    let guest = world.chat.set_role(ada.id, gus.id, Role::Guest);
    guest.await.unwrap();
    let mut watcher = Listener::open(&url, &bob, "history=0").await;
    let mut page = Listener::open(&url, &gus, "history=0").await;
    watcher.sees(|here| here.contains(&gus.id)).await;
    page.sees(|here| *here == [gus.id].into()).await;

    // Two come and go, of whom the guest meets one.
    let eves = Listener::open(&url, &eve, "history=0").await;
    watcher.sees(|here| here.contains(&eve.id)).await;
    let mut adas = Listener::open(&url, &ada, "history=0").await;
    let told = page.presence().await.0;
    assert_eq!(told.came, [ada.id].into());
    assert_eq!((told.here, told.went), (None, [].into()));
    adas.sees(|here| here.contains(&gus.id)).await;
    drop((eves, adas));
    let told = page.presence().await.0;
    assert_eq!((told.here, told.came), (None, [].into()));
    assert_eq!(told.went, [ada.id].into());

    // They meet somebody who is here already.
    watcher.sees(|here| *here == [bob.id, gus.id].into()).await;
    world.chat.invite_into(ada.id, lobby, bob.id).await.unwrap();
    for listener in [&mut page, &mut watcher] {
        assert!(!listener.changes("sync").await.is_empty());
    }
    page.sees(|here| *here == [bob.id, gus.id].into()).await;

    // Who comes now is told at once of those.
    let _eves = Listener::open(&url, &eve, "history=0").await;
    watcher.sees(|here| here.contains(&eve.id)).await;
    let mut late = Listener::open(&url, &gus, "history=0").await;
    assert_eq!(late.presence().await.0.here, Some([bob.id, gus.id].into()));
}
