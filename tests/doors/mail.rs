//! What goes out by mail, to whom, and what nobody learns or suffers by it.

use parlour::domain::Problem;
use serde_json::json;

use super::{
    actor::{Actor, Answer},
    mail_server::{Mail, MailServer, Mood},
    panel::{browse, send},
    server::House,
};

const NEW: &str = "a tall green lamp";

async fn house(mails: &MailServer) -> House {
    House::open_with(&mails.options()).await
}

async fn forget(actor: &Actor, email: &str) -> Answer {
    send(actor, "/forgot", &[("email", email)]).await
}

/// The path of the link in a mail.
fn link(mail: &Mail) -> String {
    let line = mail.text.lines().find(|line| line.starts_with("http"));
    let path = line.unwrap().strip_prefix("http://parlour.example");
    path.expect("a link to this server, whatever the request said")
        .to_owned()
}

async fn choose(actor: &Actor, path: &str) -> Answer {
    send(actor, path, &[("password", NEW)]).await
}

#[tokio::test]
async fn who_forgot_their_password_chooses_another_by_mail() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let page = browse(&house.anon, "/sign-in").await.text();
    assert!(page.contains("href=\"/forgot\""));
    let page = browse(&house.anon, "/forgot").await.is(200).text();
    assert!(page.contains("type=\"email\"") && page.contains("method=\"post\""));
    let answer = forget(&house.anon, " Bob@Example.com ")
        .await
        .is(200)
        .text();
    assert!(answer.contains("Look into your mail"), "{answer}");
    let mail = mails.mail().await;
    assert_eq!(mail.to, ["bob@example.com"]);
    for line in [
        "From: Parlour <parlour@example.org>",
        "To: bob@example.com",
        "Subject: Another password for Parlour",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(mail.head.lines().any(|found| found == line), "{mail:?}");
    }
    let path = link(&mail);
    browse(&house.anon, &path).await.is(200);
    let chosen = choose(&house.anon, &path).await;
    assert!(chosen.is(303).cookie("parlour").is_some());
    house.anon.try_sign_in("bob@example.com", NEW).await.is(200);
    assert!(
        choose(&house.anon, &path)
            .await
            .text()
            .contains("no longer works")
    );
    assert_eq!(
        house.bob.get("/api/users/me").await.json()["user"],
        json!(null)
    );
}

#[tokio::test]
async fn a_mail_speaks_its_readers_language() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let fields = [("name", "Bob"), ("language", "zh")];
    house.bob.call("me/describe", &fields).await.is(200);
    forget(&house.anon, "bob@example.com").await.is(200);
    let mail = mails.mail().await;
    assert!(mail.text.contains("设置新密码"), "{mail:?}");
    assert!(mail.head.contains("Subject: =?utf-8?b?"), "{mail:?}");
}

#[tokio::test]
async fn who_has_an_account_is_not_to_be_found_out() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let bot = house.server.chat.add_bot("Robot", "robot@example.com");
    bot.await.unwrap();
    house
        .ada
        .call(
            "people/ban",
            &[("person", &house.eve.id.to_string()), ("banned", "true")],
        )
        .await
        .is(200);
    let known = forget(&house.anon, "bob@example.com").await;
    let program = json!({"email": "bob@example.com"});
    let to_program = house.anon.post("/api/users/forgot-password", program).await;
    for email in ["nobody@example.com", "robot@example.com", "eve@example.com"] {
        let unknown = forget(&house.anon, email).await;
        assert_eq!(
            (unknown.status, unknown.text()),
            (known.status, known.text())
        );
        let unknown = house
            .anon
            .post("/api/users/forgot-password", json!({"email": email}))
            .await;
        assert_eq!(
            (unknown.status, unknown.text()),
            (to_program.status, to_program.text())
        );
    }
    forget(&house.anon, "ada@example.com").await.is(200);
    for to in ["bob@example.com", "bob@example.com", "ada@example.com"] {
        assert_eq!(mails.mail().await.to, [to]);
    }
}

#[tokio::test]
async fn a_mail_ends_no_link_that_an_admin_handed_out() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let bob = json!({"email": "bob@example.com"});
    let handed = house
        .ada
        .post("/api/users/forgot-password", bob)
        .await
        .json();
    let handed = format!("/reset/{}", handed["token"].as_str().unwrap());
    forget(&house.eve, "bob@example.com").await.is(200);
    let mailed = link(&mails.mail().await);
    choose(&house.anon, &handed).await.is(303);
    // And who came in by one of them has used up all.
    assert!(
        choose(&house.anon, &mailed)
            .await
            .text()
            .contains("no longer works")
    );
}

