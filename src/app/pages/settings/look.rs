//! How pages look in this browser.

use leptos::prelude::*;

use crate::{
    api,
    app::{
        components::form::{Call, PlainForm, Refusal},
        erased::Erase,
        locale::locale,
        words::words,
    },
    domain::look::{Density, Theme},
};

/// Light or dark, and how close things stand. The whole page comes anew after it.
#[component]
pub(super) fn Appearance() -> impl IntoView {
    let words = words().settings();
    let look = locale().look;
    let save = Call::to::<api::me::Look>();
    let themes = Theme::ALL.iter().map(move |theme| {
        choice(
            "theme",
            theme.code(),
            (words.themes)(*theme),
            *theme == look.theme,
        )
    });
    let densities = Density::ALL.iter().map(move |density| {
        let is_chosen = *density == look.density;
        choice(
            "density",
            density.code(),
            (words.densities)(*density),
            is_chosen,
        )
    });
    view! {
        <section aria-labelledby="look">
            <h2 id="look">{words.look}</h2>
            <p class="hint">{words.look_hint}</p>
            <PlainForm call=save>
                <Refusal call=save/>
                <fieldset>
                    <legend>{words.theme}</legend>
                    {themes.collect_view()}
                </fieldset>
                <fieldset>
                    <legend>{words.density}</legend>
                    {densities.collect_view()}
                </fieldset>
                <p class="actions">
                    <button class="button primary">{words.save}</button>
                </p>
            </PlainForm>
        </section>
    }
    .erased()
}

fn choice(
    name: &'static str,
    code: &'static str,
    label: &'static str,
    is_chosen: bool,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name=name value=code checked=is_chosen/>
            <span class="choice-text">{label}</span>
        </label>
    }
}
