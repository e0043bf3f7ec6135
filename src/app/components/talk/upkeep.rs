//! What keeps a talk true while nobody does anything: its address, what is loaded of it, and how far was read.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::Talk;
use crate::{app::client::windows::is_whole, domain::timeline::Place};

/// Leaves the addresses that are for pages without JavaScript: what they ask for is here now.
pub(super) fn come_home(talk: &Talk, stays: Memo<bool>) {
    let (clock, home) = (talk.client.clock, talk.address());
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let navigate = use_navigate();
    Effect::new(move || {
        // The address may be another page's already, while this one is still shown.
        let asks = *path.read() == home && !search.read().is_empty();
        if clock.is_live() && !stays.get() && asks {
            navigate(
                &home,
                NavigateOptions {
                    replace: true,
                    scroll: false,
                    ..Default::default()
                },
            );
        }
    });
}

/// Loads what the log needs and isn't here, now and whenever that comes to be so.
pub(super) fn keep_whole(talk: &Talk, stays: Memo<bool>) {
    let Talk {
        client,
        room,
        scroll,
        ..
    } = *talk;
    Effect::watch(
        move || stays.get(),
        move |stays, stayed, _| {
            if stayed == Some(&true) && !stays {
                scroll.to_end();
            }
        },
        false,
    );
    let lacks = Memo::new(move |_| {
        !stays.get()
            && client.state.with(|state| {
                state.rooms.get(&room).is_some_and(Place::joined) && !is_whole(state, room)
            })
    });
    Effect::new(move || {
        if lacks.get() && client.stream.up.get() {
            client.windows.open(client, room);
        }
    });
}

/// Tells how far was read: as far as there is something, when somebody looks and its end is in view. What was made unread
/// here or elsewhere stays so until the reader comes again, or writes.
pub(super) fn mark_read(talk: &Talk) {
    let Talk {
        client,
        room,
        scroll,
        lines,
        ..
    } = *talk;
    let unread = Memo::new(move |_| {
        client.state.with(|state| {
            let place = state
                .rooms
                .get(&room)
                .filter(|place| place.unread() > 0 && is_whole(state, room))?;
            Some(place.room.last_number)
        })
    });
    // How far I have read, and whether I went back there.
    let mark = Memo::new(move |before: Option<&(i64, bool)>| {
        let (read, set_back) = client.state.with(|state| {
            let place = state.rooms.get(&room);
            place.map_or((0, 0), |place| (place.read.unwrap_or(0), place.set_back))
        });
        let went = before.is_some_and(|(before, back)| *back || read < *before);
        (read, went && read < set_back)
    });
    Effect::new(move || {
        let (read, back) = mark.get();
        if back {
            lines.new_after.set(Some(read));
        }
    });
    Effect::new(move || {
        let seen = client.attended.get() && scroll.is_placed() && scroll.at_end.get();
        let (_, back) = mark.get();
        if let Some(number) = unread.get().filter(|_| seen && !back) {
            client.marks.read(client, room, number);
        }
    });
}
