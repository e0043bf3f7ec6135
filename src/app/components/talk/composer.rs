//! Where messages are written.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent, SubmitEvent},
    prelude::*,
};

use super::{Talk, chips::Chips, keys, picker::Picker};
use crate::app::erased::Erase;
use crate::{
    api::{Error, messages::WITH_FILES},
    app::{
        client::{Client, browser},
        components::form::typed,
    },
    domain::{Problem, input::MESSAGE_LIMIT, markdown},
};

/// The field and its button. It is never disabled: what can't be sent yet waits in the outbox.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let (client, room) = (talk.client, talk.room);
    let field = talk.composer;
    let refused = talk.refused;
    restore(&talk);
    // What was sent while files are on their way goes when they are up.
    let due = RwSignal::new(false);
    let missing = Memo::new(move |_| client.uploads.missing(room));

    let send = move || {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let (count, failed) = missing.get_untracked();
        due.set(count > 0 && !failed);
        if count > 0 {
            return;
        }
        match client.outbox.send(client, room, &field.value()) {
            Ok(()) => {
                field.set_value("");
                client.drafts.save(room, "");
                refused.set(None);
                talk.scroll.to_end();
            }
            Err(Problem::MessageEmpty) => {}
            Err(problem) => refused.set(Some(Error::Refused(problem))),
        }
        browser::focus(&field);
    };
    Effect::new(move |_| match missing.get() {
        (0, _) if due.get_untracked() => send(),
        (_, true) => due.set(false),
        _ => {}
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let on_key = move |event: KeyboardEvent| {
        if keys::sends(&event) {
            event.prevent_default();
            send();
        } else if event.key() == "ArrowUp"
            && !keys::is_composing(&event)
            && field
                .get_untracked()
                .is_some_and(|field| field.value().is_empty())
            && let Some(last) = talk.lines.my_last()
        {
            event.prevent_default();
            talk.from_composer.set_value(true);
            talk.editing.set(Some(last));
        }
    };
    let on_input = move |_| {
        if let Some(field) = field.get_untracked() {
            client.drafts.save(room, &field.value());
        }
        if refused.with_untracked(Option::is_some) {
            refused.set(None);
        }
    };
    let why = move || refused.with(|error| error.as_ref().map(|error| talk.words.error(error)));
    // A text that begins with a line break would lose it.
    let typed =
        typed(Some(WITH_FILES), "text").map(|text| format!("\n{}", markdown::escaped(&text)));
    let label = move || (words.write)(&talk.name.get());
    view! {
        <form class="composer" class:live=move || client.clock.is_live() method="post" enctype="multipart/form-data" action=WITH_FILES on:submit=on_submit>
            <input type="hidden" name="room" value=room.to_string()/>
            <input type="hidden" name="client_id" value=Client::new_id().to_string() autocomplete="off"/>
            <Chips/>
            <textarea
                name="text"
                rows="1"
                maxlength=MESSAGE_LIMIT.to_string()
                placeholder=label
                aria-label=label
                aria-describedby="composer-hint"
                enterkeyhint="enter"
                node_ref=field
                on:keydown=on_key
                on:input=on_input
                on:paste=move |event| paste(talk, &event)
                inner_html=typed
            ></textarea>
            <div class="bar">
                <Picker/>
                <span class="hint keys" id="composer-hint">{words.hint}</span>
                <button type="submit" class="send">{move || if due.get() { words.sending } else { words.send }}</button>
            </div>
            <div role="alert">{move || why().map(|why| view! { <p class="refusal">{why}</p> })}</div>
        </form>
    }
    .erased()
}

/// Takes files that are pasted; words go into the field by themselves.
fn paste(talk: Talk, event: &ClipboardEvent) {
    let picked = browser::pasted(event);
    if !picked.is_empty() {
        event.prevent_default();
        talk.attach(picked);
    }
}

/// Brings back what was being written.
fn restore(talk: &Talk) {
    let Talk {
        client,
        room,
        composer,
        ..
    } = *talk;
    Effect::new(move |_| {
        let Some(field) = composer.get() else { return };
        // The page says itself what is wrong, and a text that is too long stays whole.
        _ = field.remove_attribute("maxlength");
        // What was typed before the page lived is newer than any draft.
        if !field.value().is_empty() {
            client.drafts.save(room, &field.value());
        } else if let Some(draft) = client.drafts.load(room) {
            browser::put(&field, &draft);
        }
        if !browser::by_touch() && nothing_has_focus() {
            browser::focus(&field);
        }
    });
    Effect::new(move || {
        let returned = client.drafts.returned.get().filter(|(to, _)| *to == room);
        if let (Some((_, draft)), Some(field)) = (returned, composer.get()) {
            client.drafts.returned.set(None);
            browser::put(&field, &draft);
            browser::focus(&field);
        }
    });
}

/// Whether the focus is free to be taken: nowhere, or at the way that led here.
fn nothing_has_focus() -> bool {
    let active = document().active_element();
    active.is_none_or(|active| ["BODY", "A"].contains(&active.tag_name().as_str()))
}
