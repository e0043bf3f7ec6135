//! Which passwords are taken, and how somebody who guesses them is slowed down.

use parlour::domain::Problem;
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    server::{House, PASSWORD, SECOND, Server},
};

const BOB: &str = "bob@example.com";
const WRONG: &str = "not the password";

#[tokio::test]
async fn a_password_has_8_to_256_characters_and_is_not_common() {
    let house = House::open_with(&["--sign-up"]).await;
    let cases = [
        ("sieben7".to_owned(), Some(Problem::PasswordTooShort)),
        ("好好好好好好好".to_owned(), Some(Problem::PasswordTooShort)),
        ("acht-8.x".to_owned(), None),
        ("好学不倦天天向上".to_owned(), None),
        ("y".repeat(256), None),
        ("😀".repeat(256), None),
        ("y".repeat(257), Some(Problem::PasswordTooLong)),
        ("password".to_owned(), Some(Problem::PasswordCommon)),
        ("PassWord123".to_owned(), Some(Problem::PasswordCommon)),
        ("        ".to_owned(), None),
    ];
    for (number, (password, problem)) in cases.iter().enumerate() {
        let email = format!("person{number}@example.com");
        let fields = [("name", "New"), ("email", &email), ("password", password)];
        let answer = house.anon.call("people/create", &fields).await;
        match problem {
            Some(problem) => answer.refused(problem),
            None => answer.is(200),
        };
        let change = [("current", PASSWORD), ("new", password)];
        let answer = match problem {
            Some(_) => house.eve.call("me/password", &change).await,
            None => house.anon.try_sign_in(&email, password).await,
        };
        match problem {
            Some(problem) => answer.refused(problem),
            None => answer.is(200),
        };
    }
}

#[tokio::test]
async fn a_program_learns_which_field_is_wrong() {
    let server = Server::fresh(&["--open"]).await;
    for (email, password, field, problem) in [
        (
            "a@example.com",
            "short",
            "password",
            Problem::PasswordTooShort,
        ),
        (
            "a@example.com",
            "password",
            "password",
            Problem::PasswordCommon,
        ),
        ("nobody", PASSWORD, "email", Problem::EmailInvalid),
    ] {
        let body = json!({"email": email, "password": password});
        let answer = server.anon().post("/api/users/first-register", body).await;
        let answer = answer.is(400).json();
        let error = &answer["errors"][0]["data"]["errors"][0];
        assert_eq!(error["path"], field);
        assert_eq!(error["message"], problem.to_string());
    }
    assert!(server.chat.accounts().await.unwrap().is_empty());
}

/// What an answer says, without what differs from one to the next.
fn said(answer: &Answer) -> String {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    format!("{} {headers:?} {}", answer.status, answer.text())
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let house = House::open().await;
    let anon = &house.anon;
    let wrong = anon.try_sign_in(BOB, WRONG).await;
    wrong.refused(&Problem::CredentialsWrong);
    for (email, password) in [
        ("nobody@example.com", WRONG),
        ("nobody", WRONG),
        ("", ""),
        (BOB, ""),
        (BOB, &"x".repeat(1_000)),
    ] {
        let answer = anon.try_sign_in(email, password).await;
        assert_eq!(said(&answer), said(&wrong), "{email}");
    }
    let rest = async |email: &str| {
        let body = json!({"email": email, "password": WRONG});
        house.eve.post("/api/users/login", body).await
    };
    let (known, unknown) = (rest(BOB).await, rest("nobody@example.com").await);
    assert_eq!(said(known.is(401)), said(&unknown));
    // Somebody banned is told no more.
    let ban = [
        ("person", house.eve.id.to_string()),
        ("banned", "true".to_owned()),
    ];
    let ban: Vec<_> = ban
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    house.ada.call("people/ban", &ban).await.is(200);
    let banned = anon.try_sign_in("eve@example.com", PASSWORD).await;
    assert_eq!(said(&banned), said(&wrong));
}

