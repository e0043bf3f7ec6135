//! From the start of the program to its first answer, on an empty folder and on a million messages.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    Result,
    bench::{Bench, say},
    clock::pause,
    http,
    latency::{Latencies, short},
    process::{own, rss},
    server::Server,
    table::Row,
};

/// How often; the median counts.
const TIMES: usize = 7;
/// Until what is done at the start is done.
const SETTLING: Duration = Duration::from_millis(500);
/// Targets: ms, and MiB.
const FIRST: f64 = 150.0;
const MEMORY: f64 = 20.0;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let library = bench
        .library()?
        .parent()
        .ok_or("a database without a folder")?;
    let mut rows = Vec::new();
    for (what, folder) in [
        ("an empty folder", None),
        ("a million messages", Some(library)),
    ] {
        say(what);
        let (mut micros, mut memory) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            let fresh;
            let folder: &Path = if let Some(folder) = folder {
                folder
            } else {
                fresh = bench.fresh_folder()?;
                &fresh
            };
            let begun = Instant::now();
            let server = Server::parlour(bench, folder, false)?;
            let answer = http::ask(server.address, &http::get(server.address, "/sign-in", ""))?;
            micros.push(begun.elapsed().as_micros() as u32);
            if answer.status != 200 {
                return Err(format!("the first page has {}", answer.status).into());
            }
            pause(SETTLING);
            memory.push((rss(server.pid()) as u32, own(server.pid()) as u32));
        }
        let first = Latencies::new(micros).p50();
        memory.sort_unstable();
        let (memory, own) = memory[TIMES / 2];
        let [memory, own] = [memory, own].map(|kib| f64::from(kib) / 1_024.0);
        rows.push(Row {
            what: format!("start on {what}: first page, then memory (RSS; its own)"),
            target: format!("≤ {FIRST} ms, ≤ {MEMORY} MiB"),
            parlour: format!("{} ms, {memory:.1} MiB; {own:.1} MiB", short(first)),
            met: Some(first <= FIRST && memory <= MEMORY),
            ..Row::default()
        });
    }
    Ok(rows)
}
