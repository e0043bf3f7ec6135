//! Searching what was said, only in rooms that one is in.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Chat, Result};
use crate::{
    domain::{
        Message, MessageId, PersonId, Timestamp,
        search::{Found, Hit, Search},
    },
    store::{self, Db, search::Conditions},
};

/// How many messages a page of what was found has.
pub(super) const PAGE: usize = 30;
/// How many candidates are looked at at once.
const LOOK: i64 = 200;
/// How much of a long message is shown, in characters, and how much of that before the first word that was found.
const SHOWN: usize = 400;
const LEAD: usize = 80;
impl Chat {
    /// Searches the rooms that somebody is in: what was typed is read by [`Search::parse`], days are those of a zone that
    /// is `offset` minutes ahead of UTC, and what is found has ids below `below`.
    ///
    /// A search that takes too long ends with what it has found.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn search_messages(
        &self,
        who: PersonId,
        typed: &str,
        offset: i32,
        below: Option<MessageId>,
    ) -> Result<Found> {
        let search = Search::parse(typed);
        if search.is_empty() {
            return Ok(Found::default());
        }
        let mut db = self.store.search().await?;
        let mut found = Found::default();
        match look(&mut db, who, &search, offset, below, &mut found).await {
            Err(error) if store::was_cut_short(&error) => found.more = true,
            outcome => outcome?,
        }
        Ok(found)
    }
}

async fn look(
    db: &mut Db,
    who: PersonId,
    search: &Search,
    offset: i32,
    below: Option<MessageId>,
    found: &mut Found,
) -> store::Result<()> {
    let words: Vec<Folded> = search.words.iter().map(|word| Folded::of(word)).collect();
    let from = match search.from.as_deref() {
        Some("me") => Some(vec![who]),
        Some(name) => Some(store::search::people_named(db, name).await?),
        None => None,
    };
    let rooms = match search.room.as_deref() {
        Some(name) => Some(store::search::rooms_named(db, who, name).await?),
        None => None,
    };
    let begins = |day| Timestamp::of_day(day, offset);
    let conditions = Conditions {
        reader: who,
        words: &search.words,
        from,
        rooms,
        before: search.before.map(begins),
        after: search.after.map(|day| begins(day + 1)),
        has: &search.has,
    };
    let mut below = below.unwrap_or(MessageId(i64::MAX));
    loop {
        let candidates = store::search::candidates(db, &conditions, below, LOOK).await?;
        let exhausted = i64::try_from(candidates.len()).is_ok_and(|count| count < LOOK);
        let mut meant = Vec::new();
        for (id, content) in candidates {
            below = id;
            let Some(lit) = lit(&content, &words) else {
                continue;
            };
            if found.hits.len() + meant.len() == PAGE {
                found.more = true;
                break;
            }
            meant.push((id, shown(&content, &lit)));
        }
        let ids: Vec<_> = meant.iter().map(|(id, _)| *id).collect();
        let mut words: HashMap<_, _> = meant.into_iter().collect();
        let hits = in_order(db, &ids, |message| {
            words.remove(&message.id).unwrap_or_default()
        })
        .await?;
        found.hits.extend(hits);
        if exhausted || found.more {
            return Ok(());
        }
    }
}

/// Some messages in the order of their ids here, each with what is shown of it.
pub(super) async fn in_order(
    db: &mut Db,
    ids: &[MessageId],
    mut words: impl FnMut(&Message) -> Vec<(String, bool)>,
) -> store::Result<Vec<Hit>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let messages = store::messages::some(db, &store::json_array(ids)).await?;
    let mut messages: HashMap<MessageId, Message> = messages
        .into_iter()
        .map(|message| (message.id, message))
        .collect();
    let found = ids.iter().filter_map(|id| {
        let message = messages.remove(id)?;
        let words = words(&message);
        Some(Hit { message, words })
    });
    Ok(found.collect())
}

/// The part of a text that is shown where some words are to be lit that are in it, or are not.
pub(super) fn lit_at(content: &str, words: &[String]) -> Vec<(String, bool)> {
    let words: Vec<Folded> = words.iter().map(|word| Folded::of(word)).collect();
    shown(content, &lit(content, &words).unwrap_or_default())
}

