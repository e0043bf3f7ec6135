//! The mark that a message carries, and how it is found again in the raw bytes of a stream.

use memchr::memmem;

/// How long a mark is: `bm-`, the run, the message's number and the time that it was due, `-mb`.
const LENGTH: usize = "bm-rrrrrrrr-ssssssss-tttttttttttt-mb".len();
/// Where its parts begin.
const SEQ: usize = "bm-rrrrrrrr-".len();
const DUE: usize = SEQ + "ssssssss-".len();
const END: usize = DUE + "tttttttttttt".len();

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The message's number in the run.
    pub(crate) seq: u32,
    /// When it was to be sent, in µs of the run's clock.
    pub(crate) due: u64,
}

/// Writes the marks of one run, and finds them, and no other's.
///
/// `bm-<run>-<seq>-<µs>-mb`, in hexadecimal digits of a fixed width: whatever a server wraps around a message, its mark
/// is found by its beginning and known by its length.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    run: u32,
    beginning: memmem::Finder<'static>,
}

impl Marker {
    pub(crate) fn new(run: u32) -> Self {
        let beginning = format!("bm-{run:08x}-");
        Self {
            run,
            beginning: memmem::Finder::new(beginning.as_bytes()).into_owned(),
        }
    }

    /// The mark as it is written.
    pub(crate) fn write(&self, Mark { seq, due }: Mark) -> String {
        format!("bm-{:08x}-{seq:08x}-{due:012x}-mb", self.run)
    }

    /// A name for the message that the server may take for a client's own: a UUID.
    pub(crate) fn client_id(&self, seq: u32) -> String {
        format!("{:08x}-0000-4000-8000-{seq:012x}", self.run)
    }

    /// Finds the marks in the next piece of a stream. `rest` is what the stream's last piece left over, empty at first:
    /// a mark may be cut anywhere.
    pub(crate) fn find(&self, rest: &mut Vec<u8>, piece: &[u8], mut found: impl FnMut(Mark)) {
        if !rest.is_empty() {
            // What is left over is shorter than a mark, so a mark that begins there ends here.
            let seam = rest.len();
            rest.extend_from_slice(&piece[..piece.len().min(LENGTH)]);
            self.scan(rest, seam, &mut found);
        }
        self.scan(piece, piece.len(), &mut found);
        // No mark has a line's end inside.
        if piece.ends_with(b"\n") {
            rest.clear();
        } else if piece.len() >= LENGTH {
            rest.clear();
            rest.extend_from_slice(&piece[piece.len() - (LENGTH - 1)..]);
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(piece);
            }
            rest.drain(..rest.len().saturating_sub(LENGTH - 1));
        }
    }

    /// The marks that begin before `limit`.
    fn scan(&self, bytes: &[u8], limit: usize, found: &mut impl FnMut(Mark)) {
        for at in self.beginning.find_iter(bytes) {
            if at >= limit {
                return;
            }
            if let Some(mark) = bytes.get(at..at + LENGTH).and_then(read) {
                found(mark);
            }
        }
    }
}

fn read(mark: &[u8]) -> Option<Mark> {
    if mark[END..] != *b"-mb" {
        return None;
    }
    let number = |digits: &[u8]| u64::from_str_radix(str::from_utf8(digits).ok()?, 16).ok();
    Some(Mark {
        seq: number(&mark[SEQ..DUE - 1])? as u32,
        due: number(&mark[DUE..END])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(marker: &Marker, pieces: &[&[u8]]) -> Vec<u32> {
        let (mut rest, mut seqs) = (Vec::new(), Vec::new());
        for piece in pieces {
            marker.find(&mut rest, piece, |mark| seqs.push(mark.seq));
        }
        seqs
    }

    #[test]
    fn a_mark_is_found_wherever_it_is_cut() {
        let marker = Marker::new(7);
        let one = marker.write(Mark { seq: 1, due: 99 });
        let two = marker.write(Mark { seq: 2, due: 100 });
        assert_eq!(one.len(), LENGTH);
        let text = format!("data: {one}\n\ndata: xx{two}{one}\n\n");
        let bytes = text.as_bytes();
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(found(&marker, &pieces), [1, 2, 1], "{first}, {second}");
            }
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(found(&marker, &single), [1, 2, 1]);
    }

    #[test]
    fn another_runs_marks_are_not_its_own() {
        let other = Marker::new(8).write(Mark { seq: 1, due: 0 });
        assert_eq!(found(&Marker::new(7), &[other.as_bytes()]), [0_u32; 0]);
    }

    #[test]
    fn a_mark_says_when_it_was_due() {
        let marker = Marker::new(u32::MAX);
        let mark = Mark {
            seq: u32::MAX,
            due: (1 << 48) - 1,
        };
        let mut seen = None;
        marker.find(&mut Vec::new(), marker.write(mark).as_bytes(), |mark| {
            seen = Some(mark);
        });
        assert_eq!(seen, Some(mark));
    }
}
