//! One room, 100 to 10,000 streams, about 10,000 deliveries a second: what a delivery takes, and how late it is.

use super::{cpu_row, fan};
use crate::{
    Result,
    bench::Bench,
    latency::{short, thousands},
    requests::Schedule,
    table::Row,
};

/// Streams, messages a second, messages, and how many times the floor's CPU time it may take.
const SIZES: [(u32, f64, u32, f64); 4] = [
    (100, 100.0, 600, 1.3),
    (1_000, 10.0, 60, 1.3),
    (5_000, 2.0, 14, 1.15),
    (10_000, 1.0, 9, 1.15),
];
/// Of which the latency is a goal too.
const PROMPT: u32 = 1_000;
const ROUNDS: u32 = 2;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (streams, rate, messages, most) in SIZES {
        let trio = fan(bench, streams, (Schedule::Even(rate), messages), ROUNDS)?;
        let named = thousands(streams);
        rows.push(cpu_row(
            format!("fan-out to {named} streams, CPU per delivery"),
            &trio,
            most,
        ));
        let said = trio.map(|fan| format!("{} / {} ms", short(fan.p50), short(fan.p99)));
        let mut row = Row {
            what: format!("— its latency, p50 / p99, at {} messages/s", short(rate)),
            parlour: said.parlour,
            floor: said.floor,
            peer: said.peer.unwrap_or_default(),
            ..Row::default()
        };
        if let (PROMPT, Some(peer)) = (streams, trio.peer) {
            let parlour = trio.parlour;
            "≤ nchan's".clone_into(&mut row.target);
            row.ratio = format!(
                "{:.2} / {:.2} × nchan",
                parlour.p50 / peer.p50,
                parlour.p99 / peer.p99
            );
            row.met = Some(parlour.p50 <= peer.p50 && parlour.p99 <= peer.p99);
        }
        rows.push(row);
    }
    Ok(rows)
}
