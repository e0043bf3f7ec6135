//! A picture as large as the window: the pictures of the log, one after the other.

use leptos::{
    ev::{self, KeyboardEvent, MouseEvent},
    prelude::*,
    web_sys::Element,
};

use super::{Talk, files::PICTURE};
use crate::app::{
    apart::Part,
    client::browser,
    components::dialog::{Closing, Dialog},
    erased::Erase,
};

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
}

/// The dialog.
#[component]
pub(super) fn Viewer() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let Viewing { shown } = talk.viewing;
    view! {
        <Dialog
            class="viewer"
            label=talk.words.talk.picture
            open=Memo::new(move |_| shown.read().is_some())
            closed=move |()| shown.set(None)
            part=Part::Viewer
        />
    }
}

impl Viewing {
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

/// What stands in it. The arrow keys lead on, wherever in the dialog the focus is.
#[component]
pub(crate) fn ViewerInside() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let closing = expect_context::<Closing>();
    let words = talk.words.talk;
    let Viewing { shown } = talk.viewing;
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => talk.viewing.step(-1),
        "ArrowRight" => talk.viewing.step(1),
        _ => {}
    };
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || keys.remove());
    });
    let part = move |read: fn(&Shown) -> &String| {
        move || shown.with(|shown| shown.as_ref().map(read).cloned())
    };
    view! {
        <img src=part(|shown| &shown.address) alt=part(|shown| &shown.alt)/>
        <p class="bar">
            <button type="button" class="button" on:click=move |_| talk.viewing.step(-1) aria-label=words.previous>"←"</button>
            <button type="button" class="button" on:click=move |_| talk.viewing.step(1) aria-label=words.next>"→"</button>
            <span class="file-name">{part(|shown| &shown.name)}</span>
            <a class="button" href=part(|shown| &shown.address) download=part(|shown| &shown.name)>{words.download}</a>
            <button type="button" class="button primary" on:click=move |_| closing.close()>{words.close}</button>
        </p>
    }
    .erased()
}
