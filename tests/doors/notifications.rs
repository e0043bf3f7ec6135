//! Whose browsers are notified of what, and who may say so.

use parlour::{
    chat::{Errand, SUBSCRIPTION_LIMIT},
    domain::{Level, MessageId, PersonId, RoomId, RoomKind, SessionId, session::Notified},
};

use super::{
    actor::Actor,
    server::{DAY, House, PASSWORD, holds},
};

const LOBBY: RoomId = RoomId(1);
const NOBODY: [i64; 0] = [];
/// A point of P-256, and 16 bytes.
const KEY: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn written(endpoint: &str, key: &str, secret: &str) -> String {
    format!(r#"{{"endpoint":"{endpoint}","keys":{{"p256dh":"{key}","auth":"{secret}"}}}}"#)
}

fn at(name: &str) -> String {
    written(&format!("https://push.example/{name}"), KEY, SECRET)
}

async fn subscribe(actor: &Actor, name: &str) {
    let fields = [("subscription", &*at(name)), ("bare", "false")];
    actor.call("notifications/subscribe", &fields).await.is(200);
}

async fn notified(actor: &Actor) -> Vec<Notified> {
    actor.call("notifications/list", &[]).await.is(200).read()
}

fn id(actor: &Actor) -> PersonId {
    PersonId(actor.id)
}

impl House {
    async fn says(&self, actor: &Actor, room: RoomId, text: &str) -> MessageId {
        let said = self.server.chat.send(id(actor), room, text, None).await;
        said.unwrap().id
    }

    /// Whom a message concerns, of those who are notified.
    async fn called(&self, message: MessageId) -> Vec<i64> {
        let called = self.server.chat.called_by(message).await.unwrap();
        let mut people: Vec<_> = called.into_iter().map(|(_, person)| person.0).collect();
        people.sort_unstable();
        people
    }

    async fn level(&self, actor: &Actor, room: RoomId, level: Level) {
        let set = self.server.chat.set_level(id(actor), room, level).await;
        set.unwrap();
    }
}

/// A house in which everybody has a browser that is notified.
async fn open() -> House {
    let house = House::open().await;
    for (actor, name) in [
        (&house.ada, "ada"),
        (&house.bob, "bob"),
        (&house.eve, "eve"),
    ] {
        subscribe(actor, name).await;
    }
    house
}

#[tokio::test]
async fn a_message_concerns_whom_the_page_counts_it_for() {
    let house = open().await;
    let (ada, bob, eve) = (&house.ada, &house.bob, &house.eve);
    let (b, e) = (bob.id, eve.id);
    let chat = &house.server.chat;

    let said = house.says(ada, LOBBY, "good morning").await;
    assert_eq!(house.called(said).await, NOBODY);
    let said = house.says(ada, LOBBY, "and you, @Bob and @Ada").await;
    assert_eq!(house.called(said).await, [b]);
    let said = house.says(ada, LOBBY, "@room: lunch").await;
    assert_eq!(house.called(said).await, [b, e]);

    house.level(bob, LOBBY, Level::Nothing).await;
    house.level(eve, LOBBY, Level::Everything).await;
    let said = house.says(ada, LOBBY, "@Bob, @room").await;
    assert_eq!(house.called(said).await, [e]);
    let said = house.says(ada, LOBBY, "anything").await;
    assert_eq!(house.called(said).await, [e]);
    // Not one's own, whatever it says.
    let said = house.says(eve, LOBBY, "@Eve @room").await;
    assert_eq!(house.called(said).await, [ada.id]);

    let direct = chat.direct_room(id(ada), &[id(bob)]).await.unwrap();
    let said = house.says(ada, direct, "just us").await;
    assert_eq!(house.called(said).await, [b]);

    // A thread is told to who takes part in it.
    let root = house.says(bob, LOBBY, "a question").await;
    let thread = chat.open_thread(id(ada), root).await.unwrap();
    let said = house.says(ada, thread, "an answer").await;
    assert_eq!(house.called(said).await, [b]);
    let said = house.says(bob, thread, "thanks").await;
    assert_eq!(house.called(said).await, [ada.id]);

    // What is read, edited so that it calls nobody, or deleted, is told no longer.
    house.level(eve, LOBBY, Level::Mentions).await;
    let said = house.says(ada, LOBBY, "@Eve once").await;
    assert_eq!(house.called(said).await, [e]);
    let number = chat.history(id(ada), LOBBY, None).await.unwrap();
    let number = number.last().unwrap().number;
    chat.mark_read(id(eve), LOBBY, number).await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);
    let said = house.says(ada, LOBBY, "@Eve twice").await;
    chat.edit(id(ada), said, "never mind").await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);
    let said = house.says(ada, LOBBY, "@Eve again").await;
    assert_eq!(house.called(said).await, [e]);
    chat.delete(id(ada), said).await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);
    let session = notified(eve).await[0].session;
    assert!(chat.call(said, session).await.unwrap().is_none());
}

