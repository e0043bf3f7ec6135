//! The disk is full, the database is locked, or may not be written: nothing is acknowledged that is not kept, the
//! asker is told, and the server goes on by itself once the cause is gone.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::Command,
};

use reqwest::StatusCode;
use sqlx::Connection as _;
use tempfile::TempDir;

use crate::{
    effort::effort,
    program::{PARLOUR, Program},
    receipts::Receipts,
    sender::new_id,
    site::Site,
    support::{World, connect, file, soon},
};

/// Runs a command of the system, and says why it could not.
fn run(program: &str, words: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .args(words)
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

/// Sends until there is no room left, and some more; then makes room.
async fn fill(site: &Site, make_room: impl FnOnce()) {
    let mut page = site.tab(&site.ada).await;
    page.connect(site.url()).await;
    let ada = site.sender(&site.ada);
    let long = "long ".repeat(1_900);
    let mut receipts = Receipts::default();
    while receipts.send(&ada, site.url(), &long).await {}
    for _ in 0..effort(20, 200) {
        receipts.send(&ada, site.url(), &long).await;
        receipts.send(&ada, site.url(), "short").await;
    }
    let (kept, refused) = receipts.count();
    assert!(kept > 1 && refused > 1, "{kept} kept, {refused} refused");
    // What is there can be read all the while.
    receipts.compare(site).await;
    let well = soon(reqwest::get(format!("{}/healthz", site.url()))).await;
    assert_eq!(well.unwrap().status(), StatusCode::OK);
    make_room();
    receipts.send_again(&ada, site.url(), "at last").await;
    receipts.compare(site).await;
    page.catch_up(site, "when there was room again").await;
}

/// The kernel lets the program's files grow no further. This can be had anywhere; `SQLite` takes it for a broken disk.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_grow_refuses_and_goes_on_when_it_can() {
    let (world, ada, room) = World::with_room().await;
    let mut shell = Command::new("sh");
    // The signal that comes with it would end the program.
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", PARLOUR]);
    let program = Program::start_by(shell, world.folder.path(), &["--send-rate", "0"]).await;
    let site = Site {
        world,
        program,
        ada,
        room,
    };
    let id = site.program.id().to_string();
    let limit = |limit: &str| run("prlimit", &["--pid", &id, &format!("--fsize={limit}")]);
    let log = file(site.folder()).with_extension("db-wal");
    let length = log.metadata().map_or(0, |log| log.len());
    if let Err(why) = limit(&format!("{}:unlimited", length + 300_000)) {
        println!("skipped: {why}");
        return;
    }
    fill(&site, || limit("unlimited:unlimited").expect("a limit")).await;
}

/// A small disk of its own, taken away when it is dropped.
struct Disk {
    folder: TempDir,
}

impl Disk {
    fn mount() -> Result<Self, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_str().expect("a name");
        run("mount", &["-t", "tmpfs", "-o", "size=1m", "none", path])?;
        Ok(Self { folder })
    }

    fn enlarge(&self) -> Result<(), String> {
        let path = self.folder.path().to_str().expect("a name");
        run("mount", &["-o", "remount,size=64m", path])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // There is nobody to tell.
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let disk = match Disk::mount() {
        Ok(disk) => disk,
        Err(why) => {
            println!("skipped: {why}");
            return;
        }
    };
    let folder = TempDir::new_in(disk.folder.path()).unwrap();
    let world = World::on(folder).await;
    let ada = world.somebody("Ada").await;
    let room = world
        .room(&ada, parlour::domain::RoomKind::Open, "lobby")
        .await;
    let program = Program::start(world.folder.path()).await;
    let site = Site {
        world,
        program,
        ada,
        room,
    };
    fill(&site, || disk.enlarge().expect("room")).await;
    drop(site);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_another_process_holds_for_long_refuses_and_goes_on_when_it_is_free() {
    let site = Site::open().await;
    let ada = site.sender(&site.ada);
    let mut receipts = Receipts::default();
    assert!(receipts.send(&ada, site.url(), "before").await);
    let mut other = connect(site.folder()).await;
    sqlx::query("begin immediate")
        .execute(&mut other)
        .await
        .unwrap();
    for _ in 0..effort(1, 5) {
        assert!(!receipts.send(&ada, site.url(), "meanwhile").await);
    }
    receipts.compare(&site).await;
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    receipts.send_again(&ada, site.url(), "meanwhile").await;
    receipts.compare(&site).await;
    other.close().await.unwrap();
}

/// The program without the right to overlook what files may not be, which root has.
fn bound_by_modes() -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0);
    if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set", "-dac_override,-dac_read_search", PARLOUR]);
        command
    } else {
        Command::new(PARLOUR)
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_may_not_be_written_is_named_and_served_once_it_may() {
    let (world, ada, room) = World::with_room().await;
    let folder = world.leave().await;
    let database = file(folder.path());
    set_mode(&database, 0o444);
    set_mode(folder.path(), 0o555);
    let mut command = bound_by_modes();
    command.args(["serve", "--addr", "127.0.0.1:0", "--data"]);
    let output = match command.arg(folder.path()).output() {
        Ok(output) => output,
        Err(why) => {
            println!("skipped: {why}");
            return;
        }
    };
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("parlour.db"), "{told}");
    set_mode(folder.path(), 0o700);
    set_mode(&database, 0o600);
    let program = Program::start_by(bound_by_modes(), folder.path(), &[]).await;
    let sender = crate::sender::Sender::new(&ada, room);
    let answer = sender.send(&program.url, "again", &new_id()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
}
