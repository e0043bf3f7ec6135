//! The emoji that can be chosen from: those that one used of late, and all of them, which are fetched when they are first
//! asked for. Those that take one are offered in the tone of skin that one has chosen on this device.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::browser;
use crate::domain::{Language, PersonId};

/// What is offered to who has used none yet.
const FIRST: [&str; QUICK] = [THUMB, "❤️", "😂", "🎉", "👀", "✅"];
/// The one of them that takes a tone of skin, behind it.
const THUMB: &str = "👍";
/// The tones of skin, from the lightest to the darkest (UTS #51, 2.4).
pub(crate) const TONES: [char; 5] = ['🏻', '🏼', '🏽', '🏾', '🏿'];
/// How many are offered at once.
pub(crate) const QUICK: usize = 6;
/// How many are remembered.
const REMEMBERED: usize = 24;

/// The emoji that can be chosen from.
#[derive(Clone, Copy)]
pub(crate) struct Emoji {
    person: PersonId,
    /// All of them, as `public/emoji` has them.
    all: RwSignal<Option<Arc<str>>>,
    /// How it stands with fetching them.
    pub(crate) fetching: RwSignal<Fetching>,
}

/// How it stands with fetching the emoji.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fetching {
    /// Nobody asked for them, or they are here.
    #[default]
    No,
    Yes,
    Failed,
}

/// An emoji, as the list describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Described<'a> {
    pub(crate) emoji: &'a str,
    pub(crate) name: &'a str,
    /// Its shortcodes without colons, separated by blanks.
    pub(crate) codes: &'a str,
    /// Its keywords, separated by blanks.
    pub(crate) words: &'a str,
    /// Its form in the first of the [`TONES`]; empty where it takes none.
    pub(crate) toned: &'a str,
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// The title of a group.
    Group(&'a str),
    Emoji(Described<'a>),
}

/// The lines of a list.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = Line<'_>> {
    list.lines().map(|line| {
        let mut parts = line.split('\t');
        let emoji = parts.next().unwrap_or_default();
        let Some(name) = parts.next() else {
            return Line::Group(emoji);
        };
        Line::Emoji(Described {
            emoji,
            name,
            codes: parts.next().unwrap_or_default(),
            words: parts.next().unwrap_or_default(),
            toned: parts.next().unwrap_or_default(),
        })
    })
}

