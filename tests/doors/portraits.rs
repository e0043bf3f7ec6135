//! Pictures of people: what is taken for one, what becomes of it, and what is left of it.

use axum::{
    body::{Body, Bytes},
    http::header,
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use parlour::{
    api::page::Page,
    domain::{MediaKey, PersonId, Problem},
};

use super::{
    actor::{Actor, file_form},
    doors::{blames_the_asker, tells_nothing},
    drawing::{BLUE, RED, file, gif_bomb, has_colour, moving_gif, png, png_bomb, turned_jpeg},
    server::{House, holds},
};

/// The picture that `who` is shown of somebody.
async fn picture_of(who: &Actor, person: i64) -> Option<MediaKey> {
    let page: Page = who.call("page/load", &[]).await.is(200).read();
    page.state.people[&PersonId(person)].picture
}

async fn look(who: &Actor, key: MediaKey) -> DynamicImage {
    let answer = who.get(&format!("/media/{key}/original")).await;
    answer.is(200);
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    image::load_from_memory_with_format(&answer.body, ImageFormat::Jpeg).unwrap()
}

#[tokio::test]
async fn a_picture_becomes_a_square_out_of_its_middle() {
    let House {
        bob, eve, server, ..
    } = House::open().await;
    assert_eq!(picture_of(&eve, bob.id).await, None);
    // Taller than wide: what is above and below goes.
    bob.set_picture("me.png", &png(400, 1_200)).await.is(200);
    let key = picture_of(&eve, bob.id).await.unwrap();
    let square = look(&eve, key).await;
    assert_eq!((square.width(), square.height()), (256, 256));
    has_colour(&square, (128, 10), RED);
    has_colour(&square, (128, 245), BLUE);
    // Never enlarged.
    bob.set_picture("me.png", &png(90, 60)).await.is(200);
    let key = picture_of(&eve, bob.id).await.unwrap();
    let square = look(&eve, key).await;
    assert_eq!((square.width(), square.height()), (60, 60));
    assert_eq!(server.uploads().len(), 1, "the one before is gone");
}

#[tokio::test]
async fn every_kind_of_picture_is_taken() {
    let house = House::open().await;
    let (bob, eve) = (&house.bob, &house.eve);
    let white = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0]));
    for (name, bytes) in [
        ("a.png", png(300, 300)),
        ("a.gif", moving_gif(20, 20)),
        ("a.jpg", turned_jpeg(300, 300)),
        ("a.webp", file(white.clone(), ImageFormat::WebP)),
        // What it is, its first bytes say.
        ("notes.txt", png(10, 10)),
    ] {
        bob.set_picture(name, &bytes).await.is(200);
        let key = picture_of(eve, bob.id).await.unwrap();
        look(eve, key).await;
    }
    // Nothing shines through.
    bob.set_picture("a.png", &file(white, ImageFormat::Png))
        .await
        .is(200);
    let key = picture_of(eve, bob.id).await.unwrap();
    has_colour(&look(eve, key).await, (10, 10), [255; 3]);
}

#[tokio::test]
async fn the_camera_is_obeyed_and_then_forgotten() {
    let house = House::open().await;
    let (bob, eve) = (&house.bob, &house.eve);
    let came = turned_jpeg(200, 200);
    assert!(holds(&came, "Exif") && holds(&came, "52.5 N"));
    bob.set_picture("me.jpg", &came).await.is(200);
    let key = picture_of(eve, bob.id).await.unwrap();
    let kept = eve.get(&format!("/media/{key}/original")).await.body;
    assert!(!holds(&kept, "Exif") && !holds(&kept, "52.5 N"));
    // What was above is on the right after a turn to the right.
    let square = look(eve, key).await;
    has_colour(&square, (190, 100), RED);
    has_colour(&square, (10, 100), BLUE);
}

