//! A backup is restored as docs/deploy.md says, and the numbers since then are given out a second time.

use std::fs;

use sqlx::{AssertSqlSafe, Connection as _};

use crate::{
    listener::request,
    program::Program,
    site::Site,
    support::{World, connect, file},
    tab::Tab,
};

/// The page that tells people how.
const MANUAL: &str = include_str!("../../docs/deploy.md");

/// What the manual has people run on the restored database.
fn statement() -> &'static str {
    let line = MANUAL.lines().find(|line| line.contains("set epoch"));
    let quoted = line
        .expect("a line that draws a new epoch")
        .split('"')
        .nth(1);
    quoted.expect("a statement in quotes")
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_pages_load_themselves_afresh_and_mix_nothing() {
    let site = Site::open().await;
    let bob = site.member("Bob").await;
    let ada = site.sender(&site.ada);
    for n in 0..20 {
        ada.say(site.url(), &format!("kept {n}")).await;
    }
    let backup = site.folder().join("backup.db");
    let path = file(site.folder());
    let mut db = connect(site.folder()).await;
    let copy = format!("vacuum into '{}'", backup.display());
    sqlx::query(AssertSqlSafe(copy))
        .execute(&mut db)
        .await
        .unwrap();
    db.close().await.unwrap();
    // One page has the words that will be lost, the other one was away before them.
    let mut early = site.tab(&bob).await;
    for n in 0..30 {
        ada.say(site.url(), &format!("lost {n}")).await;
    }
    let mut late = early.twin();
    late.connect(site.url()).await;
    late.catch_up(&site, "lost as well").await;
    late.disconnect();
    let before = late.page.cursor();

    let Site {
        world,
        program,
        ada,
        room,
    } = site;
    program.stop().await;
    let folder = world.leave().await;
    for left in ["", "-wal", "-shm"] {
        let left = path.with_extension(format!("db{left}"));
        if left.exists() {
            fs::remove_file(left).unwrap();
        }
    }
    fs::rename(&backup, &path).unwrap();
    let mut db = connect(folder.path()).await;
    sqlx::raw_sql(statement()).execute(&mut db).await.unwrap();
    db.close().await.unwrap();

    let program = Program::start(folder.path()).await;
    let world = World::on(folder).await;
    let site = Site {
        ada: world.sign_in(ada.id).await,
        world,
        program,
        room,
    };
    let ada = site.sender(&site.ada);
    for n in 0..40 {
        ada.say(site.url(), &format!("anew {n}")).await;
    }
    let now = site.tab(&site.ada).await.page.cursor();
    assert!(now.seq > before.seq, "the numbers come again");
    let out = request(site.url(), Some(&bob), "").send().await.unwrap();
    assert_eq!(out.status(), 401, "everybody is signed out");
    let bob = site.world.sign_in(bob.id).await;
    for page in [&mut early, &mut late] {
        let mut page = Tab::new(&bob, page.page.clone());
        page.connect(site.url()).await;
        assert!(page.read().await);
        assert_eq!(page.page.resets, 1, "the first that it hears is a reset");
        page.catch_up(&site, &format!("from {}", page.page.cursor()))
            .await;
        let window = &page.page.state.windows[&room];
        assert!(
            window
                .messages
                .values()
                .all(|message| !message.content.starts_with("lost"))
        );
    }
}
