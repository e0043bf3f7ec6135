//! The keys of my programs.

use leptos::{either::Either, prelude::*};

use crate::{
    api::{self, keys::Keys},
    app::{
        components::{
            copy::CopyField,
            date,
            field::{Field, Kind},
            form::{Call, CallForm, Refusal},
        },
        locale::locale,
        words::words,
    },
    domain::{ApiKey, input::NAME_LIMIT},
};

#[component]
pub(crate) fn ApiKeys() -> impl IntoView {
    let all = words();
    let words = all.settings();
    let create = Call::to::<api::keys::Create>();
    let end = Call::to::<api::keys::End>();
    view! {
        <section>
            <h2>{words.keys}</h2>
            <p class="hint">{words.keys_lead}</p>
            <CallForm call=create class="form" reset=true>
                <Field kind=Kind::line("label", NAME_LIMIT) label=words.key_name hint=words.key_name_hint/>
                <Refusal call=create/>
                <p class="actions">
                    <button class="button primary">{words.key_make}</button>
                </p>
            </CallForm>
            <div aria-live="polite">
                {move || {
                    let text = serde_json::from_str::<String>(&create.answer()?).ok()?;
                    Some(view! { <Shown text/> })
                }}
            </div>
            <Refusal call=end/>
            <Standing create end/>
        </section>
    }
}

/// The key that was just made, this once.
#[component]
fn Shown(text: String) -> impl IntoView {
    let words = words().settings();
    view! {
        <div class="made">
            <p>
                <strong>{words.key_made}</strong>
                " "
                {words.key_made_hint}
            </p>
            <CopyField text label=words.key_made/>
        </div>
    }
}

/// The keys that work, and before them one that a form without JavaScript has just made.
#[component]
fn Standing(create: Call, end: Call) -> impl IntoView {
    let all = words();
    let list = Resource::new_blocking(move || (create.times(), end.times()), |_| api::keys::list());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(Keys { standing, made }) => {
                        let rows = standing
                            .into_iter()
                            .map(|key| view! { <Row api_key=key/> })
                            .collect_view();
                        Either::Left(
                            view! {
                                {made.map(|text| view! { <Shown text/> })}
                                <CallForm call=end>
                                    <ul class="rows">{rows}</ul>
                                </CallForm>
                            },
                        )
                    }
                    Err(error) => Either::Right(view! { <p class="refusal">{all.error(&error)}</p> }),
                }
            })}
        </Transition>
    }
}

#[component]
fn Row(api_key: ApiKey) -> impl IntoView {
    let all = words();
    let words = all.settings();
    let locale = locale();
    let moment = |at| (words.date)(&date::day(at, locale), &at.clock(locale.offset));
    let used = match api_key.used_at {
        Some(at) => format!("{} · {}", api_key.address, (words.seen)(&moment(at))),
        None => words.key_unused.to_owned(),
    };
    let made = (words.key_since)(&date::day(api_key.created_at, locale));
    let says = (all.rooms().named)(words.end, &api_key.name);
    view! {
        <li class="row">
            <div class="row-text">
                {api_key.name} <p>{made} " · " {used}</p>
            </div>
            <button class="button danger" name="id" value=api_key.id.to_string() aria-label=says>
                {words.end}
            </button>
        </li>
    }
}
