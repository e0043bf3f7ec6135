//! Whether a message is really to be deleted, and the moment in which that can be taken back.
//!
//! The server is told when that moment is over. Whoever leaves the room, the page or the browser meanwhile has meant it:
//! the server is told as they go. Without JavaScript there is the question alone.

use std::time::Duration;

use leptos::{
    ev::{self, KeyboardEvent, MouseEvent, SubmitEvent},
    html::Button,
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
};

use super::Talk;
use crate::{
    api::messages::Delete,
    app::{client::browser, components::form::Call, erased::Erase},
    domain::MessageId,
};

/// How long a deletion can be taken back.
const UNDO: Duration = Duration::from_secs(5);

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It is asked for.
    Asking,
    /// It was confirmed, and can be taken back.
    Waiting,
    /// The server is being told.
    Telling,
    /// It was taken back, or done.
    Over,
}

/// The question, at the message. Without JavaScript it is a form that leads back to the room.
#[component]
pub(super) fn Deletion(
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let button = NodeRef::<Button>::new();
    let refused = RwSignal::new(untrack(|| Call::to::<Delete>().error()));
    let stage = RwSignal::new(Stage::Asking);
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            browser::focus(&button);
            browser::keep_in_view(&button);
        }
    });
    tell_in_leaving(id, stage);
    let tell = move || {
        if stage.try_get_untracked() != Some(Stage::Waiting) {
            return;
        }
        stage.set(Stage::Telling);
        spawn_local(async move {
            let fields = [("id", &*id.to_string())];
            let answer = talk.client.act(Delete::PATH, &fields).await;
            match answer {
                Ok(()) => {
                    stage.try_set(Stage::Over);
                    if talk.deleting.try_get_untracked() == Some(Some(id)) {
                        talk.close();
                    }
                }
                Err(error) => {
                    stage.try_set(Stage::Asking);
                    refused.try_set(Some(error));
                }
            }
        });
    };
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        match stage.get_untracked() {
            Stage::Asking => {
                refused.set(None);
                stage.set(Stage::Waiting);
                set_timeout(tell, UNDO);
            }
            Stage::Waiting => give_up(talk, stage),
            Stage::Telling | Stage::Over => {}
        }
    };
    let keep = move |event: MouseEvent| {
        event.prevent_default();
        give_up(talk, stage);
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            give_up(talk, stage);
        }
    };
    let why = move || refused.with(|error| error.as_ref().map(|error| talk.words.error(error)));
    let asks = move || stage.get() == Stage::Asking;
    view! {
        <form
            class="deletion"
            class:waiting=move || !asks()
            method="post"
            action=Delete::PATH
            on:submit=delete
            on:keydown=on_key
            aria-busy=move || (stage.get() == Stage::Telling).then_some("true")
        >
            <input type="hidden" name="id" value=id.to_string()/>
            <p role="status">{move || if asks() { words.delete_question } else { words.delete_waits }}</p>
            <div role="alert">{move || why().map(|why| view! { <p class="refusal">{why}</p> })}</div>
            <div class="actions">
                <button type="submit" class="button" class:danger=asks node_ref=button>
                    {move || if asks() { words.delete } else { words.undo }}
                </button>
                {move || asks().then(|| view! { <a class="button" href=talk.address() on:click=keep>{words.keep}</a> })}
            </div>
        </form>
    }
    .erased()
}

/// The message stays, unless the server is being told already.
fn give_up(talk: Talk, stage: RwSignal<Stage>) {
    if stage.get_untracked() != Stage::Telling {
        stage.set(Stage::Over);
        talk.close();
    }
}

/// Tells the server of what was confirmed when its time is cut short.
fn tell_in_leaving(id: MessageId, stage: RwSignal<Stage>) {
    let tell = move || {
        if stage.try_get_untracked() == Some(Stage::Waiting) {
            stage.set(Stage::Telling);
            browser::tell_in_leaving(Delete::PATH, "id", &id.to_string());
        }
    };
    Effect::new(move |_| {
        let leaving = window_event_listener(ev::pagehide, move |_| tell());
        on_cleanup(move || leaving.remove());
    });
    on_cleanup(tell);
}
