//! What somebody sends who means no good: too much, other people's ids, other sites' forms.

use axum::body::{Body, Bytes};
use parlour::domain::{Message, Problem};
use serde_json::json;

use super::{
    actor::{Actor, encode},
    doors::{DOORS, FUNCTIONS, blames_the_asker, tells_nothing},
    server::{House, PASSWORD},
};

#[tokio::test]
async fn huge_bodies_are_refused_at_every_door() {
    let house = House::open().await;
    let before = house.server.dump().await;
    let huge = format!("text={}", "x".repeat(1_000_000));
    let paths = FUNCTIONS
        .iter()
        .map(|(function, _)| format!("/do/{function}"))
        .chain(
            DOORS
                .iter()
                .filter(|door| door.0 == "POST")
                .map(|door| door.1.to_owned()),
        );
    for path in paths {
        let announced = house
            .bob
            .page_request("POST", &path)
            .body(Body::from(huge.clone()));
        // One that does not say how long it is.
        let pieces = (0..10).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 100_000])));
        let pieces = Body::from_stream(futures_util::stream::iter(pieces));
        let unannounced = house.bob.page_request("POST", &path).body(pieces);
        for request in [announced, unannounced] {
            let answer = house.bob.send(request.unwrap()).await;
            assert_eq!(answer.status.as_u16(), 413, "{path}: {answer:?}");
            tells_nothing(&answer, &path);
        }
    }
    assert_eq!(house.server.dump().await, before);
    // A body that breaks off is not acted on.
    let broken = futures_util::stream::iter([
        Ok(Bytes::from_static(
            b"room=1&text=half&client_id=0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11",
        )),
        Err(std::io::Error::other("gone")),
    ]);
    let request = house.bob.page_request("POST", "/do/messages/send");
    let answer = house
        .bob
        .send(request.body(Body::from_stream(broken)).unwrap())
        .await;
    blames_the_asker(&answer, "a broken body");
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn other_peoples_and_unknown_ids_are_not_found() {
    let house = House::open().await;
    let room = house.bob.room("closed", "bob's").await;
    let message: Message = house.bob.say(&room, "bob's").await.read();
    let message = message.id.to_string();
    let before = house.server.dump().await;
    let ids = [
        &room[..],
        "0",
        "-1",
        "424242",
        "9223372036854775807",
        "-9223372036854775808",
    ];
    for id in ids {
        for (function, fields) in FUNCTIONS
            .iter()
            .filter(|(_, fields)| fields.first() == Some(&"room"))
        {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| match *field {
                    "room" => ("room", id),
                    "client_id" => ("client_id", "0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11"),
                    "archived" => ("archived", "true"),
                    "role" => ("role", "owner"),
                    "level" => ("level", "nothing"),
                    "way" => ("way", "up"),
                    field => (field, "1"),
                })
                .collect();
            let answer = house.eve.call(function, &fields).await;
            answer.refused(&Problem::NotFound);
        }
        let rest = json!({"room": id.parse::<i64>().unwrap(), "content": "x"});
        house.eve.post("/api/messages", rest).await.is(400);
    }
    for id in [
        &message[..],
        "0",
        "-1",
        "424242",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        let edit = [("id", id), ("text", "mine")];
        house
            .eve
            .call("messages/edit", &edit)
            .await
            .refused(&Problem::NotFound);
        house
            .eve
            .call("messages/delete", &edit[..1])
            .await
            .refused(&Problem::NotFound);
        if id != message {
            house
                .eve
                .call("sessions/end", &edit[..1])
                .await
                .refused(&Problem::NotFound);
            house
                .ada
                .call("invites/revoke", &edit[..1])
                .await
                .refused(&Problem::NotFound);
            let ban = [("person", id), ("banned", "true")];
            house
                .ada
                .call("people/ban", &ban)
                .await
                .refused(&Problem::NotFound);
        }
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let house = House::open().await;
    let before = house.server.dump().await;
    let fields = [
        ("room", "1"),
        ("text", "forged"),
        ("client_id", "0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11"),
    ];
    let send = async |actor: &Actor, path: &str, headers: &[(&str, &str)]| {
        let mut request = actor.request("POST", path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if path.starts_with("/api") {
            json!({"room": 1, "content": "forged"}).to_string()
        } else {
            encode(&fields)
        };
        actor.send(request.body(body.into()).unwrap()).await
    };
    for path in [
        "/do/messages/send",
        "/api/messages",
        "/api/users/logout",
        "/do/sessions/end-mine",
    ] {
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://chat.example"),
            ],
            &[("sec-fetch-site", "nonsense")],
            &[("sec-fetch-site", "")],
            &[("origin", "http://evil.example")],
            &[("origin", "http://chat.example.evil.example")],
            &[("origin", "http://evil-chat.example")],
            &[("origin", "http://chat.example:8080")],
            &[("origin", "null")],
            &[("origin", "")],
            &[],
        ] {
            let answer = send(&house.bob, path, headers).await;
            assert_eq!(
                answer.status.as_u16(),
                403,
                "{path} {headers:?}: {answer:?}"
            );
        }
    }
    // Signing somebody in by force is no better.
    let sign_in = house
        .anon
        .request("POST", "/do/sessions/create")
        .header("sec-fetch-site", "cross-site");
    let body = encode(&[("email", "eve@example.com"), ("password", PASSWORD)]);
    let forced = house.anon.send(sign_in.body(body.into()).unwrap()).await;
    assert!(forced.is(403).cookie_line("parlour").is_none());
    assert_eq!(house.server.dump().await, before);
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://chat.example")],
    ] {
        send(&house.bob, "/do/messages/send", headers).await.is(200);
    }
}
