use proptest::prelude::*;

use super::{Grammar, Kind, Language, languages::ALL};

/// What the pieces of a text are.
fn seen<'t>(language: &str, text: &'t str) -> Vec<(&'t str, Kind)> {
    let language = Language::named(language).unwrap();
    let spans = language.spans(text).into_iter();
    spans.map(|span| (&text[span.range], span.kind)).collect()
}

/// The pieces of one kind.
fn of<'t>(kind: Kind, language: &str, text: &'t str) -> Vec<&'t str> {
    let pieces = seen(language, text).into_iter();
    pieces
        .filter_map(|(piece, is)| (is == kind).then_some(piece))
        .collect()
}

#[test]
fn every_language_is_found_by_each_of_its_names() {
    let mut names = Vec::new();
    for (all, _) in &ALL {
        for name in all.split(' ') {
            assert!(Language::named(name).is_some(), "{name}");
            // As the Markdown reader leaves it.
            let is_kept = |c| matches!(c, 'a'..='z' | '0'..='9' | '+' | '#' | '-');
            assert!(name.len() <= 20 && name.chars().all(is_kept), "{name}");
            names.push(name);
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "each is one language's");
    assert!(Language::named("klingon").is_none() && Language::named("").is_none());
}

#[test]
fn keywords_are_written_as_they_are_looked_up() {
    for (name, grammar) in &ALL {
        let Grammar::Words(words) = grammar else {
            continue;
        };
        for word in words.keywords.split(' ') {
            assert!(!word.is_empty(), "{name}: two blanks");
            assert!(
                !words.caseless || word == word.to_lowercase(),
                "{name}: {word}"
            );
        }
    }
}

#[test]
fn rust_is_read() {
    use Kind::{Comment, Keyword, Name, Number, Text};
    let code = "fn area(&self) -> f64 { // squared\n    self.side.powi(2) * 0.5e-3 }";
    assert_eq!(
        seen("rust", code),
        [
            ("fn", Keyword),
            ("area", Name),
            ("self", Keyword),
            ("f64", Keyword),
            ("// squared", Comment),
            ("self", Keyword),
            ("powi", Name),
            ("2", Number),
            ("0.5e-3", Number),
        ]
    );
    let code = r##"impl<'a> S<'a> { const C: char = '\''; println!("a \" b", r#"c " d"#, 'x') }"##;
    assert_eq!(
        of(Text, "rs", code),
        [r"'\''", r#""a \" b""#, r##"r#"c " d"#"##, "'x'"]
    );
    assert_eq!(of(Name, "rs", code), ["S", "C", "println"]);
    let code = "/* a /* b */ c */ 0..10";
    assert_eq!(of(Comment, "rust", code), ["/* a /* b */ c */"]);
    assert_eq!(of(Number, "rust", code), ["0", "10"]);
}

#[test]
fn strings_end_where_they_do() {
    use Kind::Text;
    assert_eq!(
        of(Text, "js", "a = `b\n${c}`; d = 'e\nf"),
        ["`b\n${c}`", "'e"]
    );
    assert_eq!(
        of(Text, "python", "'''a\n'b''' 'c'"),
        ["'''a\n'b'''", "'c'"]
    );
    assert_eq!(of(Text, "go", "`a\\` 'b'"), ["`a\\`", "'b'"]);
    assert_eq!(
        of(Text, "sh", "it\\'s don't 'a\nb' \"$c\""),
        ["'a\nb'", "\"$c\""]
    );
    assert_eq!(of(Text, "c", "\"open"), ["\"open"]);
    assert_eq!(
        of(Text, "js", "x = /a\\/[/]b/g; y = a / b / c"),
        ["/a\\/[/]b/"]
    );
}

#[test]
fn comments_begin_where_they_may() {
    use Kind::Comment;
    assert_eq!(of(Comment, "sh", "a#b # c\n# d"), ["# c", "# d"]);
    assert_eq!(of(Comment, "python", "x=1# c"), ["# c"]);
    assert_eq!(of(Comment, "sql", "select 1 -- c\n/* d"), ["-- c", "/* d"]);
    assert_eq!(
        of(Comment, "lua", "--[[ a\nb ]] c -- d"),
        ["--[[ a\nb ]]", "-- d"]
    );
    assert_eq!(of(Comment, "css", "a { b: url(//c) } /* d */"), ["/* d */"]);
}

#[test]
fn keys_are_names() {
    use Kind::{Keyword, Name, Number, Text};
    assert_eq!(
        seen("json", r#"{"a": "b", "c" : [1, true]}"#),
        [
            (r#""a""#, Name),
            (r#""b""#, Text),
            (r#""c""#, Name),
            ("1", Number),
            ("true", Keyword),
        ]
    );
    assert_eq!(
        of(Name, "yaml", "a-b: c\nd: http://e\n- f:"),
        ["a-b", "d", "f"]
    );
    assert_eq!(of(Name, "toml", "a.b = 'c' # = d\ne=1"), ["a.b", "e"]);
    assert_eq!(
        of(Name, "css", "a:b { color: red; --c: 1px }"),
        ["color", "--c"]
    );
}

#[test]
fn words_are_known_in_any_case_where_that_is_the_language() {
    assert_eq!(
        of(Kind::Keyword, "sql", "WHERE a Like b"),
        ["WHERE", "Like"]
    );
    assert_eq!(of(Kind::Keyword, "java", "Class class"), ["class"]);
}

#[test]
fn signs_make_something_of_a_word() {
    assert_eq!(of(Kind::Name, "sh", "echo $HOME $ x"), ["$HOME"]);
    assert_eq!(
        of(Kind::Name, "python", "@cached\ndef f(): ..."),
        ["@cached", "f"]
    );
    assert_eq!(of(Kind::Keyword, "c", "#include <a.h>"), ["#include"]);
}

#[test]
fn markup_is_read() {
    use Kind::{Comment, Keyword, Name, Number, Text};
    assert_eq!(
        seen("html", "<a href=\"b>\" hidden/>c &amp; d<!-- e --></a"),
        [
            ("<a", Keyword),
            ("href", Name),
            ("\"b>\"", Text),
            ("hidden", Name),
            ("/>", Keyword),
            ("&amp;", Number),
            ("<!-- e -->", Comment),
            ("</a", Keyword),
        ]
    );
    assert_eq!(of(Keyword, "xml", "a < b <c"), ["<c"]);
}

#[test]
fn lines_are_what_they_begin_with() {
    use Kind::{Added, Comment, Keyword, Name, Removed, Text};
    assert_eq!(
        seen("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-c\n+d\n e"),
        [
            ("--- a", Comment),
            ("+++ b", Comment),
            ("@@ -1 +1 @@", Name),
            ("-c", Removed),
            ("+d", Added),
        ]
    );
    assert_eq!(
        seen("md", "# a\n- b `c` `d\n10) e\n> f\n```\n# g\n```\n-h"),
        [
            ("# a", Keyword),
            ("-", Keyword),
            ("`c`", Text),
            ("10)", Keyword),
            ("> f", Comment),
            ("```", Name),
            ("# g", Text),
            ("```", Name),
        ]
    );
}

/// Code that makes a careless reader slow. The bound is generous, for slow machines and unoptimised builds; quadratic time
/// would be far above it.
#[test]
fn hostile_code() {
    let repeated = [
        "\"", "'", "'\\", "`", "\\", "/", "=/", "=/[", "/*", "/*/", "--[[", "<!--", "<", "<a",
        "<a ", "<a b=\"", "&", "&a", "r#\"", "$", "@", ":", " ", "a ", "a:", "a    ", "0", "0.",
        "1e-", "{", "}", "\n", "- ", "1. ", "```\n", "`a", "+", "中",
    ];
    for unit in repeated {
        let text = unit.repeat(10_000 / unit.len());
        for (name, grammar) in &ALL {
            let start = std::time::Instant::now();
            Language(grammar).spans(&text);
            let took = start.elapsed();
            assert!(took.as_secs() < 1, "{name}: {unit:?} took {took:?}");
        }
    }
}

/// What languages are made of, put together as nobody would.
fn codeish() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "\"", "'", "`", "\"\"\"", "'''", "\\", "/", "//", "/*", "*/", "#", "--", "--[[", "]]",
        "<!--", "-->", "<", ">", "</a", "&", "&amp;", ";", "r#\"", "\"#", "@", "$", "${", "{", "}",
        "[", "(", ")", ":", "=", "+", "-", "%", ".", "..", "0", "0x1f", "1.5e-3", "1'0", "fn",
        "if", "Name", "name", "é", "中文", "🎉", "\u{301}", "\u{200b}", " ", "  ", "\t", "\n",
        "```", "\r", "\0", "1. ", "> ", "@@", "_",
    ]);
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

/// The spans are in order, apart, within the text and on its characters; slicing looks at the latter.
fn check(text: &str) -> Result<(), TestCaseError> {
    for (name, grammar) in &ALL {
        let mut end = 0;
        for span in Language(grammar).spans(text) {
            let range = span.range;
            prop_assert!(
                end <= range.start && range.start < range.end,
                "{}: {:?}",
                name,
                text
            );
            prop_assert!(text.get(range.clone()).is_some(), "{}: {:?}", name, text);
            end = range.end;
        }
        prop_assert!(end <= text.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_code_is_read(text in codeish()) {
        check(&text)?;
    }
}