#[tokio::test]
async fn nobody_fills_somebody_elses_box() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let first = forget(&house.anon, "bob@example.com").await;
    for _ in 0..8 {
        let again = forget(&house.anon, "bob@example.com").await;
        assert_eq!(again.is(200).text(), first.text());
    }
    forget(&house.anon, "eve@example.com").await.is(200);
    for to in ["bob", "bob", "bob", "eve"] {
        assert_eq!(mails.mail().await.to, [format!("{to}@example.com")]);
    }
    for n in 0..10 {
        forget(&house.anon, &format!("p{n}@example.com"))
            .await
            .is(200);
    }
    let refused = forget(&house.anon, "ada@example.com").await;
    let program = json!({"email": "ada@example.com"});
    let to_program = house
        .anon
        .post("/api/users/forgot-password", program.clone());
    for refused in [refused, to_program.await] {
        refused.is(429);
    }
    // Another network asks for itself.
    house
        .eve
        .post("/api/users/forgot-password", program)
        .await
        .is(200);
    assert_eq!(mails.mail().await.to, ["ada@example.com"]);
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_brought_again() {
    let mut mails = MailServer::open(Mood::Full).await;
    let house = house(&mails).await;
    forget(&house.anon, "bob@example.com").await.is(200);
    let refused = mails.mail().await;
    // Its time has not come, but the mail server takes mails again.
    forget(&house.anon, "eve@example.com").await.is(200);
    assert_eq!(mails.mail().await.to, ["eve@example.com"]);
    let again = mails.mail().await;
    assert_eq!(again.to, ["bob@example.com"]);
    assert_eq!(again.text, refused.text);
    choose(&house.anon, &link(&again)).await.is(303);
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_holds_nobody_up() {
    let mails = MailServer::open(Mood::Silent).await;
    let house = house(&mails).await;
    for email in ["bob@example.com", "eve@example.com", "ada@example.com"] {
        forget(&house.anon, email).await.is(200);
    }
    let invite = [("days", "1"), ("uses", "1"), ("to", "new@example.com")];
    send(&house.ada, "/admin/people/invites", &invite)
        .await
        .is(200);
    house.bob.say("1", "hello").await.is(200);
}

#[tokio::test]
async fn nothing_typed_begins_a_header_or_another_mail() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    for email in [
        "bob@example.com\r\nBcc: eve@example.com",
        "bob@example.com,eve@example.com",
        "<bob@example.com> <eve@example.com>",
        "bob@example.com\r\n.\r\nMAIL FROM:<x@example.com>",
        "",
    ] {
        forget(&house.anon, email)
            .await
            .is(Problem::EmailInvalid.status());
        // Programs are answered alike whatever they ask; nothing comes of it.
        let body = json!({"email": email});
        house.anon.post("/api/users/forgot-password", body).await;
    }
    let name = "Ada: <eve@example.com>, \"=?utf-8?q?x?=\" 林";
    let fields = [("name", name), ("language", "")];
    house.ada.call("me/describe", &fields).await.is(200);
    let invite = [("days", "7"), ("uses", "1"), ("to", "new@example.com")];
    let page = send(&house.ada, "/admin/people/invites", &invite)
        .await
        .is(200)
        .text();
    assert!(page.contains("on its way to new@example.com"), "{page}");
    let mail = mails.mail().await;
    assert_eq!(mail.to, ["new@example.com"]);
    assert!(
        mail.text
            .starts_with(&format!("{name} invites you to Parlour."))
    );
    // It stands in one header, and in no other one.
    let named = mail
        .head
        .lines()
        .filter(|line| line.contains("eve@example.com"));
    assert!(
        named.clone().all(|line| line.starts_with("Subject: ")),
        "{mail:?}"
    );
    let subjects = mail
        .head
        .lines()
        .filter(|line| line.starts_with("Subject: "));
    assert_eq!(subjects.count(), 1, "{mail:?}");
    browse(&house.anon, &link(&mail)).await.is(200);
}

#[tokio::test]
async fn an_invitation_to_no_address_is_not_made() {
    let mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let before = house.server.dump().await;
    let invite = [("days", "7"), ("uses", "1"), ("to", "nobody")];
    send(&house.ada, "/admin/people/invites", &invite)
        .await
        .is(422);
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn the_panel_says_whether_mail_works() {
    let mut mails = MailServer::open(Mood::Kind).await;
    let house = house(&mails).await;
    let page = browse(&house.ada, "/admin").await.text();
    assert!(
        page.contains("parlour@example.org")
            && page.contains(mails.url.trim_start_matches("smtp://"))
    );
    let page = send(&house.ada, "/admin/mail", &[]).await.is(200).text();
    assert!(
        page.contains("took a test mail to ada@example.com"),
        "{page}"
    );
    let mail = mails.mail().await;
    assert_eq!(mail.to, ["ada@example.com"]);

    let cross = MailServer::open(Mood::Cross).await;
    let other = self::house(&cross).await;
    let page = send(&other.ada, "/admin/mail", &[]).await.is(200).text();
    assert!(
        page.contains("was not sent") && page.contains("I don&#39;t like")
            || page.contains("I don't like"),
        "{page}"
    );
}

#[tokio::test]
async fn where_no_mail_is_configured_people_are_told_whom_to_ask() {
    let house = House::open().await;
    let page = browse(&house.anon, "/forgot").await.is(200).text();
    assert!(
        page.contains("Ask one of its admins") && !page.contains("<form"),
        "{page}"
    );
    let answer = forget(&house.anon, "bob@example.com").await;
    assert_eq!(answer.is(200).text(), page);
    assert!(
        browse(&house.ada, "/admin")
            .await
            .text()
            .contains("No mail is configured")
    );
    let page = send(&house.ada, "/admin/mail", &[]).await.is(200).text();
    assert!(page.contains("No mail is configured"));
}