#[tokio::test]
async fn who_has_lost_a_right_is_told_nothing() {
    let house = open().await;
    let (ada, bob, eve) = (&house.ada, &house.bob, &house.eve);
    let chat = &house.server.chat;
    let room = chat
        .create_room(id(ada), RoomKind::Closed, "garden", "")
        .await
        .unwrap();
    chat.invite_into(id(ada), room, id(bob)).await.unwrap();
    let said = house.says(ada, room, "@Bob").await;
    assert_eq!(house.called(said).await, [bob.id]);
    chat.remove_from(id(ada), room, id(bob)).await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);

    // A sign-in that ends takes its browser along, whichever way it does.
    let said = house.says(ada, LOBBY, "@Bob @Eve").await;
    assert_eq!(house.called(said).await, [bob.id, eve.id]);
    bob.call("sessions/end-mine", &[]).await;
    assert_eq!(house.called(said).await, [eve.id]);
    chat.ban(id(ada), id(eve), true).await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);
    chat.ban(id(ada), id(eve), false).await.unwrap();
    assert_eq!(house.called(said).await, NOBODY);

    // So do a new password, and time.
    let bob = bob.elsewhere("bob@example.com", PASSWORD, 9).await;
    subscribe(&bob, "bob").await;
    assert_eq!(house.called(said).await, [bob.id]);
    let fields = [("current", PASSWORD), ("new", "another lamp on the stairs")];
    bob.call("me/password", &fields).await.is(200);
    assert_eq!(house.called(said).await, NOBODY);
    let bob = bob
        .elsewhere("bob@example.com", "another lamp on the stairs", 9)
        .await;
    subscribe(&bob, "bob").await;
    assert_eq!(house.called(said).await, [bob.id]);
    house.server.pass(31 * DAY);
    assert_eq!(house.called(said).await, NOBODY);
}

#[tokio::test]
async fn a_subscription_is_a_sign_ins_and_an_endpoint_one_browsers() {
    let house = House::open().await;
    let (ada, bob) = (&house.ada, &house.bob);
    subscribe(ada, "one").await;
    subscribe(ada, "other").await;
    let [mine] = <[Notified; 1]>::try_from(notified(ada).await).unwrap();
    assert!(mine.current && !mine.bare && mine.pushed_at.is_none());
    assert_eq!(mine.agent, "A browser");
    let chat = &house.server.chat;
    assert_eq!(chat.notified(mine.session), Some(false));
    ada.call("notifications/bare", &[("bare", "true")])
        .await
        .is(200);
    assert_eq!(chat.notified(mine.session), Some(true));

    // The maker of the browser gives it another address; how it is told stays.
    let renewed = at("third");
    let fields = [("subscription", &*renewed)];
    ada.call("notifications/renew", &fields).await.is(200);
    assert!(notified(ada).await[0].bare);
    bob.call("notifications/renew", &fields).await.is(404);

    // Whoever signs in in the same browser has it from then on.
    subscribe(bob, "third").await;
    assert_eq!(notified(ada).await, []);
    assert_eq!(chat.notified(mine.session), None);
    let theirs = notified(bob).await[0].session;

    // Nobody ends another's.
    let named = theirs.to_string();
    ada.call("notifications/stop", &[("session", &named)])
        .await
        .is(404);
    assert_eq!(notified(bob).await.len(), 1);
    bob.call("notifications/try", &[]).await.is(200);
    bob.call("notifications/stop", &[]).await.is(200);
    assert_eq!(notified(bob).await, []);
    bob.call("notifications/stop", &[]).await.is(404);
    bob.call("notifications/try", &[]).await.is(404);
    bob.call("notifications/bare", &[("bare", "true")])
        .await
        .is(404);
}

#[tokio::test]
async fn without_javascript_a_browser_is_stopped_by_a_form() {
    let house = House::open().await;
    subscribe(&house.ada, "one").await;
    let phone = house.ada.elsewhere("ada@example.com", PASSWORD, 9).await;
    let page = phone.get("/settings").await;
    let session = notified(&phone).await[0].session.to_string();
    assert!(page.text().contains(&format!("value=\"{session}\"")));
    assert!(page.text().contains("They need JavaScript"));
    let fields = [("session", &*session)];
    let answer = phone
        .submit("/settings", "notifications/stop", &fields)
        .await;
    assert!(answer.status.is_redirection(), "{answer:?}");
    assert_eq!(notified(&phone).await, []);
}

