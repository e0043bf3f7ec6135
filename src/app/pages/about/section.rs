//! Where in my list of rooms a room stands.

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
    domain::input::NAME_LIMIT,
};

/// The section that it is in, and the ways up and down. Nobody else sees it.
#[component]
pub(super) fn InMyList() -> impl IntoView {
    let About { room, .. } = expect_context();
    let client = expect_context::<Client>();
    let words = words().rooms();
    let place = Call::to::<api::desk::Place>();
    let shift = Call::to::<api::desk::Shift>();
    let shift_section = Call::to::<api::desk::ShiftSection>();
    let section = Memo::new(move |_| {
        client.state.with(|state| {
            let sections = state.desk.sections.iter();
            let mut of_it = sections.filter(|section| section.rooms.contains(&room));
            of_it.next().map(|section| section.name.clone())
        })
    });
    let names = Memo::new(move |_| {
        client.state.with(|state| {
            let sections = state.desk.sections.iter();
            sections
                .map(|section| section.name.clone())
                .collect::<Vec<_>>()
        })
    });
    let ways = move || {
        let name = section.get()?;
        Some(view! {
            <CallForm call=shift class="actions">
                <input type="hidden" name="room" value=room.to_string()/>
                <button class="button" name="way" value="up">{words.room_up}</button>
                <button class="button" name="way" value="down">{words.room_down}</button>
            </CallForm>
            <CallForm call=shift_section class="actions">
                <input type="hidden" name="name" value=name/>
                <button class="button" name="way" value="up">{words.section_up}</button>
                <button class="button" name="way" value="down">{words.section_down}</button>
            </CallForm>
        })
    };
    view! {
        <section aria-labelledby="in-my-list">
            <h2 id="in-my-list">{words.in_my_list}</h2>
            <CallForm call=place class="form">
                <input type="hidden" name="room" value=room.to_string()/>
                <div class="field">
                    <label for="section">{words.section}</label>
                    <input
                        id="section"
                        type="text"
                        name="section"
                        list="sections"
                        autocomplete="off"
                        maxlength=NAME_LIMIT.to_string()
                        value=section.get_untracked()
                        aria-describedby="section-hint"
                    />
                    <p class="hint" id="section-hint">{words.section_hint}</p>
                    <datalist id="sections">
                        {move || names.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
                    </datalist>
                </div>
                <Refusal call=place/>
                <p class="actions">
                    <button class="button">{words.save}</button>
                    <Done call=place says=words.saved/>
                </p>
            </CallForm>
            {ways}
        </section>
    }
    .erased()
}
