//! Streams that listen to a server while messages are posted to it.

use std::ops::Range;

use crate::{
    Result,
    bench::Bench,
    clock::Clock,
    latency::Latencies,
    mark::{Mark, Marker},
    process::Watch,
    requests::{self, Answers, Plan, Schedule},
    server::Server,
    streams::{Received, Streams, Wanted},
    town::Scene,
};

/// How many connections post by a schedule; a burst has one for each of its messages.
const CONNECTIONS: usize = 16;
/// How many streams are on their way at a time, while nobody waits for them.
const AT_ONCE: usize = 100;
/// Messages that nobody counts, so that caches and buffers are as they are in use.
const WARM_UP: u32 = 5;

/// Streams of one scene, all open.
#[derive(Debug)]
pub(crate) struct Audience<'s> {
    server: &'s Server,
    clock: Clock,
    marker: Marker,
    scene: Scene,
    size: u32,
    streams: Streams,
    /// The number of the next message.
    next: u32,
}

/// What was heard, and what it took.
#[derive(Debug)]
pub(crate) struct Heard {
    /// CPU time of the server for each delivery, the posts included; in µs.
    pub(crate) cpu: f64,
    /// From when a message was due until a stream had it.
    pub(crate) latencies: Latencies,
    /// Deliveries that did not come, came twice, out of order or to the wrong stream; streams that broke; posts refused.
    pub(crate) flaws: u64,
    /// Bytes on the wire for each delivery.
    pub(crate) bytes: f64,
    /// The share of the machine that others took.
    pub(crate) others: f64,
}

impl<'s> Audience<'s> {
    /// Opens the streams, and warms up.
    pub(crate) fn gather(
        bench: &Bench,
        server: &'s Server,
        scene: Scene,
        size: u32,
    ) -> Result<Self> {
        let marker = bench.marker();
        let wanted = Wanted {
            address: server.address,
            requests: (0..size).map(|index| server.listen(scene, index)).collect(),
            at_once: AT_ONCE,
            rooms: scene.rooms(),
        };
        let mut audience = Self {
            server,
            clock: bench.clock,
            streams: Streams::open(bench.clock, marker.clone(), wanted)?,
            marker,
            scene,
            size,
            next: 0,
        };
        audience.hear(Schedule::Even(10.0), WARM_UP)?;
        Ok(audience)
    }

    /// The streams of people who go on after a cursor, all at the same moment, for the marks of this scene.
    pub(crate) fn returning(&self, people: Range<u32>, cursor: &str) -> Wanted {
        let requests: Vec<Vec<u8>> = people
            .map(|person| self.server.go_on(person, cursor))
            .collect();
        Wanted {
            address: self.server.address,
            at_once: requests.len(),
            requests,
            rooms: 1,
        }
    }

    /// What posts the next messages, from any thread.
    pub(crate) fn posting(&mut self, count: u32) -> Posting<'s> {
        let from = self.next;
        self.next += count;
        Posting {
            server: self.server,
            clock: self.clock,
            marker: self.marker.clone(),
            scene: self.scene,
            from,
            count,
        }
    }

    /// Opens more streams for the same marks.
    pub(crate) fn open(&self, wanted: Wanted) -> Result<Streams> {
        Streams::open(self.clock, self.marker.clone(), wanted)
    }

    /// Posts, and waits until every stream has heard it.
    pub(crate) fn hear(&mut self, schedule: Schedule, count: u32) -> Result<Heard> {
        // What came late for the last turn's patience does not count here.
        self.streams.turn(self.next)?;
        let watch = Watch::begin(self.server.pid());
        let answers = self.posting(count).post(schedule)?;
        let (received, expected) = self.received(&answers)?;
        let taken = watch.end();
        let deliveries = received.deliveries().max(1) as f64;
        Ok(Heard {
            cpu: taken.cpu * 1e6 / deliveries,
            flaws: flaws(&received, expected) + answers.failed.values().sum::<u64>(),
            bytes: received.bytes as f64 / deliveries,
            latencies: received.latencies,
            others: taken.others,
        })
    }

    /// Waits until the streams have what was posted; what they received, and how much it should be.
    pub(crate) fn received(&self, answers: &Answers) -> Result<(Received, u64)> {
        let listeners = u64::from(self.size / self.scene.rooms());
        let expected = answers.well.len() as u64 * listeners;
        self.streams.wait_for(expected);
        Ok((self.streams.turn(self.next)?, expected))
    }
}

/// Messages to be posted.
#[derive(Debug)]
pub(crate) struct Posting<'s> {
    server: &'s Server,
    clock: Clock,
    marker: Marker,
    scene: Scene,
    from: u32,
    count: u32,
}

impl Posting<'_> {
    /// Posts them, and waits for nothing but the answers.
    pub(crate) fn post(&self, schedule: Schedule) -> Result<Answers> {
        let request = |index, due| {
            let seq = self.from + index;
            let mark = self.marker.write(Mark { seq, due });
            self.server
                .say(self.scene, seq, &self.marker.client_id(seq), &mark)
        };
        let plan = Plan {
            address: self.server.address,
            connections: match schedule {
                Schedule::Bursts(size, _) => size as usize,
                _ => CONNECTIONS,
            },
            schedule,
            count: self.count,
            request: &request,
        };
        requests::ask(self.clock, &plan)
    }
}

/// Everything that is not as it should be.
pub(crate) fn flaws(received: &Received, expected: u64) -> u64 {
    received.deliveries().abs_diff(expected)
        + received.duplicates
        + received.disorder
        + received.leaks
        + received.closed
}
