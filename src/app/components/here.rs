//! That somebody is here.

use leptos::prelude::*;

use crate::{
    app::{client::Client, derived::derived, words::words},
    domain::PersonId,
};

/// A dot, to stand after somebody's name; the style sheet puts it at their square. It says the same in words.
#[component]
pub(crate) fn Here(
    /// Who.
    person: PersonId,
) -> impl IntoView {
    let company = expect_context::<Client>().company;
    let words = words().house;
    let here = derived(move || company.is_here(person));
    move || {
        here.get().then(|| {
            view! { <span class="here" title=words.here><span class="unseen">{", "}{words.here}</span></span> }
        })
    }
}
