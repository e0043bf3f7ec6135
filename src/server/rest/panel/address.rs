//! What a list's address asks for, as pairs that links change.

use super::super::{error::Refusal, query::Tree};

/// How many documents a page of a list has where nothing else is asked for.
const LIMIT: &str = "25";

/// The parameters of a list, in the order in which they came. Empty ones are left out: a form sends all its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked(Vec<(String, String)>);

impl Asked {
    pub(super) fn read(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self(
            pairs
                .filter(|(name, value)| !name.is_empty() && !value.is_empty())
                .collect(),
        )
    }

    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The last value of a name, as the last of a form's fields counts.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter().rev();
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The same without some.
    pub(super) fn without(&self, gone: impl Fn(&str) -> bool) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(name, _)| !gone(name))
                .cloned()
                .collect(),
        )
    }

    /// The same with this value for a name; from the first page on, since others are found.
    pub(super) fn with(&self, name: &str, value: impl Into<String>) -> Self {
        let mut asked = self.without(|found| found == name || found == "page");
        asked.0.push((name.to_owned(), value.into()));
        asked
    }

    /// The address of a list that asks for this.
    pub(super) fn href(&self, here: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.0);
        format!("{here}?{}", query.finish())
    }

    /// The conditions, each as its parameter's name with field and operator, and the value.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        self.0.iter().filter_map(|(name, value)| {
            let steps: Vec<&str> = name
                .strip_suffix(']')?
                .split(['[', ']'])
                .filter(|step| !step.is_empty())
                .collect();
            match steps[..] {
                ["where", .., field, operator] => {
                    Some((name.as_str(), field, operator, value.as_str()))
                }
                _ => None,
            }
        })
    }

    /// The number of the next condition: above all that there are, for some of them may have been taken away.
    pub(super) fn next_number(&self) -> u32 {
        let numbers = self.0.iter().filter_map(|(name, _)| {
            let (number, _) = name.strip_prefix("where[and][")?.split_once(']')?;
            number.parse::<u32>().ok()
        });
        numbers.max().map_or(0, |number| number.saturating_add(1))
    }

    /// The fields that were chosen to be shown.
    pub(super) fn columns(&self) -> Vec<&str> {
        let chosen = self.0.iter().filter(|(_, value)| value == "true");
        chosen
            .filter_map(|(name, _)| name.strip_prefix("select[")?.strip_suffix(']'))
            .collect()
    }

    /// What programs would ask for.
    pub(super) fn tree(&self) -> Result<Tree, Refusal> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.get("limit").is_none() {
            query.append_pair("limit", LIMIT);
        }
        query.append_pair("depth", "1");
        let ours = |name: &str| ["q", "depth"].contains(&name) || name.starts_with("select[");
        query.extend_pairs(self.without(ours).0);
        Tree::parse(query.finish().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_change_one_thing_and_keep_the_rest() {
        let asked = Asked::read("where[and][0][name][contains]=a%26b&q=&sort=name&page=3");
        assert_eq!(asked.get("q"), None);
        assert_eq!(
            asked.conditions().collect::<Vec<_>>(),
            [("where[and][0][name][contains]", "name", "contains", "a&b")]
        );
        let sorted = asked.with("sort", "-name");
        assert_eq!(sorted.get("sort"), Some("-name"));
        assert_eq!(sorted.get("page"), None);
        let again = sorted.href("/x");
        assert_eq!(
            Asked::read(again.strip_prefix("/x?").unwrap_or_default()),
            sorted
        );
    }
}
