//! A person's square: their letters on their colour.

use leptos::prelude::*;

use crate::domain::{PersonId, person};

/// The style sheet's classes, one for each of [`person::HUES`].
const CLASSES: [&str; person::HUES] = [
    "face hue-0",
    "face hue-1",
    "face hue-2",
    "face hue-3",
    "face hue-4",
    "face hue-5",
    "face hue-6",
    "face hue-7",
];

/// The square stands beside the name, so a screen reader passes it by.
#[component]
pub(crate) fn Face(
    /// Whose colour.
    person: PersonId,
    /// Whose letters.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let letters = move || name.with(|name| person::initials(name));
    view! { <span class=CLASSES[person::hue(person)] aria-hidden="true">{letters}</span> }
}
