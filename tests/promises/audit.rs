//! The audit: whatever ends the server, and however often, the books are right.

use std::{net::SocketAddr, time::Duration};

use futures_util::future::join;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    effort::effort,
    ledger::Ledger,
    nginx::Nginx,
    program::Program,
    proxy::{Manner, Proxy, luck},
    support::soon,
};

/// How long a client waits before it comes back, as long as nobody is there.
const PAUSE: Duration = Duration::from_millis(20);

/// Waits for so many acknowledgements.
async fn hear(kept: &mut UnboundedReceiver<()>, count: usize) {
    for _ in 0..count {
        soon(kept.recv()).await.expect("an answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_after_kill_what_was_acknowledged_is_there_once_and_was_heard_once() {
    let (folder, mut ledger) = Ledger::open(6, 3).await;
    for _ in 0..effort(5, 60) {
        let program = Program::start(folder.path()).await;
        let url = program.url.clone();
        let (send, mut kept) = unbounded_channel();
        let killing = async move {
            // Never at the same place.
            hear(&mut kept, 20 + luck(80)).await;
            program.kill();
        };
        soon(join(ledger.go_on(&url, &send), killing)).await;
    }
    let program = Program::start(folder.path()).await;
    ledger.finish(&program.url).await;
    program.kill();
    ledger.close(folder).await;
}

/// Replaces the server so many times while people write and read, as docs/deploy.md has it: the old one stops, then the
/// next one starts. They find it by `front`, which leads to `proxy`.
async fn roll(
    folder: TempDir,
    mut ledger: Ledger,
    rounds: usize,
    proxy: &Proxy,
    front: SocketAddr,
) {
    let mut program = Program::start(folder.path()).await;
    proxy.lead_to(program.address());
    let url = format!("http://{front}");
    let (send, mut kept) = unbounded_channel();
    let working = ledger.persist(&url, &send, PAUSE);
    let path = folder.path().to_owned();
    let rolling = async move {
        for _ in 0..rounds {
            hear(&mut kept, 20 + luck(60)).await;
            program.stop().await;
            program = Program::start(&path).await;
            proxy.lead_to(program.address());
        }
        hear(&mut kept, 20).await;
        program
    };
    let ((), program) = soon(join(working, rolling)).await;
    ledger.finish(&program.url).await;
    program.stop().await;
    ledger.close(folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deploy_after_deploy_behind_a_proxy_that_splits_nothing_is_lost_or_doubled() {
    let (folder, ledger) = Ledger::open(4, 3).await;
    let proxy = Proxy::start(Manner::Splitting).await;
    roll(folder, ledger, effort(4, 30), &proxy, proxy.address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_that_cuts_in_the_middle_nothing_is_lost_or_doubled() {
    let (folder, ledger) = Ledger::open(4, 3).await;
    let proxy = Proxy::start(Manner::Cutting).await;
    roll(folder, ledger, effort(2, 30), &proxy, proxy.address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deploy_after_deploy_behind_nginx_nothing_is_lost_or_doubled() {
    let (folder, ledger) = Ledger::open(4, 3).await;
    let proxy = Proxy::start(Manner::Faithful).await;
    let Some(nginx) = Nginx::start(proxy.address).await else {
        println!("skipped: there is no nginx on the path");
        return;
    };
    roll(folder, ledger, effort(2, 30), &proxy, nginx.address).await;
}
