//! Acknowledged means kept, and one command's misfortune is nobody else's.

use futures_util::future::join_all;
use parlour::chat::page::Stretch;
use parlour::{
    chat::{self, token::random_bytes},
    domain::{
        ClientId, Message, Problem, RoomId, RoomKind,
        input::{RoomName, Topic},
    },
    store::{
        self, Durability, OpenError, Store, WriteError,
        find::{Condition, Reader, sources},
    },
};
use sqlx::Connection as _;
use tokio::sync::oneshot;

use crate::{
    program,
    support::{NOW, World, connect, file, soon},
};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Done,
    Refused,
    Panics,
}

async fn make_room(store: &Store, name: String, fate: Fate) -> chat::Result<RoomId> {
    store
        .write(move |db| {
            Box::pin(async move {
                let (name, topic) = (RoomName::new(&name)?, Topic::new("")?);
                let room = store::rooms::insert(db, RoomKind::Open, &name, &topic, NOW).await?;
                match fate {
                    Fate::Done => Ok(room),
                    Fate::Refused => Err(Problem::Forbidden.into()),
                    Fate::Panics => panic!("as the test wants it"),
                }
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_fails_leaves_no_trace_and_harms_no_other() {
    let (world, ada, _) = World::with_room().await;
    let (release, gate) = oneshot::channel::<()>();
    let (report, running) = oneshot::channel::<()>();
    let store = world.store.clone();
    // While this one holds the writer up, the others gather.
    let first = tokio::spawn(async move {
        let held: chat::Result<()> = store
            .write(move |_| {
                Box::pin(async move {
                    let _ = report.send(());
                    let _ = gate.await;
                    Ok(())
                })
            })
            .await;
        held
    });
    soon(running).await.unwrap();
    let fates = [Fate::Done, Fate::Refused, Fate::Done, Fate::Panics];
    let commands = (0..100).map(|n| make_room(&world.store, format!("room {n}"), fates[n % 4]));
    let mut commands = Box::pin(join_all(commands));
    assert!(futures_util::poll!(&mut commands).is_pending());
    let before = *world.store.commits().borrow();
    release.send(()).unwrap();
    let answers = soon(commands).await;
    soon(first).await.unwrap().unwrap();
    let commits = *world.store.commits().borrow() - before;
    assert_eq!(commits, 2, "the first, and all the others together");

    let (_, state, _) = world
        .chat
        .page(ada.id, None, Stretch::Newest)
        .await
        .unwrap();
    for (n, answer) in answers.into_iter().enumerate() {
        let name = format!("room {n}");
        let found = state.rooms.values().find(|place| place.room.name == name);
        match (fates[n % 4], answer) {
            (Fate::Done, Ok(room)) => assert_eq!(found.map(|place| place.room.id), Some(room)),
            (Fate::Refused, Err(chat::Error::Refused(Problem::Forbidden)))
            | (Fate::Panics, Err(chat::Error::Write(WriteError::Panicked))) => {
                assert!(found.is_none(), "{name} left a trace");
            }
            (fate, answer) => panic!("{fate:?}: {answer:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_send_fifty_times_at_once_is_one_message() {
    let (world, ada, room) = World::with_room().await;
    let bob = world.member("Bob", room).await;
    let id = Some(ClientId::from_random(random_bytes()));
    let sends = (0..50).map(|_| world.chat.send(bob.id, room, "once", id));
    let answers: Vec<Message> = join_all(sends)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(answers.iter().all(|message| *message == answers[0]));
    // The same name of somebody else's is another send.
    world.chat.send(ada.id, room, "twice", id).await.unwrap();
    assert_eq!(
        world.chat.history(ada.id, room, None).await.unwrap().len(),
        2
    );
    // In a year, and to who is not in the room any more, too.
    world.pass(365 * 24 * 3_600_000);
    world.chat.remove_from(ada.id, room, bob.id).await.unwrap();
    let again = world.chat.send(bob.id, room, "once", id).await.unwrap();
    assert_eq!(again, answers[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_that_writes_only_delays() {
    let (world, ada, room) = World::with_room().await;
    let mut other = connect(world.folder.path()).await;
    sqlx::query("begin immediate")
        .execute(&mut other)
        .await
        .unwrap();
    let chat = world.chat.clone();
    let sending = tokio::spawn(async move { chat.send(ada.id, room, "patience", None).await });
    // Reading goes on meanwhile.
    assert_eq!(world.chat.history(ada.id, room, None).await.unwrap(), []);
    assert!(!sending.is_finished());
    sqlx::query("commit").execute(&mut other).await.unwrap();
    assert_eq!(soon(sending).await.unwrap().unwrap().content, "patience");
    other.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_refuses_and_does_not_hang() {
    let (world, ada, room) = World::with_room().await;
    let sends = (0..500).map(|_| world.chat.send(ada.id, room, "late", None));
    let closing = async {
        tokio::join!(world.store.close(), world.store.close());
    };
    let (answers, ()) = soon(async { tokio::join!(join_all(sends), closing) }).await;
    let kept = answers.iter().filter(|answer| answer.is_ok()).count();
    for refused in answers.into_iter().filter_map(Result::err) {
        assert_eq!(refused.problem(), Problem::Unavailable);
    }
    let after = soon(world.chat.send(ada.id, room, "later", None)).await;
    assert_eq!(after.unwrap_err().problem(), Problem::Unavailable);
    let read = soon(world.chat.history(ada.id, room, None)).await;
    assert_eq!(read.unwrap_err().problem(), Problem::Unavailable);
    let store = Store::open(&file(world.folder.path()), Durability::Full)
        .await
        .unwrap();
    let chat = chat::Chat::new(
        store,
        chat::Clock::System,
        chat::settings::Options::default(),
    );
    let reader = Reader {
        person: Some(ada.id),
        everything: false,
    };
    let all = Condition::All(Vec::new());
    let mut documents = chat.documents(reader).await.unwrap();
    let count = documents.count(&sources::MESSAGES, &all).await.unwrap();
    assert_eq!(
        usize::try_from(count),
        Ok(kept),
        "what was answered is there, and nothing else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_leaves_one_file() {
    let (world, ada, room) = World::with_room().await;
    world.chat.send(ada.id, room, "last", None).await.unwrap();
    let folder = world.leave().await;
    let files = folder.path().read_dir().unwrap();
    let names: Vec<_> = files.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["parlour.db"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let store = Store::open(&path, Durability::Full).await.unwrap();
    store.close().await;
    let mut db = connect(folder.path()).await;
    let newer =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (9999, 'of tomorrow', 1, x'00', 0)";
    sqlx::query(newer).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    let refused = Store::open(&path, Durability::Full).await;
    assert!(matches!(refused, Err(OpenError::Newer)), "{refused:?}");
    let words = ["serve", "--addr", "127.0.0.1:0"];
    let output = program::run(&words, folder.path(), "").await;
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("newer version of Parlour"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_may_open_a_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let opened = join_all((0..6).map(|_| Store::open(&path, Durability::Full))).await;
    let stores: Vec<Store> = opened
        .into_iter()
        .map(|store| store.expect("a store"))
        .collect();
    assert!(
        stores
            .iter()
            .all(|store| store.epoch() == stores[0].epoch())
    );
}
