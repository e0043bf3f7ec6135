//! Invite links: make one, and end those that stand. For admins.

use leptos::{either::EitherOf3, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    api,
    app::{
        components::{
            copy::CopyField,
            date,
            form::{Call, CallForm, Refusal},
        },
        locale::locale,
        words::words,
    },
    domain::Invite,
};

/// What is offered: days that a link works, and people that it lets in.
const DAYS: [i64; 4] = [1, 7, 30, 365];
const USES: [i64; 4] = [1, 10, 100, 1000];

#[component]
pub(crate) fn Invites() -> impl IntoView {
    let words = words().people;
    let create = Call::to::<api::invites::Create>();
    let revoke = Call::to::<api::invites::Revoke>();
    let address = move || {
        create
            .answer()
            .and_then(|json| serde_json::from_str::<String>(&json).ok())
            .or_else(carried)
    };
    view! {
        <section>
            <h2>{words.invites}</h2>
            <p class="hint">{words.invites_lead}</p>
            <CallForm call=create class="form inline">
                <Choice name="days" label=words.days options=DAYS chosen=7 says=words.days_option/>
                <Choice name="uses" label=words.uses options=USES chosen=10 says=words.uses_option/>
                <button class="button primary">{words.make}</button>
            </CallForm>
            <Refusal call=create/>
            <div aria-live="polite">
                {move || {
                    address()
                        .map(|text| {
                            view! {
                                <div class="made">
                                    <p>
                                        <strong>{words.made}</strong>
                                        " "
                                        {words.made_hint}
                                    </p>
                                    <CopyField text label=words.made/>
                                </div>
                            }
                        })
                }}
            </div>
            <h3>{words.standing}</h3>
            <Refusal call=revoke/>
            <Standing create revoke/>
        </section>
    }
}

/// Without JavaScript a new link's token comes back in the address of this page.
fn carried() -> Option<String> {
    let token = use_query_map().with(|query| query.get("invite"))?;
    let plain = !token.is_empty()
        && token
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    plain.then(|| format!("/join/{token}"))
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: [i64; 4],
    chosen: i64,
    says: fn(i64) -> String,
) -> impl IntoView {
    let options = options
        .map(|n| view! { <option value=n.to_string() selected=n == chosen>{says(n)}</option> });
    view! {
        <label class="field">
            {label}
            <select name=name>{options.collect_view()}</select>
        </label>
    }
}

/// The links that work.
#[component]
fn Standing(create: Call, revoke: Call) -> impl IntoView {
    let all = words();
    let list = Resource::new_blocking(
        move || (create.times(), revoke.times()),
        |_| api::invites::list(),
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(invites) if invites.is_empty() => {
                        EitherOf3::A(view! { <p class="hint">{all.people.none}</p> })
                    }
                    Ok(invites) => {
                        let rows = invites.into_iter().map(|invite| view! { <Row invite/> }).collect_view();
                        EitherOf3::B(
                            view! {
                                <CallForm call=revoke>
                                    <ul class="rows">{rows}</ul>
                                </CallForm>
                            },
                        )
                    }
                    Err(error) => EitherOf3::C(view! { <p class="refusal">{all.error(&error)}</p> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Row(invite: Invite) -> impl IntoView {
    let words = words().people;
    let until = (words.until)(&date::day(invite.expires_at, locale()));
    let used = (words.used)(invite.used, invite.uses);
    view! {
        <li class="row">
            <div class="row-text">
                {(words.by)(&invite.by)} <p>{used} " · " {until}</p>
            </div>
            <button class="button danger" name="id" value=invite.id.to_string()>
                {words.revoke}
            </button>
        </li>
    }
}
