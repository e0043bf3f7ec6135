//! The log: what was said, and the way to what was said before.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    web_sys::Element,
};

use super::{
    Opening, Talk, code, keys, landing, message::Root, pointing::Pointing, quote, reactions,
    row::Row, threads,
};
use crate::app::{client::browser, erased::Erase};

/// Everything that was said, as far as it is loaded.
#[component]
pub(super) fn Log() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let scroll = talk.scroll;
    scroll.start(move |log| code::look(log, words));
    let pointing = Pointing::new(talk);
    let rows = talk.lines.rows;
    let follow = landing::follow(talk);
    let opening = expect_context::<Opening>();
    let click = move |event: MouseEvent| {
        talk.viewing.click(&event);
        quote::click(&event, talk);
        threads::click(&event, opening);
        follow(&event);
    };
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <div class="log-place">
            <div
                class="log"
                class:live=move || talk.client.clock.is_live()
                role="log"
                aria-live="off"
                aria-label=move || (words.log)(&talk.name.get())
                tabindex="0"
                node_ref=scroll.log
                on:scroll=move |_| scroll.moved()
                on:keydown=move |event| walk(&event)
                on:click=click
                on:submit=move |event| reactions::submit(talk, &event)
                on:focusin=move |event| pointing.focus(&event)
                on:pointerover=move |event| pointing.over(&event)
                on:pointerleave=move |event| pointing.leave(&event)
                on:pointerdown=move |event| pointing.down(&event)
                on:pointermove=move |event| pointing.moved(&event)
                on:pointerup=move |_| pointing.end()
                on:pointercancel=move |_| pointing.end()
                on:contextmenu=move |event| pointing.menu(&event)
            >
                <div class="log-inside">
                    {talk.origin.map(|_| view! { <Root/> })}
                    <Older/>
                    <div class="talk-rows" node_ref=scroll.list>
                        <For each=move || rows.get() key=|row| row.key let(row)>
                            <Row key=row.key/>
                        </For>
                    </div>
                    {move || is_empty.get().then(|| view! { <Empty/> })}
                </div>
            </div>
            <Below/>
        </div>
    }
}

/// The way to older messages: they come by themselves as one scrolls there, or by this link.
#[component]
fn Older() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let oldest = Memo::new(move |_| talk.lines.oldest());
    let failed = move || talk.client.windows.failed(talk.room);
    let load = move |event: MouseEvent| {
        event.prevent_default();
        talk.client.windows.older(talk.client, talk.room);
    };
    move || {
        oldest.get().map(|oldest| {
            view! {
                <p class="older">
                    {move || failed().then(|| view! { <span>{words.older_failed}" "</span> })}
                    <a href=format!("{}?before={oldest}", talk.address()) on:click=load>
                        {move || if failed() { words.try_again } else { words.older }}
                    </a>
                </p>
            }
        })
    }
}

/// What stands in a log without messages.
#[component]
fn Empty() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let (client, room) = (talk.client, talk.room);
    let joined = Memo::new(move |_| talk.place(|place| Some(place.joined())).unwrap_or_default());
    let silent = Memo::new(move |_| {
        talk.place(|place| Some(place.room.last_number == 0))
            .unwrap_or_default()
    });
    let again = move |_| client.windows.open(client, room);
    view! {
        <div class="empty">
            {move || match (joined.get(), silent.get(), client.windows.failed(room)) {
                (false, ..) => ().erased(),
                (true, true, _) if talk.origin.is_some() => view! {
                    <p>{talk.words.answers.no_replies}</p>
                }.erased(),
                (true, true, _) => view! {
                    <p class="empty-title">{words.empty_title}</p>
                    <p>{words.empty_text}</p>
                }.erased(),
                (true, false, false) => view! { <p role="status">{words.loading}</p> }.erased(),
                (true, false, true) => view! {
                    <p role="alert">{words.load_failed}</p>
                    <button type="button" class="button" on:click=again>{words.try_again}</button>
                }.erased(),
            }}
        </div>
    }
}

/// What came in below while the reader is elsewhere, and the way there.
#[component]
fn Below() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let (lines, scroll) = (talk.lines, talk.scroll);
    let seen = RwSignal::new(
        lines
            .new_after
            .get_untracked()
            .unwrap_or_else(|| untrack(|| lines.last_number())),
    );
    Effect::new(move || {
        let last = lines.last_number();
        if scroll.is_placed() && scroll.at_end.get() {
            seen.set(last);
        }
    });
    let new = Memo::new(move |_| {
        if scroll.at_end.get() {
            return 0;
        }
        let count = lines.of_others(seen.get(), |messages| {
            messages.filter(|message| !message.is_deleted()).count()
        });
        i64::try_from(count).unwrap_or(i64::MAX)
    });
    let is_new = Memo::new(move |_| new.get() > 0);
    // Below older messages there is another way to the newest.
    let shown = Memo::new(move |_| !talk.past.get() && (new.get() > 0 || scroll.far.get()));
    let down = move |_| {
        scroll.to_end();
        talk.write();
    };
    move || {
        shown.get().then(|| {
            view! {
                <button type="button" class="below" class:new=is_new on:click=down>
                    {move || match new.get() {
                        0 => words.to_newest.to_owned(),
                        new => (words.new_below)(new),
                    }}
                    <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">
                        <path d="M10 4v11.5M5 11l5 5 5-5"/>
                    </svg>
                </button>
            }
        })
    }
}

/// The arrow keys lead from message to message, and from the log to its last one.
fn walk(event: &KeyboardEvent) {
    let target = event_target::<Element>(event);
    let down = match event.key().as_str() {
        "ArrowUp" => false,
        "ArrowDown" => true,
        _ => return,
    };
    if keys::is_held(event) {
        return;
    }
    let is_message = target.class_list().contains("message");
    let is_log = target.class_list().contains("log") && !down;
    if (is_message || is_log) && step(down) {
        event.prevent_default();
    }
}

/// Goes to the next message, or the one before: from the one that has the focus, or is its place; from elsewhere to the
/// last. False where there is none.
pub(super) fn step(down: bool) -> bool {
    let active = document().active_element();
    let here = active.and_then(|active| active.closest(".message").ok().flatten());
    let next = match here {
        None => browser::all(".talk-rows .message").pop(),
        Some(mut row) => loop {
            let next = if down {
                row.next_element_sibling()
            } else {
                row.previous_element_sibling()
            };
            match next {
                Some(next) if !next.class_list().contains("message") => row = next,
                next => break next,
            }
        },
    };
    if let Some(next) = &next {
        browser::focus(next);
        browser::keep_in_view(next);
    }
    next.is_some()
}
