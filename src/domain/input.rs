//! What people may type. Each type's constructor is the only check there is: who holds the type holds valid input.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Problem, emoji};

/// How long a message may be, in characters.
pub const MESSAGE_LIMIT: usize = 10_000;
/// How long a person's or a room's name may be, in characters.
pub const NAME_LIMIT: usize = 80;
/// How long a room's description may be, in characters.
pub const TOPIC_LIMIT: usize = 250;
/// How long may be what a picture shows, in characters.
pub const ALT_LIMIT: usize = 500;
/// How long an e-mail address may be, in characters (RFC 5321, 4.5.3.1.3).
pub const EMAIL_LIMIT: usize = 254;
/// How short a password may be, in characters (ASVS 5.0, 6.2.1).
pub const PASSWORD_MIN: usize = 8;
/// How long a password may be, in characters.
pub const PASSWORD_MAX: usize = 256;

/// Declares a checked text that is sent as a plain string and checked again where it arrives.
macro_rules! checked_text {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Problem;

            fn try_from(text: String) -> Result<Self, Problem> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+};
}

checked_text! {
    /// The words of a message: 1 to [`MESSAGE_LIMIT`] characters; none, where files speak for themselves.
    MessageText
    /// A room's name: 1 to [`NAME_LIMIT`] characters on one line.
    RoomName
    /// What somebody calls a section of their rooms: 1 to [`NAME_LIMIT`] characters on one line.
    SectionName
    /// A room's description: up to [`TOPIC_LIMIT`] characters on one line.
    Topic
    /// What a picture shows: up to [`ALT_LIMIT`] characters on one line.
    AltText
    /// A person's name: 1 to [`NAME_LIMIT`] characters on one line.
    PersonName
    /// What somebody calls an API key: 1 to [`NAME_LIMIT`] characters on one line.
    KeyName
    /// What a server is called: 1 to [`NAME_LIMIT`] characters on one line.
    ServerName
    /// What people answer a message with: exactly one emoji, in its full form.
    Emoji
    /// An e-mail address in lower case.
    Email
    /// A password to be: [`PASSWORD_MIN`] to [`PASSWORD_MAX`] characters of any kind (ASVS 5.0, 6.2).
    NewPassword
}

/// Shows that there is one, never which: passwords must not reach a log.
impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// Message text must not reach a log either.
impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageText({} characters)", self.0.chars().count())
    }
}

macro_rules! plainly_shown {
    ($($name:ident)+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0)
            }
        }
    )+};
}
plainly_shown! { RoomName SectionName Topic AltText PersonName KeyName ServerName Emoji Email }

impl MessageText {
    /// Takes a message as typed: line ends become `\n` (browsers' forms send `\r\n`), empty lines around it and
    /// white space after it go. What is inside stays as it is.
    ///
    /// # Errors
    ///
    /// [`Problem::MessageEmpty`] where nothing is left, [`Problem::MessageTooLong`] where too much is.
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let text = Self::beside_files(typed)?;
        if text.0.is_empty() {
            return Err(Problem::MessageEmpty);
        }
        Ok(text)
    }

    /// The same, of a message with files, which may have no words.
    ///
    /// # Errors
    ///
    /// [`Problem::MessageTooLong`].
    pub fn beside_files(typed: &str) -> Result<Self, Problem> {
        let unix = typed.replace("\r\n", "\n").replace(['\r', '\0'], "\n");
        let text = unix.trim_end().trim_start_matches('\n');
        // Characters that show nothing make an empty message too.
        if is_blank(text) {
            return Ok(Self(String::new()));
        }
        let length = text.chars().count();
        if length > MESSAGE_LIMIT {
            return Err(Problem::MessageTooLong {
                length,
                limit: MESSAGE_LIMIT,
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl RoomName {
    /// Takes a room's name as typed; a `#` in front, which the page shows anyway, goes.
    ///
    /// # Errors
    ///
    /// [`Problem::RoomNameInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let line = one_line(typed);
        let name = line.trim_start_matches('#').trim_start();
        if is_name(name) {
            Ok(Self(name.to_owned()))
        } else {
            Err(Problem::RoomNameInvalid)
        }
    }
}

impl SectionName {
    /// Takes the name of a section as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::SectionNameInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let name = one_line(typed);
        if is_name(&name) {
            Ok(Self(name))
        } else {
            Err(Problem::SectionNameInvalid)
        }
    }
}

impl Topic {
    /// Takes a room's description as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::TopicTooLong`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let line = one_line(typed);
        if line.chars().count() > TOPIC_LIMIT {
            Err(Problem::TopicTooLong)
        } else {
            Ok(Self(line))
        }
    }
}

impl AltText {
    /// Takes what a picture shows as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::AltTooLong`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let line = one_line(typed);
        if line.chars().count() > ALT_LIMIT {
            Err(Problem::AltTooLong)
        } else {
            Ok(Self(line))
        }
    }
}

impl ServerName {
    /// Takes a server's name as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::NameInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        PersonName::new(typed).map(|name| Self(name.0))
    }
}

impl PersonName {
    /// Takes a person's name as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::NameInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let line = one_line(typed);
        if is_name(&line) {
            Ok(Self(line))
        } else {
            Err(Problem::NameInvalid)
        }
    }

    /// A name for an account that was made without one, by a program: what stands before the `@`.
    pub fn from_email(email: &Email) -> Self {
        Self(
            email
                .0
                .split('@')
                .next()
                .unwrap_or_default()
                .chars()
                .take(NAME_LIMIT)
                .collect(),
        )
    }
}

impl KeyName {
    /// Takes a key's name as typed.
    ///
    /// # Errors
    ///
    /// [`Problem::KeyNameInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let line = one_line(typed);
        if is_name(&line) {
            Ok(Self(line))
        } else {
            Err(Problem::KeyNameInvalid)
        }
    }
}

