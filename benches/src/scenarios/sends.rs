//! Sends, as fast as so many writers go: durable ones next to what the disk allows, relaxed ones next to `PocketBase`.

use std::{
    fs::File,
    io::Write as _,
    time::{Duration, Instant},
};

use super::times;
use crate::{
    Result,
    bench::{Bench, say},
    latency::{Latencies, short, thousands},
    mark::Mark,
    process::Watch,
    requests::{self, Plan, Schedule},
    server::{Kind, Server},
    table::Row,
    town::Scene,
};

const WRITERS: [u32; 3] = [1, 16, 64];
const LASTING: Duration = Duration::from_secs(4);
const WARM_UP: Duration = Duration::from_millis(500);
/// Targets: sends a second by 64 writers, or so much of one sync for each 64; and how many syncs p99 may be.
const RATE: f64 = 3_000.0;
const SHARE: f64 = 0.6;
const SYNCS: f64 = 10.0;

/// What so many writers came to.
struct Sent {
    per_second: f64,
    latencies: Latencies,
    /// CPU time of the server for each, in µs.
    cpu: f64,
    others: f64,
}

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for writers in WRITERS {
        let syncs = sync(bench)?;
        let sync = syncs.p50();
        let sent = send(bench, Kind::Parlour, writers)?.ok_or("no Parlour")?;
        // One sync for as many as are waiting.
        let allowed = f64::from(writers) * 1_000.0 / sync;
        let share = sent.per_second / allowed;
        let is_fast = writers < 64 || sent.per_second >= RATE || share >= SHARE;
        let waited = sent.latencies.p99() / sync;
        let rate = format!(
            ", ≥ {} or {:.0} % of the disk",
            per_second(RATE),
            SHARE * 100.0
        );
        rows.push(Row {
            what: format!("durable sends, {writers} at once"),
            target: format!(
                "p99 < {SYNCS} syncs{}",
                if writers < 64 { "" } else { &rate }
            ),
            parlour: said(&sent),
            floor: format!("one sync {syncs}: {}", per_second(allowed)),
            ratio: format!(
                "{:.0} % of the disk, p99 {} syncs",
                share * 100.0,
                short(waited)
            ),
            met: Some(is_fast && waited < SYNCS),
            others: Some(sent.others),
            ..Row::default()
        });
    }
    for writers in WRITERS {
        let relaxed = send(bench, Kind::ParlourRelaxed, writers)?.ok_or("no Parlour")?;
        let peer = send(bench, Kind::PocketBase, writers)?;
        let ratio = peer
            .as_ref()
            .map(|peer| times(relaxed.per_second, peer.per_second, "PocketBase"));
        rows.push(Row {
            what: format!("relaxed sends, {writers} at once"),
            target: "≥ PocketBase's".to_owned(),
            parlour: said(&relaxed),
            peer: peer.as_ref().map(said).unwrap_or_default(),
            ratio: ratio.unwrap_or_default(),
            met: peer.map(|peer| relaxed.per_second >= peer.per_second),
            others: Some(relaxed.others),
            ..Row::default()
        });
    }
    Ok(rows)
}

fn said(sent: &Sent) -> String {
    format!(
        "{}, p99 {}, {:.0} µs CPU",
        per_second(sent.per_second),
        ms(sent.latencies.p99()),
        sent.cpu
    )
}

fn per_second(rate: f64) -> String {
    format!("{}/s", thousands(rate.round() as u64))
}

fn ms(ms: f64) -> String {
    format!("{} ms", short(ms))
}

/// What one sync of one page takes where the databases lie.
fn sync(bench: &Bench) -> Result<Latencies> {
    let folder = bench.fresh_folder()?;
    let mut file = File::create(folder.join("page"))?;
    let begun = Instant::now();
    let mut micros = Vec::new();
    while begun.elapsed() < Duration::from_secs(1) {
        let before = Instant::now();
        file.write_all(&[1; 4_096])?;
        file.sync_data()?;
        micros.push(before.elapsed().as_micros() as u32);
    }
    Ok(Latencies::new(micros))
}

fn send(bench: &Bench, kind: Kind, writers: u32) -> Result<Option<Sent>> {
    say(&format!("{writers} at once: {kind:?}"));
    let Some(server) = Server::start(bench, kind)? else {
        return Ok(None);
    };
    let ask = |lasting| {
        let marker = bench.marker();
        let request = |seq, due| {
            let mark = marker.write(Mark { seq, due });
            server.say(Scene::Hall, seq, &marker.client_id(seq), &mark)
        };
        let plan = Plan {
            address: server.address,
            connections: writers as usize,
            schedule: Schedule::FlatOut(lasting),
            count: u32::MAX,
            request: &request,
        };
        requests::ask(bench.clock, &plan)?.all_well()
    };
    ask(WARM_UP)?;
    let watch = Watch::begin(server.pid());
    let answers = ask(LASTING)?;
    let taken = watch.end();
    Ok(Some(Sent {
        per_second: answers.per_second(),
        cpu: taken.cpu * 1e6 / answers.well.len().max(1) as f64,
        latencies: answers.latencies,
        others: taken.others,
    }))
}
