//! What no page and no honest program sends: an error of the right kind each time, nothing changed, nothing leaked.

use axum::{
    body::{Body, Bytes},
    http::header,
};

use super::{
    actor::encode,
    doors::{DOORS, FUNCTIONS, NO_ARGUMENTS, blames_the_asker, tells_nothing},
    server::House,
};

/// Bodies that no function takes.
fn garbage() -> Vec<Bytes> {
    [
        &b""[..], b"&&&===", b"%", b"%zz=%zz", b"room=%ff%fe&text=%c3%28", b"\xff\xfe\x00\x01", b"{\"room\":",
        b"{\"room\":1,\"text\":\"x\"}", b"room[a][b][c][d][e][f][g][h]=1", b"room[]=1&text[]=2&id[]=3&token[]=x&name[]=y",
        b"people[0]=x&room=x&id=x&person=x&days=x&number=x&before=x", b"=", b"\0\0\0", b"<xml/>",
        b"room=1e99&id=1e99&person=0x10&days=1.5&number=NaN&people[0]=Infinity",
        b"room=99999999999999999999&id=99999999999999999999&person=-99999999999999999999&days=99999999999999999999\
          &number=99999999999999999999&people[0]=99999999999999999999&before=99999999999999999999",
    ]
    .into_iter()
    .map(Bytes::from_static)
    .collect()
}

