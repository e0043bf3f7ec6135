//! Rust files as text: enough of the language to see what a file names, without comments and strings.

use std::{fs, path::Path};

/// A Rust file.
pub(crate) struct Source {
    /// Where it is in the repository, as in `src/api/rooms.rs`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
    /// It without comments and without what stands in strings.
    pub(crate) code: String,
    /// What stands in strings.
    pub(crate) strings: Vec<String>,
}

impl Source {
    pub(crate) fn read(root: &Path, path: &Path) -> Self {
        let name = path.strip_prefix(root).unwrap().to_string_lossy();
        Self::new(&name.replace('\\', "/"), fs::read_to_string(path).unwrap())
    }

    pub(crate) fn new(path: &str, text: String) -> Self {
        let (code, strings) = strip(&text);
        Self {
            path: path.to_owned(),
            text,
            code,
            strings,
        }
    }

    /// The part of the house that it belongs to.
    pub(crate) fn part(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        inside.split(['/', '.']).next().unwrap_or_default()
    }

    /// The parts of the house that it names, by `crate::` or by as many `super::` as lead there.
    pub(crate) fn parts_named(&self) -> Vec<String> {
        let depth = self.path.trim_start_matches("src/").split('/').count();
        let up = vec!["super"; depth].join("::");
        [paths(&self.code, "crate"), paths(&self.code, &up)]
            .concat()
            .into_iter()
            .filter_map(|path| path.split("::").next().map(str::to_owned))
            .collect()
    }

    /// Whether a word, or words with `::` between them, stand in the code.
    pub(crate) fn names(&self, words: &str) -> bool {
        self.code.match_indices(words).any(|(at, _)| {
            let before = self.code[..at].chars().next_back();
            let after = self.code[at + words.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
    }

    /// The code outside of functions' bodies, and what imports hold.
    pub(crate) fn outside_of_bodies(&self) -> String {
        let mut outside = String::new();
        let mut rest = self.code.as_str();
        let mut depth = 0_usize;
        while let Some(c) = rest.chars().next() {
            let is_import = depth == 0 && rest.starts_with("use ");
            if is_import {
                let end = rest.find(';').map_or(rest.len(), |end| end + 1);
                outside.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => outside.push(c),
                _ => {}
            }
            rest = &rest[c.len_utf8()..];
        }
        outside
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What follows a path's beginning: of `std::{fs, time::{self, Instant}}` below `std`, it is `fs`, `time::self` and
/// `time::Instant`.
pub(crate) fn paths(code: &str, root: &str) -> Vec<String> {
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.replace(" ::", "::").replace(":: ", "::");
    let start = format!("{root}::");
    let mut found = Vec::new();
    for (at, _) in flat.match_indices(&start) {
        let before = flat[..at].chars().next_back();
        if !before.is_some_and(|c| is_word(c) || c == ':') {
            branches(&flat[at + start.len()..], "", &mut found);
        }
    }
    found
}

/// Follows one path, or the braces of many; gives what comes after.
fn branches<'t>(text: &'t str, before: &str, found: &mut Vec<String>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut inside) = text.strip_prefix('{') {
        loop {
            inside = inside.trim_start_matches([' ', ',']);
            if let Some(after) = inside.strip_prefix('}') {
                return after;
            }
            let after = branches(inside, before, found);
            if after.len() == inside.len() {
                return after;
            }
            // Another name for it, as in `SinkExt as _`.
            inside = after.trim_start_matches(|c| c != ',' && c != '}');
        }
    }
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let path = format!("{before}{word}");
    match after.strip_prefix("::") {
        Some(more) if more.starts_with(|c| is_word(c) || c == '{') => {
            branches(more, &format!("{path}::"), found)
        }
        _ => {
            found.push(path);
            after
        }
    }
}

/// A file without comments and the insides of strings, and these insides.
fn strip(text: &str) -> (String, Vec<String>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word_before = code.chars().next_back().is_some_and(is_word);
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest).filter(|_| !word_before) {
            let open = rest.find('"').unwrap_or(0) + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let length = rest[open..].find(&close).unwrap_or(rest.len() - open);
            strings.push(rest[open..open + length].to_owned());
            open + length + close.len()
        } else if c == '"' {
            let length = string(&rest[1..]);
            strings.push(rest[1..=length].to_owned());
            length + 2
        } else if c == '\'' {
            character(rest)
        } else {
            code.push(c);
            c.len_utf8()
        };
        rest = &rest[skipped.min(rest.len())..];
    }
    (code, strings)
}

/// How many `#` a raw string begins with, where one begins here.
fn raw_string(text: &str) -> Option<usize> {
    let text = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let inside = text.trim_start_matches('#');
    inside.starts_with('"').then(|| text.len() - inside.len())
}

/// How long a string's inside is.
fn string(text: &str) -> usize {
    let mut escaped = false;
    text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })
    .unwrap_or(text.len())
}

/// How long a character is, or the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text[1..].char_indices();
    match (inside.next(), inside.next()) {
        (Some((_, '\\')), Some((at, second))) => {
            let after = 1 + at + second.len_utf8();
            text[after..].find('\'').map_or(1, |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => 1 + at + 1,
        _ => 1,
    }
}

#[test]
fn a_file_is_read_as_the_compiler_does() {
    let text = r##"
        // crate::comment
        /* crate::block */
        use crate::{api::{self, page as p}, domain::Problem};
        fn f<'a>(x: &'a str) { g("crate::string \" //", '"', '\'', r#"raw " "#); crate::chat::call(x) }
    "##;
    let source = Source::new("src/app/x.rs", text.to_owned());
    assert_eq!(source.parts_named(), ["api", "api", "domain", "chat"]);
    assert_eq!(source.strings, ["crate::string \\\" //", "raw \" "]);
    assert_eq!(
        paths(&source.outside_of_bodies(), "crate"),
        ["api::self", "api::page", "domain::Problem"]
    );
    let source = Source::new(
        "src/a/b.rs",
        "use super::super::store::Store; super::x();".to_owned(),
    );
    assert_eq!(source.parts_named(), ["store"]);
    let times = paths("use std::{fs, time::{Duration, Instant}};", "std");
    assert_eq!(times, ["fs", "time::Duration", "time::Instant"]);
}
