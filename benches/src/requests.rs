//! The asking side: requests on connections that stay open, by a schedule or as fast as the answers come.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, Read as _, Write as _},
    net::SocketAddr,
    os::fd::AsRawFd as _,
    time::Duration,
};

use memchr::memmem;
use mio::{Events, Interest, Poll, Token, net::TcpStream, unix::SourceFd};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

use crate::{
    Result,
    clock::Clock,
    http::{Body, Head},
    latency::Latencies,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
const TIMER: Token = Token(usize::MAX);

/// When requests are due.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Schedule {
    /// So many a second, whatever the answers do.
    Even(f64),
    /// So many at the same moment, again and again.
    Bursts(u32, Duration),
    /// Each as soon as a connection is free, for so long.
    FlatOut(Duration),
}

impl Schedule {
    /// When the request of this index is due, in µs after the beginning. None: when there is a connection.
    fn due(self, index: u32) -> Option<u64> {
        match self {
            Self::Even(rate) => Some((f64::from(index) * 1e6 / rate) as u64),
            Self::Bursts(size, every) => Some(u64::from(index / size) * every.as_micros() as u64),
            Self::FlatOut(_) => None,
        }
    }
}

/// What to ask.
pub(crate) struct Plan<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) connections: usize,
    pub(crate) schedule: Schedule,
    /// How many; at most, if asked flat out.
    pub(crate) count: u32,
    /// The request of an index that was due at a time.
    pub(crate) request: &'a dyn Fn(u32, u64) -> Vec<u8>,
}

/// What was answered.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// From when a request was due (flat out: sent) until its answer was there. A late request counts as late: nothing is
    /// left out because the server was slow.
    pub(crate) latencies: Latencies,
    /// The indices of requests answered well.
    pub(crate) well: Vec<u32>,
    /// Requests that were not, by status or cause.
    pub(crate) failed: BTreeMap<String, u64>,
    /// The first such answer.
    pub(crate) first_failure: Option<String>,
    /// From the first to the last.
    pub(crate) seconds: f64,
}

impl Answers {
    /// Well answered ones a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.well.len() as f64 / self.seconds.max(1e-6)
    }

    /// How many there are, of both kinds.
    pub(crate) fn count(&self) -> u64 {
        self.well.len() as u64 + self.failed.values().sum::<u64>()
    }

    /// Fails if any failed.
    pub(crate) fn all_well(self) -> Result<Self> {
        match &self.first_failure {
            None => Ok(self),
            Some(first) => Err(format!("{:?}, the first: {first}", self.failed).into()),
        }
    }
}

/// Asks, and returns when everything is answered.
pub(crate) fn ask(clock: Clock, plan: &Plan<'_>) -> Result<Answers> {
    let mut asker = Asker {
        clock,
        poll: Poll::new()?,
        plan,
        lines: Vec::new(),
        idle: Vec::new(),
        micros: Vec::new(),
        answers: Answers::default(),
    };
    for index in 0..plan.connections {
        let line = asker.connect(index)?;
        asker.lines.push(line);
        asker.idle.push(index);
    }
    asker.run()
}

/// A request on its way.
#[derive(Clone, Copy, Debug)]
struct Job {
    index: u32,
    due: u64,
}

struct Line {
    socket: TcpStream,
    job: Option<Job>,
    /// What of the request is not written yet.
    unsent: Vec<u8>,
    got: Vec<u8>,
    /// The answer's status and body, once its head is there.
    answer: Option<(u16, Body)>,
}

struct Asker<'a> {
    clock: Clock,
    poll: Poll,
    plan: &'a Plan<'a>,
    lines: Vec<Line>,
    idle: Vec<usize>,
    micros: Vec<u32>,
    answers: Answers,
}

