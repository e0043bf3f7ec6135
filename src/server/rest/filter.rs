//! Which documents, and in which order: `where` and `sort`, held against what a collection declares.

use super::{
    asker::Asker,
    collection::{Collection, Field, Kind},
    error::Refusal,
    query::Tree,
};
use crate::{
    domain::{ClientId, Timestamp},
    store::find::{Condition, Order, Path, Test, Value},
};

/// How many conditions one question may have.
const CONDITIONS: usize = 64;
/// How deep they may be nested.
const NESTING: usize = 8;
/// How many relations one may follow.
const HOPS: usize = 3;
/// How many values may be listed.
const VALUES: usize = 500;
/// How long a piece of text may be that is looked for, in characters.
const TEXT: usize = 1_000;
/// By how many fields one may sort.
const SORTS: usize = 5;

/// Reads `where`; all documents, where there is none.
///
/// # Errors
///
/// [`Refusal::Query`] with the path that can't be asked for, or the value that is none.
pub(super) fn condition(
    collection: &'static Collection,
    asker: &Asker,
    query: &Tree,
) -> Result<Condition, Refusal> {
    let mut left = CONDITIONS;
    match query.get("where") {
        None => Ok(Condition::All(Vec::new())),
        Some(Tree::Leaf(_)) => Err(Refusal::cannot_query("where")),
        Some(tree) => all(collection, asker, tree, NESTING, &mut left),
    }
}

/// Reads `sort`: fields separated by commas, a minus before those that begin with the greatest. What is none is left
/// out, as in the seed.
pub(super) fn order(collection: &'static Collection, asker: &Asker, query: &Tree) -> Vec<Order> {
    let names = query.get("sort").and_then(Tree::list).unwrap_or_default();
    names
        .into_iter()
        .take(SORTS)
        .filter_map(|name| {
            let name = name.trim();
            let (descending, name) = match name.strip_prefix('-') {
                Some(name) => (true, name),
                None => (false, name),
            };
            let (by, _) = path(collection, asker, name).ok()?;
            // Nor is there an order by what leads back to its own table.
            let mut before = collection.source;
            for (_, target) in &by.hops {
                if std::ptr::eq(before, *target) {
                    return None;
                }
                before = target;
            }
            Some(Order { by, descending })
        })
        .collect()
}

fn all(
    collection: &'static Collection,
    asker: &Asker,
    tree: &Tree,
    depth: usize,
    left: &mut usize,
) -> Result<Condition, Refusal> {
    if depth == 0 {
        return Err(Refusal::query(
            "where",
            "The conditions are nested too deep.",
        ));
    }
    let mut parts = Vec::new();
    for (name, below) in tree.branches() {
        let nested = |left: &mut usize| {
            let list = below.branches().iter();
            list.map(|(_, tree)| all(collection, asker, tree, depth - 1, left))
                .collect::<Result<Vec<_>, _>>()
        };
        match name.as_str() {
            // Nothing to choose from is no condition.
            "and" | "or" if below.branches().is_empty() => {}
            "and" => parts.push(Condition::All(nested(left)?)),
            "or" => parts.push(Condition::Any(nested(left)?)),
            name => {
                let (path, field) = path(collection, asker, name)?;
                if below.branches().is_empty() {
                    return Err(Refusal::cannot_query(name));
                }
                for (operator, value) in below.branches() {
                    for test in tests(field, name, operator, value)? {
                        *left = left.checked_sub(1).ok_or_else(|| {
                            Refusal::query("where", "There are too many conditions.")
                        })?;
                        parts.push(Condition::Passes(path.clone(), test));
                    }
                }
            }
        }
    }
    Ok(Condition::All(parts))
}

/// Whether a field can be asked for, and sorted by: a secret can't, nor what is made of several values.
pub(super) fn can_ask(field: &Field) -> bool {
    field.column.is_some() && field.kind.operators().next().is_some()
}

