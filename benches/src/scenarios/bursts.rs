//! Many messages at the same moment: what is gathered costs less than what is written one by one.

use std::time::Duration;

use super::{cpu_row, fan};
use crate::{Result, bench::Bench, latency::thousands, requests::Schedule, table::Row};

/// Streams, messages in a burst, ms from one burst to the next, bursts.
const SIZES: [(u32, u32, u64, u32); 3] = [
    (100, 50, 500, 12),
    (1_000, 10, 1_000, 6),
    (1_000, 50, 4_000, 2),
];

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (streams, size, every, bursts) in SIZES {
        let schedule = Schedule::Bursts(size, Duration::from_millis(every));
        let trio = fan(bench, streams, (schedule, size * bursts), 1)?;
        let what = format!(
            "bursts of {size} to {} streams, CPU per delivery",
            thousands(streams)
        );
        rows.push(cpu_row(what, &trio, 1.0));
    }
    Ok(rows)
}
