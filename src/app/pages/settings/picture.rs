//! The picture of oneself.

use leptos::prelude::*;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            face::Face,
            form::{Call, FileForm, PlainForm, Refusal},
        },
        words::words,
    },
    domain::media::PICTURES,
};

/// The square as it is, and the ways to another. A whole new page comes after either, with JavaScript too: it says what
/// was refused, and the stream shows the picture everywhere else.
#[component]
pub(super) fn Picture() -> impl IntoView {
    let words = words().settings();
    let client = expect_context::<Client>();
    let set = Call::at(api::me::PICTURE);
    let remove = Call::to::<api::me::RemovePicture>();
    let me = client.state.read_untracked().me;
    let card = move || client.state.with(|state| state.people.get(&me).cloned());
    let name = Signal::derive(move || card().map(|card| card.name).unwrap_or_default());
    let chosen = Memo::new(move |_| card().is_some_and(|card| card.picture.is_some()));
    view! {
        <section>
            <h2>{words.picture}</h2>
            <div class="square">
                <Face person=me name/>
                <p class="hint">{words.picture_hint}</p>
            </div>
            <FileForm call=set>
                <Refusal call=set/>
                <div class="field">
                    <label for="field-picture">{words.picture_file}</label>
                    <input id="field-picture" name="picture" type="file" accept=PICTURES required/>
                </div>
                <p class="actions">
                    <button class="button primary">{words.picture_set}</button>
                </p>
            </FileForm>
            <Show when=move || chosen.get()>
                <PlainForm call=remove>
                    <Refusal call=remove/>
                    <p class="actions">
                        <button class="button">{words.picture_remove}</button>
                    </p>
                </PlainForm>
            </Show>
        </section>
    }
}
