//! A person's square: their picture, or their letters on their colour.

use leptos::prelude::*;

use crate::{
    app::{client::Client, derived::derived},
    domain::{MediaKey, PersonId, markdown::escaped, media::Form, person},
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

/// A square as HTML.
pub(crate) fn html(person: PersonId, name: &str, picture: Option<MediaKey>) -> String {
    let class = CLASSES[person::hue(person)];
    format!(
        "<span class=\"{class}\" aria-hidden=\"true\">{}</span>",
        inside(name, picture)
    )
}

/// What stands in a square. The letters stay behind the picture, and are seen until it is there.
fn inside(name: &str, picture: Option<MediaKey>) -> String {
    let letters = escaped(&person::initials(name));
    match picture {
        Some(key) => {
            let address = key.address(Form::Original);
            format!("{letters}<img src=\"{address}\" alt=\"\" loading=\"lazy\" decoding=\"async\">")
        }
        None => letters,
    }
}

/// The square stands beside the name, so a screen reader passes it by.
#[component]
pub(crate) fn Face(
    /// Whose colour and picture.
    person: PersonId,
    /// Whose letters.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let picture = derived(move || {
        client
            .state
            .with(|state| state.people.get(&person).and_then(|person| person.picture))
    });
    let inside = move || name.with(|name| inside(name, picture.get()));
    view! { <span class=CLASSES[person::hue(person)] aria-hidden="true" inner_html=inside></span> }
}
