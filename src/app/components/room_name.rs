//! What a room is called.

use crate::{
    app::words::Words,
    domain::{PersonId, RoomKind, State, message::Quote, timeline::Place},
};

/// A person's name, also of somebody whose account was deleted or whose card is not here.
pub(crate) fn person_name(state: &State, person: PersonId, words: &Words) -> String {
    let card = state.people.get(&person);
    card.filter(|person| !person.is_erased()).map_or_else(
        || words.house.formerly.to_owned(),
        |person| person.name.clone(),
    )
}

/// A room's name; of a direct room, the names of the others in it; of a thread, how its first message begins.
pub(crate) fn room_name(state: &State, place: &Place, words: &Words) -> String {
    match place.room.kind {
        RoomKind::Open | RoomKind::Closed => place.room.name.clone(),
        RoomKind::Direct => names_of_others(state, place, words),
        RoomKind::Thread => {
            let beginning = Quote::excerpt(&place.room.name);
            if beginning.is_empty() {
                words.answers.thread.to_owned()
            } else {
                beginning
            }
        }
    }
}

/// A room's name as one says it: `# lobby`, the people in it, or that it is a thread.
pub(crate) fn title(state: &State, place: &Place, words: &Words) -> String {
    let name = room_name(state, place, words);
    match place.room.kind {
        RoomKind::Open | RoomKind::Closed => format!("# {name}"),
        RoomKind::Direct => name,
        RoomKind::Thread => (words.answers.named)(&name),
    }
}

fn names_of_others(state: &State, place: &Place, words: &Words) -> String {
    let others: Vec<_> = others(state, place)
        .map(|person| person_name(state, person, words))
        .collect();
    if others.is_empty() {
        words.house.just_me.to_owned()
    } else {
        (words.house.list)(&others)
    }
}

/// Everybody in a room but me.
pub(crate) fn others(state: &State, place: &Place) -> impl Iterator<Item = PersonId> {
    place
        .members
        .iter()
        .copied()
        .filter(|person| *person != state.me)
}
