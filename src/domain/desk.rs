//! How people arrange what they have before them: sections of rooms, and bookmarks.

use serde::{Deserialize, Serialize};

use super::{MessageId, RoomId, Seq};

/// How many bookmarks one person may have.
pub const BOOKMARK_LIMIT: usize = 500;
/// How many sections one person may have.
pub const SECTION_LIMIT: usize = 50;

/// What somebody has arranged for themselves. Only they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The sections that they made, in their order.
    pub sections: Vec<Section>,
    /// The messages that they have bookmarks at, the last bookmark first.
    pub bookmarks: Vec<MessageId>,
    /// The change that made it so; 0 where it never was otherwise.
    pub seq: Seq,
}

/// A part of the list of rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it is called. No two of one person's are called the same.
    pub name: String,
    /// The rooms in it, in their order. Some of them may be gone.
    pub rooms: Vec<RoomId>,
}

/// Which way something moves in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// Puts a room at the end of the section of this name, which is made where there is none; into no section for an empty name.
/// A section that nothing is left in goes.
pub fn place(sections: &mut Vec<Section>, room: RoomId, name: &str) {
    if section_of(sections, room).is_some_and(|at| sections[at].name == name) {
        return;
    }
    for section in &mut *sections {
        section.rooms.retain(|other| *other != room);
    }
    if !name.is_empty() {
        match sections.iter_mut().find(|section| section.name == name) {
            Some(section) => section.rooms.push(room),
            None => sections.push(Section {
                name: name.to_owned(),
                rooms: vec![room],
            }),
        }
    }
    sections.retain(|section| !section.rooms.is_empty());
}

/// Moves a room one place within its section. What is in none, or at the end already, stays where it is.
pub fn shift(sections: &mut [Section], room: RoomId, way: Way) {
    let rooms = section_of(sections, room).map(|at| &mut sections[at].rooms);
    if let Some(rooms) = rooms {
        let at = rooms.iter().position(|other| *other == room);
        step(rooms, at, way);
    }
}

/// Moves a section one place among the others.
pub fn shift_section(sections: &mut [Section], name: &str, way: Way) {
    let at = sections.iter().position(|section| section.name == name);
    step(sections, at, way);
}

fn section_of(sections: &[Section], room: RoomId) -> Option<usize> {
    sections
        .iter()
        .position(|section| section.rooms.contains(&room))
}

fn step<T>(list: &mut [T], at: Option<usize>, way: Way) {
    let Some(at) = at else { return };
    match way {
        Way::Up if at > 0 => list.swap(at, at - 1),
        Way::Down if at + 1 < list.len() => list.swap(at, at + 1),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sections: &[Section]) -> String {
        let lines = sections.iter().map(|section| {
            let rooms: Vec<_> = section.rooms.iter().map(ToString::to_string).collect();
            format!("{}: {}", section.name, rooms.join(" "))
        });
        lines.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_room_is_in_one_section_at_most() {
        let mut sections = Vec::new();
        for (room, name, expected) in [
            (1, "Work", "Work: 1"),
            (2, "Work", "Work: 1 2"),
            (1, "Work", "Work: 1 2"),
            (3, "Play", "Work: 1 2; Play: 3"),
            (1, "Play", "Work: 2; Play: 3 1"),
            (2, "", "Play: 3 1"),
            (9, "", "Play: 3 1"),
        ] {
            place(&mut sections, RoomId(room), name);
            assert_eq!(shown(&sections), expected);
        }
    }

    #[test]
    fn what_moves_stays_within_its_list() {
        let mut sections = Vec::new();
        for (room, name) in [(1, "A"), (2, "A"), (3, "B")] {
            place(&mut sections, RoomId(room), name);
        }
        shift(&mut sections, RoomId(2), Way::Down);
        shift(&mut sections, RoomId(3), Way::Up);
        shift(&mut sections, RoomId(9), Way::Up);
        assert_eq!(shown(&sections), "A: 1 2; B: 3");
        shift(&mut sections, RoomId(2), Way::Up);
        shift_section(&mut sections, "B", Way::Up);
        shift_section(&mut sections, "B", Way::Up);
        shift_section(&mut sections, "C", Way::Down);
        assert_eq!(shown(&sections), "B: 3; A: 2 1");
    }
}
