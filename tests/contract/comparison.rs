//! What it means for an answer to be the same.

use serde_json::Value;

/// Keys whose values are anybody's, but of the same kind.
const ASIDE: [&str; 8] = [
    "timestamp",
    "updatedAt",
    "createdAt",
    "exp",
    "token",
    "refreshedToken",
    "_strategy",
    "setCookie",
];
/// Keys that Parlour adds to messages and people.
const ADDED: [&str; 22] = [
    "room",
    "number",
    "clientId",
    "editedAt",
    "deletedAt",
    "seq",
    "attachments",
    "mentions",
    "replyTo",
    "reactions",
    "thread",
    "root",
    "pinnedAt",
    "pinnedBy",
    "pinned",
    "previews",
    "name",
    "role",
    "language",
    "active",
    "via",
    "speaksForOthers",
];
/// A person's sessions are shown to nobody: they tell where somebody is, and until when they can be impersonated.
const PRIVATE: &str = "sessions";

/// Where two answers differ, and how; nothing, where they are the same.
pub(crate) fn compare(seed: &Value, ours: &Value, path: &str, found: &mut Vec<String>) {
    match (seed, ours) {
        (Value::Object(seeds), Value::Object(our)) => {
            for (key, value) in seeds.iter().filter(|(key, _)| *key != PRIVATE) {
                let path = format!("{path}.{key}");
                match our.get(key) {
                    None => found.push(format!("{path} is missing")),
                    Some(ours) if ASIDE.contains(&key.as_str()) => alike(value, ours, &path, found),
                    // The seed's production build has single letters for its errors' names.
                    Some(Value::String(name)) if path.ends_with("errors.0.name") => {
                        let real = match value.as_str() {
                            Some("a") => "QueryError",
                            _ => "ValidationError",
                        };
                        if name != real {
                            found.push(format!("{path} is {name}, not {real}"));
                        }
                    }
                    Some(ours) => compare(value, ours, &path, found),
                }
            }
            for key in our.keys().filter(|key| !seeds.contains_key(*key)) {
                if !ADDED.contains(&key.as_str()) {
                    found.push(format!("{path}.{key} is new"));
                }
            }
        }
        (Value::Array(seeds), Value::Array(our)) if seeds.len() == our.len() => {
            for (index, (seed, ours)) in seeds.iter().zip(our).enumerate() {
                compare(seed, ours, &format!("{path}.{index}"), found);
            }
        }
        _ if seed == ours => {}
        _ => found.push(format!("{path} is {ours}, not {seed}")),
    }
}

/// Whether two values are of one kind; times are written in one way.
fn alike(seed: &Value, ours: &Value, path: &str, found: &mut Vec<String>) {
    let written = |value: &Value| {
        value.as_str().is_some_and(|text| {
            let time: Result<parlour::domain::Timestamp, _> = text.parse();
            time.is_ok_and(|time| time.to_string() == text)
        })
    };
    let is_time = ["timestamp", "updatedAt", "createdAt"]
        .iter()
        .any(|key| path.ends_with(key));
    let same = if is_time {
        // The seed forgets `updatedAt` where it has just written it.
        written(ours) && (written(seed) || seed.is_null())
    } else {
        std::mem::discriminant(seed) == std::mem::discriminant(ours)
    };
    if !same {
        found.push(format!("{path} is {ours}, which is not like {seed}"));
    }
}
