//! Who may not come in any more. For admins.

use leptos::prelude::*;

use super::{name_of, others};
use crate::{
    api,
    app::{
        client::Client,
        components::{
            face::Face,
            form::{Call, CallForm, Refusal},
        },
        words::words,
    },
    domain::PersonId,
};

#[component]
pub(crate) fn Bans() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().people();
    let ban = Call::to::<api::people::Ban>();
    let list = move |active| Memo::new(move |_| client.state.with(|state| others(state, active)));
    let (here, banned) = (list(true), list(false));
    view! {
        <section class:gone=move || here.read().is_empty() && banned.read().is_empty()>
            <details class="fold">
                <summary>
                    <h2>{words.care}</h2>
                </summary>
                <p class="hint">{words.care_hint}</p>
                <Group call=ban people=here bans=true/>
                <Group call=ban people=banned bans=false/>
            </details>
            <Refusal call=ban/>
        </section>
    }
}

/// Those who can be banned, or let in again.
#[component]
fn Group(call: Call, people: Memo<Vec<PersonId>>, bans: bool) -> impl IntoView {
    view! {
        <CallForm call>
            <input type="hidden" name="banned" value=bans.to_string()/>
            <ul class="rows">
                <For each=move || people.get() key=|person| *person let(person)>
                    <Row person bans/>
                </For>
            </ul>
        </CallForm>
    }
}

#[component]
fn Row(person: PersonId, bans: bool) -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.people();
    let name = Signal::derive(move || name_of(client, person));
    let says = if bans { words.ban } else { words.unban };
    view! {
        <li class="row">
            <Face person name/>
            <span class="row-text">{name}</span>
            {(!bans).then(|| view! { <span class="tag">{words.banned}</span> })}
            <button
                class="button"
                class:danger=bans
                name="person"
                value=person.to_string()
                aria-label=move || (all.rooms().named)(says, &name.get())
            >
                {says}
            </button>
        </li>
    }
}
