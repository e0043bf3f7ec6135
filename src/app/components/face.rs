//! A person's square: their picture, or their letters on their colour.

use leptos::prelude::*;

use crate::{
    app::client::Client,
    domain::{PersonId, media::Form, person},
};

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

/// The square stands beside the name, so a screen reader passes it by. The letters stay behind the picture, and are seen
/// until it is there.
#[component]
pub(crate) fn Face(
    /// Whose colour and picture.
    person: PersonId,
    /// Whose letters.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let letters = move || name.with(|name| person::initials(name));
    let picture = Memo::new(move |_| {
        client
            .state
            .with(|state| state.people.get(&person).and_then(|person| person.picture))
    });
    let image = move || {
        picture
            .get()
            .map(|key| view! { <img src=key.address(Form::Original) alt="" loading="lazy" decoding="async"/> })
    };
    view! {
        <span class=CLASSES[person::hue(person)] aria-hidden="true">
            {letters}
            {image}
        </span>
    }
}
