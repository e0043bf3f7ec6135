//! Who is in a room, and who is asked in.

use leptos::{either::Either, prelude::*};

use super::About;
use crate::{
    api,
    app::{
        client::Client,
        components::{
            face::Face,
            form::{Call, CallForm, Refusal},
            here::Here,
            icon::{Drawing, Icon},
        },
        words::words,
    },
    domain::{PersonId, RoomKind, RoomRole, State},
};

#[component]
pub(super) fn Members(manage: Memo<bool>) -> impl IntoView {
    let about = expect_context::<About>();
    let all = words();
    let words = all.rooms();
    let remove = Call::to::<api::rooms::Remove>();
    let count = move || {
        let count = about
            .shown
            .with(|shown| shown.as_ref().map_or(0, |shown| shown.members.len()));
        (all.talk.members)(i64::try_from(count).unwrap_or(0))
    };
    view! {
        <section>
            <h2>{words.who} " " <span class="tag">{count}</span></h2>
            <Refusal call=remove/>
            <Refusal call=about.set_role/>
            <ul class="rows">
                <For each=move || about.members() key=|member| member.clone() let((name, person))>
                    <Row name person manage remove/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Row(name: String, person: PersonId, manage: Memo<bool>, remove: Call) -> impl IntoView {
    let about = expect_context::<About>();
    let all = words();
    let words = all.rooms();
    let me = expect_context::<Client>().state.read_untracked().me;
    let direct = about.shown.with_untracked(|shown| {
        shown
            .as_ref()
            .is_some_and(|shown| shown.kind == RoomKind::Direct)
    });
    let owns = Memo::new(move |_| !direct && about.owners.with(|owners| owners.contains(&person)));
    let label = name.clone();
    let tools = move || {
        manage.get().then(|| {
            let (role, says) = if owns.get() {
                (RoomRole::Member, words.make_member)
            } else {
                (RoomRole::Owner, words.make_owner)
            };
            let (role_says, remove_says) = ((words.named)(says, &label), (words.named)(words.remove, &label));
            view! {
                <details class="row-more">
                <summary aria-label=(words.named)(words.manage, &label)><Drawing icon=Icon::More/></summary>
                <div class="row-tools">
                <CallForm call=about.set_role>
                    <input type="hidden" name="room" value=about.room.to_string()/>
                    <input type="hidden" name="role" value=role.code()/>
                    <button class="button" name="person" value=person.to_string() aria-label=role_says>
                        {says}
                    </button>
                </CallForm>
                {(person != me).then(|| view! {
                    <CallForm call=remove>
                        <input type="hidden" name="room" value=about.room.to_string()/>
                        <button class="button danger" name="person" value=person.to_string() aria-label=remove_says>
                            {words.remove}
                        </button>
                    </CallForm>
                })}
                </div>
                </details>
            }
        })
    };
    view! {
        <li class="row">
            <Face person name=name.clone()/>
            <span class="row-text">
                {name}
                {(person == me).then(|| view! { <span class="tag">{words.you}</span> })}
                {move || owns.get().then(|| view! { <span class="tag">{words.owner}</span> })}
            </span>
            <Here person/>
            {tools}
        </li>
    }
}

/// Those who could still be asked in, by name.
fn outside(state: &State, about: About) -> Vec<(String, PersonId)> {
    let members = state.rooms.get(&about.room).map(|place| &place.members);
    let mut people: Vec<_> = state
        .people
        .values()
        .filter(|person| {
            person.active && members.is_none_or(|members| !members.contains(&person.id))
        })
        .map(|person| (person.name.clone(), person.id))
        .collect();
    people.sort_by_cached_key(|(name, person)| (name.to_lowercase(), *person));
    people
}

#[component]
pub(super) fn Invite() -> impl IntoView {
    let about = expect_context::<About>();
    let client = expect_context::<Client>();
    let words = words().rooms();
    let invite = Call::to::<api::rooms::Invite>();
    let people = Memo::new(move |_| client.state.with(|state| outside(state, about)));
    let form = move || {
        let people = people.get();
        if people.is_empty() {
            return Either::Left(view! { <p class="hint">{words.everybody_in}</p> });
        }
        let options = people
            .into_iter()
            .map(|(name, person)| view! { <option value=person.to_string()>{name}</option> });
        Either::Right(view! {
            <CallForm call=invite class="form inline">
                <input type="hidden" name="room" value=about.room.to_string()/>
                <label class="field">
                    {words.invite_who}
                    <select name="person">{options.collect_view()}</select>
                </label>
                <button class="button primary">{words.invite_button}</button>
            </CallForm>
        })
    };
    view! {
        <section>
            <h2>{words.invite}</h2>
            <Refusal call=invite/>
            {form}
        </section>
    }
}
