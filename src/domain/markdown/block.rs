//! The lines of a message: paragraphs, code, quotes, lists, rules.

use super::DEPTH;

/// A part of a message, on lines of its own.
#[derive(Debug)]
pub(super) enum Block {
    /// Its text; the lines are trimmed.
    Paragraph(String),
    /// Its language, if it names one, and its text.
    Code(Option<String>, String),
    Quote(Vec<Block>),
    List(List),
    Rule,
}

#[derive(Debug)]
pub(super) struct List {
    /// The number of the first item; none in a list without numbers.
    pub(super) start: Option<u32>,
    pub(super) items: Vec<Vec<Block>>,
}

/// The blocks of a text whose line ends are all `\n`.
pub(super) fn parse(source: &str) -> Vec<Block> {
    blocks(&source.split('\n').collect::<Vec<_>>(), 0)
}

/// The blocks in these lines, `depth` containers down. In the deepest ones no more begin.
fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut rest = lines;
    while let Some((line, next)) = rest.split_first() {
        if is_blank(line) {
            rest = next;
            continue;
        }
        let deeper = depth < DEPTH;
        let (block, after) = rule(rest)
            .or_else(|| fenced(rest))
            .or_else(|| quote(rest, depth))
            .or_else(|| list(rest, depth))
            .or_else(|| indented(rest))
            .unwrap_or_else(|| paragraph(rest, deeper));
        out.push(block);
        rest = after;
    }
    out
}

/// A block, and the lines after it.
type Found<'l, 'a> = Option<(Block, &'l [&'a str])>;

fn rule<'l, 'a>(lines: &'l [&'a str]) -> Found<'l, 'a> {
    is_rule(lines[0]).then(|| (Block::Rule, &lines[1..]))
}

/// Three or more of one of `-`, `*`, `_`, and nothing else. Under a line of text too: headings by
/// underlining are no feature, and must not take the text with them.
fn is_rule(line: &str) -> bool {
    let Some(line) = marks(line) else {
        return false;
    };
    let mut dots = line.chars().filter(|c| !matches!(c, ' ' | '\t'));
    let first = dots.next();
    let (mut count, mut alike) = (1, matches!(first, Some('-' | '*' | '_')));
    for c in dots {
        count += 1;
        alike &= Some(c) == first;
    }
    alike && count >= 3
}

/// Code between fences. Without a closing fence it goes on to the end of the container, and then
/// a fence behind the last line of code closes it too, as people type it.
fn fenced<'l, 'a>(lines: &'l [&'a str]) -> Found<'l, 'a> {
    let (fence, info) = fence(lines[0])?;
    let indent = indent(lines[0]);
    let closes = |line: &&str| {
        marks(line).is_some_and(|l| {
            l.starts_with(fence) && l.trim_end().trim_matches(mark(fence)).is_empty()
        })
    };
    let body = &lines[1..];
    let end = body.iter().position(closes);
    let (body, after) = match end {
        Some(end) => (&body[..end], &body[end + 1..]),
        None => (body, &body[body.len()..]),
    };
    let mut code = body
        .iter()
        .map(|line| dedent(line, indent))
        .collect::<Vec<_>>()
        .join("\n");
    if end.is_none() {
        let typed = code.trim_end();
        let typed = typed.strip_suffix(fence).unwrap_or(typed).trim_end();
        // A fence around nothing is what somebody typed.
        if typed.is_empty() {
            return None;
        }
        code.truncate(typed.len());
    }
    Some((Block::Code(language(info), code), after))
}

/// The fence that a line begins with, and what is behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = marks(line)?;
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let fence = &line[..line.len() - info.len()];
    (fence.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some((fence, info.trim()))
}

fn mark(fence: &str) -> char {
    if fence.starts_with('`') { '`' } else { '~' }
}

/// The name of a language, reduced to what may stand in a class.
fn language(info: &str) -> Option<String> {
    let name: String = info
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .take_while(|c| matches!(c, 'a'..='z' | '0'..='9' | '+' | '#' | '-'))
        .take(20)
        .collect();
    (!name.is_empty()).then_some(name)
}

/// Lines that each begin with `>`.
fn quote<'l, 'a>(lines: &'l [&'a str], depth: usize) -> Found<'l, 'a> {
    if depth >= DEPTH {
        return None;
    }
    let inner: Vec<_> = lines.iter().map_while(|line| quoted(line)).collect();
    let (typed, after) = lines.split_at(inner.len());
    if typed.is_empty() {
        return None;
    }
    // A quotation of nothing is what somebody typed.
    if inner.iter().all(|line| is_blank(line)) {
        return Some((Block::Paragraph(typed.join("\n")), after));
    }
    Some((Block::Quote(blocks(&inner, depth + 1)), after))
}

