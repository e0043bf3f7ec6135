//! How much of what was found, and how it is shown: `limit`, `page`, `pagination`, `depth`, `select`, `populate`.

use serde_json::{Value, json};

use super::{
    collection::{Collection, Field},
    query::Tree,
};

/// How many documents a page has where none is asked for.
const PAGE: i64 = 10;
/// How many it may have outside open mode, and how many documents one request may change.
const MOST: i64 = 1_000;
/// How many relations are followed where nothing is asked for, as in the seed.
const DEPTH: u8 = 2;
/// How many may be.
const DEPTH_MOST: u8 = 10;

/// Which page of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    /// How many documents; 0 is all.
    limit: i64,
    /// Which page of so many, from 1 on.
    page: i64,
    /// Whether one asks how much there is beside it.
    paginated: bool,
    /// Whether all really is all.
    open: bool,
}

impl Paging {
    /// Reads it. A number that is none is the default, as in the seed.
    pub(super) fn read(query: &Tree, open: bool) -> Self {
        let number = |name| query.value(name).and_then(|text| text.parse::<i64>().ok());
        let paginated = query.value("pagination") != Some("false");
        let default = if paginated { PAGE } else { 0 };
        let most = if open { i64::from(i32::MAX) } else { MOST };
        Self {
            limit: match number("limit") {
                Some(0) => 0,
                Some(limit) => limit.clamp(1, most),
                None => default,
            },
            page: number("page").map_or(1, |page| page.clamp(1, i64::from(i32::MAX))),
            paginated,
            open,
        }
    }

    /// How many documents to find at most, and how many to leave out before.
    pub(super) fn window(self) -> (Option<i64>, i64) {
        match self.limit {
            0 if self.open => (None, 0),
            0 => (Some(MOST), (self.page - 1) * MOST),
            limit => (Some(limit), (self.page - 1) * limit),
        }
    }

    /// How many documents one request may change.
    pub(super) fn bulk(query: &Tree) -> i64 {
        let limit = query.value("limit").and_then(|text| text.parse().ok());
        match limit {
            Some(limit @ 1..=MOST) => limit,
            _ => MOST,
        }
    }

    /// The seed's envelope of a page. Where all was asked for and there is more than is given, it says so.
    pub(super) fn envelope(self, docs: Vec<Value>, total: i64) -> Value {
        let total = match self.limit {
            0 => total,
            limit if !self.paginated => total.min(limit),
            _ => total,
        };
        let limit = match self.limit {
            0 if !self.open && total > MOST => MOST,
            limit => limit,
        };
        let (page, pages) = match limit {
            0 => (1, 1),
            limit => (self.page, ((total + limit - 1) / limit).max(1)),
        };
        let (previous, next) = (page > 1, page < pages);
        json!({
            "docs": docs,
            "hasNextPage": next,
            "hasPrevPage": previous,
            "limit": limit,
            "nextPage": next.then_some(page + 1),
            "page": page,
            "pagingCounter": (page - 1) * limit + 1,
            "prevPage": previous.then_some(page - 1),
            "totalDocs": total,
            "totalPages": pages,
        })
    }
}

/// How documents are shown.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// How many relations to follow.
    pub(super) depth: u8,
    /// Which fields.
    pub(super) select: Choice,
    /// Which fields of the documents that relations lead to, by collection.
    populate: Vec<(String, Choice)>,
}

impl Shape {
    /// All of a document itself, and nothing of others.
    pub(super) const PLAIN: Self = Self {
        depth: 0,
        select: Choice::All,
        populate: Vec::new(),
    };

    /// Only that there is one, and whose it is.
    pub(super) fn owner(collection: &Collection) -> Self {
        let owner = collection.owner.map(str::to_owned);
        Self {
            select: Choice::Only(owner.into_iter().collect()),
            ..Self::PLAIN
        }
    }

    /// Reads it.
    pub(super) fn read(query: &Tree) -> Self {
        let depth = query.value("depth").map(str::parse::<i64>);
        Self {
            depth: match depth {
                Some(Ok(depth)) => {
                    u8::try_from(depth.clamp(0, i64::from(DEPTH_MOST))).unwrap_or(DEPTH)
                }
                _ => DEPTH,
            },
            select: query.get("select").map_or(Choice::All, Choice::read),
            populate: query
                .get("populate")
                .map(Tree::branches)
                .unwrap_or_default()
                .iter()
                .map(|(slug, tree)| (slug.clone(), Choice::read(tree)))
                .collect(),
        }
    }

    /// How a document of another collection is shown in the place of its id.
    pub(super) fn populated(&self, collection: &Collection) -> Self {
        let choice = self
            .populate
            .iter()
            .find(|(slug, _)| slug == collection.slug);
        Self {
            depth: self.depth - 1,
            select: choice.map_or(Choice::All, |(_, choice)| choice.clone()),
            populate: self.populate.clone(),
        }
    }
}

/// Which fields of a document to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// All.
    All,
    /// These.
    Only(Vec<String>),
    /// All but these.
    Without(Vec<String>),
}

impl Choice {
    fn read(tree: &Tree) -> Self {
        let said = |word: &str| -> Vec<String> {
            let named = tree.branches().iter();
            named
                .filter(|(_, value)| value.text() == Some(word))
                .map(|(name, _)| name.clone())
                .collect()
        };
        let only = said("true");
        if only.is_empty() {
            Self::Without(said("false"))
        } else {
            Self::Only(only)
        }
    }

    /// Whether a field is shown.
    pub(super) fn shows(&self, field: &Field) -> bool {
        field.always
            || match self {
                Self::All => true,
                Self::Only(names) => names.iter().any(|name| name == field.name),
                Self::Without(names) => names.iter().all(|name| name != field.name),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(query: &str, open: bool, total: i64) -> Value {
        let query = Tree::parse(query.as_bytes()).unwrap();
        Paging::read(&query, open).envelope(Vec::new(), total)
    }

    #[test]
    fn all_is_all_in_open_mode_and_a_long_page_elsewhere() {
        for (query, open, total, limit, pages) in [
            ("limit=0", true, 5_000, 0, 1),
            ("limit=0", false, 1_000, 0, 1),
            ("limit=0", false, 1_001, MOST, 2),
            ("pagination=false", true, 5_000, 0, 1),
            ("pagination=false", false, 7, 0, 1),
            ("limit=5000", false, 9, MOST, 1),
            ("limit=5000", true, 9, 5_000, 1),
            ("limit=-1", false, 9, 1, 9),
            ("", false, 25, PAGE, 3),
        ] {
            let envelope = envelope(query, open, total);
            assert_eq!(envelope["limit"], limit, "{query} {open} {total}");
            assert_eq!(envelope["totalPages"], pages, "{query} {open} {total}");
        }
    }

    #[test]
    fn a_window_never_overflows() {
        let query = Tree::parse(b"limit=9223372036854775807&page=9223372036854775807").unwrap();
        for open in [true, false] {
            let (limit, skip) = Paging::read(&query, open).window();
            assert!(limit.unwrap() > 0 && skip >= 0);
        }
    }
}
