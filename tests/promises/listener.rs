//! A client of the stream over HTTP, and what it reads.

use std::{collections::BTreeSet, pin::Pin};

use eventsource_stream::{Event, Eventsource as _};
use futures_util::{Stream, StreamExt as _};
use parlour::domain::{Change, Cursor, Message, PersonId, Presence, Typing, change};
use reqwest::{Client, RequestBuilder, Response, StatusCode};

use crate::support::{Somebody, soon};

/// A request for a stream; `query` is what stands after the question mark.
pub(crate) fn request(url: &str, who: Option<&Somebody>, query: &str) -> RequestBuilder {
    let request = Client::new().get(format!("{url}/api/messages/sse?{query}"));
    match who {
        Some(who) => request.header("authorization", format!("JWT {}", who.token)),
        None => request,
    }
}

/// An open stream.
pub(crate) struct Listener {
    events: Pin<Box<dyn Stream<Item = Option<Event>> + Send>>,
    /// Who is here, as far as it was told.
    here: BTreeSet<PersonId>,
}

impl Listener {
    /// Opens a stream, which must be let in.
    pub(crate) async fn open(url: &str, who: &Somebody, query: &str) -> Self {
        Self::ask(request(url, Some(who), query)).await
    }

    /// Sends a request for a stream, which must be let in.
    pub(crate) async fn ask(request: RequestBuilder) -> Self {
        let response = soon(request.send()).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        Self::of(response)
    }

    /// Reads an answer as a stream.
    pub(crate) fn of(response: Response) -> Self {
        let events = response.bytes_stream().eventsource().map(Result::ok);
        Self {
            events: Box::pin(events),
            here: BTreeSet::new(),
        }
    }

    /// The next event that is none of these; `None` at the end.
    async fn next_but(&mut self, others: &[&str]) -> Option<Event> {
        let next = async {
            loop {
                match self.events.next().await.flatten() {
                    Some(event) if others.contains(&&*event.event) => {}
                    other => return other,
                }
            }
        };
        soon(next).await
    }

    /// The next event that is kept; `None` at the end.
    pub(crate) async fn kept(&mut self) -> Option<Event> {
        self.next_but(&["ping", "typing", "presence"]).await
    }

    /// The next event, whoever comes and goes meanwhile.
    pub(crate) async fn next_but_presence(&mut self) -> Event {
        let event = self.next_but(&["ping", "presence"]).await;
        event.expect("an event")
    }

    /// Who is writing, which must be told next.
    pub(crate) async fn typing(&mut self) -> Typing {
        let event = self.next_but_presence().await;
        assert_eq!(event.event, "typing", "{event:?}");
        serde_json::from_str(&event.data).expect("who is writing")
    }

    /// Who is here, or came and went, which must be told next, and the event's id.
    pub(crate) async fn presence(&mut self) -> (Presence, String) {
        let event = self.next_but(&["ping"]).await.expect("an event");
        assert_eq!(event.event, "presence", "{event:?}");
        let told: Presence = serde_json::from_str(&event.data).expect("who is here");
        told.clone().apply(&mut self.here);
        (told, event.id)
    }

    /// Waits until those are here of whom this is true. Nothing else may be told meanwhile.
    pub(crate) async fn sees(&mut self, so: impl Fn(&BTreeSet<PersonId>) -> bool) {
        while !so(&self.here) {
            self.presence().await;
        }
    }

    /// The changes of the next event, which must be of this kind.
    pub(crate) async fn changes(&mut self, kind: &str) -> Vec<Change> {
        let event = self.kept().await.expect("an event");
        assert_eq!(event.event, kind, "{event:?}");
        read(&event).changes
    }

    /// So many messages, however they are put into events. Nothing else may come between them.
    pub(crate) async fn messages(&mut self, count: usize) -> Vec<Message> {
        let mut messages = Vec::new();
        while messages.len() < count {
            messages.extend(self.changes("message").await.into_iter().map(message));
        }
        messages
    }

    /// The next event, which must be a reset, and its cursor.
    pub(crate) async fn reset(&mut self) -> Cursor {
        let event = self.kept().await.expect("an event");
        assert_eq!(event.event, "reset", "{event:?}");
        let data: serde_json::Value = serde_json::from_str(&event.data).expect("JSON");
        assert_eq!(data["cursor"], event.id, "data and id name one cursor");
        event.id.parse().expect("a cursor")
    }

    /// Everything up to the message with these words, which ends it.
    pub(crate) async fn upto(&mut self, words: &str) -> Vec<Change> {
        let mut changes = Vec::new();
        loop {
            let event = self.kept().await.expect("an event");
            changes.extend(read(&event).changes);
            if is_said(changes.last(), words) {
                return changes;
            }
        }
    }

    /// Everything up to the end of the stream.
    pub(crate) async fn rest(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        while let Some(event) = self.kept().await {
            changes.extend(read(&event).changes);
        }
        changes
    }
}

fn is_said(change: Option<&Change>, words: &str) -> bool {
    matches!(change, Some(Change::Message(message)) if message.content == words)
}

/// Reads an event that is kept.
pub(crate) fn read(event: &Event) -> change::Event {
    match &*event.event {
        "message" => change::Event::from_message(&event.id, &event.data),
        "sync" => change::Event::from_sync(&event.id, &event.data),
        other => panic!("no event with changes: {other}"),
    }
    .expect("an event that can be read")
}

/// The message of a change that must be one.
pub(crate) fn message(change: Change) -> Message {
    match change {
        Change::Message(message) => message,
        other => panic!("no message: {other:?}"),
    }
}

/// The words of messages.
pub(crate) fn words(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| &*message.content).collect()
}

/// Asserts that messages stand in order, each once, without a gap, up to this number.
pub(crate) fn assert_whole(messages: &[Message], first: i64, last: i64) {
    let numbers: Vec<i64> = messages.iter().map(|message| message.number).collect();
    assert_eq!(numbers, (first..=last).collect::<Vec<_>>());
    assert!(messages.is_sorted_by(|one, other| one.seq < other.seq));
}
