//! What admins decide about people and rooms, and what is left of those that are deleted.

use parlour::{
    chat::settings::Options,
    domain::{Deed, Message, PersonId, Problem, RoomId, State},
};
use serde_json::{Value, json};

use super::{
    actor::Actor,
    panel::{browse, send},
    server::{DAY, House, PASSWORD, holds},
};

async fn decide(house: &House, whom: &Actor, deed: &str, fields: &[(&str, &str)]) -> String {
    let path = format!("/admin/people/{}/{deed}", whom.id);
    let answer = send(&house.ada, &path, fields).await;
    assert!(
        answer.status.is_success() || answer.status.is_redirection(),
        "{deed}: {answer:?}"
    );
    answer.text()
}

/// What somebody's page knows.
async fn state(house: &House, who: &Actor) -> State {
    let page = house
        .server
        .chat
        .page(PersonId(who.id), None, parlour::chat::page::Stretch::Newest)
        .await;
    page.unwrap().1
}

#[tokio::test]
async fn people_are_ranked_banned_helped_and_signed_out_and_all_of_it_is_recorded() {
    let house = House::open().await;
    decide(&house, &house.bob, "role", &[("role", "admin")]).await;
    browse(&house.bob, "/admin").await.is(200);
    decide(&house, &house.bob, "role", &[("role", "member")]).await;
    browse(&house.bob, "/admin").await.is(404);
    decide(&house, &house.eve, "ban", &[]).await;
    house
        .eve
        .call("page/load", &[])
        .await
        .refused(&Problem::SignedOut);
    decide(&house, &house.eve, "unban", &[]).await;
    decide(&house, &house.eve, "unlock", &[]).await;

    let sessions = house
        .server
        .chat
        .sessions_of(PersonId(house.ada.id), PersonId(house.bob.id));
    let session = sessions.await.unwrap()[0].id.to_string();
    decide(&house, &house.bob, "end-session", &[("session", &session)]).await;
    house
        .bob
        .call("page/load", &[])
        .await
        .refused(&Problem::SignedOut);

    let page = decide(&house, &house.bob, "reset", &[]).await;
    let link = page
        .split("http://chat.example")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let form = browse(&house.anon, &link).await.is(200).text();
    assert!(form.contains("type=\"password\"") && !form.contains("<script"));
    send(&house.anon, &link, &[("password", "short")])
        .await
        .is(422);
    let set = send(
        &house.anon,
        &link,
        &[("password", "nine lamps on the stairs")],
    )
    .await;
    assert!(set.is(303).cookie("parlour").is_some());
    send(
        &house.anon,
        &link,
        &[("password", "nine lamps on the stairs")],
    )
    .await
    .is(410);
    let mut bob = house.anon.clone();
    bob.sign_in("bob@example.com", "nine lamps on the stairs")
        .await;

    let made = send(
        &house.ada,
        "/admin/people/invites",
        &[("days", "7"), ("uses", "2")],
    )
    .await;
    assert!(made.is(200).text().contains("http://chat.example/join/"));
    send(
        &house.ada,
        "/admin/people/invites",
        &[("days", "0"), ("uses", "2")],
    )
    .await
    .is(400);
    send(&house.ada, "/admin/people/invites/1", &[])
        .await
        .is(303);

    let log = browse(&house.ada, "/admin/log").await.is(200).text();
    for line in [
        "Made an admin of",
        "Made a member again of",
        "Banned",
        "Let in again",
        "Let try again",
        "Signed out",
        "Made a reset link for",
        "Made an invite link",
        "Ended an invite link",
    ] {
        assert!(log.contains(line), "{line}: {log}");
    }
    // What was refused is not recorded.
    let itself = format!("/admin/people/{}/ban", house.ada.id);
    send(&house.ada, &itself, &[]).await.is(403);
    assert_eq!(browse(&house.ada, "/admin/log").await.text(), log);
}

