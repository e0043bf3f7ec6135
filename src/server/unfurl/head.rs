//! What a page says of itself in its head: title, description, site, picture.
//!
//! A small reader of its own rather than a parser of HTML: a head is a flat list of elements, and of these only `title` and
//! `meta` are looked at. It takes time in proportion to the page's length, whatever the page.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page its encoding may be declared, in bytes.
const DECLARATION: usize = 4_096;
/// How much of a text is looked at, in bytes: far more than a card shows.
const TEXT: usize = 4_096;
/// How many attributes of an element are looked at.
const ATTRIBUTES: usize = 32;

/// What a page says of itself; empty where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) site: String,
    /// The address of its picture, as it stands there.
    pub(super) picture: String,
}

impl Head {
    /// Reads a page, or its beginning. What its server says of its encoding goes before what it says itself.
    pub(super) fn read(page: &[u8], charset: Option<&str>) -> Self {
        Found::scan(&decode(page, charset)).head()
    }
}

/// Whether a head ends in this part of a page.
pub(super) fn ends_in(page: &[u8]) -> bool {
    let ends = |tag: &[u8]| {
        page.windows(tag.len())
            .any(|part| part.eq_ignore_ascii_case(tag))
    };
    ends(b"</head") || ends(b"<body")
}

fn decode<'a>(page: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let named = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = named.or_else(|| {
        let beginning = String::from_utf8_lossy(&page[..page.len().min(DECLARATION)]);
        let declared = Found::scan(&beginning).charset?;
        let declared = Encoding::for_label(declared.as_bytes())?;
        // Who could be read as far as this is not in UTF-16.
        Some(declared.output_encoding())
    });
    // A character may be cut off at the end.
    let is_utf8 = || match std::str::from_utf8(page) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let encoding = encoding.unwrap_or_else(|| if is_utf8() { UTF_8 } else { WINDOWS_1252 });
    // A byte order mark goes before all of it.
    encoding.decode(page).0
}

/// The texts that were found, the first of each.
#[derive(Debug, Default)]
struct Found {
    title: Option<String>,
    charset: Option<String>,
    /// By the names of `meta` elements.
    metas: Vec<(&'static str, String)>,
}

/// The names of `meta` elements that are looked at, in the order in which they are preferred.
const TITLES: [&str; 2] = ["og:title", "twitter:title"];
const DESCRIPTIONS: [&str; 3] = ["og:description", "twitter:description", "description"];
const SITES: [&str; 1] = ["og:site_name"];
const PICTURES: [&str; 5] = [
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
];

impl Found {
    fn scan(page: &str) -> Self {
        let mut found = Self::default();
        let mut rest = page;
        while let Some((_, tag)) = rest.split_once('<') {
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = after(comment, "-->");
                continue;
            }
            let (closes, named) = match tag.strip_prefix('/') {
                Some(named) => (true, named),
                None => (false, tag),
            };
            let length = named.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (name, inside) = named.split_at(length);
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            if is("body") || (closes && is("head")) {
                break;
            }
            if length == 0 {
                rest = tag;
                continue;
            }
            let attributes;
            (attributes, rest) = read_attributes(inside);
            if closes {
                continue;
            }
            if is("meta") {
                found.meta(&attributes);
            } else if is("title") {
                let (text, behind) = text_of(rest, "title");
                found.title.get_or_insert_with(|| readable(text));
                rest = behind;
            } else if let Some(raw) = ["script", "style", "template"]
                .into_iter()
                .find(|raw| is(raw))
            {
                rest = text_of(rest, raw).1;
            }
        }
        found
    }

    fn meta(&mut self, attributes: &[(&str, &str)]) {
        let value = |name: &str| {
            let mut all = attributes.iter();
            all.find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| *value)
        };
        let content = value("content").unwrap_or_default();
        if let Some(charset) = value("charset") {
            self.charset
                .get_or_insert_with(|| charset.trim().to_owned());
        } else if value("http-equiv").is_some_and(|what| what.eq_ignore_ascii_case("content-type"))
            && let Some(charset) = charset_of(content)
        {
            self.charset.get_or_insert_with(|| charset.to_owned());
        }
        let known = TITLES.iter().chain(&DESCRIPTIONS).chain(&SITES);
        let known = known.chain(&PICTURES);
        for named in [value("property"), value("name")].into_iter().flatten() {
            let named = named.trim();
            let Some(known) = known
                .clone()
                .find(|known| named.eq_ignore_ascii_case(known))
            else {
                continue;
            };
            let text = readable(content);
            if !text.is_empty() && self.metas.iter().all(|(name, _)| name != known) {
                self.metas.push((*known, text));
            }
        }
    }

    fn head(mut self) -> Head {
        let mut first = |names: &[&str]| {
            let place = names
                .iter()
                .find_map(|name| self.metas.iter().position(|(known, _)| known == name))?;
            Some(self.metas.swap_remove(place).1)
        };
        let (title, description) = (first(&TITLES), first(&DESCRIPTIONS));
        let (site, picture) = (first(&SITES), first(&PICTURES));
        Head {
            title: title.or(self.title).unwrap_or_default(),
            description: description.unwrap_or_default(),
            site: site.unwrap_or_default(),
            picture: picture.unwrap_or_default(),
        }
    }
}