async fn guess(actor: &Actor, times: usize) {
    for _ in 0..times {
        actor.try_sign_in(BOB, WRONG).await;
    }
}

fn wait(answer: &Answer) -> i64 {
    let seconds: i64 = answer
        .is(429)
        .header("retry-after")
        .unwrap()
        .parse()
        .unwrap();
    let problem = Problem::TooMany {
        seconds: seconds.unsigned_abs(),
    };
    answer.refused(&problem);
    assert!(seconds > 0);
    seconds
}

#[tokio::test]
async fn guessing_is_slowed_and_the_owner_is_not_locked_out() {
    let house = House::open().await;
    guess(&house.anon, 5).await;
    let slowed = house.anon.try_sign_in(BOB, PASSWORD).await;
    let first = wait(&slowed);
    // The right password too, or the answer would tell that it is; from other addresses too; but not where the owner
    // is known, and nobody else.
    let stranger = Actor::new(house.server.router.clone(), 77);
    wait(&stranger.try_sign_in(BOB, PASSWORD).await);
    house
        .bob
        .try_sign_in(" BOB@example.com", PASSWORD)
        .await
        .is(200);
    stranger
        .try_sign_in("eve@example.com", PASSWORD)
        .await
        .is(200);

    // Who came in is forgiven; who goes on waits longer each time.
    guess(&house.anon, 5).await;
    let mut waits = vec![first];
    for _ in 0..4 {
        let seconds = wait(&house.anon.try_sign_in(BOB, WRONG).await);
        waits.push(seconds);
        house.server.pass(seconds * SECOND);
        let after = house.anon.try_sign_in(BOB, WRONG).await;
        after.refused(&Problem::CredentialsWrong);
    }
    assert!(waits[1..].is_sorted_by(|one, next| one < next), "{waits:?}");
    let answer = house.anon.try_sign_in(BOB, PASSWORD).await;
    house.server.pass(wait(&answer) * SECOND);
    house.anon.try_sign_in(BOB, PASSWORD).await.is(200);
}

#[tokio::test]
async fn an_unknown_address_is_slowed_like_a_known_one() {
    let house = House::open().await;
    for _ in 0..5 {
        house
            .anon
            .try_sign_in("nobody@example.com", WRONG)
            .await
            .is(401);
    }
    wait(&house.anon.try_sign_in("nobody@example.com", WRONG).await);
}

#[tokio::test]
async fn guessing_many_accounts_from_one_place_is_slowed() {
    let house = House::open().await;
    for number in 0..20 {
        let email = format!("person{number}@example.com");
        house.anon.try_sign_in(&email, WRONG).await.is(401);
    }
    wait(&house.anon.try_sign_in(BOB, PASSWORD).await);
    // A program's door is the same door.
    let body = json!({"email": BOB, "password": PASSWORD});
    let rest = house.anon.ask("POST", "/api/users/login", body.to_string());
    let rest = rest.await;
    assert!(rest.is(429).header("retry-after").is_some());
    let elsewhere = Actor::new(house.server.router.clone(), 78);
    elsewhere.try_sign_in(BOB, PASSWORD).await.is(200);
}

#[tokio::test]
async fn guessing_at_once_is_slowed_too() {
    let house = House::open().await;
    let guesses = (0..24).map(|_| house.anon.try_sign_in(BOB, WRONG));
    let answers = futures_util::future::join_all(guesses).await;
    let worked_on = answers
        .iter()
        .filter(|answer| answer.status.as_u16() == 401)
        .count();
    assert!(
        worked_on < 10,
        "{worked_on} of 24 guesses at once were worked on"
    );
}

#[tokio::test]
async fn the_current_password_is_guarded_like_a_sign_in() {
    let house = House::open().await;
    let fields = [("current", WRONG), ("new", "a tower of nine lamps")];
    for _ in 0..20 {
        let answer = house.bob.call("me/password", &fields).await;
        answer.refused(&Problem::PasswordWrong);
    }
    wait(&house.bob.call("me/password", &fields).await);
}