/// A text in one case and without accents, with where in the original each of its bytes comes from.
struct Folded {
    text: String,
    origins: Vec<usize>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len() + 1),
        };
        for (origin, c) in text.char_indices() {
            let plain = std::iter::once(c)
                .nfd()
                .filter(|c| !store::search::is_accent(*c))
                .flat_map(char::to_lowercase);
            for c in plain {
                folded.text.push(c);
                folded.origins.resize(folded.text.len(), origin);
            }
        }
        folded.origins.push(text.len());
        folded
    }

    /// Where something stands in the original, in bytes.
    fn places(&self, word: &Self) -> Vec<(usize, usize)> {
        self.text
            .match_indices(&word.text)
            .map(|(at, word)| {
                let last = self.origins[at + word.len() - 1];
                let end = self.origins[at + word.len() - 1..]
                    .iter()
                    .find(|origin| **origin > last);
                (self.origins[at], end.copied().unwrap_or(last))
            })
            .collect()
    }
}

/// Where a text's words are that were searched for, in order and apart from each other, in bytes. `None` where one of them
/// is missing.
fn lit(content: &str, words: &[Folded]) -> Option<Vec<(usize, usize)>> {
    let folded = Folded::of(content);
    let mut places = Vec::new();
    for word in words.iter().filter(|word| !word.text.is_empty()) {
        let found = folded.places(word);
        if found.is_empty() {
            return None;
        }
        places.extend(found);
    }
    places.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::with_capacity(places.len());
    for (start, end) in places {
        match apart.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    Some(apart)
}

/// The part of a text that is shown, in pieces that are lit or not.
fn shown(content: &str, lit: &[(usize, usize)]) -> Vec<(String, bool)> {
    let before = lit.first().map_or(0, |(start, _)| *start);
    let start = content[..before]
        .char_indices()
        .rev()
        .nth(LEAD - 1)
        .map_or(0, |(at, _)| at);
    let end = content[start..]
        .char_indices()
        .nth(SHOWN)
        .map_or(content.len(), |(at, _)| start + at);
    let mut pieces = Vec::new();
    let mut push = |text: &str, lit: bool| {
        if !text.is_empty() {
            pieces.push((text.to_owned(), lit));
        }
    };
    if start > 0 {
        push("…", false);
    }
    let mut at = start;
    for (from, to) in lit.iter().filter(|(from, _)| *from < end) {
        push(&content[at..*from], false);
        at = (*to).min(end);
        push(&content[*from..at], true);
    }
    push(&content[at..end], false);
    if end < content.len() {
        push("…", false);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(content: &str, words: &[&str]) -> Option<Vec<(String, bool)>> {
        let words: Vec<Folded> = words.iter().map(|word| Folded::of(word)).collect();
        Some(shown(content, &lit(content, &words)?))
    }

    fn marked(content: &str, words: &[&str]) -> Option<String> {
        let pieces = pieces(content, words)?.into_iter();
        Some(
            pieces
                .map(|(text, lit)| if lit { format!("[{text}]") } else { text })
                .collect(),
        )
    }

    #[test]
    fn words_are_lit_in_any_case_and_with_any_accents() {
        for (content, words, expected) in [
            ("Hello, World", &["WORLD"][..], Some("Hello, [World]")),
            ("Café au lait", &["cafe"], Some("[Café] au lait")),
            ("cafe\u{301}s", &["café"], Some("[cafe\u{301}]s")),
            ("我明天去上海出差", &["上海"], Some("我明天去[上海]出差")),
            ("한국어", &["국"], Some("한[국]어")),
            ("abcabc", &["ab", "bc"], Some("[abcabc]")),
            ("İstanbul", &["istanbul"], Some("[İstanbul]")),
            ("one two", &["one", "three"], None),
            ("one", &[], Some("one")),
        ] {
            assert_eq!(marked(content, words).as_deref(), expected, "{content}");
        }
    }

    #[test]
    fn of_a_long_message_the_part_around_the_word_is_shown() {
        let long = format!("{}needle{}", "a".repeat(1_000), "b".repeat(1_000));
        let pieces = pieces(&long, &["needle"]).unwrap();
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(text.chars().count(), SHOWN + 2);
        assert_eq!(pieces[2], ("needle".to_owned(), true));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_said(content in "[a-cäé上海한 \u{301}]{0,40}", word in "[a-cé上한]{1,2}") {
            if let Some(pieces) = pieces(&content, &[&word]) {
                let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
                prop_assert_eq!(text, content);
                prop_assert!(pieces.iter().any(|(_, lit)| *lit));
            }
        }
    }
}
