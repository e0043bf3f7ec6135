//! Parlour's own addresses.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use crate::{Result, http, town::token};

/// The database's file in a data folder.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("parlour.db")
}

/// What opens a person's stream.
pub(super) fn listen(address: SocketAddr, person: u32, query: &str) -> Vec<u8> {
    let headers = format!(
        "Accept: text/event-stream\r\nAuthorization: Bearer {}\r\n",
        token(person)
    );
    http::get(address, &format!("/api/messages/sse{query}"), &headers)
}

/// The cursor of now: a stream without history begins with it.
pub(super) fn cursor(address: SocketAddr) -> Result<String> {
    let id = |body: &[u8]| {
        let text = String::from_utf8_lossy(body).into_owned();
        let line = text
            .split_inclusive('\n')
            .find_map(|line| line.strip_prefix("id: "))?;
        line.strip_suffix('\n').map(str::to_owned)
    };
    let answer = http::ask_until(address, &listen(address, 1, "?history=0"), |body| {
        id(body).is_some()
    })?;
    id(&answer.body).ok_or_else(|| "a stream without a cursor".into())
}
