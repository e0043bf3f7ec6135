//! `/admin/people`: who is here, and how more come.

use axum::{
    Extension, Form,
    extract::{
        Path, Query,
        rejection::{FormRejection, QueryRejection},
    },
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Admin, Page, Pages, bots, refusal};
use crate::{
    app::components::{date, invite_terms::InviteTerms},
    chat::Terms,
    domain::{
        Invite, InviteId, Problem, Role, RoomId,
        input::{EMAIL_LIMIT, Email},
        time::DAY,
    },
    server::mail::Invitation,
    store::people::Listed,
};

/// The page's address.
pub(super) const HERE: &str = "/admin/people";
/// How many people stand on one page.
const PAGE: i64 = 50;
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    page: Option<i64>,
}

/// `GET /admin/people?q=…&page=…`.
pub(super) async fn page(
    Extension(admin): Extension<Admin>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    match asked {
        Ok(Query(asked)) => show(&admin, asked, None).await,
        Err(_) => admin.failed(&Problem::Malformed("page".to_owned())),
    }
}

#[derive(Deserialize)]
pub(super) struct NewInvite {
    days: i64,
    uses: i64,
    /// Whom it is mailed to; empty for nobody.
    #[serde(default)]
    to: String,
    /// As what people come by it; empty is as members.
    #[serde(default)]
    role: String,
    /// The room that they come into; empty leaves it to their role.
    #[serde(default)]
    room: String,
}

/// A link that was just made.
struct Made {
    link: String,
    /// Where it went by mail.
    to: Option<Email>,
}

/// `POST /admin/people/invites`: a link, shown this once, and mailed where that is asked for.
pub(super) async fn invite(
    Extension(admin): Extension<Admin>,
    form: Result<Form<NewInvite>, FormRejection>,
) -> Response {
    let made = match form {
        Ok(Form(asked)) => make(&admin, asked).await,
        Err(_) => Err(Problem::Malformed("invite".to_owned())),
    };
    show(&admin, Asked::default(), Some(made)).await
}

async fn make(admin: &Admin, asked: NewInvite) -> Result<Made, Problem> {
    let NewInvite {
        days,
        uses,
        to,
        role,
        room,
    } = asked;
    let missing = |name: &str| Problem::Malformed(name.to_owned());
    let role = match &*role {
        "" => Role::Member,
        code => Role::from_code(code).ok_or_else(|| missing("role"))?,
    };
    let room = (!room.is_empty()).then(|| room.parse().map(RoomId));
    let terms = Terms {
        days,
        uses,
        role,
        room: room.transpose().map_err(|_| missing("room"))?,
    };
    let to = (!to.is_empty()).then(|| Email::new(&to)).transpose()?;
    let Admin { app, visit, .. } = admin;
    let made = app.chat.invite(admin.id, terms).await;
    let token = made.map_err(crate::chat::Error::problem)?;
    let to = to.filter(|_| app.mail.way().is_some());
    if let Some(to) = &to {
        let by = app.chat.account_by_id(admin.id).await;
        let by = by.map_err(crate::chat::Error::problem)?.name;
        let invitation = Invitation {
            to,
            by: &by,
            days,
            token: &token,
            until: app.chat.clock().now().plus(days * DAY),
            language: visit.language,
        };
        app.mail.invite(&app.chat, &invitation);
    }
    let link = format!("{}/join/{token}", visit.origin);
    Ok(Made { link, to })
}

/// `POST /admin/people/invites/{id}`: ends a link.
pub(super) async fn revoke(Extension(admin): Extension<Admin>, Path(id): Path<String>) -> Response {
    let id = id.parse().map_or(InviteId(0), InviteId);
    match admin.app.chat.revoke_invite(admin.id, id).await {
        Ok(()) => Redirect::to(HERE).into_response(),
        Err(error) => show(&admin, Asked::default(), Some(Err(error.problem()))).await,
    }
}

