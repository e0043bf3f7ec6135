//! The keys that work on every page, and the sheet that shows all of them.

use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    dialog::{Closing, Dialog},
    switcher::Switcher,
    talk::keys,
};
use crate::app::{
    apart::Part,
    client::{Client, browser},
    words::words,
};

/// Whether the sheet is open; shared by all who open it.
#[derive(Clone, Copy)]
pub(crate) struct Sheet(pub(crate) RwSignal<bool>);

/// Listens to the keys, and has the sheet.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let Sheet(open) = expect_context();
    listen(open);
    view! {
        <Dialog
            class="sheet"
            label=words().house.keys
            open
            closed=move |()| open.set(false)
            part=Part::Keys
        />
    }
}

/// What stands in the sheet.
#[component]
pub(crate) fn KeySheet() -> impl IntoView {
    let closing = expect_context::<Closing>();
    let words = words();
    let groups = keys::GROUPS.map(|(title, lines)| {
        let lines = lines.iter().map(|(keys, says)| {
            view! { <dt><kbd>{*keys}</kbd></dt><dd>{says(words.keys())}</dd> }
        });
        view! { <h3>{title(words.keys())}</h3><dl>{lines.collect_view()}</dl> }
    });
    view! {
        <div class="sheet-head">
            <h2>{words.keys().title}</h2>
            <button type="button" class="button" on:click=move |_| closing.close()>{words.talk.close}</button>
        </div>
        {groups.collect_view()}
    }
}

fn listen(sheet: RwSignal<bool>) {
    let client = expect_context::<Client>();
    let switcher = expect_context::<Switcher>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listening = window_event_listener(ev::keydown, move |event| {
            let takes = match event.key().as_str() {
                "k" | "K" if is_command(&event) && keys::is_free(&event) => {
                    switcher.open();
                    true
                }
                "ArrowUp" | "ArrowDown" if is_alt(&event) && keys::is_free(&event) => {
                    let by = if event.key() == "ArrowUp" { -1 } else { 1 };
                    neighbour(by).map(|room| browser::click(&room)).is_some()
                }
                _ => match keys::letter(&client, &event).as_deref() {
                    Some("?") => {
                        sheet.set(true);
                        true
                    }
                    Some("/") => {
                        navigate("/search", NavigateOptions::default());
                        true
                    }
                    _ => false,
                },
            };
            if takes {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Whether Ctrl or Command alone is held down.
fn is_command(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key()
}

/// Whether Alt alone is held down.
fn is_alt(event: &KeyboardEvent) -> bool {
    event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.shift_key()
}

/// The room so many places further down in the sidebar, as it is seen there.
fn neighbour(by: isize) -> Option<leptos::web_sys::Element> {
    let mut rooms = browser::all(".sidebar a[href^='/rooms/'].line");
    let here = rooms
        .iter()
        .position(|room| room.has_attribute("aria-current"));
    let next = match here {
        Some(here) => here.checked_add_signed(by)?,
        None => 0,
    };
    (next < rooms.len()).then(|| rooms.swap_remove(next))
}
