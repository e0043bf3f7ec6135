//! The listening side: many streams on one thread, one `epoll`, and what comes by them.

use std::{
    io::{self, Read as _, Write as _},
    net::SocketAddr,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, Waker, net::TcpStream};

pub(crate) use crate::heard::Received;
use crate::{
    Result,
    clock::{Clock, pause},
    heard::{Ear, Hall},
    http::{Body, Head},
    latency::thousands,
    mark::Marker,
};

/// How long streams may take to open, and deliveries to go on.
const PATIENCE: Duration = Duration::from_mins(1);
const WAKE: Token = Token(usize::MAX);

/// What streams to open.
pub(crate) struct Wanted {
    pub(crate) address: SocketAddr,
    /// What each asks.
    pub(crate) requests: Vec<Vec<u8>>,
    /// How many are on their way at a time.
    pub(crate) at_once: usize,
    /// Stream i is to hear the messages whose number leaves the same rest as i when divided by this, and no others.
    pub(crate) rooms: u32,
}

/// Open streams. They close when this is dropped.
#[derive(Debug)]
pub(crate) struct Streams {
    thread: Option<JoinHandle<()>>,
    orders: mpsc::Sender<Order>,
    waker: Waker,
    tally: Arc<Tally>,
}

#[derive(Debug)]
enum Order {
    /// Tell what was received, and count only messages of this number and above from here on.
    Turn(u32, mpsc::Sender<Received>),
    /// Close.
    End,
}

/// What one may look at meanwhile.
#[derive(Debug, Default)]
struct Tally {
    open: AtomicUsize,
    refused: AtomicUsize,
    received: AtomicU64,
}

impl Streams {
    /// Opens them all, and waits until they are open.
    pub(crate) fn open(clock: Clock, marker: Marker, wanted: Wanted) -> Result<Self> {
        let count = wanted.requests.len();
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKE)?;
        let (orders, inbox) = mpsc::channel();
        let tally = Arc::new(Tally::default());
        let reader = Reader {
            clock,
            poll,
            inbox,
            tally: Arc::clone(&tally),
            hall: Hall::new(marker, wanted.rooms),
            lines: Vec::with_capacity(count),
            on_their_way: 0,
            refusal: None,
            wanted,
        };
        let streams = Self {
            thread: Some(thread::spawn(|| reader.run())),
            orders,
            waker,
            tally,
        };
        let begun = Instant::now();
        let open = || streams.tally.open.load(Relaxed);
        while open() + streams.tally.refused.load(Relaxed) < count && begun.elapsed() < PATIENCE {
            pause(Duration::from_millis(2));
        }
        if open() < count {
            let (open, count) = (thousands(open() as u64), thousands(count as u64));
            let why = streams.turn(0)?.refusal.unwrap_or_default();
            return Err(format!("only {open} of {count} streams opened: {why}").into());
        }
        Ok(streams)
    }

    /// What was received since the last turn; from here on only messages from this number on count.
    pub(crate) fn turn(&self, from: u32) -> Result<Received> {
        let (answer, received) = mpsc::channel();
        self.orders.send(Order::Turn(from, answer))?;
        self.waker.wake()?;
        Ok(received.recv()?)
    }

    /// Waits until so many deliveries have come since the last turn, or no more come.
    pub(crate) fn wait_for(&self, deliveries: u64) {
        let (mut last, mut moved) = (0, Instant::now());
        loop {
            let received = self.tally.received.load(Relaxed);
            if received != last {
                (last, moved) = (received, Instant::now());
            }
            if received >= deliveries || moved.elapsed() > PATIENCE / 6 {
                return;
            }
            pause(Duration::from_millis(2));
        }
    }
}

