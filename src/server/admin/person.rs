//! `/admin/people/{id}`: one person, and what can be decided about them.

use axum::{
    Extension, Form,
    extract::{Path, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{Admin, Page, keys, moment, people, refusal};
use crate::{
    chat::{self, Chat},
    domain::{ApiKey, PersonId, Problem, Role, Session, SessionId},
    store::people::Account,
};

/// What came of a deed, to be shown on the page.
#[derive(Default)]
struct Outcome {
    /// Why it was refused.
    refused: Option<Problem>,
    /// What is shown this once.
    secret: Option<Secret>,
    /// What was typed as a key's name.
    key_name: String,
}

/// What a deed makes that is not to be had again.
enum Secret {
    /// The link to another password.
    Reset(String),
    /// An API key.
    Key(String),
}

/// `GET /admin/people/{id}`.
pub(super) async fn page(Extension(admin): Extension<Admin>, Path(id): Path<String>) -> Response {
    show(&admin, person(&id), Outcome::default()).await
}

/// What is no number is nobody's.
fn person(id: &str) -> PersonId {
    id.parse().map_or(PersonId(0), PersonId)
}

/// `POST /admin/people/{id}/{deed}`: what the page's buttons do.
pub(super) async fn act(
    Extension(admin): Extension<Admin>,
    Path((id, deed)): Path<(String, String)>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let person = person(&id);
    let Ok(Form(fields)) = form else {
        return admin.failed(&Problem::Malformed("form".to_owned()));
    };
    match carry_out(&admin, person, &deed, &fields).await {
        Ok(None) if deed == "delete" => Redirect::to(people::HERE).into_response(),
        Ok(None) => Redirect::to(&format!("{}/{person}", people::HERE)).into_response(),
        Ok(secret) => {
            let outcome = Outcome {
                secret,
                ..Outcome::default()
            };
            show(&admin, person, outcome).await
        }
        Err(error) => {
            let outcome = Outcome {
                refused: Some(error.problem()),
                key_name: field(&fields, "name").unwrap_or_default().to_owned(),
                ..Outcome::default()
            };
            show(&admin, person, outcome).await
        }
    }
}

/// The first value of a name.
fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    let found = fields.iter().find(|(found, _)| found == name);
    found.map(|(_, value)| value.as_str())
}

/// Does it, and gives the secret that came of it.
async fn carry_out(
    admin: &Admin,
    person: PersonId,
    deed: &str,
    fields: &[(String, String)],
) -> chat::Result<Option<Secret>> {
    let field = |name: &str| field(fields, name);
    let session = |name: &str| {
        let id = field(name).and_then(|id| id.parse().ok());
        id.map(SessionId)
            .ok_or_else(|| Problem::Malformed(name.to_owned()))
    };
    let (chat, me): (&Chat, PersonId) = (&admin.app.chat, admin.id);
    let missing = |name: &str| Problem::Malformed(name.to_owned());
    match deed {
        "role" => {
            let role = field("role").and_then(Role::from_code);
            chat.set_role(me, person, role.ok_or_else(|| missing("role"))?)
                .await?;
        }
        "ban" => chat.ban(me, person, true).await?,
        "unban" => chat.ban(me, person, false).await?,
        "voice" => chat.let_speak(me, person, true).await?,
        "end-voice" => chat.let_speak(me, person, false).await?,
        "unlock" => {
            let email = chat.account_by_id(person).await?.email;
            chat.unlock(me, &email).await?;
        }
        "end-session" => {
            chat.end_session_of(me, person, session("session")?).await?;
        }
        "key" => {
            let name = field("name").unwrap_or_default();
            let key = chat.create_key_for(me, person, name).await?;
            return Ok(Some(Secret::Key(key.reveal().to_owned())));
        }
        "end-key" => chat.end_key_of(me, person, session("key")?).await?,
        "reset" => {
            let email = chat.account_by_id(person).await?.email;
            let token = chat.draw_reset(me, &email).await?;
            let link = format!("{}/reset/{}", admin.visit.origin, token.reveal());
            return Ok(Some(Secret::Reset(link)));
        }
        "delete" if field("sure") == Some("true") => chat.delete_account(me, person).await?,
        "delete" => return Err(missing("sure").into()),
        _ => return Err(Problem::NotFound.into()),
    }
    Ok(None)
}

/// What there is to show of somebody.
struct Known {
    account: Account,
    sessions: Vec<Session>,
    keys: Vec<ApiKey>,
}

async fn show(admin: &Admin, person: PersonId, outcome: Outcome) -> Response {
    let chat = &admin.app.chat;
    let found = async {
        Ok::<_, chat::Error>(Known {
            account: chat.account_by_id(person).await?,
            sessions: chat.sessions_of(admin.id, person).await?,
            keys: chat.keys_of(admin.id, person).await?,
        })
    };
    let Known {
        account,
        sessions,
        keys,
    } = match found.await {
        Ok(found) => found,
        Err(error) => return admin.failed(&error.problem()),
    };
    let mut page = Page::new(account.name.clone(), people::HERE);
    if let Some(problem) = &outcome.refused {
        page = page.refused(problem);
    }
    let words = admin.words();
    let says = outcome
        .refused
        .map(|problem| admin.house().problem(&problem));
    let (link, key) = match outcome.secret {
        Some(Secret::Reset(link)) => (Some(link), None),
        Some(Secret::Key(key)) => (None, Some(key)),
        None => (None, None),
    };
    let mine = person == admin.id;
    page.show(admin, || {
        let decisions = if mine {
            view! { <p class="hint">{words.yourself}</p> }.into_any()
        } else {
            // A bot has no password, and so signs in nowhere.
            let signs_in = account.role != Role::Bot;
            let way_in = signs_in.then(|| {
                (
                    password(admin, &account, link),
                    signed_in(admin, person, sessions),
                )
            });
            view! {
                {rights(admin, &account)}
                {way_in}
                {keys::section(admin, &account, keys, key, outcome.key_name)}
                {deletion(admin, &account)}
            }
            .into_any()
        };
        view! {
            {refusal(says)}
            {card(admin, &account)}
            {decisions}
        }
    })
}

fn card(admin: &Admin, account: &Account) -> impl IntoView + use<> {
    let (words, house) = (admin.words(), admin.house().people());
    let state = match account.role {
        _ if !account.active => house.banned,
        Role::Admin => house.admin,
        Role::Member => words.member,
        Role::Guest => house.guest,
        Role::Bot => words.bot,
    };
    let document = format!("/admin/collections/users/{}", account.id);
    view! {
        <dl class="facts">
            <div><dt>{words.email}</dt><dd>{account.email.clone()}</dd></div>
            <div><dt>{words.state}</dt><dd>{state}</dd></div>
            <div><dt>{words.since}</dt><dd>{moment(account.created_at, admin.locale())}</dd></div>
            <div><dt>{words.document}</dt><dd><a href=document>{format!("#{}", account.id)}</a></dd></div>
        </dl>
    }
}

/// A form of nothing but its button.
fn button(
    account: PersonId,
    deed: &'static str,
    class: &'static str,
    says: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("/admin/people/{account}/{deed}")>
            <button class=class>{says}</button>
        </form>
    }
}

