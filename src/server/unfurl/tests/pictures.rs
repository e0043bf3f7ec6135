//! The pictures that pages name: where they are asked for, where never, and what is taken for one.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;
use crate::{
    domain::{MediaKey, Message},
    server::unfurl::fetch::PICTURE,
};
use site::whole;

fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_pixel(width, height, Rgb([200, 30, 30]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// A page that names this picture.
fn naming(picture: &str) -> Vec<u8> {
    let picture = html_escape::encode_double_quoted_attribute(picture);
    page(&format!(
        "<title>T</title><meta property=\"og:image\" content=\"{picture}\">"
    ))
    .into()
}

fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

/// What the link's page names, and what comes of asking for it.
async fn picture(names: &Fetcher<Names>, link: &str) -> Result<Vec<u8>, Failure> {
    let found = names.page(link).await.unwrap();
    match found.picture {
        Some(url) => names.picture(url).await,
        None => Err(Failure::NotWeb),
    }
}

#[track_caller]
fn is_closed(refused: Result<Vec<u8>, Failure>, what: &str) {
    assert!(
        matches!(
            refused,
            Err(Failure::Closed | Failure::NotWeb | Failure::Unknown(_))
        ),
        "{what}: {refused:?}"
    );
}

/// Addresses that must not be asked, as a page of an open site can name them.
fn forbidden(secret: &Site) -> Vec<String> {
    let port = secret.address.port();
    let mut targets = closed(port);
    // These would be pictures of the same site.
    targets.retain(|target| target != "nonsense" && !target.starts_with("http:1"));
    for host in [
        "private", "metadata", "local", "mapped", "open", "first", "last",
    ] {
        targets.push(secret.url(&format!("{host}.example"), "/"));
    }
    targets.push(format!("//127.0.0.1:{port}/"));
    targets
}

#[tokio::test]
async fn nothing_near_is_ever_asked_for_a_picture() {
    let secret = Site::secret().await;
    let targets = forbidden(&secret);
    let (count, answers) = (targets.len(), targets.clone());
    let site =
        Site::open(move |head| naming(&answers[path(head)[1..].parse::<usize>().unwrap()])).await;
    let names = Fetcher::to(&site);
    for (number, target) in targets.iter().enumerate() {
        let link = site.url("open.example", &format!("/{number}"));
        is_closed(picture(&names, &link).await, target);
    }
    assert_eq!((secret.visits(), site.visits()), (0, count));
}

#[tokio::test]
async fn nothing_near_is_ever_asked_by_a_redirect_of_a_picture() {
    let secret = Site::secret().await;
    let targets = forbidden(&secret);
    let (count, answers) = (targets.len(), targets.clone());
    let site = Site::open(move |head| match path(head).strip_prefix("/picture") {
        Some(number) => redirect(302, &answers[number.parse::<usize>().unwrap()]).into(),
        None => naming(&format!("/picture{}", &path(head)[1..])),
    })
    .await;
    let names = Fetcher::to(&site);
    for (number, target) in targets.iter().enumerate() {
        let link = site.url("open.example", &format!("/{number}"));
        is_closed(picture(&names, &link).await, target);
    }
    // The page each time, and the picture once.
    assert_eq!((secret.visits(), site.visits()), (0, 2 * count));
}

#[tokio::test]
async fn a_picture_is_found_from_where_its_page_stands() {
    let bytes = drawn(2, 2, ImageFormat::Png);
    let there = bytes.clone();
    let site = Site::open(move |head| match path(head) {
        "/short" => redirect(301, "/long/page").into(),
        "/long/page" => naming("../a.png?b=c"),
        "/a.png?b=c" => redirect(302, "/b.png").into(),
        "/b.png" => {
            assert!(head.contains("\r\naccept: image/png,"), "{head}");
            assert!(!head.to_lowercase().contains("cookie"), "{head}");
            whole("image/png", &there)
        }
        other => panic!("{other}"),
    })
    .await;
    let names = Fetcher::to(&site);
    let found = picture(&names, &site.url("open.example", "/short")).await;
    assert_eq!(found.unwrap(), bytes);
    // Each is looked up for itself.
    assert_eq!(*names.line.net.asked.lock().unwrap(), ["open.example"; 4]);
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_left() {
    let large = vec![0; PICTURE + 1];
    let length = large.len();
    let answers: [Vec<u8>; 8] = [
        whole("text/html", b"<title>No</title>"),
        whole("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        whole("IMAGE/SVG+XML; charset=utf-8", b"<svg/>"),
        whole("application/octet-stream", &drawn(2, 2, ImageFormat::Png)),
        whole("image/png", &large),
        // It does not say how much it is.
        [b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n".as_slice(), &large].concat(),
        // It says so, and sends nothing.
        format!("HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {length}\r\n\r\n").into(),
        b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx".to_vec(),
    ];
    for answer in answers {
        let beginning: String = String::from_utf8_lossy(&answer).chars().take(90).collect();
        let site = Site::open(move |_| answer.clone()).await;
        let names = Fetcher::to(&site);
        let url = Url::parse(&site.url("open.example", "/a.png")).unwrap();
        let refused = names.picture(url).await;
        assert!(
            matches!(refused, Err(Failure::Other | Failure::Large)),
            "{beginning}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_slow_picture_is_left_and_its_card_is_not() {
    let site = Site::open(|head| match path(head) {
        "/" => naming("/a.png"),
        _ => b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n".to_vec(),
    })
    .await;
    let names = Fetcher::to(&site);
    let found = names.page(&site.url("open.example", "/")).await.unwrap();
    let hasty = Fetcher {
        patience: Duration::ZERO,
        ..names
    };
    let late = hasty.picture(found.picture.unwrap()).await;
    assert!(matches!(late, Err(Failure::Slow)), "{late:?}");
}

/// The only message of the lobby, once its card is there.
async fn carded(chat: &Chat, ada: PersonId) -> Message {
    let mut commits = chat.store().commits();
    loop {
        let said = chat.history(ada, RoomId(1), None).await.unwrap().remove(0);
        if !said.previews.is_empty() {
            return said;
        }
        commits.changed().await.unwrap();
    }
}

#[tokio::test]
async fn a_card_comes_with_its_picture_or_without() {
    for (kind, bytes, pixels) in [
        ("image/png", drawn(1_200, 630, ImageFormat::Png), (480, 252)),
        ("image/jpeg", drawn(300, 600, ImageFormat::Jpeg), (135, 270)),
        ("image/webp", drawn(40, 30, ImageFormat::WebP), (40, 30)),
        ("image/gif", drawn(40, 30, ImageFormat::Gif), (40, 30)),
        // Its first bytes tell.
        ("image/png", drawn(40, 30, ImageFormat::Jpeg), (40, 30)),
        ("image/png", b"no picture".to_vec(), (0, 0)),
        (
            "image/png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            (0, 0),
        ),
        ("image/svg+xml", drawn(40, 30, ImageFormat::Png), (0, 0)),
        (
            "image/png",
            drawn(40, 30, ImageFormat::Png)[..60].to_vec(),
            (0, 0),
        ),
        (
            "image/png",
            b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0".to_vec(),
            (0, 0),
        ),
        ("image/png", Vec::new(), (0, 0)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (chat, ada) = chat(folder.path()).await;
        let answer = whole(kind, &bytes);
        let site = Site::open(move |head| match path(head) {
            "/" => naming("/picture"),
            _ => answer.clone(),
        })
        .await;
        let unfurler = Unfurler::new(&chat, "https://own.example", Fetcher::to(&site));
        let stop = CancellationToken::new();
        let running = tokio::spawn(unfurler.run(stop.clone()));
        let link = site.url("open.example", "/");
        chat.send(ada, RoomId(1), &link, None).await.unwrap();
        let card = carded(&chat, ada).await.previews.remove(0);
        let ending = format!("?{}x{}", pixels.0, pixels.1);
        assert_eq!(card.picture.is_empty(), pixels == (0, 0), "{kind}");
        assert!(
            card.picture.is_empty() || card.picture.ends_with(&ending),
            "{card:?}"
        );
        let media = folder.path().join("media");
        if let Some(key) = card.picture.split('/').nth(2) {
            assert!(key.parse::<MediaKey>().is_ok());
            let file = media.join(&key[..2]).join(key).join("original");
            let kept = image::open(&file).unwrap_err();
            // By its name it is nothing: it is a JPEG.
            assert!(matches!(kept, image::ImageError::Unsupported(_)), "{kept}");
            let kept = image::load_from_memory_with_format(
                &std::fs::read(file).unwrap(),
                ImageFormat::Jpeg,
            )
            .unwrap();
            assert_eq!((kept.width(), kept.height()), pixels);
        }
        stop.cancel();
        running.await.unwrap();
        // Whatever came of it, nothing is left lying about.
        assert_eq!(chat.sweep_media().await.unwrap(), 0);
        chat.store().close().await;
    }
}
