//! A picture as large as the window: the pictures of the log, one after the other.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html::Dialog,
    prelude::*,
    web_sys::Element,
};

use super::{Talk, files::PICTURE};
use crate::app::client::browser;

/// What the viewer shows.
#[derive(Clone, Copy)]
pub(super) struct Viewing {
    shown: RwSignal<Option<Shown>>,
}

/// A picture, as its link in the log describes it.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    address: String,
    name: String,
    alt: String,
}

impl Shown {
    fn of(link: &Element) -> Option<Self> {
        let image = link.query_selector("img").ok()??;
        Some(Self {
            address: link.get_attribute("href")?,
            name: link.get_attribute("title")?,
            alt: image.get_attribute("alt")?,
        })
    }
}

impl Viewing {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
        }
    }

    /// Shows the picture that was clicked on. With a key held down, the link does what it does elsewhere.
    pub(super) fn click(self, event: &MouseEvent) {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let link = event_target::<Element>(event).closest(&format!("a.{PICTURE}"));
        if let Some(shown) = link.ok().flatten().and_then(|link| Shown::of(&link)) {
            event.prevent_default();
            self.shown.set(Some(shown));
        }
    }

    /// Shows the picture so many places further on in the log, if there is one.
    fn step(self, by: isize) {
        let links = browser::all(&format!(".log a.{PICTURE}"));
        let links: Vec<Shown> = links.iter().filter_map(Shown::of).collect();
        let place = self.shown.with_untracked(|shown| {
            let shown = shown.as_ref()?;
            links.iter().position(|link| link.address == shown.address)
        });
        let next = place.and_then(|place| place.checked_add_signed(by));
        if let Some(next) = next.and_then(|next| links.into_iter().nth(next)) {
            self.shown.set(Some(next));
        }
    }
}

/// The dialog. Esc closes it, the arrow keys lead on; the focus goes back to where it was.
#[component]
pub(super) fn Viewer() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let Viewing { shown } = talk.viewing;
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if shown.read().is_some()
            && let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            browser::open(&dialog);
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => talk.viewing.step(-1),
        "ArrowRight" => talk.viewing.step(1),
        _ => {}
    };
    // What is beside the picture is the dialog itself.
    let on_click = move |event: MouseEvent| {
        if event_target::<Element>(&event).tag_name() == "DIALOG" {
            close();
        }
    };
    let part = move |read: fn(&Shown) -> &String| {
        move || shown.with(|shown| shown.as_ref().map(read).cloned())
    };
    view! {
        <dialog
            class="viewer"
            aria-label=words.picture
            node_ref=dialog
            on:keydown=on_key
            on:click=on_click
            on:close=move |_| shown.set(None)
        >
            <img src=part(|shown| &shown.address) alt=part(|shown| &shown.alt)/>
            <p class="bar">
                <button type="button" class="button" on:click=move |_| talk.viewing.step(-1) aria-label=words.previous>"←"</button>
                <button type="button" class="button" on:click=move |_| talk.viewing.step(1) aria-label=words.next>"→"</button>
                <span class="file-name">{part(|shown| &shown.name)}</span>
                <a class="button" href=part(|shown| &shown.address) download=part(|shown| &shown.name)>{words.download}</a>
                <button type="button" class="button primary" on:click=move |_| close()>{words.close}</button>
            </p>
        </dialog>
    }
}
