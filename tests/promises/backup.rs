//! `parlour backup` while people write, and `parlour restore`: whatever was acknowledged before is there once, with its
//! files; and nothing that is not whole is ever taken for a backup.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::atomic::{AtomicU8, Ordering},
};

use futures_util::{future::join_all, stream};
use image::{ImageFormat, Rgb, RgbImage};
use parlour::{
    domain::{MediaKey, Preview, Problem, media::Form},
    store::{self, Durability, Store},
};
use reqwest::Client;
use sqlx::Connection as _;
use tokio_util::sync::CancellationToken;

use crate::{
    program::{Program, run},
    sender::{document, new_id},
    site::Site,
    support::{Somebody, World, connect, file, soon},
};

/// Runs the program, and gives what it printed where it should succeed.
async fn done(words: &[&str], folder: &Path) -> String {
    let output = run(words, folder, "").await;
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Holds that the program failed, and says why in one line with these words.
#[track_caller]
fn failed(output: &Output, words: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for word in words {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
}

/// A picture of one colour.
fn picture(shade: u8) -> Vec<u8> {
    let image = RgbImage::from_pixel(40, 30, Rgb([shade, 100, 200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Uploads a file, and gives its key.
async fn upload(world: &World, who: &Somebody, bytes: &[u8]) -> MediaKey {
    let whole = stream::iter([Ok::<_, Problem>(bytes.to_vec())]);
    let kept = world.chat.keep_file(who.id, "file", whole).await;
    kept.unwrap().key
}

/// The bytes of an upload, as somebody gets them.
async fn fetch(url: &str, who: &Somebody, key: MediaKey) -> Vec<u8> {
    let asked = Client::new()
        .get(format!("{url}/media/{key}/original"))
        .header("authorization", format!("JWT {}", who.token))
        .send();
    let answer = soon(asked).await.unwrap().error_for_status().unwrap();
    answer.bytes().await.unwrap().to_vec()
}

/// The keys and files of all uploads that a database knows of.
async fn uploads(folder: &Path) -> Vec<MediaKey> {
    let mut db = connect(folder).await;
    let known = store::backup::uploads(&mut db).await.unwrap();
    db.close().await.unwrap();
    known.into_iter().map(|upload| upload.key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_has_all_that_was_acknowledged_before_it() {
    let site = Site::open().await;
    let mut scribes = Vec::new();
    for name in ["Bob", "Eve", "Kim", "Lin"] {
        scribes.push(site.member(name).await);
    }
    let kept = upload(&site.world, &site.ada, b"words in a file").await;
    let key = site.world.chat.create_key(site.ada.id, "program").await;
    let key = key.unwrap();
    let stop = CancellationToken::new();
    let writing = join_all(scribes.iter().map(async |who| {
        let sender = site.sender(who);
        let mut said = Vec::new();
        while !stop.is_cancelled() {
            let id = new_id();
            let answer = sender.send(site.url(), &format!("send {id}"), &id).await;
            let message = document(answer).await;
            let place = (message["id"].as_i64(), message["number"].as_i64());
            said.push((id, place));
        }
        said
    }));
    // Somebody who changes their picture all the time takes the files of the one before away.
    let pictures = AtomicU8::new(0);
    let change = async || {
        let shade = pictures.fetch_add(1, Ordering::Relaxed);
        let whole = stream::iter([Ok::<_, Problem>(picture(shade))]);
        let set = site.world.chat.set_picture(site.ada.id, "me", whole).await;
        set.unwrap();
    };
    // Before any backup: the first may take as long as all the others.
    change().await;
    let changing = async {
        while !stop.is_cancelled() {
            change().await;
        }
    };
    let newest = site.folder().join("backup.tar");
    let newest = newest.to_str().unwrap();
    let mut before = 0;
    let backing_up = async {
        let ada = site.sender(&site.ada);
        while pictures.load(Ordering::Relaxed) < 5 {
            let said = ada.say(site.url(), "before a backup").await;
            before = said["number"].as_i64().unwrap();
            done(&["backup", newest, "--force"], site.folder()).await;
        }
        ada.say(site.url(), "after the backup").await;
        stop.cancel();
    };
    let (said, (), ()) = tokio::join!(writing, changing, backing_up);
    let said: BTreeMap<_, _> = said.into_iter().flatten().collect();

    let fresh = tempfile::tempdir().unwrap();
    done(&["restore", newest], fresh.path()).await;
    let store = Store::open(&file(fresh.path()), Durability::Full)
        .await
        .unwrap();
    let mut db = store.read().await.unwrap();
    let messages = store::messages::page(&mut db, site.room, None, i64::MAX)
        .await
        .unwrap();
    drop(db);
    store.close().await;
    let count = i64::try_from(messages.len()).unwrap();
    assert!(count >= before, "{count} of at least {before}");
    for (message, number) in messages.iter().zip(1..) {
        assert_eq!(message.number, number, "a gap");
        assert_ne!(message.content, "after the backup");
        let id = message.client_id.unwrap().to_string();
        let place = (Some(message.id.0), Some(message.number));
        if message.sender.id != site.ada.id {
            assert_eq!(said.get(&id), Some(&place), "{}", message.content);
        }
    }

    // A key goes on working, and nobody is signed in.
    let by_key = |key: &str| format!("users API-Key {key}");
    let by_session = format!("JWT {}", site.ada.token);
    let program = Program::start(fresh.path()).await;
    for (authorization, status) in [(by_key(key.reveal()), 200), (by_session, 403)] {
        let asked = Client::new()
            .get(format!("{}/api/rooms", program.url))
            .header("authorization", authorization)
            .send();
        assert_eq!(soon(asked).await.unwrap().status(), status);
    }
    let world = World::on(fresh).await;
    let ada = world.sign_in(site.ada.id).await;
    let known = uploads(world.folder.path()).await;
    assert_eq!(known.len(), 2, "a file and a picture: {known:?}");
    for key in known {
        let bytes = fetch(&program.url, &ada, key).await;
        assert!(!bytes.is_empty());
        assert!(key != kept || bytes == b"words in a file");
    }
}

/// A data folder that nobody has open, with a file of somebody's, and a backup of it.
async fn backed_up() -> (tempfile::TempDir, PathBuf) {
    let (world, ada, _) = World::with_room().await;
    upload(&world, &ada, b"words in a file").await;
    upload(&world, &ada, &picture(7)).await;
    let folder = world.leave().await;
    let backup = folder.path().join("backup.tar");
    let said = done(&["backup", backup.to_str().unwrap()], folder.path()).await;
    assert!(said.contains("2 uploads"), "{said}");
    (folder, backup)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_there_is_overwritten_only_by_force() {
    let (folder, backup) = backed_up().await;
    let path = backup.to_str().unwrap();
    fs::write(&backup, "somebody's").unwrap();
    failed(
        &run(&["backup", path], folder.path(), "").await,
        &[path, "--force"],
    );
    assert_eq!(fs::read(&backup).unwrap(), b"somebody's");
    done(&["backup", path, "--force"], folder.path()).await;
    let into = folder.path().join("into");
    done(&["restore", path], &into).await;
    let hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    for folder in [folder.path(), into.as_path()] {
        let left: Vec<_> = folder.read_dir().unwrap().map(Result::unwrap).collect();
        assert!(!left.iter().any(hidden), "{left:?}");
    }
    let empty = tempfile::tempdir().unwrap();
    let none = empty.path().join("backup.tar");
    let output = run(&["backup", none.to_str().unwrap()], empty.path(), "").await;
    failed(&output, &["no database"]);
    assert_eq!(empty.path().read_dir().unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_to_stop_leaves_nothing() {
    let (folder, backup) = backed_up().await;
    fs::remove_file(&backup).unwrap();
    let stop = CancellationToken::new();
    stop.cancel();
    // Whoever only reads a database leaves the files of its log beside it.
    let count = || {
        let entries = folder.path().read_dir().unwrap().map(Result::unwrap);
        let of_log = |name: &str| name.ends_with("-wal") || name.ends_with("-shm");
        entries
            .filter(|entry| !of_log(&entry.file_name().to_string_lossy()))
            .count()
    };
    let before = count();
    let outcome = parlour::chat::backup::make(folder.path(), &backup, false, &stop).await;
    let stopped = parlour::chat::backup::Error::Stopped.to_string();
    assert_eq!(outcome.unwrap_err().to_string(), stopped);
    assert_eq!(count(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn ordinary_tools_open_it() {
    let (folder, backup) = backed_up().await;
    let into = folder.path().join("by hand");
    fs::create_dir(&into).unwrap();
    for (program, words) in [
        ("tar", ["-xf", backup.to_str().unwrap()].as_slice()),
        ("sha256sum", &["--check", "--strict", "SHA256SUMS"]),
    ] {
        let output = std::process::Command::new(program)
            .args(words)
            .current_dir(&into)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(uploads(&into).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_file_is_told_and_nothing_is_made() {
    let (folder, backup) = backed_up().await;
    let key = uploads(folder.path()).await[0].to_string();
    let lost = folder.path().join(format!("media/{}/{key}", &key[..2]));
    fs::remove_dir_all(lost).unwrap();
    fs::remove_file(&backup).unwrap();
    let output = run(&["backup", backup.to_str().unwrap()], folder.path(), "").await;
    failed(&output, &[&key, "missing"]);
    assert!(!backup.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_whole_is_not_restored_and_no_server_begins_on_it() {
    let (folder, backup) = backed_up().await;
    let whole = fs::read(&backup).unwrap();
    let at = |words: &[u8]| {
        let found = whole.windows(words.len()).position(|piece| piece == words);
        found.expect("these bytes")
    };
    let changed = |place: usize| {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        bytes
    };
    let into = folder.path().join("into");
    let path = folder.path().join("wrong.tar");
    for (bytes, words) in [
        (
            changed(at(b"words in a file")),
            ["original is not what it was"],
        ),
        (
            changed(at(b"SQLite format 3") + 5_000),
            ["parlour.db is not what it was"],
        ),
        (whole[..whole.len() / 2].to_vec(), ["no backup"]),
        (whole[..at(b"SHA256SUMS")].to_vec(), ["cut off"]),
        (b"something else".to_vec(), ["no backup"]),
        (Vec::new(), ["no backup"]),
    ] {
        fs::write(&path, bytes).unwrap();
        let output = run(&["restore", path.to_str().unwrap()], &into, "").await;
        failed(&output, &words);
        let output = run(&["user", "list"], &into, "").await;
        failed(&output, &["parlour restore"]);
    }
    done(&["restore", backup.to_str().unwrap()], &into).await;
    done(&["user", "list"], &into).await;
    let output = run(&["restore", backup.to_str().unwrap()], &into, "").await;
    failed(&output, &["not empty"]);
    let missing = folder.path().join("missing");
    let output = run(&["restore", "nowhere.tar"], &missing, "").await;
    failed(&output, &["nowhere.tar"]);
    assert!(!missing.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_a_card_is_in_a_backup_and_gone_ones_are_not() {
    let (world, ada, room) = World::with_room().await;
    let chat = world.chat.clone();
    let said = chat.send(ada.id, room, "https://a.example https://b.example", None);
    let said = said.await.unwrap();
    for url in ["https://a.example", "https://b.example"] {
        let card = Preview::new(url, "A title", "", "").unwrap();
        let put = chat.put_preview(said.id, card, Some(picture(7)));
        put.await.unwrap();
    }
    let removing = chat.remove_preview(ada.id, said.id, "https://a.example");
    let left = removing.await.unwrap().previews.remove(0).picture;
    drop(chat);
    let folder = world.leave().await;
    let backup = folder.path().join("backup.tar");
    let said = done(&["backup", backup.to_str().unwrap()], folder.path()).await;
    assert!(said.contains("1 upload"), "{said}");
    let into = folder.path().join("into");
    done(&["restore", backup.to_str().unwrap()], &into).await;
    let keys = uploads(&into).await;
    // Behind it stands how large it is.
    let (address, _) = left.split_once('?').unwrap();
    assert_eq!(address, keys[0].address(Form::Original));
    let place = format!("media/{}/{}/original", &keys[0].to_string()[..2], keys[0]);
    let kept = fs::read(into.join(place)).unwrap();
    image::load_from_memory_with_format(&kept, ImageFormat::Jpeg).unwrap();
}
