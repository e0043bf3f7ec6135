//! Who may do what with which room.

use parlour::domain::{PersonId, Problem};

use super::{
    actor::{Actor, Answer},
    server::House,
};

/// Which of the doors to a room, and with what.
const ROUTES: [(&str, &[(&str, &str)]); 12] = [
    ("messages/history", &[("before", "1000")]),
    (
        "messages/send",
        &[
            ("text", "hi"),
            ("client_id", "0b6e2c57-2f52-4f5b-9a3e-0a4d1f6a7c11"),
        ],
    ),
    ("rooms/owners", &[]),
    ("rooms/read", &[("number", "1")]),
    ("rooms/unread", &[("from", "1")]),
    ("rooms/level", &[("level", "nothing")]),
    ("rooms/join", &[]),
    ("rooms/invite", &[("person", "OTHER")]),
    ("rooms/describe", &[("name", "other name"), ("topic", "")]),
    ("rooms/role", &[("person", "OTHER"), ("role", "owner")]),
    ("rooms/archive", &[("archived", "true")]),
    ("rooms/remove", &[("person", "OTHER")]),
];

/// Asks at every door to the room, in the order of [`ROUTES`].
async fn statuses(actor: &Actor, room: &str, other: i64) -> Vec<u16> {
    let other = other.to_string();
    let mut statuses = Vec::new();
    for (function, fields) in ROUTES {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, if *value == "OTHER" { &*other } else { value }))
            .chain([("room", room)])
            .collect();
        statuses.push(actor.call(function, &fields).await.status.as_u16());
    }
    statuses
}

async fn join(actor: &Actor, room: &str) {
    actor.call("rooms/join", &[("room", room)]).await.is(200);
}

async fn with_person(actor: &Actor, function: &str, room: &str, person: i64) -> Answer {
    let person = person.to_string();
    actor
        .call(function, &[("room", room), ("person", &person)])
        .await
}

async fn set_role(actor: &Actor, room: &str, person: i64, role: &str) -> Answer {
    let person = person.to_string();
    let fields = [("room", room), ("person", person.as_str()), ("role", role)];
    actor.call("rooms/role", &fields).await
}

async fn owners(actor: &Actor, room: &str) -> Vec<i64> {
    let owners: Vec<PersonId> = actor
        .call("rooms/owners", &[("room", room)])
        .await
        .is(200)
        .read();
    owners.into_iter().map(|person| person.0).collect()
}

async fn direct(actor: &Actor, people: &[i64]) -> Answer {
    let fields: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(place, id)| (format!("people[{place}]"), id.to_string()))
        .collect();
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    actor.call("rooms/direct", &fields).await
}

/// One line per place that one can stand in. The admin has no more rights than others to a room that they are not in.
#[tokio::test]
async fn every_role_at_every_door() {
    let unknown = "999999";
    for (kind, place, expected) in [
        //                     read send owns mark join invt name role arch remv
        ("open", "anon", [401; 12]),
        (
            "open",
            "outside",
            [403, 403, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403],
        ),
        (
            "open",
            "member",
            [200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403],
        ),
        ("open", "owner", [200; 12]),
        ("open", "admin", [200; 12]),
        ("closed", "anon", [401; 12]),
        ("closed", "outside", [404; 12]),
        ("closed", "admin outside", [404; 12]),
        (
            "closed",
            "member",
            [200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403],
        ),
        ("closed", "owner", [200; 12]),
        ("direct", "anon", [401; 12]),
        ("direct", "outside", [404; 12]),
        ("direct", "admin outside", [404; 12]),
        (
            "direct",
            "member",
            [200, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403, 403],
        ),
        ("unknown", "outside", [404; 12]),
        ("unknown", "admin", [404; 12]),
    ] {
        let House {
            server: _server,
            anon,
            ada,
            bob,
            eve,
        } = House::open().await;
        let room = match kind {
            "unknown" => unknown.to_owned(),
            "direct" => direct(&bob, &[eve.id]).await.is(200).text(),
            kind => bob.room(kind, "the room").await,
        };
        let actor = match place {
            "anon" => &anon,
            "outside" if kind == "direct" => &ada,
            "outside" => &eve,
            "admin outside" => &ada,
            "owner" => &bob,
            "admin" => {
                if kind != "unknown" {
                    with_person(&bob, "rooms/invite", &room, ada.id)
                        .await
                        .is(200);
                }
                &ada
            }
            _ => {
                if kind != "direct" {
                    with_person(&bob, "rooms/invite", &room, eve.id)
                        .await
                        .is(200);
                }
                &eve
            }
        };
        let other = if actor.id == ada.id { eve.id } else { ada.id };
        let found = statuses(actor, &room, other).await;
        assert_eq!(found, expected, "{place} of {kind}");
    }
}