#[tokio::test]
async fn of_a_deleted_account_the_words_are_left_and_nothing_else() {
    let house = House::open().await;
    let garden = house.bob.room("closed", "garden").await;
    let eve = house.eve.id.to_string();
    house
        .bob
        .call("rooms/invite", &[("room", &garden), ("person", &eve)])
        .await
        .is(200);
    house.bob.say(&garden, "roses").await.is(200);
    house.bob.say("1", "hello").await.is(200);
    let direct = house
        .bob
        .call("rooms/direct", &[("people[0]", &eve)])
        .await
        .text();
    let path = format!("/admin/people/{}/delete", house.bob.id);
    send(&house.ada, &path, &[]).await.is(400);
    house.bob.call("page/load", &[]).await.is(200);
    send(&house.ada, &path, &[("sure", "true")]).await.is(303);

    house
        .bob
        .call("page/load", &[])
        .await
        .refused(&Problem::SignedOut);
    house
        .anon
        .try_sign_in("bob@example.com", PASSWORD)
        .await
        .refused(&Problem::CredentialsWrong);
    let bytes = house.server.bytes().await;
    assert!(!holds(&bytes, "bob@example.com"));
    assert!(holds(&bytes, "roses"));
    let here = state(&house, &house.eve).await;
    let bob = &here.people[&PersonId(house.bob.id)];
    assert!(bob.is_erased() && !bob.active && bob.picture.is_none());
    let lobby = house
        .eve
        .get("/api/messages?where[room][equals]=1")
        .await
        .json();
    assert_eq!(lobby["docs"][0]["content"], "hello");
    assert_eq!(
        lobby["docs"][0]["sender"], house.bob.id,
        "nobody who can be found"
    );
    // Somebody has charge of what was theirs, and a direct talk's people stay the same.
    let owners = house.eve.call("rooms/owners", &[("room", &garden)]).await;
    assert_eq!(owners.read::<Vec<i64>>(), [house.eve.id]);
    let talk = &here.rooms[&RoomId(direct.parse().unwrap())];
    assert_eq!(talk.members.len(), 2);
    assert_eq!(house.eve.get("/api/users").await.json()["totalDocs"], 2);
    // The address is free again.
    let again = [
        ("name", "Bob"),
        ("email", "bob@example.com"),
        ("password", PASSWORD),
    ];
    send(&house.ada, "/admin/collections/users/new", &again)
        .await
        .is(303);
    // Twice is not found, and nobody deletes themselves, so an admin is left.
    send(&house.ada, &path, &[("sure", "true")]).await.is(404);
    let itself = format!("/admin/people/{}/delete", house.ada.id);
    send(&house.ada, &itself, &[("sure", "true")]).await.is(403);
    let log = browse(&house.ada, "/admin/log").await.text();
    assert!(log.contains("Deleted the account of") && log.contains("Deleted account"));
}

#[tokio::test]
async fn of_a_deleted_room_nothing_is_left() {
    let house = House::open().await;
    let garden = house.ada.room("closed", "rose garden").await;
    let bob = house.bob.id.to_string();
    house
        .ada
        .call("rooms/invite", &[("room", &garden), ("person", &bob)])
        .await
        .is(200);
    for n in 0..3 {
        house
            .bob
            .say(&garden, &format!("treasure {n}"))
            .await
            .is(200);
    }
    let path = format!("/api/rooms/{garden}");
    house.bob.ask("DELETE", &path, "").await.is(403);
    house.eve.ask("DELETE", &path, "").await.is(404);
    house.ada.ask("DELETE", &path, "").await.is(200);
    house
        .bob
        .say(&garden, "late")
        .await
        .refused(&Problem::NotFound);
    assert_eq!(house.bob.get("/api/messages").await.json()["totalDocs"], 0);
    assert_eq!(
        house
            .bob
            .get("/api/memberships?where[room][equals]=2")
            .await
            .json()["totalDocs"],
        0
    );
    assert!(
        !state(&house, &house.bob)
            .await
            .rooms
            .contains_key(&RoomId(2))
    );
    assert!(!holds(&house.server.bytes().await, "treasure"));
    house.ada.ask("DELETE", &path, "").await.is(404);
    // The name is free again; the number never comes back.
    assert_eq!(house.ada.room("open", "rose garden").await, "3");
    // A talk between a fixed set of people is theirs.
    let direct = house
        .ada
        .call("rooms/direct", &[("people[0]", &bob)])
        .await
        .text();
    house
        .ada
        .ask("DELETE", &format!("/api/rooms/{direct}"), "")
        .await
        .is(403);
}

#[tokio::test]
async fn a_room_is_opened_and_closed_by_who_has_charge_of_it() {
    let house = House::open().await;
    let garden = house.bob.room("closed", "garden").await;
    let path = format!("/api/rooms/{garden}");
    let turn = async |actor: &Actor, kind: &str| {
        let body = format!("{{\"kind\":\"{kind}\"}}");
        actor.ask("PATCH", &path, body).await
    };
    turn(&house.eve, "open").await.is(404);
    turn(&house.bob, "direct").await.is(400);
    turn(&house.bob, "open").await.is(200);
    house.eve.get(&path).await.is(200);
    turn(&house.eve, "closed").await.is(403);
    house
        .eve
        .call("rooms/join", &[("room", &garden)])
        .await
        .is(200);
    turn(&house.bob, "closed").await.is(200);
    house.eve.get(&path).await.is(200);
    house.ada.get(&path).await.is(404);
}

/// The record, the oldest line first: what was done, to whom, and what else there is to know.
async fn recorded(house: &House) -> Vec<(Deed, Option<i64>, String)> {
    let record = house.server.chat.audit(PersonId(house.ada.id), 1).await;
    let lines = record.unwrap().entries.into_iter().rev();
    lines
        .map(|line| (line.deed, line.whom.map(|(whom, _)| whom.0), line.what))
        .collect()
}