impl Emoji {
    /// Takes an emoji, in whichever of its spellings.
    ///
    /// # Errors
    ///
    /// [`Problem::EmojiInvalid`] for anything but exactly one.
    pub fn new(typed: &str) -> Result<Self, Problem> {
        emoji::full(typed.trim())
            .map(Self)
            .ok_or(Problem::EmojiInvalid)
    }
}

impl Email {
    /// Takes an address as typed. Only what every address has is asked for; whether mail arrives, only mail can tell.
    ///
    /// # Errors
    ///
    /// [`Problem::EmailInvalid`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        let address = typed.trim().to_lowercase();
        let plain = |part: &str| {
            !part.is_empty()
                && !part
                    .chars()
                    .any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c))
        };
        match address.rsplit_once('@') {
            Some((local, domain))
                if plain(local)
                    && plain(domain)
                    && domain.split('.').all(|label| !label.is_empty())
                    && address.chars().count() <= EMAIL_LIMIT =>
            {
                Ok(Self(address))
            }
            _ => Err(Problem::EmailInvalid),
        }
    }
}

impl NewPassword {
    /// Takes a password as typed, every character of it. Whether it is too common, the server knows.
    ///
    /// # Errors
    ///
    /// [`Problem::PasswordTooShort`], [`Problem::PasswordTooLong`].
    pub fn new(typed: &str) -> Result<Self, Problem> {
        match typed.chars().count() {
            ..PASSWORD_MIN => Err(Problem::PasswordTooShort),
            PASSWORD_MIN..=PASSWORD_MAX => Ok(Self(typed.to_owned())),
            _ => Err(Problem::PasswordTooLong),
        }
    }
}

fn is_name(name: &str) -> bool {
    name.chars().any(|c| !is_invisible(c)) && name.chars().count() <= NAME_LIMIT
}

/// Runs of white space become one space, and what could turn the rest of a line around or hide goes.
pub(super) fn one_line(typed: &str) -> String {
    let spaced: String = typed
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_bidi_control(*c))
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Explicit direction marks: in a name they could make one person look like another.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether nothing of a text is to be seen.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Characters that take no room.
fn is_invisible(c: char) -> bool {
    is_bidi_control(c)
        || c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_inside() {
        assert_eq!(
            MessageText::new("\r\n\r\n  a\r\n\r\n b  \n")
                .unwrap()
                .as_str(),
            "  a\n\n b"
        );
        for nothing in ["", " \n\t", "\u{200b}", "\0"] {
            assert_eq!(
                MessageText::new(nothing),
                Err(Problem::MessageEmpty),
                "{nothing:?}"
            );
        }
    }

    #[test]
    fn files_may_speak_for_themselves() {
        for (typed, kept) in [("", ""), (" \u{200b}\n", ""), ("look\n", "look")] {
            assert_eq!(MessageText::beside_files(typed).unwrap().as_str(), kept);
        }
        assert!(MessageText::beside_files(&"x".repeat(MESSAGE_LIMIT + 1)).is_err());
        let long = "像".repeat(ALT_LIMIT);
        assert_eq!(AltText::new(&long).unwrap().as_str(), long);
        assert_eq!(AltText::new(&format!("{long}素")), Err(Problem::AltTooLong));
    }

    #[test]
    fn messages_are_measured_in_characters() {
        assert!(MessageText::new(&"好".repeat(MESSAGE_LIMIT)).is_ok());
        assert_eq!(
            MessageText::new(&"好".repeat(MESSAGE_LIMIT + 1)),
            Err(Problem::MessageTooLong {
                length: MESSAGE_LIMIT + 1,
                limit: MESSAGE_LIMIT
            })
        );
    }

    #[test]
    fn names_are_one_visible_line() {
        assert_eq!(
            RoomName::new(" # press \n room ").unwrap().as_str(),
            "press room"
        );
        assert_eq!(
            PersonName::new("Mira\u{202e} Okafor").unwrap().as_str(),
            "Mira Okafor"
        );
        for wrong in ["", "  ", "\u{200b}\u{200b}", &"x".repeat(NAME_LIMIT + 1)] {
            assert_eq!(
                PersonName::new(wrong),
                Err(Problem::NameInvalid),
                "{wrong:?}"
            );
        }
        assert_eq!(RoomName::new("###"), Err(Problem::RoomNameInvalid));
    }

    #[test]
    fn a_reaction_is_one_emoji() {
        assert_eq!(Emoji::new(" ❤ ").unwrap().as_str(), "❤️");
        for wrong in ["", "yes", "🎉🎉", "👍!"] {
            assert_eq!(Emoji::new(wrong), Err(Problem::EmojiInvalid), "{wrong}");
        }
    }

    #[test]
    fn addresses_have_two_sides() {
        assert_eq!(
            Email::new(" Mira@Example.COM ").unwrap().as_str(),
            "mira@example.com"
        );
        assert!(Email::new("root@localhost").is_ok());
        for wrong in [
            "", "@", "a@", "@b", "a b@c.d", "a@b@c", "a@b..c", "a@.b", "a<@b.c", "nope",
        ] {
            assert_eq!(Email::new(wrong), Err(Problem::EmailInvalid), "{wrong}");
        }
    }

    #[test]
    fn passwords_are_long_enough_and_never_shown() {
        assert_eq!(NewPassword::new("1234567"), Err(Problem::PasswordTooShort));
        assert_eq!(
            NewPassword::new(&"x".repeat(257)),
            Err(Problem::PasswordTooLong)
        );
        let password = NewPassword::new("correct horse").unwrap();
        assert!(!format!("{password:?}").contains("horse"));
    }
}
