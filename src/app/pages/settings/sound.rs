//! Whether something is heard. A sound is made only where the page lives, so there is no form for it.

use leptos::{ev::Event, prelude::*};

use crate::app::{
    client::{Client, browser},
    words::words,
};

#[component]
pub(super) fn Sound() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().settings();
    let switch = move |event: Event| {
        let on = event_target_checked(&event);
        client.habits.set_sound(on);
        // Heard at once, so that one knows what it will be.
        if on {
            browser::chime();
        }
    };
    move || {
        client.clock.is_live().then(|| {
            view! {
                <section>
                    <h2>{words.sound}</h2>
                    <p>
                        <label class="tick">
                            <input type="checkbox" prop:checked=move || client.habits.sound() on:change=switch/>
                            {words.sound_on}
                        </label>
                    </p>
                    <p class="hint">{words.sound_hint}</p>
                </section>
            }
        })
    }
}
