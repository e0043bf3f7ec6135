//! The server's logo: who puts it there, what is taken for one, where it stands, and what is left of it.

use axum::{body::Body, http::header};
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgba, RgbaImage};
use parlour::domain::{Logo, Problem};

use super::{
    actor::{Actor, Answer, file_form},
    drawing::{BLUE, RED, file, gif_bomb, has_colour, moving_gif, png, turned_jpeg},
    panel::{browse, send},
    server::House,
};

const SETTINGS: &str = "/admin/settings";
const SET: &str = "/admin/settings/logo";
const REMOVE: &str = "/admin/settings/logo/remove";
const MANIFEST: &str = "/logo/manifest.webmanifest";

async fn set(actor: &Actor, bytes: &[u8]) -> Answer {
    let request = actor
        .page_request("POST", SET)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header(header::ACCEPT, "text/html");
    let body: Body = file_form("logo", "logo.png", bytes).into();
    actor.send(request.body(body).unwrap()).await
}

fn logo(house: &House) -> Logo {
    house.server.chat.logo().unwrap()
}

/// A picture of the logo, as anybody gets it.
async fn look(house: &House, address: &str) -> DynamicImage {
    let answer = house.anon.get(address).await;
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(answer.is(200).header(name), Some(value), "{name}");
    }
    image::load_from_memory_with_format(&answer.body, ImageFormat::Png).unwrap()
}

