//! What stands in the mails.

use lettre::{
    Message,
    message::{
        Body, MessageBuilder,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
    },
};

use super::Invitation;
#[cfg(test)]
use crate::domain::Language;
use crate::{
    app::words::mail::{self as words, MailWords},
    domain::Timestamp,
};

/// A mail that is written.
pub(super) struct Letter {
    /// What it is for, for the log.
    pub(super) kind: &'static str,
    to: String,
    subject: String,
    text: String,
    /// What in it only its reader may know.
    secret: String,
    /// Until when it is of use: what is in it works so long.
    pub(super) until: Timestamp,
}

/// It holds a secret.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({})", self.kind)
    }
}

impl Letter {
    /// To who forgot their password.
    pub(super) fn reset(
        server: &str,
        url: &str,
        email: &str,
        token: &str,
        until: Timestamp,
        words: &MailWords,
    ) -> Self {
        Self {
            kind: "reset",
            to: email.to_owned(),
            subject: (words.reset_subject)(server),
            text: (words.reset)(server, email, &format!("{url}/reset/{token}")),
            secret: token.to_owned(),
            until,
        }
    }

    /// To who is invited.
    pub(super) fn invitation(server: &str, url: &str, invitation: &Invitation) -> Self {
        let Invitation {
            to,
            by,
            days,
            token,
            until,
            language,
        } = invitation;
        let words = words::of(*language);
        let link = format!("{url}/join/{token}");
        Self {
            kind: "invitation",
            to: to.as_str().to_owned(),
            subject: (words.invitation_subject)(by, server),
            text: (words.invitation)(by, server, *days, &link),
            secret: (*token).to_owned(),
            until: *until,
        }
    }

    /// To who wants to know whether mail works.
    pub(super) fn test(server: &str, url: &str, email: &str, words: &MailWords) -> Self {
        Self {
            kind: "test",
            to: email.to_owned(),
            subject: (words.test_subject)(server),
            text: (words.test)(url),
            secret: String::new(),
            // It is sent at once, or not at all.
            until: Timestamp(0),
        }
    }

    /// One that is of use until a moment.
    #[cfg(test)]
    pub(super) fn for_test(until: Timestamp) -> Self {
        let words = words::of(Language::English);
        Self::reset("Parlour", "", "ada@example.org", "secret", until, words)
    }

    /// Puts it into a message that has its sender. Whatever stands in a header is encoded where it takes that, so that no
    /// name begins another one.
    ///
    /// # Errors
    ///
    /// In words: an address that mail can't go to.
    pub(super) fn write(&self, message: MessageBuilder) -> Result<Message, String> {
        let to = self
            .to
            .parse()
            .map_err(|_| "mail can't go to this address")?;
        let quoted = ContentTransferEncoding::QuotedPrintable;
        let body = Body::new_with_encoding(self.text.clone(), quoted)
            .map_err(|_| "the text can't be encoded")?;
        message
            .to(to)
            .subject(self.subject.replace(char::is_control, " "))
            .header(ContentType::TEXT_PLAIN)
            .header(AutoSubmitted)
            .body(body)
            .map_err(|error| error.to_string())
    }

    /// What a mail server said, without what only the letter's reader may know.
    pub(super) fn without_secret(&self, says: &str) -> String {
        if self.secret.is_empty() {
            says.to_owned()
        } else {
            says.replace(&self.secret, "…")
        }
    }
}

/// Tells other programs that they need not answer (RFC 3834).
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
