//! Sign-ins: how one begins, is carried, and ends.

use std::time::Duration;

use parlour::domain::{Problem, Session};
use tokio::time::sleep;

use super::{
    actor::Actor,
    server::{DAY, House, PASSWORD},
};

const BOB: &str = "bob@example.com";

async fn is_in(actor: &Actor) -> bool {
    !actor.get("/api/users/me").await.json()["user"].is_null()
}

async fn sessions(actor: &Actor) -> Vec<Session> {
    actor.call("sessions/list", &[]).await.is(200).read()
}

#[tokio::test]
async fn cookies_are_as_strict_as_the_connection_allows() {
    let plain = House::open().await;
    let answer = plain.anon.try_sign_in(BOB, PASSWORD).await;
    let line = answer.cookie_line("parlour").unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(line.split("; ").any(|found| found == part), "{line}");
    }
    assert!(
        !line.contains("Secure") && !line.contains("Domain"),
        "{line}"
    );
    let token = answer.cookie("parlour").unwrap();
    assert!(token.len() >= 32, "128 bits");
    assert_ne!(Some(token), plain.bob.token, "each sign-in has its own");

    let url = ["--base-url", "https://chat.example"];
    let server = super::server::Server::fresh(&url).await;
    let role = parlour::domain::Role::Admin;
    let made = server.chat.add_person("Bob", BOB, PASSWORD, role).await;
    made.unwrap();
    let fields = [("email", BOB), ("password", PASSWORD)];
    let answers = [
        server.anon().call("sessions/create", &fields).await,
        server
            .anon()
            .post(
                "/api/users/login",
                serde_json::json!({"email": BOB, "password": PASSWORD}),
            )
            .await,
    ];
    for answer in answers {
        answer.is(200);
        let line = answer.cookie_line("__Host-parlour").unwrap();
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(line.split("; ").any(|found| found == part), "{line}");
        }
        assert!(!line.contains("Domain"), "{line}");
        for line in answer.headers.get_all("set-cookie") {
            assert!(line.to_str().unwrap().contains("Secure"), "{line:?}");
        }
    }
}

