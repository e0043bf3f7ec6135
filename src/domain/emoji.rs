//! Emoji, as Unicode 17 has them ([UTS #51](https://www.unicode.org/reports/tr51/)).
//!
//! What looks like one sign may be many characters, and some of them can be left out: a heart is a heart with and without
//! the mark that asks for its picture. Here every emoji has one form, the full one, so that equal signs are equal texts.

/// How many emoji a message of nothing else has at most, to be shown large.
const LARGE: usize = 3;
/// How many signs are joined to one at most; a family has four.
const JOINED: usize = 4;

/// Asks for the picture of a sign that also is a letter.
const PICTURE: char = '\u{fe0f}';
const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';
const BLACK_FLAG: char = '\u{1f3f4}';
const LAST_TAG: char = '\u{e007f}';

/// An emoji in its full form; `None` for anything but exactly one.
pub(super) fn full(text: &str) -> Option<String> {
    let (emoji, rest, _) = first(text)?;
    rest.is_empty().then_some(emoji)
}

/// Whether a message is one to three emoji and nothing else, and so is shown large.
pub fn is_large(text: &str) -> bool {
    let mut rest = text.trim();
    for count in 0..=LARGE {
        if rest.is_empty() {
            return count > 0;
        }
        match first(rest) {
            Some((_, after, true)) => rest = after.trim_start(),
            _ => return false,
        }
    }
    false
}

/// The emoji that a text begins with, in its full form; what comes after it; and whether it asked for its picture, or is
/// never anything else.
fn first(text: &str) -> Option<(String, &str, bool)> {
    let mut emoji = String::new();
    let mut rest = text;
    let mut asked = true;
    for _ in 0..JOINED {
        asked &= element(&mut emoji, &mut rest)?;
        match rest.strip_prefix(JOINER) {
            Some(after) => {
                emoji.push(JOINER);
                rest = after;
            }
            // A sign of several always is a picture.
            None => return Some((emoji.clone(), rest, asked || emoji.contains(JOINER))),
        }
    }
    None
}

/// Moves one sign from the beginning of a text to the end of an emoji; tells whether it asked for its picture.
fn element(emoji: &mut String, rest: &mut &str) -> Option<bool> {
    let start = *rest;
    let mut characters = start.chars();
    let base = characters.next()?;
    let after = characters.as_str();
    emoji.push(base);
    if matches!(base, '0'..='9' | '#' | '*') {
        *rest = after
            .strip_prefix(PICTURE)
            .unwrap_or(after)
            .strip_prefix(KEYCAP)?;
        emoji.extend([PICTURE, KEYCAP]);
        return Some(true);
    }
    if is_region(base) {
        let other = characters.next().filter(|other| is_region(*other))?;
        emoji.push(other);
        *rest = characters.as_str();
        return Some(true);
    }
    let picture = is_in(&PICTURES, base);
    if !picture && !is_in(&SIGNS, base) {
        return None;
    }
    if let Some(tone) = after.chars().next().filter(|c| is_tone(*c)) {
        emoji.push(tone);
        *rest = &after[tone.len_utf8()..];
        return Some(true);
    }
    let asked = after.strip_prefix(PICTURE);
    *rest = asked.unwrap_or(after);
    if !picture {
        emoji.push(PICTURE);
    }
    if base == BLACK_FLAG {
        tags(emoji, rest)?;
    }
    Some(picture || asked.is_some())
}

/// The letters that make the black flag that of a part of a country.
fn tags(emoji: &mut String, rest: &mut &str) -> Option<()> {
    let end = rest
        .find(|c: char| !('\u{e0020}'..='\u{e007e}').contains(&c))
        .unwrap_or(rest.len());
    if end == 0 {
        return Some(());
    }
    let (tags, after) = rest.split_at(end);
    // Six is the longest there is.
    if tags.chars().count() > 6 {
        return None;
    }
    *rest = after.strip_prefix(LAST_TAG)?;
    emoji.push_str(tags);
    emoji.push(LAST_TAG);
    Some(())
}

fn is_region(c: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
}

fn is_tone(c: char) -> bool {
    ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
}

fn is_in(ranges: &[(u32, u32)], c: char) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= u32::from(c));
    after > 0 && u32::from(c) <= ranges[after - 1].1
}

