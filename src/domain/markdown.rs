//! The Markdown of a chat message.
//!
//! The server renders a message into the first page and the browser renders the same message when
//! it comes by the stream, so the same source must give the same bytes in both places: nothing here
//! reads a clock, the platform or a locale.
//!
//! The language is the part of [CommonMark](https://spec.commonmark.org/0.31.2/) that people use in
//! a chat, bent where a chat is not a document:
//!
//! - a newline is a line break;
//! - headings, tables, images, footnotes, HTML and character references (`&copy;`) are no features:
//!   what was typed is what is seen. An image becomes a link to it;
//! - a line under a quote or a list belongs to it only if it is marked or indented so: the answer
//!   typed under a quotation is not part of the quotation;
//! - emphasis works next to Chinese, Japanese and Korean text (see `emphasis`);
//! - containers nest [`DEPTH`] deep; deeper marks are text.
//!
//! The parser is Parlour's own. The usual crate would bring about 60 KB, compressed, to every
//! page, most of it for what is no feature here, and still need its emphasis mended for Chinese.
//!
//! Safety doesn't rest on a filter after the fact. The source is never copied to the output: the
//! writer knows a fixed set of tags, every text and every attribute goes through one escape, and an
//! address that isn't `http:`, `https:` or `mailto:` never becomes a link at all.

mod block;
mod emphasis;
mod html;
mod inline;
mod link;
mod script;
mod text;

pub use html::escaped;
pub(super) use script::is_cjk;

use super::{
    PersonId,
    mention::{Mention, Names},
};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

/// How deep quotes and lists may nest in each other, and emphasis in emphasis.
///
/// Keeps the recursion of the parser, the page's DOM and the size of the output within bounds
/// whatever the source.
const DEPTH: usize = 8;

/// The HTML of a message.
///
/// Gives a sequence of blocks (`p`, `pre`, `ul`, `ol`, `blockquote`, `hr`) that is complete and safe
/// to put into a page as it is: tags from a fixed list, `href` only to web and mail addresses, all
/// else escaped. Takes time in proportion to the length of the source, and never fails: what isn't
/// Markdown is text.
pub fn render(source: &str) -> String {
    render_for(source, &[], None)
}

/// The same, with marks at the names that the message calls: `span`s of the class `mention`, and of the class `me` as well
/// where they call `me`.
pub fn render_for(source: &str, mentions: &[Mention], me: Option<PersonId>) -> String {
    let source = clean(source);
    let mut out = String::with_capacity(source.len() + source.len() / 4 + 16);
    let names = Names::new(mentions);
    html::write(
        &mut out,
        &block::parse(&source),
        &html::Reader { names, me },
    );
    out
}

/// Which of these a message calls, each once, in the order in which they are called.
pub fn mentions(source: &str, known: &[Mention]) -> Vec<Mention> {
    let source = clean(source);
    let mut found = Vec::new();
    text::mentions(&mut found, &block::parse(&source), &Names::new(known));
    found
}

/// The first web addresses that a message links to, so many at most, each once, in their order; none of code, and none of
/// quotations.
pub fn links(source: &str, limit: usize) -> Vec<String> {
    let source = clean(source);
    let mut found = Vec::new();
    text::links(&mut found, limit, &block::parse(&source));
    found
}

/// The words of a message on one line, without their markup.
///
/// For titles, notifications and announcements: links give their text, code is kept, and every run
/// of white space is one space. A message of nothing but markup (`---`) gives what was typed, so
/// that only a blank source gives an empty line. The result is text, not HTML: escape it.
pub fn plain(source: &str) -> String {
    let source = clean(source);
    let words = text::line(&block::parse(&source));
    if words.is_empty() {
        text::collapse(&source)
    } else {
        words
    }
}

/// Words as a quotation, and a line for what is said to it; nothing where there are none.
pub fn quotation(words: &str) -> String {
    let line = |line: &str| format!("> {}", line.trim_end()).trim_end().to_owned() + "\n";
    words.trim().lines().map(line).collect()
}

/// One newline for every kind of line end, U+FFFD for NUL (as the specification has it), and no other
/// control characters than newline and tab.
fn clean(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut characters = source.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\0' => out.push('\u{FFFD}'),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
