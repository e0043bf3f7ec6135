//! The text of a paragraph: code, emphasis, links, line breaks.

use std::borrow::Cow;

use super::emphasis::{Run, pair};
use super::link;
use super::script::is_cjk;
use crate::domain::mention::{Names, may_follow};

/// A piece of a paragraph, in reading order.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Text(Cow<'a, str>),
    Code(String),
    Break,
    Run(Run<'a>),
    /// A name that is called, with its `@`.
    Mention(&'a str),
    /// The start of a link to this address, which is safe but not escaped. Bare addresses in the
    /// text of a link leave links within links: only the outermost counts.
    Link(String),
    LinkEnd,
}

/// The pieces of a paragraph in which these names may be called.
pub(super) fn parse<'a>(text: &'a str, names: &Names<'_>) -> Vec<Piece<'a>> {
    let mut scan = Scan {
        text,
        names,
        at: 0,
        shown: 0,
        pieces: Vec::new(),
        brackets: Vec::new(),
        unclosed: Vec::new(),
    };
    scan.run();
    settle(&mut scan.pieces);
    scan.pieces
}

/// Pairs the delimiters among these pieces.
fn settle(pieces: &mut [Piece<'_>]) {
    let mut runs: Vec<_> = pieces
        .iter_mut()
        .filter_map(|piece| match piece {
            Piece::Run(run) => Some(run),
            _ => None,
        })
        .collect();
    pair(&mut runs);
}

/// A `[` or `![` that may turn out to be the start of a link.
struct Bracket {
    /// The piece that shows it as text.
    piece: usize,
    /// Where the text of the link begins.
    text: usize,
}

struct Scan<'a, 'n> {
    text: &'a str,
    names: &'n Names<'n>,
    /// Where the scan stands.
    at: usize,
    /// Everything before this is in `pieces`.
    shown: usize,
    pieces: Vec<Piece<'a>>,
    brackets: Vec<Bracket>,
    /// The lengths of backtick runs that are known to have no partner further on.
    unclosed: Vec<usize>,
}

impl<'a> Scan<'a, '_> {
    fn run(&mut self) {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'\\' => self.backslash(),
                b'`' => self.code(),
                b'*' | b'_' | b'~' => self.delimiters(byte),
                b'[' => self.bracket(1),
                b'!' if self.rest().starts_with("![") => self.bracket(2),
                b']' => self.bracket_end(),
                b'<' => self.angle(),
                b'h' | b'H' => self.address(),
                b'@' => self.mention(),
                b'\n' => self.put(1, Piece::Break),
                _ => self.at += 1,
            }
        }
        self.flush();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// The length of the run of this byte from here.
    fn run_length(&self, byte: u8) -> usize {
        let rest = self.rest().bytes();
        rest.take_while(|&b| b == byte).count()
    }

    /// Shows as text what was passed over.
    fn flush(&mut self) {
        if self.shown < self.at {
            let text = &self.text[self.shown..self.at];
            self.pieces.push(Piece::Text(text.into()));
        }
        self.shown = self.at;
    }

    /// Shows this piece in place of the next `length` bytes.
    fn put(&mut self, length: usize, piece: Piece<'a>) {
        self.flush();
        self.pieces.push(piece);
        self.at += length;
        self.shown = self.at;
    }

    /// Hides a backslash before punctuation, and shows that as text. At the end of a line it is a
    /// backslash like any other, since the line breaks without it; and the shrug keeps its arm.
    fn backslash(&mut self) {
        let escapes = self.text[self.at + 1..].starts_with(|c: char| c.is_ascii_punctuation());
        if escapes && self.before() != Some('¯') {
            self.flush();
            self.shown += 1;
        }
        self.at += if escapes { 2 } else { 1 };
    }

    /// Code between two runs of backticks of the same length.
    fn code(&mut self) {
        let length = self.run_length(b'`');
        let start = self.at + length;
        let Some(end) = self.code_end(start, length) else {
            self.at = start;
            return;
        };
        let code = self.text[start..end].replace('\n', " ");
        let padded = code.strip_prefix(' ').and_then(|c| c.strip_suffix(' '));
        let code = match padded {
            Some(inner) if !inner.trim_matches(' ').is_empty() => inner.to_owned(),
            _ => code,
        };
        self.put(end + length - self.at, Piece::Code(code));
    }

    fn code_end(&mut self, start: usize, length: usize) -> Option<usize> {
        if self.unclosed.contains(&length) {
            return None;
        }
        let mut from = start;
        while let Some(found) = self.text[from..].find('`') {
            let at = from + found;
            let run = self.text[at..].bytes().take_while(|&b| b == b'`').count();
            if run == length {
                return Some(at);
            }
            from = at + run;
        }
        self.unclosed.push(length);
        None
    }

    fn delimiters(&mut self, byte: u8) {
        let length = self.run_length(byte);
        // One tilde is "about" or, in Chinese, "to": 3~5天, 8~10天.
        if byte == b'~' && length != 2 {
            self.at += length;
            return;
        }
        let (typed, after) = self.rest().split_at(length);
        let run = Run::new(typed, self.before(), after.chars().next());
        self.put(length, Piece::Run(run));
    }

    fn bracket(&mut self, length: usize) {
        let typed = &self.rest()[..length];
        self.put(length, Piece::Text(typed.into()));
        self.brackets.push(Bracket {
            piece: self.pieces.len() - 1,
            text: self.at,
        });
    }

    /// Makes a link of the newest bracket, if an address that may be linked follows. An image is
    /// a link too: messages don't load pictures from elsewhere, which would tell others who reads.
    fn bracket_end(&mut self) {
        let target = self.brackets.pop().and_then(|bracket| {
            let (destination, length) = link::destination(&self.text[self.at + 1..])?;
            Some((bracket, link::href(&destination)?, length))
        });
        let Some((bracket, href, length)) = target else {
            self.at += 1;
            return;
        };
        self.flush();
        if self.text[bracket.text..self.at].trim().is_empty() {
            self.pieces.push(Piece::Text(href.clone().into()));
        }
        self.pieces[bracket.piece] = Piece::Link(href);
        settle(&mut self.pieces[bracket.piece..]);
        // No link in a link: the brackets around this one are text.
        self.brackets.clear();
        self.put(1 + length, Piece::LinkEnd);
    }

    fn angle(&mut self) {
        let Some((address, href, length)) = link::angle(self.rest()) else {
            self.at += 1;
            return;
        };
        self.link(address, href, length);
    }

    /// Links a bare address, unless it stands in the middle of a word.
    fn address(&mut self) {
        let apart = |c: char| !c.is_alphanumeric() || is_cjk(c);
        let length = if self.before().is_none_or(apart) {
            link::bare(self.rest())
        } else {
            None
        };
        let Some(length) = length else {
            self.at += 1;
            return;
        };
        let address = &self.rest()[..length];
        match link::href(address) {
            Some(href) => self.link(address, href, length),
            None => self.at += length,
        }
    }

    fn mention(&mut self) {
        let name = &self.rest()[1..];
        match self
            .names
            .longest(name)
            .filter(|_| may_follow(self.before()))
        {
            Some(length) => {
                let called = &self.rest()[..=length];
                self.put(called.len(), Piece::Mention(called));
            }
            None => self.at += 1,
        }
    }

    fn link(&mut self, address: &'a str, href: String, length: usize) {
        self.flush();
        self.pieces.push(Piece::Link(href));
        self.pieces.push(Piece::Text(address.into()));
        self.put(length, Piece::LinkEnd);
    }
}
