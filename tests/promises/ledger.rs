//! The books of an audit: people who write and people who read, whatever happens to the server in between.

use parlour::chat::page::Stretch;
use std::{collections::BTreeMap, time::Duration};

use futures_util::future::{join, join_all};
use parlour::{
    domain::{Change, Cursor, RoomId},
    store::{self, Durability, Store},
};
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;
use tokio::{sync::mpsc::UnboundedSender, time::sleep};
use tokio_util::sync::CancellationToken;

use crate::{
    listener::{Listener, read, request},
    sender::{Sender, new_id},
    support::{Somebody, World, file, soon},
};

/// A message's id and number.
type Place = (i64, i64);

/// People who write into a room and read it. Nothing else happens there.
pub(crate) struct Ledger {
    room: RoomId,
    scribes: Vec<Scribe>,
    readers: Vec<Reader>,
}

impl Ledger {
    /// So many of each, in a room of a folder that nobody has open.
    pub(crate) async fn open(scribes: usize, readers: usize) -> (TempDir, Self) {
        let (world, _, room) = World::with_room().await;
        let mut people = Vec::new();
        for n in 0..scribes + readers {
            people.push(world.member(&format!("Person{n}"), room).await);
        }
        let (_, state, _) = world
            .chat
            .page(people[0].id, None, Stretch::Newest)
            .await
            .unwrap();
        let (writing, reading) = people.split_at(scribes);
        let ledger = Self {
            room,
            scribes: writing.iter().map(|who| Scribe::new(who, room)).collect(),
            readers: reading
                .iter()
                .map(|who| Reader::new(who, state.cursor))
                .collect(),
        };
        (world.leave().await, ledger)
    }

    /// Writes and reads until the server is gone, or nobody hears of what was kept any more.
    pub(crate) async fn go_on(&mut self, url: &str, kept: &UnboundedSender<()>) {
        let writing = self
            .scribes
            .iter_mut()
            .map(|scribe| scribe.go_on(url, kept));
        let reading = self.readers.iter_mut().map(|reader| reader.go_on(url));
        join(join_all(writing), join_all(reading)).await;
    }

    /// Writes and reads through every end of the server, until nobody hears of what was kept any more. Who finds nobody
    /// there comes back after a pause.
    pub(crate) async fn persist(&mut self, url: &str, kept: &UnboundedSender<()>, pause: Duration) {
        let over = CancellationToken::new();
        let writing = self.scribes.iter_mut().map(async |scribe| {
            while !kept.is_closed() {
                scribe.go_on(url, kept).await;
                sleep(pause).await;
            }
        });
        let reading = self.readers.iter_mut().map(async |reader| {
            let for_ever = async {
                loop {
                    reader.go_on(url).await;
                    sleep(pause).await;
                }
            };
            over.run_until_cancelled(for_ever).await
        });
        let writing = async {
            join_all(writing).await;
            over.cancel();
        };
        join(writing, join_all(reading)).await;
    }

    /// Each sends once more, what is pending where something is; and all read to the end.
    pub(crate) async fn finish(&mut self, url: &str) {
        let (kept, nobody) = tokio::sync::mpsc::unbounded_channel();
        drop(nobody);
        for scribe in &mut self.scribes {
            soon(scribe.go_on(url, &kept)).await;
            assert_eq!(scribe.pending, None);
        }
        let last = self.scribes.iter().map(|scribe| scribe.kept.len()).sum();
        for reader in &mut self.readers {
            while reader.heard.len() < last {
                reader.read_upto(url, last).await;
            }
        }
    }

    /// Holds that what was acknowledged is in the database once, that nothing else is, and that everybody has heard
    /// that and nothing else.
    pub(crate) async fn close(self, folder: TempDir) {
        let store = Store::open(&file(folder.path()), Durability::Full)
            .await
            .unwrap();
        let mut db = store.read().await.unwrap();
        let messages = store::messages::page(&mut db, self.room, None, i64::MAX)
            .await
            .unwrap();
        drop(db);
        store.close().await;
        let kept = self.scribes.into_iter().flat_map(|scribe| scribe.kept);
        let mut kept: BTreeMap<String, Place> = kept.collect();
        for (message, number) in messages.iter().zip(1..) {
            let name = message.client_id.expect("a client id").to_string();
            let place = (message.id.0, message.number);
            assert_eq!(message.number, number);
            assert_eq!(kept.remove(&name), Some(place), "{}", message.content);
        }
        assert_eq!(kept, BTreeMap::new(), "acknowledged, and not kept");
        let places: Vec<Place> = messages
            .iter()
            .map(|message| (message.id.0, message.number))
            .collect();
        assert_ne!(places, []);
        for reader in self.readers {
            assert_eq!(reader.heard, places);
        }
    }
}

/// Somebody who sends one message after the other, and sends one again that was not acknowledged.
struct Scribe {
    sender: Sender,
    pending: Option<String>,
    kept: BTreeMap<String, Place>,
}

impl Scribe {
    fn new(who: &Somebody, room: RoomId) -> Self {
        Self {
            sender: Sender::new(who, room),
            pending: None,
            kept: BTreeMap::new(),
        }
    }

    /// Sends until no answer comes, or nobody hears of what was kept any more.
    async fn go_on(&mut self, url: &str, kept: &UnboundedSender<()>) {
        loop {
            let name = self.pending.get_or_insert_with(new_id).clone();
            let text = format!("send {name}");
            let Ok(answer) = self.sender.request(url, &text, &name).send().await else {
                return;
            };
            // A server that stops, or a proxy that finds none.
            if answer.status().is_server_error() {
                return;
            }
            assert_eq!(answer.status(), StatusCode::CREATED);
            let Ok(body) = answer.json::<Value>().await else {
                return;
            };
            let number = |field: &str| body["doc"][field].as_i64().expect("a number");
            self.kept.insert(name, (number("id"), number("number")));
            self.pending = None;
            if kept.send(()).is_err() {
                return;
            }
        }
    }
}

/// Somebody who comes back to the stream with the last cursor.
struct Reader {
    who: Somebody,
    cursor: Cursor,
    heard: Vec<Place>,
}

impl Reader {
    fn new(who: &Somebody, cursor: Cursor) -> Self {
        Self {
            who: who.clone(),
            cursor,
            heard: Vec::new(),
        }
    }

    /// Reads until the stream ends.
    async fn go_on(&mut self, url: &str) {
        self.read_upto(url, usize::MAX).await;
    }

    /// Reads until so many messages were heard in all, or the stream ends.
    async fn read_upto(&mut self, url: &str, count: usize) {
        let after = format!("after={}", self.cursor);
        let Ok(answer) = request(url, Some(&self.who), &after).send().await else {
            return;
        };
        if answer.status() != StatusCode::OK {
            assert!(answer.status().is_server_error(), "{answer:?}");
            return;
        }
        let mut listener = Listener::of(answer);
        while self.heard.len() < count {
            let Some(event) = listener.kept().await else {
                return;
            };
            let event = read(&event);
            assert!(event.cursor.seq > self.cursor.seq, "told a second time");
            for change in event.changes {
                let Change::Message(message) = change else {
                    panic!("nothing else happens: {change:?}");
                };
                let expected = i64::try_from(self.heard.len()).unwrap() + 1;
                assert_eq!(message.number, expected, "out of order");
                self.heard.push((message.id.0, message.number));
            }
            self.cursor = event.cursor;
        }
    }
}
