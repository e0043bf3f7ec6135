//! A thousand streams come back at the same moment, each a thousand changes behind, while a hundred listen live.

use std::{thread, time::Duration};

use super::{flawed, times};
use crate::{
    Result,
    audience::{Audience, flaws},
    bench::{Bench, say},
    latency::{short, thousands},
    process::{Watch, peak, rss},
    requests::Schedule,
    server::{Kind, Server},
    table::Row,
    town::Scene,
};

const LIVE: u32 = 100;
const RETURNING: u32 = 1_000;
const MISSED: u32 = 1_000;
/// What is said meanwhile, and before, to compare with: messages a second, and messages.
const TALK: (f64, u32) = (50.0, 200);
const MOST: f64 = 2.0;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let server = Server::start(bench, Kind::Parlour)?.ok_or("no Parlour")?;
    let mut live = Audience::gather(bench, &server, Scene::Hall, LIVE)?;
    say("live streams alone");
    let before = live.hear(Schedule::Even(TALK.0), TALK.1)?;
    let cursor = server.cursor()?;
    say("what will be missed");
    let missed = live.hear(Schedule::Bursts(50, Duration::from_millis(50)), MISSED)?;
    say("coming back");
    let memory = rss(server.pid());
    let watch = Watch::begin(server.pid());
    let begun = bench.clock.now();
    let posting = live.posting(TALK.1);
    let wanted = live.returning(1 + LIVE..1 + LIVE + RETURNING, &cursor);
    let talk = || {
        posting
            .post(Schedule::Even(TALK.0))
            .map_err(|error| error.to_string())
    };
    let (answers, late, took) = thread::scope(|scope| -> Result<_> {
        let talking = scope.spawn(talk);
        let streams = live.open(wanted)?;
        streams.wait_for(u64::from(MISSED) * u64::from(RETURNING));
        let took = (bench.clock.now() - begun) as f64 / 1e6;
        let answers = talking.join().map_err(|_| "the talk panicked")??;
        let expected = u64::from(RETURNING) * (u64::from(MISSED) + answers.well.len() as u64);
        streams.wait_for(expected);
        let flaws = flaws(&streams.turn(0)?, expected);
        Ok((answers, flaws, took))
    })?;
    let (received, expected) = live.received(&answers)?;
    let taken = watch.end();
    let flaws = before.flaws + missed.flaws + flaws(&received, expected) + late;
    let ratio = received.latencies.p99() / before.latencies.p99();
    let others = Some(taken.others);
    Ok(vec![
        Row {
            what: format!(
                "catch-up of {} streams, {} changes each: latency of {LIVE} live streams, p50 / p99",
                thousands(RETURNING),
                thousands(MISSED)
            ),
            target: format!("nothing lost or doubled, p99 < {MOST} × before"),
            parlour: format!(
                "{}; before {}{}",
                received.latencies,
                before.latencies,
                flawed(flaws)
            ),
            ratio: times(received.latencies.p99(), before.latencies.p99(), "before"),
            met: Some(ratio < MOST && flaws == 0),
            others,
            ..Row::default()
        },
        Row {
            what: "— until all have caught up; CPU; memory at most".to_owned(),
            parlour: format!(
                "{} s; {} s; {:.0} MiB, {:.0} before",
                short(took),
                short(taken.cpu),
                peak(server.pid()) as f64 / 1_024.0,
                memory as f64 / 1_024.0
            ),
            others,
            ..Row::default()
        },
    ])
}