/// The encoding that a content type names, if it names one.
pub(super) fn charset_of(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })
}

/// What stands behind the first of these; nothing where there is none.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, behind)| behind)
}

/// The text of an element that has no others in it, and what stands from its end on.
fn text_of<'a>(text: &'a str, element: &str) -> (&'a str, &'a str) {
    let ends = text.match_indices("</").map(|(at, _)| at).find(|at| {
        let name = text.as_bytes().get(at + 2..at + 2 + element.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
    });
    text.split_at(ends.unwrap_or(text.len()))
}

/// The attributes of an element from behind its name on, with their values as they are written, and what stands behind
/// the tag.
fn read_attributes(mut text: &str) -> (Vec<(&str, &str)>, &str) {
    let mut attributes = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(behind) = text.strip_prefix('>') {
            return (attributes, behind);
        }
        // A name may begin with any character.
        let Some(first) = text.chars().next() else {
            return (attributes, text);
        };
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        let length = text[first.len_utf8()..]
            .find(ends)
            .map_or(text.len(), |length| first.len_utf8() + length);
        let (name, behind) = text.split_at(length);
        text = behind;
        let mut value = "";
        if let Some(given) = behind.trim_ascii_start().strip_prefix('=') {
            let given = given.trim_ascii_start();
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, text) = match quote {
                // Open to the end of what there is: no tag.
                Some(quote) => given[1..].split_once(quote).unwrap_or_default(),
                None => given.split_at(
                    given
                        .find(|c: char| c.is_ascii_whitespace() || c == '>')
                        .unwrap_or(given.len()),
                ),
            };
        }
        if attributes.len() < ATTRIBUTES {
            attributes.push((name, value));
        }
    }
}

