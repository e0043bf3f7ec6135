//! What may be asked of a field: the operators of `where`, each with what a field must hold for it to make sense.

use super::collection::Kind;

/// What a field must hold for an operator to make sense.
#[derive(Clone, Copy)]
enum Sense {
    /// Words.
    Words,
    /// One value, whichever.
    Value,
    /// Values that come one after the other.
    Order,
    /// More values than a few, so that one asks for several of them, or whether there is one.
    Many,
    /// Several values at once, which no field that can be asked for has.
    Several,
}

/// The operators of the seed, without those for places: `near`, `within` and `intersects`. In the order in which people are
/// offered them.
const ALL: [(&str, Sense); 13] = [
    ("contains", Sense::Words),
    ("like", Sense::Words),
    ("not_like", Sense::Words),
    ("equals", Sense::Value),
    ("not_equals", Sense::Value),
    ("greater_than", Sense::Order),
    ("greater_than_equal", Sense::Order),
    ("less_than", Sense::Order),
    ("less_than_equal", Sense::Order),
    ("in", Sense::Many),
    ("not_in", Sense::Many),
    ("exists", Sense::Many),
    ("all", Sense::Several),
];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    ALL.into_iter().map(|(word, _)| word)
}

impl Kind {
    /// Those that make sense to what a field of this kind holds.
    pub(super) fn operators(self) -> impl Iterator<Item = &'static str> {
        let fitting = ALL.into_iter().filter(move |(_, sense)| self.has(*sense));
        fitting.map(|(word, _)| word)
    }

    fn has(self, sense: Sense) -> bool {
        match self {
            Self::Text | Self::Email => !matches!(sense, Sense::Several),
            Self::Number | Self::Date => {
                matches!(sense, Sense::Value | Sense::Order | Sense::Many)
            }
            Self::Relationship(_) | Self::Uuid => matches!(sense, Sense::Value | Sense::Many),
            // Of a few words one is chosen.
            Self::Select(_) | Self::Checkbox => matches!(sense, Sense::Value),
            Self::Relationships(_) | Self::Object | Self::Objects => false,
        }
    }
}
