//! Accounts: how people come to have one, and how one is closed.

use super::{
    Chat, Device, Result, SignedIn, may, password,
    profile::taken,
    token::{self, Token},
};
use crate::{
    domain::{
        Deed, PersonId, Problem, Role, RoomId, RoomKind, RoomRole, Timestamp,
        input::{Email, NewPassword, PersonName, RoomName, Topic},
        permission::Action,
    },
    store::{self, Db, people::Account},
};

/// The open room that every server begins with.
const LOBBY: &str = "lobby";

/// What stands in place of the hash of a password that there is not: no password fits.
const NO_PASSWORD: &str = "-";

/// Somebody who is about to have an account, checked.
struct Newcomer {
    name: PersonName,
    email: Email,
}

impl Newcomer {
    fn check(name: &str, email: &str) -> Result<Self> {
        let email = Email::new(email)?;
        let name = if name.is_empty() {
            PersonName::from_email(&email)
        } else {
            PersonName::new(name)?
        };
        Ok(Self { name, email })
    }

    fn with_password(name: &str, email: &str, password: &str) -> Result<(Self, NewPassword)> {
        Ok((Self::check(name, email)?, password::check(password)?))
    }
}

impl Chat {
    /// Whether the first account is still to be made.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn is_fresh(&self) -> Result<bool> {
        Ok(store::people::none(&mut *self.store.read().await?).await?)
    }

    /// Draws the secret for the link that makes the first account; earlier ones end. `None` where there are accounts.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn draw_setup_token(&self) -> Result<Option<Token>> {
        let token = Token::draw();
        let hash = token.hash();
        self.write(move |db| {
            Box::pin(async move {
                if !store::people::none(db).await? {
                    return Ok(None);
                }
                store::server::set_setup_token(db, Some(&hash)).await?;
                Ok(Some(token))
            })
        })
        .await
    }

    /// Makes the first account, an admin's, and the lobby with it, by the secret that the server printed.
    ///
    /// # Errors
    ///
    /// [`Problem::SetupInvalid`] for another secret, or where there are accounts; what is wrong with the rest.
    pub async fn set_up(
        &self,
        secret: &str,
        name: &str,
        email: &str,
        password: &str,
        device: Device,
    ) -> Result<SignedIn> {
        self.first_account(Some(secret), name, email, password, device)
            .await
    }

    /// The same without the secret: whoever comes first. For open mode.
    ///
    /// # Errors
    ///
    /// As [`set_up`](Self::set_up).
    pub async fn set_up_unasked(
        &self,
        name: &str,
        email: &str,
        password: &str,
        device: Device,
    ) -> Result<SignedIn> {
        self.first_account(None, name, email, password, device)
            .await
    }

    async fn first_account(
        &self,
        secret: Option<&str>,
        name: &str,
        email: &str,
        password: &str,
        device: Device,
    ) -> Result<SignedIn> {
        let presented = secret.map(token::hash);
        // Before the slow part, so that only who has the secret can make the server work.
        {
            let mut db = self.store.read().await?;
            check_setup(&mut db, presented).await?;
        }
        let (newcomer, password) = Newcomer::with_password(name, email, password)?;
        let hash = password::hash(password.as_str()).await?;
        let now = self.clock.now();
        let person = self
            .write(move |db| {
                Box::pin(async move {
                    check_setup(db, presented).await?;
                    let person = insert(db, &newcomer, &hash, Role::Admin, now).await?;
                    store::server::set_setup_token(db, None).await?;
                    Ok(person)
                })
            })
            .await?;
        self.begin_session(person, None, device).await
    }

    /// Makes an account by an invite's secret, or without one where sign-up is open.
    ///
    /// # Errors
    ///
    /// [`Problem::InviteInvalid`], [`Problem::SignUpClosed`], [`Problem::EmailTaken`]; what is wrong with the rest.
    pub async fn sign_up(
        &self,
        invite: &str,
        name: &str,
        email: &str,
        password: &str,
        device: Device,
    ) -> Result<SignedIn> {
        let now = self.clock.now();
        let invite = (!invite.is_empty()).then(|| token::hash(invite));
        match invite {
            Some(invite) => {
                let inviter =
                    store::invites::inviter(&mut *self.store.read().await?, &invite, now).await?;
                inviter.ok_or(Problem::InviteInvalid)?;
            }
            None if !self.sign_up_is_open() => return Err(Problem::SignUpClosed.into()),
            None => {
                // Each attempt costs a slow hash, so it is budgeted like a failed sign-in.
                self.throttle.check("", device.address, true, now)?;
                self.throttle.failed("", device.address, now);
            }
        }
        if self.is_fresh().await? {
            // The first account is the admin's, by the link that the server printed.
            return Err(Problem::SignUpClosed.into());
        }
        let (newcomer, password) = Newcomer::with_password(name, email, password)?;
        let hash = password::hash(password.as_str()).await?;
        let person = self
            .write(move |db| {
                Box::pin(async move {
                    let Some(invite) = invite else {
                        return insert(db, &newcomer, &hash, Role::Member, now).await;
                    };
                    let spent = store::invites::spend(db, &invite, now).await?;
                    let spent = spent.ok_or(Problem::InviteInvalid)?;
                    let person = insert(db, &newcomer, &hash, spent.role, now).await?;
                    if let Some(room) = spent.room
                        && may(db, room, spent.by, Action::Invite).await?
                    {
                        store::memberships::join(db, room, person, RoomRole::Member, now).await?;
                    }
                    Ok(person)
                })
            })
            .await?;
        self.begin_session(person, None, device).await
    }

    /// Makes an account without anybody's invitation, for the command line and for admins. The first is an admin's.
    ///
    /// # Errors
    ///
    /// [`Problem::EmailTaken`]; what is wrong with the rest.
    pub async fn add_person(
        &self,
        name: &str,
        email: &str,
        password: &str,
        role: Role,
    ) -> Result<PersonId> {
        self.make_account(None, name, email, password, role).await
    }

    /// Makes an account for a program, for the command line. It has no password: it asks by API keys.
    ///
    /// # Errors
    ///
    /// [`Problem::EmailTaken`]; [`Problem::Malformed`] where nobody has an account yet; what is wrong with the rest.
    pub async fn add_bot(&self, name: &str, email: &str) -> Result<PersonId> {
        self.make_bot(None, name, email).await
    }

    /// Makes an account for a program, for an admin.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; otherwise as [`add_bot`](Self::add_bot).
    pub async fn create_bot(&self, who: PersonId, name: &str, email: &str) -> Result<PersonId> {
        self.make_bot(Some(who), name, email).await
    }

    async fn make_bot(&self, by: Option<PersonId>, name: &str, email: &str) -> Result<PersonId> {
        let newcomer = Newcomer::check(name, email)?;
        let (now, role) = (self.clock.now(), Role::Bot);
        self.write(move |db| {
            Box::pin(async move {
                if let Some(who) = by {
                    require_admin(db, who).await?;
                }
                if store::people::none(db).await? {
                    let why = "The first account is a person's.".to_owned();
                    return Err(Problem::Malformed(why).into());
                }
                let bot = insert(db, &newcomer, NO_PASSWORD, role, now).await?;
                let deed = Deed::AccountMade;
                store::audit::insert(db, by, deed, Some(bot), role.code(), now).await?;
                Ok(bot)
            })
        })
        .await
    }

    /// Makes an account for somebody else.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; otherwise as [`add_person`](Self::add_person).
    pub async fn create_account(
        &self,
        who: PersonId,
        name: &str,
        email: &str,
        password: &str,
        role: Role,
    ) -> Result<PersonId> {
        // Before the slow part. Whoever was an admin when they asked may have it done.
        require_admin(&mut *self.store.read().await?, who).await?;
        self.make_account(Some(who), name, email, password, role)
            .await
    }

    async fn make_account(
        &self,
        by: Option<PersonId>,
        name: &str,
        email: &str,
        password: &str,
        role: Role,
    ) -> Result<PersonId> {
        let (newcomer, password) = Newcomer::with_password(name, email, password)?;
        let hash = password::hash(password.as_str()).await?;
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let role = if store::people::none(db).await? {
                    Role::Admin
                } else {
                    role
                };
                let person = insert(db, &newcomer, &hash, role, now).await?;
                store::server::set_setup_token(db, None).await?;
                store::audit::insert(db, by, Deed::AccountMade, Some(person), role.code(), now)
                    .await?;
                Ok(person)
            })
        })
        .await
    }

    /// An account by its address.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::EmailInvalid`].
    pub async fn account(&self, email: &str) -> Result<Account> {
        let email = Email::new(email)?;
        let found = store::people::by_email(&mut *self.store.read().await?, &email).await?;
        Ok(found.ok_or(Problem::NotFound)?)
    }

    /// An account by its id.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`].
    pub async fn account_by_id(&self, id: PersonId) -> Result<Account> {
        let found = store::people::by_id(&mut *self.store.read().await?, id).await?;
        Ok(found.ok_or(Problem::NotFound)?)
    }

    /// Everybody's account, for the command line.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        Ok(store::people::all(&mut *self.store.read().await?).await?)
    }

    /// Makes somebody an admin, a member or a guest.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, for one's own role, so that an admin is left, and where a bot would
    /// become a person or a person a bot; [`Problem::NotFound`].
    pub async fn set_role(&self, who: PersonId, person: PersonId, role: Role) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let account = require_admin_over(db, who, person).await?;
                if (account.role == Role::Bot) != (role == Role::Bot) {
                    return Err(Problem::Forbidden.into());
                }
                if account.role == role {
                    return Ok(());
                }
                store::people::set_role(db, person, role, now).await?;
                let deed = match role {
                    Role::Admin => Deed::MadeAdmin,
                    Role::Guest => Deed::MadeGuest,
                    Role::Member | Role::Bot => Deed::MadeMember,
                };
                Ok(store::audit::insert(db, Some(who), deed, Some(person), "", now).await?)
            })
        })
        .await
    }

    /// Bans somebody, which ends all their sessions and keys, or lets them in again.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, and for banning oneself; [`Problem::NotFound`].
    pub async fn ban(&self, who: PersonId, person: PersonId, banned: bool) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let account = require_admin_over(db, who, person).await?;
                if account.active != banned {
                    return Ok(());
                }
                store::people::set_active(db, person, !banned, now).await?;
                let deed = if banned {
                    store::sessions::end_all(db, person).await?;
                    Deed::Banned
                } else {
                    Deed::Unbanned
                };
                Ok(store::audit::insert(db, Some(who), deed, Some(person), "", now).await?)
            })
        })
        .await
    }
}

