//! Of what in a room one wants to be told.

use leptos::prelude::*;

use super::About;
use crate::{
    api,
    app::{
        client::Client,
        components::form::{Call, CallForm, Done, Refusal},
        erased::Erase,
        words::words,
    },
    domain::Level,
};

/// The three levels, of which one is chosen. Nobody else sees it.
#[component]
pub(super) fn Attention() -> impl IntoView {
    let About { room, .. } = expect_context();
    let client = expect_context::<Client>();
    let words = words().rooms();
    let call = Call::to::<api::rooms::SetLevel>();
    let level = Memo::new(move |_| {
        client.state.with(|state| {
            let place = state.rooms.get(&room);
            place.map_or(Level::default(), |place| place.level)
        })
    });
    let choice = move |(of, (label, hint)): (Level, (&'static str, &'static str))| {
        let is_chosen = move || level.get() == of;
        view! {
            <label class="choice">
                <input type="radio" name="level" value=of.code() checked=untrack(is_chosen) prop:checked=is_chosen/>
                <span class="choice-text">{label}<small>{hint}</small></span>
            </label>
        }
    };
    view! {
        <section aria-labelledby="attention">
            <h2 id="attention">{words.attention}</h2>
            <CallForm call class="form">
                <input type="hidden" name="room" value=room.to_string()/>
                <fieldset aria-labelledby="attention">
                    {Level::ALL.into_iter().zip(words.levels).map(choice).collect::<Vec<_>>()}
                </fieldset>
                <Refusal call/>
                <p class="actions">
                    <button class="button">{words.save}</button>
                    <Done call says=words.saved/>
                </p>
            </CallForm>
        </section>
    }
    .erased()
}