/// A text as it is read, without more of it than a card could show.
fn readable(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(TEXT)];
    html_escape::decode_html_entities(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(page: &str) -> Head {
        Head::read(page.as_bytes(), None)
    }

    fn head(title: &str, description: &str, site: &str) -> Head {
        Head {
            title: title.to_owned(),
            description: description.to_owned(),
            site: site.to_owned(),
            picture: String::new(),
        }
    }

    #[test]
    fn the_picture_that_a_page_names_is_found() {
        for (metas, expected) in [
            ("", ""),
            ("<meta property=og:image content='/a.png'>", "/a.png"),
            ("<meta name=twitter:image content=b.png>", "b.png"),
            ("<meta name=twitter:image:src content=b.png>", "b.png"),
            (
                "<meta name=twitter:image content=b><meta property='OG:Image' content='a?b&amp;c'>",
                "a?b&c",
            ),
            (
                "<meta property=og:image content=''><meta property=og:image:url content=u>",
                "u",
            ),
            // The first of several, and nothing that is said of it.
            (
                "<meta property=og:image:alt content=words><meta property=og:image content=1><meta property=og:image content=2>",
                "1",
            ),
            ("</head><meta property=og:image content=no>", ""),
        ] {
            assert_eq!(read(metas).picture, expected, "{metas}");
        }
    }

    #[test]
    fn what_a_page_says_of_itself_is_found() {
        for (page, expected) in [
            ("", head("", "", "")),
            ("<title>Plain</title>", head("Plain", "", "")),
            (
                "<TITLE lang=en>\n Two\n lines </Title ><title>Other</title>",
                head("Two\n lines", "", ""),
            ),
            (
                "<title>T</title><meta property='og:title' content=\"O's\"><meta name=twitter:title content=X>",
                head("O's", "", ""),
            ),
            (
                "<title>T</title><meta name='twitter:title' content='X'>",
                head("X", "", ""),
            ),
            // An empty one says nothing.
            (
                "<title>T</title><meta property=og:title content=''>",
                head("T", "", ""),
            ),
            (
                "<meta content='D' name=\"Description\"><meta content='S' property='og:site_name' /><title>T",
                head("T", "D", "S"),
            ),
            (
                "<meta name=description content=D><meta property=og:description content=\"a > b\"><title>T</title>",
                head("T", "a > b", ""),
            ),
            // The first counts.
            (
                "<meta property=og:title content=1><meta property=og:title content=2>",
                head("1", "", ""),
            ),
            (
                "<title>a &amp; b &lt;c&gt; &#39;d&#x27; &eacute; &unknown; &</title>",
                head("a & b <c> 'd' é &unknown; &", "", ""),
            ),
            // What is no element of the head.
            (
                "<!-- <title>No</title> --><title>Yes</title>",
                head("Yes", "", ""),
            ),
            (
                "<script>'<title>No</title>'</script><title>Yes</title>",
                head("Yes", "", ""),
            ),
            (
                "<style>a{}<title>No</title></style><title>Yes</title>",
                head("Yes", "", ""),
            ),
            (
                "<a title='<title>No</title>'><title>Yes</title>",
                head("Yes", "", ""),
            ),
            ("</head><title>No</title>", head("", "", "")),
            (
                "<title>Yes</title><body><meta property=og:title content=No>",
                head("Yes", "", ""),
            ),
            (
                "<!doctype html><?xml a?>< title>No<title>Yes</title>",
                head("Yes", "", ""),
            ),
            // What has no end.
            (
                "<title>T</title><!-- <meta property=og:title content=No>",
                head("T", "", ""),
            ),
            (
                "<title>T</title><script><meta property=og:title content=No>",
                head("T", "", ""),
            ),
            (
                "<title>T</title><meta property=og:title content=\"No>",
                head("T", "", ""),
            ),
            (
                "<title>T</title><meta property=og:title content",
                head("T", "", ""),
            ),
            (
                "<meta = =x =\"y\" property=og:title content=T>",
                head("T", "", ""),
            ),
        ] {
            assert_eq!(read(page), expected, "{page}");
        }
    }

    #[test]
    fn texts_are_read_in_their_encoding() {
        let latin = b"<meta charset=iso-8859-1><title>caf\xe9</title>";
        let gb = b"<meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>\xc4\xe3\xba\xc3</title>";
        let sjis = b"<title>\x93\xfa\x96\x7b</title>";
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(
                "<title>你好</title>"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        let cut = "<title>好</title>好".as_bytes();
        for (page, charset, title) in [
            (&latin[..], None, "café"),
            (gb, None, "你好"),
            (sjis, Some("Shift_JIS"), "日本"),
            (&utf16, None, "你好"),
            // The server's word goes before the page's.
            (
                "<meta charset=gb2312><title>é</title>".as_bytes(),
                Some("utf-8"),
                "é",
            ),
            (
                "<meta charset=utf-16><title>é</title>".as_bytes(),
                None,
                "é",
            ),
            (
                "<meta charset=nonsense><title>é</title>".as_bytes(),
                Some("nonsense"),
                "é",
            ),
            (b"<title>caf\xe9</title>", None, "café"),
            (&cut[..cut.len() - 1], None, "好"),
        ] {
            assert_eq!(Head::read(page, charset).title, title);
        }
        assert_eq!(
            charset_of("text/html; x=y; Charset=\"UTF-8\""),
            Some("UTF-8")
        );
        assert_eq!(charset_of("text/html"), None);
    }

    #[test]
    fn a_hostile_page_takes_no_longer_than_another() {
        for part in [
            "<",
            "<!--",
            "<a",
            "<title>",
            "<script>",
            "</",
            "<meta content='",
            "&",
            "<a a",
            "=",
            "<meta a=b ",
        ] {
            let page = part.repeat((512 << 10) / part.len());
            let head = read(&page);
            assert!(head.title.len() <= TEXT, "{part}");
        }
    }

    proptest! {
        #[test]
        fn no_page_breaks_the_reader(
            page in "([\\s\\S]{0,3}|</?(meta|title|script|head|body|!--)|[<>=\"'/ &]|-->|og:title|content|charset){0,80}",
            bytes: Vec<u8>,
        ) {
            read(&page);
            Head::read(&bytes, None);
            Head::read(&[page.as_bytes(), &bytes].concat(), Some("gb18030"));
        }

        #[test]
        fn what_was_escaped_is_read_back(title in "\\PC{0,80}") {
            let escaped = html_escape::encode_safe(&title);
            let page = format!("<meta property=\"og:title\" content=\"{escaped}\">");
            prop_assert_eq!(read(&page).title, title.trim());
        }
    }
}