/// Whether somebody is an admin.
pub(super) async fn require_admin(db: &mut Db, who: PersonId) -> Result<()> {
    match store::people::by_id(db, who).await? {
        Some(account) if account.active && account.role == Role::Admin => Ok(()),
        _ => Err(Problem::Forbidden.into()),
    }
}

/// Whether the first account may be made by who presents this; `None` asks for no secret.
async fn check_setup(db: &mut Db, presented: Option<[u8; 32]>) -> Result<()> {
    let fresh = store::people::none(db).await?;
    let right = match presented {
        Some(presented) => store::server::setup_token(db)
            .await?
            .is_some_and(|expected| expected == presented),
        None => true,
    };
    if fresh && right {
        Ok(())
    } else {
        Err(Problem::SetupInvalid.into())
    }
}

/// Makes an account whose owner finds themselves in the lobby, unless they are a guest; the first one makes the lobby, too.
async fn insert(
    db: &mut Db,
    newcomer: &Newcomer,
    hash: &str,
    role: Role,
    now: Timestamp,
) -> Result<PersonId> {
    let first = store::people::none(db).await?;
    let person = store::people::insert(db, &newcomer.email, &newcomer.name, hash, role, now)
        .await
        .map_err(taken)?;
    let (lobby, role) = if first {
        (Some(make_lobby(db, now).await?), RoomRole::Owner)
    } else if role == Role::Guest {
        (None, RoomRole::Member)
    } else {
        (store::rooms::lobby(db).await?, RoomRole::Member)
    };
    if let Some(lobby) = lobby {
        store::memberships::join(db, lobby, person, role, now).await?;
    }
    Ok(person)
}

async fn make_lobby(db: &mut Db, now: Timestamp) -> Result<RoomId> {
    Ok(store::rooms::insert(
        db,
        RoomKind::Open,
        &RoomName::new(LOBBY)?,
        &Topic::new("")?,
        now,
    )
    .await?)
}

/// Lets an admin decide about somebody else, who must have an account; gives it.
pub(super) async fn require_admin_over(
    db: &mut Db,
    who: PersonId,
    person: PersonId,
) -> Result<Account> {
    require_admin(db, who).await?;
    if who == person {
        return Err(Problem::Forbidden.into());
    }
    let account = store::people::by_id(db, person).await?;
    Ok(account.ok_or(Problem::NotFound)?)
}