impl Asker<'_> {
    fn connect(&self, index: usize) -> io::Result<Line> {
        let socket = std::net::TcpStream::connect(self.plan.address)?;
        socket.set_nonblocking(true)?;
        socket.set_nodelay(true)?;
        let mut socket = TcpStream::from_std(socket);
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll
            .registry()
            .register(&mut socket, Token(index), interest)?;
        Ok(Line {
            socket,
            job: None,
            unsent: Vec::new(),
            got: Vec::new(),
            answer: None,
        })
    }

    fn run(mut self) -> Result<Answers> {
        // The poll's own time limit is of whole milliseconds.
        let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK)?;
        self.poll.registry().register(
            &mut SourceFd(&timer.as_raw_fd()),
            TIMER,
            Interest::READABLE,
        )?;
        let mut events = Events::with_capacity(256);
        let mut buffer = vec![0; 64 * 1_024];
        let mut waiting = VecDeque::new();
        let begun = self.clock.now();
        let mut next = 0;
        loop {
            let now = self.clock.now();
            let mut asleep_for = None;
            while next < self.plan.count {
                let due = match self.plan.schedule.due(next) {
                    Some(due) => begun + due,
                    None if self.idle.len() > waiting.len() => now,
                    None => break,
                };
                if due > now {
                    asleep_for = Some(due - now);
                    break;
                }
                waiting.push_back(Job { index: next, due });
                next += 1;
            }
            while let (Some(&index), Some(&job)) = (self.idle.last(), waiting.front()) {
                (_, _) = (self.idle.pop(), waiting.pop_front());
                self.send(index, job)?;
            }
            if let Schedule::FlatOut(lasting) = self.plan.schedule
                && u128::from(now - begun) >= lasting.as_micros()
            {
                next = self.plan.count;
            }
            if next == self.plan.count && waiting.is_empty() && self.idle.len() == self.lines.len()
            {
                break;
            }
            if let Some(micros) = asleep_for {
                let once = Itimerspec {
                    it_interval: Timespec::default(),
                    it_value: Timespec {
                        tv_sec: (micros / 1_000_000).cast_signed(),
                        tv_nsec: (micros % 1_000_000 * 1_000).cast_signed(),
                    },
                };
                timerfd_settime(&timer, TimerfdTimerFlags::empty(), &once)?;
            }
            match self.poll.poll(&mut events, Some(PATIENCE)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            }
            if events.is_empty() {
                return Err("no answer for half a minute".into());
            }
            for event in &events {
                if event.token() != TIMER {
                    self.advance(event.token().0, &mut buffer)?;
                }
            }
        }
        self.answers.seconds = (self.clock.now() - begun) as f64 / 1e6;
        self.answers.latencies = Latencies::new(self.micros);
        Ok(self.answers)
    }

    fn send(&mut self, index: usize, job: Job) -> Result<()> {
        let line = &mut self.lines[index];
        line.unsent = (self.plan.request)(job.index, job.due);
        line.job = Some(job);
        self.write(index)
    }

    fn write(&mut self, index: usize) -> Result<()> {
        let line = &mut self.lines[index];
        while !line.unsent.is_empty() {
            match line.socket.write(&line.unsent) {
                Ok(count) => drop(line.unsent.drain(..count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return self.fail(index, &error.to_string()),
            }
        }
        Ok(())
    }

    /// Gives up what a connection was asked, and opens it anew.
    fn fail(&mut self, index: usize, why: &str) -> Result<()> {
        if self.lines[index].job.take().is_some() {
            self.count_failure(why.to_owned(), why);
            self.idle.push(index);
        }
        self.lines[index] = self.connect(index)?;
        Ok(())
    }

    fn count_failure(&mut self, kind: String, text: &str) {
        *self.answers.failed.entry(kind).or_default() += 1;
        let first = &mut self.answers.first_failure;
        first.get_or_insert_with(|| text.chars().take(400).collect());
    }

    fn advance(&mut self, index: usize, buffer: &mut [u8]) -> Result<()> {
        self.write(index)?;
        loop {
            let line = &mut self.lines[index];
            let count = match line.socket.read(buffer) {
                Ok(0) => return self.fail(index, "closed"),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return self.fail(index, &error.to_string()),
            };
            if let Err(why) = self.take(index, &buffer[..count]) {
                return self.fail(index, why);
            }
            if count < buffer.len() {
                return Ok(());
            }
        }
    }

    fn take(&mut self, index: usize, bytes: &[u8]) -> Result<(), &'static str> {
        let line = &mut self.lines[index];
        if let Some((_, body)) = &mut line.answer {
            body.feed(bytes, |_| {})?;
        } else {
            line.got.extend_from_slice(bytes);
            let Some(head) = Head::read(&line.got)? else {
                return Ok(());
            };
            let mut body = head.body;
            body.feed(&line.got[head.length..], |_| {})?;
            line.answer = Some((head.status, body));
        }
        let Some((status, body)) = line.answer else {
            return Ok(());
        };
        if !body.is_done() {
            return Ok(());
        }
        let job = line.job.take().ok_or("an answer that nobody asked for")?;
        let got = std::mem::take(&mut line.got);
        line.answer = None;
        self.idle.push(index);
        if (200..300).contains(&status) {
            let took = self.clock.now().saturating_sub(job.due);
            self.micros.push(took as u32);
            self.answers.well.push(job.index);
        } else {
            let body = memmem::find(&got, b"\r\n\r\n").map_or(0, |end| end + 4);
            self.count_failure(status.to_string(), &String::from_utf8_lossy(&got[body..]));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        let due = |schedule: Schedule| [0, 1, 2, 5].map(|index| schedule.due(index));
        assert_eq!(
            due(Schedule::Even(4.0)),
            [0, 250_000, 500_000, 1_250_000].map(Some)
        );
        let bursts = Schedule::Bursts(2, Duration::from_secs(3));
        assert_eq!(due(bursts), [0, 0, 3_000_000, 6_000_000].map(Some));
        assert_eq!(due(Schedule::FlatOut(Duration::ZERO)), [None; 4]);
    }
}
