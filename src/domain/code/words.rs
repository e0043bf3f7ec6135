//! Languages that are made of comments, strings, numbers and words.

use super::{Kind, Spans, run};

/// What such a language has.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that a language has or has not, whatever else it has"
)]
pub(super) struct Words {
    /// Its own words, between blanks: those of its grammar, and those that every program in it knows.
    pub(super) keywords: &'static str,
    /// Whether they may be written in any case; then they stand in lower case above.
    pub(super) caseless: bool,
    /// What a comment begins with that ends with its line.
    pub(super) remark: &'static [&'static str],
    /// Whether that must stand at the beginning of a line or behind a blank, and strings not behind a letter.
    pub(super) apart: bool,
    /// What other comments begin and end with.
    pub(super) aside: Option<(&'static str, &'static str)>,
    /// Whether those may lie in each other.
    pub(super) nests: bool,
    /// Its strings; of two that begin alike, the longer one first.
    pub(super) strings: &'static [Quoted],
    /// Whether a backslash takes its meaning from the next character outside of strings too.
    pub(super) escapes: bool,
    /// Whether `'` is around one character, and else means something else.
    pub(super) letters: bool,
    /// Whether a slash may begin a pattern.
    pub(super) patterns: bool,
    /// What may stand in words, besides letters, digits and `_`.
    pub(super) within: &'static str,
    /// What makes something of the word behind it.
    pub(super) signs: &'static [(char, Kind)],
    /// Whether a capital begins the name of a type.
    pub(super) capitals: bool,
    /// Whether a name before a parenthesis is a function's.
    pub(super) calls: bool,
    /// What stands behind a key, if there are such.
    pub(super) keys: Option<Key>,
}

/// What stands behind a key.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A colon.
    Colon,
    /// A colon, and blank or nothing behind it.
    ColonApart,
    /// A colon, between braces.
    ColonWithin,
    /// An equals sign.
    Equals,
}

/// What a string begins and ends with.
pub(super) struct Quoted {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// Whether a backslash takes its meaning from the next character.
    pub(super) escapes: bool,
    /// Whether it may go over several lines.
    pub(super) lines: bool,
}

impl Words {
    pub(super) fn read(&self, text: &str, spans: &mut Spans) {
        let mut at = 0;
        // What stands directly before, what does so but for blanks, and how many braces are open.
        let (mut before, mut meant, mut depth) = (' ', ' ', 0_usize);
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let (length, kind) = if let Some(length) = self.comment(rest, before) {
                (length, Some(Kind::Comment))
            } else if let Some(length) = self.string(rest, before, meant) {
                let is_key = self.is_key(&rest[length..], depth);
                (length, Some(if is_key { Kind::Name } else { Kind::Text }))
            } else if c.is_ascii_digit() {
                (number(rest), Some(Kind::Number))
            } else if let Some((length, kind)) = self.sign(rest, c) {
                (length, Some(kind))
            } else if self.is_word(c) {
                let length = run(rest, |c| self.is_word(c));
                (length, self.word(&rest[..length], &rest[length..], depth))
            } else if c == '\\' && self.escapes {
                let next = rest[1..].chars().next();
                (1 + next.map_or(0, char::len_utf8), None)
            } else {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                (c.len_utf8(), None)
            };
            if let Some(kind) = kind {
                spans.add(at..at + length, kind);
            }
            before = rest[..length].chars().next_back().unwrap_or(c);
            if !before.is_whitespace() && kind != Some(Kind::Comment) {
                // A value can be divided; behind a word of the language a new one begins.
                meant = if kind == Some(Kind::Keyword) {
                    ' '
                } else {
                    before
                };
            }
            at += length;
        }
    }

    /// How long the comment is that begins here.
    fn comment(&self, rest: &str, before: char) -> Option<usize> {
        if let Some((open, close)) = self.aside
            && let Some(inside) = rest.strip_prefix(open)
        {
            let ends = if self.nests {
                nested(inside, open, close)
            } else {
                inside.find(close).map(|end| end + close.len())
            };
            return Some(ends.map_or(rest.len(), |end| open.len() + end));
        }
        let begins = self.remark.iter().any(|open| rest.starts_with(open));
        (begins && (!self.apart || before.is_whitespace())).then(|| line(rest))
    }

    /// How long the string is, or the pattern, that begins here.
    fn string(&self, rest: &str, before: char, meant: char) -> Option<usize> {
        // Where words are free, one may have it inside: `don't`.
        if self.apart && before.is_alphanumeric() {
            return None;
        }
        if self.letters && rest.starts_with('\'') {
            return letter(rest);
        }
        if self.patterns && rest.starts_with('/') && " (,=:[!&|?{};+-*%<>~^".contains(meant) {
            return pattern(rest);
        }
        let quoted = self
            .strings
            .iter()
            .find(|quoted| rest.starts_with(quoted.open))?;
        Some(quoted.length(rest))
    }

    /// A word with what makes something of it.
    fn sign(&self, rest: &str, c: char) -> Option<(usize, Kind)> {
        let (_, kind) = self.signs.iter().find(|(sign, _)| *sign == c)?;
        let word = run(&rest[c.len_utf8()..], |c| self.is_word(c));
        (word > 0).then_some((c.len_utf8() + word, *kind))
    }

    /// What a word is, by itself and by what is behind it.
    fn word(&self, word: &str, behind: &str, depth: usize) -> Option<Kind> {
        let is = |keyword: &str| {
            if self.caseless {
                keyword.eq_ignore_ascii_case(word)
            } else {
                keyword == word
            }
        };
        if self.keywords.split(' ').any(is) {
            return Some(Kind::Keyword);
        }
        let behind_sign = behind.strip_prefix('!').unwrap_or(behind);
        let is_name = self.is_key(behind, depth)
            || (self.capitals && word.starts_with(char::is_uppercase))
            || (self.calls && behind_sign.starts_with('('));
        is_name.then_some(Kind::Name)
    }

    /// Whether what is behind something makes it a key.
    fn is_key(&self, behind: &str, depth: usize) -> bool {
        let Some(key) = self.keys else { return false };
        let behind = behind.trim_start_matches([' ', '\t']);
        match key {
            Key::Colon => behind.starts_with(':'),
            Key::ColonApart => behind
                .strip_prefix(':')
                .is_some_and(|behind| behind.is_empty() || behind.starts_with(char::is_whitespace)),
            Key::ColonWithin => depth > 0 && behind.starts_with(':'),
            Key::Equals => behind.starts_with('='),
        }
    }

    fn is_word(&self, c: char) -> bool {
        c.is_alphanumeric() || c == '_' || self.within.contains(c)
    }
}

