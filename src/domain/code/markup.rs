//! Tags and their attributes, and text between.

use super::{Kind, Spans, run};

/// HTML, XML and what is like them.
pub(super) fn read(text: &str, spans: &mut Spans) {
    let mut at = 0;
    while let Some(open) = text[at..].find(['<', '&']) {
        at += open;
        let rest = &text[at..];
        if let Some(behind) = rest.strip_prefix('&') {
            let name = run(behind, |c| c.is_ascii_alphanumeric() || c == '#');
            if name > 0 && behind[name..].starts_with(';') {
                spans.add(at..at + name + 2, Kind::Number);
            }
            at += 1 + name;
        } else if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            spans.add(at..at + end, Kind::Comment);
            at += end;
        } else {
            at = tag(text, at, spans);
        }
    }
}

/// A tag that begins here; gives where it ends.
fn tag(text: &str, begin: usize, spans: &mut Spans) -> usize {
    let rest = &text[begin..];
    let marks = run(rest, |c| matches!(c, '<' | '/' | '!' | '?'));
    let name = run(&rest[marks..], is_name);
    if name == 0 {
        return begin + marks;
    }
    let mut at = begin + marks + name;
    spans.add(begin..at, Kind::Keyword);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, kind) = match c {
            '>' => {
                // With a slash or a question mark before it, all of it is the tag's.
                let closes = text[..at].ends_with(['/', '?']) && at > begin + marks + name;
                spans.add(if closes { at - 1 } else { at }..at + 1, Kind::Keyword);
                return at + 1;
            }
            // Another one begins: this one was left open.
            '<' => return at,
            '"' | '\'' => {
                let inside = rest[1..].find(c);
                (inside.map_or(rest.len(), |end| end + 2), Some(Kind::Text))
            }
            c if is_name(c) => (run(rest, is_name), Some(Kind::Name)),
            c => (c.len_utf8(), None),
        };
        if let Some(kind) = kind {
            spans.add(at..at + length, kind);
        }
        at += length;
    }
    at
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@' | '#')
}
