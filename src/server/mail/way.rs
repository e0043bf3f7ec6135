//! Which mail server sends, and how it is reached.

use std::{convert::Infallible, fmt, fs, path::Path, str::FromStr, time::Duration};

use axum::http::Uri;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// The address of a mail server, as `smtps://name:password@host` or `smtp://name@host:587`.
///
/// `smtps` speaks TLS from the first byte. `smtp` begins in the open and goes on by TLS, without which nothing is said;
/// only on this machine it stays in the open. `?tls=opportunistic` and `?tls=none` ask for less.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

/// A password may stand in it.
impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}

/// Anything is taken, and looked at later: what the command line refuses it repeats.
impl FromStr for SmtpUrl {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// A [`SmtpUrl`] that was read.
pub(super) struct Way {
    scheme: String,
    host: String,
    port: Option<u16>,
    /// The account's name and password, as they stand in the address.
    account: Option<String>,
    tls: Option<String>,
}

impl SmtpUrl {
    /// Whether a password stands in it, and it on the command line, which everybody on the machine sees.
    pub(in crate::server) fn shows_password(&self) -> bool {
        let mut arguments = std::env::args();
        arguments.any(|argument| argument.contains(&self.0))
            && Way::read(self).is_ok_and(|way| way.has_password())
    }
}

impl Way {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// In words, which never have the address in them.
    pub(super) fn read(url: &SmtpUrl) -> Result<Self, String> {
        let wrong =
            || "--smtp-url: give it as smtps://name@host, or as smtp://host:port".to_owned();
        let uri: Uri = url.0.parse().map_err(|_| wrong())?;
        let scheme = uri
            .scheme_str()
            .filter(|scheme| ["smtp", "smtps"].contains(scheme));
        let (Some(scheme), Some(authority)) = (scheme, uri.authority()) else {
            return Err(wrong());
        };
        let account = authority
            .as_str()
            .rsplit_once('@')
            .map(|(account, _)| account);
        let tls = match uri.query() {
            None => None,
            Some(query) => match query.strip_prefix("tls=") {
                Some(tls @ ("required" | "opportunistic" | "none")) if scheme == "smtp" => Some(tls),
                _ => return Err("--smtp-url: what stands after the ? can be tls=required, tls=opportunistic or tls=none, of smtp://".to_owned()),
            },
        };
        if authority.host().is_empty() || uri.path().len() > 1 {
            return Err(wrong());
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            host: authority.host().to_owned(),
            port: authority.port_u16(),
            account: account.map(str::to_owned),
            tls: tls.map(str::to_owned),
        })
    }

    /// The mail server's host, and its port where one is given.
    pub(super) fn server(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Whether a password stands in the address.
    fn has_password(&self) -> bool {
        self.account
            .as_ref()
            .is_some_and(|account| account.contains(':'))
    }

    /// How mail goes there. The password may stand in a file.
    ///
    /// # Errors
    ///
    /// In words.
    pub(super) fn transport(
        &self,
        password: Option<&Path>,
        patience: Duration,
    ) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
        let url = self.full(password)?;
        AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
            .map(|builder| builder.timeout(Some(patience)).build())
            // The library's words may have the address in them.
            .map_err(|_| "--smtp-url: the mail server can't be spoken to".to_owned())
    }

    /// The address with all that it leaves out.
    fn full(&self, password: Option<&Path>) -> Result<String, String> {
        let account = match (&self.account, password) {
            (Some(account), None) if self.has_password() => format!("{account}@"),
            (None, None) => String::new(),
            (Some(name), Some(file)) if !self.has_password() => {
                let read = fs::read_to_string(file);
                let read =
                    read.map_err(|error| format!("can't read {}: {error}", file.display()))?;
                let password = read.trim_end_matches(['\r', '\n']);
                let encoded: String =
                    form_urlencoded::byte_serialize(password.as_bytes()).collect();
                format!("{name}:{}@", encoded.replace('+', "%20"))
            }
            (Some(_), None) => {
                return Err(
                    "--smtp-url has a name without a password: give --smtp-password-file"
                        .to_owned(),
                );
            }
            (None, Some(_)) => {
                return Err(
                    "--smtp-password-file needs a name in --smtp-url, as in smtps://name@host"
                        .to_owned(),
                );
            }
            (Some(_), Some(_)) => {
                return Err("--smtp-url has a password, and so has --smtp-password-file".to_owned());
            }
        };
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(&self.host.as_str());
        let tls = match (&*self.scheme, self.tls.as_deref()) {
            ("smtp", Some("none")) => "",
            ("smtp", None) if here => "",
            ("smtp", Some("opportunistic")) => "?tls=opportunistic",
            ("smtp", _) => "?tls=required",
            _ => "",
        };
        Ok(format!("{}://{account}{}{tls}", self.scheme, self.server()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(url: &str, password: Option<&Path>) -> Result<String, String> {
        Way::read(&SmtpUrl(url.to_owned()))?.full(password)
    }

    #[test]
    fn nothing_is_said_in_the_open_unless_it_stays_here_or_is_asked_for() {
        for (typed, meant) in [
            ("smtps://a:b@mx.example.org", "smtps://a:b@mx.example.org"),
            (
                "smtp://mx.example.org",
                "smtp://mx.example.org?tls=required",
            ),
            (
                "smtp://mx.example.org:2525?tls=opportunistic",
                "smtp://mx.example.org:2525?tls=opportunistic",
            ),
            ("smtp://mx.example.org?tls=none", "smtp://mx.example.org"),
            ("smtp://127.0.0.1:25", "smtp://127.0.0.1:25"),
            (
                "smtp://localhost?tls=required",
                "smtp://localhost?tls=required",
            ),
        ] {
            assert_eq!(full(typed, None).as_deref(), Ok(meant));
        }
    }

    #[test]
    fn a_password_comes_from_one_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        fs::write(&file, "p@ss w/+rd\n").unwrap();
        assert_eq!(
            full("smtps://ada%40example.org@mx.example.org", Some(&file)).as_deref(),
            Ok("smtps://ada%40example.org:p%40ss%20w%2F%2Brd@mx.example.org")
        );
        for (url, file) in [
            ("smtps://ada@mx.example.org", None),
            ("smtps://ada:secret@mx.example.org", Some(&*file)),
            ("smtps://mx.example.org", Some(&*file)),
        ] {
            assert!(!full(url, file).unwrap_err().contains("secret"), "{url}");
        }
    }

    #[test]
    fn nonsense_is_refused_without_being_repeated() {
        for wrong in [
            "",
            "mx.example.org",
            "http://ada:secret@mx.example.org",
            "smtps://ada:secret@mx.example.org/path",
            "smtp://ada:secret@mx.example.org?tls=maybe",
            "smtps://ada:secret@mx.example.org?tls=none",
        ] {
            assert!(
                !full(wrong, None).unwrap_err().contains("secret"),
                "{wrong}"
            );
        }
        let url: SmtpUrl = "smtps://ada:secret@mx.example.org:465".parse().unwrap();
        assert!(!format!("{url:?}").contains("secret"));
    }
}