#[tokio::test]
async fn signing_in_leads_only_to_this_server() {
    let house = House::open().await;
    for (next, expected) in [
        ("/rooms/1?before=5", "/rooms/1?before=5"),
        ("", "/"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let fields = [("email", BOB), ("password", PASSWORD), ("next", next)];
        let answer = house
            .anon
            .submit("/sign-in", "sessions/create", &fields)
            .await;
        answer.is(302);
        assert_eq!(answer.location(), expected, "{next}");
    }
}

#[tokio::test]
async fn i_see_and_end_my_sessions_and_nobody_elses() {
    let house = House::open().await;
    let phone = house.bob.elsewhere(BOB, PASSWORD, 9).await;
    let list = sessions(&house.bob).await;
    assert_eq!(list.len(), 2);
    assert_eq!(list.iter().filter(|session| session.current).count(), 1);
    let theirs = list.iter().find(|session| !session.current).unwrap();
    assert_eq!(theirs.address, "192.0.2.9");
    assert_eq!(theirs.agent, "A browser");
    let id = theirs.id.to_string();
    let end = [("id", id.as_str())];
    for other in [&house.eve, &house.ada] {
        other
            .call("sessions/end", &end)
            .await
            .refused(&Problem::NotFound);
    }
    house
        .anon
        .call("sessions/end", &end)
        .await
        .refused(&Problem::SignedOut);
    assert!(is_in(&phone).await);
    house.bob.call("sessions/end", &end).await.is(200);
    assert!(!is_in(&phone).await && is_in(&house.bob).await);
    house
        .bob
        .call("sessions/end", &end)
        .await
        .refused(&Problem::NotFound);
    assert_eq!(sessions(&house.bob).await.len(), 1);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_takes_the_cookie_back() {
    let house = House::open().await;
    let phone = house.bob.elsewhere(BOB, PASSWORD, 9).await;
    let out = house.bob.submit("/rooms/1", "sessions/end-mine", &[]).await;
    out.is(302);
    assert_eq!(out.location(), "/sign-in");
    assert_eq!(out.cookie("parlour").as_deref(), Some(""));
    assert!(out.cookie_line("parlour").unwrap().contains("Max-Age=0"));
    assert!(!is_in(&house.bob).await && is_in(&phone).await);
    house.anon.call("sessions/end-mine", &[]).await.is(200);
    let rest = phone.ask("POST", "/api/users/logout", "").await;
    rest.is(200);
    assert!(!is_in(&phone).await);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_renews_this_one() {
    let house = House::open().await;
    let phone = house.bob.elsewhere(BOB, PASSWORD, 9).await;
    let new = "a tower of nine lamps";
    house
        .bob
        .call("me/password", &[("current", "wrong one"), ("new", new)])
        .await
        .refused(&Problem::PasswordWrong);
    assert!(is_in(&phone).await);
    let fields = [("current", PASSWORD), ("new", new)];
    let changed = house.bob.call("me/password", &fields).await;
    changed.is(200);
    assert!(!is_in(&phone).await && !is_in(&house.bob).await);
    let mut bob = house.bob.clone();
    bob.token = changed.cookie("parlour");
    assert!(is_in(&bob).await);
    assert_eq!(sessions(&bob).await.len(), 1);
    house
        .anon
        .try_sign_in(BOB, PASSWORD)
        .await
        .refused(&Problem::CredentialsWrong);
    house.anon.try_sign_in(BOB, new).await.is(200);
    assert!(is_in(&house.eve).await, "others stay signed in");
}

#[tokio::test]
async fn a_ban_ends_every_session_until_it_is_lifted() {
    let house = House::open().await;
    let bob = house.bob.id.to_string();
    let ban = [("person", bob.as_str()), ("banned", "true")];
    house
        .eve
        .call("people/ban", &ban)
        .await
        .refused(&Problem::Forbidden);
    let myself = house.ada.id.to_string();
    let suicide = [("person", myself.as_str()), ("banned", "true")];
    house
        .ada
        .call("people/ban", &suicide)
        .await
        .refused(&Problem::Forbidden);
    house.ada.call("people/ban", &ban).await.is(200);
    assert!(!is_in(&house.bob).await);
    house
        .bob
        .say("1", "hello?")
        .await
        .refused(&Problem::SignedOut);
    house.bob.get("/api/messages/sse").await.is(401);
    house
        .anon
        .try_sign_in(BOB, PASSWORD)
        .await
        .refused(&Problem::CredentialsWrong);
    let lift = [("person", bob.as_str()), ("banned", "false")];
    house.ada.call("people/ban", &lift).await.is(200);
    assert!(!is_in(&house.bob).await, "what ended stays ended");
    house.anon.try_sign_in(BOB, PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_session_ends_after_30_days_unused_and_180_in_all() {
    let house = House::open().await;
    house.server.pass(30 * DAY - 1);
    assert!(is_in(&house.bob).await);
    house.server.pass(1);
    assert!(!is_in(&house.eve).await, "unused for 30 days");

    let eve = house.eve.elsewhere("eve@example.com", PASSWORD, 9).await;
    for day in (0..180).step_by(20) {
        assert!(is_in(&eve).await, "used every 20 days, on day {day}");
        // That it was used is noted beside the answer.
        loop {
            let seen = sessions(&eve)
                .await
                .into_iter()
                .find(|session| session.current);
            let seen = seen.expect("the one that asks");
            if seen.seen_at.0 - seen.created_at.0 >= day * DAY {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        house.server.pass(20 * DAY);
    }
    assert!(!is_in(&eve).await, "180 days old");
}

#[tokio::test]
async fn a_forged_cookie_is_nobodys() {
    let house = House::open().await;
    let token = house.bob.token.clone().unwrap();
    let forged = [
        String::new(),
        "x".to_owned(),
        "0".repeat(32),
        token[..31].to_owned(),
        format!("{token}0"),
        token.to_uppercase(),
        "' or 1=1 --".to_owned(),
        "%00".to_owned(),
        "é".to_owned(),
        "x".repeat(6_000),
    ];
    for forged in forged {
        let mut actor = house.anon.clone();
        actor.token = Some(forged.clone());
        assert!(!is_in(&actor).await, "{forged}");
        let answer = actor.call("sessions/list", &[]).await;
        answer.refused(&Problem::SignedOut);
    }
}
