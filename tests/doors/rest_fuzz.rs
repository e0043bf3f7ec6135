//! Random requests at every address of the REST API: none is a fault of the server, and none changes what who asks may
//! not change. The dice are the same each time; `PARLOUR_DICE` throws others.

use axum::{body::Body, http::header};
use parlour::domain::Message;
use serde_json::{Map, Value, json};

use super::{
    actor::{Actor, encode},
    doors::tells_nothing,
    rest_media::upload,
    server::House,
};

/// How many requests each address gets from each asker.
pub(crate) const TIMES: usize = 12;

/// They are many more than one person may make.
pub(crate) const UNCOUNTED: [&str; 2] = ["--send-rate", "0"];

/// Random numbers that come again (xorshift64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        let seed = option_env!("PARLOUR_DICE").and_then(|seed| seed.parse().ok());
        Self(seed.unwrap_or(20_261_123))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub(crate) fn word(&mut self) -> String {
        const WORDS: [&str; 26] = [
            "",
            "1",
            "2",
            "3",
            "0",
            "-1",
            "9223372036854775807",
            "99999999999999999999",
            "1.5",
            "1e99",
            "true",
            "null",
            "x",
            "admin",
            "owner",
            "open",
            "closed",
            "bob@example.com",
            "../..",
            "' or 1=1 --",
            "%00\u{0}",
            "\u{202e}好",
            "2026-11-23T00:00:00Z",
            "2026-02-30",
            "0b8e2a4c-1f3d-4c55-9a77-3d0e9f6b1c22",
            "{\"a\":1}",
        ];
        (*self.pick(&WORDS)).to_owned()
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.below(5)),
            3 => json!(-9_223_372_036_854_775_808_i64),
            4 | 5 => json!(self.word()),
            6 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let pairs = (0..self.below(4)).map(|_| (self.word(), self.value(depth - 1)));
                Value::Object(pairs.collect())
            }
        }
    }

    /// A document with fields that there are, mostly.
    fn document(&mut self, fields: &[String]) -> String {
        let count = self.below(7);
        let mut document = Map::new();
        for _ in 0..count {
            let name = self.pick(fields).clone();
            document.insert(name, self.value(2));
        }
        let mut text = Value::Object(document).to_string();
        // Now and then it breaks off.
        if self.below(8) == 0 {
            let mut end = self.below(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        text
    }

    pub(crate) fn query(&mut self, fields: &[String]) -> String {
        const OPERATORS: [&str; 12] = [
            "equals",
            "not_equals",
            "in",
            "not_in",
            "like",
            "contains",
            "exists",
            "all",
            "greater_than",
            "less_than_equal",
            "near",
            "",
        ];
        const OTHERS: [&str; 8] = [
            "sort",
            "limit",
            "page",
            "depth",
            "pagination",
            "draft",
            "locale",
            "where",
        ];
        let count = self.below(5);
        let pairs: Vec<(String, String)> = (0..count)
            .map(|n| {
                let (field, other) = (self.pick(fields).clone(), self.pick(fields).clone());
                let operator = *self.pick(&OPERATORS);
                let name = match self.below(7) {
                    0 => format!("where[{field}][{operator}]"),
                    1 => format!("where[{field}.{other}][{operator}]"),
                    2 => format!("where[or][{n}][and][0][{field}][{operator}]"),
                    3 => format!("select[{field}]"),
                    4 => format!("populate[users][{field}]"),
                    _ => (*self.pick(&OTHERS)).to_owned(),
                };
                let value = if self.below(3) == 0 {
                    field
                } else {
                    self.word()
                };
                (name, value)
            })
            .collect();
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        encode(&pairs)
    }
}

/// Every address by every method, and every name of a field.
async fn described(anon: &Actor) -> (Vec<(String, String)>, Vec<String>) {
    let description = anon.get("/api/openapi.json").await.is(200).json();
    let mut doors = Vec::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            // A stream has no end, and who has signed out can be refused no more.
            let kept = path != "/api/messages/sse" && !path.ends_with("/logout");
            if kept && ["get", "post", "patch", "delete"].contains(&&**method) {
                doors.push((method.to_uppercase(), path.clone()));
            }
        }
    }
    let schemas = description["components"]["schemas"].as_object().unwrap();
    let mut fields: Vec<String> = schemas
        .values()
        .filter_map(|schema| schema["properties"].as_object())
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    fields.extend(["token", "password", "nope", "$where", "__proto__"].map(str::to_owned));
    fields.sort();
    fields.dedup();
    assert!(
        doors.len() > 40 && fields.len() > 20,
        "{doors:?} {fields:?}"
    );
    (doors, fields)
}

