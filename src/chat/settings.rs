//! What the server's keeper decides while it runs, kept in the database.

use std::{
    str::FromStr,
    sync::{PoisonError, RwLock},
};

use super::{Chat, Result, logo, media::Limits, people::require_admin};
use crate::{
    domain::{
        Deed, Logo, MessageId, PersonId, Problem, Timestamp,
        input::ServerName,
        look::Accent,
        media::{UPLOAD_LIMIT, UPLOAD_QUOTA},
        time::DAY,
    },
    store::{self, Db},
};

/// What the server is called; empty leaves it at the program's name.
const NAME: &str = "server_name";
/// The colour of its pages.
const ACCENT: &str = "accent";
/// Whether anybody may make an account: `true` or `false`.
const SIGN_UP: &str = "sign_up";
/// After how many days messages are deleted; empty keeps them.
const RETENTION: &str = "retention_days";
/// How large one upload may be, in bytes; empty leaves it to the program, as of the next two.
const UPLOAD: &str = "upload_limit";
/// How much all that one person uploads may be, in bytes.
const QUOTA: &str = "upload_quota";
/// How many messages a second one person may send in the long run.
const RATE: &str = "send_rate";
/// Whether links have cards: `true` or `false`; empty is `true`.
const PREVIEWS: &str = "previews";
/// Whether everybody who may read a message sees what it said before it was edited: `true` or `false`; empty is `true`.
const EDITS: &str = "edit_history";
/// Up to which message, by its id, that was done.
const RETAINED: &str = "retained_to";

/// How many days messages can be kept where they are not kept for ever.
pub const DAYS: std::ops::RangeInclusive<i64> = 1..=3_650;
/// How many messages are deleted in one go, so that nobody's send waits for long.
const AT_ONCE: i64 = 200;

/// How many messages a second one person may send in the long run, unless the server's keeper decides otherwise.
pub(super) const SENDS: u32 = 20;
/// What the server is called, unless its keeper decides otherwise.
const PARLOUR: &str = "Parlour";

/// What can be decided; `None` leaves it as it is without a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// What the server is called.
    pub name: Option<ServerName>,
    /// The colour of its pages.
    pub accent: Accent,
    /// Whether anybody may make an account.
    pub sign_up: bool,
    /// After how many days messages are deleted; `None` keeps them.
    pub retention: Option<i64>,
    /// How large one upload may be, in bytes.
    pub upload_limit: Option<u64>,
    /// How much all that one person uploads may be, in bytes.
    pub upload_quota: Option<u64>,
    /// How many messages a second one person may send in the long run; 0 sets no limit.
    pub send_rate: Option<u32>,
    /// Whether the server looks up what links lead to, for a card below the message.
    pub previews: bool,
    /// Whether everybody who may read a message sees what it said before it was edited.
    pub edits_for_all: bool,
}

impl Default for Decisions {
    fn default() -> Self {
        Self {
            name: None,
            accent: Accent::default(),
            sign_up: false,
            retention: None,
            upload_limit: None,
            upload_quota: None,
            send_rate: None,
            previews: true,
            edits_for_all: true,
        }
    }
}

/// What the command line or the environment says, which goes before [`Decisions`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether anybody may make an account.
    pub sign_up: bool,
    /// How large one upload may be, in bytes.
    pub upload_limit: Option<u64>,
    /// How much all that one person uploads may be, in bytes.
    pub upload_quota: Option<u64>,
    /// How many messages a second one person may send in the long run; 0 sets no limit.
    pub send_rate: Option<u32>,
    /// Whether the server looks up nothing, whatever is decided.
    pub no_previews: bool,
}

/// What is asked for too often to be read each time: the decisions that this process goes by.
#[derive(Debug, Default)]
pub(super) struct Policy {
    decisions: RwLock<Decisions>,
    logo: RwLock<Option<Logo>>,
}

