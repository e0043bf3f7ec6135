//! The admin panel: who gets in, what its lists and forms take, and that nothing typed is lost.

use axum::{body::Body, http::header};
use serde_json::json;

use super::{
    actor::{Actor, Answer, encode, form},
    doors::tells_nothing,
    drawing::png,
    server::House,
};

/// The collections, as the panel's menu has them.
pub(crate) async fn slugs(house: &House) -> Vec<String> {
    let page = browse(&house.ada, "/admin").await.is(200).text();
    let ways = page.split("href=\"/admin/collections/").skip(1);
    let slugs: Vec<String> = ways
        .filter_map(|way| way.split('"').next().map(str::to_owned))
        .collect();
    assert!(slugs.len() >= 6, "{slugs:?}");
    slugs
}

/// Has at least one document be in each collection.
pub(crate) async fn furnish(house: &House) {
    house.bob.say("1", "hello").await.is(200);
    let reaction = [("id", "1"), ("add", "🎉")];
    house.eve.call("messages/react", &reaction).await.is(200);
    upload(&house.ada, "the plan", &png(30, 20)).await.is(303);
}

/// Opens a page as a browser does.
pub(crate) async fn browse(actor: &Actor, path: &str) -> Answer {
    let request = actor.page_request("GET", path);
    let request = request.header(header::ACCEPT, "text/html,*/*;q=0.8");
    actor.send(request.body(Body::empty()).unwrap()).await
}

