//! Everybody: talk with some of them, and for admins the care of who is here.

mod bans;
mod invites;

use leptos::{either::Either, prelude::*};

use bans::Bans;
use invites::Invites;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            face::Face,
            form::{Call, CallForm, Refusal},
            frame::Frame,
            here::Here,
        },
        erased::Erase,
        words::words,
    },
    domain::{PersonId, Role, State},
};

/// The others who may sign in (or may not), by name; for a guest, those who are in a room of theirs.
fn others(state: &State, active: bool) -> Vec<PersonId> {
    let me = state.people.get(&state.me);
    let guest = me.is_some_and(|me| me.role == Role::Guest);
    let met = |person| {
        let mut places = state.rooms.values();
        places.any(|place| place.joined() && place.members.contains(person))
    };
    let mut people: Vec<_> = state
        .people
        .values()
        .filter(|person| person.active == active && person.id != state.me && !person.is_erased())
        .filter(|person| !guest || met(&person.id))
        .map(|person| (person.name.to_lowercase(), person.id))
        .collect();
    people.sort_unstable();
    people.into_iter().map(|(_, person)| person).collect()
}

#[component]
pub(crate) fn PeoplePage() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().people();
    let here = Memo::new(move |_| client.state.with(|state| others(state, true)));
    let alone = Memo::new(move |_| here.read().is_empty());
    let admin = Memo::new(move |_| client.me.with(|me| me.role == Role::Admin));
    let direct = Call::to::<api::rooms::Direct>();
    view! {
        <Frame title=words.title>
            {move || {
                if alone.get() {
                    let says = if admin.get() { words.alone_admin } else { words.alone };
                    Either::Left(view! { <p class="lead">{says}</p> })
                } else {
                    Either::Right(
                        view! {
                            <p class="lead">{words.lead}</p>
                            <CallForm call=direct class="pick">
                                <ul class="rows">
                                    <For each=move || here.get() key=|person| *person let(person)>
                                        <Pick person/>
                                    </For>
                                </ul>
                                <div class="pick-foot">
                                    <Refusal call=direct/>
                                    <button class="button primary">{words.talk}</button>
                                    <p class="hint">{words.talk_hint}</p>
                                </div>
                            </CallForm>
                        },
                    )
                }
            }}
            {move || {
                admin
                    .get()
                    .then(|| {
                        view! {
                            <Invites/>
                            <Bans/>
                            <p class="actions">
                                <a class="button" href="/admin" rel="external">{words.panel}</a>
                            </p>
                        }
                    })
            }}
        </Frame>
    }
    .erased()
}

/// Somebody to talk with.
#[component]
fn Pick(person: PersonId) -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().people();
    let name = Signal::derive(move || name_of(client, person));
    let role = move || {
        let role = client
            .state
            .with(|state| state.people.get(&person).map(|it| it.role));
        let says = match role? {
            Role::Admin => words.admin,
            Role::Bot => words.bot,
            Role::Guest => words.guest,
            Role::Member => return None,
        };
        Some(view! { <span class="tag">{says}</span> })
    };
    view! {
        <li>
            <label class="row choice">
                <input type="checkbox" name="people[]" value=person.to_string()/>
                <Face person name/>
                <span class="row-text">{name}</span>
                <Here person/>
                {role}
            </label>
        </li>
    }
}

fn name_of(client: Client, person: PersonId) -> String {
    client
        .state
        .with(|state| state.people.get(&person).map(|person| person.name.clone()))
        .unwrap_or_default()
}
