//! Whether a message is really to be deleted.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html::Button,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
};

use super::Talk;
use crate::app::erased::Erase;
use crate::{
    api,
    app::{client::browser, components::form::Call},
    domain::MessageId,
};

/// The question, at the message. Without JavaScript it is a form that leads back to the room.
#[component]
pub(super) fn Deletion(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let client = talk.client;
    let yes = NodeRef::<Button>::new();
    let refused = RwSignal::new(untrack(|| Call::to::<api::messages::Delete>().error()));
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(yes) = yes.get() {
            browser::focus(&yes);
            browser::keep_in_view(&yes);
        }
    });
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api::messages::delete(id).await;
            busy.try_set(false);
            match answer {
                Ok(message) => {
                    client.learn(&message);
                    if talk.deleting.try_get_untracked() == Some(Some(id)) {
                        talk.close();
                    }
                }
                Err(error) => _ = refused.try_set(Some(error)),
            }
        });
    };
    let keep = move |event: MouseEvent| {
        event.prevent_default();
        talk.close();
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            talk.close();
        }
    };
    let why = move || refused.with(|error| error.as_ref().map(|error| talk.words.error(error)));
    view! {
        <form
            class="deletion"
            method="post"
            action=api::messages::Delete::PATH
            on:submit=delete
            on:keydown=on_key
            aria-busy=move || busy.get().then_some("true")
        >
            <input type="hidden" name="id" value=id.to_string()/>
            <p>{words.delete_question}</p>
            <div role="alert">{move || why().map(|why| view! { <p class="refusal">{why}</p> })}</div>
            <div class="actions">
                <button type="submit" class="button danger" node_ref=yes>{words.delete}</button>
                <a class="button" href=talk.address() on:click=keep>{words.keep}</a>
            </div>
        </form>
    }
    .erased()
}
