//! What streams have heard: how late, how often, in which order.

use std::mem::take;

use crate::{
    latency::Latencies,
    mark::{Mark, Marker},
};

/// What all streams have received in one turn.
#[derive(Debug, Default)]
pub(crate) struct Received {
    /// From when a message was due until a stream had it: one for each delivery.
    pub(crate) latencies: Latencies,
    /// Messages that a stream got once more.
    pub(crate) duplicates: u64,
    /// Messages that came to a stream after one that came to another stream later.
    pub(crate) disorder: u64,
    /// Messages of a room that the stream does not hear.
    pub(crate) leaks: u64,
    /// Streams that the server has closed.
    pub(crate) closed: u64,
    /// Bytes on the wire.
    pub(crate) bytes: u64,
    /// Why a stream was refused or closed: the first one's reason.
    pub(crate) refusal: Option<String>,
}

impl Received {
    /// How many times a message came to a stream that was to have it.
    pub(crate) fn deliveries(&self) -> u64 {
        self.latencies.count() as u64
    }
}

/// What one stream has had so far.
#[derive(Debug, Default)]
pub(crate) struct Ear {
    /// A bit for each message.
    had: Vec<u64>,
    /// The place in the common order of the latest message it had.
    place: u32,
    /// What the last piece left over.
    rest: Vec<u8>,
}

/// Hears for all streams.
#[derive(Debug)]
pub(crate) struct Hall {
    marker: Marker,
    book: Book,
}

/// What was heard in this turn, and the order of everything so far.
#[derive(Debug, Default)]
struct Book {
    rooms: u32,
    /// The first message that counts in this turn.
    from: u32,
    /// The common order: the place of each message, by when it first came to any stream; 0 if it did not. It need not be
    /// that of the numbers: posts overlap.
    places: Vec<u32>,
    /// How many came so far.
    came: u32,
    micros: Vec<u32>,
    duplicates: u64,
    disorder: u64,
    leaks: u64,
    closed: u64,
    bytes: u64,
}

impl Hall {
    pub(crate) fn new(marker: Marker, rooms: u32) -> Self {
        let book = Book {
            rooms,
            ..Book::default()
        };
        Self { marker, book }
    }

    /// How many deliveries there are in this turn.
    pub(crate) fn received(&self) -> u64 {
        self.book.micros.len() as u64
    }

    /// Notes that so many bytes came.
    pub(crate) fn weigh(&mut self, bytes: usize) {
        self.book.bytes += bytes as u64;
    }

    /// Notes that the server has closed a stream.
    pub(crate) fn note_end(&mut self) {
        self.book.closed += 1;
    }

    /// Takes a piece of what came to a stream.
    pub(crate) fn hear(&mut self, stream: usize, ear: &mut Ear, piece: &[u8], now: u64) {
        let Self { marker, book } = self;
        let mut rest = take(&mut ear.rest);
        marker.find(&mut rest, piece, |mark| book.note(stream, ear, mark, now));
        ear.rest = rest;
    }

    /// Ends a turn; the next one counts messages from this number on.
    pub(crate) fn turn(&mut self, from: u32) -> Received {
        let book = &mut self.book;
        book.from = from;
        Received {
            latencies: Latencies::new(take(&mut book.micros)),
            duplicates: take(&mut book.duplicates),
            disorder: take(&mut book.disorder),
            leaks: take(&mut book.leaks),
            closed: take(&mut book.closed),
            bytes: take(&mut book.bytes),
            refusal: None,
        }
    }
}

impl Book {
    fn note(&mut self, stream: usize, ear: &mut Ear, mark: Mark, now: u64) {
        let seq = mark.seq as usize;
        if stream as u32 % self.rooms != mark.seq % self.rooms {
            self.leaks += 1;
            return;
        }
        let (word, bit) = (seq / 64, 1 << (seq % 64));
        if ear.had.len() <= word {
            ear.had.resize(word + 1, 0);
        }
        if ear.had[word] & bit != 0 {
            self.duplicates += 1;
            return;
        }
        ear.had[word] |= bit;
        let place = self.place(seq);
        if place < ear.place {
            self.disorder += 1;
        }
        ear.place = ear.place.max(place);
        if mark.seq >= self.from {
            self.micros.push(now.saturating_sub(mark.due) as u32);
        }
    }

    fn place(&mut self, seq: usize) -> u32 {
        if self.places.len() <= seq {
            self.places.resize(seq + 1, 0);
        }
        if self.places[seq] == 0 {
            self.came += 1;
            self.places[seq] = self.came;
        }
        self.places[seq]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(hall: &mut Hall, stream: usize, ear: &mut Ear, seq: u32) {
        let text = hall.marker.write(Mark { seq, due: 5 });
        hall.hear(stream, ear, text.as_bytes(), 12);
    }

    #[test]
    fn what_is_wrong_is_noticed() {
        let mut hall = Hall::new(Marker::new(1), 2);
        let (mut one, mut two) = (Ear::default(), Ear::default());
        for seq in [2, 0, 4] {
            say(&mut hall, 0, &mut one, seq);
        }
        for seq in [2, 4, 0, 0, 1] {
            say(&mut hall, 2, &mut two, seq);
        }
        let received = hall.turn(6);
        assert_eq!(received.deliveries(), 6);
        assert_eq!(
            (received.disorder, received.duplicates, received.leaks),
            (1, 1, 1)
        );
        assert!((received.latencies.p99() - 0.007).abs() < 1e-9);
        say(&mut hall, 0, &mut one, 6);
        assert_eq!(hall.turn(7).deliveries(), 1);
    }
}
