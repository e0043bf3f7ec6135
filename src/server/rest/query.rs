//! Parameters with brackets: `where[or][0][sender.email][equals]=…`, as the seed's clients write them.

use super::error::Refusal;

/// How many parameters a request may have.
const PARAMETERS: usize = 1_000;
/// How many brackets one may have.
const BRACKETS: usize = 40;

/// What the parameters say, as a tree.
///
/// `a[]=1&a[]=2`, `a[0]=1&a[1]=2` and `a=1&a=2` are all the same list: branches by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// A value.
    Leaf(String),
    /// What stands below names, in the order in which they came.
    Branch(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads a query, or a form.
    ///
    /// # Errors
    ///
    /// [`Refusal::Query`] for brackets that don't close, for a name that is a value and a branch, and for too many.
    pub(super) fn parse(query: &[u8]) -> Result<Self, Refusal> {
        let mut root = Self::Branch(Vec::new());
        for (number, (name, value)) in form_urlencoded::parse(query).enumerate() {
            if number >= PARAMETERS {
                return Err(Refusal::query("", "There are too many parameters."));
            }
            let unclear = || Refusal::query(&name, format!("The parameter is unclear: {name}"));
            let steps = steps(&name).ok_or_else(unclear)?;
            root.grow(&steps, value.into_owned()).ok_or_else(unclear)?;
        }
        Ok(root)
    }

    /// What stands below a name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Leaf(_) => None,
            Self::Branch(branches) => branches
                .iter()
                .find(|(found, _)| found == name)
                .map(|(_, tree)| tree),
        }
    }

    /// The value itself.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Leaf(text) => Some(text),
            Self::Branch(_) => None,
        }
    }

    /// The value below a name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// What stands below, with its names.
    pub(super) fn branches(&self) -> &[(String, Self)] {
        match self {
            Self::Leaf(_) => &[],
            Self::Branch(branches) => branches,
        }
    }

    /// The values of a list, also of one that is written with commas.
    pub(super) fn list(&self) -> Option<Vec<&str>> {
        match self {
            Self::Leaf(text) => Some(text.split(',').collect()),
            Self::Branch(branches) => branches.iter().map(|(_, tree)| tree.text()).collect(),
        }
    }

    fn grow(&mut self, steps: &[&str], value: String) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            match self {
                Self::Branch(branches) if branches.is_empty() => *self = Self::Leaf(value),
                // The same name again makes a list.
                Self::Branch(branches) if is_list(branches) => {
                    branches.push((branches.len().to_string(), Self::Leaf(value)));
                }
                Self::Branch(_) => return None,
                Self::Leaf(first) => {
                    let first = Self::Leaf(std::mem::take(first));
                    *self = Self::Branch(vec![
                        ("0".to_owned(), first),
                        ("1".to_owned(), Self::Leaf(value)),
                    ]);
                }
            }
            return Some(());
        };
        let Self::Branch(branches) = self else {
            return None;
        };
        let name = if step.is_empty() {
            branches.len().to_string()
        } else {
            (*step).to_owned()
        };
        let place = branches.iter().position(|(found, _)| *found == name);
        let place = place.unwrap_or_else(|| {
            branches.push((name, Self::Branch(Vec::new())));
            branches.len() - 1
        });
        branches[place].1.grow(rest, value)
    }
}

fn is_list(branches: &[(String, Tree)]) -> bool {
    branches
        .iter()
        .all(|(name, _)| name.parse::<usize>().is_ok())
}

/// `a[b][c]` as `a`, `b`, `c`.
fn steps(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return Some(vec![name]);
    };
    let inside = rest.strip_suffix(']')?;
    let steps: Vec<&str> = std::iter::once(first).chain(inside.split("][")).collect();
    let plain = steps.iter().all(|step| !step.contains(['[', ']']));
    (plain && steps.len() <= BRACKETS).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Tree {
        Tree::parse(query.as_bytes()).unwrap()
    }

    #[test]
    fn brackets_make_a_tree() {
        let tree = parse(
            "where[or][0][content][like]=m1&where%5Bor%5D[1][sender.email][equals]=a%40b+c&limit=5",
        );
        assert_eq!(tree.value("limit"), Some("5"));
        let or = tree.get("where").unwrap().get("or").unwrap();
        assert_eq!(or.branches().len(), 2);
        let second = or.get("1").unwrap().get("sender.email").unwrap();
        assert_eq!(second.value("equals"), Some("a@b c"));
    }

    #[test]
    fn lists_come_in_four_ways() {
        for query in ["a=1,3", "a=1&a=3", "a[]=1&a[]=3", "a[0]=1&a[1]=3"] {
            let tree = parse(query);
            assert_eq!(
                tree.get("a").unwrap().list().unwrap(),
                ["1", "3"],
                "{query}"
            );
        }
    }

    #[test]
    fn what_is_unclear_is_refused() {
        for query in [
            "a[",
            "a[b",
            "a[b]c=1",
            "a[b][=1",
            "a[[b]]=1",
            "a=1&a[b]=2",
            "a[b]=1&a=2",
        ] {
            assert!(Tree::parse(query.as_bytes()).is_err(), "{query}");
        }
        let deep = format!("a{}=1", "[b]".repeat(BRACKETS));
        assert!(Tree::parse(deep.as_bytes()).is_err());
        let many = "a=1&".repeat(PARAMETERS + 1);
        assert!(Tree::parse(many.as_bytes()).is_err());
        for odd in ["", "&&&=", "%ff=%fe", "where", "a=1&a=2&a=3"] {
            assert!(Tree::parse(odd.as_bytes()).is_ok(), "{odd}");
        }
    }
}
