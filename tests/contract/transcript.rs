//! The two files: requests, and the answers to them.

use serde_json::Value;

/// A request by its name.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) body: &'static str,
}

/// How the seed answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    /// Only where they were written down, in lower case.
    pub(crate) headers: Vec<(String, &'static str)>,
    /// Null where there was none.
    pub(crate) body: Value,
}

/// The sections that begin with `### name`.
fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = file.split("### ").skip(1);
    parts.map(|part| part.split_once('\n').unwrap())
}

pub(crate) fn requests() -> Vec<Asked> {
    let sections = sections(include_str!("requests.txt"));
    let requests = sections.map(|(name, text)| {
        let (head, body) = text.split_once("\n\n").unwrap();
        let mut lines = head.lines();
        let (method, path) = lines.next().unwrap().split_once(' ').unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap()).collect();
        Asked {
            name,
            method,
            path,
            headers,
            body: body.trim(),
        }
    });
    requests.collect()
}

pub(crate) fn samples() -> Vec<Answered> {
    let sections = sections(include_str!("samples.txt"));
    let samples = sections.map(|(name, text)| {
        let text = text.trim();
        let (answer, status) = text.rsplit_once('\n').unwrap_or((text, "[200]"));
        // One answer was only looked at from outside.
        let status = status.trim_matches(['[', ']']).parse().unwrap_or(200);
        let (head, body) = if answer.starts_with("HTTP/") {
            answer.split_once("\n\n").unwrap_or((answer, ""))
        } else {
            ("", answer)
        };
        let headers = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect();
        Answered {
            name,
            status,
            headers,
            body: serde_json::from_str(body).unwrap_or(Value::Null),
        }
    });
    samples.collect()
}
