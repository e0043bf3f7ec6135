//! Code in messages: which of its words are what, so that a page can colour them.
//!
//! No parser, which would be one for each language and heavier than all the rest of the page: a reader of comments, strings,
//! numbers and words, and a table of what these are in which language. It goes over a text once, whatever the text is. What
//! it takes for the wrong thing is a wrong colour, and nothing more.

mod languages;
mod lines;
mod markup;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use self::words::Words;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Said to people, not to the machine.
    Comment,
    /// A word of the language itself.
    Keyword,
    /// What something is called: a type, a function, a key, an attribute.
    Name,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A line that a change brings.
    Added,
    /// A line that a change takes away.
    Removed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Comment,
        Self::Keyword,
        Self::Name,
        Self::Number,
        Self::Text,
        Self::Added,
        Self::Removed,
    ];

    /// What the style sheet calls it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Comment => "code-comment",
            Self::Keyword => "code-keyword",
            Self::Name => "code-name",
            Self::Number => "code-number",
            Self::Text => "code-text",
            Self::Added => "code-added",
            Self::Removed => "code-removed",
        }
    }
}

/// A piece of a text, in bytes, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands; it is never empty.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// How a language is read.
enum Grammar {
    /// As most are: comments, strings, numbers and words.
    Words(Words),
    /// Tags and their attributes, and text between.
    Markup,
    /// Each line by how it begins.
    Diff,
    /// Each line by how it begins, and code.
    Markdown,
}

/// A language that can be coloured.
pub struct Language(&'static Grammar);

impl Language {
    /// The language that a fence names, in lower case.
    pub fn named(name: &str) -> Option<Self> {
        let known = |(names, _): &&(&str, Grammar)| names.split(' ').any(|known| known == name);
        let (_, grammar) = languages::ALL.iter().find(known)?;
        Some(Self(grammar))
    }

    /// What the pieces of a text are, in their order; none lies over another, and between them is what has no colour.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans = Spans(Vec::new());
        match self.0 {
            Grammar::Words(words) => words.read(text, &mut spans),
            Grammar::Markup => markup::read(text, &mut spans),
            Grammar::Diff => lines::diff(text, &mut spans),
            Grammar::Markdown => lines::markdown(text, &mut spans),
        }
        spans.0
    }
}

/// What was found so far.
struct Spans(Vec<Span>);

impl Spans {
    fn add(&mut self, range: Range<usize>, kind: Kind) {
        if !range.is_empty() {
            self.0.push(Span { range, kind });
        }
    }
}

/// How many bytes a text goes on as long as its characters are such.
fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}
