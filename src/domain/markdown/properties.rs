//! What holds for every source.

use proptest::prelude::*;

use super::{plain, render};

/// Reads the HTML as strictly as possible: only these tags, with these attributes in this order,
/// balanced, nothing unescaped between them. Gives the text, or what is wrong.
fn text_of(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if c == '<' {
            let (tag, after) = rest[1..].split_once('>').ok_or("a tag without end")?;
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                let opened = open.pop();
                if opened != Some(name) {
                    return Err(format!("{opened:?} closed by {name}"));
                }
                continue;
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            if !is_allowed(name, attributes) {
                return Err(format!("tag <{tag}>"));
            }
            if name == "a" && open.contains(&"a") {
                return Err("a link in a link".into());
            }
            match name {
                "br" => text.push('\n'),
                "hr" => {}
                _ => open.push(name),
            }
            if open.len() > 30 {
                return Err("too deep".into());
            }
        } else if c == '&' {
            let (character, after) = reference(rest)?;
            text.push(character);
            rest = after;
        } else if matches!(c, '>' | '"' | '\'') || (c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(format!("unescaped {c:?}"));
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if open.is_empty() {
        Ok(text)
    } else {
        Err(format!("left open: {open:?}"))
    }
}

fn is_allowed(name: &str, attributes: &str) -> bool {
    match name {
        "p" | "br" | "hr" | "em" | "strong" | "del" | "pre" | "ul" | "li" | "blockquote" => {
            attributes.is_empty()
        }
        "code" => {
            let language = attributes
                .strip_prefix("class=\"language-")
                .and_then(|rest| rest.strip_suffix('"'));
            attributes.is_empty()
                || language.is_some_and(|name| {
                    (1..=20).contains(&name.len())
                        && name
                            .bytes()
                            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'#' | b'-'))
                })
        }
        "ol" => {
            let start = attributes
                .strip_prefix("start=\"")
                .and_then(|rest| rest.strip_suffix('"'));
            attributes.is_empty() || start.is_some_and(|n| n.parse::<u32>().is_ok())
        }
        "a" => {
            let href = attributes.strip_prefix("href=\"").and_then(|rest| {
                rest.strip_suffix("\" rel=\"nofollow noopener noreferrer ugc\" target=\"_blank\"")
            });
            href.is_some_and(|href| {
                let known = ["http://", "https://", "mailto:"];
                known.iter().any(|scheme| href.starts_with(scheme))
                    && !href.contains(['"', '\'', '<', '>'])
                    && !href.contains(|c: char| c.is_whitespace() || c.is_control())
            })
        }
        _ => false,
    }
}

fn reference(text: &str) -> Result<(char, &str), String> {
    [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
    ]
    .into_iter()
    .find_map(|(name, c)| Some((c, text.strip_prefix(name)?)))
    .ok_or_else(|| format!("reference in {text:?}"))
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Everything that is promised about one source.
fn check(source: &str) -> Result<(), TestCaseError> {
    let html = render(source);
    prop_assert_eq!(&html, &render(source));
    let text = text_of(&html);
    prop_assert!(text.is_ok(), "{:?} gives {}: {:?}", source, html, text);
    let line = plain(source);
    prop_assert!(!line.contains(['\n', '\t', '\r']) && line.trim() == line);
    let text = without_space(&text.unwrap_or_default());
    if !text.is_empty() {
        prop_assert_eq!(text, without_space(&line), "{:?} gives {}", source, html);
    }
    let blank = source
        .chars()
        .all(|c| c.is_whitespace() || (c.is_control() && c != '\0'));
    prop_assert_eq!(blank, html.is_empty());
    prop_assert_eq!(blank, line.is_empty());
    Ok(())
}

/// The parts that Markdown and attacks on it are made of.
fn markdownish() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "~",
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "  ",
        "    ",
        "\t",
        "> ",
        ">",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "#",
        "# ",
        "---",
        "===",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "<",
        ">",
        "[a](",
        "https://",
        "http://x.org",
        "https://x.org/a_(b)",
        "mailto:a@b",
        "javascript:",
        "data:",
        "JaVaScript:",
        "\"",
        "'",
        "&",
        "&lt;",
        "&#58;",
        "\\",
        "\\\n",
        "|",
        "!",
        ":",
        "//",
        "<script>",
        "</a>",
        "<!--",
        "-->",
        " onclick=",
        "\"onclick=\"",
        "href=",
        "\0",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{200b}",
        "\u{3000}",
        "\u{feff}",
        "\u{301}",
        "“",
        "”",
        "中文",
        "字",
        "，",
        "。",
        "（",
        "）",
        "：",
        "a",
        "b c",
        "é",
        "🎉",
        "7",
        "rust",
        "¯",
    ]);
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_safe(source in any::<String>()) {
        check(&source)?;
    }

    #[test]
    fn any_markdown_is_safe(source in markdownish()) {
        check(&source)?;
    }

    #[test]
    fn words_are_kept(words in prop::collection::vec("[a-z中文é]{1,8}", 1..20)) {
        let source = words.join(" ");
        prop_assert_eq!(render(&source), format!("<p>{source}</p>"));
        prop_assert_eq!(plain(&source), source);
    }

    #[test]
    fn code_is_kept(code in "[!-_a-~中文][ -_a-~中文]{0,39}") {
        let text = text_of(&render(&format!("```\n{code}\n```")));
        prop_assert_eq!(text, Ok(code));
    }

    #[test]
    fn escaped_punctuation_is_text(source in "[!-/:-@\\[-`{-~]{1,40}") {
        let escaped: String = source.chars().flat_map(|c| ['\\', c]).collect();
        prop_assert_eq!(text_of(&render(&escaped)), Ok(source.clone()));
        prop_assert_eq!(plain(&escaped), source);
    }
}