/// The page, with the link that was just made or why none was.
async fn show(admin: &Admin, asked: Asked, made: Option<Result<Made, Problem>>) -> Response {
    let chat = &admin.app.chat;
    let page = asked.page.unwrap_or(1).max(1);
    let found = async {
        let invites = chat.invites(admin.id).await?;
        let rooms = chat.rooms_to_invite_into(admin.id).await?;
        let people = chat.people(admin.id, &asked.q, PAGE, page).await?;
        Ok::<_, crate::chat::Error>((invites, rooms, people))
    };
    let (invites, rooms, people) = match found.await {
        Ok(found) => found,
        Err(error) => return admin.failed(&error.problem()),
    };
    let (words, house) = (admin.words(), admin.house().people());
    let mut answer = Page::new(words.people, HERE);
    if let Some(Err(problem)) = &made {
        answer = answer.refused(problem);
    }
    let mailed = admin.app.mail.way().is_some();
    answer.show(admin, || {
        let pages = Pages { page, pages: (people.total + PAGE - 1) / PAGE };
        let href = |page| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("q", &asked.q).append_pair("page", &format!("{page}"));
            format!("{HERE}?{}", query.finish())
        };
        let searched = asked.q.clone();
        let found = (words.found)(people.total);
        let rows = people.list.iter().map(|person| row(admin, person)).collect_view();
        view! {
            <form class="form inline" role="search">
                <label class="field grow">
                    {words.search}
                    <input type="search" name="q" value=searched/>
                </label>
                <button class="button">{words.find}</button>
                <a class="button" href="/admin/collections/users/new">{words.new_account}</a>
                <a class="button" href=bots::HERE>{words.new_bot}</a>
            </form>
            <p class="hint">{found}</p>
            <ul class="rows">{rows}</ul>
            {pages.show(admin, href)}
            <section>
                <h2>{house.invites}</h2>
                <p class="hint">{house.invites_lead}</p>
                {refusal(made.as_ref().and_then(|made| made.as_ref().err()).map(|problem| admin.house().problem(problem)))}
                {made.and_then(Result::ok).map(|made| (
                    taken(house.made, house.made_hint, made.link),
                    made.to.map(|to| view! { <p class="done" role="status">{(words.invite_sent)(to.as_str())}</p> }),
                ))}
                <form class="form inline" method="post" action="/admin/people/invites">
                    <InviteTerms words=house/>
                    <label class="field">
                        {words.come_as}
                        <select name="role">
                            <option value="member">{words.member}</option>
                            <option value="guest">{house.guest}</option>
                        </select>
                    </label>
                    <label class="field">
                        {words.come_into}
                        <select name="room">
                            <option value="">"–"</option>
                            {rooms.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
                        </select>
                    </label>
                    {mailed.then(|| view! {
                        <label class="field grow">
                            {words.invite_to}
                            <input type="email" name="to" maxlength=EMAIL_LIMIT.to_string() aria-describedby="to-hint"/>
                        </label>
                    })}
                    <button class="button primary">{house.make}</button>
                </form>
                <p class="hint">{words.make_guest_hint}</p>
                {mailed.then(|| view! { <p class="hint" id="to-hint">{words.invite_to_hint}</p> })}
                {standing(admin, invites)}
            </section>
        }
    })
}

/// A secret link, to be taken along: it is not to be had again.
pub(super) fn taken(title: &'static str, hint: &'static str, link: String) -> impl IntoView {
    view! {
        <div class="made" role="status">
            <p><strong>{title}</strong> " " {hint}</p>
            <input readonly class="link" value=link aria-label=title/>
        </div>
    }
}

fn row(admin: &Admin, person: &Listed) -> impl IntoView + use<> {
    let (words, house) = (admin.words(), admin.house().people());
    let Listed {
        id, name, email, ..
    } = person.clone();
    let tags = [
        (person.role == Role::Admin).then_some(house.admin),
        (person.role == Role::Guest).then_some(house.guest),
        (person.role == Role::Bot).then_some(words.bot),
        (!person.active).then_some(house.banned),
        (id == admin.id).then_some(words.you),
    ];
    let tags = tags
        .into_iter()
        .flatten()
        .map(|tag| view! { <span class="tag">{tag}</span> })
        .collect_view();
    view! {
        <li class="row">
            <div class="row-text">
                <a href=format!("{HERE}/{id}")>{name}</a>
                {tags}
                <p>{email}</p>
            </div>
        </li>
    }
}

/// The links that work.
fn standing(admin: &Admin, invites: Vec<Invite>) -> impl IntoView + use<> {
    let house = admin.house().people();
    let locale = admin.locale();
    let none = invites
        .is_empty()
        .then(|| view! { <p class="hint">{house.none}</p> });
    let rows = invites.into_iter().map(|invite| {
        let until = (house.until)(&date::day(invite.expires_at, locale));
        view! {
            <li class="row">
                <div class="row-text">
                    {(house.by)(&invite.by)} <p>{(house.used)(invite.used, invite.uses)} " · " {until}</p>
                </div>
                <form method="post" action=format!("/admin/people/invites/{}", invite.id)>
                    <button class="button danger">{house.revoke}</button>
                </form>
            </li>
        }
    });
    view! {
        <h3>{house.standing}</h3>
        {none}
        <ul class="rows">{rows.collect_view()}</ul>
    }
}
