//! How people come to have an account.

use parlour::domain::{Invite, Problem};
use serde_json::json;

use super::{
    actor::Answer,
    server::{DAY, House, Server, holds},
};

const GOOD: &str = "a tower of nine lamps";

/// What the newcomer's form holds.
fn newcomer<'a>(secret: (&'a str, &'a str), email: &'a str) -> [(&'a str, &'a str); 4] {
    [
        secret,
        ("name", "New"),
        ("email", email),
        ("password", GOOD),
    ]
}

async fn secret_of(server: &Server) -> String {
    let token = server.chat.draw_setup_token().await.unwrap().unwrap();
    token.reveal().to_owned()
}

/// An invite link's secret.
async fn invite(house: &House, days: &str, uses: &str) -> String {
    let answer = house
        .ada
        .call("invites/create", &[("days", days), ("uses", uses)])
        .await;
    let link: String = answer.is(200).read();
    let (home, secret) = link.rsplit_once('/').unwrap();
    assert_eq!(home, "http://chat.example/join");
    secret.to_owned()
}

async fn join(house: &House, secret: &str, email: &str) -> Answer {
    let fields = newcomer(("invite", secret), email);
    house.anon.call("people/create", &fields).await
}

#[tokio::test]
async fn the_first_account_needs_the_printed_secret_and_is_an_admins() {
    let server = Server::fresh(&[]).await;
    let anon = server.anon();
    let secret = secret_of(&server).await;
    let before = server.dump().await;
    for wrong in [
        "",
        "0123456789abcdef0123456789abcdef",
        &secret[1..],
        &secret.to_uppercase(),
    ] {
        let fields = newcomer(("token", wrong), "ada@example.com");
        anon.call("people/first", &fields)
            .await
            .refused(&Problem::SetupInvalid);
        let body = json!({"email": "ada@example.com", "password": GOOD, "token": wrong});
        anon.post("/api/users/first-register", body).await.is(410);
    }
    assert_eq!(server.dump().await, before);

    let fields = newcomer(("token", &secret), "Ada@Example.com");
    let made = anon.submit("/setup", "people/first", &fields).await;
    made.is(302);
    assert_eq!(made.location(), "/");
    let mut ada = server.anon();
    ada.token = made.cookie("parlour");
    let me = ada.get("/api/users/me").await.json();
    assert_eq!(me["user"]["email"], "ada@example.com");
    assert_eq!(me["user"]["role"], "admin");
    ada.say("1", "the lobby is there").await.is(200);

    // The secret works once, and no other is drawn.
    let fields = newcomer(("token", &secret), "eve@example.com");
    anon.call("people/first", &fields)
        .await
        .refused(&Problem::SetupInvalid);
    let body = json!({"email": "eve@example.com", "password": GOOD, "token": secret});
    anon.post("/api/users/first-register", body).await.is(403);
    assert!(server.chat.draw_setup_token().await.unwrap().is_none());
}

#[tokio::test]
async fn a_program_makes_the_first_account_by_the_same_secret() {
    let server = Server::fresh(&[]).await;
    let earlier = secret_of(&server).await;
    let secret = secret_of(&server).await;
    let register = async |token: &str| {
        let body = json!({"email": "ada@example.com", "password": GOOD, "token": token});
        server.anon().post("/api/users/first-register", body).await
    };
    register(&earlier).await.is(410);
    let made = register(&secret).await;
    assert_eq!(made.is(200).json()["user"]["role"], "admin");
    register(&secret).await.is(403);
}

