//! What a link in a message leads to, as a card below the message.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};

use super::{
    input::{is_blank, one_line},
    markdown,
    message::shortened,
};

/// How many of a message's links have a card.
pub const LINK_LIMIT: usize = 3;
/// Into how many pixels, in width and height, a card's picture is drawn.
pub const PICTURE: (u32, u32) = (480, 270);
/// How long a card's title is, in characters; the same for the next two.
const TITLE_LIMIT: usize = 200;
/// How long its description is.
const DESCRIPTION_LIMIT: usize = 300;
/// How long its site's name is.
const SITE_LIMIT: usize = 60;

/// What a page says of itself: text, one line each, of bounded length, and a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The link as it stands in the message.
    pub url: String,
    /// The page's title; never blank.
    pub title: String,
    /// What is in it; empty where it does not say.
    pub description: String,
    /// What it calls its site; empty where it does not say.
    pub site: String,
    /// Where a small picture of it is to be had, on this server, with its size: `/media/KEY/original?480x252`; empty where
    /// there is none. It comes with the card and is not changed.
    pub picture: String,
}

/// By hand, since all of it is text: what would be derived is far more code, which every page loads.
impl<'de> Deserialize<'de> for Preview {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Texts)
    }
}

/// Reads texts by their names into a card; what is not there is empty.
struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Preview;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut texts: A) -> Result<Preview, A::Error> {
        let mut card = Preview::default();
        while let Some((name, text)) = texts.next_entry::<String, String>()? {
            let place = match name.as_str() {
                "url" => &mut card.url,
                "title" => &mut card.title,
                "description" => &mut card.description,
                "site" => &mut card.site,
                "picture" => &mut card.picture,
                _ => continue,
            };
            *place = text;
        }
        Ok(card)
    }
}

impl Preview {
    /// A card of what a page says of itself, in whatever form, without a picture; `None` where it has no title, and so
    /// nothing to show.
    pub fn new(url: &str, title: &str, description: &str, site: &str) -> Option<Self> {
        let part = |text: &str, limit| shortened(&one_line(text), limit);
        let title = part(title, TITLE_LIMIT);
        (!is_blank(&title)).then(|| Self {
            url: url.to_owned(),
            title,
            description: part(description, DESCRIPTION_LIMIT),
            site: part(site, SITE_LIMIT),
            picture: String::new(),
        })
    }

    /// The host that the link leads to, where whoever follows it goes first, whatever the page calls itself.
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '\\', '?', '#']).next();
        authority.unwrap_or_default()
    }
}

/// The width and height, in pixels, that stand in the address of a card's [`picture`](Preview::picture). Two fields for them would be
/// read in each page, whose weight they would be.
pub fn size_of(picture: &str) -> Option<(&str, &str)> {
    let (_, size) = picture.split_once('?')?;
    size.split_once('x')
}

/// The links of a message that have a card, each once, in their order: the first [`LINK_LIMIT`] to the web. What is code
/// is no link, and what is quoted has its card where it was said.
pub fn links(text: &str) -> Vec<String> {
    if !text.contains("://") {
        return Vec::new();
    }
    markdown::links(text, LINK_LIMIT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_links_of_a_message_have_cards() {
        for (text, expected) in [
            ("no link", vec![]),
            (
                "see https://example.org/a, please",
                vec!["https://example.org/a"],
            ),
            (
                "[there](HTTP://Example.org/x_(y))",
                vec!["http://Example.org/x_(y)"],
            ),
            (
                "<https://example.org> https://example.org",
                vec!["https://example.org"],
            ),
            ("mailto: <mailto:ada@example.org> ftp://example.org", vec![]),
            (
                "`https://a.example` and\n```\nhttps://b.example\n```",
                vec![],
            ),
            (
                "> https://quoted.example\n\nhttps://own.example",
                vec!["https://own.example"],
            ),
            (
                "- one https://a.example\n  - two https://b.example",
                vec!["https://a.example", "https://b.example"],
            ),
            (
                "https://1.example https://2.example https://3.example https://4.example",
                vec![
                    "https://1.example",
                    "https://2.example",
                    "https://3.example",
                ],
            ),
            (
                "[https://inner.example](https://outer.example)",
                vec!["https://outer.example"],
            ),
            (
                "![picture](https://example.org/a.png)",
                vec!["https://example.org/a.png"],
            ),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    #[test]
    fn a_card_is_lines_of_bounded_text() {
        let card = |title: &str| Preview::new("https://example.org", title, " a\n b\t", "");
        let plain = card("  The\u{202e} <b>title</b>\r\n\0 ").unwrap();
        assert_eq!(plain.title, "The <b>title</b>");
        assert_eq!(plain.description, "a b");
        let long = card(&"好".repeat(TITLE_LIMIT + 1)).unwrap();
        assert_eq!(long.title, format!("{}…", "好".repeat(TITLE_LIMIT)));
        for nothing in ["", " \n", "\u{202e}", "\u{200b}"] {
            assert_eq!(card(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_card_is_read_as_it_was_written() {
        let card = Preview {
            picture: "/media/0/original?480x252".to_owned(),
            ..Preview::new("https://example.org", "T", "D", "S").unwrap()
        };
        let written = serde_json::to_string(&card).unwrap();
        assert_eq!(serde_json::from_str::<Preview>(&written).unwrap(), card);
        let other = written.replace('}', ",\"later\":\"more\"}");
        assert_eq!(serde_json::from_str::<Preview>(&other).unwrap(), card);
    }

    #[test]
    fn the_size_of_a_picture_stands_in_its_address() {
        assert_eq!(size_of("/media/0/original?480x252"), Some(("480", "252")));
        for nothing in ["", "/media/0/original", "/media/0/original?480"] {
            assert_eq!(size_of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_host_is_where_the_link_leads() {
        for (url, host) in [
            ("https://example.org", "example.org"),
            ("https://example.org/a@b", "example.org"),
            ("https://example.org?a=/b", "example.org"),
            ("https://example.org#x", "example.org"),
            ("https://example.org\\@other.example", "example.org"),
            ("http://[2001:db8::1]:8080/", "[2001:db8::1]:8080"),
        ] {
            let card = Preview::new(url, "title", "", "").unwrap();
            assert_eq!(card.host(), host);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_card_large_or_of_several_lines(text in "\\PC{0,600}|[\\s\\S]{0,600}") {
            if let Some(card) = Preview::new("https://example.org", &text, &text, &text) {
                for part in [&card.title, &card.description, &card.site] {
                    prop_assert!(part.chars().count() <= DESCRIPTION_LIMIT + 1);
                    prop_assert!(!part.contains(char::is_control));
                    prop_assert_eq!(part.trim(), part);
                }
            }
        }

        #[test]
        fn links_are_links_of_the_message(text in "(https?://[a-c]\\.example|[`>\\[\\]() \n*a-]){0,40}") {
            let found = links(&text);
            let shown = markdown::render(&text);
            prop_assert!(found.len() <= LINK_LIMIT);
            for url in found {
                let link = format!("<a href=\"{}\"", markdown::escaped(&url));
                prop_assert!(shown.contains(&link), "{} in {}", link, shown);
            }
        }
    }
}
