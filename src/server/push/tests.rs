//! What goes to push services, and what becomes of what they answer. The service is a real one, on this machine.

mod service;

use std::{io, net::SocketAddr};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    rand::SystemRandom,
    signature::{self, ECDSA_P256_SHA256_FIXED},
};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use url::Url;

use super::{
    super::unfurl::{Failure, tests::tls, trusting},
    *,
};
use crate::{
    chat::{Clock, CurrentSession, Device, settings::Options},
    domain::{Language, Level, Role},
    live::{Opening, Viewer},
    store::{Durability, FILE, Store},
};
use service::{Pushed, Service};

const PASSWORD: &str = "a long password";
const LOBBY: RoomId = RoomId(1);

/// Names as a test has them: of all, one host is known, and may be reached.
#[derive(Debug)]
struct Names(SocketAddr);

impl Net for Names {
    async fn resolve(&self, name: String, _: u16) -> io::Result<Vec<SocketAddr>> {
        if name == "secure.example" {
            Ok(vec![self.0])
        } else {
            Internet.resolve(name, 443).await
        }
    }

    fn permits(&self, address: SocketAddr) -> bool {
        address == self.0
    }
}

/// A browser's half of a subscription. It can read one push.
struct Browser {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    secret: [u8; 16],
}

impl Browser {
    fn new() -> Self {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        Self {
            public: private.compute_public_key().unwrap().as_ref().to_vec(),
            private,
            secret: [7; 16],
        }
    }

    /// What it would say of itself.
    fn written(&self, endpoint: &str) -> String {
        let keys = json!({
            "p256dh": BASE64_URL_SAFE_NO_PAD.encode(&self.public),
            "auth": BASE64_URL_SAFE_NO_PAD.encode(self.secret),
        });
        json!({ "endpoint": endpoint, "expirationTime": null, "keys": keys }).to_string()
    }

    /// Reads a push as RFC 8188 and RFC 8291 say.
    fn open(self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        assert_eq!(rest[..4], 4_096_u32.to_be_bytes());
        assert_eq!(rest[4], 65);
        let (theirs, sealed) = rest[5..].split_at(65);
        let peer = UnparsedPublicKey::new(&ECDH_P256, theirs);
        let keys = agree_ephemeral(self.private, &peer, |agreed| {
            seal::derive(agreed, &self.secret, &self.public, theirs, salt).unwrap()
        })
        .unwrap();
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &keys.content).unwrap());
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(keys.nonce);
        let text = key.open_in_place(nonce, Aad::empty(), &mut sealed).unwrap();
        let (end, text) = text.split_last().unwrap();
        assert_eq!(*end, 2);
        serde_json::from_slice(text).unwrap()
    }
}

/// A chat with Ada and Bob in its lobby, whose pushes go to a service of the test's.
struct House {
    chat: Chat,
    live: Live,
    pusher: Arc<Pusher<Names>>,
    service: Service,
    /// What the pusher hears, too.
    errands: broadcast::Receiver<Errand>,
    ada: PersonId,
    bob: CurrentSession,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl House {
    async fn open(service: Service) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join(FILE), Durability::Relaxed)
            .await
            .unwrap();
        let chat = Chat::new(store, Clock::System, Options::default());
        let live = Live::start(&chat).await.unwrap();
        let mut people = Vec::new();
        for name in ["ada", "bob"] {
            let email = format!("{name}@example.org");
            people.push(
                chat.add_person(name, &email, PASSWORD, Role::Member)
                    .await
                    .unwrap(),
            );
        }
        let device = Device {
            agent: "A browser".to_owned(),
            address: service.address.ip(),
        };
        let bob = chat.sign_in("bob@example.org", PASSWORD, device).await;
        let stop = CancellationToken::new();
        let pusher = Arc::new(Pusher {
            chat: chat.clone(),
            live: live.clone(),
            line: Line {
                net: Names(service.address),
                tls: OnceCell::new_with(trusting(tls::roots()).ok()),
            },
            contact: contact("https://chat.example"),
            grace: Duration::ZERO,
            pause: Duration::ZERO,
            free: Semaphore::new(AT_ONCE),
            lanes: Mutex::default(),
        });
        let running = Arc::clone(&pusher).run(chat.errands());
        let end = stop.clone();
        tokio::spawn(async move {
            end.run_until_cancelled(running).await;
        });
        Self {
            ada: people[0],
            bob: bob.unwrap().session,
            errands: chat.errands(),
            chat,
            pusher,
            live,
            service,
            stop,
            _folder: folder,
        }
    }

    /// Has Bob's browser notified at a path of the service.
    async fn subscribe(&self, path: &str, bare: bool) -> Browser {
        let browser = Browser::new();
        let written = browser.written(&self.service.url(path));
        self.chat
            .subscribe(&self.bob, &written, bare, Language::English)
            .await
            .unwrap();
        browser
    }

    /// Ada says something in the lobby, and the pusher has been told.
    async fn say(&mut self, text: &str) -> MessageId {
        let said = self.chat.send(self.ada, LOBBY, text, None).await;
        let id = said.unwrap().id;
        while !matches!(self.errands.recv().await.unwrap(), Errand::Said { message, .. } if message == id)
        {
        }
        id
    }

    /// The next push.
    async fn next(&mut self) -> Pushed {
        self.service.pushed.recv().await.unwrap()
    }

    /// What else is pushed of what was said until now.
    async fn rest(&mut self) -> Vec<Pushed> {
        // It goes out after all that.
        self.chat.try_notifications(self.bob.id).unwrap();
        let mut all = Vec::new();
        loop {
            let pushed = self.next().await;
            if pushed.header("topic") == "room-0" {
                return all;
            }
            all.push(pushed);
        }
    }

    async fn close(self) {
        self.stop.cancel();
        self.live.stop().await;
        self.chat.store().close().await;
    }
}