#[tokio::test]
async fn what_an_admin_does_with_what_is_others_is_recorded_and_what_others_do_is_not() {
    let house = House::open().await;
    let (bob, eve) = (Some(house.bob.id), Some(house.eve.id));
    let garden = house.bob.room("closed", "garden").await;
    for person in [house.ada.id, house.eve.id] {
        let member = [("room", &garden[..]), ("person", &person.to_string())];
        house.bob.call("rooms/invite", &member).await.is(200);
    }
    let room = format!("/api/rooms/{garden}");
    let chat = &house.server.chat;
    let garden_id = RoomId(garden.parse().unwrap());
    let membership = chat.membership_of(PersonId(house.eve.id), garden_id).await;
    let membership = format!("/api/memberships/{}", membership.unwrap());
    let before = recorded(&house).await;
    let all_of_it = async |actor: &Actor, name: &str| {
        let patch = async |path: &str, fields: Value| {
            actor.ask("PATCH", path, fields.to_string()).await.is(200);
        };
        let said: Message = house.bob.say(&garden, "roses").await.read();
        let message = format!("/api/messages/{}", said.id);
        actor.ask("DELETE", &message, "").await.is(200);
        patch(&room, json!({"name": name, "topic": name})).await;
        patch(&room, json!({"archived": true})).await;
        patch(&room, json!({"archived": false})).await;
        patch(&membership, json!({"role": "owner"})).await;
        patch(&membership, json!({"role": "member"})).await;
        // What is so already is nobody's deed.
        patch(
            &room,
            json!({"name": name, "topic": name, "archived": false}),
        )
        .await;
        patch(&membership, json!({"role": "member"})).await;
    };
    all_of_it(&house.bob, "park").await;
    let own: Message = house.ada.say(&garden, "thorns").await.read();
    let own = format!("/api/messages/{}", own.id);
    house.ada.ask("DELETE", &own, "").await.is(200);
    assert_eq!(recorded(&house).await, before);

    all_of_it(&house.ada, "wood").await;
    house.ada.ask("DELETE", &membership, "").await.is(200);
    let lines = recorded(&house).await.split_off(before.len());
    let wood = "wood".to_owned();
    assert_eq!(
        lines,
        [
            (Deed::MessageDeleted, bob, "park".to_owned()),
            (Deed::RoomRenamed, None, "park → wood".to_owned()),
            (Deed::RoomDescribed, None, wood.clone()),
            (Deed::RoomArchived, None, wood.clone()),
            (Deed::RoomRestored, None, wood.clone()),
            (Deed::OwnerMade, eve, wood.clone()),
            (Deed::OwnerUnmade, eve, wood.clone()),
            (Deed::MemberRemoved, eve, wood),
        ]
    );
    let log = browse(&house.ada, "/admin/log").await.is(200).text();
    for line in ["Renamed a room", "park → wood", "Deleted a message of"] {
        assert!(log.contains(line), "{line}: {log}");
    }
    // What is refused is not recorded.
    let last = json!({"role": "member"}).to_string();
    let owner = chat.membership_of(PersonId(house.bob.id), garden_id).await;
    let owner = format!("/api/memberships/{}", owner.unwrap());
    house.ada.ask("PATCH", &owner, last).await.is(409);
    assert_eq!(browse(&house.ada, "/admin/log").await.text(), log);
}

#[tokio::test]
async fn what_is_decided_holds_at_once_and_after_a_restart() {
    let house = House::open().await;
    let newcomer = [
        ("name", "New"),
        ("email", "new@example.com"),
        ("password", PASSWORD),
    ];
    house
        .anon
        .call("people/create", &newcomer)
        .await
        .refused(&Problem::SignUpClosed);
    let here = "/admin/settings";
    for days in ["0", "3651", "soon", "1.5"] {
        let refused = send(
            &house.ada,
            here,
            &[("sign_up", "true"), ("retention", days)],
        )
        .await;
        let page = refused.is(400).text();
        assert!(
            page.contains(&format!("value=\"{days}\"")) && page.contains(" checked"),
            "{page}"
        );
    }
    house
        .anon
        .call("people/create", &newcomer)
        .await
        .refused(&Problem::SignUpClosed);
    send(
        &house.ada,
        here,
        &[("sign_up", "true"), ("retention", "30")],
    )
    .await
    .is(303);
    house.anon.call("people/create", &newcomer).await.is(200);
    let log = browse(&house.ada, "/admin/log").await.text();
    assert!(
        log.contains("sign_up: true") && log.contains("retention_days: 30"),
        "{log}"
    );
    // Another process over the same data knows it.
    let clock = parlour::chat::Clock::System;
    let store = house.server.chat.store().clone();
    let again = parlour::chat::Chat::new(store, clock, Options::default());
    assert!(!again.sign_up_is_open());
    again.recall_decisions().await.unwrap();
    assert!(again.sign_up_is_open());

    house.bob.say("1", "an old secret").await.is(200);
    house.server.pass(29 * DAY);
    house.bob.say("1", "newer").await.is(200);
    assert_eq!(house.server.chat.retire_messages().await.unwrap(), 0);
    house.server.pass(2 * DAY);
    assert_eq!(house.server.chat.retire_messages().await.unwrap(), 1);
    assert_eq!(house.server.chat.retire_messages().await.unwrap(), 0);
    let bytes = house.server.bytes().await;
    assert!(!holds(&bytes, "an old secret") && holds(&bytes, "newer"));
}
