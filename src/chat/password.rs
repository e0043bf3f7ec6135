//! Passwords: which are too common, how one is kept, how one is checked.
//!
//! Kept as Argon2id with the parameters that OWASP's Password Storage Cheat Sheet gives as its
//! minimum (19 MiB, 2 passes, 1 lane), in the PHC string format. The string names its parameters, so
//! they can be raised later without locking anybody out.
//!
//! `password/common.txt` has the 10,000 commonest passwords of at least eight characters, lower-case,
//! sorted by byte. It is drawn from the frequency list in the npm package
//! `@zxcvbn-ts/language-common` 4.1.3, under the MIT licence, Copyright (c) 2012-2016 Dan Wheeler
//! and Dropbox, Inc., Copyright (c) 2021 `@zxcvbn-ts`.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::spawn_blocking;

use crate::domain::{Problem, input::NewPassword};

static COMMON: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("password/common.txt").lines().collect());

/// How many passwords are worked on at once. Each takes 19 MiB and a core for some hundredths of
/// a second; the others wait, so that a flood of sign-ins can't take the memory or every core.
static TURNS: Semaphore = Semaphore::const_new(2);

/// A hash of a password that nobody has, for people that don't exist.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$o8q5zMNvYy8S0aU87Wipcg$4Ci/5WdL66p7pIkwrT9LVdWIGTYr/F7iNAeKNV4ivXo";

/// Whether the password is among the commonest ones, in any case of its letters.
///
/// Knows only passwords of eight characters and more: the rule on length comes first.
pub fn is_common(password: &str) -> bool {
    let password = password.to_lowercase();
    COMMON.binary_search(&password.as_str()).is_ok()
}

/// Takes a password that somebody chooses.
///
/// # Errors
///
/// [`Problem`]: too short, too long, or among the commonest.
pub fn check(typed: &str) -> Result<NewPassword, Problem> {
    let password = NewPassword::new(typed)?;
    if is_common(password.as_str()) {
        Err(Problem::PasswordCommon)
    } else {
        Ok(password)
    }
}

/// Why a password could not be hashed. Never its own fault: the system gave no random numbers or
/// no memory, or is shutting down.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(String);

/// The password as it is kept: a PHC string with a salt of its own.
///
/// # Errors
///
/// If the system fails, see [`HashError`].
pub async fn hash(password: &str) -> Result<String, HashError> {
    let password = password.to_owned();
    in_turn(move || {
        let hash = argon2()
            .and_then(|argon2| argon2.hash_password(password.as_bytes()))
            .map_err(|error| HashError(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await?
}

/// Whether the password is the one that was hashed.
///
/// `hash` is what [`hash`](fn@hash) gave, or `None` if there is no such person, or none with a
/// password. The answer is then no, after the same work: the time it takes doesn't tell which
/// addresses have an account. A stored string that can't be read counts as none.
///
/// `may` is asked when it is this one's turn, and not before: of many guesses at once each so meets the failures of
/// those that were worked on before it.
///
/// # Errors
///
/// What `may` says.
pub async fn verify(
    password: String,
    hash: Option<String>,
    may: impl FnOnce() -> Result<(), Problem>,
) -> Result<bool, Problem> {
    let Ok(turn) = TURNS.acquire().await else {
        return Ok(false);
    };
    may()?;
    let right = on_thread(turn, move || {
        let kept = hash
            .as_deref()
            .and_then(|hash| PasswordHash::new(hash).ok());
        let known = kept.is_some();
        let Some(against) = kept.or_else(|| PasswordHash::new(NOBODY).ok()) else {
            return false;
        };
        // The parameters are those in the string, not those of the default.
        let matches = Argon2::default().verify_password(password.as_bytes(), &against);
        matches.is_ok() && known
    });
    Ok(right.await.unwrap_or(false))
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(19 * 1024, 2, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Does the work once it is its turn.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HashError> {
    let turn = TURNS
        .acquire()
        .await
        .map_err(|error| HashError(error.to_string()))?;
    on_thread(turn, work).await
}

/// Does the work on a thread for blocking work. The turn lasts as long as the work, also if nobody waits for the answer
/// any more.
async fn on_thread<T: Send + 'static>(
    turn: SemaphorePermit<'static>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HashError> {
    spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
    .map_err(|error| HashError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn check_one(password: String, hash: Option<String>) -> bool {
        verify(password, hash, || Ok(())).await == Ok(true)
    }

    #[test]
    fn common_passwords_are_known() {
        for password in [
            "password",
            "PassWord",
            "12345678",
            "qwertyuiop",
            "iloveyou",
            "TRUSTNO1",
        ] {
            assert!(is_common(password), "{password}");
        }
        for password in [
            "",
            "\n",
            "correct horse battery staple",
            "密码密码密码密码",
            "parlour-7-lamp",
        ] {
            assert!(!is_common(password), "{password}");
        }
    }

    #[test]
    fn the_list_can_be_searched() {
        assert_eq!(COMMON.len(), 10_000);
        assert!(COMMON.is_sorted_by(|a, b| a < b));
        for password in COMMON.iter() {
            assert!(password.chars().count() >= 8, "{password}");
            assert_eq!(*password, password.to_lowercase());
            assert_eq!(*password, password.trim());
        }
    }

    #[tokio::test]
    async fn a_password_is_checked() {
        let kept = hash("correct horse").await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert_ne!(kept, hash("correct horse").await.unwrap());
        assert!(check_one("correct horse".into(), Some(kept.clone())).await);
        assert!(!check_one("Correct horse".into(), Some(kept.clone())).await);
        assert!(!check_one(String::new(), Some(kept)).await);
        assert!(!check_one("correct horse".into(), None).await);
        assert!(!check_one("correct horse".into(), Some(String::new())).await);
        assert!(!check_one("correct horse".into(), Some("correct horse".into())).await);
    }

    #[test]
    fn nobody_costs_what_everybody_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let somebody = argon2().unwrap().hash_password(b"correct horse").unwrap();
        assert_eq!(nobody.algorithm, somebody.algorithm);
        assert_eq!(nobody.version, somebody.version);
        assert_eq!(nobody.params, somebody.params);
        let length = |hash: &PasswordHash| hash.hash.map(|output| output.len());
        assert_eq!(length(&nobody), length(&somebody));
    }

    #[tokio::test]
    async fn many_at_once_all_get_their_turn() {
        let waiting: Vec<_> = (0..6)
            .map(|_| tokio::spawn(check_one("a".into(), None)))
            .collect();
        // Giving up must not lose a turn.
        tokio::spawn(hash("b")).abort();
        for answer in waiting {
            assert!(!answer.await.unwrap());
        }
    }
}
