//! What the server's keeper decides in the panel, and what options decide before.

use parlour::{chat::media::Limits, domain::Problem};

use super::{
    panel::{browse, send},
    server::House,
};

const HERE: &str = "/admin/settings";

#[tokio::test]
async fn the_servers_name_is_on_every_page() {
    let house = House::open().await;
    let pages = [
        (&house.bob, "/rooms/1"),
        (&house.anon, "/sign-in"),
        (&house.ada, HERE),
    ];
    for (who, path) in pages {
        let page = browse(who, path).await.text();
        assert!(page.contains(" · Parlour</title>"), "{path}: {page}");
    }
    let name = [("name", "  Oak <b> &\u{202e} Ash ")];
    send(&house.ada, HERE, &name).await.is(303);
    for (who, path) in pages {
        let page = browse(who, path).await.text();
        assert!(
            page.contains(" · Oak &lt;b&gt; &amp; Ash</title>") && !page.contains("Parlour<"),
            "{path}: {page}"
        );
    }
    for wrong in ["\u{200b}".to_owned(), "x".repeat(81)] {
        let refused = send(&house.ada, HERE, &[("name", &wrong)]).await;
        let page = refused.is(400).text();
        assert!(page.contains("role=\"alert\""), "{page}");
    }
    send(&house.ada, HERE, &[("name", "")]).await.is(303);
    let page = browse(&house.anon, "/sign-in").await.text();
    assert!(page.contains(" · Parlour</title>"), "{page}");
}

#[tokio::test]
async fn limits_hold_at_once() {
    let house = House::open().await;
    for (field, wrong) in [
        ("upload_limit", "much"),
        ("upload_quota", "1TB"),
        ("send_rate", "-1"),
        ("send_rate", "1.5"),
    ] {
        let refused = send(&house.ada, HERE, &[(field, wrong)]).await;
        let page = refused.is(400).text();
        assert!(page.contains(&format!("value=\"{wrong}\"")), "{page}");
    }
    let decided = [
        ("upload_limit", "2 KB"),
        ("upload_quota", "1536"),
        ("send_rate", "1"),
    ];
    send(&house.ada, HERE, &decided).await.is(303);
    let limits = Limits {
        upload: 2_048,
        quota: 1_536,
    };
    assert_eq!(house.server.chat.limits(), limits);
    let too_large = Problem::FileTooLarge { limit: 2_048 };
    house
        .bob
        .set_picture("a.png", &[0; 2_049])
        .await
        .refused(&too_large);
    for _ in 0..15 {
        house.bob.say("1", "quick").await.is(200);
    }
    house.bob.say("1", "too quick").await.is(429);
    let page = browse(&house.ada, HERE).await.text();
    assert!(
        page.contains("value=\"2KB\"") && page.contains("value=\"1536\""),
        "{page}"
    );
    // No limit again.
    send(&house.ada, HERE, &[("send_rate", "0")]).await.is(303);
    house.bob.say("1", "at leisure").await.is(200);
    assert_eq!(house.server.chat.limits().upload, 25 << 20);
}

#[tokio::test]
async fn options_go_before_and_the_form_says_so() {
    let options = ["--upload-limit", "3KB", "--send-rate", "0"];
    let house = House::open_with(&options).await;
    let decided = [
        ("upload_limit", "2KB"),
        ("upload_quota", "9KB"),
        ("send_rate", "1"),
    ];
    send(&house.ada, HERE, &decided).await.is(303);
    let limits = Limits {
        upload: 3 << 10,
        quota: 9 << 10,
    };
    assert_eq!(house.server.chat.limits(), limits);
    for _ in 0..16 {
        house.bob.say("1", "quick").await.is(200);
    }
    let page = browse(&house.ada, HERE).await.text();
    for (option, said) in [
        ("--upload-limit", true),
        ("--send-rate", true),
        ("--upload-quota", false),
        ("--sign-up", false),
    ] {
        assert_eq!(page.contains(&format!("with {option},")), said, "{option}");
    }
}
