//! What is different between two texts, word by word.

use super::markdown::is_cjk;

/// How much is compared at most, in pairs of words. What is larger is taken for another text from the first difference to
/// the last one.
const MOST: usize = 250_000;

/// A piece of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// In both.
    Both(&'t str),
    /// In the old one alone.
    Old(&'t str),
    /// In the new one alone.
    New(&'t str),
}

/// The pieces of an old text and a new one, in their order; where words were replaced, the old ones come first.
pub fn difference<'t>(old: &'t str, new: &'t str) -> Vec<Piece<'t>> {
    let (olds, news) = (words(old), words(new));
    let head = alike(olds.iter().zip(&news));
    let (heads, olds) = olds.split_at(head);
    let news = &news[head..];
    let tail = alike(olds.iter().rev().zip(news.iter().rev()));
    let (olds, tails) = olds.split_at(olds.len() - tail);
    let news = &news[..news.len() - tail];

    let mut pieces = Pieces::of(old, new);
    pieces.both(length(heads));
    if olds.len() * news.len() > MOST {
        pieces.apart(length(olds), length(news));
    } else {
        compare(olds, news, &mut pieces);
    }
    pieces.both(length(tails));
    pieces.finish()
}

fn alike<'w>(pairs: impl Iterator<Item = (&'w &'w str, &'w &'w str)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

fn length(words: &[&str]) -> usize {
    words.iter().map(|word| word.len()).sum()
}

/// Finds as much as can be that is in both: the longest common subsequence, by a table of how long it is behind each pair.
fn compare(olds: &[&str], news: &[&str], pieces: &mut Pieces<'_>) {
    let width = news.len() + 1;
    let mut common = vec![0_u16; (olds.len() + 1) * width];
    for (row, old) in olds.iter().enumerate().rev() {
        for (column, new) in news.iter().enumerate().rev() {
            let at = row * width + column;
            common[at] = if old == new {
                common[at + width + 1] + 1
            } else {
                common[at + width].max(common[at + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < olds.len() && column < news.len() {
        let (old, new) = (olds[row], news[column]);
        let at = row * width + column;
        if old == new {
            pieces.both(old.len());
            row += 1;
            column += 1;
        } else if common[at + width] >= common[at + 1] {
            pieces.apart(old.len(), 0);
            row += 1;
        } else {
            pieces.apart(0, new.len());
            column += 1;
        }
    }
    pieces.apart(length(&olds[row..]), length(&news[column..]));
}

/// The words of a text and all that is between them. A character of Chinese, Japanese or Korean is a word.
fn words(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() && !is_cjk(c);
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) {
            rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// The pieces that were found, and what of both texts is left.
struct Pieces<'t> {
    old: &'t str,
    new: &'t str,
    found: Vec<Piece<'t>>,
    /// How long the piece is that is being found: in both texts, or in each alone.
    same: usize,
    gone: usize,
    come: usize,
}

impl<'t> Pieces<'t> {
    fn of(old: &'t str, new: &'t str) -> Self {
        Self {
            old,
            new,
            found: Vec::new(),
            same: 0,
            gone: 0,
            come: 0,
        }
    }

    /// So much more is in both.
    fn both(&mut self, length: usize) {
        if length > 0 {
            self.part();
            self.same += length;
        }
    }

    /// So much more is in one of them alone.
    fn apart(&mut self, old: usize, new: usize) {
        if self.same > 0 && old + new > 0 {
            self.join();
        }
        self.gone += old;
        self.come += new;
    }

    /// Ends a piece that is in both.
    fn join(&mut self) {
        let (both, old) = self.old.split_at(self.same);
        (self.old, self.new) = (old, &self.new[self.same..]);
        self.same = 0;
        if !both.is_empty() {
            self.found.push(Piece::Both(both));
        }
    }

    /// Ends pieces that are not.
    fn part(&mut self) {
        let (gone, old) = self.old.split_at(self.gone);
        let (come, new) = self.new.split_at(self.come);
        (self.old, self.new, self.gone, self.come) = (old, new, 0, 0);
        if !gone.is_empty() {
            self.found.push(Piece::Old(gone));
        }
        if !come.is_empty() {
            self.found.push(Piece::New(come));
        }
    }

    fn finish(mut self) -> Vec<Piece<'t>> {
        self.join();
        self.part();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Piece::*, *};

    #[test]
    fn words_that_changed_are_found() {
        assert_eq!(
            difference("We meet at 10 on Monday.", "We all meet at 11 on Monday."),
            [
                Both("We "),
                New("all "),
                Both("meet at "),
                Old("10"),
                New("11"),
                Both(" on Monday.")
            ]
        );
        assert_eq!(
            difference("周一上午见", "周二上午见"),
            [Both("周"), Old("一"), New("二"), Both("上午见")]
        );
        assert_eq!(difference("a", "a"), [Both("a")]);
        assert_eq!(difference("", "a"), [New("a")]);
        assert_eq!(difference("a", ""), [Old("a")]);
        assert_eq!(difference("", ""), []);
    }

    #[test]
    fn what_is_too_long_is_another_text_between_what_is_alike() {
        let (old, new) = ("a ".repeat(2_000), "b ".repeat(2_000));
        assert_eq!(
            difference(&format!("so {old}so"), &format!("so {new}so")),
            [
                Both("so "),
                Old(old.trim_end()),
                New(new.trim_end()),
                Both(" so")
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_pieces_are_both_texts(old in "[ab 中文é🎉\n]{0,30}", new in "[ab 中文é🎉\n]{0,30}") {
            let pieces = difference(&old, &new);
            let (mut olds, mut news) = (String::new(), String::new());
            for pair in pieces.windows(2) {
                prop_assert!(
                    !matches!(pair, [Both(_), Both(_)] | [New(_), Old(_) | New(_)] | [Old(_), Old(_)]),
                    "{:?}", pieces
                );
            }
            for piece in pieces {
                match piece {
                    Both(text) => {
                        olds += text;
                        news += text;
                    }
                    Old(text) => olds += text,
                    New(text) => news += text,
                }
            }
            prop_assert_eq!(olds, old);
            prop_assert_eq!(news, new);
        }
    }
}
