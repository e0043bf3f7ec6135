//! What a `:` offers: emoji, by their shortcodes, names and keywords.

use super::suggestions::{MOST, Offer, Sign, Source, Suggestion};
use crate::app::{
    client::{
        Client,
        emoji::{Described, found},
    },
    locale::locale,
};

/// How many characters must be there: a colon and a letter make a face in many a text.
const LEAST: usize = 2;

/// Offers emoji. The list of all is fetched when the first is looked for.
pub(super) fn source(client: Client) -> Source {
    let language = locale().language;
    Box::new(move |before| {
        let (from, begun) = begun(before)?;
        let all = client.emoji.all(language)?;
        let found = found(&all, begun, MOST);
        let tone = client.emoji.tone();
        // Who closes the code means exactly this one.
        let closed = before.ends_with(':');
        let meant = found
            .into_iter()
            .filter(|emoji| !closed || emoji.codes.split(' ').any(|code| code == begun));
        Some(Offer {
            from,
            list: meant.map(|emoji| suggestion(emoji, tone)).collect(),
        })
    })
}

fn suggestion(described: Described<'_>, tone: Option<char>) -> Suggestion {
    let emoji = described.in_tone(tone);
    Suggestion {
        sign: Sign::Text(emoji.clone()),
        label: described.name.to_owned(),
        note: format!(":{}:", described.code()),
        text: emoji,
    }
}

/// Where the shortcode begins that is being typed, with its colon, and what of it is there.
fn begun(before: &str) -> Option<(usize, &str)> {
    let open = before.strip_suffix(':').unwrap_or(before);
    let from = open.rfind(':')?;
    let begun = &open[from + 1..];
    let is_code = |c: char| c.is_alphanumeric() || "_+-".contains(c);
    // Times and addresses have colons too.
    let after_word = before[..from].ends_with(|c: char| c.is_ascii_alphanumeric() || c == ':');
    let may_be = begun.chars().all(is_code) && begun.chars().count() >= LEAST && !after_word;
    may_be.then_some((from, begun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcode_begins_behind_a_colon() {
        for (before, expected) in [
            (":ta", Some((0, "ta"))),
            ("yes :tada", Some((4, "tada"))),
            ("yes :tada:", Some((4, "tada"))),
            ("好:+1", Some((3, "+1"))),
            (":拍手", Some((0, "拍手"))),
            (":", None),
            (":D", None),
            (":-)", None),
            ("12:30", None),
            ("http://x", None),
            ("a: bc", None),
            (":tada: and", None),
            ("::ab", None),
        ] {
            assert_eq!(begun(before), expected, "{before}");
        }
    }
}
