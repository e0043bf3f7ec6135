//! People: who writes, who reads, who looks after the server.

use serde::{Deserialize, Serialize};

use super::{Language, MediaKey, PersonId, Seq};

/// What somebody is on the server as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks after the server: invites and bans people, and may tidy any room they are in.
    Admin,
    /// Everybody else.
    Member,
    /// Somebody from outside, who knows of the rooms that they were brought into, and of no others.
    Guest,
    /// A program. It has no password, and asks by API keys.
    Bot,
}

impl Role {
    /// The word that the database and the command line use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Guest => "guest",
            Self::Bot => "bot",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Admin, Self::Member, Self::Guest, Self::Bot]
            .into_iter()
            .find(|role| role.code() == code)
    }
}

/// What everybody on the server may see of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Whose card it is.
    pub id: PersonId,
    /// The name shown beside their words; empty once the account was deleted.
    pub name: String,
    /// What they are on the server.
    pub role: Role,
    /// Whether they may sign in; someone banned keeps their name beside what they said.
    pub active: bool,
    /// The picture of themselves that they chose, if they did.
    pub picture: Option<MediaKey>,
    /// The change that made the card what it is.
    pub seq: Seq,
}

impl Person {
    /// Whether the account was deleted: no other has an empty name.
    pub fn is_erased(&self) -> bool {
        self.name.is_empty()
    }

    /// The letters in the person's square: see [`initials`].
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// Which of [`HUES`] colours the person's square, the same everywhere and for ever.
    pub fn hue(&self) -> usize {
        hue(self.id)
    }
}

/// How many colours there are for people's squares; the style sheet has one class for each.
pub const HUES: usize = 8;

/// Which of the [`HUES`] a person has. Neighbouring ids, who often meet in one room, get different ones.
pub fn hue(person: PersonId) -> usize {
    usize::try_from(person.0).unwrap_or(0) % HUES
}

/// One or two letters for a name: the first of the first and of the last word; of a name without spaces in a script
/// that has no capitals, such as Chinese, the first character alone.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// What a person may see of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who I am.
    pub id: PersonId,
    /// The name beside my words.
    pub name: String,
    /// The address I sign in with.
    pub email: String,
    /// What I am on the server.
    pub role: Role,
    /// The language that I chose; `None` follows the browser.
    pub language: Option<Language>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_suit_the_script() {
        for (name, letters) in [
            ("Mira Okafor", "MO"),
            ("tom", "T"),
            ("林小雨", "林"),
            ("Ana de la Cruz", "AC"),
            ("ßara", "SS"),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