#[test]
fn keys_are_those_of_the_standard() {
    // RFC 8291, appendix A.
    let read = |text| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
    let keys = seal::derive(
        &read("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
        &read("BTBZMqHH6r4Tts7J_aSIgg"),
        &read("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        &read("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
        &read("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    .unwrap();
    assert_eq!(keys.content.to_vec(), read("oIhVW04MRdy2XN9CiKLxTg"));
    assert_eq!(keys.nonce.to_vec(), read("4h_95klXJ5E_qnoN"));
}

#[tokio::test]
async fn only_the_browser_reads_what_is_pushed_and_the_service_knows_who_asks() {
    let mut house = House::open(Service::open(|_| "201 Created".into()).await).await;
    let browser = house.subscribe("/bob", false).await;
    let id = house.say("**hello** @bob").await;
    let pushed = house.next().await;
    assert_eq!(pushed.path, "/bob");
    for (name, value) in [
        ("ttl", "86400"),
        ("urgency", "high"),
        ("topic", "room-1"),
        ("content-encoding", "aes128gcm"),
    ] {
        assert_eq!(pushed.header(name), value);
    }
    // Nothing that names anybody, or what was said.
    assert!(!pushed.head.contains("cookie"), "{}", pushed.head);
    assert!(pushed.body.len() <= 4_096);
    let said = browser.open(&pushed.body);
    assert_eq!(said["title"], "ada · # lobby");
    assert_eq!(said["body"], "hello @bob");
    assert_eq!((&said["room"], &said["number"]), (&json!(1), &json!(1)));
    let url = said["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("/rooms/1?at={id}#")), "{url}");

    let authorization = pushed.header("authorization");
    let (token, key) = authorization
        .strip_prefix("vapid t=")
        .and_then(|rest| rest.split_once(", k="))
        .unwrap();
    assert_eq!(key, house.chat.push_key().await.unwrap().public());
    let read = |text| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    signature::UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, read(key))
        .verify(signed.as_bytes(), &read(signature))
        .unwrap();
    let claims: Value = serde_json::from_slice(&read(signed.split_once('.').unwrap().1)).unwrap();
    let audience = house.service.url("");
    assert_eq!(claims["aud"], audience.trim_end_matches('/'));
    assert_eq!(claims["sub"], "https://chat.example");
    let lasts = claims["exp"].as_i64().unwrap() - house.chat.clock().now().0 / 1_000;
    assert!((0..=24 * 60 * 60).contains(&lasts), "{lasts}");
    house.close().await;
}

#[tokio::test]
async fn who_wants_to_hide_it_is_told_that_there_is_something() {
    let mut house = House::open(Service::open(|_| "201 Created".into()).await).await;
    let browser = house.subscribe("/bob", true).await;
    house.say("a secret for @bob").await;
    let said = browser.open(&house.next().await.body);
    assert_eq!(said["title"], "There is something new for you");
    assert_eq!(said["body"], "");
    house.close().await;
}

#[tokio::test]
async fn a_long_message_fits() {
    let mut house = House::open(Service::open(|_| "201 Created".into()).await).await;
    let browser = house.subscribe("/bob", false).await;
    house.say(&format!("@bob {}", "𝕏".repeat(8_000))).await;
    let pushed = house.next().await;
    assert!(pushed.body.len() <= 4_096, "{}", pushed.body.len());
    let said = browser.open(&pushed.body);
    assert_eq!(said["body"].as_str().unwrap().chars().count(), 300);
    house.close().await;
}

#[tokio::test]
async fn a_subscription_ends_only_where_its_service_says_so() {
    for (status, stays) in [
        ("201 Created", true),
        ("400 Bad Request", true),
        ("401 Unauthorized", true),
        ("403 Forbidden", true),
        ("413 Too Large", true),
        ("500 Broken", true),
        ("404 Not Found", false),
        ("410 Gone", false),
    ] {
        let mut house = House::open(
            Service::open(move |head| {
                let is_trial = head.contains("topic: room-0");
                if is_trial { "201 Created" } else { status }.to_owned()
            })
            .await,
        )
        .await;
        house.subscribe("/bob", false).await;
        house.say("@bob").await;
        house.next().await;
        if stays {
            let again = house.rest().await.len();
            // Broken services are tried a few times, others once.
            let expected = if status.starts_with('5') {
                TRIES - 1
            } else {
                0
            };
            assert_eq!(again, expected, "{status}");
            let told = house.chat.notified_of(house.bob.person, house.bob.id);
            assert_eq!(told.await.unwrap().len(), 1, "{status}");
        } else {
            while house.chat.notified(house.bob.id).is_some() {
                tokio::task::yield_now().await;
            }
            let told = house.chat.notified_of(house.bob.person, house.bob.id);
            assert_eq!(told.await.unwrap(), [], "{status}");
        }
        house.close().await;
    }
}

#[tokio::test]
async fn what_is_deleted_before_it_went_out_is_not_pushed() {
    // The first try fails, and meanwhile the message goes.
    let (deleted, wait) = tokio::sync::watch::channel(false);
    let service = Service::open_slowly(
        move |head| {
            let is_trial = head.contains("topic: room-0");
            if is_trial {
                "201 Created"
            } else {
                "503 Later\r\nretry-after: 0"
            }
            .to_owned()
        },
        wait,
    );
    let mut house = House::open(service.await).await;
    house.subscribe("/bob", false).await;
    let id = house.say("@bob never mind").await;
    house.next().await;
    house.chat.delete(house.ada, id).await.unwrap();
    deleted.send(true).unwrap();
    assert_eq!(house.rest().await.len(), 0);
    house.close().await;
}

#[tokio::test]
async fn whoever_has_a_page_open_sees_it_there() {
    let mut house = House::open(Service::open(|_| "201 Created".into()).await).await;
    house.subscribe("/bob", false).await;
    let viewer = Viewer::Person {
        person: house.bob.person,
        session: house.bob.id,
        expires_at: house.bob.expires_at,
    };
    let page = house.live.open(viewer, Opening::History(0)).await.unwrap();
    house.say("@bob").await;
    assert_eq!(house.rest().await.len(), 0);
    drop(page);
    house.say("@bob").await;
    assert_eq!(house.rest().await.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn of_much_that_waits_for_one_browser_the_newest_goes_out() {
    let (go, wait) = tokio::sync::watch::channel(false);
    let service = Service::open_slowly(|_| "201 Created".into(), wait).await;
    let mut house = House::open(service).await;
    house
        .chat
        .set_level(house.bob.person, LOBBY, Level::Everything)
        .await
        .unwrap();
    house.subscribe("/bob", false).await;
    house.say("first").await;
    // It is under way, and what comes now waits.
    house.next().await;
    for number in 0..3 * WAITING {
        house.say(&number.to_string()).await;
    }
    house.chat.try_notifications(house.bob.id).unwrap();
    let trial_waits = || {
        house
            .pusher
            .lanes(|lanes| lanes.values().any(|lane| lane.contains(&Task::Trial)))
    };
    while !trial_waits() {
        tokio::task::yield_now().await;
    }
    go.send(true).unwrap();
    let mut count = 0;
    while house.next().await.header("topic") != "room-0" {
        count += 1;
    }
    assert_eq!(count, WAITING - 1);
    house.close().await;
}

#[tokio::test]
async fn nothing_near_is_ever_pushed_to() {
    let secret = Service::open(|_| "201 Created".into()).await;
    let port = secret.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",
        "[::ffff:127.0.0.1]",
        "192.168.0.1",
    ] {
        let url = Url::parse(&format!("https://{host}:{port}/push")).unwrap();
        let refused = Line::to(Internet).connect_safely(&url).await;
        assert!(
            matches!(refused, Err(Failure::Closed | Failure::Unknown(_))),
            "{host}"
        );
    }
    assert_eq!(secret.visits(), 0);
}
