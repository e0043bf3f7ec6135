//! What programs can ask for: each operator, and the bounds of a question.

use serde_json::{Value, json};

use super::{
    doors::{blames_the_asker, tells_nothing},
    server::House,
};

/// The lobby with six messages, of Bob and Eve in turn. The last two are in their direct room.
async fn talk() -> House {
    let house = House::open().await;
    let words = [
        "Apples and pears",
        "50% of the apples",
        "under_score \\ here",
        "苹果和梨",
    ];
    for (number, content) in (0..).zip(words) {
        let who = if number % 2 == 0 {
            &house.bob
        } else {
            &house.eve
        };
        let timestamp = format!("2026-01-0{}T00:00:00.000Z", number + 1);
        let body = json!({"room": 1, "content": content, "timestamp": timestamp});
        who.post("/api/messages", body).await.is(201);
    }
    for (from, to) in [(&house.bob, &house.eve), (&house.eve, &house.bob)] {
        let client_id = format!("00000000-0000-4000-8000-00000000000{}", from.id);
        let body = json!({"receiver": to.id, "content": "psst", "clientId": client_id});
        from.post("/api/messages", body).await.is(201);
    }
    house
}

fn ids(found: &Value) -> Vec<i64> {
    let docs = found["docs"].as_array().unwrap();
    docs.iter().map(|doc| doc["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn each_operator_finds_what_it_should() {
    let house = talk().await;
    for (query, expected) in [
        ("", &[6, 5, 4, 3, 2, 1][..]),
        ("where[id][equals]=3", &[3]),
        ("where[id][not_equals]=3", &[6, 5, 4, 2, 1]),
        ("where[id][greater_than]=4", &[6, 5]),
        ("where[id][greater_than_equal]=4", &[6, 5, 4]),
        ("where[id][less_than]=2.5", &[2, 1]),
        ("where[id][less_than_equal]=2", &[2, 1]),
        ("where[id][in]=1,5,99", &[5, 1]),
        ("where[id][in][]=1&where[id][in][]=5", &[5, 1]),
        ("where[id][not_in]=1,5,99", &[6, 4, 3, 2]),
        ("where[id][all]=2", &[2]),
        ("where[content][equals]=psst", &[6, 5]),
        ("where[content][contains]=APPLES", &[2, 1]),
        ("where[content][contains]=and%20pears", &[1]),
        ("where[content][like]=pears%20apples", &[1]),
        ("where[content][not_like]=apples", &[6, 5, 4, 3]),
        ("where[content][contains]=50%25", &[2]),
        ("where[content][contains]=%25", &[2]),
        ("where[content][contains]=r_s", &[3]),
        ("where[content][contains]=\\", &[3]),
        ("where[content][contains]=%E6%9E%9C", &[4]),
        ("where[receiver][exists]=true", &[6, 5]),
        ("where[receiver][exists]=false", &[4, 3, 2, 1]),
        ("where[receiver][equals]=null", &[4, 3, 2, 1]),
        ("where[receiver][not_equals]=2", &[5, 4, 3, 2, 1]),
        ("where[receiver][not_in]=2", &[5, 4, 3, 2, 1]),
        (
            "where[clientId][equals]=00000000-0000-4000-8000-000000000002",
            &[5],
        ),
        (
            "where[timestamp][greater_than]=2026-01-02&where[timestamp][less_than]=2026-01-05",
            &[4, 3],
        ),
        ("where[timestamp][equals]=2026-01-02T01:00:00%2B01:00", &[2]),
        ("where[sender.email][equals]=eve@example.com", &[6, 4, 2]),
        ("where[room.kind][equals]=direct", &[6, 5]),
        (
            "where[or][0][id][equals]=1&where[or][1][id][equals]=2",
            &[2, 1],
        ),
        (
            "where[and][0][id][greater_than]=1&where[and][1][id][less_than]=3",
            &[2],
        ),
        (
            "where[or][0][and][0][id][equals]=1&where[or][0][and][1][content][like]=nope&where[or][1][id][equals]=6",
            &[6],
        ),
        ("where[id][greater_than]=1&where[id][less_than]=3", &[2]),
        ("where%5Bid%5D%5Bequals%5D=3", &[3]),
        ("where[and]=", &[6, 5, 4, 3, 2, 1]),
        ("sort=id&limit=2", &[1, 2]),
        ("sort=room.kind,-id&limit=3", &[6, 5, 4]),
        ("sort=-sender.email,id&limit=3", &[2, 4, 6]),
        ("sort=nope,id&limit=1", &[1]),
    ] {
        let found = house.bob.get(&format!("/api/messages?{query}")).await;
        let found = found.is(200).json();
        assert_eq!(ids(&found), expected, "{query}");
        if !query.contains("limit") {
            assert_eq!(found["totalDocs"], expected.len(), "{query}");
            let count = house.bob.get(&format!("/api/messages/count?{query}")).await;
            assert_eq!(count.is(200).json()["totalDocs"], expected.len(), "{query}");
        }
    }
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_with_its_place() {
    let house = talk().await;
    let before = house.server.dump().await;
    for (query, path) in [
        ("where=1", "where"),
        ("where", "where"),
        ("where[nope][equals]=1", "nope"),
        ("where[id]=1", "id"),
        ("where[id][near]=1", "id.near"),
        ("where[id][equals][x]=1", "id.equals"),
        ("where[id][equals]=one", "id"),
        ("where[id][equals]=99999999999999999999x", "id"),
        ("where[id][equals]=NaN", "id"),
        ("where[id][in]=1,x", "id"),
        ("where[id][like]=1", "id.like"),
        ("where[id][exists]=maybe", "id.exists"),
        ("where[timestamp][less_than]=yesterday", "timestamp"),
        ("where[timestamp][less_than]=2026-02-30", "timestamp"),
        ("where[clientId][equals]=7", "clientId"),
        ("where[room.archived][equals]=perhaps", "room.archived"),
        ("where[sender.password][equals]=x", "password"),
        ("where[sender.id.id][equals]=1", "id"),
        ("where[content.email][equals]=1", "email"),
        ("where[][equals]=1", "0"),
        ("where[or][0][nope][equals]=1", "nope"),
        ("where[id", "where[id"),
        (
            "where[id][equals]=1&where[id][equals][x]=2",
            "where[id][equals][x]",
        ),
    ] {
        let what = format!("/api/messages?{query}");
        for (method, path_of) in [
            ("GET", what.clone()),
            ("GET", format!("/api/messages/count?{query}")),
            ("DELETE", what.clone()),
            ("PATCH", what.clone()),
        ] {
            let body = r#"{"content":"all"}"#;
            let answer = house.bob.ask(method, &path_of, body).await;
            blames_the_asker(&answer, &format!("{method} {path_of}"));
            let error = &answer.json()["errors"][0];
            assert_eq!(error["name"], "QueryError", "{path_of}: {answer:?}");
            assert_eq!(error["data"][0]["path"], path, "{path_of}: {answer:?}");
        }
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn a_question_has_bounds() {
    let house = talk().await;
    let bob = &house.bob;
    let conditions = |count: usize| -> String {
        let parts = (0..count).map(|number| format!("where[or][{number}][id][equals]=1"));
        parts.collect::<Vec<_>>().join("&")
    };
    let words = |count: usize| format!("where[content][like]={}", "a+".repeat(count));
    let nested = |depth: usize| format!("where{}[id][equals]=1", "[and][0]".repeat(depth));
    let values = |count: usize| format!("where[id][in]={}", "1,".repeat(count) + "1");
    let text = |length: usize| format!("where[content][contains]={}", "a".repeat(length));
    for (small, large) in [
        (conditions(64), conditions(65)),
        (words(64), words(65)),
        (nested(7), nested(8)),
        (values(499), values(500)),
        (text(1_000), text(1_001)),
        ("a=1&".repeat(1_000), "a=1&".repeat(1_001)),
        (
            "where[room.id][equals]=1".to_owned(),
            format!("where[{}id][equals]=1", "room.".repeat(40)),
        ),
    ] {
        bob.get(&format!("/api/messages?{small}")).await.is(200);
        let answer = bob.get(&format!("/api/messages?{large}")).await;
        blames_the_asker(&answer, &large);
    }
    // What can't be said in an address can be in a body.
    let question = async |path: &str, text: String| {
        let mut request = bob.request("POST", path);
        for (name, value) in [
            ("sec-fetch-site", "same-origin"),
            ("x-payload-http-method-override", "GET"),
            ("content-type", "application/x-www-form-urlencoded"),
        ] {
            request = request.header(name, value);
        }
        let answer = bob.send(request.body(text.into()).unwrap()).await;
        answer.is(200).json()
    };
    let long = format!("{}&limit=1", conditions(64));
    assert_eq!(ids(&question("/api/messages", long).await), [1]);
    let none = "where[content][equals]=nothing like it".to_owned();
    let count = question("/api/messages/count", none).await;
    assert_eq!(count["totalDocs"], 0);
    let short = question("/api/messages/1", "select[id]=true".to_owned()).await;
    assert_eq!(short, serde_json::json!({"id": 1}));
    for path in ["/api/messages/count", "/api/messages/1"] {
        let answer = bob.post(path, serde_json::json!({})).await.is(404).json();
        let said = format!("Route not found \"{path}\"");
        assert_eq!(answer["message"], said);
    }
    for odd in ["depth=999", "depth=-1", "depth=x", "limit=-5", "page=0"] {
        bob.get(&format!("/api/messages?{odd}")).await.is(200);
    }
    let huge = "where[id][equals]=1&page=9223372036854775807&limit=9223372036854775807";
    let answer = bob.get(&format!("/api/messages?{huge}")).await;
    tells_nothing(answer.is(200), huge);
}

#[tokio::test]
async fn a_search_that_takes_too_long_is_cut_short() {
    let house = talk().await;
    let endless = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers)
                   select count(*) from numbers";
    let store = house.server.chat.store();
    let mut search = store.search().await.unwrap();
    let outcome: Result<i64, _> = sqlx::query_scalar(endless).fetch_one(&mut *search).await;
    assert!(parlour::store::was_cut_short(&outcome.unwrap_err()));
    drop(search);
    // The connection is as good as new, also where nobody waited for the end.
    for _ in 0..3 {
        let mut search = store.search().await.unwrap();
        let waited = sqlx::query(endless).execute(&mut *search);
        assert!(futures_util::FutureExt::now_or_never(waited).is_none());
        drop(search);
        let found = house.bob.get("/api/messages?limit=1").await;
        assert_eq!(ids(&found.is(200).json()), [6]);
    }
}

#[tokio::test]
async fn documents_are_shown_as_they_are_asked_for() {
    let house = talk().await;
    let bob = &house.bob;
    let first = async |query: &str| {
        let found = bob.get(&format!("/api/messages?{query}")).await;
        found.is(200).json()["docs"][0].clone()
    };
    let flat = first("depth=0").await;
    assert_eq!(
        (&flat["sender"], &flat["room"]),
        (&json!(house.eve.id), &json!(2))
    );
    let deep = first("").await;
    assert_eq!(deep["sender"]["email"], "eve@example.com");
    assert_eq!(deep["room"], 2, "a room stays its number, as in the stream");
    assert!(!deep.to_string().contains("assword"), "{deep}");
    let narrow = first("select[sender]=true&populate[users][name]=true").await;
    let sender = json!({"id": house.eve.id, "collection": "users", "name": "Eve"});
    assert_eq!(narrow, json!({"id": 6, "sender": sender}));
    let without = first("select[content]=false&select[nope]=false").await;
    assert!(without.get("content").is_none() && without.get("number").is_some());
    let one = bob.get("/api/memberships?where[person][equals]=3&where[room][equals]=2");
    let one = one.await.json();
    let doc = &one["docs"][0];
    assert_eq!(
        (&doc["room"]["kind"], &doc["person"]["name"]),
        (&json!("direct"), &json!("Eve"))
    );
}
