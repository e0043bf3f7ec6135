//! An upload that a killed program leaves half done is gone at its next start.

use std::path::{Path, PathBuf};

use futures_util::stream;
use parlour::domain::Problem;
use reqwest::Client;

use crate::{
    program::Program,
    support::{World, soon},
};

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_an_upload_leaves_nothing() {
    let (world, ada, _) = World::with_room().await;
    let whole = stream::iter([Ok::<_, Problem>("words")]);
    let kept = world.chat.keep_file(ada.id, "kept.txt", whole);
    let kept = kept.await.expect("an upload");
    let World {
        folder,
        store,
        live,
        ..
    } = world;
    live.stop().await;
    store.close().await;
    let media = folder.path().join("media");
    assert_eq!(files(&media).len(), 1);

    let program = Program::start(folder.path()).await;
    let beginning = "--line\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"me.png\"\r\n\r\nhalf a picture";
    // After the beginning there is silence.
    let body = futures_util::StreamExt::chain(
        stream::iter([Ok::<_, std::io::Error>(beginning)]),
        stream::pending(),
    );
    let sending = Client::new()
        .post(format!("{}/do/me/picture", program.url))
        .header("authorization", format!("JWT {}", ada.token))
        .header("content-type", "multipart/form-data; boundary=line")
        .body(reqwest::Body::wrap_stream(body))
        .send();
    let sending = tokio::spawn(sending);
    soon(async {
        while files(&media).len() < 3 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    program.kill();
    let answer = soon(sending).await.expect("a task");
    assert!(answer.is_err(), "{answer:?}");
    // As after the same a moment later: in its place, and not known.
    let orphan = media.join("ab").join("ab".repeat(16));
    std::fs::create_dir_all(&orphan).expect("a folder");
    std::fs::write(orphan.join("original"), "words").expect("a file");
    assert_eq!(files(&media).len(), 4);

    let program = Program::start(folder.path()).await;
    let left = files(&media);
    assert_eq!(left.len(), 1, "{left:?}");
    let found = Client::new()
        .get(format!("{}/media/{}/original", program.url, kept.key))
        .header("authorization", format!("JWT {}", ada.token))
        .send();
    let found = soon(found).await.expect("an answer");
    assert_eq!(found.text().await.expect("a body"), "words");
}
