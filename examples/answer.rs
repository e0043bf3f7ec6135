//! A program that signs in, watches, and answers: to whoever writes `ping` it says `pong` in the same room.
//!
//! ```sh
//! PARLOUR_KEY=… cargo run --no-default-features --features ssr --example answer
//! ```
//!
//! It knows the chat by REST and the stream alone, with types of its own, so that it can be taken elsewhere as it is.
//! `PARLOUR_KEY` is an API key; without one it signs in with `PARLOUR_EMAIL` and `PARLOUR_PASSWORD`. `PARLOUR_URL` is
//! where the server is.

#![expect(
    clippy::disallowed_methods,
    reason = "an example has no command line of its own"
)]

use std::{env, error::Error, time::Duration};

use eventsource_stream::{Event, Eventsource as _};
use futures_util::StreamExt as _;
use reqwest::{Client, RequestBuilder, header::AUTHORIZATION};
use serde::Deserialize;
use serde_json::json;

/// How long to wait before coming back to the stream.
const PAUSE: Duration = Duration::from_secs(2);
/// The server says something every 15 seconds. After so much silence the line is dead.
const SILENCE: Duration = Duration::from_secs(40);

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Debug, Deserialize)]
struct Person {
    id: i64,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: i64,
    sender: Person,
    room: i64,
    content: String,
    edited_at: Option<String>,
}

/// A way into the chat, as somebody.
#[derive(Clone, Debug)]
struct Chat {
    http: Client,
    url: String,
    authorization: String,
}

impl Chat {
    /// Signs in by what the environment says.
    async fn enter() -> Result<Self> {
        let setting = |name: &str| env::var(name).map_err(|_| format!("{name} is missing"));
        let url = setting("PARLOUR_URL").unwrap_or_else(|_| "http://127.0.0.1:3000".to_owned());
        let http = Client::builder().read_timeout(SILENCE).build()?;
        let authorization = if let Ok(key) = setting("PARLOUR_KEY") {
            format!("users API-Key {key}")
        } else {
            #[derive(Deserialize)]
            struct SignedIn {
                token: String,
            }
            let (email, password) = (setting("PARLOUR_EMAIL")?, setting("PARLOUR_PASSWORD")?);
            let asked = http
                .post(format!("{url}/api/users/login"))
                .json(&json!({"email": email, "password": password}));
            let SignedIn { token } = asked.send().await?.error_for_status()?.json().await?;
            format!("JWT {token}")
        };
        Ok(Self {
            http,
            url,
            authorization,
        })
    }

    fn get(&self, path: &str) -> RequestBuilder {
        let request = self.http.get(format!("{}{path}", self.url));
        request.header(AUTHORIZATION, &self.authorization)
    }

    /// Who this program is.
    async fn me(&self) -> Result<Person> {
        #[derive(Deserialize)]
        struct Me {
            user: Option<Person>,
        }
        let me: Me = self
            .get("/api/users/me")
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        Ok(me.user.ok_or("nobody is signed in")?)
    }

    /// Answers a message. The answer is named after what it answers, so that however often it is sent it is one.
    async fn answer(&self, said: &Message, content: &str) -> Result<()> {
        let client_id = format!("00000000-0000-4000-8000-{:012x}", said.id);
        self.http
            .post(format!("{}/api/messages", self.url))
            .header(AUTHORIZATION, &self.authorization)
            .json(&json!({"room": said.room, "content": content, "clientId": client_id}))
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let chat = Chat::enter().await?;
    let me = chat.me().await?;
    println!("watching as {}", me.name);
    let mut cursor = String::new();
    loop {
        if let Err(error) = watch(&chat, &me, &mut cursor).await {
            eprintln!("the stream ended: {error}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Follows the stream from the cursor on, until it ends.
async fn watch(chat: &Chat, me: &Person, cursor: &mut String) -> Result<()> {
    let from = if cursor.is_empty() {
        "history=0".to_owned()
    } else {
        format!("after={cursor}")
    };
    let answer = chat
        .get(&format!("/api/messages/sse?{from}"))
        .send()
        .await?;
    let mut events = answer.error_for_status()?.bytes_stream().eventsource();
    while let Some(event) = events.next().await {
        let Event {
            event, data, id, ..
        } = event?;
        if event == "message" {
            for said in serde_json::from_str::<Vec<Message>>(&data)? {
                if said.content == "ping" && said.edited_at.is_none() && said.sender.id != me.id {
                    let words = format!("pong, {}", said.sender.name);
                    chat.answer(&said, &words).await?;
                }
            }
        }
        // Only now: what was not dealt with comes again.
        if !id.is_empty() {
            *cursor = id;
        }
    }
    Ok(())
}
