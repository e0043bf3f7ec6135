//! One stream's way out: the hub writes to its socket directly, and what the socket does not take waits, bounded, so
//! that a client that does not read costs nobody else anything.
//!
//! No task wakes up for a frame that the socket takes at once, which is nearly every one: that is most of what a
//! delivery costs beyond the kernel's own work.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, IoSlice},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use tokio::{net::TcpStream, sync::Notify};

use super::frame::{self, Batch};
use crate::domain::Seq;

/// How many batches may wait.
const BATCHES: usize = 256;
/// How many bytes may wait. The batches themselves are shared by all streams, but one that is slow keeps them alive.
const BYTES: usize = 256 * 1_024;
/// How many batches one write takes.
const TOGETHER: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Outlet {
    state: Mutex<State>,
    /// The stream's task has something to do.
    attention: Notify,
    closed: Notify,
}

#[derive(Debug, Default)]
struct State {
    line: Line,
    waiting: VecDeque<Waiting>,
    /// Of what waits, together.
    bytes: usize,
    /// Which edition of who is here the client knows; 0 for none.
    edition: u64,
}

#[derive(Debug, Default)]
enum Line {
    /// The stream reads from the database; what happens meanwhile waits.
    #[default]
    Reading,
    /// More came than may wait. It was forgotten, and so is what comes.
    Behind(Rest),
    /// What happens is written to the socket. The client has, or will have with what waits, everything up to here.
    Direct(Arc<TcpStream>, Seq),
    /// The stream is to end.
    Closed,
}

#[derive(Debug)]
struct Waiting {
    batch: Arc<Batch>,
    /// How much of it is written, or known to the client.
    from: usize,
    /// What the client had before it.
    before: Seq,
}

/// Where a stream that fell behind stands.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// The end of the frame that is half written.
    pub(super) bytes: Bytes,
    /// What the client has with it; none if it was reading from the database anyway.
    pub(super) cursor: Option<Seq>,
}

/// What a stream's task has to do.
#[derive(Debug)]
pub(super) enum Task {
    /// Write what waits, once the socket can take more.
    Write,
    /// Read from the database what was forgotten, after this.
    CatchUp(Rest),
    /// End.
    End,
}

impl Outlet {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a batch, or has it wait. Over the bound the stream is behind, and forgets what waits.
    pub(super) fn put(&self, batch: &Arc<Batch>) {
        let mut state = self.state();
        let (from, before) = match &mut state.line {
            Line::Closed | Line::Behind(_) => return,
            Line::Reading => (0, 0),
            Line::Direct(_, cursor) => {
                let before = *cursor;
                *cursor = before.max(batch.last());
                (batch.after(before), before)
            }
        };
        self.add(state, batch, from, before);
    }

    /// Writes a ping, unless something waits already, which does as well. Tells whether the client is to be given the
    /// list of who is here instead, not knowing this edition of it.
    pub(super) fn ping(&self, edition: u64) -> bool {
        let state = self.state();
        let Some(cursor) = state.idle_at() else {
            return false;
        };
        if state.edition != edition {
            return true;
        }
        self.add(state, &frame::PING, 0, cursor);
        false
    }

    /// Writes what is not kept, if the socket takes it at once: nothing waits for it, and it never waits behind anything.
    pub(super) fn put_in_passing(&self, batch: &Arc<Batch>) {
        let state = self.state();
        if let Some(cursor) = state.idle_at() {
            self.add(state, batch, 0, cursor);
        }
    }

    /// Writes who came and went, which makes this edition, for a client that knows the one before; none where it is nobody
    /// that the client may know of. Another client, or one that is slow, gets the whole list in place of a ping.
    pub(super) fn put_change(&self, change: Option<&Arc<Batch>>, edition: u64) {
        let mut state = self.state();
        if let Some(cursor) = state.idle_at()
            && state.edition + 1 == edition
        {
            state.edition = edition;
            if let Some(change) = change {
                self.add(state, change, 0, cursor);
            }
        }
    }

    /// Takes it that the client does not know who is here.
    pub(super) fn forget_list(&self) {
        self.state().edition = 0;
    }

    /// Writes who is here, for a client that knows an older edition of it, or none.
    pub(super) fn put_list(&self, list: &Arc<Batch>, edition: u64) {
        let mut state = self.state();
        if let Some(cursor) = state.idle_at()
            && state.edition < edition
        {
            state.edition = edition;
            self.add(state, list, 0, cursor);
        }
    }