/// The way to a field, over the relations that are named before it.
fn path(
    collection: &'static Collection,
    asker: &Asker,
    name: &str,
) -> Result<(Path, &'static Field), Refusal> {
    let mut here = collection;
    let mut hops = Vec::new();
    let mut names = name.split('.').peekable();
    while let Some(step) = names.next() {
        let field = here
            .field(step)
            .ok_or_else(|| Refusal::cannot_query(step))?;
        let column = field.column.filter(|_| can_ask(field));
        let column = column.ok_or_else(|| Refusal::cannot_query(step))?;
        let Some(next) = names.peek() else {
            return Ok((Path { hops, column }, field));
        };
        let target = field.target().filter(|target| {
            // Whoever may not look into a collection is not told by the answers either.
            hops.len() < HOPS && asker.may_try(target.read)
        });
        here = target.ok_or_else(|| Refusal::cannot_query(*next))?;
        hops.push((column, here.source));
    }
    Err(Refusal::cannot_query(name))
}

/// What an operator and a value ask of a field.
fn tests(field: &Field, name: &str, operator: &str, tree: &Tree) -> Result<Vec<Test>, Refusal> {
    let cannot = || Refusal::cannot_query(format!("{name}.{operator}"));
    let many = || {
        let list = tree.list().ok_or_else(cannot)?;
        if list.len() > VALUES {
            return Err(Refusal::query(name, "There are too many values."));
        }
        list.into_iter()
            .map(|text| value(field, name, text))
            .collect()
    };
    let text = || tree.text().ok_or_else(cannot);
    let one = || value(field, name, text()?);
    let searched = || {
        let text = text()?;
        if !matches!(field.kind, Kind::Text | Kind::Email) {
            return Err(cannot());
        }
        if text.chars().count() > TEXT {
            return Err(Refusal::query(name, "This text is too long to look for."));
        }
        Ok(text)
    };
    Ok(vec![match operator {
        "equals" => Test::Is(one()?),
        "not_equals" => Test::IsNot(one()?),
        "greater_than" => Test::Above(one()?),
        "greater_than_equal" => Test::AtLeast(one()?),
        "less_than" => Test::Below(one()?),
        "less_than_equal" => Test::AtMost(one()?),
        "in" => Test::In(many()?),
        "not_in" => Test::NotIn(many()?),
        "contains" => Test::Holds(searched()?.to_owned()),
        "not_like" => Test::Lacks(searched()?.to_owned()),
        "exists" => match text()? {
            "true" => Test::Exists(true),
            "false" => Test::Exists(false),
            _ => return Err(cannot()),
        },
        // Each word, in whichever order.
        "like" => {
            let words = searched()?.split_whitespace();
            return Ok(words.map(|word| Test::Holds(word.to_owned())).collect());
        }
        // A field of one value has all of them where each is that one.
        "all" => {
            let values: Vec<Value> = many()?;
            return Ok(values.into_iter().map(Test::Is).collect());
        }
        _ => return Err(cannot()),
    }])
}

/// A value, as the field's column has it.
fn value(field: &Field, name: &str, text: &str) -> Result<Value, Refusal> {
    let typed = |value: Option<Value>, kind: &str| {
        value.ok_or_else(|| Refusal::query(name, format!("\"{text}\" is not a valid {kind}.")))
    };
    match field.kind {
        Kind::Text | Kind::Email => Ok(Value::Text(text.to_owned())),
        _ if text == "null" || text.is_empty() => Ok(Value::Null),
        Kind::Select(_) => Ok(Value::Text(text.to_owned())),
        Kind::Number | Kind::Relationship(_) => typed(number(text), "number"),
        // No path leads to one.
        Kind::Object | Kind::Objects | Kind::Relationships(_) => Err(Refusal::cannot_query(name)),
        Kind::Date => typed(date(text), "date"),
        Kind::Checkbox => {
            let flag = match text {
                "true" | "1" => Some(1),
                "false" | "0" => Some(0),
                _ => None,
            };
            typed(flag.map(Value::Integer), "truth")
        }
        Kind::Uuid => {
            let id = text.parse::<ClientId>().ok();
            typed(id.map(|id| Value::Blob(id.as_bytes().to_vec())), "UUID")
        }
    }
}

fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    let whole = text.parse().ok().map(Value::Integer);
    whole.or_else(|| {
        let number = text.parse::<f64>().ok()?;
        number.is_finite().then_some(Value::Real(number))
    })
}

/// A point in time, or the beginning of a day.
fn date(text: &str) -> Option<Value> {
    let time: Option<Timestamp> = text.parse().ok();
    let time = time.or_else(|| format!("{text}T00:00:00Z").parse().ok())?;
    Some(Value::Integer(time.0))
}
