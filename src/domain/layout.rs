//! How messages stand on the page: dates, groups, and the line where one left off.

use super::{
    ClientId, Message, MessageId, PersonId, Timestamp, message::Quote, outbox::Outgoing,
    timeline::Window,
};

/// How long after a message its sender's next one still belongs to the same group, in milliseconds.
const GROUP: i64 = 5 * 60 * 1_000;

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is. Equal keys are the same row, so that a message stays in its place when it is confirmed.
    pub key: Key,
    /// Whether it begins a group and so carries its sender's name.
    pub starts: bool,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A date: days since 1970-01-01 in the reader's zone.
    Day(i64),
    /// "New": what follows was not read when the room was opened.
    New,
    /// A message that came with a client id, on its way or arrived.
    Sent(ClientId),
    /// Any other message.
    Message(MessageId),
}

impl Key {
    /// The key of a message.
    pub fn of(message: &Message) -> Self {
        message
            .client_id
            .map_or(Self::Message(message.id), Self::Sent)
    }

    /// The key of what a message answers.
    pub fn of_quoted(quote: &Quote) -> Self {
        quote.client_id.map_or(Self::Message(quote.id), Self::Sent)
    }

    /// The id of its row's element, by which addresses name it.
    pub fn element_id(&self) -> String {
        match self {
            Self::Day(day) => format!("day{day}"),
            Self::New => "new".to_owned(),
            Self::Sent(id) => format!("c{id}"),
            Self::Message(id) => format!("m{id}"),
        }
    }
}

/// Lays out a room.
///
/// `new_after` is the number of the last message that was read when the room was opened, `None` for no line;
/// `offset` the reader's zone in minutes ahead of UTC at a given time.
pub fn rows<'a>(
    window: &Window,
    outgoing: impl Iterator<Item = &'a Outgoing>,
    me: PersonId,
    new_after: Option<i64>,
    offset: impl Fn(Timestamp) -> i32,
) -> Vec<Row> {
    let mut rows = Vec::with_capacity(window.messages.len() + 4);
    let mut layout = Layout {
        rows: &mut rows,
        offset,
        last: None,
    };
    let mut line_drawn = false;
    for message in window.messages.values() {
        // The line stands before the first message of others; one's own are never new.
        let is_new = new_after.is_some_and(|read| message.number > read);
        if is_new && !line_drawn && message.sender.id != me {
            line_drawn = true;
            layout.day(message.created_at);
            layout.line();
        }
        layout.put(
            Key::of(message),
            (message.sender.id, message.via),
            message.created_at,
            message.is_deleted(),
        );
    }
    for outgoing in outgoing {
        let key = Key::Sent(outgoing.client_id);
        // It arrived, and its answer is still on the way.
        let arrived = window
            .messages
            .values()
            .rev()
            .any(|message| Key::of(message) == key);
        if !arrived {
            layout.put(key, (me, None), outgoing.written_at, false);
        }
    }
    rows
}

struct Layout<'r, F> {
    rows: &'r mut Vec<Row>,
    offset: F,
    last: Option<Last>,
}

/// Who says something, and the bot that says it for them.
type Speaker = (PersonId, Option<PersonId>);

struct Last {
    day: i64,
    /// Whose group is open, written by whom, and since when; `None` where the next message starts one in any case.
    group: Option<(Speaker, Timestamp)>,
}

impl<F: Fn(Timestamp) -> i32> Layout<'_, F> {
    fn day(&mut self, at: Timestamp) {
        let day = at.day((self.offset)(at));
        // Clocks of senders and server may differ by a little: a day is never announced twice in a row, or backwards.
        if self.last.as_ref().is_none_or(|last| day > last.day) {
            self.rows.push(Row {
                key: Key::Day(day),
                starts: false,
            });
            self.last = Some(Last { day, group: None });
        }
    }

    fn line(&mut self) {
        self.rows.push(Row {
            key: Key::New,
            starts: false,
        });
        self.end_group();
    }

    fn end_group(&mut self) {
        if let Some(last) = &mut self.last {
            last.group = None;
        }
    }

    fn put(&mut self, key: Key, sender: Speaker, at: Timestamp, deleted: bool) {
        self.day(at);
        let Some(last) = &mut self.last else { return };
        let follows = last
            .group
            .is_some_and(|(who, when)| who == sender && at.0 - when.0 <= GROUP);
        self.rows.push(Row {
            key,
            starts: !follows,
        });
        last.group = (!deleted).then_some((sender, at));
    }
}

#[cfg(test)]
#[path = "layout/tests.rs"]
mod tests;
