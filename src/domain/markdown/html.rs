//! The only place that writes tags.

use super::DEPTH;
use super::block::{Block, List};
use super::emphasis::Mark;
use super::inline::{self, Piece};
use crate::domain::{PersonId, mention::Names};

/// What the same words look different for.
pub(super) struct Reader<'n> {
    /// The names that are called.
    pub(super) names: Names<'n>,
    /// Who reads.
    pub(super) me: Option<PersonId>,
}

/// Writes the blocks as HTML.
pub(super) fn write(out: &mut String, blocks: &[Block], reader: &Reader<'_>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                out.push_str("<p>");
                paragraph(out, text, reader);
                out.push_str("</p>");
            }
            Block::Code(language, code) => {
                out.push_str("<pre><code");
                if let Some(language) = language {
                    out.push_str(" class=\"language-");
                    escape(out, language);
                    out.push('"');
                }
                out.push('>');
                escape(out, code);
                out.push_str("</code></pre>");
            }
            Block::Quote(inner) => {
                out.push_str("<blockquote>");
                write(out, inner, reader);
                out.push_str("</blockquote>");
            }
            Block::List(inner) => list(out, inner, reader),
            Block::Rule => out.push_str("<hr>"),
        }
    }
}

fn list(out: &mut String, list: &List, reader: &Reader<'_>) {
    match list.start {
        None => out.push_str("<ul>"),
        Some(1) => out.push_str("<ol>"),
        Some(number) => {
            out.push_str("<ol start=\"");
            out.push_str(&number.to_string());
            out.push_str("\">");
        }
    }
    for item in &list.items {
        out.push_str("<li>");
        // The one paragraph that most items are needs no space around it.
        let paragraphs = item.iter().filter(|b| matches!(b, Block::Paragraph(_)));
        match item.split_first() {
            Some((Block::Paragraph(text), rest)) if paragraphs.count() == 1 => {
                paragraph(out, text, reader);
                write(out, rest, reader);
            }
            _ => write(out, item, reader),
        }
        out.push_str("</li>");
    }
    out.push_str(if list.start.is_some() {
        "</ol>"
    } else {
        "</ul>"
    });
}

fn paragraph(out: &mut String, text: &str, reader: &Reader<'_>) {
    let mut links = 0_usize;
    let mut marks = 0_usize;
    for piece in inline::parse(text, &reader.names) {
        match piece {
            Piece::Text(text) => escape(out, &text),
            Piece::Code(code) => {
                out.push_str("<code>");
                escape(out, &code);
                out.push_str("</code>");
            }
            Piece::Break => out.push_str("<br>"),
            Piece::Run(run) => {
                for &mark in &run.ends {
                    if marks <= DEPTH {
                        tag(out, "</", mark);
                    }
                    marks -= 1;
                }
                escape(out, &run.typed[..run.left]);
                for &mark in run.begins.iter().rev() {
                    marks += 1;
                    if marks <= DEPTH {
                        tag(out, "<", mark);
                    }
                }
            }
            Piece::Mention(called) => mention(out, called, reader),
            Piece::Link(href) => {
                if links == 0 {
                    out.push_str("<a href=\"");
                    escape(out, &href);
                    out.push_str("\" rel=\"nofollow noopener noreferrer ugc\" target=\"_blank\">");
                }
                links += 1;
            }
            Piece::LinkEnd => {
                links -= 1;
                if links == 0 {
                    out.push_str("</a>");
                }
            }
        }
    }
}

/// A name that is called, in brass where it is the reader's.
fn mention(out: &mut String, called: &str, reader: &Reader<'_>) {
    let mut who = reader.names.called(&called[1..]);
    let is_me = who.any(|mention| mention.person.is_none() || mention.person == reader.me);
    out.push_str(if is_me {
        "<span class=\"mention me\">"
    } else {
        "<span class=\"mention\">"
    });
    escape(out, called);
    out.push_str("</span>");
}

fn tag(out: &mut String, opening: &str, mark: Mark) {
    out.push_str(opening);
    out.push_str(match mark {
        Mark::Emphasis => "em>",
        Mark::Strong => "strong>",
        Mark::Strike => "del>",
    });
}

/// Text that is text between tags and in quoted attributes alike.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Writes text so that it is text between tags and in quoted attributes alike.
fn escape(out: &mut String, text: &str) {
    let mut shown = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[shown..at]);
        out.push_str(reference);
        shown = at + 1;
    }
    out.push_str(&text[shown..]);
}