#[tokio::test]
async fn a_room_that_one_may_not_know_of_looks_like_none() {
    let house = House::open().await;
    let closed = house.bob.room("closed", "secret garden").await;
    for (function, fields) in ROUTES {
        let fields = |room| -> Vec<_> {
            fields
                .iter()
                .map(|(name, value)| (*name, if *value == "OTHER" { "1" } else { value }))
                .chain([("room", room)])
                .collect::<Vec<_>>()
        };
        let one = house.eve.call(function, &fields(&closed)).await;
        let other = house.eve.call(function, &fields("424242")).await;
        assert_eq!(one.body, other.body, "{function}");
        one.refused(&Problem::NotFound);
    }
    let page = house.eve.call("page/load", &[]).await;
    assert!(!page.is(200).text().contains("secret garden"));
    let page = house.eve.call("page/load", &[("room", &closed)]).await;
    page.refused(&Problem::NotFound);
}

#[tokio::test]
async fn people_come_and_go() {
    let house = House::open().await;
    let (bob, eve) = (&house.bob, &house.eve);
    let room = bob.room("closed", "plans").await;
    eve.call("rooms/join", &[("room", &room)])
        .await
        .refused(&Problem::NotFound);
    with_person(bob, "rooms/invite", &room, eve.id)
        .await
        .is(200);
    eve.say(&room, "thanks").await.is(200);
    eve.call("rooms/leave", &[("room", &room)]).await.is(200);
    eve.say(&room, "again?").await.refused(&Problem::NotFound);
    with_person(bob, "rooms/invite", &room, eve.id)
        .await
        .is(200);
    eve.say(&room, "back").await.is(200);
    with_person(bob, "rooms/remove", &room, eve.id)
        .await
        .is(200);
    eve.say(&room, "hey").await.refused(&Problem::NotFound);
    for nobody in [0, -1, 999_999, i64::MAX] {
        with_person(bob, "rooms/invite", &room, nobody)
            .await
            .refused(&Problem::NotFound);
    }
    let ban = [
        ("person", eve.id.to_string()),
        ("banned", "true".to_owned()),
    ];
    let ban: Vec<_> = ban
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    house.ada.call("people/ban", &ban).await.is(200);
    with_person(bob, "rooms/invite", &room, eve.id)
        .await
        .refused(&Problem::NotFound);
}

#[tokio::test]
async fn a_room_with_people_in_it_keeps_an_owner() {
    let house = House::open().await;
    let (bob, eve) = (&house.bob, &house.eve);
    let room = bob.room("open", "garden").await;
    join(eve, &room).await;
    let leave = [("room", room.as_str())];
    bob.call("rooms/leave", &leave)
        .await
        .refused(&Problem::LastOwner);
    set_role(bob, &room, bob.id, "member")
        .await
        .refused(&Problem::LastOwner);
    with_person(bob, "rooms/remove", &room, bob.id)
        .await
        .refused(&Problem::LastOwner);
    set_role(bob, &room, house.ada.id, "owner")
        .await
        .refused(&Problem::NotFound);

    set_role(bob, &room, eve.id, "owner").await.is(200);
    // Joining again, or being invited again, takes nothing away.
    join(eve, &room).await;
    with_person(bob, "rooms/invite", &room, eve.id)
        .await
        .is(200);
    assert_eq!(owners(eve, &room).await, [bob.id, eve.id]);
    let both = tokio::join!(
        bob.call("rooms/leave", &leave),
        eve.call("rooms/leave", &leave)
    );
    // The second to leave was the only one left.
    both.0.is(200);
    both.1.is(200);

    // Who left as an owner comes back as a member.
    let room = bob.room("open", "garden 2").await;
    join(eve, &room).await;
    set_role(bob, &room, eve.id, "owner").await.is(200);
    bob.call("rooms/leave", &[("room", &room)]).await.is(200);
    join(bob, &room).await;
    assert_eq!(owners(bob, &room).await, [eve.id]);
}