#[tokio::test]
async fn only_so_many_browsers_of_one_person_are_notified() {
    let house = House::open().await;
    let chat = &house.server.chat;
    let first = house.ada.elsewhere("ada@example.com", PASSWORD, 9).await;
    subscribe(&first, "0").await;
    let mut others = Vec::new();
    for number in 1..=SUBSCRIPTION_LIMIT {
        house.server.pass(1);
        let other = house.ada.elsewhere("ada@example.com", PASSWORD, 9).await;
        subscribe(&other, &number.to_string()).await;
        others.push(other);
    }
    let all = notified(&first).await;
    assert_eq!(all.len(), usize::try_from(SUBSCRIPTION_LIMIT).unwrap());
    // The one that began first made room.
    assert!(all.iter().all(|notified| !notified.current));
    assert!(all.iter().all(|one| chat.notified(one.session).is_some()));
}

#[tokio::test]
async fn what_is_no_subscription_is_refused() {
    let house = House::open().await;
    let long = format!("https://push.example/{}", "x".repeat(2_000));
    for wrong in [
        String::new(),
        "{}".to_owned(),
        written("http://push.example/1", KEY, SECRET),
        written("ftp://push.example/1", KEY, SECRET),
        written("https://ada:word@push.example/1", KEY, SECRET),
        written("push.example", KEY, SECRET),
        written("https://", KEY, SECRET),
        written(&long, KEY, SECRET),
        written("https://push.example/1", "", SECRET),
        written("https://push.example/1", &KEY[..80], SECRET),
        written(
            "https://push.example/1",
            &KEY.replacen("BC", "AC", 1),
            SECRET,
        ),
        written("https://push.example/1", KEY, "BTBZ"),
        written("https://push.example/1", KEY, "not base64!"),
    ] {
        let fields = [("subscription", &*wrong), ("bare", "false")];
        let answer = house.ada.call("notifications/subscribe", &fields).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
    assert_eq!(notified(&house.ada).await, []);
    // No browser shows what a program is told.
    let chat = &house.server.chat;
    let session = parlour::chat::CurrentSession {
        id: SessionId(1),
        person: id(&house.ada),
        expires_at: parlour::domain::Timestamp(i64::MAX),
        is_key: true,
    };
    let language = parlour::domain::Language::English;
    let refused = chat.subscribe(&session, &at("1"), false, language).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn nobody_pays_where_nobody_wants_to_be_told() {
    let house = House::open().await;
    let mut errands = house.server.chat.errands();
    // What the tail hands on is all that any query comes of.
    house.says(&house.ada, LOBBY, "@Bob, nobody is told").await;
    subscribe(&house.bob, "bob").await;
    let told = house.says(&house.ada, LOBBY, "@Bob, you are").await;
    loop {
        match errands.recv().await.unwrap() {
            Errand::Said { message, .. } if message == told => break,
            // The first may be told while Bob subscribes, but none before that.
            Errand::Said { .. } => {}
            Errand::Trial(_) => unreachable!("nobody asked for one"),
        }
    }
    house.bob.call("notifications/stop", &[]).await.is(200);
    house.says(&house.ada, LOBBY, "@Bob, not any more").await;
    assert!(errands.try_recv().is_err());
}

#[tokio::test]
async fn an_edit_or_a_reaction_is_no_new_message() {
    let house = open().await;
    let chat = &house.server.chat;
    let mut errands = chat.errands();
    let first = house.says(&house.ada, LOBBY, "@Bob").await;
    chat.edit(id(&house.ada), first, "@Bob and @Eve")
        .await
        .unwrap();
    let second = house.says(&house.ada, LOBBY, "@Bob").await;
    let third = house.says(&house.ada, LOBBY, "@Bob").await;
    let mut told = Vec::new();
    while told.last() != Some(&third) {
        if let Errand::Said { message, .. } = errands.recv().await.unwrap() {
            told.push(message);
        }
    }
    assert_eq!(told, [first, second, third]);
}

#[tokio::test]
async fn the_private_key_stays_inside() {
    let house = House::open().await;
    let key: String = house
        .ada
        .call("notifications/key", &[])
        .await
        .is(200)
        .read();
    assert_eq!(key.len(), 87);
    // The same for everybody, and kept.
    let again: String = house
        .bob
        .call("notifications/key", &[])
        .await
        .is(200)
        .read();
    assert_eq!(key, again);
    let dump = house.server.dump().await;
    let row = dump
        .lines()
        .skip_while(|line| *line != "push_key")
        .nth(1)
        .unwrap();
    let pair = row.split('\'').nth(1).unwrap().to_lowercase();
    assert!(pair.len() > 200, "{pair}");
    for path in [
        "/",
        "/settings",
        "/api/access",
        "/api/openapi.json",
        "/admin",
    ] {
        let answer = house.ada.get(path).await;
        assert!(!holds(&answer.body, &pair), "{path}");
    }
    let printed = format!("{:?}", house.server.chat.push_key().await.unwrap());
    assert!(
        !printed.to_lowercase().contains(&pair[60..100]),
        "{printed}"
    );
}
