//! The house stays as it was planned: which part may know which, what stands where, how long a file is.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::source::{Source, paths};

/// Which parts each part may name, beside itself.
const ARROWS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("app", &["api", "domain"]),
    ("api", &["chat", "domain"]),
    ("chat", &["store", "domain"]),
    ("store", &["domain"]),
    ("live", &["chat", "store", "domain"]),
    // The router renders the shell, and hands the server functions what they ask for.
    ("server", &["app", "api", "live", "chat", "store", "domain"]),
];

/// What the domain, which is the same everywhere, must not know.
const FOREIGN: [&str; 17] = [
    "leptos",
    "leptos_axum",
    "leptos_meta",
    "leptos_router",
    "axum",
    "sqlx",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_net",
    "tokio",
    "reqwest",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant",
    "getrandom",
];

/// The exception, word for word: ids and times are columns too, and a type of its own for each would have to be
/// converted at every query. It is compiled only into the server.
const COLUMN: &str = "#[cfg_attr(feature = \"ssr\", derive(sqlx::Type), sqlx(transparent))]";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() {
            walk(&path, found);
        }
    }
}

/// Every Rust file below a folder of the repository.
fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    found.sort();
    assert!(!found.is_empty());
    found
        .iter()
        .map(|path| Source::read(&root(), path))
        .collect()
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        let Some((part, allowed)) = ARROWS.iter().find(|(part, _)| *part == source.part()) else {
            assert!(
                ["lib", "main"].contains(&source.part()),
                "{} belongs to no part of the house",
                source.path
            );
            continue;
        };
        for named in source.parts_named() {
            let is_part = ARROWS.iter().any(|(part, _)| *part == named);
            if is_part && named != *part && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{} names {named}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_page_side_of_the_api_knows_the_server_only_inside_functions() {
    let of_server: BTreeSet<String> = {
        let api = fs::read_to_string(root().join("src/api.rs")).unwrap();
        let lines: Vec<&str> = api.lines().map(str::trim).collect();
        lines
            .windows(2)
            .filter(|pair| pair[0] == "#[cfg(feature = \"ssr\")]")
            .filter_map(|pair| pair[1].strip_suffix(';')?.rsplit_once("mod "))
            .map(|(_, name)| name.to_owned())
            .collect()
    };
    assert!(of_server.contains("request"), "{of_server:?}");
    let mut wrong = Vec::new();
    for source in sources("src/api") {
        let name = source.path.trim_start_matches("src/api/");
        if of_server.contains(name.split(['/', '.']).next().unwrap()) {
            continue;
        }
        let outside = source.outside_of_bodies();
        for named in paths(&outside, "crate").into_iter().map(first) {
            if ["chat", "store", "live", "server"].contains(&named.as_str()) {
                wrong.push(format!("{} names {named}", source.path));
            }
        }
        for named in paths(&outside, "super").into_iter().map(first) {
            if of_server.contains(&named) {
                wrong.push(format!("{} names super::{named}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn first(path: String) -> String {
    path.split("::").next().unwrap_or_default().to_owned()
}

#[test]
fn the_domain_knows_nobody() {
    let mut wrong = Vec::new();
    for mut source in sources("src/domain") {
        if ["src/domain/id.rs", "src/domain/time.rs"].contains(&source.path.as_str()) {
            assert!(source.text.contains(COLUMN), "{}", source.path);
            source = Source::new(&source.path, source.text.replace(COLUMN, ""));
        }
        // Tests may measure how long something takes.
        let is_test = source.path.contains("/tests");
        for word in FOREIGN {
            if source.names(word) && !(is_test && word == "Instant") {
                wrong.push(format!("{} names {word}", source.path));
            }
        }
        for path in paths(&source.code, "std") {
            let module = first(path);
            if ["fs", "net", "env", "process", "thread", "io"].contains(&module.as_str()) {
                wrong.push(format!("{} names std::{module}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_stands_in_the_store_only() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        if source.part() == "store" {
            continue;
        }
        for call in [
            "sqlx::query",
            "query_as",
            "query_scalar",
            "raw_sql",
            "QueryBuilder",
        ] {
            if source.names(call) {
                wrong.push(format!("{}: {call}", source.path));
            }
        }
        for text in &source.strings {
            let text = text.trim_start().to_lowercase();
            let is_sql = [
                ("select ", " from "),
                ("update ", " set "),
                ("insert into ", ""),
            ]
            .iter()
            .chain(&[
                ("delete from ", ""),
                ("pragma ", ""),
                ("begin immediate", ""),
            ])
            .any(|(start, then)| text.starts_with(start) && text.contains(then));
            if is_sql {
                wrong.push(format!("{}: {text:.60}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_statement_is_prepared_anew_for_its_limit() {
    for source in sources("src/store") {
        for string in &source.strings {
            let text = string.to_lowercase();
            let bare = text.contains("limit ?") || text.ends_with("limit ");
            assert!(
                !bare,
                "{}: a limit is 0 + ?, see src/store.rs: {string}",
                source.path
            );
        }
    }
}

#[test]
fn files_are_named_after_what_is_in_them() {
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        walk(&root().join(folder), &mut found);
    }
    let wrong: Vec<_> = found
        .iter()
        .filter(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().to_lowercase();
            let is_mod = path.file_name().unwrap() == "mod.rs";
            let says_nothing = ["util", "helper", "manager", "misc"]
                .iter()
                .any(|word| name.contains(word));
            let is_common = path.is_dir() || path.extension().is_some_and(|ending| ending == "rs");
            is_mod || says_nothing || (name == "common" && is_common)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let long: Vec<_> = ["src", "tests"]
        .into_iter()
        .flat_map(sources)
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > 500)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// The simple pairs below `[package.metadata.leptos]`.
fn leptos_settings(file: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let lines = text
        .lines()
        .skip_while(|line| line.trim() != "[package.metadata.leptos]");
    lines
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[test]
fn the_build_and_the_server_have_the_same_leptos_settings() {
    let build = leptos_settings("Cargo.toml");
    let server = leptos_settings("Leptos.toml");
    let mut shared = 0;
    for (key, value) in &server {
        let same = build.iter().find(|(other, _)| other == key);
        if let Some((_, other)) = same {
            assert_eq!(value, other, "{key}");
            shared += 1;
        }
    }
    assert!(shared >= 3, "names and folders stand in both: {server:?}");
}

/// Where the links of a document lead, those within the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or_default())
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for folder in [root(), root().join("docs")] {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for link in links(&text) {
                followed += 1;
                if !folder.join(link).exists() {
                    wrong.push(format!("{}: {link}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(followed > 15, "{followed}");
}
