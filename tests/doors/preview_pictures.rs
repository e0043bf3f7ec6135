//! Pictures in cards of links: who may fetch them, what is taken for one, and that nothing is left of them.

use axum::body::Bytes;
use futures_util::stream;
use image::{ImageFormat, Rgba, RgbaImage};
use parlour::{
    chat,
    domain::{Message, MessageId, PersonId, Preview, Problem, RoomId, Timestamp},
    store,
};
use serde_json::json;

use super::{
    drawing::{BLUE, RED, file, gif_bomb, has_colour, moving_gif, png, png_bomb},
    panel::send,
    server::{DAY, House},
};

const LOBBY: &str = "1";
const URL: &str = "https://example.org/oak";

/// Puts a card with this picture below a message, and gives the card as it came to be.
async fn put(house: &House, id: MessageId, url: &str, picture: &[u8]) -> Option<Preview> {
    let card = Preview::new(url, "Oak", "", "").unwrap();
    let chat = &house.server.chat;
    let put = chat.put_preview(id, card, Some(picture.to_vec()));
    put.await.unwrap();
    let mut db = chat.store().read().await.unwrap();
    let seen = store::messages::by_id(&mut db, id).await.unwrap();
    seen.unwrap()
        .previews
        .into_iter()
        .find(|card| card.url == url)
}

/// A message of Bob's in a room, with a card that has a picture; and the address of that.
async fn pictured(house: &House, room: &str) -> (Message, String) {
    let said: Message = house.bob.say(room, URL).await.is(200).read();
    let card = put(house, said.id, URL, &png(1_200, 630)).await.unwrap();
    (said, card.picture)
}

/// Expects that a picture is gone, and its file with it.
async fn is_gone(house: &House, address: &str) {
    house.ada.get(address).await.is(404);
    assert_eq!(house.server.uploads(), [""; 0]);
    assert!(!house.server.dump().await.contains(&address[7..39]));
    assert_eq!(house.server.chat.sweep_media().await.unwrap(), 0);
}

#[tokio::test]
async fn a_picture_is_small_and_comes_with_its_card() {
    let house = House::open().await;
    let (said, address) = pictured(&house, LOBBY).await;
    let answer = house.eve.get(&address).await;
    answer.is(200);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "private, max-age=31536000, immutable"),
        (
            "content-disposition",
            "inline; filename*=UTF-8''preview.jpg",
        ),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let shown = image::load_from_memory_with_format(&answer.body, ImageFormat::Jpeg).unwrap();
    assert_eq!((shown.width(), shown.height()), (480, 252));
    assert!(address.ends_with("/original?480x252"), "{address}");
    has_colour(&shown, (5, 5), RED);
    has_colour(&shown, (475, 245), BLUE);
    let page = house.eve.get("/rooms/1").await.text();
    let image = format!("<img src=\"{address}\" width=\"480\" height=\"252\" alt=\"\"");
    assert!(page.contains(&image), "{page}");
    let message = house.ada.get("/api/messages/1?depth=0").await.json();
    let expected = json!({
        "url": URL, "title": "Oak", "description": "", "site": "",
        "picture": address,
    });
    assert_eq!(message["previews"], json!([expected]));
    // It is the message's, and in no list of files.
    let files = house.ada.get("/api/media").await.json();
    assert_eq!(files["totalDocs"], 0);
    assert_eq!(message["attachments"], json!([]));
    // What was put there stays as it was, and what came too late leaves nothing.
    let again = put(&house, said.id, URL, &png(40, 30)).await.unwrap();
    assert_eq!(again.picture, address);
    assert_eq!(
        put(&house, said.id, "https://other.example", &png(40, 30)).await,
        None
    );
    assert_eq!(house.server.uploads().len(), 1);
}

#[tokio::test]
async fn a_picture_is_for_who_may_read_its_message() {
    let house = House::open().await;
    let room = house.ada.room("closed", "Secret").await;
    let said: Message = house.ada.say(&room, URL).await.read();
    let card = put(&house, said.id, URL, &png(40, 30)).await.unwrap();
    house.ada.get(&card.picture).await.is(200);
    house.eve.get(&card.picture).await.is(404);
    house.anon.get(&card.picture).await.is(401);
    for form in ["card", "thumbnail"] {
        let other = card.picture.replace("original", form);
        house.ada.get(&other).await.is(404);
    }
    let bob = house.bob.id.to_string();
    let fields = [("room", room.as_str()), ("person", bob.as_str())];
    house.ada.call("rooms/invite", &fields).await.is(200);
    house.bob.get(&card.picture).await.is(200);
    house.ada.call("rooms/remove", &fields).await.is(200);
    house.bob.get(&card.picture).await.is(404);

    let house = House::open_with(&["--open"]).await;
    let (_, address) = pictured(&house, LOBBY).await;
    house.anon.get(&address).await.is(200);
}

#[tokio::test]
async fn what_is_no_picture_leaves_its_card_without_one() {
    let house = House::open().await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script/></svg>";
    for nothing in [
        b"".to_vec(),
        b"<!doctype html><title>No</title>".to_vec(),
        svg.to_vec(),
        [b"<?xml version='1.0'?>".as_slice(), svg].concat(),
        png(40, 30)[..60].to_vec(),
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0".to_vec(),
        gif_bomb(),
        png_bomb(),
    ] {
        let said: Message = house.bob.say(LOBBY, URL).await.read();
        let card = put(&house, said.id, URL, &nothing).await.unwrap();
        assert_eq!(card.picture, "");
        assert_eq!(house.server.uploads(), [""; 0]);
    }
}

