//! Rules of one step each. The law over whole histories is held against the real database in `tests/law.rs`.

use super::*;
use crate::domain::{Role, RoomRole, Timestamp, change::Gone, message::Correspondent};

const ME: PersonId = PersonId(1);
const OTHER: PersonId = PersonId(2);

fn room(id: i64, kind: RoomKind, seq: i64, members: Option<Vec<PersonId>>) -> Change {
    Change::Room(Room {
        id: RoomId(id),
        kind,
        name: format!("room {id}"),
        topic: String::new(),
        archived: false,
        last_number: 3,
        seq,
        members,
        origin: None,
    })
}

fn membership(room: i64, person: PersonId, joined: bool, seq: i64) -> Change {
    Change::Membership(Membership {
        room: RoomId(room),
        person,
        role: RoomRole::Member,
        joined,
        seq,
    })
}

fn message(room: i64, number: i64, sender: PersonId, seq: i64) -> Change {
    let at = Timestamp(seq);
    Change::Message(Message {
        id: MessageId(room * 1_000 + number),
        sender: Correspondent {
            id: sender,
            email: String::new(),
            collection: crate::domain::message::Collection::default(),
            name: String::new(),
        },
        receiver: None,
        content: format!("as of {seq}"),
        timestamp: at,
        updated_at: at,
        created_at: at,
        room: RoomId(room),
        number,
        client_id: None,
        edited_at: None,
        deleted_at: None,
        seq,
        via: None,
        attachments: Vec::new(),
        reply_to: None,
        reactions: Vec::new(),
        pinned_at: None,
        pinned_by: None,
        thread: None,
        root: None,
        previews: Vec::new(),
        mentions: Vec::new(),
    })
}

fn mark(room: i64, number: i64, seq: i64) -> Change {
    Change::Read(ReadMark {
        room: RoomId(room),
        number,
        set_back: 0,
        level: Level::default(),
        mentions: Vec::new(),
        seq,
    })
}

fn event(changes: impl Into<Vec<Change>>) -> Event {
    let changes = changes.into();
    Event {
        cursor: Cursor {
            epoch: 1,
            seq: changes.last().map_or(0, Change::seq),
        },
        changes,
    }
}

/// I am in room 1, which I have looked into and read up to 3; room 2 is open, and I am not in it.
fn state() -> State {
    let mut state = State {
        cursor: Cursor { epoch: 1, seq: 10 },
        me: ME,
        people: BTreeMap::new(),
        rooms: BTreeMap::new(),
        desk: Desk::default(),
        windows: BTreeMap::from([(RoomId(1), Window::default())]),
    };
    state.cursor.seq = 0;
    apply(
        &mut state,
        &event([
            room(1, RoomKind::Closed, 1, Some(vec![ME, OTHER])),
            membership(1, ME, true, 2),
            message(1, 2, OTHER, 3),
            message(1, 3, OTHER, 4),
            room(2, RoomKind::Open, 5, None),
        ]),
    );
    state.cursor.seq = 10;
    state
}

#[test]
fn an_event_counts_once_and_only_in_its_epoch() {
    let mut now = state();
    apply(&mut now, &event([message(1, 4, OTHER, 11)]));
    let after = now.clone();
    assert_eq!(after.rooms[&RoomId(1)].unread(), 1);
    apply(&mut now, &event([message(1, 4, OTHER, 11)]));
    assert_eq!(now, after);
    let mut other_epoch = event([message(1, 5, OTHER, 12)]);
    other_epoch.cursor.epoch = 2;
    apply(&mut now, &other_epoch);
    assert_eq!(now, after);
}

#[test]
fn a_message_replaces_its_former_self_and_never_its_later_one() {
    let mut now = state();
    let Change::Message(answer) = message(1, 4, ME, 20) else {
        unreachable!()
    };
    note(&mut now, &answer);
    apply(&mut now, &event([message(1, 4, ME, 15)]));
    assert_eq!(now.windows[&RoomId(1)].messages[&4].content, "as of 20");
    assert_eq!(now.cursor.seq, 15);
    apply(&mut now, &event([message(1, 4, ME, 21)]));
    assert_eq!(now.windows[&RoomId(1)].messages[&4].content, "as of 21");
}

