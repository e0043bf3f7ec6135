//! A room's page with its newest 50 messages, where a hundred were said and where a million were.

use std::time::Duration;

use super::{flawed, times};
use crate::{
    Result,
    bench::{Bench, say},
    http,
    latency::{Latencies, thousands},
    process::Watch,
    requests::{self, Plan, Schedule},
    server::Server,
    table::Row,
    town::{SHELVES, token},
};

const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const LASTING: Duration = Duration::from_secs(5);
/// Targets: how much dearer the large room may be, and pages a second for each core.
const MOST: f64 = 1.2;
const RATE: f64 = 1_000.0;

/// What a room's page takes.
struct Page {
    /// CPU time of the server, in µs.
    cpu: f64,
    per_second: f64,
    latencies: Latencies,
    bytes: usize,
    /// Pages that were refused.
    flaws: u64,
    others: f64,
}

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let folder = bench
        .library()?
        .parent()
        .ok_or("a database without a folder")?;
    let server = Server::parlour(bench, folder, false)?;
    let mut pages = Vec::new();
    for (room, count) in (1..).zip(SHELVES) {
        say(&format!("the page of {} messages", thousands(count)));
        pages.push((count, page(bench, &server, room)?));
    }
    let [(_, small), (_, large)] = &pages[..] else {
        return Err("two rooms are compared".into());
    };
    let ratio = times(large.cpu, small.cpu, "the small room");
    let is_same = large.cpu <= small.cpu * MOST;
    Ok(pages
        .iter()
        .map(|(count, page)| {
            let per_core = 1e6 / page.cpu;
            Row {
                what: format!("page of a room of {} messages", thousands(*count)),
                target: format!(
                    "≥ {}/s per core; large ≤ {MOST} × small",
                    thousands(RATE as u64)
                ),
                parlour: format!(
                    "{}/s per core ({:.0} µs), {}/s in all, {}, {:.0} KB{}",
                    thousands(per_core as u64),
                    page.cpu,
                    thousands(page.per_second as u64),
                    page.latencies,
                    page.bytes as f64 / 1_000.0,
                    flawed(page.flaws)
                ),
                ratio: ratio.clone(),
                met: Some(per_core >= RATE && is_same && page.flaws == 0),
                others: Some(page.others),
                ..Row::default()
            }
        })
        .collect())
}

fn page(bench: &Bench, server: &Server, room: u32) -> Result<Page> {
    let request = room_page(server, room);
    let answer = http::ask(server.address, &request)?;
    let shown = answer.text().matches("The quick brown fox").count();
    if answer.status != 200 || shown < 50 {
        return Err(format!("the page has {} and {shown} messages", answer.status).into());
    }
    let ask = |lasting| {
        let plan = Plan {
            address: server.address,
            connections: CONNECTIONS,
            schedule: Schedule::FlatOut(lasting),
            count: u32::MAX,
            request: &|_, _| request.clone(),
        };
        requests::ask(bench.clock, &plan)
    };
    ask(WARM_UP)?;
    let watch = Watch::begin(server.pid());
    let answers = ask(LASTING)?;
    let taken = watch.end();
    Ok(Page {
        cpu: taken.cpu * 1e6 / answers.count().max(1) as f64,
        per_second: answers.per_second(),
        latencies: answers.latencies,
        bytes: answer.body.len(),
        flaws: answers.failed.values().sum(),
        others: taken.others,
    })
}

/// What a browser asks for a room's page, as somebody who is in it.
pub(super) fn room_page(server: &Server, room: u32) -> Vec<u8> {
    let headers = format!("Accept: text/html\r\nCookie: parlour={}\r\n", token(1));
    http::get(server.address, &format!("/rooms/{room}"), &headers)
}