/// Sends a form as a browser does.
pub(crate) async fn send(actor: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = actor.page_request("POST", path);
    let request = request
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html,*/*;q=0.8");
    actor
        .send(request.body(encode(fields).into()).unwrap())
        .await
}

/// Where the panel takes files.
const UPLOAD: &str = "/admin/collections/media/upload";

/// Sends a file, with what it shows, as a browser does.
pub(crate) async fn upload(actor: &Actor, alt: &str, bytes: &[u8]) -> Answer {
    let request = actor
        .page_request("POST", UPLOAD)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header(header::ACCEPT, "text/html");
    let body = form(&[("alt", alt)], &[("file", "a.png", bytes)]);
    actor.send(request.body(body.into()).unwrap()).await
}

/// The same, where HTML's own `select` is not taken for SQL's.
fn without_choices(answer: Answer) -> Answer {
    let body = answer.text().replace("<select ", "<").into();
    Answer { body, ..answer }
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split("<input").find(|field| {
        field.contains("type=\"hidden\"") && field.contains(&format!("name=\"{name}\""))
    });
    let value = field.unwrap().split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn pages(slugs: &[String]) -> Vec<String> {
    let lists = slugs.iter().flat_map(|slug| {
        let list = format!("/admin/collections/{slug}");
        [format!("{list}/new"), format!("{list}/1"), list]
    });
    [
        "/admin",
        "/admin/people",
        "/admin/people/2",
        "/admin/people/new-bot",
        "/admin/log",
        "/admin/settings",
        "/admin/style.css",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(lists)
    .collect()
}

fn forms(slugs: &[String]) -> Vec<String> {
    let lists = slugs.iter().flat_map(|slug| {
        ["new", "1", "bulk"].map(|last| format!("/admin/collections/{slug}/{last}"))
    });
    let deeds = [
        "role",
        "ban",
        "unban",
        "voice",
        "end-voice",
        "unlock",
        "end-session",
        "key",
        "end-key",
        "reset",
        "delete",
    ];
    [
        "/admin/mail".to_owned(),
        "/admin/settings".to_owned(),
        "/admin/people/invites".to_owned(),
        "/admin/people/invites/1".to_owned(),
        "/admin/people/new-bot".to_owned(),
    ]
    .into_iter()
    .chain(deeds.map(|deed| format!("/admin/people/2/{deed}")))
    .chain(lists)
    .collect()
}

/// Fields that make sense to every form.
const FIELDS: [(&str, &str); 9] = [
    ("days", "1"),
    ("uses", "1"),
    ("role", "admin"),
    ("sure", "true"),
    ("deed", "delete"),
    ("id", "1"),
    ("name", "forged"),
    ("content", "forged"),
    ("room", "1"),
];

#[tokio::test]
async fn only_admins_get_in() {
    let house = House::open().await;
    furnish(&house).await;
    let slugs = slugs(&house).await;
    let nowhere = browse(&house.bob, "/administration").await;
    for page in pages(&slugs) {
        browse(&house.ada, &page).await.is(200);
        let away = browse(&house.anon, &page).await;
        assert!(
            away.is(303)
                .location()
                .starts_with("/sign-in?next=%2Fadmin"),
            "{page}"
        );
        let missing = browse(&house.bob, &page).await;
        assert_eq!(
            missing.is(404).header("content-type"),
            nowhere.header("content-type")
        );
        assert!(!missing.text().contains("desk"), "{page}");
    }
    let before = house.server.dump().await;
    for form in forms(&slugs) {
        send(&house.anon, &form, &FIELDS).await.is(303);
        send(&house.bob, &form, &FIELDS).await.is(404);
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn what_another_site_sends_changes_nothing() {
    let house = House::open().await;
    furnish(&house).await;
    let slugs = slugs(&house).await;
    let before = house.server.dump().await;
    for form in forms(&slugs) {
        let request = house.ada.request("POST", &form);
        let request = request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        let body = encode(&FIELDS).into();
        house.ada.send(request.body(body).unwrap()).await.is(403);
    }
    assert_eq!(house.server.dump().await, before);
}

#[tokio::test]
async fn whatever_is_asked_for_there_is_an_answer() {
    let house = House::open().await;
    let slugs = slugs(&house).await;
    let questions = [
        "q=%25%27%22%5C%00",
        "sort=-nope,,-&page=-1&limit=abc",
        "page=9223372036854775807&limit=9223372036854775807",
        "page=99999999999999999999999",
        "where[name]=1",
        "where[nope][equals]=1",
        "where[id][near]=1",
        "where[id][equals]=abc",
        "where[or][][id][in]=1,2,3",
        "where[and][0][and][0][and][0][id][exists]=true",
        "where[=1&where]=2&[]=3&where[[id]]=1",
        "select[id]=true&select[nope]=true&select[",
        "field=id&operator=equals",
        "field=%5B%5D&operator=%5D&value=%5B",
        "depth=11&limit=0&pagination=false",
        "%ff%fe=%fd",
    ];
    for slug in &slugs {
        for question in questions {
            let path = format!("/admin/collections/{slug}?{question}");
            let answer = browse(&house.ada, &path).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            tells_nothing(&without_choices(answer), &path);
        }
        for id in ["0", "-1", "x", "9223372036854775808", "%00"] {
            browse(&house.ada, &format!("/admin/collections/{slug}/{id}"))
                .await
                .is(404);
        }
    }
    for path in [
        "/admin/collections/nope",
        "/admin/people/0",
        "/admin/people/x",
        "/admin/nope",
    ] {
        browse(&house.ada, path).await.is(404);
    }
    for path in ["/admin/log?page=x", "/admin/people?page=x"] {
        browse(&house.ada, path).await.is(400);
    }
    for form in forms(&slugs) {
        let nonsense = [("sure", "x"), ("id", "x"), ("deed", "x"), ("room", "x")];
        let typed = send(&house.ada, &form, &nonsense).await;
        // A body that is no form.
        let request = house.ada.page_request("POST", &form);
        let odd = house.ada.send(request.body(Body::from("{")).unwrap()).await;
        for answer in [typed, odd] {
            assert!(!answer.status.is_server_error(), "{form}: {answer:?}");
            tells_nothing(&without_choices(answer), &form);
        }
    }
}

#[tokio::test]
async fn of_two_saves_in_one_moment_one_is_told_of_the_other() {
    let house = House::open().await;
    house.ada.room("open", "Garden").await;
    let form = "/admin/collections/rooms/2";
    let seen = hidden(&browse(&house.ada, form).await.text(), "updatedAt");
    house.server.pass(super::server::SECOND);
    let save = async |topic: &str| {
        let fields = [
            ("updatedAt", &seen[..]),
            ("name", "Garden"),
            ("kind", "open"),
            ("topic", topic),
            ("archived", "false"),
        ];
        send(&house.ada, form, &fields).await.status.as_u16()
    };
    let mut outcomes = [0; 2];
    (outcomes[0], outcomes[1]) = tokio::join!(save("one"), save("other"));
    outcomes.sort_unstable();
    assert_eq!(outcomes, [303, 409]);
}

#[tokio::test]
async fn a_file_is_uploaded_shown_and_refused_without_a_trace() {
    let house = House::open_with(&["--upload-limit", "1KB"]).await;
    let upload = async |alt: &str, bytes: &[u8]| upload(&house.ada, alt, bytes).await;
    let page = browse(&house.ada, "/admin/collections/media/new")
        .await
        .text();
    assert!(page.contains("enctype=\"multipart/form-data\"") && page.contains("type=\"file\""));
    let picture = png(30, 20);
    let refused = upload("", &picture).await.is(400).text();
    assert!(refused.contains("id=\"field-alt-fault\""), "{refused}");
    let refused = upload("too large", &[7; 2_000]).await.is(413).text();
    assert!(refused.contains("value=\"too large\""), "{refused}");
    assert_eq!(house.server.uploads(), [""; 0]);
    let made = upload("a red and a blue half", &picture)
        .await
        .is(303)
        .location();
    let page = browse(&house.ada, &made).await.is(200).text();
    assert!(
        page.contains("a red and a blue half") && page.contains("/original"),
        "{page}"
    );
    let list = browse(&house.ada, "/admin/collections/media").await.text();
    assert!(list.contains("a red and a blue half") && list.contains("a.png"));
    // Other lists have no such way in, and others no way at all.
    let path = "/admin/collections/rooms/upload";
    let kind = "multipart/form-data; boundary=line";
    for (actor, path, status) in [
        (&house.ada, path, 404),
        (&house.bob, UPLOAD, 404),
        (&house.anon, UPLOAD, 303),
    ] {
        let request = actor
            .page_request("POST", path)
            .header(header::CONTENT_TYPE, kind);
        let body = form(&[("alt", "x")], &[("file", "a.png", &picture)]);
        actor
            .send(request.body(body.into()).unwrap())
            .await
            .is(status);
    }
}

#[tokio::test]
async fn a_document_is_made_refused_at_its_field_changed_and_deleted() {
    let house = House::open().await;
    let new = "/admin/collections/rooms/new";
    let refused = send(
        &house.ada,
        new,
        &[("name", "Lobby"), ("kind", "closed"), ("topic", "Mine")],
    )
    .await;
    let page = refused.is(400).text();
    assert!(
        page.contains("id=\"field-name-fault\"") && page.contains("value=\"Mine\""),
        "{page}"
    );
    let empty = send(&house.ada, new, &[("name", ""), ("topic", "Mine")])
        .await
        .is(400)
        .text();
    assert!(empty.contains("This field is required.") && empty.contains("value=\"Mine\""));
    let made = send(
        &house.ada,
        new,
        &[("name", "Garden"), ("kind", "closed"), ("topic", "")],
    )
    .await;
    let path = made.is(303).location();
    assert_eq!(path, "/admin/collections/rooms/2?saved=true");
    let page = browse(&house.ada, &path).await.is(200).text();
    let seen = hidden(&page, "updatedAt");
    let fields = [
        ("updatedAt", &seen[..]),
        ("name", "Park"),
        ("kind", "open"),
        ("topic", "Trees"),
        ("archived", "false"),
    ];
    send(&house.ada, "/admin/collections/rooms/2", &fields)
        .await
        .is(303);
    let room = house.eve.get("/api/rooms/2").await.json();
    assert_eq!(
        (&room["name"], &room["kind"], &room["topic"]),
        (&json!("Park"), &json!("open"), &json!("Trees"))
    );

    // A relation is chosen by what the list of offers says, by number, or by name.
    let members = "/admin/collections/memberships/new";
    let bob = format!("{} · Bob", house.bob.id);
    send(
        &house.ada,
        members,
        &[("room", "2 · Park"), ("person", &bob)],
    )
    .await
    .is(303);
    send(&house.ada, members, &[("room", "Park"), ("person", "Eve")])
        .await
        .is(303);
    let plans = house.ada.room("closed", "2024 plans").await;
    let named = [("room", "2024 plans"), ("person", "Eve")];
    send(&house.ada, members, &named).await.is(303);
    house.eve.get(&format!("/api/rooms/{plans}")).await.is(200);
    let nobody = send(&house.ada, members, &[("room", "2"), ("person", "Nobody")]).await;
    assert!(nobody.is(400).text().contains("id=\"field-person-fault\""));
    assert_eq!(
        house
            .eve
            .get("/api/memberships?where[room][equals]=2")
            .await
            .json()["totalDocs"],
        3
    );

    let bulk = "/admin/collections/rooms/bulk";
    let chosen = [("id", "1"), ("id", "2"), ("deed", "delete")];
    let asked = send(&house.ada, bulk, &chosen).await.is(200).text();
    assert!(asked.contains("Delete these 2?") && asked.contains("Park"));
    house.eve.get("/api/rooms/2").await.is(200);
    let sure = [("id", "2"), ("deed", "delete"), ("sure", "true")];
    send(&house.ada, bulk, &sure).await.is(303);
    house.ada.get("/api/rooms/2").await.is(404);
}

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_is_shown_and_not_lost() {
    let house = House::open().await;
    let room = house.ada.room("open", "garden").await;
    let path = format!("/admin/collections/rooms/{room}");
    let mine = browse(&house.ada, &path).await.text();
    let seen = hidden(&mine, "updatedAt");
    house.server.pass(1_000);
    let theirs = json!({"topic": "Theirs", "name": "garden"});
    house
        .ada
        .ask("PATCH", &format!("/api/rooms/{room}"), theirs.to_string())
        .await
        .is(200);
    let fields = |seen: &str| {
        [
            ("updatedAt", seen),
            ("name", "garden"),
            ("kind", "open"),
            ("topic", "Mine"),
            ("archived", "false"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let save = async |seen: &str| {
        let fields = fields(seen);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (&name[..], &value[..]))
            .collect();
        send(&house.ada, &path, &fields).await
    };
    let warned = save(&seen).await;
    let page = warned.is(409).text();
    assert!(
        page.contains("Theirs: Theirs") && page.contains("value=\"Mine\""),
        "{page}"
    );
    let topic = async || house.ada.get(&format!("/api/rooms/{room}")).await.json()["topic"].clone();
    assert_eq!(topic().await, "Theirs");
    save(&seen).await.is(409);
    save(&hidden(&page, "updatedAt")).await.is(303);
    assert_eq!(topic().await, "Mine");
}

#[tokio::test]
async fn several_are_changed_at_once_and_failures_are_told() {
    let house = House::open().await;
    let ids: Vec<String> = [&house.ada, &house.bob, &house.eve]
        .map(|actor| actor.id.to_string())
        .into();
    let mut fields = vec![("deed", "edit")];
    fields.extend(ids.iter().map(|id| ("id", &id[..])));
    let bulk = "/admin/collections/users/bulk";
    let form = send(&house.ada, bulk, &fields).await.is(200).text();
    assert!(form.contains("name=\"set[role]\""));
    fields.extend([
        ("sure", "true"),
        ("set[active]", "true"),
        ("active", "false"),
        ("role", "admin"),
    ]);
    let told = send(&house.ada, bulk, &fields).await.is(200).text();
    assert!(
        told.contains("2 changed.") && told.contains("Ada"),
        "{told}"
    );
    for actor in [&house.bob, &house.eve] {
        let account = house
            .server
            .chat
            .account_by_id(parlour::domain::PersonId(actor.id))
            .await
            .unwrap();
        assert!(!account.active);
        assert_eq!(
            account.role,
            parlour::domain::Role::Member,
            "what was not chosen stays"
        );
    }
}
