//! Who is writing just now.

use leptos::prelude::*;

use super::Talk;
use crate::app::components::room_name::person_name;

/// A line that always has its place, so that nothing moves when it speaks. Nobody is interrupted by it: a screen reader
/// finds it there, and is told of what was written when it comes.
#[component]
pub(super) fn Writers() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let (client, room) = (talk.client, talk.room);
    let me = client.state.with_untracked(|state| state.me);
    let people = Memo::new(move |_| client.company.typing(room, me));
    let says = move || {
        people.with(|people| {
            let names: Vec<String> = client.state.with(|state| {
                let names = people.iter();
                names
                    .map(|person| person_name(state, *person, talk.words))
                    .collect()
            });
            (talk.words.talk.typing)(&names)
        })
    };
    view! { <p class="typing" aria-live="off">{says}</p> }
}
