//! What the server is called: its keeper's name for it, or the program's.

/// The name. The server takes it from the chat, the browser from what the server wrote on `<html>`.
#[cfg(feature = "ssr")]
pub(crate) fn brand() -> String {
    crate::api::request::server_name()
}

/// See above.
#[cfg(not(feature = "ssr"))]
pub(crate) fn brand() -> String {
    super::locale::on_page("data-name")
}
