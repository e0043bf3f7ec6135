//! What the declarations say of fields, held against the rules of `chat`, which know nothing of them.

use std::net::Ipv4Addr;

use super::*;
use crate::{
    api::request::Visit,
    chat::{Chat, Clock, CurrentSession, Device, settings::Options},
    domain::{Language, PersonId, RoomId, SessionId, Timestamp, look::Look},
    server::rest::collections::ALL,
    store::{Durability, FILE, Store, find::Condition, find::Search},
};

const PASSWORD: &str = "green lamp on the stairs";

fn asker(chat: &Chat, person: PersonId) -> Asker {
    let session = CurrentSession {
        id: SessionId(0),
        person,
        expires_at: Timestamp(0),
        is_key: false,
    };
    let device = Device {
        agent: String::new(),
        address: Ipv4Addr::LOCALHOST.into(),
    };
    Asker {
        chat: chat.clone(),
        visit: Visit {
            session: Some(session),
            device,
            origin: String::new(),
            language: Language::English,
            offset: 0,
            look: Look::default(),
        },
        open: false,
    }
}

/// All documents of a collection that somebody may know of.
async fn documents(asker: &Asker, collection: &'static Collection) -> Vec<Value> {
    let mut documents = asker.chat.documents(asker.reader()).await.unwrap();
    let search = Search {
        condition: Condition::All(Vec::new()),
        order: Vec::new(),
        limit: None,
        skip: 0,
    };
    document::find(&mut documents, asker, collection, &search, &Shape::PLAIN)
        .await
        .unwrap()
}

/// What a field can be written to be, in this document.
fn sample(field: &Field, document: &Value) -> Value {
    match field.name {
        "language" => json!("en"),
        "level" => json!("mentions"),
        "readNumber" | "unreadFrom" => json!(1),
        name => document[name].clone(),
    }
}

#[tokio::test]
async fn the_rules_agree_with_what_is_declared() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let store = Store::open(&file, Durability::Full);
    let chat = Chat::new(
        store.await.unwrap(),
        Clock::System,
        Options {
            send_rate: Some(0),
            ..Options::default()
        },
    );
    let mut people = Vec::new();
    for name in ["ada", "bob"] {
        let email = format!("{name}@example.com");
        let made = chat.add_person(name, &email, PASSWORD, Role::Member);
        people.push(made.await.unwrap());
    }
    chat.add_bot("robot", "robot@example.com").await.unwrap();
    for person in &people {
        chat.send(*person, RoomId(1), "words", None).await.unwrap();
    }

    let mut compared = 0;
    for person in people {
        let asker = asker(&chat, person);
        let standing = Standing::of(&asker).await.unwrap();
        for (collection, update) in ALL
            .into_iter()
            .filter_map(|collection| Some((collection, collection.update.as_ref()?)))
        {
            for document in documents(&asker, collection).await {
                let id = document["id"].as_i64().unwrap();
                let standing = standing.towards(&asker, collection, &document);
                for field in collection.fields {
                    let by = field.access.update;
                    // Only bots are given a voice, and a password alone changes nothing.
                    let nobodys = field.name == "speaksForOthers" && document["role"] != "bot";
                    if by == By::Nobody || nobodys || field.name == "currentPassword" {
                        continue;
                    }
                    let what = format!("{}.{} of {id} by {person}", collection.slug, field.name);
                    let sent = [(field.name.to_owned(), sample(field, &document))];
                    let sent = Map::from_iter(sent);
                    let draft = Draft::read(collection, &asker, &sent, Purpose::Change).unwrap();
                    assert!(draft.has(field.name), "{what}");
                    let done = (update.run)(&asker, id, &draft).await;
                    let refused = matches!(done, Err(Refusal::Problem(Problem::Forbidden)));
                    if !standing.is_among(by) {
                        assert!(refused, "{what}: declared as refused, and done: {done:?}");
                    } else if by != By::Anyone {
                        assert!(
                            done.is_ok(),
                            "{what}: declared as done, and refused: {done:?}"
                        );
                    }
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 40, "{compared}");
    chat.store().close().await;
}

#[test]
fn what_nobody_sees_is_kept_nowhere_and_what_is_somebodys_says_whose() {
    for collection in ALL {
        for field in collection.fields {
            let what = format!("{}.{}", collection.slug, field.name);
            assert_eq!(field.is_shown(), field.column.is_some(), "{what}");
            let access = field.access;
            let of_somebody = [access.read, access.create, access.update]
                .iter()
                .any(|by| !matches!(by, By::Nobody | By::Anyone));
            assert!(!of_somebody || collection.owner.is_some(), "{what}");
        }
        let owner = collection.owner.map(|name| collection.field(name));
        assert!(
            owner.is_none_or(|owner| owner.is_some()),
            "{}",
            collection.slug
        );
    }
}
