//! `GET /admin`: what an owner wants to know, and whether mail works.

use axum::{Extension, response::Response};
use leptos::prelude::*;

use super::{Admin, Page, moment, refusal};
use crate::{
    app::{components::date, words::admin::AdminWords},
    chat::figures::Overview,
    domain::{Timestamp, media::spoken_size, time::MINUTE},
    server::log,
};

/// The plot's size, in its own units: a bar's place, and the height of the highest.
const BAR: i64 = 40;
/// See [`BAR`].
const HEIGHT: i64 = 120;

/// What came of a test mail: to whom it went, or why it didn't.
type Tried = Result<String, String>;

pub(super) async fn page(Extension(admin): Extension<Admin>) -> Response {
    show(&admin, None).await
}

/// `POST /admin/mail`: a test mail to who asks for it.
pub(super) async fn try_mail(Extension(admin): Extension<Admin>) -> Response {
    let app = &admin.app;
    let to = match app.chat.account_by_id(admin.id).await {
        Ok(account) => account.email,
        Err(error) => return admin.failed(&error.problem()),
    };
    let language = admin.visit.language;
    let tried = app.mail.try_out(&app.chat, &to, language).await;
    show(&admin, Some(tried.map(|()| to))).await
}

async fn show(admin: &Admin, tried: Option<Tried>) -> Response {
    let chat = &admin.app.chat;
    let overview = match chat.overview(admin.id, admin.visit.offset).await {
        Ok(overview) => overview,
        Err(error) => return admin.failed(&error.problem()),
    };
    Page::new(admin.words().overview, "/admin").show(admin, || {
        (
            figures(admin, &overview),
            days(admin, &overview),
            storage(admin, &overview),
            program(admin, &overview),
            mail(admin, tried),
            troubles(admin),
        )
    })
}

/// A number with its name, and what else there is to it.
fn figure(name: &'static str, number: i64, more: String) -> impl IntoView {
    let number = number.to_string();
    let more = (!more.is_empty()).then(|| view! { <dd class="hint">{more}</dd> });
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd class="number">{number}</dd>
            {more}
        </div>
    }
}

fn figures(admin: &Admin, overview: &Overview) -> impl IntoView + use<> {
    let (words, of) = (admin.words(), overview.figures);
    let streams = admin.app.live.streams();
    view! {
        <dl class="figures">
            {figure(words.people, of.people, (words.people_more)(of.admins, of.banned))}
            {figure(words.signed_in, of.signed_in, (words.streams)(streams))}
            {figure(
                words.rooms,
                of.open_rooms + of.closed_rooms,
                (words.rooms_more)(of.open_rooms, of.closed_rooms, of.direct_rooms),
            )}
            {figure(words.messages, of.messages, String::new())}
        </dl>
    }
}

/// Messages by day: a plot, and the same as a table.
fn days(admin: &Admin, overview: &Overview) -> impl IntoView + use<> {
    let words = admin.words();
    let most = overview
        .days
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    let said: i64 = overview.days.iter().map(|(_, count)| count).sum();
    let name = |day: i64| {
        let at = Timestamp::of_day(day, admin.visit.offset);
        date::day(at, admin.locale())
    };
    let width = BAR * i64::try_from(overview.days.len()).unwrap_or(1);
    let bars = (0..).zip(&overview.days).map(|(place, (day, count))| {
        // What is there is to be seen, however little it is beside the most.
        let height = if *count == 0 { 0 } else { (count * HEIGHT / most.max(1)).max(2) };
        let title = format!("{}: {count}", name(*day));
        view! {
            <rect x=(place * BAR + 6).to_string() y=(HEIGHT - height).to_string() width=(BAR - 12).to_string() height=height.to_string() rx="3">
                <title>{title}</title>
            </rect>
        }
    });
    let rows = overview.days.iter().rev().map(|(day, count)| {
        view! { <tr><th scope="row">{name(*day)}</th><td>{count.to_string()}</td></tr> }
    });
    view! {
        <section>
            <h2>{words.by_day}</h2>
            <svg class="plot" viewBox=format!("0 0 {width} {HEIGHT}") role="img" aria-label=(words.by_day_says)(said, most)>
                {bars.collect_view()}
            </svg>
            <details class="fold">
                <summary>{words.as_table}</summary>
                <table class="table">
                    <thead><tr><th scope="col">{words.day}</th><th scope="col">{words.messages}</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        </section>
    }
}

