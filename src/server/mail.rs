//! Mail, by the server that the command line names.
//!
//! Who has a mail sent waits for nothing: it is put into a queue in memory, and one task sends what is in there, each
//! with a time-out. A mail that can't be sent just now is said in the log and tried [`later`], until what is in it works no
//! longer; one that the mail server refuses for good is given up.

mod later;
mod letter;
mod way;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::{Mailbox, MessageBuilder},
};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::config::Settings;
use crate::{
    app::words::mail as words,
    chat::{self, Chat},
    domain::{Language, Timestamp, input::Email, time::MINUTE},
};
use later::{Attempt, Fate, Later};
use letter::Letter;
use way::Way;

pub use way::SmtpUrl;

/// How many mails may wait. Beyond that they are not sent.
const WAITING: usize = 200;
/// How long a mail server may take over one mail.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to wait at most before looking at the clock again.
const LOOK: Duration = Duration::from_mins(1);

/// How mail is sent, where it is. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mail(Option<Arc<Office>>);

#[derive(Debug)]
struct Office {
    from: Mailbox,
    /// The mail server's host and port, for people.
    server: String,
    /// Where this server is, which links begin with. Never what a request says: a mailed link must not lead elsewhere.
    url: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    queue: mpsc::Sender<Errand>,
}

/// What the settings say of mail.
pub(super) struct Plan {
    from: Mailbox,
    server: String,
    url: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Plan {
    /// Reads it; `None` where no mail server is named.
    ///
    /// # Errors
    ///
    /// In words, where it makes no sense.
    pub(super) fn read(settings: &Settings) -> Result<Option<Self>, String> {
        let Some(url) = &settings.smtp_url else {
            return Ok(None);
        };
        if url.shows_password() {
            return Err(
                "--smtp-url: the password of a mail server belongs into the environment (PARLOUR_SMTP_URL) or into \
                 --smtp-password-file"
                    .to_owned(),
            );
        }
        let way = Way::read(url)?;
        let from = settings.mail_from.as_deref();
        let from = from.ok_or("--smtp-url needs --mail-from, the address that mails come from")?;
        let from = from.parse().map_err(
            |_| "--mail-from: give an address, as in chat@example.org or Chat <chat@example.org>",
        )?;
        let url = settings.base_url.clone();
        let url = url.ok_or("--smtp-url needs --base-url: mails have links in them")?;
        let password = settings.smtp_password_file.as_deref();
        Ok(Some(Self {
            from,
            server: way.server(),
            url,
            transport: way.transport(password, PATIENCE)?,
        }))
    }
}

/// Something that a mail is to be sent for.
#[derive(Debug)]
enum Errand {
    /// Somebody forgot their password, if there is somebody with this address. Only here it is looked whether there is, so
    /// that how long an answer takes tells nothing.
    Forgotten { email: String, language: Language },
    /// A letter that is written already.
    Letter(Letter),
}

/// An invitation that goes by mail.
#[derive(Debug)]
pub(super) struct Invitation<'a> {
    /// To whom.
    pub(super) to: &'a Email,
    /// Who invites.
    pub(super) by: &'a str,
    /// For how many days.
    pub(super) days: i64,
    /// The secret.
    pub(super) token: &'a str,
    /// Until when it works.
    pub(super) until: Timestamp,
    /// In which language.
    pub(super) language: Language,
}

impl Mail {
    /// Gets ready to send, where the settings name a mail server.
    ///
    /// # Errors
    ///
    /// In words, where they make no sense.
    pub fn start(settings: &Settings, chat: &Chat) -> Result<Self, String> {
        let Some(plan) = Plan::read(settings)? else {
            tracing::info!(
                "no mail is configured: who forgets a password asks an admin for a link"
            );
            return Ok(Self(None));
        };
        let (queue, errands) = mpsc::channel(WAITING);
        let office = Arc::new(Office {
            from: plan.from,
            server: plan.server,
            url: plan.url,
            transport: plan.transport,
            queue,
        });
        // It ends when nobody is left who could send something.
        tokio::spawn(carry(Arc::downgrade(&office), errands, chat.clone()));
        Ok(Self(Some(office)))
    }

    /// Whether mail is sent: by which server, and from which address.
    pub(super) fn way(&self) -> Option<(String, String)> {
        let office = self.0.as_ref()?;
        Some((office.server.clone(), office.from.to_string()))
    }

    /// Has a link to another password sent to an address, if somebody has an account with it.
    pub(super) fn send_reset(&self, email: &str, language: Language) {
        self.put(Errand::Forgotten {
            email: email.to_owned(),
            language,
        });
    }

    /// Has an invitation sent.
    pub(super) fn invite(&self, chat: &Chat, invitation: &Invitation) {
        if let Some(office) = &self.0 {
            let letter = Letter::invitation(&chat.server_name(), &office.url, invitation);
            self.put(Errand::Letter(letter));
        }
    }

