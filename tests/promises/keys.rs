//! A program's stream by an API key ends with the key, whoever ends it.

use reqwest::{Client, RequestBuilder};

use crate::{listener::Listener, program::run, site::Site, support::soon};

fn request(url: &str, key: &str) -> RequestBuilder {
    Client::new()
        .get(format!("{url}/api/messages/sse?history=0"))
        .header("authorization", format!("users API-Key {key}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_key_and_no_other_does() {
    let site = Site::open().await;
    let email = "robot@example.org";
    let shell = async |words: &[&str]| {
        let output = run(words, site.folder(), "").await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    shell(&["user", "add", "--bot", "--email", email]).await;
    let add = ["user", "key", "add", "--email", email, "--name"];
    let first = shell(&[&add[..], &["first"]].concat()).await;
    let second = shell(&[&add[..], &["second"]].concat()).await;
    let mut ended = Listener::ask(request(site.url(), &first)).await;
    let mut stays = Listener::ask(request(site.url(), &second)).await;
    let list = shell(&["user", "key", "list", "--email", email]).await;
    let row = list.lines().find(|row| row.contains("\tfirst\t")).unwrap();
    let id = row.split('\t').next().unwrap();
    shell(&["user", "key", "end", "--email", email, id]).await;
    while let Some(event) = ended.kept().await {
        assert_eq!(event.event, "sync", "only what was before");
    }
    let robot = site.world.chat.account(email).await.unwrap();
    let ada = site.sender(&site.ada);
    ada.say(site.url(), &format!("for {}", robot.id)).await;
    // The robot came into the lobby as everybody does.
    stays.messages(1).await;
    let again = soon(request(site.url(), &first).send()).await.unwrap();
    assert_eq!(again.status(), 401);
    for (words, why) in [
        (
            &["user", "key", "end", "--email", email, id][..],
            "no such key",
        ),
        (
            &["user", "passwd", "--email", email],
            "a bot has no password",
        ),
    ] {
        let output = run(words, site.folder(), "a long password\n").await;
        assert!(!output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(why), "{said}");
    }
}
