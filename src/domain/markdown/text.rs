//! A message as one line of text.

use super::block::Block;
use super::inline::{self, Piece};
use crate::domain::mention::{Mention, Names};

/// The words of the blocks, one space between them.
pub(super) fn line(blocks: &[Block]) -> String {
    let mut out = String::new();
    write(&mut out, blocks);
    collapse(&out)
}

/// Adds those whom the blocks call, each once.
pub(super) fn mentions(found: &mut Vec<Mention>, blocks: &[Block], names: &Names<'_>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                for piece in inline::parse(text, names) {
                    let Piece::Mention(called) = piece else {
                        continue;
                    };
                    for mention in names.called(&called[1..]) {
                        if !found.contains(mention) {
                            found.push(mention.clone());
                        }
                    }
                }
            }
            Block::List(list) => list
                .items
                .iter()
                .for_each(|item| mentions(found, item, names)),
            // Who is quoted, or called in a quotation, was called when it was said.
            Block::Quote(_) | Block::Code(..) | Block::Rule => {}
        }
    }
}

/// Adds the web addresses that the blocks link to, each once, until there are so many.
pub(super) fn links(found: &mut Vec<String>, limit: usize, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                // A link in the text of another one is none.
                let mut depth = 0_usize;
                for piece in inline::parse(text, &Names::new(&[])) {
                    match piece {
                        Piece::Link(href) => {
                            let counts = depth == 0 && href.starts_with("http");
                            if counts && found.len() < limit && !found.contains(&href) {
                                found.push(href);
                            }
                            depth += 1;
                        }
                        Piece::LinkEnd => depth -= 1,
                        _ => {}
                    }
                }
            }
            Block::List(list) => {
                let items = list.items.iter();
                items.for_each(|item| links(found, limit, item));
            }
            Block::Quote(_) | Block::Code(..) | Block::Rule => {}
        }
    }
}

/// The text with every run of white space as one space, and none around it.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn write(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => paragraph(out, text),
            Block::Code(_, code) => out.push_str(code),
            Block::Quote(inner) => write(out, inner),
            Block::List(list) => list.items.iter().for_each(|item| write(out, item)),
            Block::Rule => {}
        }
        out.push('\n');
    }
}

fn paragraph(out: &mut String, text: &str) {
    for piece in inline::parse(text, &Names::new(&[])) {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Mention(called) => out.push_str(called),
            Piece::Code(code) => out.push_str(&code),
            Piece::Break => out.push('\n'),
            Piece::Run(run) => out.push_str(&run.typed[..run.left]),
            Piece::Link(_) | Piece::LinkEnd => {}
        }
    }
}
