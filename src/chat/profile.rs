//! What an account says of its owner: their name, the language that they read, the address that they sign in with.

use super::{
    Chat, Device, Error, Result,
    people::{require_admin, require_admin_over},
};
use crate::{
    domain::{
        Deed, Language, PersonId, Problem,
        input::{Email, PersonName},
    },
    store,
};

/// What is to be different about an account; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProfileChange<'a> {
    /// Another name.
    pub name: Option<&'a str>,
    /// Another language: a code, or empty to follow the browser.
    pub language: Option<&'a str>,
    /// Another address.
    pub email: Option<&'a str>,
}

/// By what somebody shows that it is really they who ask, and from where.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// Their password.
    pub password: &'a str,
    /// Where they are.
    pub device: &'a Device,
}

/// It holds a password.
impl std::fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof(…)")
    }
}

impl Chat {
    /// Changes somebody's own name, and language: a code, or empty to follow the browser.
    ///
    /// # Errors
    ///
    /// As [`change_profile`](Self::change_profile).
    pub async fn describe_me(&self, who: PersonId, name: &str, language: &str) -> Result<()> {
        let change = ProfileChange {
            name: Some(name),
            language: Some(language),
            email: None,
        };
        self.change_profile(who, who, change, None).await
    }

    /// Changes what an account says of its owner, all of it or nothing. Name and language are its owner's alone. The address
    /// they change by their password, and an admin changes that of others, which is recorded. Sessions and keys stay, since
    /// the person is the same; links to another password that went to the old address end.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for what is somebody else's; [`Problem::PasswordWrong`], slowed like a sign-in;
    /// [`Problem::EmailTaken`], which only who has an account is ever told; [`Problem::EmailInvalid`],
    /// [`Problem::NameInvalid`]; [`Problem::Malformed`] for a language that there is not.
    pub async fn change_profile(
        &self,
        who: PersonId,
        person: PersonId,
        change: ProfileChange<'_>,
        proof: Option<Proof<'_>>,
    ) -> Result<()> {
        let mine = who == person;
        if !mine && (change.name.is_some() || change.language.is_some()) {
            return Err(Problem::Forbidden.into());
        }
        let name = change.name.map(PersonName::new).transpose()?;
        let language = change.language.map(language).transpose()?;
        let email = change.email.map(Email::new).transpose()?;
        if let Some(email) = &email {
            self.may_change_address(who, person, email, proof).await?;
        }
        let now = self.clock.now();
        let moved = self.write(move |db| {
            Box::pin(async move {
                let account = store::people::by_id(db, person).await?;
                let account = account.ok_or(Problem::NotFound)?;
                if name.is_some() || language.is_some() {
                    let name = match name {
                        Some(name) => name,
                        None => PersonName::new(&account.name)?,
                    };
                    let language = language.unwrap_or(account.language);
                    store::people::describe(db, person, &name, language, now).await?;
                }
                let Some(email) = email.filter(|email| email.as_str() != account.email) else {
                    return Ok(false);
                };
                if !mine {
                    require_admin_over(db, who, person).await?;
                    let deed = Deed::AddressChanged;
                    // Without the addresses: an account that is deleted takes them with it.
                    store::audit::insert(db, Some(who), deed, Some(person), "", now).await?;
                }
                store::people::set_email(db, person, &email, now)
                    .await
                    .map_err(taken)?;
                Ok(true)
            })
        });
        if moved.await? {
            self.resets.end(person);
        }
        Ok(())
    }

    /// Whether somebody may give an account this address. The one that it has, they may: programs send back whole documents.
    async fn may_change_address(
        &self,
        who: PersonId,
        person: PersonId,
        email: &Email,
        proof: Option<Proof<'_>>,
    ) -> Result<()> {
        let account = {
            let mut db = self.store.read().await?;
            if who != person {
                return require_admin(&mut db, who).await;
            }
            store::people::by_id(&mut db, person).await?
        };
        let account = account.ok_or(Problem::SignedOut)?;
        if account.email == email.as_str() {
            return Ok(());
        }
        let proof = proof.ok_or(Problem::PasswordWrong)?;
        self.prove(&account, proof).await
    }
}

/// Somebody else has the address.
pub(super) fn taken(error: sqlx::Error) -> Error {
    if store::broke_unique(&error, "people.email") {
        Problem::EmailTaken.into()
    } else {
        error.into()
    }
}

/// The language that a code names; none for an empty one.
fn language(code: &str) -> Result<Option<Language>, Problem> {
    match code {
        "" => Ok(None),
        code => Language::from_code(code)
            .map(Some)
            .ok_or_else(|| Problem::Malformed("language".to_owned())),
    }
}
