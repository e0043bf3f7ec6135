use super::*;
use crate::domain::{
    RoomId,
    message::{Collection, Correspondent},
    time::{DAY, MINUTE, Timestamp},
};

fn message(number: i64, sender: i64, at: i64) -> Message {
    Message {
        id: MessageId(100 + number),
        sender: Correspondent {
            id: PersonId(sender),
            email: String::new(),
            collection: Collection::default(),
            name: String::new(),
        },
        receiver: None,
        content: "words".to_owned(),
        timestamp: Timestamp(at),
        updated_at: Timestamp(at),
        created_at: Timestamp(at),
        room: RoomId(1),
        number,
        client_id: None,
        edited_at: None,
        deleted_at: None,
        seq: number,
        via: None,
        attachments: Vec::new(),
        mentions: Vec::new(),
        reply_to: None,
        reactions: Vec::new(),
        pinned_at: None,
        pinned_by: None,
        thread: None,
        root: None,
        previews: Vec::new(),
    }
}

fn window(messages: impl IntoIterator<Item = Message>) -> Window {
    messages.into_iter().collect::<Vec<_>>().into()
}

/// The rows in short: `=` a date, `-` the new line, a capital for a message that starts a group, else a small letter.
fn drawn(window: &Window, outgoing: &[Outgoing], new_after: Option<i64>, offset: i32) -> String {
    rows(window, outgoing.iter(), PersonId(1), new_after, |_| offset)
        .into_iter()
        .map(|row| match (row.key, row.starts) {
            (Key::Day(_), _) => '=',
            (Key::New, _) => '-',
            (Key::Message(_), true) => 'M',
            (Key::Message(_), false) => 'm',
            (Key::Sent(_), true) => 'S',
            (Key::Sent(_), false) => 's',
        })
        .collect()
}

#[test]
fn groups_last_five_minutes_and_one_sender() {
    let talk = window([
        message(1, 1, 0),
        message(2, 1, 5 * MINUTE),
        message(3, 2, 6 * MINUTE),
        message(4, 2, 11 * MINUTE),
        message(5, 2, 17 * MINUTE),
    ]);
    assert_eq!(drawn(&talk, &[], None, 0), "=MmMmM");
}

#[test]
fn a_date_stands_before_each_day_of_the_reader() {
    let talk = window([message(1, 1, DAY - MINUTE), message(2, 1, DAY + MINUTE)]);
    assert_eq!(drawn(&talk, &[], None, 0), "=M=M");
    assert_eq!(drawn(&talk, &[], None, 60), "=Mm");
}

#[test]
fn the_line_stands_before_the_first_new_message_of_others() {
    let talk = window([
        message(1, 2, 0),
        message(2, 2, MINUTE),
        message(3, 1, MINUTE),
        message(4, 2, 2 * MINUTE),
    ]);
    assert_eq!(drawn(&talk, &[], Some(1), 0), "=M-MMM");
    assert_eq!(drawn(&talk, &[], Some(2), 0), "=MmM-M");
    assert_eq!(drawn(&talk, &[], Some(4), 0), "=MmMM");
}

#[test]
fn a_tombstone_ends_its_group() {
    let mut gone = message(2, 1, MINUTE);
    gone.deleted_at = Some(Timestamp(MINUTE));
    let talk = window([message(1, 1, 0), gone, message(3, 1, 2 * MINUTE)]);
    assert_eq!(drawn(&talk, &[], None, 0), "=MmM");
}

#[test]
fn what_is_on_its_way_stands_last_and_once() {
    let client_id = ClientId::from_random([7; 16]);
    let outgoing = Outgoing {
        reply_to: None,
        also_in_room: false,
        client_id,
        room: RoomId(1),
        text: "words".to_owned(),
        files: Vec::new(),
        mentions: Vec::new(),
        written_at: Timestamp(MINUTE),
        refused: None,
    };
    let mut talk = window([message(1, 1, 0)]);
    assert_eq!(
        drawn(&talk, std::slice::from_ref(&outgoing), None, 0),
        "=Ms"
    );
    let mut arrived = message(2, 1, MINUTE);
    arrived.client_id = Some(client_id);
    talk.messages.insert(2, arrived);
    assert_eq!(drawn(&talk, &[outgoing], None, 0), "=Ms");
}
