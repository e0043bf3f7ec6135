//! What is measured, a file per part.

mod bursts;
mod busy;
mod catch_up;
mod fan_out;
mod highest;
mod idle;
mod pages;
mod rooms;
mod sends;
mod start;
mod weight;

use crate::{
    Result,
    audience::{Audience, Heard},
    bench::{Bench, say},
    latency::{short, thousands},
    requests::Schedule,
    server::{Kind, Server},
    table::Row,
    town::Scene,
};

/// Measures a part.
type Part = fn(&Bench) -> Result<Vec<Row>>;

/// The parts, by the names that the command line knows them by.
pub(crate) const PARTS: [(&str, Part); 11] = [
    ("fan-out", fan_out::measure),
    ("bursts", bursts::measure),
    ("highest", highest::measure),
    ("rooms", rooms::measure),
    ("idle", idle::measure),
    ("sends", sends::measure),
    ("busy", busy::measure),
    ("catch-up", catch_up::measure),
    ("pages", pages::measure),
    ("start", start::measure),
    ("weight", weight::measure),
];

/// The same figure of each server.
#[derive(Debug)]
struct Trio<T> {
    parlour: T,
    floor: T,
    /// None: there is no such peer here.
    peer: Option<T>,
}

impl<T> Trio<T> {
    /// Measures one after the other, each started afresh.
    fn measure(
        bench: &Bench,
        what: &str,
        mut figure: impl FnMut(&Server) -> Result<T>,
    ) -> Result<Self> {
        let mut of = |kind| {
            say(&format!("{what}: {kind:?}"));
            Server::start(bench, kind)?
                .map(|server| figure(&server))
                .transpose()
        };
        Ok(Self {
            parlour: of(Kind::Parlour)?.ok_or("no Parlour")?,
            floor: of(Kind::Floor)?.ok_or("no floor")?,
            peer: of(Kind::Nchan)?,
        })
    }

    fn map<U>(&self, figure: impl Fn(&T) -> U) -> Trio<U> {
        Trio {
            parlour: figure(&self.parlour),
            floor: figure(&self.floor),
            peer: self.peer.as_ref().map(figure),
        }
    }
}

/// What fan-out takes: the best of its rounds, figure by figure.
#[derive(Clone, Copy, Debug)]
struct Fan {
    /// In µs for each delivery.
    cpu: f64,
    p50: f64,
    p99: f64,
    bytes: f64,
    /// Of all rounds together.
    flaws: u64,
    others: f64,
}

impl Fan {
    fn of(heard: &Heard) -> Self {
        Self {
            cpu: heard.cpu,
            p50: heard.latencies.p50(),
            p99: heard.latencies.p99(),
            bytes: heard.bytes,
            flaws: heard.flaws,
            others: heard.others,
        }
    }

    fn best(&self, other: &Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            p50: self.p50.min(other.p50),
            p99: self.p99.min(other.p99),
            bytes: self.bytes,
            flaws: self.flaws + other.flaws,
            others: self.others.min(other.others),
        }
    }
}

/// What one room of so many streams takes from each server, in so many rounds, by turns.
fn fan(
    bench: &Bench,
    streams: u32,
    (schedule, messages): (Schedule, u32),
    rounds: u32,
) -> Result<Trio<Fan>> {
    let round = || {
        Trio::measure(
            bench,
            &format!("{} streams", thousands(streams)),
            |server| {
                let mut audience = Audience::gather(bench, server, Scene::Hall, streams)?;
                Ok(Fan::of(&audience.hear(schedule, messages)?))
            },
        )
    };
    let mut best = round()?;
    for _ in 1..rounds {
        let next = round()?;
        best = Trio {
            parlour: best.parlour.best(&next.parlour),
            floor: best.floor.best(&next.floor),
            peer: best
                .peer
                .zip(next.peer)
                .map(|(best, next)| best.best(&next)),
        };
    }
    Ok(best)
}

/// CPU per delivery, as a row. `most`: how many times the floor's it may be.
fn cpu_row(what: String, trio: &Trio<Fan>, most: f64) -> Row {
    let Trio {
        parlour,
        floor,
        peer,
    } = trio.map(|fan| fan.cpu);
    let to_floor = parlour / floor;
    let mut ratio = format!("{to_floor:.2} × floor");
    if let Some(peer) = peer {
        ratio = format!("{ratio}, {:.2} × nchan", parlour / peer);
    }
    let cell = |cpu: f64, fan: &Fan| format!("{cpu:.1} µs, {:.0} B", fan.bytes);
    Row {
        what,
        target: format!("≤ {most} × floor, < nchan, nothing lost or doubled"),
        parlour: format!(
            "{}{}",
            cell(parlour, &trio.parlour),
            flawed(trio.parlour.flaws)
        ),
        floor: cell(floor, &trio.floor),
        peer: trio.peer.map(|fan| cell(fan.cpu, &fan)).unwrap_or_default(),
        ratio,
        met: Some(
            to_floor <= most && peer.is_none_or(|peer| parlour < peer) && trio.parlour.flaws == 0,
        ),
        others: Some(trio.parlour.others),
    }
}

/// Says what should not be there at all.
fn flawed(flaws: u64) -> String {
    if flaws == 0 {
        String::new()
    } else {
        format!(", **{} flaws**", thousands(flaws))
    }
}

/// A figure next to what it is compared with.
fn times(figure: f64, other: f64, whose: &str) -> String {
    format!("{} × {whose}", short(figure / other.max(1e-9)))
}
