//! Somebody's API keys, on their page.

use leptos::prelude::*;

use super::{Admin, moment, people};
use crate::{
    app::components::date,
    domain::{ApiKey, PersonId, Role, input::NAME_LIMIT},
    store::people::Account,
};

/// Their keys, each to be ended; for a bot, a form for one more, with what was typed into it, and the key that was just
/// made.
pub(super) fn section(
    admin: &Admin,
    account: &Account,
    keys: Vec<ApiKey>,
    made: Option<String>,
    typed: String,
) -> impl IntoView + use<> {
    let (words, house) = (admin.words(), admin.house().settings());
    let is_bot = account.role == Role::Bot;
    let hint = if is_bot {
        words.bot_keys_hint
    } else {
        words.others_keys_hint
    };
    let form = (is_bot && account.active).then(|| {
        view! {
            <form class="form inline" method="post" action=format!("{}/{}/key", people::HERE, account.id)>
                <label class="field grow">
                    {house.key_name}
                    <input type="text" name="name" value=typed maxlength=NAME_LIMIT.to_string() required autocomplete="off" aria-describedby="key-name-hint"/>
                </label>
                <button class="button">{house.key_make}</button>
            </form>
            <p class="hint" id="key-name-hint">{house.key_name_hint}</p>
        }
    });
    let none = keys
        .is_empty()
        .then(|| view! { <p class="hint">{words.no_keys}</p> });
    let person = account.id;
    let rows = keys.into_iter().map(|key| row(admin, person, key));
    view! {
        <section>
            <h2>{house.keys}</h2>
            <p class="hint">{hint}</p>
            {made.map(|key| people::taken(words.key_made, house.key_made_hint, key))}
            {form}
            {none}
            <ul class="rows">{rows.collect_view()}</ul>
        </section>
    }
}

fn row(admin: &Admin, person: PersonId, key: ApiKey) -> impl IntoView + use<> {
    let (words, house, locale) = (admin.words(), admin.house().settings(), admin.locale());
    let made = (house.key_since)(&date::day(key.created_at, locale));
    let used = match key.used_at {
        Some(at) => format!("{} · {}", key.address, (house.seen)(&moment(at, locale))),
        None => house.key_unused.to_owned(),
    };
    let says = (admin.house().rooms().named)(words.end_key, &key.name);
    view! {
        <li class="row">
            <div class="row-text">{key.name} <p>{made} " · " {used}</p></div>
            <form method="post" action=format!("{}/{person}/end-key", people::HERE)>
                <input type="hidden" name="key" value=key.id.to_string()/>
                <button class="button danger" aria-label=says>{words.end_key}</button>
            </form>
        </li>
    }
}
