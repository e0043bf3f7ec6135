//! Somebody who sends over REST.

use parlour::{
    chat::token::random_bytes,
    domain::{ClientId, RoomId},
};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::{
    effort::patience,
    support::{Somebody, soon},
};

/// A name for a send that nobody has used before.
pub(crate) fn new_id() -> String {
    ClientId::from_random(random_bytes()).to_string()
}

/// Somebody who sends into a room.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    client: Client,
    token: String,
    room: RoomId,
}

impl Sender {
    pub(crate) fn new(who: &Somebody, room: RoomId) -> Self {
        Self {
            client: Client::new(),
            token: who.token.clone(),
            room,
        }
    }

    /// A request that sends something under a name.
    pub(crate) fn request(&self, url: &str, text: &str, id: &str) -> RequestBuilder {
        self.client
            .post(format!("{url}/api/messages"))
            .header("authorization", format!("JWT {}", self.token))
            .json(&json!({"room": self.room, "content": text, "clientId": id}))
            .timeout(patience())
    }

    /// Sends something under a name, and gives the answer, whatever it is.
    pub(crate) async fn send(&self, url: &str, text: &str, id: &str) -> Response {
        let answer = soon(self.request(url, text, id).send()).await;
        answer.expect("an answer")
    }

    /// Sends something, which must be acknowledged, and gives the message.
    pub(crate) async fn say(&self, url: &str, text: &str) -> Value {
        document(self.send(url, text, &new_id()).await).await
    }
}

/// The message of an answer that acknowledges one.
pub(crate) async fn document(answer: Response) -> Value {
    assert_eq!(answer.status(), StatusCode::CREATED, "{answer:?}");
    let body: Value = answer.json().await.expect("JSON");
    body["doc"].clone()
}
