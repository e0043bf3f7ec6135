//! Languages whose lines are what they begin with.

use super::{Kind, Spans, run};

/// Each line of a text, and where it begins.
fn each(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let begin = *at;
        *at += line.len();
        Some((begin, line.trim_end_matches('\n')))
    })
}

/// What was changed.
pub(super) fn diff(text: &str, spans: &mut Spans) {
    for (at, line) in each(text) {
        let begins = |with: &[&str]| with.iter().any(|with| line.starts_with(with));
        let kind = if begins(&["+++", "---", "diff ", "index ", "Index:", "==="]) {
            Kind::Comment
        } else if begins(&["@@"]) {
            Kind::Name
        } else if begins(&["+", ">"]) {
            Kind::Added
        } else if begins(&["-", "<"]) {
            Kind::Removed
        } else {
            continue;
        };
        spans.add(at..at + line.len(), kind);
    }
}

/// Headings, marks of lists, quotations and code.
pub(super) fn markdown(text: &str, spans: &mut Spans) {
    let mut fenced = false;
    for (at, line) in each(text) {
        let typed = line.trim_start();
        let begin = at + line.len() - typed.len();
        let end = at + line.len();
        if typed.starts_with("```") || typed.starts_with("~~~") {
            fenced = !fenced;
            spans.add(begin..end, Kind::Name);
        } else if fenced {
            spans.add(begin..end, Kind::Text);
        } else if typed.starts_with('#') {
            spans.add(begin..end, Kind::Keyword);
        } else if typed.starts_with('>') {
            spans.add(begin..end, Kind::Comment);
        } else {
            let digits = run(typed, |c| c.is_ascii_digit());
            let marks: &[char] = if digits > 0 {
                &['.', ')']
            } else {
                &['-', '*', '+']
            };
            let mark = digits + 1;
            let is_item =
                typed[digits..].starts_with(marks) && typed[mark..].starts_with([' ', '\t']);
            if is_item {
                spans.add(begin..begin + mark, Kind::Keyword);
            }
            inline(line, at, if is_item { begin + mark } else { at }, spans);
        }
    }
}

/// Code between backticks, from a place of the line on.
fn inline(line: &str, at: usize, from: usize, spans: &mut Spans) {
    let mut from = from - at;
    while let Some(open) = line[from..].find('`') {
        let begin = from + open;
        let Some(close) = line[begin + 1..].find('`') else {
            return;
        };
        from = begin + close + 2;
        spans.add(at + begin..at + from, Kind::Text);
    }
}