#[tokio::test]
async fn a_picture_is_replaced_and_removed_with_its_file() {
    let House {
        bob, eve, server, ..
    } = House::open().await;
    bob.set_picture("one.png", &png(30, 30)).await.is(200);
    eve.set_picture("hers.png", &png(30, 30)).await.is(200);
    let one = picture_of(&eve, bob.id).await.unwrap();
    bob.set_picture("two.png", &png(40, 40)).await.is(200);
    let two = picture_of(&eve, bob.id).await.unwrap();
    assert_ne!(one, two);
    eve.get(&format!("/media/{one}/original")).await.is(404);
    assert_eq!(server.uploads().len(), 2);

    bob.call("me/picture/remove", &[]).await.is(200);
    assert_eq!(picture_of(&eve, bob.id).await, None);
    eve.get(&format!("/media/{two}/original")).await.is(404);
    let hers = picture_of(&bob, eve.id).await.unwrap();
    assert_eq!(
        server.uploads(),
        [format!("{}/{hers}/original", &hers.to_string()[..2])]
    );
    let before = server.dump().await;
    bob.call("me/picture/remove", &[]).await.is(200);
    assert_eq!(server.dump().await, before, "again is nothing");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_leaves_nothing() {
    let house = House::open_with(&["--upload-limit", "20KB"]).await;
    let whole = png(300, 300);
    let unknown = Problem::PictureUnknown;
    let bomb = Problem::PictureTooLarge { megapixels: 50 };
    let before = house.server.dump().await;
    for (bytes, problem) in [
        (b"".to_vec(), Problem::FileMissing),
        (b"Just words.".to_vec(), unknown.clone()),
        (
            b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
            unknown.clone(),
        ),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            unknown.clone(),
        ),
        (b"%PDF-1.7 and so on".to_vec(), unknown.clone()),
        (b"BM".repeat(100), unknown),
        (whole[..whole.len() / 2].to_vec(), Problem::PictureBroken),
        (whole[..20].to_vec(), Problem::PictureBroken),
        (moving_gif(50, 50)[..60].to_vec(), Problem::PictureBroken),
        (
            b"RIFF\x10\0\0\0WEBPVP8 garbage".to_vec(),
            Problem::PictureBroken,
        ),
        (
            b"\xff\xd8\xff\xe0 no more than this".to_vec(),
            Problem::PictureBroken,
        ),
        (gif_bomb(), bomb.clone()),
        (png_bomb(), bomb),
        (
            vec![0; 20 * 1_024 + 1],
            Problem::FileTooLarge { limit: 20 * 1_024 },
        ),
    ] {
        let what = format!("{problem:?}, {} bytes", bytes.len());
        let answer = house.bob.set_picture("me.png", &bytes).await;
        answer.refused(&problem);
        tells_nothing(&answer, &what);
        // A form is led back with the reason.
        let form = file_form("picture", "me.png", &bytes);
        let answer = house.bob.upload("text/html", form).await;
        answer.sent_back("/settings", &problem);
        assert_eq!(house.server.uploads(), [""; 0], "{what}");
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn a_form_without_javascript_leads_back_to_its_page() {
    let house = House::open().await;
    let (bob, eve) = (&house.bob, &house.eve);
    let form = file_form("picture", "me.png", &png(20, 20));
    let answer = bob.upload("text/html,*/*;q=0.8", form).await;
    answer.is(302);
    assert_eq!(answer.location(), "http://chat.example/settings");
    let key = picture_of(eve, bob.id).await.unwrap();
    let request = bob
        .page_request("GET", "/settings")
        .header(header::ACCEPT, "text/html");
    let page = bob.send(request.body(Body::empty()).unwrap()).await;
    let page = page.is(200).text();
    assert!(
        page.contains(&format!("src=\"/media/{key}/original\"")),
        "{page}"
    );
}

#[tokio::test]
async fn a_form_that_is_put_together_wrongly_is_the_askers_fault() {
    let house = House::open().await;
    let before = house.server.dump().await;
    let picture = png(20, 20);
    for form in [
        Vec::new(),
        b"--line--\r\n".to_vec(),
        b"picture=me.png".to_vec(),
        b"--line\r\nContent-Disposition: form-data; name=\"picture\"\r\n\r\n".to_vec(),
        file_form("portrait", "me.png", &picture),
        // It ends in the middle.
        file_form("picture", "me.png", &picture)[..200].to_vec(),
    ] {
        let answer = house.bob.upload("application/json", form.clone()).await;
        blames_the_asker(&answer, &String::from_utf8_lossy(&form));
    }
    for kind in [
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ] {
        let request = house
            .bob
            .page_request("POST", "/do/me/picture")
            .header(header::CONTENT_TYPE, kind);
        let form = file_form("picture", "me.png", &picture);
        let answer = house.bob.send(request.body(form.into()).unwrap()).await;
        blames_the_asker(&answer, kind);
    }
    // The line breaks off.
    let form = file_form("picture", "me.png", &picture);
    let broken = futures_util::stream::iter([
        Ok(Bytes::from(form[..200].to_vec())),
        Err(std::io::Error::other("gone")),
    ]);
    let answer = house
        .bob
        .upload("application/json", Body::from_stream(broken))
        .await;
    blames_the_asker(&answer, "a broken body");
    assert_eq!(house.server.dump().await, before);
    assert_eq!(house.server.uploads(), [""; 0]);
}

#[tokio::test]
async fn nobody_gives_somebody_else_a_picture() {
    let house = House::open().await;
    let before = house.server.dump().await;
    let picture = png(20, 20);
    house
        .anon
        .set_picture("me.png", &picture)
        .await
        .refused(&Problem::SignedOut);
    let form = file_form("picture", "me.png", &picture);
    let request = house
        .bob
        .request("POST", "/do/me/picture")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
    let answer = house.bob.send(request.body(form.into()).unwrap()).await;
    answer.is(403);
    assert_eq!(house.server.dump().await, before);
    assert_eq!(house.server.uploads(), [""; 0]);
}

#[tokio::test]
async fn a_large_upload_is_no_larger_in_what_is_kept() {
    let House {
        bob, eve, server, ..
    } = House::open_with(&["--upload-quota", "30KB"]).await;
    // Larger than a request to any other door may be, and than the quota: only the square is kept.
    let noise = image::RgbImage::from_fn(400, 400, |x, y| {
        let mixed = (x * 7_919 + y * 104_729).wrapping_mul(2_654_435_761);
        image::Rgb([0, 8, 16].map(|shift| u8::try_from(mixed >> shift & 0xff).unwrap()))
    });
    let picture = file(noise, ImageFormat::Png);
    assert!(picture.len() > 256 * 1_024, "{}", picture.len());
    let answer = bob.set_picture("noise.png", &picture).await;
    answer.refused(&Problem::QuotaSpent { quota: 30 * 1_024 });
    assert_eq!(server.uploads(), [""; 0]);
    bob.set_picture("me.png", &png(1_000, 1_000)).await.is(200);
    assert!(picture_of(&eve, bob.id).await.is_some());
}
