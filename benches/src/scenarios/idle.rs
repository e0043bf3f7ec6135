//! Ten thousand streams that hear nothing.

use std::time::Duration;

use super::Trio;
use crate::{
    Result,
    audience::Audience,
    bench::Bench,
    clock::pause,
    latency::{short, thousands},
    process::{Watch, pss},
    server::Server,
    table::Row,
    town::Scene,
};

const STREAMS: u32 = 10_000;
/// Until what is done on opening is done.
const SETTLING: Duration = Duration::from_secs(2);
/// One round of pings.
const WATCHED: Duration = Duration::from_secs(15);
/// Targets: KiB for each stream, and the share of a core.
const MEMORY: f64 = 10.0;
const CPU: f64 = 0.01;

/// What idle streams take.
struct Idle {
    /// KiB for each, of the server's own memory.
    memory: f64,
    /// The share of a core.
    cpu: f64,
    others: f64,
}

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let trio = Trio::measure(bench, "idle", |server| idle(bench, server))?;
    let memory = trio.map(|idle| format!("{} KiB", short(idle.memory)));
    let cpu = trio.map(|idle| format!("{:.2} %", idle.cpu * 100.0));
    let streams = thousands(STREAMS);
    let others = Some(trio.parlour.others);
    Ok(vec![
        Row {
            what: format!("{streams} idle streams, memory of each (PSS)"),
            target: format!("≤ {MEMORY} KiB"),
            parlour: memory.parlour,
            floor: memory.floor,
            peer: memory.peer.unwrap_or_default(),
            met: Some(trio.parlour.memory <= MEMORY),
            others,
            ..Row::default()
        },
        Row {
            what: format!("{streams} idle streams, CPU"),
            target: format!("< {:.0} % of a core", CPU * 100.0),
            parlour: cpu.parlour,
            floor: cpu.floor,
            peer: cpu.peer.unwrap_or_default(),
            met: Some(trio.parlour.cpu < CPU),
            others,
            ..Row::default()
        },
    ])
}

fn idle(bench: &Bench, server: &Server) -> Result<Idle> {
    // The first stream brings what is needed once.
    drop(Audience::gather(bench, server, Scene::Hall, 1)?);
    let before = pss(server.pid());
    let audience = Audience::gather(bench, server, Scene::Hall, STREAMS)?;
    pause(SETTLING);
    let with = pss(server.pid());
    let watch = Watch::begin(server.pid());
    pause(WATCHED);
    let taken = watch.end();
    drop(audience);
    Ok(Idle {
        memory: (with as f64 - before as f64) / f64::from(STREAMS),
        cpu: taken.cpu / taken.seconds,
        others: taken.others,
    })
}