impl Policy {
    fn get<T>(&self, read: impl FnOnce(&Decisions) -> T) -> T {
        read(
            &self
                .decisions
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn set(&self, decisions: Decisions) {
        *self
            .decisions
            .write()
            .unwrap_or_else(PoisonError::into_inner) = decisions;
    }

    pub(super) fn logo(&self) -> Option<Logo> {
        *self.logo.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_logo(&self, logo: Option<Logo>) {
        *self.logo.write().unwrap_or_else(PoisonError::into_inner) = logo;
    }
}

impl Chat {
    /// What the command line said.
    pub fn options(&self) -> Options {
        self.options
    }

    /// What the server is called.
    pub fn server_name(&self) -> String {
        self.policy.get(|decided| {
            let name = decided.name.as_ref();
            name.map_or(PARLOUR, ServerName::as_str).to_owned()
        })
    }

    /// The colour of the server's pages.
    pub fn accent(&self) -> Accent {
        self.policy.get(|decided| decided.accent)
    }

    /// Whether anyone may make an account: by an option, or as it was decided.
    pub fn sign_up_is_open(&self) -> bool {
        self.options.sign_up || self.policy.get(|decided| decided.sign_up)
    }

    /// How much people may upload.
    pub fn limits(&self) -> Limits {
        let decided = self
            .policy
            .get(|decided| (decided.upload_limit, decided.upload_quota));
        Limits {
            upload: self
                .options
                .upload_limit
                .or(decided.0)
                .unwrap_or(UPLOAD_LIMIT),
            quota: self
                .options
                .upload_quota
                .or(decided.1)
                .unwrap_or(UPLOAD_QUOTA),
        }
    }

    /// How many messages a second one person may send in the long run; 0 sets no limit.
    pub(super) fn send_rate(&self) -> u32 {
        let decided = self.policy.get(|decided| decided.send_rate);
        self.options.send_rate.or(decided).unwrap_or(SENDS)
    }

    /// Whether it is looked up what links lead to: not against an option, and else as it was decided.
    pub fn previews_are_on(&self) -> bool {
        !self.options.no_previews && self.policy.get(|decided| decided.previews)
    }

    /// Whether everybody who may read a message sees what it said before it was edited; else who wrote it and who has charge
    /// of its room.
    pub(super) fn edits_are_for_all(&self) -> bool {
        self.policy.get(|decided| decided.edits_for_all)
    }

    /// Goes by what was decided before the server was started.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn recall_decisions(&self) -> Result<()> {
        let mut db = self.store.snapshot().await?;
        self.policy.set(read(&mut db).await?);
        self.policy.set_logo(logo::read(&mut db).await?);
        Ok(())
    }

    /// What is decided now.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn decisions(&self, who: PersonId) -> Result<Decisions> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        read(&mut db).await
    }

    /// Decides. What changes is recorded.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; [`Problem::Malformed`] for other than 1 to 3,650 days.
    pub async fn decide(&self, who: PersonId, wanted: Decisions) -> Result<()> {
        if wanted.retention.is_some_and(|days| !DAYS.contains(&days)) {
            return Err(Problem::Malformed(RETENTION.to_owned()).into());
        }
        let now = self.clock.now();
        let values = words(&wanted);
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                let before = words(&read(db).await?);
                for ((key, value), (_, before)) in values.into_iter().zip(before) {
                    if value != before {
                        store::settings::set(db, key, &value, now).await?;
                        let what = format!("{key}: {value}");
                        let deed = Deed::SettingChanged;
                        store::audit::insert(db, Some(who), deed, None, &what, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await?;
        self.policy.set(wanted);
        Ok(())
    }

    /// Deletes the messages that are older than they are to be kept, a little at a time; gives how many it was.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn retire_messages(&self) -> Result<u64> {
        let mut all = 0;
        loop {
            let now = self.clock.now();
            let some = self.write(move |db| Box::pin(async move { retire(db, now).await }));
            match some.await? {
                None => return Ok(all),
                Some(some) => all += some,
            }
        }
    }
}

/// Deletes some of them; `None` where none is left.
async fn retire(db: &mut Db, now: Timestamp) -> Result<Option<u64>> {
    let Some(days) = read(db).await?.retention else {
        return Ok(None);
    };
    let done = store::settings::get(db, RETAINED).await?;
    let after = MessageId(done.and_then(|id| id.parse().ok()).unwrap_or(0));
    let until = store::messages::first_since(db, now.plus(-days * DAY)).await?;
    let Some(last) = store::messages::nth_after(db, after, until, AT_ONCE).await? else {
        return Ok(None);
    };
    let deleted = store::messages::delete_between(db, after, last, now).await?;
    store::settings::set(db, RETAINED, &last.to_string(), now).await?;
    Ok(Some(deleted))
}

async fn read(db: &mut Db) -> Result<Decisions> {
    let name = store::settings::get(db, NAME).await?;
    let accent = store::settings::get(db, ACCENT).await?;
    let sign_up = store::settings::get(db, SIGN_UP).await?;
    let previews = store::settings::get(db, PREVIEWS).await?;
    let edits = store::settings::get(db, EDITS).await?;
    Ok(Decisions {
        name: name.and_then(|name| ServerName::new(&name).ok()),
        accent: accent
            .and_then(|code| Accent::from_code(&code))
            .unwrap_or_default(),
        sign_up: sign_up.is_some_and(|word| word == "true"),
        retention: number(db, RETENTION).await?,
        upload_limit: number(db, UPLOAD).await?,
        upload_quota: number(db, QUOTA).await?,
        send_rate: number(db, RATE).await?,
        previews: previews.is_none_or(|word| word != "false"),
        edits_for_all: edits.is_none_or(|word| word != "false"),
    })
}

async fn number<N: FromStr>(db: &mut Db, key: &str) -> Result<Option<N>> {
    let value = store::settings::get(db, key).await?;
    Ok(value.and_then(|value| value.parse().ok()))
}

/// The settings, each with its value as it is kept.
fn words(decisions: &Decisions) -> [(&'static str, String); 9] {
    let name = decisions.name.as_ref();
    [
        (
            NAME,
            name.map_or_else(String::new, |name| name.as_str().to_owned()),
        ),
        (ACCENT, decisions.accent.code().to_owned()),
        (SIGN_UP, decisions.sign_up.to_string()),
        (RETENTION, word(decisions.retention)),
        (UPLOAD, word(decisions.upload_limit)),
        (QUOTA, word(decisions.upload_quota)),
        (RATE, word(decisions.send_rate)),
        (PREVIEWS, decisions.previews.to_string()),
        (EDITS, decisions.edits_for_all.to_string()),
    ]
}

fn word(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}
