//! A thousand rooms of ten streams, next to one room of ten that is told as much: streams that hear nothing cost nothing.

use super::flawed;
use crate::{
    Result,
    audience::Audience,
    bench::{Bench, say},
    latency::thousands,
    requests::Schedule,
    server::{Kind, Server},
    table::Row,
    town::{PEOPLE, ROOMS, Scene},
};

/// Messages a second, and messages.
const RATE: f64 = 500.0;
const MESSAGES: u32 = 4_000;
/// How many times as much may be put down to caches and chance.
const MOST: f64 = 1.2;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let of = |scene, streams| {
        say(&format!("{scene:?}"));
        let server = Server::start(bench, Kind::Parlour)?.ok_or("no Parlour")?;
        Audience::gather(bench, &server, scene, streams)?.hear(Schedule::Even(RATE), MESSAGES)
    };
    let one = of(Scene::Room, PEOPLE / ROOMS)?;
    let many = of(Scene::Rooms, PEOPLE)?;
    let ratio = many.cpu / one.cpu;
    let flaws = one.flaws + many.flaws;
    Ok(vec![Row {
        what: format!(
            "{} rooms of {} streams, {RATE} messages/s, CPU per delivery, posts included",
            thousands(ROOMS),
            PEOPLE / ROOMS
        ),
        target: format!("≤ {MOST} × one such room at the same rate"),
        parlour: format!(
            "{:.1} µs; one room {:.1} µs{}",
            many.cpu,
            one.cpu,
            flawed(flaws)
        ),
        ratio: format!("{ratio:.2} × one room"),
        met: Some(ratio <= MOST && flaws == 0),
        others: Some(many.others),
        ..Row::default()
    }])
}
