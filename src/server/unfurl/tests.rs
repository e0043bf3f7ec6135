//! What is asked, and what is never asked. Each site is a real one, on this machine, which counts who comes.

mod pictures;
mod site;
pub(in crate::server) mod tls;

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::Mutex,
    time::Duration,
};

use tokio::sync::OnceCell;

use super::{net::Internet, *};
use crate::{
    chat::{Clock, settings::Options},
    domain::{PersonId, Preview, Role, RoomId},
    store::{Durability, FILE, Store},
};
use site::{HTML, LOOPBACK, Site, page, redirect};

/// Names as a test has them. One site may be reached though it is on this machine; for all else the table holds, at any
/// port.
#[derive(Debug)]
struct Names {
    open: SocketAddr,
    known: HashMap<&'static str, Vec<IpAddr>>,
    /// What was looked up.
    asked: Mutex<Vec<String>>,
}

impl Net for Names {
    async fn resolve(&self, name: String, port: u16) -> io::Result<Vec<SocketAddr>> {
        let found = self.known.get(name.as_str()).cloned();
        self.asked.lock().unwrap().push(name.clone());
        match found {
            Some(found) => Ok(found
                .into_iter()
                .map(|ip| SocketAddr::new(ip, port))
                .collect()),
            // Names of this machine are the system's business.
            None if name.contains("localhost") => Internet.resolve(name, port).await,
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn permits(&self, address: SocketAddr) -> bool {
        address == self.open || address::is_public(address.ip())
    }
}

impl<N: Net> Fetcher<N> {
    /// The card alone.
    async fn preview(&self, link: &str) -> Result<Preview, Failure> {
        self.page(link).await.map(|found| found.preview)
    }
}

impl Fetcher<Names> {
    fn to(site: &Site) -> Self {
        let closed = |address: &str| address.parse().unwrap();
        let known = HashMap::from([
            ("open.example", vec![LOOPBACK]),
            ("secure.example", vec![LOOPBACK]),
            ("other.example", vec![LOOPBACK]),
            ("private.example", vec![closed("10.0.0.1")]),
            ("metadata.example", vec![closed("169.254.169.254")]),
            ("local.example", vec![closed("::1")]),
            ("mapped.example", vec![closed("::ffff:127.0.0.1")]),
            // One of its addresses is closed, wherever in the list.
            ("first.example", vec![closed("10.0.0.1"), LOOPBACK]),
            ("last.example", vec![LOOPBACK, closed("fd00::1")]),
        ]);
        Self {
            line: Line::to(Names {
                open: site.address,
                known,
                asked: Mutex::default(),
            }),
            patience: Duration::from_mins(1),
        }
    }
}

/// Links to a port of this machine, or its network, in every spelling; and links that are none.
fn closed(port: u16) -> Vec<String> {
    let mut links: Vec<String> = [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        // Digits and dots of other scripts.
        "１２７.０.０.１",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
        "ｌocalhost",
        "%6c%6f%63%61%6c%68%6f%73%74",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::127.0.0.1]",
        "[2002:7f00:1::]",
        "[0:0:0:0:0:0:0:1]",
        "[fe80::1%25lo]",
        "[fe80::1%lo]",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "user@127.0.0.1",
        "user:word@localhost",
        "open.example@127.0.0.1",
    ]
    .iter()
    .map(|host| format!("http://{host}:{port}/"))
    .collect();
    links.extend([
        format!("https://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}\\@open.example/"),
        format!("http:127.0.0.1:{port}/"),
        format!("http:\\\\127.0.0.1:{port}/"),
        format!("ftp://127.0.0.1:{port}/"),
        format!("gopher://127.0.0.1:{port}/_"),
        format!("ws://127.0.0.1:{port}/"),
        "file:///etc/passwd".to_owned(),
        "javascript:alert(1)".to_owned(),
        "data:text/html,<title>Secret</title>".to_owned(),
        "http://".to_owned(),
        "http://:80/".to_owned(),
        "nonsense".to_owned(),
    ]);
    links
}

#[tokio::test]
async fn nothing_near_is_ever_asked_by_a_link() {
    let secret = Site::secret().await;
    let port = secret.address.port();
    let site = Site::open(|_| page("<title>Open</title>")).await;
    let (names, internet) = (Fetcher::to(&site), Fetcher::new());
    for link in closed(port) {
        for refused in [names.preview(&link).await, internet.preview(&link).await] {
            assert!(
                matches!(
                    refused,
                    Err(Failure::Closed | Failure::NotWeb | Failure::Unknown(_))
                ),
                "{link}: {refused:?}"
            );
        }
    }
    for host in ["private", "metadata", "local", "mapped", "open"] {
        let refused = names
            .preview(&secret.url(&format!("{host}.example"), "/"))
            .await;
        assert!(
            matches!(refused, Err(Failure::Closed)),
            "{host}: {refused:?}"
        );
    }
    // Where one address of a host is closed, none of it is asked.
    for host in ["first.example", "last.example"] {
        let refused = names.preview(&site.url(host, "/")).await;
        assert!(
            matches!(refused, Err(Failure::Closed)),
            "{host}: {refused:?}"
        );
    }
    assert_eq!((secret.visits(), site.visits()), (0, 0));
}

#[tokio::test]
async fn nothing_near_is_ever_asked_by_a_redirect() {
    let secret = Site::secret().await;
    let mut targets = closed(secret.address.port());
    // These would be pages of the same site.
    targets.retain(|target| target != "nonsense" && !target.starts_with("http:1"));
    for host in ["private", "metadata", "local", "mapped", "open"] {
        targets.push(secret.url(&format!("{host}.example"), "/"));
    }
    // Relative to where they were found.
    targets.push(format!("//127.0.0.1:{}/", secret.address.port()));
    targets.push(format!("//open.example:{}/", secret.address.port()));
    let count = targets.len();
    let answers = targets.clone();
    let site = Site::open(move |head| {
        let number = head.split(['/', ' ']).find_map(|part| part.parse().ok());
        let number: usize = number.unwrap();
        let status = [301, 302, 303, 307, 308][number % 5];
        // What a header can't say as it is, is said as browsers do.
        redirect(status, &answers[number])
    })
    .await;
    let names = Fetcher::to(&site);
    for (number, target) in targets.iter().enumerate() {
        let refused = names
            .preview(&site.url("open.example", &format!("/{number}")))
            .await;
        assert!(
            matches!(
                refused,
                Err(Failure::Closed | Failure::NotWeb | Failure::Unknown(_))
            ),
            "{target}: {refused:?}"
        );
    }
    assert_eq!((secret.visits(), site.visits()), (0, count));
}

#[test]
fn only_the_ports_of_the_web_are_asked() {
    let public = |port| SocketAddr::from(([93, 184, 216, 34], port));
    for port in [80, 443] {
        assert!(Internet.permits(public(port)));
        assert!(!Internet.permits((LOOPBACK, port).into()));
    }
    for port in [0, 22, 25, 8080, 65_535] {
        assert!(!Internet.permits(public(port)), "{port}");
    }
}

#[tokio::test]
async fn a_name_is_looked_up_once_for_each_question() {
    let site = Site::open(|head| {
        if head.starts_with("GET /first ") {
            redirect(302, "/second?a=b")
        } else if head.starts_with("GET /second?a=b ") {
            redirect(301, "//other.example:PORT/third")
        } else {
            page("<title>There</title>")
        }
    })
    .await;
    let names = Fetcher::to(&site);
    let first = names
        .preview(&site.url("open.example", "/second"))
        .await
        .unwrap();
    assert_eq!(first.title, "There");
    // The port is no number, and so the address none.
    let second = names
        .preview(&site.url("open.example", "/first#part"))
        .await;
    assert!(matches!(second, Err(Failure::NotWeb)), "{second:?}");
    assert_eq!(*names.line.net.asked.lock().unwrap(), ["open.example"; 3]);
    assert_eq!(site.visits(), 3);
}

#[tokio::test]
async fn a_page_is_read_as_it_says() {
    let site = Site::open(|head| {
        assert!(head.contains("\r\nhost: open.example:"), "{head}");
        assert!(!head.to_lowercase().contains("cookie"), "{head}");
        page("<title>T</title><meta property=og:title content='A &amp; B'><meta property=og:site_name content=S><meta name=description content='D\n d'>")
    })
    .await;
    let url = site.url("open.example", "/a?b=c#d");
    let expected = Preview::new(&url, "A & B", "D d", "S");
    assert_eq!(Fetcher::to(&site).preview(&url).await.ok(), expected);
}

#[tokio::test]
async fn what_is_no_page_has_no_card() {
    let long = "x".repeat(100 << 10);
    let answers = [
        "HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\n\r\n<title>No</title></head>".to_owned(),
        "HTTP/1.1 206 Partial\r\ncontent-type: text/html\r\n\r\n<title>No</title></head>".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n<title>No</title></head>".to_owned(),
        "HTTP/1.1 200 OK\r\n\r\n<title>No</title></head>".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n<title>No</title></head>".to_owned(),
        "HTTP/1.1 302 Found\r\n\r\n".to_owned(),
        redirect(302, "/again"),
        page(""),
        page("<title> \u{200b} </title>"),
        "SSH-2.0-OpenSSH_9.9\r\n\r\n".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\nx: {long}\r\n\r\n"),
    ];
    for answer in answers {
        let beginning: String = answer.chars().take(80).collect();
        let site = Site::open(move |_| answer.clone()).await;
        let refused = Fetcher::to(&site)
            .preview(&site.url("open.example", "/"))
            .await;
        assert!(refused.is_err(), "{beginning}: {refused:?}");
        assert!(site.visits() <= 5, "{beginning}: {}", site.visits());
    }
}

#[tokio::test]
async fn a_page_without_an_end_is_left() {
    // More than is read, and no end of the head in it.
    let endless = page(&format!("<title>Long</title>{}", "<meta>".repeat(200_000)));
    let site = Site::open(move |_| endless.clone()).await;
    let card = Fetcher::to(&site)
        .preview(&site.url("open.example", "/"))
        .await;
    assert_eq!(card.unwrap().title, "Long");
}

#[tokio::test]
async fn who_is_slow_is_left() {
    let site = Site::open(|_| format!("HTTP/1.1 200 OK\r\n{HTML}\r\n<title>Slow</title>")).await;
    let fetcher = Fetcher {
        patience: Duration::ZERO,
        ..Fetcher::to(&site)
    };
    let late = fetcher.preview(&site.url("open.example", "/")).await;
    assert!(matches!(late, Err(Failure::Slow)), "{late:?}");
}

#[tokio::test]
async fn https_is_for_who_can_prove_their_name() {
    let site = Site::over(Some(tls::acceptor()), |_| page("<title>Proven</title>")).await;
    let trusting = Fetcher {
        line: Line {
            tls: OnceCell::new_with(fetch::trusting(tls::roots()).ok()),
            ..Fetcher::to(&site).line
        },
        ..Fetcher::to(&site)
    };
    let strict = Fetcher::to(&site);
    let link = |host: &str| site.url(host, "/").replace("http:", "https:");
    let proven = trusting.preview(&link("secure.example")).await;
    assert_eq!(proven.unwrap().title, "Proven");
    for (fetcher, host) in [(&trusting, "open.example"), (&strict, "secure.example")] {
        let refused = fetcher.preview(&link(host)).await;
        assert!(
            matches!(refused, Err(Failure::Unreachable(_))),
            "{host}: {refused:?}"
        );
    }
}

/// A chat with somebody in its lobby.
async fn chat(folder: &std::path::Path) -> (Chat, PersonId) {
    let store = Store::open(&folder.join(FILE), Durability::Relaxed)
        .await
        .unwrap();
    let chat = Chat::new(store, Clock::System, Options::default());
    let ada = chat
        .add_person("Ada", "ada@example.org", "a long password", Role::Member)
        .await
        .unwrap();
    (chat, ada)
}

#[tokio::test]
async fn a_message_that_was_told_gets_its_cards() {
    let folder = tempfile::tempdir().unwrap();
    let (chat, ada) = chat(folder.path()).await;
    let site = Site::open(|head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        page(&format!("<title>{path}</title>"))
    })
    .await;
    let unfurler = Unfurler::new(&chat, "https://other.example", Fetcher::to(&site));
    let stop = CancellationToken::new();
    let running = tokio::spawn(unfurler.run(stop.clone()));
    let url = |path: &str| site.url("open.example", path);
    let text = format!(
        "{} https://other.example/rooms/1 http://private.example",
        url("/a")
    );
    let mut commits = chat.store().commits();
    let said = chat.send(ada, RoomId(1), &text, None).await.unwrap();
    assert_eq!(said.previews, []);
    let newest = async |chat: &Chat| {
        chat.history(ada, RoomId(1), None)
            .await
            .unwrap()
            .pop()
            .unwrap()
    };
    while newest(&chat).await.previews.is_empty() {
        commits.changed().await.unwrap();
    }
    chat.edit(ada, said.id, &format!("{} {}", url("/b"), url("/a")))
        .await
        .unwrap();
    let titles = async |chat: &Chat| -> Vec<String> {
        let cards = newest(chat).await.previews.into_iter();
        cards.map(|card| card.title).collect()
    };
    while titles(&chat).await != ["/b", "/a"] {
        commits.changed().await.unwrap();
    }
    // What is known is not asked again.
    assert_eq!(site.visits(), 2);
    stop.cancel();
    running.await.unwrap();
    chat.store().close().await;
}
