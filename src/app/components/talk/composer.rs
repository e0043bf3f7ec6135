//! Where messages are written.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn as _,
    web_sys::{HtmlInputElement, HtmlTextAreaElement},
};

use super::{
    Talk,
    answering::Answering,
    chips::Chips,
    commands::{Commands, Suggested},
    keys,
    palette::Purpose,
    picker::Picker,
    suggestions::Suggestions,
    tools::{SMILE, stroke},
    writing::WritingField,
};
use crate::{
    api::{
        Error,
        messages::{Pin, React, WITH_FILES},
    },
    app::{
        client::{Client, browser},
        components::form::{Call, typed},
        erased::Erase,
    },
    domain::Problem,
};

/// The field and its button. It is never disabled: what can't be sent yet waits in the outbox.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let (client, room) = (talk.client, talk.room);
    let field = talk.composer;
    restore(talk);
    let commands = Commands::new();
    let suggestions = Suggestions::of(talk, field);
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
        suggestions.close();
        send_from(talk, commands, &field);
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
    let refused = refusal(talk);
    let why = move || refused().or_else(|| commands.problem(talk));
    let text = typed(Some(WITH_FILES), "text").unwrap_or_default();
    let hint = format!("hint{room}");
    view! {
        <form class="composer" class:live=move || client.clock.is_live() method="post" enctype="multipart/form-data" action=WITH_FILES on:submit=on_submit on:input=move |_| written(talk, commands) on:paste=move |event| paste(talk, &event)>
            <input type="hidden" name="room" value=room.to_string()/>
            <input type="hidden" name="client_id" value=Client::new_id().to_string() autocomplete="off"/>
            <Answering/>
            <Chips/>
            <Suggested commands/>
            <WritingField
                suggestions
                label=Signal::derive(move || label(talk))
                hint=hint.clone()
                text
                key=on_key
            />
            {talk.origin.map(|_| view! { <AlsoInRoom/> })}
            <div class="bar">
                <Picker/>
                <EmojiButton/>
                <span class="hint keys" id=hint>{words.hint}</span>
                <button type="submit" class="send">{move || if due.get() { words.sending } else { words.send }}</button>
            </div>
            <div role="alert">{move || why().map(|why| view! { <p class="refusal">{why}</p> })}</div>
        </form>
    }
    .erased()
}

/// What the field is called.
fn label(talk: Talk) -> String {
    match talk.origin {
        Some(_) => talk.words.answers.reply_in_thread.to_owned(),
        None => (talk.words.talk.write)(&talk.name.get()),
    }
}

/// Whether an answer in a thread is also shown in the room, said anew for each.
#[component]
fn AlsoInRoom() -> impl IntoView {
    let talk = expect_context::<Talk>();
    view! {
        <label class="also">
            <input type="checkbox" name="also_in_room" value="true" node_ref=talk.also_in_room/>
            {talk.words.answers.also_in_room}
        </label>
    }
    .erased()
}

/// Does what is in the field, mostly to send it, or says why that can't be.
fn send_from(talk: Talk, commands: Commands, field: &HtmlTextAreaElement) {
    let (client, room) = (talk.client, talk.room);
    let also = talk.also_in_room.get_untracked();
    let also_in_room = also.as_ref().is_some_and(HtmlInputElement::checked);
    let typed = field.value();
    let answered = talk.answering.get_untracked();
    let done = move |typed: &str| empty(talk, commands, typed);
    let sent = commands.obey(talk, &typed, done).map(|text| {
        client
            .outbox
            .send(client, room, &text, answered, also_in_room)
    });
    match sent {
        None | Some(Err(Problem::MessageEmpty)) => {}
        Some(Ok(())) => {
            empty(talk, commands, &typed);
            talk.end_reply();
            if let Some(also) = also {
                also.set_checked(false);
            }
            talk.scroll.to_end();
        }
        Some(Err(problem)) => talk.refused.set(Some(Error::Refused(problem))),
    }
    browser::focus(field);
}

/// The way to all emoji.
#[component]
fn EmojiButton() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let name = talk.words.answers.emoji;
    view! {
        <button
            type="button"
            class="tool live-only"
            aria-label=name
            title=name
            on:click=move |_| talk.choosing.set(Some(Purpose::Write))
            inner_html=stroke(SMILE)
        ></button>
    }
    .erased()
}

/// Why a message, a file, a reaction, a bookmark or a pin was not taken.
fn refusal(talk: Talk) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    // What was refused without JavaScript.
    let at_first = untrack(|| {
        [React::PATH, Pin::PATH]
            .into_iter()
            .find_map(|path| Call::at(path).error())
    });
    move || {
        let said = |error: &Option<Error>| error.as_ref().map(|error| talk.words.error(error));
        let refused = talk.refused.with(said);
        refused
            .or_else(|| talk.client.wishes.refused.with(said))
            .or_else(|| said(&at_first))
    }
}

/// Escape ends the answering, and the arrow up leads to my last message.
fn on_key(talk: Talk, event: &KeyboardEvent) {
    if event.key() == "Escape" && !keys::is_composing(event) {
        talk.end_reply();
    } else {
        edit_last(talk, event);
    }
}

/// The arrow up leads from an empty field to my last message.
fn edit_last(talk: Talk, event: &KeyboardEvent) {
    let is_up = event.key() == "ArrowUp" && !keys::is_held(event) && !keys::is_composing(event);
    let is_empty = || {
        let field = talk.composer.get_untracked();
        field.is_some_and(|field| field.value().is_empty())
    };
    if is_up
        && is_empty()
        && let Some(last) = talk.lines.my_last()
    {
        event.prevent_default();
        talk.from_composer.set_value(true);
        talk.editing.set(Some(last));
    }
}

/// Keeps what is in the field now, and tells that somebody is writing.
fn written(talk: Talk, commands: Commands) {
    if let Some(field) = talk.composer.get_untracked() {
        let text = field.value();
        talk.client.drafts.save(talk.room, &text);
        commands.typed(&text);
        if !text.trim().is_empty() {
            talk.client.company.write(talk.room);
        }
    }
    forget_refusals(talk);
}

fn forget_refusals(talk: Talk) {
    for refused in [talk.refused, talk.client.wishes.refused] {
        if refused.with_untracked(Option::is_some) {
            refused.set(None);
        }
    }
}

/// Empties the field, if nothing else was typed since: what was in it is on its way, or done.
fn empty(talk: Talk, commands: Commands, typed: &str) {
    let field = talk.composer.try_get_untracked().flatten();
    let Some(field) = field.filter(|field| field.value() == typed) else {
        return;
    };
    field.set_value("");
    talk.client.drafts.save(talk.room, "");
    talk.client.company.sent();
    commands.typed("");
    talk.refused.set(None);
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
fn restore(talk: Talk) {
    let Talk {
        client,
        room,
        composer,
        ..
    } = talk;
    Effect::new(move |_| {
        let Some(field) = composer.get() else { return };
        // The page says itself what is wrong, and a text that is too long stays whole.
        _ = field.remove_attribute("maxlength");
        if talk.answering.with_untracked(Option::is_none) {
            talk.answering.set(client.drafts.answered(room));
        }
        // What was typed before the page lived is newer than any draft.
        if !field.value().is_empty() {
            client.drafts.save(room, &field.value());
        } else if let Some(draft) = client.drafts.load(room) {
            browser::put(&field, &draft);
        }
        // Who opens a thread beside a room means to write there, and what they write next must not go to the room.
        let is_opened = talk.origin.is_some() && untrack(|| client.clock.is_live());
        if !browser::by_touch() && (is_opened || nothing_has_focus()) {
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
