//! What is to be said about a message that the server has not confirmed.

use std::time::Duration;

use leptos::prelude::*;

use super::Talk;
use crate::{
    app::{client::uploads, erased::Erase},
    domain::{ClientId, Problem},
};

/// A send that takes no longer needs no words: they would only flicker.
const NOTICEABLE: Duration = Duration::from_millis(1_500);

/// That it is being sent, waits, or was refused and why.
#[component]
pub(super) fn Outgoing(
    /// Which message.
    id: ClientId,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let client = talk.client;
    let slow = RwSignal::new(false);
    Effect::new(move |_| set_timeout(move || _ = slow.try_set(true), NOTICEABLE));
    let refused = Memo::new(move |_| {
        client
            .outbox
            .with(|outbox| outbox.find(id)?.refused.clone())
    });
    let edit = move |_| {
        if let Some(outgoing) = client.outbox.find(id) {
            // Kept as a draft before it leaves the outbox: the room may have no composer to take it now.
            client.drafts.give_back(talk.room, &outgoing.text);
            client.uploads.give_back(talk.room, outgoing.files);
            // What is no longer there can't be answered the next time either.
            let is_gone = outgoing.refused == Some(Problem::ReplyGone);
            if let Some(quote) = outgoing.reply_to.filter(|_| !is_gone) {
                client.drafts.answer(talk.room, Some(&quote));
                talk.answering.set(Some(quote));
            }
            client.outbox.give_up(client, id);
        }
    };
    let discard = move |_| {
        let files = client.outbox.find(id).map(|outgoing| outgoing.files);
        for file in files.unwrap_or_default() {
            uploads::discard(file.id);
        }
        client.outbox.give_up(client, id);
        talk.write();
    };
    move || {
        match refused.get() {
        Some(problem) => view! {
            <div class="refused">
                <p role="alert">{(words.refused)(&talk.words.problem(&problem))}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| client.outbox.retry(client, id)>
                        {words.send_again}
                    </button>
                    <button type="button" class="button" on:click=edit>{words.edit}</button>
                    <button type="button" class="button" on:click=discard>{words.discard}</button>
                </div>
            </div>
        }
        .erased(),
        None => view! {
            <span class="state">
                {move || slow.get().then(|| if client.stream.up.get() { words.sending } else { words.waiting })}
            </span>
        }
        .erased(),
    }
    }
}