fn rights(admin: &Admin, account: &Account) -> impl IntoView + use<> {
    let (words, house) = (admin.words(), admin.house().people());
    let admins = (Role::Admin, words.make_admin, words.make_admin_hint);
    let members = (Role::Member, words.make_member, words.make_member_hint);
    let guests = (Role::Guest, words.make_guest, words.make_guest_hint);
    let others = match account.role {
        Role::Admin => vec![members],
        Role::Member => vec![admins, guests],
        Role::Guest => vec![members],
        // A program is nobody else.
        Role::Bot => Vec::new(),
    };
    let hints: Vec<&str> = others.iter().map(|(_, _, hint)| *hint).collect();
    let hint = hints.join(" ");
    let voice = (account.role == Role::Bot).then(|| {
        let (deed, says) = if account.speaks_for_others {
            ("end-voice", words.end_voice)
        } else {
            ("voice", words.lend_voice)
        };
        view! {
            <p class="hint">{words.voice_hint}</p>
            <div class="actions">{button(account.id, deed, "button", says)}</div>
        }
    });
    let ban = if account.active {
        button(account.id, "ban", "button danger", house.ban).into_any()
    } else {
        button(account.id, "unban", "button", house.unban).into_any()
    };
    view! {
        <section>
            <h2>{words.rights}</h2>
            <p class="hint">{hint} " " {house.care_hint}</p>
            <div class="actions">
                {others.into_iter().map(|(role, says, _)| view! {
                    <form method="post" action=format!("/admin/people/{}/role", account.id)>
                        <input type="hidden" name="role" value=role.code()/>
                        <button class="button">{says}</button>
                    </form>
                }).collect_view()}
                {ban}
            </div>
            {voice}
        </section>
    }
}

fn password(admin: &Admin, account: &Account, link: Option<String>) -> impl IntoView + use<> {
    let words = admin.words();
    view! {
        <section>
            <h2>{words.password}</h2>
            <p class="hint">{words.reset_hint}</p>
            {link.map(|link| people::taken(words.reset_made, words.reset_made_hint, link))}
            <div class="actions">
                {button(account.id, "reset", "button", words.reset)}
                {button(account.id, "unlock", "button", words.unlock)}
            </div>
        </section>
    }
}

fn signed_in(admin: &Admin, person: PersonId, sessions: Vec<Session>) -> impl IntoView + use<> {
    let words = admin.words();
    let locale = admin.locale();
    let none = sessions
        .is_empty()
        .then(|| view! { <p class="hint">{words.no_sessions}</p> });
    let rows = sessions.into_iter().map(|session| {
        let seen = moment(session.seen_at, locale);
        view! {
            <li class="row">
                <div class="row-text">{session.agent} <p>{session.address} " · " {seen}</p></div>
                <form method="post" action=format!("/admin/people/{person}/end-session")>
                    <input type="hidden" name="session" value=session.id.to_string()/>
                    <button class="button danger">{words.end_session}</button>
                </form>
            </li>
        }
    });
    view! {
        <section>
            <h2>{words.sessions}</h2>
            {none}
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}

fn deletion(admin: &Admin, account: &Account) -> impl IntoView + use<> {
    let words = admin.words();
    view! {
        <section>
            <h2>{words.delete_account}</h2>
            <p class="hint">{words.delete_account_hint}</p>
            <details class="sure">
                <summary class="button danger">{words.delete_account}</summary>
                <form class="sure-body" method="post" action=format!("/admin/people/{}/delete", account.id)>
                    <input type="hidden" name="sure" value="true"/>
                    <p>{(words.delete_account_sure)(&account.name)}</p>
                    <button class="button danger">{words.delete_forever}</button>
                </form>
            </details>
        </section>
    }
}
