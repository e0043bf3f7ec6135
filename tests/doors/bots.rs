//! Bots and API keys in the panel: an owner needs no shell for them.

use parlour::domain::{ApiKey, PersonId, Problem};
use serde_json::json;

use super::{
    keys::ask,
    panel::{browse, send},
    server::{House, PASSWORD, holds},
};

const NEW: &str = "/admin/people/new-bot";

/// Makes a bot in the panel; gives the address of its page.
async fn made(house: &House, email: &str) -> String {
    let fields = [("name", "Weather"), ("email", email)];
    send(&house.ada, NEW, &fields).await.is(303).location()
}

/// The secret that a page shows, if it shows one.
fn shown(page: &str) -> Option<String> {
    let (_, made) = page.split_once("class=\"made\"")?;
    let (_, rest) = made.split_once("value=\"")?;
    rest.split('"').next().map(str::to_owned)
}

async fn keys(house: &House, person: i64) -> Vec<ApiKey> {
    house.server.chat.keys(PersonId(person)).await.unwrap()
}

#[tokio::test]
async fn a_bot_is_made_and_given_a_key_that_is_shown_once() {
    let house = House::open().await;
    let people = browse(&house.ada, "/admin/people").await.text();
    assert!(people.contains(NEW), "{people}");
    let bot = made(&house, "weather@example.com").await;
    assert_eq!(bot, "/admin/people/4");
    let page = browse(&house.ada, &bot).await.is(200).text();
    // It has no password, and signs in nowhere.
    assert!(!page.contains("/reset") && !page.contains("Signed in on"));
    let key = send(
        &house.ada,
        &format!("{bot}/key"),
        &[("name", "cron <at> night")],
    )
    .await;
    let page = key.is(200).text();
    let key = shown(&page).expect("the key");
    assert!(
        page.contains("cron &lt;at&gt; night") && page.contains("not used yet"),
        "{page}"
    );
    let again = browse(&house.ada, &bot).await.text();
    assert!(!again.contains(&key) && again.contains("cron &lt;at&gt; night"));
    assert!(!holds(&house.server.bytes().await, &key));

    let said = json!({"room": 1, "content": "rain"}).to_string();
    let said = ask(&house.anon, &key, "POST", "/api/messages", &said).await;
    assert_eq!(said.is(201).json()["doc"]["sender"]["name"], "Weather");
    house.bob.say("1", "indeed").await.is(200);
    let used = browse(&house.ada, &bot).await.text();
    assert!(!used.contains("not used yet") && used.contains("last used"));

    let id = keys(&house, 4).await[0].id.to_string();
    let end = format!("{bot}/end-key");
    send(&house.ada, &end, &[("key", &id)]).await.is(303);
    ask(&house.anon, &key, "GET", "/api/rooms", "")
        .await
        .is(403);
    send(&house.ada, &end, &[("key", &id)]).await.is(404);
    let log = browse(&house.ada, "/admin/log").await.text();
    for line in ["Made the account of", "Made a key for", "Ended a key of"] {
        assert!(log.contains(line), "{line}: {log}");
    }
    assert!(!log.contains(&key));
}

#[tokio::test]
async fn what_is_wrong_with_a_bot_or_its_key_is_said_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let bot = made(&house, "weather@example.com").await;
    let before = house.server.dump().await;
    for (email, status) in [("weather@example.com", 409), ("nowhere", 422), ("", 422)] {
        let fields = [("name", "Second &"), ("email", email)];
        let page = send(&house.ada, NEW, &fields).await.is(status).text();
        assert!(
            page.contains("value=\"Second &amp;\"") && page.contains("role=\"alert\""),
            "{page}"
        );
    }
    let long = "x".repeat(81);
    let named = format!("{bot}/key");
    for name in ["", "\u{200b}", &long] {
        let refused = send(&house.ada, &named, &[("name", name)]).await;
        let page = refused.is(Problem::KeyNameInvalid.status()).text();
        assert!(shown(&page).is_none() && page.contains(&format!("value=\"{name}\"")));
    }
    assert_eq!(house.server.dump().await, before);
    for n in 0..50 {
        let name = n.to_string();
        send(&house.ada, &named, &[("name", &name)]).await.is(200);
    }
    let more = send(&house.ada, &named, &[("name", "one more")]).await;
    more.is(Problem::TooManyKeys { limit: 50 }.status());
    assert_eq!(keys(&house, 4).await.len(), 50);
}

#[tokio::test]
async fn nobody_is_given_a_key_to_somebody_else() {
    let house = House::open().await;
    let chat = &house.server.chat;
    let [ada, bob, eve] = [&house.ada, &house.bob, &house.eve].map(|actor| PersonId(actor.id));
    let bot = chat.create_bot(ada, "Weather", "weather@example.com").await;
    let bot = bot.unwrap();
    let hers = chat.create_key(eve, "deploy").await.unwrap();
    let page = browse(&house.ada, &format!("/admin/people/{eve}")).await;
    let page = page.text();
    assert!(
        page.contains("deploy") && !page.contains("/key\""),
        "{page}"
    );
    for person in [ada, eve] {
        let path = format!("/admin/people/{person}/key");
        send(&house.ada, &path, &[("name", "mine")]).await.is(403);
    }
    // Nor by who is no admin, whichever way they come.
    let refused = |error: parlour::chat::Error| error.problem() == Problem::Forbidden;
    assert!(refused(
        chat.create_key_for(bob, bot, "x").await.unwrap_err()
    ));
    assert!(refused(
        chat.create_bot(bob, "X", "x@example.com")
            .await
            .unwrap_err()
    ));
    assert!(refused(chat.keys_of(bob, eve).await.unwrap_err()));
    let id = keys(&house, eve.0).await[0].id;
    assert!(refused(chat.end_key_of(bob, eve, id).await.unwrap_err()));
    ask(&house.anon, hers.reveal(), "GET", "/api/rooms", "")
        .await
        .is(200);
    // One that leads to somebody else is none of theirs.
    let end = format!("/admin/people/{bob}/end-key");
    let id = id.to_string();
    send(&house.ada, &end, &[("key", &id)]).await.is(404);
    let end = format!("/admin/people/{eve}/end-key");
    send(&house.ada, &end, &[("key", &id)]).await.is(303);
    ask(&house.anon, hers.reveal(), "GET", "/api/rooms", "")
        .await
        .is(403);
    // A ban ends a bot's keys, and it gets no others.
    chat.create_key_for(ada, bot, "x").await.unwrap();
    chat.ban(ada, bot, true).await.unwrap();
    assert!(keys(&house, bot.0).await.is_empty());
    assert!(refused(
        chat.create_key_for(ada, bot, "x").await.unwrap_err()
    ));
    let page = browse(&house.ada, &format!("/admin/people/{bot}")).await;
    assert!(!page.text().contains("/key\""));
    house
        .anon
        .try_sign_in("weather@example.com", PASSWORD)
        .await
        .refused(&Problem::CredentialsWrong);
}
