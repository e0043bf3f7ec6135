//! The cookies: their names, and how they are set and read.

use axum::http::{HeaderMap, header};

use crate::{
    chat::token::Token,
    domain::{Language, look::Look},
};

/// How long the browser keeps the session's cookie, in seconds; the server ends the session earlier.
const SESSION_AGE: i64 = 180 * 24 * 60 * 60;
/// How long it remembers the language, the zone and the look, in seconds.
const PREFERENCE_AGE: i64 = 365 * 24 * 60 * 60;

/// The session's cookie. With the prefix the browser itself sees to it that it comes from this host, by https
/// (RFC 6265bis, 4.1.3.2); plain http can't have it.
const SESSION_SECURE: &str = "__Host-parlour";
const SESSION_PLAIN: &str = "parlour";
/// The seed's name for it, which programs written for it set and send.
const SESSION_OF_SEED: &str = "payload-token";
const LANGUAGE: &str = "lang";
const OFFSET: &str = "tz";
const LOOK: &str = "look";

/// A session's cookie.
pub fn session(token: &Token, secure: bool) -> String {
    let name = if secure {
        SESSION_SECURE
    } else {
        SESSION_PLAIN
    };
    cookie(name, token.reveal(), SESSION_AGE, secure)
}

/// The same under the seed's name.
pub fn session_of_seed(token: &Token, secure: bool) -> String {
    cookie(SESSION_OF_SEED, token.reveal(), SESSION_AGE, secure)
}

/// Takes a session's cookies back, under both names.
pub fn end_session(secure: bool) -> [String; 2] {
    let name = if secure {
        SESSION_SECURE
    } else {
        SESSION_PLAIN
    };
    [name, SESSION_OF_SEED].map(|name| cookie(name, "", 0, secure))
}

/// Has the browser remember a language, or forget it.
pub fn language(language: Option<Language>, secure: bool) -> String {
    match language {
        Some(language) => cookie(LANGUAGE, language.code(), PREFERENCE_AGE, secure),
        None => cookie(LANGUAGE, "", 0, secure),
    }
}

/// Has the browser remember how pages are to look.
pub fn look(look: Look, secure: bool) -> String {
    cookie(LOOK, &look.code(), PREFERENCE_AGE, secure)
}

fn cookie(name: &str, value: &str, age: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
}

/// A secret that a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential<'h> {
    /// A session's.
    Session(&'h str),
    /// An API key.
    Key(&'h str),
}

/// The secret that a request carries: in a header, as programs do, or in a cookie.
pub fn presented(headers: &HeaderMap) -> Option<Credential<'_>> {
    authorization(headers).or_else(|| {
        [SESSION_SECURE, SESSION_PLAIN, SESSION_OF_SEED]
            .into_iter()
            .find_map(|name| read(headers, name))
            .map(Credential::Session)
    })
}

/// Whether a request carries a cookie that signs somebody in: an authority that the browser adds by itself.
pub fn is_ambient(headers: &HeaderMap) -> bool {
    authorization(headers).is_none()
        && [SESSION_SECURE, SESSION_PLAIN, SESSION_OF_SEED]
            .into_iter()
            .any(|name| read(headers, name).is_some())
}

/// `JWT …`, `Bearer …`, or as the seed has it for the keys of its collection of people: `users API-Key …`.
fn authorization(headers: &HeaderMap) -> Option<Credential<'_>> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let is = |known: &str| scheme.eq_ignore_ascii_case(known);
    match token.trim().split_once(' ') {
        Some((kind, key)) if is("users") && kind.eq_ignore_ascii_case("API-Key") => {
            Some(Credential::Key(key.trim()))
        }
        _ if is("JWT") || is("Bearer") => Some(Credential::Session(token.trim())),
        _ => None,
    }
}

/// The language that the browser remembers.
pub fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    read(headers, LANGUAGE).and_then(Language::from_code)
}

/// The look that the browser remembers.
pub fn chosen_look(headers: &HeaderMap) -> Look {
    read(headers, LOOK).map(Look::from_code).unwrap_or_default()
}

/// The zone that the browser's script noted, in minutes ahead of UTC.
pub fn offset(headers: &HeaderMap) -> i32 {
    // From -12 to +14 hours: whatever else stands there is nobody's zone.
    read(headers, OFFSET)
        .and_then(|text| text.parse().ok())
        .filter(|offset| (-720..=840).contains(offset))
        .unwrap_or(0)
}

fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_header_goes_before_a_cookie() {
        let both = headers(&[
            (header::COOKIE, "a=1; parlour=two; lang=zh"),
            (header::AUTHORIZATION, "jwt one"),
        ]);
        assert_eq!(presented(&both), Some(Credential::Session("one")));
        assert!(!is_ambient(&both));
        let cookie = headers(&[(header::COOKIE, "a=1; parlour=two; lang=zh; tz=480")]);
        assert_eq!(presented(&cookie), Some(Credential::Session("two")));
        assert!(is_ambient(&cookie));
        assert_eq!(chosen_language(&cookie), Some(Language::Chinese));
        assert_eq!(offset(&cookie), 480);
    }

    #[test]
    fn nonsense_is_nothing() {
        for text in [
            "",
            ";",
            "parlour",
            "parlour=",
            "xparlour=1",
            "tz=99999",
            "lang=xx",
        ] {
            let headers = headers(&[(header::COOKIE, text)]);
            assert_eq!(
                (
                    presented(&headers),
                    chosen_language(&headers),
                    offset(&headers)
                ),
                (None, None, 0),
                "{text}"
            );
        }
        for other in ["Basic abc", "users abc", "media API-Key abc", "API-Key abc"] {
            let headers = headers(&[(header::AUTHORIZATION, other)]);
            assert_eq!(presented(&headers), None, "{other}");
        }
        let key = headers(&[(header::AUTHORIZATION, "users API-Key abc")]);
        assert_eq!(presented(&key), Some(Credential::Key("abc")));
        assert!(!is_ambient(&key));
    }

    #[test]
    fn is_as_strict_as_the_connection_allows() {
        let token = Token::draw();
        let secure = session(&token, true);
        assert!(
            secure.starts_with("__Host-parlour=")
                && secure.ends_with("; HttpOnly; SameSite=Lax; Secure")
        );
        assert!(!session(&token, false).contains("Secure"));
    }
}
