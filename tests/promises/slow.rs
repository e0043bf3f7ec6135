//! Streams that are not read for a while, or never again, while everybody else goes on.

use std::time::Duration;

use futures_util::future::{join, join_all};
use parlour::domain::State;
use tokio::time::sleep;

use crate::{
    comparison::assert_fresh,
    effort::{effort, is_long},
    site::Site,
    support::{Somebody, soon},
    tab::Tab,
};

/// How many messages are said before everybody who is quick has read them.
const BURST: usize = 100;

/// So many people in the room, each with their page open as often as one may.
async fn pages(site: &Site, name: &str, count: usize) -> Vec<Tab> {
    let mut pages = Vec::new();
    let mut people: Vec<Somebody> = Vec::new();
    for n in 0..count {
        if n % 60 == 0 {
            people.push(site.member(&format!("{name}{n}")).await);
        }
        pages.push(site.tab(&people[n / 60]).await);
    }
    let opening = pages.iter_mut().map(|page| page.connect(site.url()));
    soon(join_all(opening)).await;
    pages
}

/// Says so many long things, several at a time.
async fn talk(site: &Site, messages: usize, length: usize) {
    let text = "slow ".repeat(length / 5);
    let writers = (0..8).map(async |writer| {
        let sender = site.sender(&site.ada);
        for _ in (writer..messages).step_by(8) {
            sender.say(site.url(), &text).await;
        }
    });
    join_all(writers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_costs_bounded_memory_and_gets_everything_in_the_end() {
    // In sum more than a connection holds, and fewer than make a page load itself afresh.
    let (quick, slow) = effort((8, 8), (200, 50));
    let (messages, length) = effort((600, 9_000), (1_900, 3_000));
    let site = Site::open().await;
    let mut quick = pages(&site, "Quick", quick).await;
    let mut slow = pages(&site, "Slow", slow).await;
    let has = |state: &State, count: usize| {
        let last = state.rooms[&site.room].room.last_number;
        usize::try_from(last).unwrap() >= count
    };
    let before = site.program.memory();
    // As fast as the quick ones can read.
    for count in (BURST..=messages).step_by(BURST) {
        let reading = quick
            .iter_mut()
            .map(|page| page.read_until(&site, |state| has(state, count)));
        soon(join(join_all(reading), talk(&site, BURST, length))).await;
    }
    let grown = site.program.memory().saturating_sub(before);
    // Were what they have not read kept for them, it would be all of it.
    let unread = u64::try_from(slow.len() * messages * length).unwrap();
    println!(
        "grown by {} KiB, with {} KiB unread",
        grown >> 10,
        unread >> 10
    );
    assert!(grown < unread / 2, "grown by {grown}, with {unread} unread");
    // The slow wake up. Should theirs have been closed, they come back.
    let waking = slow.iter_mut().map(async |page| {
        while !has(&page.page.state, messages) {
            if !page.read().await {
                page.connect(site.url()).await;
            }
            assert_eq!(page.page.resets, 0);
        }
    });
    soon(join_all(waking)).await;
    for page in quick.iter().chain(&slow) {
        assert_eq!(page.reloads, 0);
        assert_fresh(&site.world.chat, "slow or quick", &page.page.state).await;
    }
}

/// Who does not read is gone at once. They came one after the other, so that the server holds a little for some of them,
/// for others as much as may wait, and for others nothing any more.
#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_in_the_middle_is_let_go() {
    let site = Site::open().await;
    let before = site.program.sockets();
    for round in 0..effort(1, 10) {
        let leaving = site.member(&format!("Leaving{round}")).await;
        let mut open = Vec::new();
        for _ in 0..40 {
            let mut page = site.tab(&leaving).await;
            page.connect(site.url()).await;
            open.push(page);
            talk(&site, 20, 9_000).await;
        }
        drop(open);
        let gone = async {
            while site.program.sockets() > before {
                sleep(Duration::from_millis(50)).await;
            }
        };
        soon(gone).await;
    }
}

/// It takes the server's time-out, so only the long form has it.
#[tokio::test(flavor = "multi_thread")]
async fn who_never_reads_again_is_let_go() {
    if !is_long() {
        println!("skipped: only the long form has the time");
        return;
    }
    let site = Site::open().await;
    let before = site.program.sockets();
    let _never = pages(&site, "Never", 5).await;
    assert!(site.program.sockets() >= before + 5);
    talk(&site, 1_500, 9_000).await;
    let gone = async {
        // The sender's own connections are closed by now, or soon.
        while site.program.sockets() > before {
            sleep(Duration::from_millis(200)).await;
        }
    };
    soon(gone).await;
}