/// A list of names and what is to be said of them.
fn facts(facts: impl IntoIterator<Item = (&'static str, String)>) -> impl IntoView {
    let rows = facts
        .into_iter()
        .map(|(name, says)| view! { <div><dt>{name}</dt><dd>{says}</dd></div> });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}

fn storage(admin: &Admin, overview: &Overview) -> impl IntoView + use<> {
    let (words, storage, of) = (admin.words(), overview.storage, overview.figures);
    view! {
        <section>
            <h2>{words.storage}</h2>
            {facts([
                (words.database, spoken_size(storage.database)),
                (words.database_log, spoken_size(storage.log)),
                (words.media, (words.media_more)(of.uploads, &spoken_size(storage.media))),
            ])}
        </section>
    }
}

fn program(admin: &Admin, overview: &Overview) -> impl IntoView + use<> {
    let words = admin.words();
    let minutes = (admin.app.chat.clock().now().0 - admin.begun.0).max(0) / MINUTE;
    let backup = overview
        .last_backup
        .map_or_else(|| words.never.to_owned(), |at| moment(at, admin.locale()));
    let failed = overview
        .backup_failure
        .as_ref()
        .map(|failure| (words.backup_failed)(&moment(failure.at, admin.locale()), &failure.why));
    view! {
        <section>
            <h2>{words.program}</h2>
            {facts([
                (words.version, env!("CARGO_PKG_VERSION").to_owned()),
                (words.uptime, uptime(words, minutes)),
                (words.backup, backup),
            ])}
            {refusal(failed)}
        </section>
    }
}

fn uptime(words: &AdminWords, minutes: i64) -> String {
    let (days, hours) = (minutes / (24 * 60), minutes / 60 % 24);
    (words.lasting)(days, hours, minutes % 60)
}

/// Whether mail is sent, and a way to try it.
fn mail(admin: &Admin, tried: Option<Tried>) -> impl IntoView + use<> {
    let words = admin.words();
    let outcome = tried.map(|tried| match tried {
        Ok(to) => view! { <p class="done" role="status">{(words.mail_sent)(&to)}</p> }.into_any(),
        Err(error) => refusal(Some((words.mail_failed)(&error))).into_any(),
    });
    let body = match admin.app.mail.way() {
        Some((server, from)) => view! {
            {facts([(words.mail_server, server), (words.mail_from, from)])}
            {outcome}
            <form method="post" action="/admin/mail" class="actions">
                <button class="button">{words.mail_test}</button>
            </form>
        }
        .into_any(),
        None => view! { <p class="hint">{words.no_mail}</p> }.into_any(),
    };
    view! {
        <section id="mail">
            <h2>{words.mail}</h2>
            {body}
        </section>
    }
}

/// The latest warnings and errors of the log.
fn troubles(admin: &Admin) -> impl IntoView + use<> {
    let words = admin.words();
    let lines: Vec<_> = log::recent()
        .into_iter()
        .map(|line| {
            let at = moment(line.at, admin.locale());
            view! { <li class="row"><span class="tag">{line.level}</span><code class="row-text">{line.text}</code><span class="hint">{at}</span></li> }
        })
        .collect();
    let body = if lines.is_empty() {
        view! { <p class="hint">{words.no_troubles}</p> }.into_any()
    } else {
        view! { <ul class="rows">{lines}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{words.troubles}</h2>
            {body}
        </section>
    }
}
