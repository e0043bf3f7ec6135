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
            invite_terms::InviteTerms,
        },
        locale::locale,
        words::words,
    },
    domain::Invite,
};

#[component]
pub(crate) fn Invites() -> impl IntoView {
    let words = words().people();
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
                <InviteTerms words/>
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
                        EitherOf3::A(view! { <p class="hint">{all.people().none}</p> })
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
    let words = words().people();
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
