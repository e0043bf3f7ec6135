//! Searching what was said: what is found, and by whom.

use parlour::domain::search::Found;

use super::{actor::Actor, attachments::submit, drawing::png, server::House};

const LOBBY: &str = "1";

async fn page(actor: &Actor, text: &str, below: &str) -> Found {
    let fields = [("text", text), ("below", below)];
    let given = if below.is_empty() {
        &fields[..1]
    } else {
        &fields
    };
    let answer = actor.call("search/messages", given).await;
    answer.is(200);
    answer.read()
}

async fn find(actor: &Actor, text: &str) -> Vec<String> {
    let found = page(actor, text, "").await;
    found
        .hits
        .into_iter()
        .map(|hit| hit.message.content)
        .collect()
}

#[tokio::test]
async fn words_are_found_in_every_script_and_form() {
    let house = House::open().await;
    for text in [
        "我明天去上海出差",
        "生产环境部署完成",
        "検索の結果です",
        "한국어 검색",
        "Das Café am Schlüsseldienst",
        "keyboards and mice",
        "100% \"quoted\" AND (odd) * -x",
    ] {
        house.bob.say(LOBBY, text).await.is(200);
    }
    for (search, expected) in [
        ("上海", Some("我明天去上海出差")),
        ("出差", Some("我明天去上海出差")),
        ("差", Some("我明天去上海出差")),
        ("生产", Some("生产环境部署完成")),
        ("検索", Some("検索の結果です")),
        ("す", Some("検索の結果です")),
        ("검색", Some("한국어 검색")),
        ("cafe", Some("Das Café am Schlüsseldienst")),
        ("CAFÉ", Some("Das Café am Schlüsseldienst")),
        ("schlussel", Some("Das Café am Schlüsseldienst")),
        ("board", Some("keyboards and mice")),
        ("mice keyb", Some("keyboards and mice")),
        ("\"and mice\"", Some("keyboards and mice")),
        ("\"mice and\"", None),
        ("100%", Some("100% \"quoted\" AND (odd) * -x")),
        ("(odd) *", Some("100% \"quoted\" AND (odd) * -x")),
        ("上京", None),
        ("zz", None),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(find(&house.eve, search).await, expected, "{search}");
    }
}

#[tokio::test]
async fn only_what_one_may_read_is_found() {
    let house = House::open().await;
    let room = house.bob.room("closed", "closed").await;
    house.bob.say(&room, "a secret word").await.is(200);
    assert_eq!(find(&house.bob, "secret").await, ["a secret word"]);
    assert!(find(&house.eve, "secret").await.is_empty());
    assert!(find(&house.eve, "in:closed").await.is_empty());
    // A condition alone finds everything that meets it.
    assert_eq!(find(&house.bob, "in:closed").await, ["a secret word"]);
}

#[tokio::test]
async fn what_was_changed_or_deleted_is_found_no_more() {
    let house = House::open().await;
    let sent = house.bob.say(LOBBY, "the first wording").await;
    let id = sent.read::<parlour::domain::Message>().id.to_string();
    let edit = [("id", id.as_str()), ("text", "the second wording")];
    house.bob.call("messages/edit", &edit).await.is(200);
    assert!(find(&house.bob, "first").await.is_empty());
    assert_eq!(find(&house.bob, "second").await, ["the second wording"]);
    house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    assert!(find(&house.bob, "second").await.is_empty());
    assert!(find(&house.bob, "wo").await.is_empty());
}

#[tokio::test]
async fn conditions_limit_what_is_found() {
    let house = House::open().await;
    house.bob.say(LOBBY, "plan one").await.is(200);
    house
        .eve
        .say(LOBBY, "plan two https://example.org/")
        .await
        .is(200);
    let both = ["plan two https://example.org/", "plan one"];
    for (search, expected) in [
        ("plan", &both[..]),
        ("plan from:bob", &both[1..]),
        ("plan from:me", &both[..1]),
        ("plan from:nobody", &[]),
        ("plan in:lob", &both),
        ("plan in:#lobby", &both),
        ("plan in:elsewhere", &[]),
        ("has:link", &both[..1]),
        ("plan before:2001-01-01", &[]),
        ("plan after:2001-01-01", &both),
        ("plan after:9999-12-31", &[]),
    ] {
        assert_eq!(find(&house.eve, search).await, expected, "{search}");
    }
}

#[tokio::test]
async fn pages_of_what_was_found_meet_without_gap_or_overlap() {
    let house = House::open().await;
    for number in 1..=70 {
        house
            .bob
            .say(LOBBY, &format!("needle {number}"))
            .await
            .is(200);
    }
    let mut seen = Vec::new();
    let mut below = String::new();
    loop {
        let found = page(&house.eve, "needle", &below).await;
        seen.extend(found.hits.iter().map(|hit| hit.message.number));
        let Some(last) = found.hits.last().filter(|_| found.more) else {
            break;
        };
        below = last.message.id.to_string();
    }
    let expected: Vec<i64> = (1..=70).rev().collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_message_that_was_found_is_shown_in_its_place() {
    let house = House::open().await;
    for number in 1..=120 {
        house
            .bob
            .say(LOBBY, &format!("line {number}"))
            .await
            .is(200);
    }
    let found = page(&house.eve, "\"line 40\"", "").await;
    let id = found.hits[0].message.id.to_string();
    let page = house.eve.get(&format!("/rooms/{LOBBY}?at={id}")).await;
    let text = page.text();
    for (line, there) in [(40, true), (20, true), (65, true), (1, false), (120, false)] {
        let shown = text.contains(&format!("<p>line {line}</p>"));
        assert_eq!(shown, there, "line {line}");
    }
}

#[tokio::test]
async fn files_are_a_condition_too() {
    let house = House::open().await;
    let drawing = png(8, 8);
    house.bob.say(LOBBY, "plan without").await.is(200);
    for (text, name, bytes, client_id) in [
        (
            "plan with a picture",
            "plan.png",
            &drawing[..],
            "00000000-0000-4000-8000-000000000001",
        ),
        (
            "plan with a text",
            "plan.txt",
            &b"words"[..],
            "00000000-0000-4000-8000-000000000002",
        ),
    ] {
        let words = [("room", LOBBY), ("client_id", client_id), ("text", text)];
        let sent = submit(&house.bob, &words, &[("files", name, bytes)]).await;
        assert!(sent.location().ends_with("/rooms/1"));
    }
    assert_eq!(find(&house.eve, "has:image").await, ["plan with a picture"]);
    assert_eq!(
        find(&house.eve, "plan has:file").await,
        ["plan with a text", "plan with a picture"]
    );
}