    /// Sends a test mail at once, and says what came of it.
    ///
    /// # Errors
    ///
    /// In the mail server's words.
    pub(super) async fn try_out(
        &self,
        chat: &Chat,
        to: &str,
        language: Language,
    ) -> Result<(), String> {
        let Some(office) = &self.0 else {
            return Err("no mail is configured".to_owned());
        };
        let letter = Letter::test(&chat.server_name(), &office.url, to, words::of(language));
        let sent = office.send(&letter).await;
        sent.map_err(|failure| failure.says)
    }

    fn put(&self, errand: Errand) {
        let Some(office) = &self.0 else { return };
        if office.queue.try_send(errand).is_err() {
            tracing::warn!("too many mails are waiting for the mail server; one was not sent");
        }
    }
}

/// Sends what is in the queue, one after the other, and what is to be tried again when its time has come.
async fn carry(office: Weak<Office>, mut errands: mpsc::Receiver<Errand>, chat: Chat) {
    let mut later = Later::default();
    loop {
        let wait = later.wait(chat.clock().now());
        let errand = tokio::select! {
            biased;
            errand = errands.recv() => match errand {
                Some(errand) => Some(errand),
                None => return,
            },
            () = pause(wait) => None,
        };
        let Some(office) = office.upgrade() else {
            return;
        };
        let attempt = match errand {
            None => later.due(chat.clock().now()),
            Some(Errand::Letter(letter)) => Some(letter.into()),
            Some(Errand::Forgotten { email, language }) => {
                match forgotten(&office, &chat, &email, language).await {
                    Ok(letter) => letter.map(Attempt::from),
                    Err(error) => {
                        tracing::warn!(%error, "a mail was not written");
                        None
                    }
                }
            }
        };
        if let Some(attempt) = attempt {
            deliver(&office, &chat, attempt, &mut later).await;
        }
    }
}

/// Waits so long; for ever where there is nothing to wait for. The clock may be set meanwhile, so it is looked at now and
/// then.
async fn pause(wait: Option<Duration>) {
    match wait {
        Some(wait) => sleep(wait.min(LOOK)).await,
        None => std::future::pending().await,
    }
}

/// Brings a letter to the mail server. Where that does not take it now, it is kept for later.
async fn deliver(office: &Office, chat: &Chat, attempt: Attempt, later: &mut Later) {
    let kind = attempt.letter.kind;
    let failure = match office.send(&attempt.letter).await {
        Ok(()) => {
            later.hurry(chat.clock().now());
            return;
        }
        Err(failure) => failure,
    };
    let error = failure.says;
    if failure.for_good {
        tracing::warn!(error, kind, "a mail was not sent");
        return;
    }
    match later.keep(attempt, chat.clock().now()) {
        Fate::Waits(wait) => {
            let minutes = wait / MINUTE;
            tracing::warn!(
                error,
                kind,
                minutes,
                "a mail was not sent yet, and is tried again"
            );
        }
        Fate::Expires => {
            tracing::warn!(
                error,
                kind,
                "a mail was not sent, and is given up: its link ends"
            );
        }
        Fate::Crowded => {
            tracing::warn!(
                error,
                kind,
                "a mail was not sent, and is given up: too many wait"
            );
        }
    }
}

/// The letter to who forgot their password, if there is somebody with this address.
async fn forgotten(
    office: &Office,
    chat: &Chat,
    email: &str,
    language: Language,
) -> chat::Result<Option<Letter>> {
    let Some((account, token, until)) = chat.draw_mailed_reset(email).await? else {
        return Ok(None);
    };
    let words = words::of(account.language.unwrap_or(language));
    let (server, token) = (chat.server_name(), token.reveal());
    let letter = Letter::reset(&server, &office.url, &account.email, token, until, words);
    Ok(Some(letter))
}

/// Why a letter was not sent.
struct Failure {
    /// In words, without what only its reader may know.
    says: String,
    /// Whether it would be the same at any other time.
    for_good: bool,
}

impl Office {
    async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let message = MessageBuilder::new().from(self.from.clone());
        let message = letter.write(message).map_err(|says| Failure {
            says,
            for_good: true,
        })?;
        match timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure {
                says: letter.without_secret(&explain(&error)),
                for_good: error.is_permanent(),
            }),
            Err(_) => Err(Failure {
                says: format!(
                    "the mail server took more than {} seconds",
                    PATIENCE.as_secs()
                ),
                for_good: false,
            }),
        }
    }
}

/// An error with what caused it, in one line of a bounded length: part of it is what the mail server says.
fn explain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let says: Vec<String> = causes.map(ToString::to_string).collect();
    let line = says.join(": ");
    let line = line.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = line.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(400).collect()
}