#[tokio::test]
async fn every_kind_of_picture_becomes_a_small_one() {
    let house = House::open().await;
    let clear = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0]));
    for (bytes, pixels) in [
        (png(300, 3_000), (27, 270)),
        (png(5_000, 1), (480, 1)),
        (moving_gif(500, 20), (480, 19)),
        (file(clear.clone(), ImageFormat::WebP), (20, 20)),
        (file(clear, ImageFormat::Png), (20, 20)),
    ] {
        let said: Message = house.bob.say(LOBBY, URL).await.read();
        let card = put(&house, said.id, URL, &bytes).await.unwrap();
        let size = format!("?{}x{}", pixels.0, pixels.1);
        assert!(card.picture.ends_with(&size), "{card:?}");
        let answer = house.bob.get(&card.picture).await;
        let shown = image::load_from_memory_with_format(&answer.body, ImageFormat::Jpeg).unwrap();
        assert_eq!((shown.width(), shown.height()), pixels);
        if pixels == (20, 20) {
            has_colour(&shown, (10, 10), [255; 3]);
        }
    }
}

#[tokio::test]
async fn a_picture_goes_with_its_card() {
    let house = House::open().await;
    let (said, address) = pictured(&house, LOBBY).await;
    let id = said.id.to_string();
    let card = [("id", id.as_str()), ("url", URL)];
    house
        .bob
        .call("messages/remove-preview", &card)
        .await
        .is(200);
    is_gone(&house, &address).await;
    // Nor does it come back.
    assert_eq!(put(&house, said.id, URL, &png(40, 30)).await, None);
    assert_eq!(house.server.uploads(), [""; 0]);

    let (said, address) = pictured(&house, LOBBY).await;
    let id = said.id.to_string();
    let same = format!("{URL} again");
    let edit = [("id", id.as_str()), ("text", same.as_str())];
    house.bob.call("messages/edit", &edit).await.is(200);
    house.eve.get(&address).await.is(200);
    let edit = [("id", id.as_str()), ("text", "nothing")];
    house.bob.call("messages/edit", &edit).await.is(200);
    is_gone(&house, &address).await;

    let (said, address) = pictured(&house, LOBBY).await;
    let change = json!({"content": "nothing", "pinned": true}).to_string();
    let path = format!("/api/messages/{}", said.id);
    house.bob.ask("PATCH", &path, change).await.is(200);
    is_gone(&house, &address).await;

    let (said, address) = pictured(&house, LOBBY).await;
    let id = said.id.to_string();
    house
        .bob
        .call("messages/delete", &[("id", &id)])
        .await
        .is(200);
    is_gone(&house, &address).await;
}

#[tokio::test]
async fn a_picture_goes_with_its_room_and_with_what_is_too_old() {
    let house = House::open().await;
    let room = house.bob.room("open", "Woods").await;
    house
        .ada
        .call("rooms/join", &[("room", &room)])
        .await
        .is(200);
    let (_, address) = pictured(&house, &room).await;
    let number = RoomId(room.parse().unwrap());
    let chat = &house.server.chat;
    chat.delete_room(PersonId(house.ada.id), number)
        .await
        .unwrap();
    is_gone(&house, &address).await;

    let (_, address) = pictured(&house, LOBBY).await;
    let month = [("retention", "30"), ("previews", "true")];
    send(&house.ada, "/admin/settings", &month).await.is(303);
    house.server.pass(31 * DAY);
    assert_eq!(chat.retire_messages().await.unwrap(), 1);
    assert_eq!(chat.sweep_drafts().await.unwrap(), 1);
    assert_eq!(house.server.uploads(), [""; 0]);
    assert!(!house.server.dump().await.contains(&address[7..39]));
}

#[tokio::test]
async fn what_a_crash_leaves_of_a_picture_is_swept() {
    let house = House::open().await;
    let chat = &house.server.chat;
    let (said, _) = pictured(&house, LOBBY).await;
    // The message went, and nobody removed the file after it.
    let deleting = chat.store().write(move |db| {
        Box::pin(async move {
            store::messages::delete(db, said.id, Timestamp(1)).await?;
            Ok::<_, chat::Error>(())
        })
    });
    deleting.await.unwrap();
    assert_eq!(chat.sweep_media().await.unwrap(), 0, "it is known of");
    assert_eq!(chat.sweep_drafts().await.unwrap(), 1);
    assert_eq!(house.server.uploads(), [""; 0]);

    // The database has forgotten it, and nobody removed the file after that.
    let (said, address) = pictured(&house, LOBBY).await;
    let forgetting = chat.store().write(move |db| {
        Box::pin(async move {
            store::messages::delete(db, said.id, Timestamp(1)).await?;
            Ok::<_, chat::Error>(store::pictures::forget_dropped(db).await?)
        })
    });
    assert_eq!(forgetting.await.unwrap().len(), 1);
    assert_eq!(house.server.uploads().len(), 1);
    assert_eq!(chat.sweep_media().await.unwrap(), 1);
    is_gone(&house, &address).await;
}

#[tokio::test]
async fn a_picture_counts_for_nobodys_quota() {
    let house = House::open_with(&["--upload-quota", "1000"]).await;
    let (_, address) = pictured(&house, LOBBY).await;
    let answer = house.bob.get(&address).await;
    assert!(answer.body.len() > 1_000, "{}", answer.body.len());
    let words = Ok::<_, Problem>(Bytes::from_static(&[b'a'; 1_000]));
    let kept = house
        .server
        .chat
        .keep_file(PersonId(house.bob.id), "a.txt", stream::iter([words]));
    kept.await.unwrap();
}
