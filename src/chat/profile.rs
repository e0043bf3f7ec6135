//! What people say of themselves: their name, and the language that they read.

use super::{Chat, Result};
use crate::{
    domain::{Language, PersonId, Problem, input::PersonName},
    store,
};

/// What is to be different about an account; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProfileChange<'a> {
    /// Another name.
    pub name: Option<&'a str>,
    /// Another language: a code, or empty to follow the browser.
    pub language: Option<&'a str>,
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
        };
        self.change_profile(who, who, change).await
    }

    /// Changes what an account says of its owner, who alone does that.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for somebody else's; [`Problem::NameInvalid`]; [`Problem::Malformed`] for a language that there
    /// is not.
    pub async fn change_profile(
        &self,
        who: PersonId,
        person: PersonId,
        change: ProfileChange<'_>,
    ) -> Result<()> {
        if who != person {
            return Err(Problem::Forbidden.into());
        }
        let name = change.name.map(PersonName::new).transpose()?;
        let language = change.language.map(language).transpose()?;
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let account = store::people::by_id(db, person).await?;
                let account = account.ok_or(Problem::NotFound)?;
                let name = match name {
                    Some(name) => name,
                    None => PersonName::new(&account.name)?,
                };
                let language = language.unwrap_or(account.language);
                Ok(store::people::describe(db, person, &name, language, now).await?)
            })
        })
        .await
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
