//! Web and mail addresses: which may be linked, and where one ends in running text.

use super::script::is_cjk;

/// The longest address that is linked, in bytes. Browsers and proxies stop not far above, and it
/// bounds the time for sources made of beginnings of links.
const LONGEST: usize = 2048;

/// How many brackets may be open at once in the destination of a link (the specification lets every
/// implementation choose, from three up).
const NESTED: usize = 8;

/// The `href` for a destination that a person gave, or nothing if it must not be a link.
///
/// Only absolute `http:`, `https:` and `mailto:` addresses pass. The scheme has to stand there
/// literally, at the start, so there is nothing to decode first and no trick to undo. The result is
/// not escaped for HTML.
pub(super) fn href(destination: &str) -> Option<String> {
    let (scheme, rest) = destination.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let sound = match scheme.as_str() {
        "http" | "https" => rest
            .strip_prefix("//")
            .and_then(|host| host.chars().next())
            .is_some_and(|c| c.is_alphanumeric() || c == '['),
        "mailto" => rest.contains('@'),
        _ => false,
    };
    if !sound || destination.len() > LONGEST || rest.chars().any(is_deceptive) {
        return None;
    }
    Some(format!("{scheme}:{}", rest.replace(' ', "%20")))
}

/// Whether the character has no place in an address: white space other than the space, controls,
/// and the marks that turn the direction of the text around so that an address reads as another.
fn is_deceptive(c: char) -> bool {
    c != ' ' && c.is_whitespace()
        || c.is_control()
        || matches!(u32::from(c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF)
}

/// The length of the web address that the text begins with, as it stands bare in a sentence.
///
/// It ends at white space, quotation marks and angle brackets, at a closing bracket that the address
/// didn't open, and at the first Chinese, Japanese or Korean character, since those scripts put no
/// space behind an address. Punctuation at its end belongs to the sentence. It may still be too long
/// for [`href`].
pub(super) fn bare(text: &str) -> Option<usize> {
    let scheme = ["http://", "https://"].into_iter().find(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let rest = &text[scheme.len()..];
    if !rest.starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c)) {
        return None;
    }
    let (mut round, mut square) = (0, 0);
    let mut length = 0;
    for (at, c) in rest.char_indices() {
        let belongs = match c {
            '<' | '>' | '"' | '`' | '\\' => false,
            '(' | ')' => is_matched(c == '(', &mut round),
            '[' | ']' => is_matched(c == '[', &mut square),
            c if c.is_ascii() => c.is_ascii_graphic(),
            c => c.is_alphanumeric() && !is_cjk(c),
        };
        if !belongs {
            break;
        }
        length = at + c.len_utf8();
    }
    let address = rest[..length].trim_end_matches(|c| "?!.,:;*_~'([".contains(c));
    Some(scheme.len() + address.len())
}

/// Counts a bracket; false for a closing one without its opening one.
fn is_matched(opening: bool, open: &mut usize) -> bool {
    if opening {
        *open += 1;
        return true;
    }
    let matched = *open > 0;
    *open = open.saturating_sub(1);
    matched
}

/// Reads an address in angle brackets, `<https://example.org>`, at the start of the text. Gives the
/// text between them, its `href` and the length of it all.
pub(super) fn angle(text: &str) -> Option<(&str, String, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner
        .char_indices()
        .take(LONGEST)
        .find(|&(_, c)| c == '>' || c == '<' || c.is_whitespace())?
        .0;
    let (address, rest) = inner.split_at(end);
    rest.strip_prefix('>')?;
    Some((address, href(address)?, end + 2))
}

/// Reads what follows the text of a link, `(https://example.org "title")`, at the start of the text.
/// Gives the destination and the length of it all. The title is read and left out: it would be a
/// tooltip that nobody on a phone or with a screen reader gets.
pub(super) fn destination(text: &str) -> Option<(String, usize)> {
    let after = |rest: &str| text.len() - rest.len();
    let rest = text.strip_prefix('(')?.trim_start();
    let (destination, rest) = if let Some(inner) = rest.strip_prefix('<') {
        let end = stop(inner, |c| matches!(c, '>' | '<' | '\n'))?;
        (&inner[..end], inner[end..].strip_prefix('>')?)
    } else {
        let mut open = 0;
        let end = stop(rest, |c| match c {
            '(' | ')' => !is_matched(c == '(', &mut open) || open > NESTED,
            c => c.is_whitespace(),
        })?;
        rest.split_at(end)
    };
    let spaced = rest.trim_start();
    let rest = match spaced.chars().next().filter(|_| spaced.len() < rest.len()) {
        Some(quote @ ('"' | '\'')) => {
            let end = stop(&spaced[1..], |c| c == quote)?;
            spaced[1 + end + 1..].trim_start()
        }
        _ => spaced,
    };
    let rest = rest.strip_prefix(')')?;
    Some((unescape(destination), after(rest)))
}

/// Where the first character stands that ends this part and isn't escaped by a backslash, if it does
/// so within the length of an address.
fn stop(text: &str, mut ends: impl FnMut(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().take(LONGEST) {
        if escaped && c.is_ascii_punctuation() {
            escaped = false;
        } else if ends(c) {
            return Some(at);
        } else {
            escaped = c == '\\';
        }
    }
    None
}

/// The text without the backslashes that escape punctuation.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let escaped = match c {
            '\\' => characters.next_if(char::is_ascii_punctuation),
            _ => None,
        };
        out.push(escaped.unwrap_or(c));
    }
    out
}
