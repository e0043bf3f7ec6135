//! Whether a page shows what a fresh one shows.

use parlour::chat::page::Stretch;
use parlour::{
    chat::Chat,
    domain::{
        RoomId, RoomKind, State,
        timeline::{Place, Window},
    },
};

/// Holds that a page, of which `name` says which it is, shows what a page shows that is loaded now.
pub(crate) async fn assert_fresh(chat: &Chat, name: &str, page: &State) {
    let (_, fresh, _) = chat
        .page(page.me, None, Stretch::Newest)
        .await
        .expect("a page");
    assert_eq!(page.people, fresh.people, "{name}");
    // A page that was asked for a thread knows of it, whoever is in that.
    let is_told = |place: &&Place| place.joined() || place.room.kind != RoomKind::Thread;
    assert_eq!(
        page.rooms.values().filter(is_told).collect::<Vec<_>>(),
        fresh.rooms.values().filter(is_told).collect::<Vec<_>>(),
        "{name}, of person {}",
        page.me
    );
    assert_eq!(page.desk, fresh.desk, "{name}");
    assert_eq!(page.cursor, fresh.cursor, "{name}");
    for (room, window) in &page.windows {
        let (_, fresh, _) = chat
            .page(page.me, Some(*room), Stretch::Newest)
            .await
            .expect("a room that may be seen");
        let fresh = fresh.windows.get(room).expect("a room that one is in");
        compare_windows(name, *room, window, fresh);
    }
}

/// The window reaches to the newest message without a gap, and where both have a message, it is the same.
fn compare_windows(name: &str, room: RoomId, window: &Window, fresh: &Window) {
    let numbers: Vec<i64> = window.messages.keys().copied().collect();
    assert_eq!(
        numbers.last(),
        fresh.messages.keys().next_back(),
        "{name}: the newest of room {room}"
    );
    if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
        assert_eq!(
            numbers,
            (*first..=*last).collect::<Vec<_>>(),
            "{name}: a gap in room {room}"
        );
    }
    assert_eq!(window.root, fresh.root, "{name}: where room {room} began");
    for (number, message) in &fresh.messages {
        if let Some(ours) = window.messages.get(number) {
            assert_eq!(ours, message, "{name}: in room {room}");
        }
    }
}
