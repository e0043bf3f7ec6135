//! Clients that take all they can get, and others who must not notice.

use std::{iter, net::SocketAddr, time::Duration};

use futures_util::future::{join, join_all};
use reqwest::{Response, StatusCode};
use tokio::{io::AsyncWriteExt as _, net::TcpStream, task::JoinSet, time::sleep};

use crate::{
    effort::{effort, is_long},
    listener::request,
    program::Program,
    sender::new_id,
    site::Site,
    support::{Somebody, soon},
};

/// Between two letters of who dawdles.
const DAWDLE: Duration = Duration::from_millis(50);

/// Bob and Eve talk, and each message arrives at the other's page before the next one is said.
async fn talk(site: &Site, bob: &Somebody, eve: &Somebody, words: usize) {
    let mut page = site.tab(eve).await;
    page.connect(site.url()).await;
    let bob = site.sender(bob);
    for n in 0..words {
        let said = bob.say(site.url(), &format!("undisturbed {n}")).await;
        let seq = said["seq"].as_i64().unwrap();
        page.read_until(site, |state| state.cursor.seq >= seq).await;
    }
}

/// Asks for a page, a letter at a time, until the server has had enough.
async fn dawdle(address: SocketAddr) {
    let mut line = TcpStream::connect(address).await.expect("let in");
    let head = b"GET / HTTP/1.1\r\nhost: parlour\r\nx-slow: ".iter();
    for byte in head.chain(iter::repeat(&b'a')) {
        if line.write_all(&[*byte]).await.is_err() {
            return;
        }
        sleep(DAWDLE).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_say_nothing_or_dawdle_hold_nobody_up() {
    let site = Site::open().await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    let address = site.program.address();
    let mut silent = Vec::new();
    for _ in 0..effort(500, 9_000) {
        silent.push(TcpStream::connect(address).await.expect("let in"));
    }
    let mut dawdling = JoinSet::new();
    for _ in 0..effort(50, 500) {
        dawdling.spawn(dawdle(address));
    }
    talk(&site, &bob, &eve, effort(30, 300)).await;
    if is_long() {
        // A quarter of a minute later all of them are thrown out.
        soon(dawdling.join_all()).await;
    }
    // And the silent ones may still ask something.
    let page = soon(reqwest::get(format!("{}/healthz", site.url()))).await;
    assert_eq!(page.unwrap().status(), StatusCode::OK);
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_s_65th_stream_is_refused_and_nobody_else_s_first() {
    let site = Site::open().await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    let opening = (0..64).map(|_| request(site.url(), Some(&site.ada), "history=0").send());
    let open: Vec<Response> = soon(join_all(opening))
        .await
        .into_iter()
        .map(|answer| answer.expect("an answer"))
        .collect();
    assert!(open.iter().all(|answer| answer.status() == StatusCode::OK));
    for _ in 0..effort(20, 500) {
        let refused = soon(request(site.url(), Some(&site.ada), "").send()).await;
        let refused = refused.expect("an answer");
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.headers().contains_key("retry-after"));
    }
    talk(&site, &bob, &eve, 10).await;
    drop(open);
}

/// The limit that a server has by itself.
#[tokio::test(flavor = "multi_thread")]
async fn who_sends_without_end_is_told_to_wait_and_holds_nobody_up() {
    let mut site = Site::open().await;
    site.program = Program::start_with(site.folder(), &[]).await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    let flooding = join_all((0..8).map(async |_| {
        let flood = site.sender(&site.ada);
        let mut refused = 0;
        for _ in 0..effort(150, 2_000) {
            let answer = flood.send(site.url(), "flood", &new_id()).await;
            if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                let wait = answer.headers()["retry-after"].to_str().unwrap();
                assert!(wait.parse::<u64>().unwrap() >= 1);
                refused += 1;
            } else {
                assert_eq!(answer.status(), StatusCode::CREATED);
            }
        }
        refused
    }));
    let (refused, ()) = soon(join(flooding, talk(&site, &bob, &eve, 30))).await;
    assert!(refused.iter().sum::<i32>() > 0, "nobody was told to wait");
}
