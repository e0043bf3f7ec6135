//! Uploads of any kind: who may fetch them, how they are served, and that nothing is left of those that break off.

use axum::body::Bytes;
use futures_util::{StreamExt as _, stream};
use image::ImageFormat;
use parlour::{
    chat,
    domain::{MediaKey, PersonId, Problem},
};
use tokio::sync::{mpsc, oneshot};

use super::{
    actor::{Actor, Answer},
    drawing::{file, moving_gif, png, turned_jpeg, two_halves},
    server::{House, Server, holds},
};

type Chunk = Result<Bytes, Problem>;

fn whole(bytes: &[u8]) -> stream::Iter<std::vec::IntoIter<Chunk>> {
    let chunks: Vec<Chunk> = bytes
        .chunks(1_000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    stream::iter(chunks)
}

async fn keep(server: &Server, who: &Actor, name: &str, bytes: &[u8]) -> MediaKey {
    let kept = server.chat.keep_file(PersonId(who.id), name, whole(bytes));
    kept.await.unwrap().key
}

async fn fetch(who: &Actor, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = who.request("GET", path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    who.send(request.body(axum::body::Body::empty()).unwrap())
        .await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: chat::Result<T>, problem: &Problem) {
    match result {
        Err(chat::Error::Refused(found)) => assert_eq!(&found, problem),
        other => panic!("{other:?}, not {problem:?}"),
    }
}

#[tokio::test]
async fn only_who_is_inside_may_look() {
    let house = House::open().await;
    let key = keep(&house.server, &house.bob, "a.txt", b"words").await;
    let address = format!("/media/{key}/original");
    house.eve.get(&address).await.is(200);
    house.anon.get(&address).await.is(401);
    // Whether there is something is told to nobody outside.
    let nothing = format!("/media/{}/original", "0".repeat(32));
    house.anon.get(&nothing).await.is(401);
    house.eve.get(&nothing).await.is(404);

    let house = House::open_with(&["--open"]).await;
    let key = keep(&house.server, &house.bob, "a.txt", b"words").await;
    let answer = house.anon.get(&format!("/media/{key}/original")).await;
    assert_eq!(answer.is(200).text(), "words");
}

#[tokio::test]
async fn addresses_lead_to_uploads_only() {
    let house = House::open().await;
    let key = keep(&house.server, &house.bob, "../../../parlour.db", b"words").await;
    let text = key.to_string();
    house
        .bob
        .get(&format!("/media/{text}/original"))
        .await
        .is(200);
    let upper = text.to_uppercase();
    let (shelf, rest) = text.split_at(2);
    for path in [
        "/media".to_owned(),
        "/media/".to_owned(),
        format!("/media/{text}"),
        format!("/media/{text}/"),
        format!("/media/{text}/card"),
        format!("/media/{text}/thumbnail"),
        format!("/media/{text}/parlour.db"),
        format!("/media/{text}/original/"),
        format!("/media/{text}/..%2f..%2f..%2fparlour.db"),
        format!("/media/{text}/%2e%2e"),
        format!("/media/{upper}/original"),
        format!("/media/{shelf}%2f{text}/original"),
        format!("/media/{shelf}/{rest}"),
        "/media/..%2fparlour.db/original".to_owned(),
        "/media/../parlour.db".to_owned(),
        "/media/%00/original".to_owned(),
        "/media/incoming/original".to_owned(),
    ] {
        let answer = house.bob.get(&path).await;
        // What is no address at all leads to the page that says so, or is not understood.
        assert!(
            [400, 404].contains(&answer.status.as_u16()),
            "{path}: {answer:?}"
        );
        assert!(!holds(&answer.body, "SQLite format"), "{path}");
    }
    house
        .bob
        .ask("POST", &format!("/media/{text}/original"), "x")
        .await
        .is(405);
}

#[tokio::test]
async fn parts_are_served() {
    let house = House::open().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let key = keep(&house.server, &house.bob, "a.bin", &bytes).await;
    let address = format!("/media/{key}/original");
    let plain = fetch(&house.eve, &address, &[("accept-encoding", "gzip, br")]).await;
    plain.is(200);
    assert_eq!(plain.body, bytes);
    assert_eq!(plain.header("content-length"), Some("5000"));
    assert_eq!(plain.header("accept-ranges"), Some("bytes"));
    assert_eq!(plain.header("content-encoding"), None);
    for (range, expected, part) in [
        ("bytes=2-5", "bytes 2-5/5000", &bytes[2..=5]),
        ("bytes=4990-", "bytes 4990-4999/5000", &bytes[4_990..]),
        ("bytes=-3", "bytes 4997-4999/5000", &bytes[4_997..]),
    ] {
        let answer = fetch(&house.eve, &address, &[("range", range)]).await;
        answer.is(206);
        assert_eq!(answer.header("content-range"), Some(expected));
        assert_eq!(answer.body, part, "{range}");
    }
    let beyond = fetch(&house.eve, &address, &[("range", "bytes=5000-")]).await;
    beyond.is(416);
    let head = house.eve.ask("HEAD", &address, "").await;
    assert_eq!(head.is(200).header("content-length"), Some("5000"));
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn what_could_act_is_never_shown() {
    let house = House::open().await;
    let mp4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2avc1mp41 and so on";
    for (name, bytes, kind) in [
        (
            "a.html",
            &b"<!DOCTYPE html><script>alert(1)</script>"[..],
            None,
        ),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            None,
        ),
        (
            "a.svg",
            b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
            None,
        ),
        ("a.png", b"<html><body onload=alert(1)>", None),
        ("a.js", b"alert(1)", None),
        ("a.pdf", b"%PDF-1.7 and so on", None),
        ("a.zip", b"PK\x03\x04 and so on", None),
        (
            "a.html",
            b"ID3\x03 no page, whatever it is called",
            Some("audio/mpeg"),
        ),
        ("a.mp4", mp4, Some("video/mp4")),
        ("猫.png", &png(10, 10), Some("image/png")),
    ] {
        let key = keep(&house.server, &house.bob, name, bytes).await;
        let answer = house.eve.get(&format!("/media/{key}/original")).await;
        answer.is(200);
        let way = if kind.is_some() {
            "inline"
        } else {
            "attachment"
        };
        let found = answer.header("content-disposition").unwrap();
        assert!(
            found.starts_with(&format!("{way}; filename*=UTF-8''")),
            "{name}: {found}"
        );
        let kind = kind.unwrap_or("application/octet-stream");
        assert_eq!(answer.header("content-type"), Some(kind), "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("sandbox") && policy.contains("default-src 'none'"),
            "{policy}"
        );
        let caching = answer.header("cache-control").unwrap();
        assert!(
            caching.contains("private") && caching.contains("immutable"),
            "{caching}"
        );
        assert!(!caching.contains("public"), "{caching}");
    }
}

#[tokio::test]
async fn a_picture_has_smaller_forms_and_no_secrets() {
    let house = House::open().await;
    let forms = async |name: &str, bytes: &[u8]| {
        let key = keep(&house.server, &house.bob, name, bytes).await;
        let mut found = Vec::new();
        for form in ["original", "card", "thumbnail"] {
            let answer = house.eve.get(&format!("/media/{key}/{form}")).await;
            answer.is(200);
            let format = ImageFormat::from_mime_type(answer.header("content-type").unwrap());
            let image = image::load_from_memory_with_format(&answer.body, format.unwrap());
            let image = image.unwrap();
            found.push((image.width(), image.height(), answer.body));
        }
        <[_; 3]>::try_from(found).unwrap()
    };
    let pixels = |(width, height, _): &(u32, u32, Bytes)| (*width, *height);
    // Turned by its side, so that it is taller than wide.
    let all = forms("a.jpg", &turned_jpeg(1_000, 500)).await;
    assert_eq!(
        all.each_ref().map(pixels),
        [(500, 1_000), (400, 800), (150, 300)]
    );
    for (.., bytes) in &all {
        assert!(!holds(bytes, "52.5 N"));
    }
    // Never enlarged.
    let [small, card, thumbnail] = forms("a.png", &png(40, 20)).await.each_ref().map(pixels);
    assert_eq!((small, card, thumbnail), ((40, 20), (40, 20), (40, 20)));
    // What moves goes on moving.
    let gif = moving_gif(30, 30);
    let [kept, ..] = forms("a.gif", &gif).await;
    assert_eq!(kept.2, gif);
    let webp = file(two_halves(900, 90), ImageFormat::WebP);
    let all = forms("a.webp", &webp).await;
    assert_eq!(
        all.each_ref().map(pixels),
        [(900, 90), (800, 80), (300, 30)]
    );
}

#[tokio::test]
async fn nobody_keeps_more_than_their_share() {
    let options = ["--upload-limit", "2KB", "--upload-quota", "3KB"];
    let House {
        server, bob, eve, ..
    } = House::open_with(&options).await;
    let attempt = async |who: &Actor, size: usize| {
        let bytes = vec![b'x'; size];
        server
            .chat
            .keep_file(PersonId(who.id), "a.txt", whole(&bytes))
            .await
            .map(drop)
    };
    refused(
        attempt(&bob, 2_049).await,
        &Problem::FileTooLarge { limit: 2_048 },
    );
    attempt(&bob, 2_048).await.unwrap();
    let spent = Problem::QuotaSpent { quota: 3_072 };
    refused(attempt(&bob, 1_025).await, &spent);
    assert_eq!(server.uploads().len(), 1);
    attempt(&bob, 1_024).await.unwrap();
    refused(attempt(&bob, 1).await, &spent);
    // Somebody else's share is their own.
    attempt(&eve, 2_048).await.unwrap();
    assert_eq!(server.uploads().len(), 3);
}

#[tokio::test]
async fn two_that_fit_alone_do_not_fit_together() {
    let options = ["--upload-limit", "2KB", "--upload-quota", "3KB"];
    let House { server, bob, .. } = House::open_with(&options).await;
    let bytes = vec![b'x'; 2_000];
    let keep = || {
        server
            .chat
            .keep_file(PersonId(bob.id), "a.txt", whole(&bytes))
    };
    let (one, other) = tokio::join!(keep(), keep());
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(server.uploads().len(), 1);
}

/// An upload that stops after its first chunk; what is sent next goes on with it.
fn slow(server: &Server, who: &Actor) -> Slow {
    let (send, receive) = mpsc::unbounded_channel::<Chunk>();
    let (begun, waits) = oneshot::channel();
    let (chat, who) = (server.chat.clone(), PersonId(who.id));
    let mut begun = Some(begun);
    let first = stream::once(async { Ok(Bytes::from_static(b"the first half")) });
    let rest = stream::unfold(receive, |mut receive| async {
        receive.recv().await.map(|chunk| (chunk, receive))
    });
    // Whoever asks for the second chunk has written the first.
    let rest = rest.boxed();
    let told = stream::poll_fn(move |_| {
        if let Some(begun) = begun.take() {
            let _ = begun.send(());
        }
        std::task::Poll::Ready(None)
    });
    let chunks = first.chain(told).chain(rest);
    Slow {
        upload: tokio::spawn(async move { chat.keep_file(who, "a.txt", chunks).await }),
        begun: waits,
        send,
    }
}

struct Slow {
    upload: tokio::task::JoinHandle<chat::Result<parlour::store::media::Media>>,
    begun: oneshot::Receiver<()>,
    send: mpsc::UnboundedSender<Chunk>,
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let House { server, bob, .. } = House::open().await;
    let before = server.dump().await;
    // It breaks off.
    let broken = slow(&server, &bob);
    broken.begun.await.unwrap();
    assert_eq!(server.uploads().len(), 2, "it and its lock");
    let gone = Problem::Malformed("gone".to_owned());
    broken.send.send(Err(gone.clone())).unwrap();
    refused(broken.upload.await.unwrap(), &gone);
    assert_eq!(server.uploads(), [""; 0]);
    // Who asked for it goes away.
    let left = slow(&server, &bob);
    left.begun.await.unwrap();
    left.upload.abort();
    assert!(left.upload.await.unwrap_err().is_cancelled());
    assert_eq!(server.uploads(), [""; 0]);
    assert_eq!(server.dump().await, before);
}

#[tokio::test]
async fn sweeping_leaves_alone_what_is_under_way() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let kept = keep(&server, &bob, "a.txt", b"words").await;
    let under_way = slow(&server, &bob);
    under_way.begun.await.unwrap();
    assert_eq!(server.chat.sweep_media().await.unwrap(), 0);
    drop(under_way.send);
    let key = under_way.upload.await.unwrap().unwrap().key;
    for key in [kept, key] {
        eve.get(&format!("/media/{key}/original")).await.is(200);
    }
    assert_eq!(server.chat.sweep_media().await.unwrap(), 0);
    assert_eq!(server.uploads().len(), 2);
}

#[tokio::test]
async fn one_person_has_few_uploads_under_way() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let mut slows = Vec::new();
    for _ in 0..4 {
        let mut slow = slow(&server, &bob);
        (&mut slow.begun).await.unwrap();
        slows.push(slow);
    }
    let more = server
        .chat
        .keep_file(PersonId(bob.id), "a.txt", whole(b"words"));
    refused(more.await, &Problem::TooMany { seconds: 10 });
    keep(&server, &eve, "a.txt", b"words").await;
    for slow in slows {
        drop(slow.send);
        slow.upload.await.unwrap().unwrap();
    }
    keep(&server, &bob, "a.txt", b"words").await;
}