/// What is a picture by itself (`Emoji_Presentation`), with the places that are kept for the emoji of years to come.
#[rustfmt::skip]
const PICTURES: [(u32, u32); 73] = [
    (0x231a, 0x231b), (0x23e9, 0x23ec), (0x23f0, 0x23f0), (0x23f3, 0x23f3), (0x25fd, 0x25fe), (0x2614, 0x2615),
    (0x2648, 0x2653), (0x267f, 0x267f), (0x2693, 0x2693), (0x26a1, 0x26a1), (0x26aa, 0x26ab), (0x26bd, 0x26be),
    (0x26c4, 0x26c5), (0x26ce, 0x26ce), (0x26d4, 0x26d4), (0x26ea, 0x26ea), (0x26f2, 0x26f3), (0x26f5, 0x26f5),
    (0x26fa, 0x26fa), (0x26fd, 0x26fd), (0x2705, 0x2705), (0x270a, 0x270b), (0x2728, 0x2728), (0x274c, 0x274c),
    (0x274e, 0x274e), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27b0, 0x27b0), (0x27bf, 0x27bf),
    (0x2b1b, 0x2b1c), (0x2b50, 0x2b50), (0x2b55, 0x2b55), (0x1f004, 0x1f004), (0x1f0cf, 0x1f0cf),
    (0x1f18e, 0x1f18e), (0x1f191, 0x1f19a), (0x1f201, 0x1f201), (0x1f21a, 0x1f21a), (0x1f22f, 0x1f22f),
    (0x1f232, 0x1f236), (0x1f238, 0x1f23a), (0x1f250, 0x1f251), (0x1f300, 0x1f320), (0x1f32d, 0x1f335),
    (0x1f337, 0x1f37c), (0x1f37e, 0x1f393), (0x1f3a0, 0x1f3ca), (0x1f3cf, 0x1f3d3), (0x1f3e0, 0x1f3f0),
    (0x1f3f4, 0x1f3f4), (0x1f3f8, 0x1f43e), (0x1f440, 0x1f440), (0x1f442, 0x1f4fc), (0x1f4ff, 0x1f53d),
    (0x1f54b, 0x1f54e), (0x1f550, 0x1f567), (0x1f57a, 0x1f57a), (0x1f595, 0x1f596), (0x1f5a4, 0x1f5a4),
    (0x1f5fb, 0x1f64f), (0x1f680, 0x1f6c5), (0x1f6cc, 0x1f6cc), (0x1f6d0, 0x1f6d2), (0x1f6d5, 0x1f6df),
    (0x1f6eb, 0x1f6ec), (0x1f6f4, 0x1f6fc), (0x1f7e0, 0x1f7eb), (0x1f7f0, 0x1f7f0), (0x1f90c, 0x1f93a),
    (0x1f93c, 0x1f945), (0x1f947, 0x1f9ff), (0x1fa70, 0x1faff),
];
/// What is a letter or a sign unless it asks for its picture (`Emoji` without `Emoji_Presentation`).
#[rustfmt::skip]
const SIGNS: [(u32, u32); 116] = [
    (0xa9, 0xa9), (0xae, 0xae), (0x203c, 0x203c), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139),
    (0x2194, 0x2199), (0x21a9, 0x21aa), (0x2328, 0x2328), (0x23cf, 0x23cf), (0x23ed, 0x23ef), (0x23f1, 0x23f2),
    (0x23f8, 0x23fa), (0x24c2, 0x24c2), (0x25aa, 0x25ab), (0x25b6, 0x25b6), (0x25c0, 0x25c0), (0x25fb, 0x25fc),
    (0x2600, 0x2604), (0x260e, 0x260e), (0x2611, 0x2611), (0x2618, 0x2618), (0x261d, 0x261d), (0x2620, 0x2620),
    (0x2622, 0x2623), (0x2626, 0x2626), (0x262a, 0x262a), (0x262e, 0x262f), (0x2638, 0x263a), (0x2640, 0x2640),
    (0x2642, 0x2642), (0x265f, 0x2660), (0x2663, 0x2663), (0x2665, 0x2666), (0x2668, 0x2668), (0x267b, 0x267b),
    (0x267e, 0x267e), (0x2692, 0x2692), (0x2694, 0x2697), (0x2699, 0x2699), (0x269b, 0x269c), (0x26a0, 0x26a0),
    (0x26a7, 0x26a7), (0x26b0, 0x26b1), (0x26c8, 0x26c8), (0x26cf, 0x26cf), (0x26d1, 0x26d1), (0x26d3, 0x26d3),
    (0x26e9, 0x26e9), (0x26f0, 0x26f1), (0x26f4, 0x26f4), (0x26f7, 0x26f9), (0x2702, 0x2702), (0x2708, 0x2709),
    (0x270c, 0x270d), (0x270f, 0x270f), (0x2712, 0x2712), (0x2714, 0x2714), (0x2716, 0x2716), (0x271d, 0x271d),
    (0x2721, 0x2721), (0x2733, 0x2734), (0x2744, 0x2744), (0x2747, 0x2747), (0x2763, 0x2764), (0x27a1, 0x27a1),
    (0x2934, 0x2935), (0x2b05, 0x2b07), (0x3030, 0x3030), (0x303d, 0x303d), (0x3297, 0x3297), (0x3299, 0x3299),
    (0x1f170, 0x1f171), (0x1f17e, 0x1f17f), (0x1f202, 0x1f202), (0x1f237, 0x1f237), (0x1f321, 0x1f321),
    (0x1f324, 0x1f32c), (0x1f336, 0x1f336), (0x1f37d, 0x1f37d), (0x1f396, 0x1f397), (0x1f399, 0x1f39b),
    (0x1f39e, 0x1f39f), (0x1f3cb, 0x1f3ce), (0x1f3d4, 0x1f3df), (0x1f3f3, 0x1f3f3), (0x1f3f5, 0x1f3f5),
    (0x1f3f7, 0x1f3f7), (0x1f43f, 0x1f43f), (0x1f441, 0x1f441), (0x1f4fd, 0x1f4fd), (0x1f549, 0x1f54a),
    (0x1f56f, 0x1f570), (0x1f573, 0x1f579), (0x1f587, 0x1f587), (0x1f58a, 0x1f58d), (0x1f590, 0x1f590),
    (0x1f5a5, 0x1f5a5), (0x1f5a8, 0x1f5a8), (0x1f5b1, 0x1f5b2), (0x1f5bc, 0x1f5bc), (0x1f5c2, 0x1f5c4),
    (0x1f5d1, 0x1f5d3), (0x1f5dc, 0x1f5de), (0x1f5e1, 0x1f5e1), (0x1f5e3, 0x1f5e3), (0x1f5e8, 0x1f5e8),
    (0x1f5ef, 0x1f5ef), (0x1f5f3, 0x1f5f3), (0x1f5fa, 0x1f5fa), (0x1f6cb, 0x1f6cb), (0x1f6cd, 0x1f6cf),
    (0x1f6e0, 0x1f6e5), (0x1f6e9, 0x1f6e9), (0x1f6f0, 0x1f6f0), (0x1f6f3, 0x1f6f3),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_emoji_of_every_kind() {
        for emoji in [
            "👍",
            "👍🏽",
            "❤️",
            "🇨🇳",
            "1️⃣",
            "#️⃣",
            "👨‍👩‍👧‍👦",
            "👩🏻‍❤️‍💋‍👨🏿",
            "🏴‍☠️",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "🏳️‍🌈",
            "🧑🏽‍💻",
            "☺️",
            "⛹🏿‍♀️",
            "™️",
            "👁️‍🗨️",
            "🏴",
            "🫨",
        ] {
            assert_eq!(full(emoji).as_deref(), Some(emoji), "{emoji}");
        }
    }

    #[test]
    fn all_that_are_offered_are_in_full_form_in_each_tone() {
        for list in [
            include_str!("../../public/emoji/en.txt"),
            include_str!("../../public/emoji/zh.txt"),
        ] {
            for line in list.lines().filter(|line| line.contains('\t')) {
                let mut parts = line.split('\t');
                let emoji = parts.next().unwrap_or_default();
                assert_eq!(full(emoji).as_deref(), Some(emoji), "{line}");
                let Some(toned) = parts.nth(3) else { continue };
                for tone in ["🏻", "🏼", "🏽", "🏾", "🏿"] {
                    let toned = toned.replace('🏻', tone);
                    assert_eq!(full(&toned), Some(toned), "{line}");
                }
            }
        }
    }

    #[test]
    fn every_spelling_is_one() {
        for (typed, emoji) in [
            ("❤", "❤️"),
            ("👍\u{fe0f}", "👍"),
            ("1\u{20e3}", "1️⃣"),
            ("🏃\u{200d}♂", "🏃‍♂️"),
            ("☝🏻", "☝🏻"),
        ] {
            assert_eq!(full(typed).as_deref(), Some(emoji), "{typed}");
        }
    }

    #[test]
    fn nothing_else_is_one() {
        for text in [
            "",
            " ",
            "a",
            "1",
            "#",
            "👍👍",
            "👍 ",
            " 👍",
            ":+1:",
            "👍\u{200d}",
            "\u{200d}👍",
            "\u{fe0f}",
            "🇨",
            "🇨a",
            "好",
            "→",
            "1\u{fe0f}",
            "👍🏽🏽",
            "🏴\u{e0067}",
            "👨‍👨‍👨‍👨‍👨",
            "<b>",
        ] {
            assert_eq!(full(text), None, "{text}");
        }
    }

    #[test]
    fn up_to_three_are_large() {
        for large in ["🎉", " 🎉🎉\n🎉 ", "❤️", "🇨🇳🇫🇷", "👍🏽 👨‍👩‍👧‍👦"]
        {
            assert!(is_large(large), "{large}");
        }
        for small in ["", "🎉🎉🎉🎉", "🎉!", "hi 🎉", "1", "❤", "™", "\u{fe0f}"] {
            assert!(!is_large(small), "{small}");
        }
    }

    proptest! {
        #[test]
        fn a_full_form_is_its_own(text in "[👍❤🏽\u{fe0f}\u{200d}🇨1\u{20e3}🏴\u{e0067}\u{e007f}]{1,6}") {
            if let Some(emoji) = full(&text) {
                prop_assert_eq!(full(&emoji), Some(emoji.clone()));
                prop_assert!(is_large(&emoji));
            }
        }

        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            if full(&text).is_some() {
                prop_assert!(text.chars().count() < 32);
            }
            is_large(&text);
        }
    }
}