#[tokio::test]
async fn two_at_once_make_one_first_account() {
    let server = Server::fresh(&[]).await;
    let (secret, anon) = (secret_of(&server).await, server.anon());
    let ada = newcomer(("token", &secret), "ada@example.com");
    let eve = newcomer(("token", &secret), "eve@example.com");
    let (one, other) = tokio::join!(
        anon.call("people/first", &ada),
        anon.call("people/first", &eve)
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
    assert_eq!(server.chat.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_invite_ends_when_it_is_used_up_expired_or_revoked() {
    let house = House::open().await;
    let once = invite(&house, "7", "1").await;
    let name: String = house
        .anon
        .call("invites/look", &[("token", &once)])
        .await
        .read();
    assert_eq!(name, "Ada");
    let made = join(&house, &once, "one@example.com").await;
    made.is(200);
    let mut new = house.server.anon();
    new.token = made.cookie("parlour");
    new.say("1", "here").await.is(200);
    join(&house, &once, "two@example.com")
        .await
        .refused(&Problem::InviteInvalid);

    let expired = invite(&house, "7", "10").await;
    house.server.pass(7 * DAY - 1);
    join(&house, &expired, "three@example.com").await.is(200);
    house.server.pass(1);
    join(&house, &expired, "four@example.com")
        .await
        .refused(&Problem::InviteInvalid);

    let revoked = invite(&house, "7", "10").await;
    let list: Vec<Invite> = house.ada.call("invites/list", &[]).await.read();
    assert_eq!(list.len(), 1, "only what works is listed");
    let id = list[0].id.to_string();
    let revoke = [("id", id.as_str())];
    house.ada.call("invites/revoke", &revoke).await.is(200);
    for dead in [&revoked, "", "nonsense", &"0".repeat(32)] {
        let answer = join(&house, dead, "five@example.com").await;
        let problem = if dead.is_empty() {
            Problem::SignUpClosed
        } else {
            Problem::InviteInvalid
        };
        answer.refused(&problem);
        let look = house.anon.call("invites/look", &[("token", dead)]).await;
        look.refused(&Problem::InviteInvalid);
    }
    house
        .ada
        .call("invites/revoke", &revoke)
        .await
        .refused(&Problem::NotFound);
    assert_eq!(house.server.chat.accounts().await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_refused_form_does_not_use_the_invite_up() {
    let house = House::open().await;
    let secret = invite(&house, "7", "1").await;
    join(&house, &secret, "BOB@example.com ")
        .await
        .refused(&Problem::EmailTaken);
    join(&house, &secret, "nobody")
        .await
        .refused(&Problem::EmailInvalid);
    let both = tokio::join!(
        join(&house, &secret, "one@example.com"),
        join(&house, &secret, "two@example.com")
    );
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410], "one use is one account");
}

#[tokio::test]
async fn only_admins_invite() {
    let house = House::open().await;
    invite(&house, "365", "1000").await;
    for (function, fields) in [
        ("invites/create", vec![("days", "7"), ("uses", "1")]),
        ("invites/list", vec![]),
        ("invites/revoke", vec![("id", "1")]),
    ] {
        house
            .bob
            .call(function, &fields)
            .await
            .refused(&Problem::Forbidden);
        house
            .anon
            .call(function, &fields)
            .await
            .refused(&Problem::SignedOut);
    }
    for (days, uses) in [
        ("0", "1"),
        ("366", "1"),
        ("-1", "1"),
        ("7", "0"),
        ("7", "1001"),
    ] {
        let fields = [("days", days), ("uses", uses)];
        house.ada.call("invites/create", &fields).await.is(400);
    }
}

#[tokio::test]
async fn anyone_signs_up_only_where_that_is_allowed() {
    let closed = House::open().await;
    join(&closed, "", "new@example.com")
        .await
        .refused(&Problem::SignUpClosed);
    let open = House::open_with(&["--sign-up"]).await;
    let made = join(&open, "", "new@example.com").await;
    made.is(200);
    let mut new = open.server.anon();
    new.token = made.cookie("parlour");
    assert_eq!(
        new.get("/api/users/me").await.json()["user"]["role"],
        "member"
    );
    join(&open, "", "new@example.com")
        .await
        .refused(&Problem::EmailTaken);
    // An invite that does not work is not taken for none.
    join(&open, "nonsense", "other@example.com")
        .await
        .refused(&Problem::InviteInvalid);
    // The first account stays the one of who has the printed secret.
    let fresh = Server::fresh(&["--sign-up"]).await;
    let fields = newcomer(("invite", ""), "eve@example.com");
    fresh
        .anon()
        .call("people/create", &fields)
        .await
        .refused(&Problem::SignUpClosed);
}

#[tokio::test]
async fn secrets_are_kept_hashed_only() {
    let house = House::open().await;
    let secret = invite(&house, "7", "1").await;
    let fresh = Server::fresh(&[]).await;
    let setup = secret_of(&fresh).await;
    assert!(!holds(&fresh.bytes().await, &setup));
    let bytes = house.server.bytes().await;
    assert!(
        holds(&bytes, "bob@example.com"),
        "the bytes are the database's"
    );
    assert!(holds(&bytes, "$argon2id$v=19$m=19456,t=2,p=1$"));
    let token = house.bob.token.as_deref().unwrap();
    for secret in [secret.as_str(), token, super::server::PASSWORD] {
        assert!(!holds(&bytes, secret), "{secret} stands in the file");
    }
}
