//! Which runs of `*`, `_` and `~~` open and close emphasis.
//!
//! The rules are those of the specification, with one change. It tells opening from closing runs by
//! the spaces and punctuation around them, which fails where a script has no spaces: in
//! `**注意：**请看` the second run stands between punctuation and a letter, so it could only open.
//! Here, for `*` and `~~`, CJK punctuation counts as a letter, and a CJK character beside a run
//! counts as a boundary.

use super::script::{is_cjk, is_punctuation};

/// What a pair of runs means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strike,
}

/// A run of delimiters, as it will be shown: the marks that end here, the characters that found no
/// partner, the marks that begin here.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) typed: &'a str,
    pub(super) ends: Vec<Mark>,
    /// How many of the typed characters are left as text.
    pub(super) left: usize,
    /// In the order in which they were found: the innermost first.
    pub(super) begins: Vec<Mark>,
    opens: bool,
    closes: bool,
}

impl<'a> Run<'a> {
    /// A run as it was typed between two characters of the text; `None` is its start or end.
    pub(super) fn new(typed: &'a str, before: Option<char>, after: Option<char>) -> Self {
        let (opens, closes) = if typed.starts_with('_') {
            let (left, right) = flanks(before, after, |_| false);
            let punctuation = |c: Option<char>| c.is_some_and(is_punctuation);
            (
                left && (!right || punctuation(before)),
                right && (!left || punctuation(after)),
            )
        } else {
            flanks(before, after, is_cjk)
        };
        Self {
            typed,
            ends: Vec::new(),
            left: typed.len(),
            begins: Vec::new(),
            opens,
            closes,
        }
    }

    fn delimiter(&self) -> u8 {
        self.typed.as_bytes()[0]
    }

    /// Whether this run, as the opening one, and a later one make a pair. The sum of lengths is
    /// the specification's rules 9 and 10, which keep `*a**b*` from closing in the middle.
    fn pairs_with(&self, closing: &Self) -> bool {
        let (ours, theirs) = (self.typed.len(), closing.typed.len());
        self.delimiter() == closing.delimiter()
            && (!(self.closes || closing.opens)
                || !(ours + theirs).is_multiple_of(3)
                || (ours.is_multiple_of(3) && theirs.is_multiple_of(3)))
    }

    /// All that `pairs_with` asks of a closing run, as an index below `KINDS`.
    fn kind(&self) -> usize {
        let delimiter = match self.delimiter() {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        delimiter * 6 + usize::from(self.opens) * 3 + self.typed.len() % 3
    }
}

const KINDS: usize = 18;

/// Whether a run between these characters is left-flanking and right-flanking (specification, 6.2).
fn flanks(before: Option<char>, after: Option<char>, cjk: impl Fn(char) -> bool) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let punctuation = |c: Option<char>| c.is_some_and(|c| is_punctuation(c) && !cjk(c));
    let boundary = |c: Option<char>| space(c) || punctuation(c) || c.is_some_and(&cjk);
    (
        !space(after) && (!punctuation(after) || boundary(before)),
        !space(before) && (!punctuation(before) || boundary(after)),
    )
}

/// Pairs the runs, which come in the order of the text, and notes in each what begins and ends there.
///
/// Pairs nest: whatever stands between the two runs of a pair and found no partner stays text. A
/// closing run that looked for its partner in vain leaves a floor for its kind, so that no later one
/// looks there again; without it a hostile source takes quadratic time. Afterwards the runs are
/// settled: a second pairing leaves them alone.
pub(super) fn pair(runs: &mut [&mut Run<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    let mut floors = [0; KINDS];
    for at in 0..runs.len() {
        let kind = runs[at].kind();
        while runs[at].closes && runs[at].left > 0 {
            let partner = (floors[kind]..open.len())
                .rev()
                .find(|&i| runs[open[i]].pairs_with(runs[at]));
            let Some(partner) = partner else {
                floors[kind] = open.len();
                break;
            };
            open.truncate(partner + 1);
            let opening = open[partner];
            let double = runs[opening].left >= 2 && runs[at].left >= 2;
            let mark = match (runs[at].delimiter(), double) {
                (b'~', _) => Mark::Strike,
                (_, true) => Mark::Strong,
                (_, false) => Mark::Emphasis,
            };
            let width = if double { 2 } else { 1 };
            runs[opening].begins.push(mark);
            runs[opening].left -= width;
            runs[at].ends.push(mark);
            runs[at].left -= width;
            if runs[opening].left == 0 {
                open.pop();
            }
            for floor in &mut floors {
                *floor = open.len().min(*floor);
            }
        }
        if runs[at].opens && runs[at].left > 0 {
            open.push(at);
        }
    }
    for run in runs {
        (run.opens, run.closes) = (false, false);
    }
}
