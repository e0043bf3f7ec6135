//! A page that follows the stream, as the one in the browser does.

use parlour::domain::{Change, Cursor, RoomId, Seq, State, change::Event, timeline};

use crate::{support::soon, wire::Wire};

/// A page: a state, and the stream's events applied to it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) state: State,
    pub(crate) resets: usize,
    /// The newest change that it was told of.
    pub(crate) newest: Seq,
    /// The last id that the stream gave: where it would come back to.
    told: Cursor,
    unread: Vec<u8>,
}

impl Page {
    pub(crate) fn new(state: State) -> Self {
        Self {
            resets: 0,
            newest: state.cursor.seq,
            told: state.cursor,
            unread: Vec::new(),
            state,
        }
    }

    /// Forgets the broken off end of a stream, before another one is read.
    pub(crate) fn hear_anew(&mut self) {
        self.unread.clear();
    }

    pub(crate) fn cursor(&self) -> Cursor {
        self.told
    }

    /// Whether it knows of a room's message of this number.
    pub(crate) fn has(&self, room: RoomId, number: usize) -> bool {
        let number = i64::try_from(number).expect("a number");
        let place = self.state.rooms.get(&room);
        place.is_some_and(|place| place.room.last_number >= number)
    }

    /// Reads the stream until something is so.
    pub(crate) async fn read_until(&mut self, wire: &mut Wire, done: impl Fn(&Self) -> bool) {
        while !done(self) {
            let bytes = soon(wire.next()).await;
            self.take(&bytes.expect("the stream goes on"));
        }
    }

    /// Reads the stream until it ends.
    pub(crate) async fn read_to_end(&mut self, wire: &mut Wire) {
        while let Some(bytes) = soon(wire.next()).await {
            self.take(&bytes);
        }
    }

    /// Takes bytes of the stream.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        // In what is there already no block ends.
        let mut known = self.unread.len().saturating_sub(1);
        self.unread.extend_from_slice(bytes);
        let end = |unread: &[u8]| unread.windows(2).position(|pair| pair == b"\n\n");
        while let Some(length) = end(&self.unread[known..]) {
            let block: Vec<u8> = self.unread.drain(..known + length + 2).collect();
            self.dispatch(std::str::from_utf8(&block).expect("UTF-8"));
            known = 0;
        }
    }

    fn dispatch(&mut self, block: &str) {
        let (mut kind, mut id, mut data) = ("message", None, None);
        for line in block.lines() {
            match line.split_once(": ") {
                Some(("event", value)) => kind = value,
                Some(("id", value)) => id = Some(value),
                Some(("data", value)) => data = Some(value),
                _ => {}
            }
        }
        if let Some(id) = id {
            let told: Cursor = id.parse().expect("a cursor");
            assert!(told.seq >= self.told.seq, "the stream goes back");
            self.told = told;
        }
        let (Some(id), Some(data)) = (id, data) else {
            let is_kept = !["ping", "typing", "presence"].contains(&kind);
            assert!(data.is_none() || !is_kept, "no id: {block}");
            return;
        };
        let event = match kind {
            "message" => Event::from_message(id, data),
            "sync" => Event::from_sync(id, data),
            "reset" => {
                self.resets += 1;
                return;
            }
            other => panic!("an unknown event: {other}"),
        };
        let event = event.expect("an event that can be read");
        // A room and cards that come along with a membership are as they are now, which may be older or later news.
        let mut comes_along = false;
        let mut seqs = Vec::new();
        for change in event.changes.iter().rev() {
            comes_along = match change {
                Change::Membership(_) => true,
                Change::Room(room) => room.members.is_some(),
                Change::Person(_) => comes_along,
                _ => false,
            };
            let own = matches!(change, Change::Membership(_)) || !comes_along;
            seqs.extend(own.then(|| change.seq()));
        }
        seqs.reverse();
        let seqs = seqs.into_iter();
        assert!(seqs.clone().is_sorted(), "out of order: {block}");
        assert_eq!(
            seqs.max(),
            Some(event.cursor.seq),
            "the id is the last change's"
        );
        self.newest = self.newest.max(event.cursor.seq);
        timeline::apply(&mut self.state, &event);
    }
}
