//! The highest rate at which 99 of 100 deliveries still come within a quarter of a second.

use super::{Trio, times};
use crate::{
    Result,
    audience::Audience,
    bench::{Bench, say},
    latency::thousands,
    requests::Schedule,
    server::Server,
    table::Row,
    town::Scene,
};

const SIZES: [u32; 2] = [1_000, 10_000];
/// In ms.
const P99: f64 = 250.0;
/// Deliveries a second to begin with, and how much more is tried next.
const BEGIN: f64 = 50_000.0;
const STEP: f64 = 1.5;
/// Below this it can't be called a rate; beyond, the load tool is what is measured.
const LEAST: f64 = 20_000.0;
const MOST: f64 = 400_000.0;
/// How long a try lasts, in s, and how many messages it has at least.
const LASTING: f64 = 3.0;
const MESSAGES: f64 = 20.0;
/// How often the gap between what holds and what doesn't is halved.
const HALVINGS: usize = 2;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    SIZES
        .into_iter()
        .map(|streams| row(bench, streams))
        .collect()
}

fn row(bench: &Bench, streams: u32) -> Result<Row> {
    let what = format!(
        "highest rate with p99 < 250 ms, {} streams",
        thousands(streams)
    );
    let trio = Trio::measure(bench, &what, |server| highest(bench, server, streams))?;
    let said = trio.map(|rate| match rate {
        Some(rate) => format!("{}/s", thousands(*rate as u64)),
        None => format!("< {}/s", thousands(LEAST as u64)),
    });
    let compared = trio.parlour.zip(trio.peer.flatten());
    Ok(Row {
        what,
        target: "≥ nchan's".to_owned(),
        parlour: said.parlour,
        floor: said.floor,
        peer: said.peer.unwrap_or_default(),
        ratio: compared
            .map(|(parlour, peer)| times(parlour, peer, "nchan"))
            .unwrap_or_default(),
        met: compared.map(|(parlour, peer)| parlour >= peer),
        others: None,
    })
}

/// In deliveries a second. None: even the least is too much.
fn highest(bench: &Bench, server: &Server, streams: u32) -> Result<Option<f64>> {
    let mut audience = Audience::gather(bench, server, Scene::Hall, streams)?;
    let mut holds = |rate: f64| -> Result<bool> {
        // A try may be spoilt by something else on the machine; twice in a row is no accident.
        for _ in 0..2 {
            let per_second = rate / f64::from(streams);
            let messages = (per_second * LASTING).max(MESSAGES) as u32;
            let heard = audience.hear(Schedule::Even(per_second), messages)?;
            let p99 = heard.latencies.p99();
            say(&format!(
                "{rate:.0}/s: p99 {p99:.0} ms, others {:.2}",
                heard.others
            ));
            if p99 < P99 && heard.flaws == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let (mut good, mut bad, mut rate) = (0.0, f64::INFINITY, BEGIN);
    while bad > good * STEP * 1.01 {
        if holds(rate)? {
            good = rate;
            rate *= STEP;
        } else {
            bad = rate;
            rate /= STEP;
        }
        if !(LEAST..MOST).contains(&rate) {
            return Ok(Some(good).filter(|&good| good > 0.0));
        }
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(good, bad);
        if holds(middle)? {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Ok(Some(good))
}