#[tokio::test]
async fn a_logo_stands_on_every_page_also_before_the_sign_in() {
    let house = House::open().await;
    let pages = [
        (&house.bob, "/rooms/1"),
        (&house.anon, "/sign-in"),
        (&house.anon, "/join/nothing"),
        (&house.anon, "/forgot"),
        (&house.ada, SETTINGS),
    ];
    let icon = |address: &str| format!("rel=\"icon\" href=\"{address}\"");
    for (who, path) in pages {
        let page = browse(who, path).await.text();
        assert!(page.contains(&icon("/favicon.svg")), "{path}: {page}");
        assert!(!page.contains("/logo/"), "{path}: {page}");
    }
    house.anon.get(MANIFEST).await.is(404);

    assert_eq!(
        set(&house.ada, &png(600, 300)).await.is(303).location(),
        "/admin/settings?saved=true"
    );
    let now = logo(&house);
    for (who, path) in pages {
        let page = browse(who, path).await.text();
        let style = format!("rel=\"stylesheet\" href=\"{}\"", now.style());
        for part in [icon(&Logo::address(now.quiet)), style] {
            assert!(page.contains(&part), "{part}: {path}: {page}");
        }
        assert!(!page.contains("favicon"), "{path}: {page}");
    }
    let style = house.anon.get(&now.style()).await;
    assert_eq!(
        style.is(200).header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert!(
        style
            .text()
            .contains(&format!("url({})", Logo::address(now.quiet)))
    );
    send(&house.ada, SETTINGS, &[("name", "Oak")]).await.is(303);
    let manifest = house.anon.get(MANIFEST).await;
    assert_eq!(
        manifest.header("content-type"),
        Some("application/manifest+json")
    );
    let manifest = manifest.json();
    assert_eq!(manifest["name"], "Oak");
    assert_eq!(manifest["start_url"], "/");
    assert_eq!(manifest["icons"][0]["src"], Logo::address(now.quiet));

    send(&house.ada, REMOVE, &[]).await.is(303);
    send(&house.ada, REMOVE, &[]).await.is(303);
    for (who, path) in pages {
        let page = browse(who, path).await.text();
        assert!(
            page.contains(&icon("/favicon.svg")) && !page.contains("/logo/"),
            "{path}: {page}"
        );
    }
    for gone in [
        now.style(),
        Logo::address(now.quiet),
        Logo::address(now.waiting),
        MANIFEST.to_owned(),
    ] {
        house.anon.get(&gone).await.is(404);
    }
    assert_eq!(house.server.uploads(), [""; 0]);
    assert!(!house.server.dump().await.contains(&now.waiting.to_string()));
}

#[tokio::test]
async fn all_of_a_picture_stands_in_a_square_and_a_point_says_that_something_waits() {
    let house = House::open().await;
    set(&house.ada, &png(600, 300)).await.is(303);
    let now = logo(&house);
    let quiet = look(&house, &Logo::address(now.quiet)).await;
    assert_eq!((quiet.width(), quiet.height()), (256, 256));
    // Above and below there is nothing.
    for y in [10, 245] {
        assert_eq!(quiet.get_pixel(128, y).0[3], 0);
    }
    has_colour(&quiet, (5, 70), RED);
    has_colour(&quiet, (250, 185), BLUE);
    let waiting = look(&house, &Logo::address(now.waiting)).await;
    has_colour(&waiting, (196, 196), [0xf0, 0xc0, 0x60]);
    has_colour(&waiting, (5, 70), RED);
    // A small one fills the square, too.
    set(&house.ada, &png(16, 32)).await.is(303);
    let small = look(&house, &Logo::address(logo(&house).quiet)).await;
    assert_eq!(small.get_pixel(10, 128).0[3], 0);
    has_colour(&small, (128, 20), RED);
    // The one before is gone, and its files.
    house.anon.get(&Logo::address(now.quiet)).await.is(404);
    assert_eq!(house.server.uploads().len(), 2);
    assert_eq!(house.server.chat.sweep_media().await.unwrap(), 0);
    let clear = RgbaImage::from_pixel(300, 300, Rgba([0, 0, 0, 0]));
    for bytes in [
        moving_gif(40, 20),
        turned_jpeg(40, 20),
        file(clear, ImageFormat::WebP),
    ] {
        set(&house.ada, &bytes).await.is(303);
        look(&house, &Logo::address(logo(&house).quiet)).await;
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_words_and_the_logo_stays() {
    let house = House::open().await;
    set(&house.ada, &png(40, 40)).await.is(303);
    let before = logo(&house);
    for (bytes, problem) in [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            Problem::PictureUnknown,
        ),
        (png(40, 40)[..60].to_vec(), Problem::PictureBroken),
        (gif_bomb(), Problem::PictureTooLarge { megapixels: 50 }),
        (Vec::new(), Problem::FileMissing),
    ] {
        let answer = set(&house.ada, &bytes).await;
        let page = answer.is(problem.status()).text();
        assert!(page.contains("role=\"alert\""), "{problem:?}: {page}");
        assert_eq!(logo(&house), before);
        assert_eq!(house.server.uploads().len(), 2, "{problem:?}");
    }
    send(&house.ada, SETTINGS, &[("upload_limit", "1KB")])
        .await
        .is(303);
    set(&house.ada, &[0; 2_000]).await.is(413);
    assert_eq!(logo(&house), before);
}

#[tokio::test]
async fn only_admins_decide_on_the_logo_and_it_is_written_down() {
    let house = House::open().await;
    for other in [&house.bob, &house.eve] {
        set(other, &png(40, 40)).await.is(404);
        send(other, REMOVE, &[]).await.is(404);
    }
    set(&house.anon, &png(40, 40)).await.is(303);
    assert_eq!(house.server.chat.logo(), None);
    assert_eq!(house.server.uploads(), [""; 0]);
    set(&house.ada, &png(40, 40)).await.is(303);
    let log = browse(&house.ada, "/admin/log").await.text();
    assert!(log.contains("logo: "), "{log}");
    // It is no document, and nobody's upload.
    let key = logo(&house).quiet;
    house
        .bob
        .get(&format!("/media/{key}/original"))
        .await
        .is(404);
    assert_eq!(house.ada.get("/api/media").await.json()["totalDocs"], 0);
    for nothing in [
        "/logo/nothing",
        "/logo/..",
        &format!("/logo/{}", "0".repeat(32)),
    ] {
        house.anon.get(nothing).await.is(404);
    }
    // Whoever starts the server again finds it.
    house.server.chat.recall_decisions().await.unwrap();
    assert_eq!(logo(&house).quiet, key);
}