#[test]
fn what_lies_before_the_window_stays_out_of_it() {
    let mut now = state();
    let newest = now.windows[&RoomId(1)]
        .messages
        .values()
        .cloned()
        .collect::<Vec<_>>();
    now.windows.insert(RoomId(1), newest.into());
    apply(&mut now, &event([message(1, 1, OTHER, 11)]));
    assert_eq!(now.windows[&RoomId(1)].first().unwrap().number, 2);
    assert!(now.windows[&RoomId(1)].has_older());
}

#[test]
fn the_window_of_an_empty_room_takes_its_messages_in_any_order() {
    let mut now = state();
    now.windows.insert(RoomId(1), Window::default());
    // The first was edited after the second was written.
    apply(
        &mut now,
        &event([message(1, 2, OTHER, 11), message(1, 1, OTHER, 12)]),
    );
    let numbers: Vec<_> = now.windows[&RoomId(1)].messages.keys().copied().collect();
    assert_eq!(numbers, [1, 2]);
    assert!(!now.windows[&RoomId(1)].has_older());
}

#[test]
fn my_own_words_are_read() {
    let mut now = state();
    apply(
        &mut now,
        &event([message(1, 4, OTHER, 11), message(1, 5, ME, 12)]),
    );
    assert_eq!(now.rooms[&RoomId(1)].unread(), 0);
}

#[test]
fn messages_of_unknown_rooms_leave_no_trace() {
    let mut now = state();
    apply(&mut now, &event([message(9, 1, OTHER, 11)]));
    let mut before = state();
    before.cursor.seq = 11;
    assert_eq!(now, before);
}

#[test]
fn coming_into_a_room_brings_its_members() {
    let mut now = state();
    let mark = mark(7, 3, 11);
    apply(
        &mut now,
        &event([
            room(7, RoomKind::Closed, 11, Some(vec![ME, OTHER])),
            membership(7, ME, true, 11),
            mark,
        ]),
    );
    let place = &now.rooms[&RoomId(7)];
    assert!(place.joined());
    assert_eq!(place.members, BTreeSet::from([ME, OTHER]));
    assert_eq!(place.unread(), 0);
}

#[test]
fn leaving_forgets_what_may_no_longer_be_seen() {
    let mut now = state();
    apply(&mut now, &event([membership(1, ME, false, 11)]));
    assert!(!now.rooms.contains_key(&RoomId(1)));
    assert!(!now.windows.contains_key(&RoomId(1)));

    let mut now = state();
    apply(
        &mut now,
        &event([
            room(2, RoomKind::Open, 11, Some(vec![ME])),
            membership(2, ME, true, 11),
        ]),
    );
    now.windows.insert(RoomId(2), Window::default());
    apply(&mut now, &event([membership(2, ME, false, 12)]));
    let place = &now.rooms[&RoomId(2)];
    assert!(!place.joined() && place.members.is_empty() && place.room.last_number == 0);
    assert!(!now.windows.contains_key(&RoomId(2)));
    apply(
        &mut now,
        &event([Change::Gone(Gone {
            room: RoomId(2),
            seq: 13,
        })]),
    );
    assert!(!now.rooms.contains_key(&RoomId(2)));
}

#[test]
fn people_are_as_they_were_last_heard_of() {
    let mut now = state();
    let person = |name: &str, seq| {
        Change::Person(Person {
            id: OTHER,
            name: name.to_owned(),
            role: Role::Member,
            active: true,
            picture: None,
            seq,
        })
    };
    apply(&mut now, &event([person("Tom", 11), person("Thomas", 12)]));
    assert_eq!(now.people[&OTHER].name, "Thomas");
}

#[test]
fn a_bookmark_is_where_the_server_will_have_it() {
    let mut now = state();
    for (message, on, expected) in [
        (1, true, &[1][..]),
        (2, true, &[2, 1]),
        (1, true, &[2, 1]),
        (3, false, &[2, 1]),
        (2, false, &[1]),
    ] {
        bookmark(&mut now, MessageId(message), on);
        let ids: Vec<i64> = now.desk.bookmarks.iter().map(|id| id.0).collect();
        assert_eq!(ids, expected);
    }
    let told = Desk {
        seq: 20,
        ..Desk::default()
    };
    apply(&mut now, &event([Change::Desk(told.clone())]));
    assert_eq!(now.desk, told);
}