    fn add(
        &self,
        mut state: MutexGuard<'_, State>,
        batch: &Arc<Batch>,
        mut from: usize,
        before: Seq,
    ) {
        let idle = state.waiting.is_empty();
        if idle && let Line::Direct(socket, _) = &state.line {
            match socket.try_write(&batch.bytes()[from..]) {
                Ok(written) => from += written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                // The other end is gone, which the task sees by itself.
                Err(_) => return,
            }
        }
        let length = batch.bytes().len() - from;
        if length == 0 {
            return;
        }
        if state.waiting.len() >= BATCHES || state.bytes + length > BYTES {
            state.fall_behind(batch, from, before);
        } else {
            state.bytes += length;
            state.waiting.push_back(Waiting {
                batch: Arc::clone(batch),
                from,
                before,
            });
        }
        drop(state);
        self.attention.notify_one();
    }

    /// Ends the stream. What waits is not sent any more: whoever was signed out receives nothing after it.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.line = Line::Closed;
        state.forget();
        drop(state);
        self.attention.notify_one();
        self.closed.notify_one();
    }

    /// Whether the stream is to end.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.state().line, Line::Closed)
    }

    /// Waits for the end that the server gives the stream. One may wait.
    pub(super) async fn closed(&self) {
        self.closed.notified().await;
    }

    /// From here on the socket is written to directly: the client has everything up to the cursor, and what waits is
    /// what it has not.
    pub(super) fn go_direct(&self, socket: &Arc<TcpStream>, cursor: Seq) {
        let mut state = self.state();
        if !matches!(state.line, Line::Reading) {
            return;
        }
        let mut known = cursor;
        for waiting in &mut state.waiting {
            (waiting.from, waiting.before) = (waiting.batch.after(known), known);
            known = known.max(waiting.batch.last());
        }
        state
            .waiting
            .retain(|waiting| waiting.from < waiting.batch.bytes().len());
        state.bytes = state.waiting.iter().map(Waiting::length).sum();
        state.line = Line::Direct(Arc::clone(socket), known);
    }

    /// Waits for something to do. One may wait.
    pub(super) async fn task(&self) -> Task {
        loop {
            if let Some(task) = self.state().task() {
                return task;
            }
            self.attention.notified().await;
        }
    }

    /// Writes what waits, as far as the socket takes it.
    ///
    /// # Errors
    ///
    /// The socket's, where the other end is gone: it takes nothing any more, and yet is always ready for it.
    pub(super) fn write(&self) -> io::Result<()> {
        self.state().write()
    }
}

impl State {
    /// Where the client is, if what happens is written to its socket and nothing waits.
    fn idle_at(&self) -> Option<Seq> {
        match self.line {
            Line::Direct(_, cursor) if self.waiting.is_empty() => Some(cursor),
            _ => None,
        }
    }

    fn task(&mut self) -> Option<Task> {
        match &mut self.line {
            Line::Closed => Some(Task::End),
            Line::Behind(rest) => {
                let rest = std::mem::take(rest);
                // From here on batches are taken in again, while the stream reads what it missed.
                self.line = Line::Reading;
                Some(Task::CatchUp(rest))
            }
            Line::Direct(..) if !self.waiting.is_empty() => Some(Task::Write),
            Line::Direct(..) | Line::Reading => None,
        }
    }

    fn write(&mut self) -> io::Result<()> {
        let Self {
            line: Line::Direct(socket, _),
            waiting,
            bytes,
            ..
        } = self
        else {
            return Ok(());
        };
        while !waiting.is_empty() {
            let slices: Vec<IoSlice<'_>> = waiting
                .iter()
                .take(TOGETHER)
                .map(|waiting| IoSlice::new(&waiting.batch.bytes()[waiting.from..]))
                .collect();
            let mut written = match socket.try_write_vectored(&slices) {
                Ok(written) => written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            };
            *bytes -= written;
            while let Some(first) = waiting.front_mut() {
                let length = first.length();
                if written < length {
                    first.from += written;
                    break;
                }
                written -= length;
                waiting.pop_front();
            }
        }
        *waiting = VecDeque::new();
        Ok(())
    }

    /// Forgets what waits, and this batch, but for the frame that the client has the beginning of.
    fn fall_behind(&mut self, batch: &Arc<Batch>, from: usize, before: Seq) {
        let rest = match self.line {
            Line::Direct(..) => {
                let first = self.waiting.pop_front().unwrap_or_else(|| Waiting {
                    batch: Arc::clone(batch),
                    from,
                    before,
                });
                let (end, last) = first.batch.end_of_frame(first.from);
                Rest {
                    bytes: first.batch.bytes().slice(first.from..end),
                    cursor: Some(last.unwrap_or(0).max(first.before)),
                }
            }
            _ => Rest::default(),
        };
        self.forget();
        self.line = Line::Behind(rest);
    }

    fn forget(&mut self) {
        self.waiting = VecDeque::new();
        self.bytes = 0;
    }
}

impl Waiting {
    fn length(&self) -> usize {
        self.batch.bytes().len() - self.from
    }
}

#[cfg(test)]
mod tests {
    use socket2::SockRef;
    use tokio::{io::AsyncReadExt as _, net::TcpListener};

    use super::*;

