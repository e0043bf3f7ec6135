//! Asked to stop, the program ends its streams, finishes what runs, and leaves one tidy file.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use parlour::domain::RoomKind;

use crate::{
    listener::Listener,
    program::{self, Program},
    support::{World, file, soon},
};

/// How long it may take on a busy machine; it is meant to take two seconds.
const BOUND: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_streams_end_and_so_does_the_program() {
    let (world, ada, room) = World::with_room().await;
    let mut people = vec![ada.clone()];
    for name in ["Bob", "Eve", "Kim"] {
        people.push(world.member(name, room).await);
    }
    world.room(&ada, RoomKind::Closed, "secret").await;
    let folder = world.leave().await;
    let program = Program::start(folder.path()).await;
    let opening = (0..200).map(|n| Listener::open(&program.url, &people[n % people.len()], ""));
    let mut listeners = soon(join_all(opening)).await;
    let asked = Instant::now();
    program.ask_to_stop();
    for heard in join_all(listeners.iter_mut().map(Listener::rest)).await {
        assert_eq!(heard, []);
    }
    let status = program.ended().await;
    assert_eq!(status.code(), Some(0));
    let took = asked.elapsed();
    assert!(took < BOUND, "it took {took:?}");
    let log = file(folder.path()).with_extension("db-wal");
    let left = log.metadata().map_or(0, |log| log.len());
    assert_eq!(left, 0, "the write-ahead log is left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_before_the_end_is_there_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    program::add_user(folder.path(), "ada@example.org").await;
    program.ask_to_stop();
    assert!(program.ended().await.success());
    let list = program::run(&["user", "list"], folder.path(), "").await;
    let list = String::from_utf8(list.stdout).unwrap();
    assert_eq!(list, "1\tada@example.org\tada\tadmin\tactive\n");
}
