//! What was acknowledged, next to what was kept.

use std::collections::{BTreeMap, BTreeSet};

use parlour::{domain::Message, store};
use reqwest::{Response, StatusCode};
use serde_json::Value;

use crate::{
    sender::{Sender, new_id},
    site::Site,
};

/// The answers to sends.
#[derive(Debug, Default)]
pub(crate) struct Receipts {
    /// The numbers of those that were acknowledged, by the names of the sends.
    kept: BTreeMap<String, i64>,
    /// Those that were refused, because of the server.
    refused: BTreeSet<String>,
}

impl Receipts {
    /// Sends something, and says whether it was acknowledged.
    pub(crate) async fn send(&mut self, sender: &Sender, url: &str, text: &str) -> bool {
        let name = new_id();
        let answer = sender.send(url, text, &name).await;
        self.file(name, answer).await
    }

    /// Files an answer, and says whether it acknowledges.
    pub(crate) async fn file(&mut self, name: String, answer: Response) -> bool {
        let status = answer.status();
        let body: Value = answer.json().await.expect("JSON");
        if status == StatusCode::CREATED {
            let number = body["doc"]["number"].as_i64().expect("a number");
            self.refused.remove(&name);
            self.kept.insert(name, number);
            true
        } else {
            assert!(status.is_server_error(), "{status} {body}");
            let why = body["errors"][0]["message"].as_str().expect("a reason");
            assert_ne!(why, "");
            self.refused.insert(name);
            false
        }
    }

    /// Sends again what was refused.
    pub(crate) async fn send_again(&mut self, sender: &Sender, url: &str, text: &str) {
        for name in self.refused.clone() {
            let answer = sender.send(url, text, &name).await;
            assert!(self.file(name, answer).await, "refused again");
        }
    }

    /// How many were acknowledged, and how many refused.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.kept.len(), self.refused.len())
    }

    /// Holds that exactly what was acknowledged is in the room, each once and numbered without a gap.
    pub(crate) async fn compare(&self, site: &Site) {
        let mut db = site.world.store.read().await.unwrap();
        let messages = store::messages::page(&mut db, site.room, None, i64::MAX).await;
        let messages = messages.unwrap();
        let number = |message: &Message| message.number;
        assert!(messages.iter().map(number).eq((1..).take(messages.len())));
        let name = |message: &Message| message.client_id.expect("a client id").to_string();
        let found = messages
            .iter()
            .map(|message| (name(message), message.number));
        assert_eq!(found.collect::<BTreeMap<_, _>>(), self.kept);
        assert_eq!(messages.len(), self.kept.len());
    }
}
