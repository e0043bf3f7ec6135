//! A backup is restored, and the numbers since then are given out a second time.

use crate::{
    listener::request,
    program::{Program, run},
    site::Site,
    support::World,
    tab::Tab,
};

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_pages_load_themselves_afresh_and_mix_nothing() {
    let site = Site::open().await;
    let bob = site.member("Bob").await;
    let ada = site.sender(&site.ada);
    for n in 0..20 {
        ada.say(site.url(), &format!("kept {n}")).await;
    }
    let backup = site.folder().join("backup.db");
    let output = run(&["backup", backup.to_str().unwrap()], site.folder(), "").await;
    assert!(output.status.success(), "{output:?}");
    // One page has the words that will be lost, the other one was away before them.
    let mut early = site.tab(&bob).await;
    for n in 0..30 {
        ada.say(site.url(), &format!("lost {n}")).await;
    }
    let mut late = early.twin();
    late.connect(site.url()).await;
    late.catch_up(&site, "lost as well").await;
    late.disconnect();
    let cursor = late.page.cursor();

    let Site {
        world,
        program,
        ada,
        room,
    } = site;
    program.stop().await;
    let lost = world.leave().await;
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["restore", backup.to_str().unwrap()], folder.path(), "").await;
    assert!(output.status.success(), "{output:?}");
    drop(lost);

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
    assert!(now.seq > cursor.seq, "the numbers come again");
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
