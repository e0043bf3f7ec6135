//! Editing a message in its place.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html::Textarea,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
};

use super::{Talk, keys, suggestions::Suggestions, writing::WritingField};
use crate::{
    api::{Error, messages::Edit},
    app::{
        client::browser,
        components::form::{Call, typed},
        erased::Erase,
    },
    domain::MessageId,
};

/// The message's words in a field. Without JavaScript it is a form that leads back to the room.
#[component]
pub(super) fn Editor(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let client = talk.client;
    let text = talk
        .lines
        .find(id)
        .map(|message| message.content)
        .unwrap_or_default();
    let field = NodeRef::<Textarea>::new();
    let refused = RwSignal::new(untrack(|| Call::to::<Edit>().error()));
    let text = typed(Some(Edit::PATH), "text").unwrap_or(text);
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            _ = field.remove_attribute("maxlength");
            browser::put(&field, &field.value());
            browser::focus(&field);
            browser::keep_in_view(&field);
        }
    });
    let save = move || {
        let Some(field) = field.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        let typed = field.value();
        if talk
            .lines
            .find(id)
            .is_some_and(|message| message.content == typed)
        {
            talk.close();
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let fields = [("id", &*id.to_string()), ("text", &*typed)];
            let answer = client.act(Edit::PATH, &fields).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    if talk.editing.try_get_untracked() == Some(Some(id)) {
                        talk.close();
                    }
                }
                Err(error) => _ = refused.try_set(Some(error)),
            }
        });
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    let cancel = move |event: MouseEvent| {
        event.prevent_default();
        talk.close();
    };
    let hint = format!("edit-hint{id}");
    let says = move |error: &Error| talk.words.error(error);
    view! {
        <form
            class="editor"
            method="post"
            action=Edit::PATH
            on:submit=on_submit
            aria-busy=move || busy.get().then_some("true")
        >
            <input type="hidden" name="id" value=id.to_string()/>
            <WritingField
                suggestions=Suggestions::of(talk, field)
                label=words.edit
                hint=hint.clone()
                text
                key=on_key
            />
            <div role="alert">{move || refused.with(|error| error.as_ref().map(says)).map(|why| view! { <p class="refusal">{why}</p> })}</div>
            <div class="actions">
                <button type="submit" class="button primary">{words.save}</button>
                <a class="button" href=talk.address() on:click=cancel>{words.cancel}</a>
                <span class="hint keys" id=hint>{words.edit_hint}</span>
            </div>
        </form>
    }
    .erased()
}

/// Escape ends the editing.
fn on_key(talk: Talk, event: &KeyboardEvent) {
    if event.key() == "Escape" && !keys::is_composing(event) {
        event.prevent_default();
        talk.close();
    }
}
