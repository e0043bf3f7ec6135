//! What a notification says: the same whether an open page has it shown or the server pushes it. `public/sw.js` shows it.

use serde::Serialize;

use crate::{
    app::words::Words,
    domain::{
        Message, Room, RoomId, RoomKind, command, layout::Key, media::Attachment, message::Quote,
    },
};

/// How much of a message is said, in characters. It is far below what fits into a push, which is 3 KB.
const LONG: usize = 300;
/// How much of a name is.
const NAME: usize = 80;

/// What is shown, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Notification {
    /// Where it was said. Of a room there is one notification, that of its newest message.
    pub(crate) room: RoomId,
    /// The message's place there.
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) body: String,
    /// Where the message is, on this server.
    pub(crate) url: String,
}

impl Notification {
    /// What is told of a message; `bare` only that there is something.
    pub(crate) fn of(message: &Message, room: &Room, bare: bool, words: &Words) -> Self {
        let place = Key::of(message).element_id();
        let (title, body) = if bare {
            (words.settings().notify_news.to_owned(), String::new())
        } else {
            (title(message, room, words), body(message, words))
        };
        Self {
            room: message.room,
            number: message.number,
            title,
            body,
            url: format!("/rooms/{}?at={}#{place}", message.room, message.id),
        }
    }
}

fn short(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

/// Who said it, and where, if that is not a talk between the two.
fn title(message: &Message, room: &Room, words: &Words) -> String {
    let name = short(&message.sender.name, NAME);
    let place = match room.kind {
        RoomKind::Open | RoomKind::Closed => format!("# {}", room.name),
        RoomKind::Thread => (words.answers.named)(&Quote::excerpt(&room.name)),
        RoomKind::Direct => return name,
    };
    format!("{name} · {}", short(&place, NAME))
}

fn body(message: &Message, words: &Words) -> String {
    let said = command::plain(&message.content, &message.sender.name);
    let files = message.attachments.iter().map(Attachment::said);
    let parts = std::iter::once(&*said).chain(files);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        // What is also shown in the room has its words in the thread.
        let answered = message.reply_to.as_ref().map(|quote| &*quote.text);
        return answered
            .filter(|text| !text.is_empty())
            .unwrap_or(words.answers.file)
            .to_owned();
    }
    short(&parts.join(", "), LONG)
}