/// The line without its `>`. Directly before a number, an equals sign or the rest of a face it is no
/// mark of a quote: `>3 files`, `>= 2`, `>_<`, `>:(`.
fn quoted(line: &str) -> Option<&str> {
    let inner = marks(line)?.strip_prefix('>')?;
    let means_itself = |c| matches!(c, '0'..='9' | '=' | '_' | '.' | ':' | ';' | '^' | '<');
    if inner.starts_with(means_itself) {
        return None;
    }
    Some(inner.strip_prefix([' ', '\t']).unwrap_or(inner))
}

/// What an item of a list begins with.
#[derive(Clone, Copy)]
struct Marker {
    /// `-`, `*`, `+`, or what is behind the number: a list has one kind.
    kind: char,
    number: Option<u32>,
    /// Columns before the marker.
    indent: usize,
    /// Columns before the text.
    content: usize,
}

/// The marker of a line and the text behind it. The text may be empty.
fn item(line: &str) -> Option<(Marker, &str)> {
    let start = marks(line)?;
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let kind = start[digits..].chars().next()?;
    let number = match (digits, kind) {
        (0, '-' | '*' | '+') => None,
        // A year is no number of an item.
        (1..=3, '.' | ')') => Some(start[..digits].parse().ok()?),
        _ => return None,
    };
    let text = &start[digits + 1..];
    if !(text.is_empty() || text.starts_with([' ', '\t'])) {
        return None;
    }
    let indent = indent(line);
    // Five or more spaces are one and code behind it.
    let space = match self::indent(text) {
        space @ 1..=4 if !is_blank(text) => space,
        _ => 1,
    };
    let marker = Marker {
        kind,
        number,
        indent,
        content: indent + digits + 1 + space,
    };
    Some((marker, dedent(text, space)))
}

/// Items of one kind, with what is indented under them by two columns or more. That is less than
/// the specification wants under `1. `, but what people type.
fn list<'l, 'a>(lines: &'l [&'a str], depth: usize) -> Found<'l, 'a> {
    let (first, text) = item(lines[0])?;
    if depth >= DEPTH || is_blank(text) {
        return None;
    }
    let mut items = Vec::new();
    let (mut marker, mut current) = (first, vec![text]);
    let mut used = 1;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if is_blank(line) {
            continue;
        }
        if indent(line) >= marker.indent + 2 {
            current.resize(current.len() + at - used, "");
            current.push(dedent(line, marker.content));
        } else if let Some((next, text)) = item(line).filter(|(next, _)| next.kind == first.kind)
            && !is_rule(line)
        {
            items.push(std::mem::replace(&mut current, vec![text]));
            marker = next;
        } else {
            break;
        }
        used = at + 1;
    }
    items.push(current);
    let list = List {
        start: first.number,
        items: items.iter().map(|lines| blocks(lines, depth + 1)).collect(),
    };
    Some((Block::List(list), &lines[used..]))
}

/// Code that is indented by four columns or more.
fn indented<'l, 'a>(lines: &'l [&'a str]) -> Found<'l, 'a> {
    let inside = |line: &&&str| indent(line) >= 4 || is_blank(line);
    let length = lines.iter().take_while(inside).count();
    let last = lines[..length].iter().rposition(|line| !is_blank(line))?;
    let (code, after) = lines.split_at(last + 1);
    let code: Vec<_> = code.iter().map(|line| dedent(line, 4)).collect();
    Some((Block::Code(None, code.join("\n")), after))
}

/// The first line whatever it is, and those after it up to a blank one or another block.
fn paragraph<'l, 'a>(lines: &'l [&'a str], deeper: bool) -> (Block, &'l [&'a str]) {
    let more = |line: &&&str| !is_blank(line) && !interrupts(line, deeper);
    let length = 1 + lines[1..].iter().take_while(more).count();
    let (text, after) = lines.split_at(length);
    let text: Vec<_> = text
        .iter()
        .map(|line| line.trim_matches([' ', '\t']))
        .collect();
    (Block::Paragraph(text.join("\n")), after)
}

/// Whether a line begins another block without a blank line before it. A number does so only if it
/// is the first of a list: a line may begin with a day, `24. December`.
fn interrupts(line: &str, deeper: bool) -> bool {
    let starts_list = || {
        item(line)
            .is_some_and(|(marker, text)| !is_blank(text) && marker.number.is_none_or(|n| n == 1))
    };
    is_rule(line) || fence(line).is_some() || (deeper && (quoted(line).is_some() || starts_list()))
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// How many columns of space a line begins with. A tab goes to the next multiple of four.
fn indent(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// The line without its first columns of space, as far as it has them.
fn dedent(line: &str, columns: usize) -> &str {
    let mut passed = 0;
    let start = line.bytes().position(|byte| {
        let enough = passed >= columns || !matches!(byte, b' ' | b'\t');
        passed += if byte == b'\t' { 4 - passed % 4 } else { 1 };
        enough
    });
    &line[start.unwrap_or(line.len())..]
}

/// The line without its indentation, if that is small enough for the marks of a block.
fn marks(line: &str) -> Option<&str> {
    (indent(line) < 4).then(|| line.trim_start_matches([' ', '\t']))
}