#[tokio::test]
async fn the_same_people_meet_in_the_same_direct_room() {
    let house = House::open().await;
    let (ada, bob, eve) = (&house.ada, &house.bob, &house.eve);
    let room = direct(bob, &[eve.id]).await.is(200).text();
    assert_eq!(direct(eve, &[bob.id]).await.text(), room);
    assert_eq!(direct(bob, &[eve.id, bob.id, eve.id]).await.text(), room);
    let three = direct(bob, &[eve.id, ada.id]).await.is(200).text();
    assert_ne!(three, room);
    assert_eq!(direct(ada, &[bob.id, eve.id]).await.text(), three);
    let myself = direct(bob, &[bob.id]).await.is(200).text();
    assert!(myself != room && myself != three);
    let (to_bob, to_ada) = ([bob.id], [ada.id]);
    let both = tokio::join!(direct(ada, &to_bob), direct(bob, &to_ada));
    assert_eq!(both.0.text(), both.1.text(), "started by both at once");

    direct(bob, &[]).await.refused(&Problem::DirectSize);
    let many: Vec<i64> = (1..=10).collect();
    direct(bob, &many).await.refused(&Problem::DirectSize);
    for nobody in [0, -1, 999_999, i64::MAX] {
        direct(bob, &[nobody]).await.refused(&Problem::NotFound);
    }
    for (function, fields) in [
        ("rooms/leave", vec![("room", room.as_str())]),
        (
            "rooms/describe",
            vec![("room", &room), ("name", "x"), ("topic", "")],
        ),
        ("rooms/archive", vec![("room", &room), ("archived", "true")]),
    ] {
        let answer = bob.call(function, &fields).await;
        answer.refused(&Problem::DirectIsFixed);
    }
    let fields = [("name", "x"), ("topic", ""), ("kind", "direct")];
    bob.call("rooms/create", &fields).await.is(400);
    let led = bob
        .submit("/", "rooms/direct", &[("people[]", &eve.id.to_string())])
        .await;
    assert_eq!(led.is(302).location(), format!("/rooms/{room}"));
}

#[tokio::test]
async fn rooms_are_told_apart_by_name() {
    let house = House::open().await;
    let bob = &house.bob;
    let garden = bob.room("open", "Garden").await;
    let create = async |name: &str, topic: &str| {
        let fields = [("name", name), ("topic", topic), ("kind", "open")];
        bob.call("rooms/create", &fields).await
    };
    for taken in ["garden", " #GARDEN ", "lobby"] {
        create(taken, "").await.refused(&Problem::RoomNameTaken);
    }
    for (name, topic, problem) in [
        ("", "", Problem::RoomNameInvalid),
        ("###", "", Problem::RoomNameInvalid),
        (&*"x".repeat(81), "", Problem::RoomNameInvalid),
        ("other", &*"x".repeat(251), Problem::TopicTooLong),
    ] {
        create(name, topic).await.refused(&problem);
        let fields = [("room", garden.as_str()), ("name", name), ("topic", topic)];
        bob.call("rooms/describe", &fields).await.refused(&problem);
    }
    create(&"好".repeat(80), &"好".repeat(250)).await.is(200);

    let shed = bob.room("closed", "shed").await;
    let rename = [("room", shed.as_str()), ("name", "GARDEN"), ("topic", "")];
    bob.call("rooms/describe", &rename)
        .await
        .refused(&Problem::RoomNameTaken);
    // A room that was put away gives its name free, and needs another to come back where it was taken.
    let archive = async |archived: &str| {
        let fields = [("room", garden.as_str()), ("archived", archived)];
        bob.call("rooms/archive", &fields).await
    };
    archive("true").await.is(200);
    archive("true").await.is(200);
    bob.call("rooms/describe", &rename).await.is(200);
    archive("false").await.refused(&Problem::RoomNameTaken);
    house
        .eve
        .call("rooms/join", &[("room", &garden)])
        .await
        .refused(&Problem::RoomArchived);
    let fields = [
        ("room", garden.as_str()),
        ("name", "orchard"),
        ("topic", ""),
    ];
    bob.call("rooms/describe", &fields).await.is(200);
    archive("false").await.is(200);
    join(&house.eve, &garden).await;
}

#[tokio::test]
async fn a_read_mark_moves_forward_as_far_as_there_is() {
    let house = House::open().await;
    for text in ["one", "two", "three"] {
        house.bob.say("1", text).await.is(200);
    }
    let mark = async |number: &str| {
        let fields = [("room", "1"), ("number", number)];
        house.eve.call("rooms/read", &fields).await.is(200);
        let page = house.eve.call("page/load", &[("room", "1")]).await;
        let page: parlour::api::page::Page = page.read();
        page.state.rooms[&parlour::domain::RoomId(1)].read
    };
    for (said, stands) in [("2", 2), ("1", 2), ("-7", 2), ("9223372036854775807", 3)] {
        assert_eq!(mark(said).await, Some(stands), "{said}");
    }
}
