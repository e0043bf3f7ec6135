//! Who asks, and how they are answered: what every server function has in common.

use axum::http::{HeaderMap, HeaderValue, Uri, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::{Error, cookie};
use crate::{
    chat::{self, Chat, CurrentSession, Device, SignedIn, Source},
    domain::{
        Language, Logo, Message, Problem, RoomId,
        look::{Accent, Look},
    },
};

/// What the server found out about a request before anybody looked at what it asks for. It travels in the request's
/// extensions.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who is signed in.
    pub session: Option<CurrentSession>,
    /// Where the request came from.
    pub device: Device,
    /// Where the server is for whoever asks: `https://chat.example.org`, without a slash at the end.
    pub origin: String,
    /// The language to answer in.
    pub language: Language,
    /// The reader's zone in minutes ahead of UTC, as their browser said last.
    pub offset: i32,
    /// How pages are to look, as they chose in this browser.
    pub look: Look,
}

impl Visit {
    /// Whether the connection is safe enough for cookies that say so.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Whose doing it counts as, where that has a pace.
    pub fn source(&self) -> Source {
        self.session
            .map_or(Source::Address(self.device.address), |session| {
                Source::Person(session.person)
            })
    }
}

/// A server function's request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The chat.
    pub chat: Chat,
    /// Who is signed in.
    pub session: Option<CurrentSession>,
    visit: Visit,
}

/// The request that is being answered.
///
/// # Errors
///
/// [`Problem::Internal`] outside of a request: a fault of ours.
pub fn current() -> Result<Request, Error> {
    let visit = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visit>().cloned());
    if let (Some(chat), Some(visit)) = (use_context::<Chat>(), visit) {
        Ok(Request {
            chat,
            session: visit.session,
            visit,
        })
    } else {
        tracing::error!("a server function was called outside of a request");
        Err(refuse(Problem::Internal))
    }
}

/// The chat, and who asks.
///
/// # Errors
///
/// [`Problem::SignedOut`] where nobody is signed in.
pub fn signed_in() -> Result<(Chat, CurrentSession), Error> {
    let Request { chat, session, .. } = current()?;
    session
        .map(|session| (chat, session))
        .ok_or_else(|| refuse(Problem::SignedOut))
}

/// Passes an answer on; a refusal sets the response's status.
///
/// # Errors
///
/// The refusal, in the shape of server functions.
pub fn answer<T>(result: chat::Result<T>) -> Result<T, Error> {
    result.map_err(|error| refuse(error.problem()))
}

/// Turns a refusal into a server function's error, and sets the response's status.
pub fn refuse(problem: Problem) -> Error {
    if let Some(response) = use_context::<ResponseOptions>() {
        // A form without JavaScript is led back to its page, with the reason in the address; browsers follow that only
        // from a status that leads somewhere.
        if !use_context::<Parts>().is_some_and(|parts| is_form(&parts))
            && let Ok(status) = axum::http::StatusCode::from_u16(problem.status())
        {
            response.set_status(status);
        }
        if let Problem::TooMany { seconds } = problem {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    Error::Refused(problem)
}

/// Whether the browser asks by itself, and will show what it gets.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Whether a request is a form that the browser sent by itself. A page that is being rendered only looks.
fn is_form(parts: &Parts) -> bool {
    wants_page(&parts.headers) && !parts.method.is_safe()
}

/// What is known of the request, for the page's first rendering; nothing while the routes are listed.
pub fn visit<T>(read: impl FnOnce(&Visit) -> T) -> Option<T> {
    let parts = use_context::<Parts>()?;
    parts.extensions.get().map(read)
}

/// What the server is called, for the page's first rendering; nothing while the routes are listed.
pub fn server_name() -> String {
    use_context::<Chat>()
        .map(|chat| chat.server_name())
        .unwrap_or_default()
}

/// The server's colour, for the page's first rendering.
pub fn accent() -> Accent {
    use_context::<Chat>()
        .map(|chat| chat.accent())
        .unwrap_or_default()
}

/// The server's logo, for the page's first rendering.
pub fn logo() -> Option<Logo> {
    use_context::<Chat>().and_then(|chat| chat.logo())
}

/// Leads a form without JavaScript back to its room, at the newest message. Left to itself it would lead to the page
/// that it was on, with the form that was just sent.
pub fn back_to(room: RoomId) {
    if use_context::<Parts>().is_some_and(|parts| is_form(&parts)) {
        leptos_axum::redirect(&format!("/rooms/{room}"));
    }
}

/// Leads a form without JavaScript back to the message that it was about, wherever in its room that is.
pub fn back_to_message(message: &Message) {
    if use_context::<Parts>().is_some_and(|parts| is_form(&parts)) {
        let (room, id) = (message.room, message.id);
        let place = crate::domain::layout::Key::of(message).element_id();
        leptos_axum::redirect(&format!("/rooms/{room}?at={id}#{place}"));
    }
}

/// Whether a form without JavaScript stood on the page with this path, as far as the browser says.
pub fn stood_on(path: &str) -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let from = parts.headers.get(header::REFERER);
        from.and_then(|from| from.to_str().ok()?.parse::<Uri>().ok())
            .is_some_and(|from| from.path() == path)
    })
}

impl Request {
    /// Where the request came from.
    pub fn device(&self) -> Device {
        self.visit.device.clone()
    }

    /// Whether a browser sent it by itself, without JavaScript, and will show what the answer leads to.
    pub fn is_form(&self) -> bool {
        use_context::<Parts>().is_some_and(|parts| is_form(&parts))
    }

    /// The full address of a path on this server.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.visit.origin)
    }

    /// Hands out a session, and leads to `next`, if that is a path on this server, or to the beginning.
    pub fn enter(&self, signed_in: SignedIn, next: &str) {
        self.stay(signed_in);
        leptos_axum::redirect(local_path(next).unwrap_or("/"));
    }

    /// Hands out a session without leading anywhere.
    pub fn stay(&self, signed_in: SignedIn) {
        append_cookie(&cookie::session(&signed_in.token, self.visit.is_secure()));
        // Who chose none for their account goes on in the language that they came in with.
        if signed_in.language.is_some() {
            self.speak(signed_in.language);
        }
    }

    /// Has the browser remember the language that somebody chose for their account; `None` follows the browser.
    pub fn speak(&self, language: Option<Language>) {
        append_cookie(&cookie::language(language, self.visit.is_secure()));
    }

    /// Has the browser remember how pages are to look.
    pub fn show_as(&self, look: Look) {
        append_cookie(&cookie::look(look, self.visit.is_secure()));
    }

    /// Takes the session's cookie back, and leads to the sign-in.
    pub fn leave(&self) {
        for cookie in cookie::end_session(self.visit.is_secure()) {
            append_cookie(&cookie);
        }
        leptos_axum::redirect("/sign-in");
    }
}

fn append_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(cookie),
    ) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// A path on this server, or nothing: a link that signs somebody in must not lead them elsewhere.
pub fn local_path(path: &str) -> Option<&str> {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t']);
    (inside && path.is_ascii()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn leads_nowhere_else() {
        assert_eq!(local_path("/rooms/1?before=5"), Some("/rooms/1?before=5"));
        for elsewhere in [
            "",
            "rooms",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere}");
        }
    }
}
