//! Whom an `@` offers: who spoke last in the room, then everybody else in it, then all of them at once.

use leptos::prelude::*;

use super::suggestions::{MOST, Offer, Sign, Source, Suggestion};
use crate::{
    app::{
        client::{Client, browser},
        words::talk::TalkWords,
    },
    domain::{
        PersonId, RoomId, RoomKind, State,
        input::NAME_LIMIT,
        mention::{self, EVERYBODY},
    },
};

/// How many people are offered where everybody at once is, too.
const PEOPLE: usize = MOST - EVERYBODY.len();

/// Offers the names of a room.
pub(super) fn source(client: Client, room: RoomId, words: &'static TalkWords) -> Source {
    Box::new(move |before| {
        let (from, begun) = begun(before)?;
        // Who is called already needs no more, and Enter is for the message.
        let is_called = |name: &str| name.to_lowercase() == begun.trim_end().to_lowercase();
        let called = client
            .state
            .with_untracked(|state| state.names_in(room).any(|(_, name)| is_called(&name)));
        if called || EVERYBODY.into_iter().any(is_called) {
            return None;
        }
        let typed = browser::folded(begun);
        let everybody = everybody(&client, room, &typed, words);
        let most = if everybody.is_empty() { MOST } else { PEOPLE };
        let mut list = client
            .state
            .with_untracked(|state| people(state, room, &typed, most));
        list.extend(everybody);
        Some(Offer { from, list })
    })
}

/// Where the name begins that is being typed, with its `@`, and what of it is there.
fn begun(before: &str) -> Option<(usize, &str)> {
    let from = before.rfind('@')?;
    let begun = &before[from + 1..];
    let may_be = !begun.contains('\n')
        && !begun.starts_with(char::is_whitespace)
        && begun.chars().count() <= NAME_LIMIT
        && mention::may_follow(before[..from].chars().next_back());
    may_be.then_some((from, begun))
}

fn people(state: &State, room: RoomId, typed: &str, most: usize) -> Vec<Suggestion> {
    let mut speakers: Vec<PersonId> = Vec::new();
    let window = state.windows.get(&room).into_iter();
    for message in window.flat_map(|window| window.messages.values().rev()) {
        if !speakers.contains(&message.sender.id) {
            speakers.push(message.sender.id);
        }
    }
    let mut found: Vec<_> = state
        .names_in(room)
        .filter(|(person, name)| *person != state.me && !name.is_empty())
        .filter_map(|(person, name)| {
            let folded = browser::folded(&name);
            let fit = fit(&folded, typed)?;
            let spoke = speakers.iter().position(|speaker| *speaker == person);
            Some((spoke.unwrap_or(usize::MAX), fit, folded, person, name))
        })
        .collect();
    found.sort_unstable();
    let found = found.into_iter().take(most);
    found
        .map(|(_, _, _, person, name)| Suggestion {
            sign: Sign::Face(person),
            text: format!("@{name}"),
            label: name,
            note: String::new(),
        })
        .collect()
}

/// How well a name fits what was typed of it, 0 best: its beginning, the beginning of a later word, any part of it. What
/// has a space in it may be the rest of a sentence, and must be the beginning.
fn fit(name: &str, typed: &str) -> Option<u8> {
    if name.starts_with(typed) {
        Some(0)
    } else if typed.contains(' ') {
        None
    } else if name.split(' ').any(|word| word.starts_with(typed)) {
        Some(1)
    } else {
        name.contains(typed).then_some(2)
    }
}

fn everybody(
    client: &Client,
    room: RoomId,
    typed: &str,
    words: &'static TalkWords,
) -> Vec<Suggestion> {
    let is_direct = client.state.with_untracked(|state| {
        let place = state.rooms.get(&room);
        place.is_none_or(|place| place.room.kind == RoomKind::Direct)
    });
    let offered = EVERYBODY.into_iter().filter(|word| {
        !is_direct && (word.starts_with(typed) || words.everybody.starts_with(typed))
    });
    offered
        .map(|word| Suggestion {
            sign: Sign::Text("@".to_owned()),
            label: word.to_owned(),
            note: words.everybody.to_owned(),
            text: format!("@{word}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_behind_an_at() {
        for (before, expected) in [
            ("@", Some((0, ""))),
            ("hi @ad", Some((3, "ad"))),
            ("你好@林", Some((6, "林"))),
            ("@ada lo", Some((0, "ada lo"))),
            ("@ada @b", Some((5, "b"))),
            ("mail@ada", None),
            ("@ ada", None),
            ("@ada\nnext", None),
            ("no", None),
        ] {
            assert_eq!(begun(before), expected, "{before}");
        }
    }

    #[test]
    fn any_part_of_a_name_fits_and_its_beginning_best() {
        for (name, typed, expected) in [
            ("ada lovelace", "", Some(0)),
            ("ada lovelace", "ada", Some(0)),
            ("ada lovelace", "lov", Some(1)),
            ("ada lovelace", "ela", Some(2)),
            ("ada lovelace", "ada ", Some(0)),
            ("ada lovelace", "ada lo", Some(0)),
            ("ada", "ada ", None),
            ("ada", "ada said", None),
            ("林小雨", "小雨", Some(2)),
        ] {
            assert_eq!(fit(name, typed), expected, "{name}, {typed}");
        }
    }
}
