//! `PocketBase`, the back end in one file that people would pick: a collection that anybody may write to.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{Result, http};

/// Where messages are posted.
pub(super) const PATH: &str = "/api/collections/messages/records";

const EMAIL: &str = "bench@example.org";
const PASSWORD: &str = "a long password";

/// The server, with an account that may make collections.
pub(super) fn command(program: &Path, folder: &Path, address: SocketAddr) -> Result<Command> {
    let data = folder.join("data");
    let made = Command::new(program)
        .args(["superuser", "upsert", EMAIL, PASSWORD, "--dir"])
        .arg(&data)
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("PocketBase makes no account".into());
    }
    let mut command = Command::new(program);
    command
        .args(["serve", "--http", &address.to_string(), "--dir"])
        .arg(data);
    Ok(command)
}

/// Makes the collection.
pub(super) fn open_collection(address: SocketAddr) -> Result<()> {
    let who = json!({"identity": EMAIL, "password": PASSWORD});
    let path = "/api/collections/_superusers/auth-with-password";
    let token = made(address, path, "", &who)?["token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let collection = json!({
        "name": "messages",
        "type": "base",
        "createRule": "",
        "fields": [
            {"name": "room", "type": "number"},
            {"name": "clientId", "type": "text"},
            {"name": "content", "type": "text", "max": 20_000},
        ],
    });
    let headers = format!("Authorization: {token}\r\n");
    made(address, "/api/collections", &headers, &collection)?;
    Ok(())
}

fn made(address: SocketAddr, path: &str, headers: &str, what: &Value) -> Result<Value> {
    let answer = http::ask(
        address,
        &http::post(address, path, headers, &what.to_string()),
    )?;
    if answer.status != 200 {
        return Err(format!("PocketBase: {path}: {}", answer.text()).into());
    }
    Ok(serde_json::from_slice(&answer.body)?)
}
