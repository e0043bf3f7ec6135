//! The panel's first page: how the whole program is, as its owner is told.

use std::fs;

use futures_util::stream;
use parlour::domain::Problem;
use reqwest::Client;

use crate::{
    program::{Program, run},
    site::Site,
    support::{World, soon},
};

/// The panel's first page, as an admin is shown it.
async fn overview(site: &Site) -> String {
    let asked = Client::new()
        .get(format!("{}/admin", site.url()))
        .header("cookie", format!("parlour={}", site.ada.token))
        .send();
    let answer = soon(asked).await.unwrap().error_for_status().unwrap();
    answer.text().await.unwrap()
}

/// The page as soon as it says all of this.
async fn until(site: &Site, words: &[&str]) -> String {
    soon(async {
        loop {
            let page = overview(site).await;
            if words.iter().all(|word| page.contains(word)) {
                return page;
            }
        }
    })
    .await
}

/// What a page says of something.
fn fact<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("<dt>{name}</dt>")).expect(name);
    let (_, said) = rest.split_once("<dd>").expect(name);
    said.split_once("</dd>").expect(name).0
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_told_how_the_server_is() {
    let (world, ada, room) = World::with_room().await;
    let folder = world.folder.path();
    let in_the_way = folder.join("file");
    fs::write(&in_the_way, "no folder").unwrap();
    let words = stream::iter([Ok::<_, Problem>(vec![b'x'; 5_000])]);
    world.chat.keep_file(ada.id, "words", words).await.unwrap();
    let options = ["--backup", in_the_way.to_str().unwrap()];
    let program = Program::start_with(folder, &options).await;
    let site = Site {
        world,
        program,
        ada,
        room,
    };
    let page = until(&site, &["The backup of", "the backup failed"]).await;
    assert!(page.contains("0 open pages"), "{page}");
    assert_eq!(fact(&page, "Version"), env!("CARGO_PKG_VERSION"));
    assert!(fact(&page, "Running for").ends_with(" min"), "{page}");
    assert!(fact(&page, "Database").ends_with(" KB"), "{page}");
    assert_eq!(fact(&page, "Uploads"), "1 upload, 4 KB");
    assert_eq!(fact(&page, "Last backup"), "never");
    assert!(page.contains("<span class=\"tag\">ERROR</span>"), "{page}");

    let mut tabs = [site.tab(&site.ada).await, site.tab(&site.ada).await];
    for tab in &mut tabs {
        tab.connect(site.url()).await;
    }
    until(&site, &["2 open pages"]).await;
    tabs[0].disconnect();
    until(&site, &["1 open page<"]).await;

    // One by the command line is a backup all the same, and the failure is over.
    let backup = site.folder().join("backup.tar");
    let words = ["backup", backup.to_str().unwrap()];
    let output = run(&words, site.folder(), "").await;
    assert!(output.status.success(), "{output:?}");
    let page = overview(&site).await;
    assert_ne!(fact(&page, "Last backup"), "never");
    assert!(!page.contains("The backup of"), "{page}");
}
