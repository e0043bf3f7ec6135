use proptest::prelude::*;

use super::*;
use crate::domain::markdown::{render, render_for};

const PEOPLE: [&str; 12] = [
    "Ada",
    "Ada Lovelace",
    "Bob",
    "林小雨",
    "小雨",
    "Zoë",
    "Émile du Châtelet",
    "a_b_c",
    "Tom🙂",
    "İlker",
    "Room",
    "",
];

fn people() -> impl Iterator<Item = (PersonId, String)> {
    (1..).map(PersonId).zip(PEOPLE.map(str::to_owned))
}

/// The names that a text calls.
fn called(text: &str) -> Vec<String> {
    find(text, people())
        .into_iter()
        .map(|mention| mention.name)
        .collect()
}

#[test]
fn names_are_called_behind_an_at() {
    for (text, names) in [
        ("@Ada", &["Ada"][..]),
        ("hi @ada, and @BOB!", &["Ada", "Bob"]),
        ("@Ada Lovelace and @Ada", &["Ada Lovelace", "Ada"]),
        ("@Ada @Ada", &["Ada"]),
        ("(@Bob)", &["Bob"]),
        ("**@Bob** _@Ada_", &["Bob", "Ada"]),
        ("[see @Bob](https://example.org)", &["Bob"]),
        ("- @Bob\n- two", &["Bob"]),
        ("@émile du châtelet's", &["Émile du Châtelet"]),
        ("@ZOË", &["Zoë"]),
        ("@a_b_c_ @a_b_c", &["a_b_c"]),
        ("@Tom🙂!", &["Tom🙂"]),
        ("@i\u{307}lker", &["İlker"]),
        // Chinese puts no space around a name.
        ("你好@林小雨你好", &["林小雨"]),
        ("@小雨", &["小雨"]),
        ("@Ada你好", &["Ada"]),
        ("谢谢@Bob", &["Bob"]),
    ] {
        assert_eq!(called(text), names, "{text}");
    }
}

#[test]
fn not_everything_behind_an_at_is_a_name() {
    for text in [
        "Ada",
        "@Adam",
        "@Ada1",
        "@Adä",
        "@Ada\u{301}",
        "bob@ada.example",
        "1@Bob",
        "@@Bob",
        "example.org/@bob",
        "https://example.org/@bob",
        "`@Bob`",
        "```\n@Bob\n```",
        "    @Bob",
        "> @Bob",
        "\\@Bob",
        "@ Bob",
        "@",
        "@Tom🙂\u{200d}🙂",
        "@Nobody",
    ] {
        assert_eq!(called(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn everybody_is_called_by_two_words_and_a_namesake_with_them() {
    let found = find("@HERE and @room", people());
    let found: Vec<_> = found
        .iter()
        .map(|mention| (mention.person, mention.name.as_str()))
        .collect();
    assert_eq!(
        found,
        [(None, "here"), (Some(PersonId(11)), "Room"), (None, "room"),]
    );
}

#[test]
fn a_name_is_marked_and_the_readers_own_in_another_way() {
    let mentions = find("@bob & @Ada <3", people());
    let shown = render_for("@bob & @Ada <3", &mentions, Some(PersonId(1)));
    assert_eq!(
        shown,
        "<p><span class=\"mention\">@bob</span> &amp; <span class=\"mention me\">@Ada</span> &lt;3</p>"
    );
    let mentions = find("@room", []);
    assert_eq!(
        render_for("@room", &mentions, None),
        "<p><span class=\"mention me\">@room</span></p>"
    );
}

/// Without the marks at names.
fn unmarked(html: &str) -> String {
    let mut out = html.to_owned();
    for tag in [
        "<span class=\"mention\">",
        "<span class=\"mention me\">",
        "</span>",
    ] {
        out = out.replace(tag, "");
    }
    out
}

proptest! {
    #[test]
    fn the_list_of_a_message_is_enough_to_show_it(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(&["@", " ", "\n", "`", "```", "*", "_", "> ", "- ", "\\", "x", "你", "🙂", "@room", "[", "](https://e.org)"][..]).prop_map(str::to_owned),
                proptest::sample::select(&PEOPLE[..]).prop_map(|name| format!("@{name}")),
                proptest::sample::select(&PEOPLE[..]).prop_map(str::to_uppercase),
            ],
            0..14,
        ),
    ) {
        let text = pieces.concat();
        let found = find(&text, people());
        // Whoever is in the list is found again by the list alone.
        prop_assert_eq!(&markdown::mentions(&text, &found), &found);
        let shown = render_for(&text, &found, Some(PersonId(1)));
        // Nobody is marked in code.
        for code in shown.split("<code>").skip(1) {
            prop_assert!(!code.split("</code>").next().unwrap_or_default().contains("<span"));
        }
        prop_assert_eq!(shown.matches("<span").count(), shown.matches("</span>").count());
        // Nothing else changes, but where the name itself holds what would be markup.
        if !text.to_lowercase().contains("a_b_c") {
            prop_assert_eq!(unmarked(&shown), render(&text));
        }
    }
}
