//! Random requests at every door that is not the REST API's: what pages call, the panel, the ways back in, files, pages. None
//! is a fault of the server, none tells or changes what is somebody else's. The dice are those of `rest_fuzz`.

use axum::{body::Body, http::header};

use super::{
    actor::{Actor, Answer, encode},
    doors::{FUNCTIONS, tells_nothing},
    rest_fuzz::{Dice, TIMES, UNCOUNTED, theirs},
    rest_media::upload,
    server::{House, PASSWORD},
};

/// What only Bob knows, and the name of where he said it.
const SECRETS: [&str; 2] = ["hush, a secret", "Bob's own"];

/// Addresses of pages, of the panel and of files, with `{}` where something stands; each is looked at and posted to.
const PLACES: [&str; 31] = [
    "/",
    "/about",
    "/rooms",
    "/rooms/new",
    "/rooms/{}",
    "/rooms/{}/about",
    "/rooms/{}/pins",
    "/people",
    "/people/{}",
    "/search",
    "/mentions",
    "/settings",
    "/sign-in",
    "/join/{}",
    "/setup/{}",
    "/forgot",
    "/reset/{}",
    "/language/{}",
    "/media/{}/{}",
    "/admin",
    "/admin/mail",
    "/admin/people",
    "/admin/people/bots",
    "/admin/people/invites/{}",
    "/admin/people/{}/{}",
    "/admin/log",
    "/admin/settings",
    "/admin/collections/{}",
    "/admin/collections/{}/bulk",
    "/admin/collections/{}/upload",
    "/admin/collections/{}/{}",
];

/// What stands in an address, as often as it is random.
const STEPS: [&str; 18] = [
    "users",
    "rooms",
    "memberships",
    "messages",
    "reactions",
    "media",
    "new",
    "1",
    "2",
    "3",
    "role",
    "ban",
    "unlock",
    "reset",
    "key",
    "original",
    "thumbnail",
    "invites",
];

/// Names of fields, beside those of functions.
const FIELDS: [&str; 22] = [
    "q",
    "page",
    "sort",
    "at",
    "after",
    "next",
    "deed",
    "sure",
    "id",
    "role",
    "to",
    "days",
    "set[name]",
    "updatedAt",
    "field",
    "operator",
    "value",
    "retention",
    "send_rate",
    "upload_limit",
    "accent",
    "saved",
];

/// A form's fields, mostly by the names that are asked for.
fn fields(dice: &mut Dice, known: &[&str]) -> String {
    let mut pairs = Vec::new();
    for name in known {
        if dice.below(6) > 0 {
            pairs.push(((*name).to_owned(), dice.word()));
        }
    }
    for _ in 0..dice.below(4) {
        let name = (*dice.pick(&FIELDS)).to_owned();
        pairs.push((name, dice.word()));
    }
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    encode(&pairs)
}

/// An address with something in each of its gaps.
fn filled(dice: &mut Dice, place: &str) -> String {
    let mut path = String::new();
    for (number, part) in place.split("{}").enumerate() {
        if number > 0 {
            let step = if dice.below(3) == 0 {
                encode(&[("", &dice.word())]).replace('=', "")
            } else {
                (*dice.pick(&STEPS)).to_owned()
            };
            path += &step;
        }
        path += part;
    }
    path
}

async fn throw(dice: &mut Dice, actor: &Actor, method: &str, path: &str, known: &[&str]) {
    const ACCEPT: [&str; 3] = [
        "text/html,*/*;q=0.8",
        "application/x-www-form-urlencoded",
        "application/json",
    ];
    let (kind, body) = match dice.below(8) {
        0 => ("application/json", "{\"id\": [1".to_owned()),
        1 => {
            let words = dice.word().replace(['\r', '\n'], "");
            let part = "Content-Disposition: form-data; name=\"room\"";
            let file = "Content-Disposition: form-data; name=\"file\"; filename=\"x\"";
            let form =
                format!("--x\r\n{part}\r\n\r\n{words}\r\n--x\r\n{file}\r\n\r\nGIF89a\r\n--x--\r\n");
            ("multipart/form-data; boundary=x", form)
        }
        _ => ("application/x-www-form-urlencoded", fields(dice, known)),
    };
    let mut request = actor
        .page_request(method, path)
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT, *dice.pick(&ACCEPT))
        .header(header::REFERER, "http://chat.example/rooms/1");
    if dice.below(6) == 0 {
        request = request.header(
            header::RANGE,
            format!("bytes={}", dice.word().escape_debug()),
        );
    }
    let what = format!("{method} {path} {body:?}");
    let answer = actor.send(request.body(Body::from(body)).unwrap()).await;
    is_no_fault(&answer, &what);
}

fn is_no_fault(answer: &Answer, what: &str) {
    assert!(answer.status.as_u16() < 500, "{what}: {answer:?}");
    let text = answer.text();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} tells of {secret}");
    }
    // A page may have a field of its own that is called `select`.
    if !text.contains("<html") {
        tells_nothing(answer, what);
    }
}

/// Throws at every door.
async fn storm(dice: &mut Dice, actor: &mut Actor, email: Option<&str>) {
    for (function, known) in FUNCTIONS {
        for _ in 0..TIMES {
            throw(dice, actor, "POST", &format!("/do/{function}"), known).await;
        }
        stay(actor, email).await;
    }
    for path in [
        "/do/me/picture",
        "/do/media/upload",
        "/do/messages/send-with-files",
        "/do/nothing",
    ] {
        for _ in 0..TIMES {
            throw(dice, actor, "POST", path, &["room", "text", "picture"]).await;
        }
    }
    for place in PLACES {
        for round in 0..TIMES {
            let method = if round % 2 == 0 { "GET" } else { "POST" };
            let query = fields(dice, &[]);
            let path = format!("{}?{query}", filled(dice, place));
            throw(dice, actor, method, &path, &FIELDS).await;
        }
        stay(actor, email).await;
    }
}

/// Signs in anew who happened to end their own session.
async fn stay(actor: &mut Actor, email: Option<&str>) {
    if let Some(email) = email
        && actor.get("/api/users/me").await.json()["user"].is_null()
    {
        actor.sign_in(email, PASSWORD).await;
    }
}

#[tokio::test]
async fn random_requests_at_the_other_doors_are_no_fault_and_touch_nothing_of_others() {
    let mut house = House::open_with(&UNCOUNTED).await;
    let room = house.bob.room("closed", SECRETS[1]).await;
    house.bob.say(&room, SECRETS[0]).await.is(200);
    let words = Some(serde_json::json!({"alt": "Bob's"}));
    let file = upload(&house.bob, Some(("a.txt", b"Bob's")), words).await;
    let file = file.is(201).json()["doc"]["id"].clone();
    let mut dice = Dice::new();

    // Who has no account can change nothing at all.
    let before = house.server.dump().await;
    storm(&mut dice, &mut house.anon, None).await;
    assert_eq!(house.server.dump().await, before);

    let before = theirs(&house, &room, &file).await;
    let mut eve = house.eve.clone();
    storm(&mut dice, &mut eve, Some("eve@example.com")).await;
    assert_eq!(theirs(&house, &room, &file).await, before);

    // An admin may much; a fault it is never, and what is said where they are not they never read.
    let mut ada = house.ada.clone();
    storm(&mut dice, &mut ada, Some("ada@example.com")).await;
    ada.get("/api/users").await.is(200);
}
