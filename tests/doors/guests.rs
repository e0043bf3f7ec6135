//! Guests: they know of the rooms that they were brought into, and of no others.

use parlour::domain::Problem;
use serde_json::json;

use super::{
    actor::Actor,
    panel::{browse, send},
    server::{House, PASSWORD},
};

/// A house in which Eve is a guest, and an open room that she is not in.
async fn house() -> House {
    let house = House::open().await;
    house.ada.room("open", "Workshop").await;
    rank(&house, house.eve.id, "guest").await;
    house
}

async fn rank(house: &House, person: i64, role: &str) {
    let path = format!("/admin/people/{person}/role");
    send(&house.ada, &path, &[("role", role)]).await.is(303);
}

/// The names of the rooms that somebody finds.
async fn rooms(actor: &Actor) -> Vec<String> {
    let found = actor.get("/api/rooms?sort=id").await.is(200).json();
    let names = found["docs"].as_array().unwrap().iter();
    names
        .map(|room| room["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_open_room_is_open_to_no_guest_who_is_not_in_it() {
    let house = house().await;
    assert_eq!(rooms(&house.bob).await, ["lobby", "Workshop"]);
    assert_eq!(rooms(&house.eve).await, ["lobby"]);
    house.eve.get("/api/rooms/2").await.is(404);
    let counted = house.eve.get("/api/rooms/count").await.json();
    assert_eq!(counted["totalDocs"], 1);
    house
        .eve
        .call("rooms/join", &[("room", "2")])
        .await
        .refused(&Problem::NotFound);
    house
        .eve
        .say("2", "knock")
        .await
        .refused(&Problem::NotFound);
    browse(&house.eve, "/rooms/2").await.is(404);
    let page = browse(&house.eve, "/rooms").await.is(200).text();
    assert!(
        !page.contains("Workshop") && !page.contains("/rooms/new"),
        "{page}"
    );

    // Brought in, she is in it like anybody; gone, she knows of it no more.
    let eve = house.eve.id.to_string();
    let fields = [("room", "2"), ("person", &eve[..])];
    house.ada.call("rooms/invite", &fields).await.is(200);
    house.eve.say("2", "hello").await.is(200);
    assert_eq!(rooms(&house.eve).await, ["lobby", "Workshop"]);
    house
        .eve
        .call("rooms/leave", &[("room", "2")])
        .await
        .is(200);
    house.eve.get("/api/rooms/2").await.is(404);
    house
        .eve
        .call("rooms/join", &[("room", "2")])
        .await
        .refused(&Problem::NotFound);

    rank(&house, house.eve.id, "member").await;
    house.eve.call("rooms/join", &[("room", "2")]).await.is(200);
}

#[tokio::test]
async fn a_guest_makes_no_rooms_and_brings_nobody_in() {
    let house = house().await;
    let room = [("name", "Mine"), ("topic", ""), ("kind", "closed")];
    house
        .eve
        .call("rooms/create", &room)
        .await
        .refused(&Problem::Forbidden);
    let program = json!({"name": "Mine", "kind": "open"});
    house.eve.post("/api/rooms", program).await.is(403);
    let closed = house.ada.room("closed", "Two").await;
    let eve = house.eve.id.to_string();
    let fields = [("room", &closed[..]), ("person", &eve[..])];
    house.ada.call("rooms/invite", &fields).await.is(200);
    let bob = house.bob.id.to_string();
    let fields = [("room", &closed[..]), ("person", &bob[..])];
    house
        .eve
        .call("rooms/invite", &fields)
        .await
        .refused(&Problem::Forbidden);
}

#[tokio::test]
async fn a_guest_talks_with_whom_they_share_a_room() {
    let house = house().await;
    house
        .bob
        .call("rooms/leave", &[("room", "1")])
        .await
        .is(200);
    let talk = |person: i64| [("people[0]", person.to_string())];
    let to_bob = talk(house.bob.id);
    let to_bob = to_bob.each_ref().map(|(name, value)| (*name, &value[..]));
    house
        .eve
        .call("rooms/direct", &to_bob)
        .await
        .refused(&Problem::Forbidden);
    let letter = json!({"receiver": house.bob.id, "content": "psst"});
    house
        .eve
        .post("/api/messages", letter.clone())
        .await
        .is(403);
    let people = browse(&house.eve, "/people").await.text();
    let offers = |name: &str| people.contains(&format!("<span class=\"row-text\">{name}</span>"));
    assert!(offers("Ada") && !offers("Bob"), "{people}");
    let letter_to_ada = json!({"receiver": house.ada.id, "content": "hello"});
    house.eve.post("/api/messages", letter_to_ada).await.is(201);
    // Whoever is no guest begins a talk, and then it goes both ways.
    let to_eve = json!({"receiver": house.eve.id, "content": "you there?"});
    house.bob.post("/api/messages", to_eve).await.is(201);
    house.eve.post("/api/messages", letter).await.is(201);
}

/// The names of the people whom somebody finds.
async fn people(actor: &Actor) -> Vec<String> {
    let found = actor.get("/api/users?sort=id").await.is(200).json();
    let names = found["docs"].as_array().unwrap().iter();
    names
        .map(|person| person["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_guest_knows_of_whom_they_share_a_room_with_and_of_nobody_else() {
    let house = house().await;
    let bring = async |person: i64| {
        let fields = [("room", "2"), ("person", &person.to_string()[..])];
        house.ada.call("rooms/invite", &fields).await.is(200);
    };
    let leave = async |actor: &Actor, room: &str| {
        let left = actor.call("rooms/leave", &[("room", room)]).await;
        left.is(200);
    };
    leave(&house.eve, "1").await;
    assert_eq!(people(&house.eve).await, ["Eve"]);
    let bob = format!("/api/users/{}", house.bob.id);
    house.eve.get(&bob).await.is(404);
    // Nor is there a way to ask for them by what they are in.
    let his = "/api/users?where[name][equals]=Bob";
    let found = house.eve.get(his).await.is(200).json();
    assert_eq!(found["totalDocs"], 0);
    let page = browse(&house.eve, "/people").await.is(200).text();
    assert!(!page.contains("Bob"), "{page}");

    bring(house.eve.id).await;
    assert_eq!(people(&house.eve).await, ["Ada", "Eve"]);
    bring(house.bob.id).await;
    assert_eq!(people(&house.eve).await, ["Ada", "Bob", "Eve"]);
    // What he said there stays, and so does who he is.
    leave(&house.bob, "2").await;
    house.eve.get(&bob).await.is(200);
    leave(&house.eve, "2").await;
    house.eve.get(&bob).await.is(404);
    assert_eq!(people(&house.bob).await, ["Ada", "Bob", "Eve"]);
}

#[tokio::test]
async fn a_link_brings_a_guest_into_a_room_and_into_no_other() {
    let house = house().await;
    let invite = [
        ("days", "7"),
        ("uses", "2"),
        ("role", "guest"),
        ("room", "2"),
    ];
    let page = send(&house.ada, "/admin/people/invites", &invite)
        .await
        .is(200)
        .text();
    let (_, rest) = page.split_once("/join/").unwrap();
    let token: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let join = async |name: &str| {
        let email = format!("{name}@example.com");
        let fields = [
            ("invite", &token[..]),
            ("name", name),
            ("email", &email),
            ("password", PASSWORD),
        ];
        let mut guest = house.server.anon();
        house.anon.call("people/create", &fields).await.is(200);
        guest.sign_in(&email, PASSWORD).await;
        guest
    };
    let kim = join("kim").await;
    assert_eq!(rooms(&kim).await, ["Workshop"]);
    assert_eq!(
        kim.get("/api/users/me").await.json()["user"]["role"],
        "guest"
    );
    // The room is archived meanwhile, into which nobody can be brought.
    house
        .ada
        .call("rooms/archive", &[("room", "2"), ("archived", "true")])
        .await
        .is(200);
    let lee = join("lee").await;
    assert_eq!(rooms(&lee).await, [""; 0]);
    browse(&lee, "/").await.is(200);
    let log = browse(&house.ada, "/admin/log").await.text();
    assert!(
        log.contains("guest") && log.contains("Made a guest of"),
        "{log}"
    );
}

#[tokio::test]
async fn nobody_is_invited_as_more_than_a_member_or_into_others_rooms() {
    let house = house().await;
    let closed = house.bob.room("closed", "Private").await;
    let before = house.server.dump().await;
    for (role, room) in [
        ("admin", ""),
        ("bot", ""),
        ("nonsense", ""),
        ("guest", &closed[..]),
        ("guest", "x"),
    ] {
        let invite = [("days", "7"), ("uses", "2"), ("role", role), ("room", room)];
        let answer = send(&house.ada, "/admin/people/invites", &invite).await;
        assert!(answer.status.is_client_error(), "{role} {room}");
    }
    assert_eq!(house.server.dump().await, before);
}
