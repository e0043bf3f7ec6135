//! What a room is called.

use crate::{
    app::words::Words,
    domain::{PersonId, RoomKind, State, timeline::Place},
};

/// A person's name, also of somebody whose account was deleted or whose card is not here.
pub(crate) fn person_name(state: &State, person: PersonId, words: &Words) -> String {
    let card = state.people.get(&person);
    card.filter(|person| !person.is_erased()).map_or_else(
        || words.house.formerly.to_owned(),
        |person| person.name.clone(),
    )
}

/// A room's name; of a direct room, the names of the others in it.
pub(crate) fn room_name(state: &State, place: &Place, words: &Words) -> String {
    if place.room.kind != RoomKind::Direct {
        return place.room.name.clone();
    }
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