impl Drop for Streams {
    fn drop(&mut self) {
        // Where the thread is gone already, there is nobody to tell.
        let _ = self.orders.send(Order::End);
        let _ = self.waker.wake();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A stream's connection, and how far it is.
struct Line {
    socket: TcpStream,
    stage: Stage,
    ear: Ear,
}

enum Stage {
    Connecting,
    /// Asked; so much of the answer's head is there.
    Asked(Vec<u8>),
    Open(Body),
    Closed,
}

struct Reader {
    clock: Clock,
    poll: Poll,
    inbox: mpsc::Receiver<Order>,
    tally: Arc<Tally>,
    hall: Hall,
    lines: Vec<Line>,
    on_their_way: usize,
    refusal: Option<String>,
    wanted: Wanted,
}

impl Reader {
    fn run(mut self) {
        let mut events = Events::with_capacity(1_024);
        // What comes in one go: more than any burst's share of one stream, usually.
        let mut buffer = vec![0; 64 * 1_024];
        loop {
            self.connect();
            if let Err(error) = self.poll.poll(&mut events, None) {
                assert_eq!(error.kind(), io::ErrorKind::Interrupted, "{error}");
                continue;
            }
            for event in &events {
                if event.token() == WAKE {
                    if self.obey().is_break() {
                        return;
                    }
                } else if let Err(why) = self.advance(event.token().0, &mut buffer) {
                    self.close(event.token().0, &why);
                }
            }
            self.tally.received.store(self.hall.received(), Relaxed);
        }
    }

    fn obey(&mut self) -> ControlFlow<()> {
        while let Ok(order) = self.inbox.try_recv() {
            match order {
                Order::Turn(from, answer) => {
                    let mut received = self.hall.turn(from);
                    received.refusal = self.refusal.take();
                    self.tally.received.store(0, Relaxed);
                    // Who asked is waiting.
                    let _ = answer.send(received);
                }
                Order::End => return ControlFlow::Break(()),
            }
        }
        ControlFlow::Continue(())
    }

    /// Sets out as many streams as may be on their way.
    fn connect(&mut self) {
        while self.on_their_way < self.wanted.at_once
            && self.lines.len() < self.wanted.requests.len()
        {
            let token = Token(self.lines.len());
            let interest = Interest::WRITABLE;
            let socket = TcpStream::connect(self.wanted.address).and_then(|mut socket| {
                self.poll
                    .registry()
                    .register(&mut socket, token, interest)?;
                Ok(socket)
            });
            match socket {
                Ok(socket) => {
                    self.on_their_way += 1;
                    self.lines.push(Line {
                        socket,
                        stage: Stage::Connecting,
                        ear: Ear::default(),
                    });
                }
                // Nothing will come of the rest either.
                Err(error) => {
                    let left = self.wanted.requests.len() - self.lines.len();
                    self.tally.refused.fetch_add(left, Relaxed);
                    self.refusal.get_or_insert_with(|| error.to_string());
                    self.wanted.requests.truncate(self.lines.len());
                }
            }
        }
    }

    fn close(&mut self, index: usize, why: &str) {
        let line = &mut self.lines[index];
        let stage = std::mem::replace(&mut line.stage, Stage::Closed);
        // It may be closed on their side already.
        let _ = line.socket.shutdown(std::net::Shutdown::Both);
        match stage {
            Stage::Closed => return,
            Stage::Open(_) => self.hall.note_end(),
            Stage::Connecting | Stage::Asked(_) => {
                self.on_their_way -= 1;
                self.tally.refused.fetch_add(1, Relaxed);
            }
        }
        self.refusal.get_or_insert_with(|| why.to_owned());
    }

    /// Does for a stream what can be done now.
    fn advance(&mut self, index: usize, buffer: &mut [u8]) -> Result<(), String> {
        let line = &mut self.lines[index];
        if matches!(line.stage, Stage::Connecting) {
            if let Some(error) = line
                .socket
                .take_error()
                .map_err(|error| error.to_string())?
            {
                return Err(error.to_string());
            }
            let request = &self.wanted.requests[index];
            // A request fits into a fresh socket's buffer.
            let sent = line
                .socket
                .write(request)
                .map_err(|error| error.to_string())?;
            if sent < request.len() {
                return Err("the request does not fit".to_owned());
            }
            let registry = self.poll.registry();
            registry
                .reregister(&mut line.socket, Token(index), Interest::READABLE)
                .map_err(|error| error.to_string())?;
            line.stage = Stage::Asked(Vec::new());
            return Ok(());
        }
        while !matches!(self.lines[index].stage, Stage::Closed) {
            let count = match self.lines[index].socket.read(buffer) {
                Ok(0) => return Err("closed by the server".to_owned()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.to_string()),
            };
            self.take(index, &buffer[..count])?;
            // Less than there is room for: nothing is left, and epoll tells of what comes next.
            if count < buffer.len() {
                break;
            }
        }
        Ok(())
    }

    fn take(&mut self, index: usize, bytes: &[u8]) -> Result<(), String> {
        let Line { stage, ear, .. } = &mut self.lines[index];
        let now = self.clock.now();
        match stage {
            Stage::Open(body) => {
                let hall = &mut self.hall;
                hall.weigh(bytes.len());
                body.feed(bytes, |piece| hall.hear(index, ear, piece, now))?;
                if body.is_done() {
                    return Err("ended by the server".to_owned());
                }
            }
            Stage::Asked(got) => {
                got.extend_from_slice(bytes);
                let Some(head) = Head::read(got)? else {
                    return Ok(());
                };
                if head.status != 200 || !head.is_stream {
                    let text = String::from_utf8_lossy(got);
                    return Err(text.chars().take(200).collect());
                }
                let mut body = head.body;
                let hall = &mut self.hall;
                body.feed(&got[head.length..], |piece| {
                    hall.hear(index, ear, piece, now);
                })?;
                *stage = Stage::Open(body);
                self.on_their_way -= 1;
                self.tally.open.fetch_add(1, Relaxed);
            }
            Stage::Connecting | Stage::Closed => {}
        }
        Ok(())
    }
}