    fn batch(seq: Seq, length: usize) -> Arc<Batch> {
        let text = vec![u8::try_from(seq % 10).unwrap() + b'0'; length];
        Arc::new(Batch::one(seq, text.into()))
    }

    /// The server's end, which holds little, and the client's.
    async fn connection() -> (Arc<TcpStream>, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (client, server) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (client, (server, _)) = (client.unwrap(), server.unwrap());
        SockRef::from(&server).set_send_buffer_size(1).unwrap();
        server.writable().await.unwrap();
        (Arc::new(server), client)
    }

    #[tokio::test]
    async fn what_the_client_has_is_not_written_again() {
        let (server, mut client) = connection().await;
        let outlet = Outlet::default();
        assert!(!outlet.ping(0));
        for seq in 1..=3 {
            outlet.put(&batch(seq, 2));
        }
        outlet.go_direct(&server, 1);
        assert!(matches!(outlet.task().await, Task::Write));
        outlet.write().unwrap();
        outlet.put(&batch(3, 2));
        outlet.put(&batch(4, 2));
        let mut read = [0; 6];
        client.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"223344");
    }

    #[tokio::test]
    async fn what_is_not_kept_comes_in_passing_or_not_at_all() {
        let (server, mut client) = connection().await;
        let outlet = Outlet::default();
        let passing = |text: &'static str| Arc::new(Batch::one(0, text.as_bytes().into()));
        // While the client catches up, it is told nothing.
        outlet.put_in_passing(&passing("-"));
        outlet.put_list(&passing("-"), 2);
        outlet.go_direct(&server, 1);
        // It knows no list that this could change.
        outlet.put_change(Some(&passing("-")), 2);
        assert!(outlet.ping(2), "it wants the list");
        outlet.put_list(&passing("list2 "), 2);
        outlet.put_list(&passing("-"), 2);
        outlet.put_in_passing(&passing("typing "));
        outlet.put_change(Some(&passing("change3 ")), 3);
        outlet.put_change(Some(&passing("-")), 5);
        let mut read = [0; 21];
        client.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"list2 typing change3 ");

        // A client that does not read has nothing of it waiting.
        let mut seq = 1;
        while outlet.state().waiting.is_empty() {
            seq += 1;
            outlet.put(&batch(seq, BYTES - 1));
        }
        // One look after the other: the lock is held to the end of a statement.
        let count = outlet.state().waiting.len();
        let bytes = outlet.state().bytes;
        outlet.put_in_passing(&passing("-"));
        outlet.put_change(Some(&passing("-")), 4);
        outlet.put_list(&passing("-"), 5);
        assert!(!outlet.ping(5));
        assert_eq!(outlet.state().waiting.len(), count);
        assert_eq!(outlet.state().bytes, bytes);
    }

    #[tokio::test]
    async fn over_the_bound_only_the_frame_that_is_begun_is_written_on() {
        let (server, mut client) = connection().await;
        let outlet = Outlet::default();
        outlet.go_direct(&server, 0);
        // More than both ends' systems take for somebody who does not read.
        let long = BYTES - 1;
        let mut seq = 0;
        while outlet.state().waiting.is_empty() {
            seq += 1;
            outlet.put(&batch(seq, long));
        }
        outlet.put(&batch(seq + 1, long));
        outlet.put(&batch(seq + 2, long));
        let Task::CatchUp(rest) = outlet.task().await else {
            panic!("not behind");
        };
        assert_eq!(rest.cursor, Some(seq));
        let written = long * usize::try_from(seq).unwrap() - rest.bytes.len();
        let mut read = vec![0; written];
        client.read_exact(&mut read).await.unwrap();
        assert!(read.ends_with(&rest.bytes[..1]), "the same frame goes on");
        // From here on what comes waits, until the stream has read on.
        outlet.put(&batch(seq + 3, 2));
        outlet.go_direct(&server, seq + 2);
        assert_eq!(outlet.state().bytes, 2);
    }

    #[tokio::test]
    async fn while_it_reads_the_bound_holds_as_well() {
        let outlet = Outlet::default();
        for seq in 1..=Seq::try_from(BATCHES).unwrap() + 10 {
            outlet.put(&batch(seq, 1));
        }
        let Task::CatchUp(rest) = outlet.task().await else {
            panic!("not behind");
        };
        assert_eq!((rest.cursor, rest.bytes.len()), (None, 0));
        assert_eq!(outlet.state().bytes, 0);
    }

    #[tokio::test]
    async fn closed_gives_nothing_more() {
        let (server, client) = connection().await;
        let outlet = Outlet::default();
        outlet.put(&batch(1, 1));
        outlet.close();
        outlet.put(&batch(2, 1));
        outlet.go_direct(&server, 0);
        assert!(matches!(outlet.task().await, Task::End));
        outlet.closed().await;
        let mut read = [0; 1];
        assert!(client.try_read(&mut read).is_err(), "something came");
    }
}