async fn throw(dice: &mut Dice, actor: &Actor, door: &(String, String), fields: &[String]) {
    let (method, path) = door;
    let id = ["1", "2", "3", "4", "0", "x", "-1"];
    let path = path.replace("{id}", id[dice.below(id.len())]);
    let path = format!("{path}?{}", dice.query(fields));
    let (kind, body) = match dice.below(6) {
        0 => ("application/x-www-form-urlencoded", dice.query(fields)),
        1 => {
            let document = dice.document(fields);
            let part = "Content-Disposition: form-data; name=\"_payload\"";
            let file = "Content-Disposition: form-data; name=\"file\"; filename=\"x\"";
            let form = format!(
                "--x\r\n{part}\r\n\r\n{document}\r\n--x\r\n{file}\r\n\r\nGIF89a\r\n--x--\r\n"
            );
            ("multipart/form-data; boundary=x", form)
        }
        _ => ("application/json", dice.document(fields)),
    };
    let mut request = axum::http::Request::builder()
        .method(&**method)
        .uri(&path)
        .header(header::HOST, "chat.example")
        .header(header::CONTENT_TYPE, kind);
    if let Some(token) = &actor.token {
        request = request.header(header::AUTHORIZATION, format!("JWT {token}"));
    }
    if dice.below(5) == 0 {
        request = request.header("x-payload-http-method-override", "GET");
    }
    let what = format!("{method} {path} {body:?}");
    let answer = actor.send(request.body(Body::from(body)).unwrap()).await;
    assert!(answer.status.as_u16() < 500, "{what}: {answer:?}");
    tells_nothing(&answer, &what);
}

/// What Eve has no part in, as Bob and Ada see it.
pub(crate) async fn theirs(house: &House, room: &str, file: &Value) -> Vec<Value> {
    let mut seen = Vec::new();
    for path in [
        format!("/api/rooms/{room}?depth=0"),
        format!("/api/messages?where[room][equals]={room}&depth=0&pagination=false"),
        format!("/api/memberships?where[room][equals]={room}&depth=0&pagination=false"),
        format!(
            "/api/users?where[id][not_equals]={}&depth=0&sort=id",
            house.eve.id
        ),
        format!("/api/media/{file}"),
        format!(
            "/api/reactions?where[person][equals]={}&depth=0",
            house.bob.id
        ),
    ] {
        seen.push(house.bob.get(&path).await.is(200).json());
    }
    seen
}

#[tokio::test]
async fn random_requests_are_no_fault_and_change_nothing_that_is_not_theirs() {
    let house = House::open_with(&UNCOUNTED).await;
    let room = house.bob.room("closed", "Bob's own").await;
    let hush: Message = house.bob.say(&room, "hush").await.read();
    let reaction = [("id", &*hush.id.to_string()), ("add", "👍")];
    house.bob.call("messages/react", &reaction).await.is(200);
    let words = Some(json!({"alt": "Bob's"}));
    let file = upload(&house.bob, Some(("a.txt", b"Bob's")), words).await;
    let file = file.is(201).json()["doc"]["id"].clone();
    let (doors, fields) = described(&house.anon).await;
    let mut dice = Dice::new();

    // Who has no account can change nothing at all.
    let before = house.server.dump().await;
    for door in &doors {
        for _ in 0..TIMES {
            throw(&mut dice, &house.anon, door, &fields).await;
        }
    }
    assert_eq!(house.server.dump().await, before);

    let before = theirs(&house, &room, &file).await;
    for door in &doors {
        for _ in 0..TIMES {
            throw(&mut dice, &house.eve, door, &fields).await;
        }
    }
    assert_eq!(theirs(&house, &room, &file).await, before);
    house.eve.get("/api/messages").await.is(200);

    // An admin may much; a fault it is never.
    for door in &doors {
        for _ in 0..TIMES {
            throw(&mut dice, &house.ada, door, &fields).await;
        }
    }
    house.ada.get("/api/users").await.is(200);
}

#[tokio::test]
async fn in_open_mode_random_requests_are_no_fault_either() {
    let house = House::open_with(&["--open", UNCOUNTED[0], UNCOUNTED[1]]).await;
    let (doors, fields) = described(&house.anon).await;
    let mut dice = Dice::new();
    for door in &doors {
        for _ in 0..TIMES {
            throw(&mut dice, &house.anon, door, &fields).await;
        }
    }
    house.anon.get("/api/messages").await.is(200);
}
