//! The keyboard: whether letters alone are keys. There are keys only where the page lives, so there is no form for it.

use leptos::{ev::Event, prelude::*};

use crate::app::{client::Client, components::shortcuts::Sheet, words::words};

#[component]
pub(super) fn Keyboard() -> impl IntoView {
    let client = expect_context::<Client>();
    let Sheet(sheet) = expect_context();
    let words = words().keys();
    let switch = move |event: Event| client.habits.set_letters(event_target_checked(&event));
    move || {
        client.clock.is_live().then(|| {
            view! {
                <section>
                    <h2>{words.title}</h2>
                    <p>
                        <label class="tick">
                            <input type="checkbox" prop:checked=move || client.habits.letters() on:change=switch/>
                            {words.letters}
                        </label>
                    </p>
                    <p class="hint">{words.letters_hint}</p>
                    <p class="actions">
                        <button type="button" class="button" on:click=move |_| sheet.set(true)>{words.show}</button>
                    </p>
                </section>
            }
        })
    }
}