#[tokio::test]
async fn no_function_takes_garbage() {
    // More than one person may ask.
    let house = House::open_with(&["--send-rate", "0"]).await;
    house.bob.say("1", "stands").await.is(200);
    // Made when it is first asked for, and the same from then on.
    house.ada.call("notifications/key", &[]).await.is(200);
    let before = house.server.dump().await;
    for (function, _) in FUNCTIONS {
        for body in garbage() {
            let what = format!("{function} {body:?}");
            let answer = house.bob.call_with(function, body.clone()).await;
            if NO_ARGUMENTS.contains(&function) {
                assert!(!answer.status.is_server_error(), "{what}: {answer:?}");
                tells_nothing(&answer, &what);
            } else {
                blames_the_asker(&answer, &what);
            }
            // The same as a form leads back, with a reason.
            let request = house
                .bob
                .page_request("POST", &format!("/do/{function}"))
                .header(header::ACCEPT, "text/html")
                .header(header::REFERER, "http://chat.example/rooms/1");
            let answer = house.bob.send(request.body(body.into()).unwrap()).await;
            assert_eq!(answer.status.as_u16(), 302, "{what}");
            tells_nothing(&answer, &what);
        }
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn a_missing_field_is_a_malformed_request() {
    let house = House::open().await;
    // Made when it is first asked for, and the same from then on.
    house.ada.call("notifications/key", &[]).await.is(200);
    let before = house.server.dump().await;
    for (function, fields) in FUNCTIONS {
        // These may be left out.
        let optional = [
            "language",
            "next",
            "invite",
            "before",
            "below",
            "people[0]",
            "add",
            "theme",
            "density",
            "section",
            "session",
        ];
        let needed = fields.iter().filter(|field| !optional.contains(field));
        if function == "page/load" {
            continue;
        }
        for missing in needed {
            let rest: Vec<_> = fields
                .iter()
                .filter(|field| field != &missing)
                .map(|field| match *field {
                    "client_id" => (*field, "0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11"),
                    "banned" | "archived" | "on" | "bare" => (*field, "true"),
                    "role" => (*field, "owner"),
                    "kind" => (*field, "open"),
                    "level" => (*field, "mentions"),
                    "way" => (*field, "up"),
                    field => (field, "1"),
                })
                .collect();
            let answer = house.ada.call(function, &rest).await;
            answer.is(400);
            assert!(
                answer.text().contains(missing),
                "{function} without {missing}: {answer:?}"
            );
        }
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn any_content_type_and_any_query_are_no_way_in() {
    let house = House::open().await;
    // Made when it is first asked for, and the same from then on.
    house.ada.call("notifications/key", &[]).await.is(200);
    let before = house.server.dump().await;
    for (function, fields) in FUNCTIONS {
        let path = format!("/do/{function}");
        let query: Vec<_> = fields.iter().map(|field| (*field, "1")).collect();
        let query = format!("{path}?{}", encode(&query));
        // Looking changes nothing: there is no such door.
        for method in ["GET", "PUT", "DELETE", "PATCH"] {
            let request = house.ada.page_request(method, &query);
            let answer = house.ada.send(request.body(Body::empty()).unwrap()).await;
            assert!(
                [404, 405].contains(&answer.status.as_u16()),
                "{method} {query}: {answer:?}"
            );
        }
        for kind in [
            "application/json",
            "multipart/form-data; boundary=x",
            "text/plain",
            "\u{1}",
        ] {
            let Ok(kind) = header::HeaderValue::from_bytes(kind.as_bytes()) else {
                continue;
            };
            let request = house
                .ada
                .page_request("POST", &query)
                .header(header::CONTENT_TYPE, kind);
            let answer = house
                .ada
                .send(request.body(Body::from("{}")).unwrap())
                .await;
            assert!(!answer.status.is_server_error(), "{query}: {answer:?}");
        }
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn no_door_for_programs_takes_garbage() {
    let house = House::open().await;
    let open = House::open_with(&["--open"]).await;
    for house in [&house, &open] {
        // Made when it is first asked for, and the same from then on.
        house.ada.call("notifications/key", &[]).await.is(200);
        let before = house.server.dump().await;
        let bodies = garbage().into_iter().chain(
            [
                "null",
                "[]",
                "1",
                "\"x\"",
                "[[[[[[",
                "{\"a\":{\"a\":{\"a\":",
                "{}",
                r#"{"sender":{},"receiver":[],"content":{}}"#,
                r#"{"room":1.5,"content":"x","sender":1}"#,
                r#"{"room":99999999999999999999,"content":"x","sender":1}"#,
                r#"{"room":-1,"content":"x","sender":1}"#,
                r#"{"room":"1","content":"x","sender":1}"#,
                r#"{"receiver":-1,"content":"x","sender":-1}"#,
                r#"{"room":1,"content":"x","clientId":"x"}"#,
                r#"{"room":1,"content":"x","clientId":7}"#,
                r#"{"room":1,"content":"x","timestamp":7}"#,
                r#"{"room":1,"content":"x","timestamp":"2026-02-30T00:00:00Z"}"#,
                r#"{"room":1,"content":"\ud800"}"#,
                r#"{"room":1,"content":"\u0000"}"#,
                r#"{"email":1,"password":[]}"#,
                r#"{"email":"x","password":null,"token":{}}"#,
            ]
            .map(|text| Bytes::from_static(text.as_bytes())),
        );
        for body in bodies {
            for (_, path) in DOORS
                .iter()
                .filter(|(method, path)| *method == "POST" && !path.ends_with("logout"))
            {
                let what = format!("{path} {body:?}");
                for actor in [&house.anon, &house.bob] {
                    let answer = actor.ask("POST", path, body.clone()).await;
                    blames_the_asker(&answer, &what);
                    let said = answer.json();
                    assert!(
                        said["errors"][0]["message"].is_string(),
                        "{what}: {answer:?}"
                    );
                }
            }
        }
        assert_eq!(house.server.dump().await, before);
    }
}

#[tokio::test]
async fn forms_of_files_are_read_or_refused() {
    let house = House::open().await;
    let document = r#"{"room":1,"content":"in a form"}"#;
    let part = |name: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let good = part("file", "whatever") + &part("_payload", document) + "--x--\r\n";
    for (kind, body, status) in [
        ("multipart/form-data; boundary=x", good.clone(), 201),
        ("multipart/form-data; boundary=y", good.clone(), 400),
        ("multipart/form-data", good.clone(), 400),
        (
            "multipart/form-data; boundary=x",
            good[..70].to_owned(),
            400,
        ),
        (
            "multipart/form-data; boundary=x",
            part("_payload", "[]") + "--x--",
            400,
        ),
        (
            "multipart/form-data; boundary=x",
            part("other", document) + "--x--",
            400,
        ),
        ("multipart/form-data; boundary=x", String::new(), 400),
    ] {
        let request = house
            .bob
            .page_request("POST", "/api/messages")
            .header(header::CONTENT_TYPE, kind);
        let answer = house.bob.send(request.body(body.clone().into()).unwrap());
        let answer = answer.await;
        tells_nothing(answer.is(status), &body);
    }
}

#[tokio::test]
async fn odd_queries_are_answered() {
    let house = House::open().await;
    for path in [
        "/api/messages?limit=99999999999999999999",
        "/api/messages?page=9223372036854775807&limit=1000",
        "/api/messages?limit=-9223372036854775808",
        "/api/messages?%ff=%fe",
        "/api/messages?where",
        "/api/messages?&&&=",
        "/api/messages?where[id][in]='%20or%201=1",
        "/api/messages/abc",
        "/api/messages/-1",
        "/api/messages/1.5",
        "/api/messages/99999999999999999999",
        "/api/messages/%ff",
        "/api/messages/%00",
        "/api/users?where[email][like]=%00",
        "/api/rooms?sort=,,-,.&select=1&populate=1&depth[]=1&limit[x]=1",
        "/api/memberships?where[and][0][or][0][and]=1",
        "/api/messages/sse?after=1&after=2",
        "/api/messages/sse?history=-1",
        "/api/messages/sse?history=1001",
        "/api/messages/sse?history=x",
        "/api/messages/sse?history=1&history=2",
        "/language/%ff",
        "/language/xx",
        "/language/..%2f..%2fetc",
        "/do/",
        "/do/nope",
        "/do/../healthz",
        "/%00",
        "/%ff",
        "/pkg/..%2f..%2fCargo.toml",
        "/../Cargo.toml",
        "//evil.example",
        "/api//messages",
        "/API/messages",
    ] {
        for actor in [&house.anon, &house.bob] {
            let answer = actor.get(path).await;
            assert!(answer.status.as_u16() < 500, "{path}: {answer:?}");
            tells_nothing(&answer, path);
            assert!(!answer.text().contains("[package]"), "{path}");
        }
    }
    house
        .bob
        .get("/api/messages/sse?history=1001")
        .await
        .is(400);
    let answer = house.anon.get("/language/zh?next=//evil.example").await;
    assert_eq!(answer.location(), "/");
}
