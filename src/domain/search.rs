//! What to search messages for: words, and where, from whom and when.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Message;

/// How many characters of a search are read.
pub const SEARCH_LIMIT: usize = 200;

/// A search, as it was typed: words (or several in quotes) that must all be there, and `from:`, `in:`, `before:`,
/// `after:`, `has:` with what they are to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What must be in the message, in any case and with or without accents.
    pub words: Vec<String>,
    /// The name or address of who wrote it, or how that begins; `me` is the reader.
    pub from: Option<String>,
    /// The name of its room, or how that begins.
    pub room: Option<String>,
    /// From this day on it was written no more: days since 1970-01-01.
    pub before: Option<i64>,
    /// After this day.
    pub after: Option<i64>,
    /// What it has besides words.
    pub has: Vec<Has>,
}

/// What a message may have besides words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// A web address.
    Link,
    /// A file of any kind.
    File,
    /// A picture.
    Image,
}

impl Search {
    /// Reads what was typed. There is no wrong search: what is no condition is a word.
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(SEARCH_LIMIT).collect();
        let mut search = Self::default();
        for (name, value) in terms(&text) {
            if !search.limit(name, &value) {
                let word = match name {
                    Some(name) => format!("{name}:{value}"),
                    None => value,
                };
                if !word.is_empty() {
                    search.words.push(word);
                }
            }
        }
        search
    }

    /// Takes a condition. False where it is none.
    fn limit(&mut self, name: Option<&str>, value: &str) -> bool {
        let Some(name) = name.filter(|_| !value.is_empty()) else {
            return false;
        };
        match name.to_ascii_lowercase().as_str() {
            "from" => self.from = Some(value.trim_start_matches('@').to_owned()),
            "in" => self.room = Some(value.trim_start_matches('#').to_owned()),
            "before" | "after" => {
                let Some(day) = day(value) else { return false };
                let place = if name.eq_ignore_ascii_case("before") {
                    &mut self.before
                } else {
                    &mut self.after
                };
                *place = Some(day);
            }
            "has" => {
                let has = match value.to_ascii_lowercase().as_str() {
                    "link" => Has::Link,
                    "file" => Has::File,
                    "image" => Has::Image,
                    _ => return false,
                };
                self.has.push(has);
            }
            _ => return false,
        }
        true
    }

    /// Whether it asks for anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The day of a date as `2026-11-23`.
fn day(text: &str) -> Option<i64> {
    let date: NaiveDate = text.parse().ok()?;
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    // Years that a person can mean; chrono knows many more.
    (0..10_000)
        .contains(&date.year())
        .then(|| date.signed_duration_since(epoch).num_days())
}

/// What stands between blanks, with the name before its colon; quotes hold blanks together, also behind a colon.
fn terms(text: &str) -> Vec<(Option<&str>, String)> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .filter(|end| *end > 0 && rest[*end..].starts_with(':'))
            .map(|end| &rest[..end]);
        if let Some(name) = name {
            rest = &rest[name.len() + 1..];
        }
        let (value, after) = match rest.strip_prefix('"') {
            // A quote that is not closed goes to the end.
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        terms.push((name, value.trim().to_owned()));
        rest = after.trim_start();
    }
    terms
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The message.
    pub message: Message,
    /// Its words, or those around the first that were found: pieces, each with whether it is what was searched for.
    pub words: Vec<(String, bool)>,
}

/// What a search found, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The messages.
    pub hits: Vec<Hit>,
    /// Whether there may be older ones.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        Search::parse(text).words
    }

    #[test]
    fn words_and_quotes() {
        assert_eq!(words("  one  two "), ["one", "two"]);
        assert_eq!(words("\"one two\" three"), ["one two", "three"]);
        assert_eq!(words("\"never closed"), ["never closed"]);
        assert_eq!(words("上海　出差"), ["上海", "出差"]);
        assert_eq!(words("\"\" \""), [""; 0]);
    }

    #[test]
    fn conditions() {
        let search = Search::parse(
            "plan from:@ann in:\"the lobby\" after:2026-11-01 BEFORE:2026-11-23 has:link",
        );
        assert_eq!(
            search,
            Search {
                words: vec!["plan".to_owned()],
                from: Some("ann".to_owned()),
                room: Some("the lobby".to_owned()),
                before: Some(20_780),
                after: Some(20_758),
                has: vec![Has::Link],
            }
        );
    }

    #[test]
    fn what_is_no_condition_is_a_word() {
        assert_eq!(
            words("http://x.org has:nothing before:tomorrow from: 12:30"),
            [
                "http://x.org",
                "has:nothing",
                "before:tomorrow",
                "from:",
                "12:30"
            ]
        );
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            let search = Search::parse(&text);
            prop_assert!(search.words.iter().all(|word| !word.is_empty()));
        }
    }
}
