//! What the first visit of the chat page downloads: program, glue and style, as they are sent.

use std::collections::BTreeSet;

use super::pages::room_page;
use crate::{
    Result,
    bench::Bench,
    http,
    server::{Kind, Server},
    table::Row,
};

/// In KB.
const MOST: f64 = 300.0;
const KINDS: [&str; 3] = ["wasm", "js", "css"];

pub(super) fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let server = Server::start(bench, Kind::Parlour)?.ok_or("no Parlour")?;
    let page = http::ask(server.address, &room_page(&server, 1))?.text();
    let mut parts = Vec::new();
    let mut all = 0.0;
    for path in files(&page) {
        let request = http::get(server.address, path, "Accept-Encoding: br\r\n");
        let answer = http::ask(server.address, &request)?;
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status).into());
        }
        let weight = answer.body.len() as f64 / 1_000.0;
        all += weight;
        parts.push(format!(
            "{} {weight:.0}",
            path.rsplit('.').next().unwrap_or(path)
        ));
    }
    if parts.is_empty() {
        return Err("the page names no files".into());
    }
    Ok(vec![Row {
        what: "weight of the chat page's first visit (WASM, JS, CSS by brotli)".to_owned(),
        target: format!("≤ {MOST:.0} KB"),
        parlour: format!("{all:.0} KB ({})", parts.join(", ")),
        met: Some(all <= MOST),
        ..Row::default()
    }])
}

/// The built files that a page names in its attributes.
fn files(page: &str) -> BTreeSet<&str> {
    page.split('"')
        .filter(|text| text.starts_with("/pkg/"))
        .filter(|path| {
            KINDS
                .iter()
                .any(|kind| path.rsplit('.').next() == Some(kind))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_once() {
        let page = r#"<link href="/pkg/1/a.css"><link href="/pkg/1/a.js"><script src="/pkg/1/a.js"></script><a href="/pkg/x.png">"#;
        assert_eq!(
            files(page).into_iter().collect::<Vec<_>>(),
            ["/pkg/1/a.css", "/pkg/1/a.js"]
        );
    }
}
