//! Backups that the server makes by itself.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use parlour::{
    chat::{
        Clock,
        backup::{Schedule, Status},
    },
    domain::time::MINUTE,
};
use tokio_util::sync::CancellationToken;

use crate::{
    program::{Program, run},
    support::{World, soon},
};

/// What is in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_backs_up_by_itself_and_takes_old_ones_away() {
    let (world, _, _) = World::with_room().await;
    let folder = world.leave().await;
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    for day in 1..=5 {
        let name = format!("parlour-2020-01-0{day}T030000Z.tar");
        fs::write(backups.join(name), "old").unwrap();
    }
    fs::write(backups.join("parlour-by-hand.tar"), "stays").unwrap();
    let options = ["--backup", backups.to_str().unwrap(), "--keep", "3"];
    let program = Program::start_with(folder.path(), &options).await;
    soon(async {
        while names(&backups).len() != 4 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    program.stop().await;
    let left = names(&backups);
    assert_eq!(
        [&left[0], &left[1], &left[3]],
        [
            "parlour-2020-01-04T030000Z.tar",
            "parlour-2020-01-05T030000Z.tar",
            "parlour-by-hand.tar"
        ]
    );
    let newest = backups.join(&left[2]);
    let into = folder.path().join("into");
    let output = run(&["restore", newest.to_str().unwrap()], &into, "").await;
    assert!(output.status.success(), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_says_when_the_next_one_is_due() {
    let (world, _, _) = World::with_room().await;
    let folder = world.leave().await;
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let half_an_hour_ago = Clock::System.now().plus(-30 * MINUTE).to_string();
    let (seconds, _) = half_an_hour_ago.split_once('.').unwrap();
    let last = format!("parlour-{}Z.tar", seconds.replace(':', ""));
    fs::write(backups.join(&last), "the last one").unwrap();
    let place = backups.to_str().unwrap();
    // Each day where nothing else is said.
    for schedule in [&[][..], &["--schedule", "2h"]] {
        let options = [&["--backup", place], schedule].concat();
        let program = Program::start_with(folder.path(), &options).await;
        let well = reqwest::get(format!("{}/healthz", program.url)).await;
        assert!(well.unwrap().status().is_success());
        program.stop().await;
        assert_eq!(names(&backups), [&*last]);
    }
    let options = ["--backup", place, "--schedule", "29m"];
    let program = Program::start_with(folder.path(), &options).await;
    soon(async {
        while names(&backups).len() != 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    program.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_known_when_the_last_one_was_made_and_what_went_wrong() {
    let (world, ada, _) = World::with_room().await;
    let overview = async || world.chat.overview(ada.id, 0).await.unwrap();
    let folder = world.folder.path().join("backups");
    let begin = |folder: PathBuf| {
        let schedule = Schedule {
            folder,
            every: Duration::from_hours(24),
            keep: 2,
        };
        let stop = CancellationToken::new();
        let keeping = world.chat.clone().keep_backups(schedule, stop.clone());
        (tokio::spawn(keeping), stop)
    };
    let until = async |done: fn(&Status) -> bool| {
        soon(async {
            loop {
                match world.chat.backups() {
                    Some(status) if done(&status) => return status,
                    _ => tokio::task::yield_now().await,
                }
            }
        })
        .await
    };
    assert_eq!(world.chat.backups(), None);
    let (keeping, stop) = begin(folder.clone());
    let status = until(|status| status.last.is_some()).await;
    let (at, file) = status.last.unwrap();
    assert_eq!((at, status.failure), (crate::support::NOW, None));
    assert!(file.is_file(), "{file:?}");
    stop.cancel();
    keeping.await.unwrap();
    let seen = overview().await;
    assert_eq!((seen.last_backup, seen.backup_failure), (Some(at), None));

    let in_the_way = world.folder.path().join("file");
    fs::write(&in_the_way, "no folder").unwrap();
    let (keeping, stop) = begin(in_the_way);
    let status = until(|status| status.failure.is_some()).await;
    assert_eq!(status.last, None);
    let failure = status.failure.unwrap();
    assert!(failure.why.contains("file"), "{failure:?}");
    // Though none is in the new folder, there was one.
    let seen = overview().await;
    assert_eq!(seen.last_backup, Some(at));
    assert_eq!(seen.backup_failure, Some(failure));
    stop.cancel();
    keeping.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_by_the_command_line_is_known_to_a_server_that_runs() {
    let (world, ada, _) = World::with_room().await;
    let known = async || {
        let overview = world.chat.overview(ada.id, 0).await.unwrap();
        overview.last_backup
    };
    let backup = world.folder.path().join("backup.tar");
    let words = ["backup", backup.to_str().unwrap()];
    assert_eq!(known().await, None);
    let output = run(&words, world.folder.path(), "").await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let first = known().await;
    assert!(first.is_some());
    // One that was not made is none.
    let output = run(&words, world.folder.path(), "").await;
    assert!(!output.status.success(), "{output:?}");
    assert_eq!(known().await, first);
}
