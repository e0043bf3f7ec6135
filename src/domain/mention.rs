//! Whom a message calls by name.
//!
//! `@` and the name of somebody who is in the room, as it is then, in any case; the longest name that fits. `@room` and
//! `@here` call everybody in it, which is the same: who looks at the room has read it. What is code calls nobody, and
//! neither does an `@` in the middle of a word, as in an address, or in a quotation.
//!
//! A message keeps whom it called with the name that it called them by. So it is shown the same for ever, whoever is
//! called otherwise since, and nothing but the message itself is needed for it.

use serde::{Deserialize, Serialize};

use super::{PersonId, markdown};

/// The words that call everybody in a room.
pub const EVERYBODY: [&str; 2] = ["room", "here"];

/// Somebody whom a message calls, or everybody in its room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Who; null for everybody in the room.
    pub person: Option<PersonId>,
    /// By which name: theirs when it was said, or one of [`EVERYBODY`].
    pub name: String,
}

/// Whom a text calls among these people, each once, in the order in which they are called. Who has one name with somebody
/// else is called with them.
pub fn find(text: &str, people: impl IntoIterator<Item = (PersonId, String)>) -> Vec<Mention> {
    if !text.contains('@') {
        return Vec::new();
    }
    let people = people.into_iter().map(|(person, name)| Mention {
        person: Some(person),
        name,
    });
    let everybody = EVERYBODY.map(|name| Mention {
        person: None,
        name: name.to_owned(),
    });
    let known: Vec<Mention> = people.chain(everybody).collect();
    markdown::mentions(text, &known)
}

/// Names to look for.
#[derive(Debug)]
pub struct Names<'m> {
    /// In small letters, and sorted by them: a hostile text has thousands of `@`, and a big room as many names.
    sorted: Vec<(String, &'m Mention)>,
}

impl<'m> Names<'m> {
    /// The names of these.
    pub fn new(known: &'m [Mention]) -> Self {
        let mut sorted: Vec<_> = known
            .iter()
            // A deleted account's is empty.
            .filter(|mention| !mention.name.is_empty())
            .map(|mention| (small(&mention.name), mention))
            .collect();
        sorted.sort_by(|one, other| one.0.cmp(&other.0));
        Self { sorted }
    }

    /// How long the longest of the names is that a text begins with, in bytes of the text.
    pub fn longest(&self, text: &str) -> Option<usize> {
        let first = text.chars().next()?.to_lowercase().next()?;
        let from = self
            .sorted
            .partition_point(|(name, _)| name.chars().next() < Some(first));
        self.sorted[from..]
            .iter()
            .take_while(|(name, _)| name.starts_with(first))
            .filter_map(|(name, _)| beginning(text, name))
            .filter(|length| is_whole(text, *length))
            .max()
    }

    /// Who has a name, in any case.
    pub fn called(&self, name: &str) -> impl Iterator<Item = &'m Mention> {
        let name = small(name);
        self.sorted
            .iter()
            .filter(move |(known, _)| *known == name)
            .map(|(_, mention)| *mention)
    }
}

fn small(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// How much of a text is this name, in small letters, if the text begins with it.
fn beginning(text: &str, name: &str) -> Option<usize> {
    let mut rest = name.chars();
    for (at, c) in text.char_indices() {
        if rest.as_str().is_empty() {
            return Some(at);
        }
        for small in c.to_lowercase() {
            if rest.next() != Some(small) {
                return None;
            }
        }
    }
    rest.as_str().is_empty().then_some(text.len())
}

/// Whether a name ends here, and is not the beginning of a longer word: Chinese, Japanese and Korean put no space behind it.
fn is_whole(text: &str, length: usize) -> bool {
    let (name, rest) = text.split_at(length);
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if is_joined(next) {
        return false;
    }
    let spaceless =
        name.chars().next_back().is_some_and(markdown::is_cjk) || markdown::is_cjk(next);
    let last_is_word = name.chars().next_back().is_some_and(char::is_alphanumeric);
    spaceless || !(next.is_alphanumeric() && last_is_word)
}

/// Whether a character changes the one before it: accents, and what makes one emoji of several.
fn is_joined(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x200D | 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF)
}

/// Whether a name may be called by an `@` that follows this character.
pub fn may_follow(before: Option<char>) -> bool {
    before.is_none_or(|c| !matches!(c, '@' | '/') && (!c.is_alphanumeric() || markdown::is_cjk(c)))
}

#[cfg(test)]
#[path = "mention/tests.rs"]
mod tests;
