//! What is a link, where it ends, and what must never be one.

use super::{check, render};

/// The link that messages have, with this address and text.
fn a(href: &str, text: &str) -> String {
    format!(r#"<a href="{href}" rel="nofollow noopener noreferrer ugc" target="_blank">{text}</a>"#)
}

/// Checks that the source is one paragraph, in which `{address}` or `{address text}` is a link.
fn check_links(pairs: &[(&str, &str)]) {
    for (source, pattern) in pairs {
        let mut expected = String::from("<p>");
        for part in pattern.split('{') {
            match part.split_once('}') {
                Some((link, rest)) => {
                    let (href, text) = link.split_once(' ').unwrap_or((link, link));
                    expected += &a(href, text);
                    expected += rest;
                }
                None => expected += part,
            }
        }
        assert_eq!(render(source), expected + "</p>", "source: {source:?}");
    }
}

#[test]
fn links() {
    check_links(&[
        (
            "[a *b*](https://x.org/?a=1&b=2)",
            "{https://x.org/?a=1&amp;b=2 a <em>b</em>}",
        ),
        (
            "[a](https://x.org \"title\") [b](<http://y.org/c d> 'e')",
            "{https://x.org a} {http://y.org/c%20d b}",
        ),
        ("[a](HTTPS://X.org/(b)\\))", "{https://X.org/(b)) a}"),
        (
            "[mail](mailto:a@b.org) <mailto:a@b.org>",
            "{mailto:a@b.org mail} {mailto:a@b.org}",
        ),
        ("<https://x.org/a_b_c>", "{https://x.org/a_b_c}"),
        (
            "![a cat](https://x.org/c.png)!",
            "{https://x.org/c.png a cat}!",
        ),
        (
            "![](https://x.org) [ ](https://y.org)",
            "{https://x.org} {https://y.org  https://y.org}",
        ),
        (
            "[a [b](https://x.org) c](https://y.org)",
            "[a {https://x.org b} c]({https://y.org})",
        ),
        (
            "[http://a.org](https://x.org)",
            "{https://x.org http://a.org}",
        ),
        (
            "*[a](https://x.org)* **[b*](https://x.org)**",
            "<em>{https://x.org a}</em> <strong>{https://x.org b*}</strong>",
        ),
        (
            "[中文](https://x.org/%E4%B8%AD)。",
            "{https://x.org/%E4%B8%AD 中文}。",
        ),
        (
            "[a](https://x.org/\"onclick=\"alert)",
            "{https://x.org/&quot;onclick=&quot;alert a}",
        ),
        ("[a](https://x.org", "[a]({https://x.org}"),
        ("[a] (https://x.org)", "[a] ({https://x.org})"),
        ("[`a](https://x.org)`", "[<code>a](https://x.org)</code>"),
    ]);
}

#[test]
fn unsafe_addresses_are_text() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://x.org",
        "tel:1",
        "/relative",
        "//x.org",
        "#fragment",
        "x.org",
        "",
        "http:x.org",
        "http:/x.org",
        "http://",
        "https:///x.org",
        "https\u{200B}://x.org",
        "https://x.org/\u{202E}gpj",
        "https://x.org/\u{3000}b",
        "mailto:",
        "\\javascript:alert(1)",
    ] {
        for source in [
            format!("[a]({address})"),
            format!("[a](<{address}>)"),
            format!("![a]({address})"),
            format!("[a]({address} \"b\")"),
            format!("<{address}>"),
            address.to_owned(),
        ] {
            let html = render(&source);
            let bare = html.matches("<a ").count() == html.matches("\">https://x.org/</a>").count();
            assert!(bare, "{source:?} gives {html}");
        }
    }
    check(&[("[a](javascript:b)", "<p>[a](javascript:b)</p>")]);
}

#[test]
fn bare_addresses() {
    check_links(&[
        ("see https://x.org.", "see {https://x.org}."),
        (
            "https://x.org/a?b=c&d#e, ok",
            "{https://x.org/a?b=c&amp;d#e}, ok",
        ),
        ("http://localhost:3000/", "{http://localhost:3000/}"),
        ("HTTP://X.ORG", "{http://X.ORG HTTP://X.ORG}"),
        (
            "(https://x.org/a_(b)) [https://x.org]",
            "({https://x.org/a_(b)}) [{https://x.org}]",
        ),
        (
            "**https://x.org/a_b_c** _https://x.org_",
            "<strong>{https://x.org/a_b_c}</strong> <em>{https://x.org}</em>",
        ),
        ("<b>https://x.org</b>", "&lt;b&gt;{https://x.org}&lt;/b&gt;"),
        (
            "\"https://x.org\" 'https://x.org'",
            "&quot;{https://x.org}&quot; &#39;{https://x.org}&#39;",
        ),
        (
            "https://x.org/\"onmouseover=\"alert(1)",
            "{https://x.org/}&quot;onmouseover=&quot;alert(1)",
        ),
        (
            "https://x.org/'onclick='a",
            "{https://x.org/&#39;onclick=&#39;a}",
        ),
        (
            "`https://x.org` xhttps://x.org https:// http://.",
            "<code>https://x.org</code> xhttps://x.org https:// http://.",
        ),
        ("看https://x.org/a的首页", "看{https://x.org/a}的首页"),
        (
            "见https://x.org/a。还有http://y.org，（https://z.org）",
            "见{https://x.org/a}。还有{http://y.org}，（{https://z.org}）",
        ),
        (
            "“https://x.org”、《https://x.org》；https://x.org：【https://x.org】！",
            "“{https://x.org}”、《{https://x.org}》；{https://x.org}：【{https://x.org}】！",
        ),
        ("链接:https://x.org/é?q=1！", "链接:{https://x.org/é?q=1}！"),
        (
            "https://x.org\nhttps://y.org",
            "{https://x.org}<br>{https://y.org}",
        ),
    ]);
}
