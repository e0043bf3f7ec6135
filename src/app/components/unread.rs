//! From one unread room to the next, and the way to have read everything.

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{
    form::{Call, CallForm},
    icon::{Drawing, Icon},
};
use crate::{
    api,
    app::{
        client::{Client, browser},
        erased::Erase,
        words::words,
    },
    domain::{RoomId, State, timeline::Place},
};

/// The unread room after the one that is open, in the order of the list and around its end; or the one before it.
fn next(state: &State, order: &[RoomId], open: Option<RoomId>, back: bool) -> Option<RoomId> {
    let is_unread =
        |room: &RoomId| Some(*room) != open && state.rooms.get(room).is_some_and(Place::has_news);
    let here = order.iter().position(|room| Some(*room) == open);
    let (before, after) = match here {
        Some(here) => (&order[..here], &order[here + 1..]),
        None => (order, &[][..]),
    };
    if back {
        let found = before
            .iter()
            .rev()
            .chain(after.iter().rev())
            .find(|room| is_unread(room));
        found.copied()
    } else {
        after
            .iter()
            .chain(before)
            .find(|room| is_unread(room))
            .copied()
    }
}

/// A link to the next unread room and a button that marks all as read: as long as there is something unread, and without
/// moving anything else. Alt+Shift with the arrows leads there, too.
#[component]
pub(crate) fn UnreadTools(
    /// The rooms, in the order of the list.
    order: Signal<Vec<RoomId>>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().house;
    let path = use_location().pathname;
    let find = move |back| {
        let open = path.with(|path| path.strip_prefix("/rooms/")?.parse().ok());
        order.with(|order| client.state.with(|state| next(state, order, open, back)))
    };
    let following = Memo::new(move |_| find(false));
    let any = Memo::new(move |_| {
        let has_news = |place: &Place| place.has_news() && !place.room.archived;
        client
            .state
            .with(|state| state.rooms.values().any(has_news))
    });
    let call = Call::to::<api::rooms::ReadAll>();
    // The button goes, and who pressed it goes on with the page.
    Effect::new(move |_| {
        if call.times() > 0
            && let Some(main) = browser::all("#main").first()
        {
            browser::focus(main);
        }
    });
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            let back = match event.key().as_str() {
                "ArrowUp" => true,
                "ArrowDown" => false,
                _ => return,
            };
            let meant =
                event.alt_key() && event.shift_key() && !event.ctrl_key() && !event.meta_key();
            if !meant {
                return;
            }
            event.prevent_default();
            if let Some(room) = untrack(|| find(back)) {
                navigate(&format!("/rooms/{room}"), NavigateOptions::default());
            }
        });
        on_cleanup(move || keys.remove());
    });
    view! {
        <div class="side-tools">
            {move || any.get().then(|| view! {
                <CallForm call>
                    <button class="add" aria-label=words.read_all title=words.read_all><Drawing icon=Icon::Ticks/></button>
                </CallForm>
            })}
            {move || following.get().map(|room| view! {
                <a class="add" href=format!("/rooms/{room}") aria-label=words.next_unread title=words.next_unread_keys aria-keyshortcuts="Alt+Shift+ArrowDown">
                    <Drawing icon=Icon::Down/>
                </a>
            })}
        </div>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{Cursor, PersonId, Room, RoomKind, desk::Desk};

    #[test]
    fn goes_around_the_list_and_passes_by_what_is_read() {
        let place = |id, unread| {
            let mut place = Place::outside(Room {
                id: RoomId(id),
                kind: RoomKind::Open,
                name: String::new(),
                topic: String::new(),
                archived: false,
                last_number: 0,
                seq: 0,
                members: None,
                origin: None,
            });
            place.read = Some(0);
            place.room.last_number = i64::from(unread);
            (RoomId(id), place)
        };
        let state = State {
            cursor: Cursor { epoch: 1, seq: 0 },
            me: PersonId(1),
            people: BTreeMap::new(),
            rooms: BTreeMap::from([
                place(1, true),
                place(2, false),
                place(3, true),
                place(4, true),
            ]),
            desk: Desk::default(),
            windows: BTreeMap::new(),
        };
        let order = [4, 2, 1, 3].map(RoomId);
        for (open, forth, back) in [
            (Some(2), Some(1), Some(4)),
            (Some(3), Some(4), Some(1)),
            (Some(4), Some(1), Some(3)),
            (None, Some(4), Some(3)),
        ] {
            let open = open.map(RoomId);
            assert_eq!(
                next(&state, &order, open, false),
                forth.map(RoomId),
                "{open:?}"
            );
            assert_eq!(
                next(&state, &order, open, true),
                back.map(RoomId),
                "{open:?}"
            );
        }
        assert_eq!(next(&state, &[RoomId(2)], None, false), None);
    }
}