impl Quoted {
    /// How long the string is that a text begins with. One that is not closed ends with its line, or with the text.
    fn length(&self, text: &str) -> usize {
        let mut escaped = false;
        for (at, c) in text
            .char_indices()
            .skip_while(|(at, _)| *at < self.open.len())
        {
            if escaped {
                escaped = false;
            } else if text[at..].starts_with(self.close) {
                return at + self.close.len();
            } else if c == '\n' && !self.lines {
                return at;
            } else {
                escaped = c == '\\' && self.escapes;
            }
        }
        text.len()
    }
}

/// How long a line is.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Where the comment ends in whose inside others may lie.
fn nested(inside: &str, open: &str, close: &str) -> Option<usize> {
    let (mut depth, mut at) = (1, 0);
    while let Some(c) = inside[at..].chars().next() {
        let rest = &inside[at..];
        at += if rest.starts_with(close) {
            depth -= 1;
            close.len()
        } else if rest.starts_with(open) {
            depth += 1;
            open.len()
        } else {
            c.len_utf8()
        };
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// How long a single character in quotes is; `None` where the quote means something else.
fn letter(text: &str) -> Option<usize> {
    /// The longest is `'\u{10FFFF}'`.
    const LONGEST: usize = 12;
    let mut inside = text.char_indices().skip(1).take(LONGEST);
    let (_, first) = inside.next()?;
    let (end, _) = if first == '\\' {
        inside.next()?;
        inside.find(|(_, c)| *c == '\'')?
    } else {
        inside.next().filter(|(_, c)| *c == '\'')?
    };
    Some(end + 1)
}

/// How long a pattern is; `None` where there is none on this line.
fn pattern(text: &str) -> Option<usize> {
    /// Longer ones are left alone, so that each character is looked at so many times at most.
    const LONGEST: usize = 200;
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in text.char_indices().skip(1).take(LONGEST) {
        match c {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class && at > 1 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How long a number is, with all that is written at it: `0xff`, `1_000.5e-3`, `12px`, `50%`.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_hex = text.starts_with("0x") || text.starts_with("0X");
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let goes_on = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
            b'.' | b'\'' => digit(at + 1),
            b'+' | b'-' => !is_hex && matches!(bytes[at - 1], b'e' | b'E') && digit(at + 1),
            b'%' => !digit(at + 1) && bytes.get(at + 1) != Some(&b' '),
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}
