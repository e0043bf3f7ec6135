//! Sends in one room while ten thousand streams are told of another.

use std::thread;

use super::{flawed, times};
use crate::{
    Result,
    audience::Audience,
    bench::{Bench, say},
    clock::Clock,
    latency::{Latencies, short},
    mark::{Mark, Marker},
    requests::{self, Plan, Schedule},
    server::{Kind, Server},
    table::Row,
    town::Scene,
};

const STREAMS: u32 = 10_000;
/// What the streams are told: messages a second, and messages.
const TOLD: (f64, u32) = (2.0, 20);
/// What is sent meanwhile.
const SENT: (f64, u32) = (100.0, 1_000);
const CONNECTIONS: usize = 16;
const MOST: f64 = 2.0;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let server = Server::start(bench, Kind::Parlour)?.ok_or("no Parlour")?;
    say("warming up");
    send(bench.clock, &bench.marker(), &server)?;
    say("without streams");
    let alone = send(bench.clock, &bench.marker(), &server)?;
    say("with streams");
    let mut audience = Audience::gather(bench, &server, Scene::Hall, STREAMS)?;
    let (clock, marker) = (bench.clock, bench.marker());
    let (heard, busy) = thread::scope(|scope| {
        let sending =
            scope.spawn(|| send(clock, &marker, &server).map_err(|error| error.to_string()));
        let heard = audience.hear(Schedule::Even(TOLD.0), TOLD.1);
        (heard, sending.join())
    });
    let (heard, busy) = (heard?, busy.map_err(|_| "the sender panicked")??);
    let ratio = busy.p99() / alone.p99();
    Ok(vec![Row {
        what: format!(
            "sends while 10,000 streams are told {} messages/s of another room, p50 / p99",
            short(TOLD.0)
        ),
        target: format!("p99 ≤ {MOST} × without streams"),
        parlour: format!("{busy}; without streams {alone}{}", flawed(heard.flaws)),
        ratio: times(busy.p99(), alone.p99(), "without"),
        met: Some(ratio <= MOST && heard.flaws == 0),
        others: Some(heard.others),
        ..Row::default()
    }])
}

/// Sends by a schedule, whatever else happens.
fn send(clock: Clock, marker: &Marker, server: &Server) -> Result<Latencies> {
    let request = |seq, due| {
        let mark = marker.write(Mark { seq, due });
        server.say(Scene::Corner, seq, &marker.client_id(seq), &mark)
    };
    let plan = Plan {
        address: server.address,
        connections: CONNECTIONS,
        schedule: Schedule::Even(SENT.0),
        count: SENT.1,
        request: &request,
    };
    Ok(requests::ask(clock, &plan)?.all_well()?.latencies)
}