/// The emoji that are meant by some words, which must all be there, the likeliest first: those with a shortcode or a name
/// that begins so stand before those with a keyword that does.
pub(crate) fn found<'a>(list: &'a str, typed: &str, most: usize) -> Vec<Described<'a>> {
    let typed = typed.trim().trim_matches(':').to_lowercase();
    let mut ranked: Vec<(usize, Described<'a>)> = Vec::new();
    for line in lines(list) {
        if let Line::Emoji(emoji) = line
            && let Some(rank) = emoji.rank(&typed)
        {
            ranked.push((rank, emoji));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(most);
    ranked.into_iter().map(|(_, emoji)| emoji).collect()
}

impl<'a> Described<'a> {
    /// The shortcode that one knows it by.
    pub(crate) fn code(self) -> &'a str {
        self.codes.split(' ').next().unwrap_or_default()
    }

    /// It in a tone of skin, where it takes one.
    pub(crate) fn in_tone(self, tone: Option<char>) -> String {
        match tone {
            Some(tone) if !self.toned.is_empty() => {
                self.toned.replace(TONES[0], tone.encode_utf8(&mut [0; 4]))
            }
            _ => self.emoji.to_owned(),
        }
    }

    /// Whether it is this emoji, in whichever tone.
    pub(crate) fn is(self, emoji: &str) -> bool {
        emoji == self.emoji
            || (!self.toned.is_empty()
                && emoji.replace(TONES, TONES[0].encode_utf8(&mut [0; 4])) == self.toned)
    }

    /// How near it is to what was typed, in lower case; `None` where it is not meant.
    fn rank(self, typed: &str) -> Option<usize> {
        if self.emoji == typed || self.codes.split(' ').any(|code| code == typed) {
            return Some(0);
        }
        let mut worst = 0;
        for part in typed.split_whitespace() {
            let begins = |words: &str| words.split([' ', '_']).any(|word| word.starts_with(part));
            // No blanks stand between the words of Chinese.
            let holds = |words: &str| !part.is_ascii() && words.contains(part);
            let rank = if self.codes.split(' ').any(|code| code.starts_with(part)) {
                1
            } else if begins(self.name) || holds(self.name) {
                2
            } else if begins(self.codes) || begins(self.words) || holds(self.words) {
                3
            } else {
                return None;
            };
            worst = worst.max(rank);
        }
        (worst > 0).then_some(worst)
    }
}

impl Emoji {
    pub(super) fn new(person: PersonId) -> Self {
        Self {
            person,
            all: RwSignal::new(None),
            fetching: RwSignal::default(),
        }
    }

    /// All of them, once they are here. The first who asks has them fetched.
    pub(crate) fn all(self, language: Language) -> Option<Arc<str>> {
        // What failed is tried again by whoever asks next.
        if self.all.with_untracked(Option::is_none)
            && self.fetching.get_untracked() != Fetching::Yes
        {
            self.fetch(language);
        }
        self.all.get()
    }

    /// Whether they are here.
    pub(crate) fn is_here(self) -> bool {
        self.all.with(Option::is_some)
    }

    /// Fetches them.
    fn fetch(self, language: Language) {
        self.fetching.set(Fetching::Yes);
        spawn_local(async move {
            let list = browser::fetch(&format!("/emoji/{}.txt", language.code())).await;
            self.fetching.try_set(if list.is_some() {
                Fetching::No
            } else {
                Fetching::Failed
            });
            if let Some(list) = list {
                self.all.try_set(Some(list.into()));
            }
        });
    }

    /// The last ones that one used, the newest first.
    pub(crate) fn recent(self) -> Vec<String> {
        let kept = browser::load(&self.key("emoji")).unwrap_or_default();
        kept.split_whitespace().map(str::to_owned).collect()
    }

    /// Those that are offered at once: what one used of late, and where that is not enough, what most people use.
    pub(crate) fn quick(self) -> Vec<String> {
        let mut quick = self.recent();
        quick.truncate(QUICK);
        let tone = self.tone();
        for emoji in FIRST {
            let mut emoji = emoji.to_owned();
            if let Some(tone) = tone.filter(|_| emoji == THUMB) {
                emoji.push(tone);
            }
            if quick.len() < QUICK && !quick.contains(&emoji) {
                quick.push(emoji);
            }
        }
        quick
    }

    /// Remembers that one was used.
    pub(crate) fn used(self, emoji: &str) {
        let mut recent = self.recent();
        recent.retain(|one| one != emoji);
        recent.insert(0, emoji.to_owned());
        recent.truncate(REMEMBERED);
        browser::save(&self.key("emoji"), &recent.join(" "));
    }

    /// The tone of skin that was chosen on this device, if one was.
    pub(crate) fn tone(self) -> Option<char> {
        let kept = browser::load(&self.key("tone"))?.chars().next();
        kept.filter(|tone| TONES.contains(tone))
    }

    /// Chooses a tone of skin, or none.
    pub(crate) fn set_tone(self, tone: Option<char>) {
        let key = self.key("tone");
        match tone {
            Some(tone) => browser::save(&key, tone.encode_utf8(&mut [0; 4])),
            None => browser::forget(&key),
        }
    }

    pub(super) fn forget(self) {
        browser::forget(&self.key("emoji"));
        browser::forget(&self.key("tone"));
    }

    fn key(self, what: &str) -> String {
        format!("parlour.{what}.{}", self.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = include_str!("../../../public/emoji/en.txt");
    const ZH: &str = include_str!("../../../public/emoji/zh.txt");

    fn first(list: &str, typed: &str) -> String {
        found(list, typed, 1)
            .first()
            .map(|found| found.emoji.to_owned())
            .unwrap_or_default()
    }

    #[test]
    fn they_are_found_by_code_name_and_keyword_in_both_languages() {
        for (list, typed, emoji) in [
            (EN, "tada", "🎉"),
            (EN, ":tada:", "🎉"),
            (EN, "+1", "👍"),
            (EN, "thumbs up", "👍"),
            (EN, "Red Heart", "❤️"),
            (EN, "🎉", "🎉"),
            (ZH, "tada", "🎉"),
            (ZH, "拇指向上", "👍"),
            (ZH, "拍手", "👏"),
            (EN, "no such thing", ""),
            (EN, "", ""),
        ] {
            assert_eq!(first(list, typed), emoji, "{typed}");
        }
        assert!(found(EN, "flag", 5).len() == 5);
        let hearts = found(EN, "heart", 50);
        assert!(hearts.iter().any(|found| found.emoji == "💙"));
    }

    fn described(emoji: &str) -> Described<'static> {
        let mut found = lines(EN).filter_map(|line| match line {
            Line::Emoji(described) if described.emoji == emoji => Some(described),
            _ => None,
        });
        found.next().unwrap()
    }

    #[test]
    fn an_emoji_takes_a_tone_of_skin_where_there_is_one() {
        let dark = Some('🏿');
        for (emoji, expected) in [
            ("👍", "👍🏿"),
            ("✌️", "✌🏿"),
            ("🕵️‍♂️", "🕵🏿‍♂️"),
            ("🧑‍💻", "🧑🏿‍💻"),
            ("🤝", "🤝🏿"),
            ("🧑‍🤝‍🧑", "🧑🏿‍🤝‍🧑🏿"),
            ("👩‍❤️‍💋‍👨", "👩🏿‍❤️‍💋‍👨🏿"),
            ("🎉", "🎉"),
            ("👪", "👪"),
        ] {
            let described = described(emoji);
            assert_eq!(described.in_tone(dark), expected);
            assert_eq!(described.in_tone(None), emoji);
            assert!(described.is(emoji) && described.is(expected), "{emoji}");
            assert!(!described.is("👎🏿") && !described.is("👎"));
        }
        for emoji in FIRST {
            assert_eq!(!described(emoji).toned.is_empty(), emoji == THUMB);
        }
    }

    #[test]
    fn both_lists_have_the_same_emoji() {
        let signs = |list: &'static str| {
            lines(list)
                .filter_map(|line| match line {
                    Line::Emoji(described) => Some((described.emoji, described.toned)),
                    Line::Group(_) => None,
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(signs(EN), signs(ZH));
        assert!(signs(EN).len() > 1_800);
        let groups = |list: &'static str| {
            lines(list)
                .filter(|line| matches!(line, Line::Group(_)))
                .count()
        };
        assert_eq!((groups(EN), groups(ZH)), (9, 9));
        for emoji in FIRST {
            assert!(signs(EN).iter().any(|(sign, _)| *sign == emoji), "{emoji}");
        }
    }
}
