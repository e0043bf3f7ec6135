//! What the server's keeper decides while it runs, kept in the database.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Chat, Result, people::require_admin};
use crate::{
    domain::{Deed, MessageId, PersonId, Problem, Timestamp},
    store::{self, Db},
};

/// Whether anybody may make an account: `true` or `false`.
const SIGN_UP: &str = "sign_up";
/// After how many days messages are deleted; empty keeps them.
const RETENTION: &str = "retention_days";
/// Up to which message, by its id, that was done.
const RETAINED: &str = "retained_to";

/// How many days messages can be kept where they are not kept for ever.
const DAYS: std::ops::RangeInclusive<i64> = 1..=3_650;
/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// How many messages are deleted in one go, so that nobody's send waits for long.
const AT_ONCE: i64 = 200;

/// What can be decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Whether anybody may make an account.
    pub sign_up: bool,
    /// After how many days messages are deleted; `None` keeps them.
    pub retention: Option<i64>,
}

/// What is asked for too often to be read each time. Of this process: the command line decides nothing.
#[derive(Debug, Default)]
pub(super) struct Policy {
    sign_up: AtomicBool,
}

impl Chat {
    /// Whether anyone may make an account: by an option, or as it was decided.
    pub fn sign_up_is_open(&self) -> bool {
        self.sign_up || self.policy.sign_up.load(Ordering::Relaxed)
    }

    /// Whether that is so by an option, whatever was decided.
    pub fn sign_up_is_an_option(&self) -> bool {
        self.sign_up
    }

    /// Goes by what was decided before the server was started.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn recall_decisions(&self) -> Result<()> {
        let decided = read(&mut *self.store.read().await?).await?;
        self.policy
            .sign_up
            .store(decided.sign_up, Ordering::Relaxed);
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
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                let before = words(read(db).await?);
                for ((key, value), (_, before)) in words(wanted).into_iter().zip(before) {
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
        self.policy.sign_up.store(wanted.sign_up, Ordering::Relaxed);
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
    let sign_up = store::settings::get(db, SIGN_UP).await?;
    let retention = store::settings::get(db, RETENTION).await?;
    Ok(Decisions {
        sign_up: sign_up.is_some_and(|word| word == "true"),
        retention: retention.and_then(|days| days.parse().ok()),
    })
}

/// The settings, each with its value as it is kept.
fn words(decisions: Decisions) -> [(&'static str, String); 2] {
    let days = decisions.retention;
    [
        (SIGN_UP, decisions.sign_up.to_string()),
        (
            RETENTION,
            days.map_or_else(String::new, |days| days.to_string()),
        ),
    ]
}
