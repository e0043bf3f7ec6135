//! Dialogs that stand in the page closed and empty, and what is in them when they open.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::{Dialog as Element, Input},
    prelude::*,
    web_sys::Event,
};
use leptos_router::hooks::use_location;

use crate::app::{
    apart::{Part, later},
    client::browser,
    erased::Erase,
};

/// The way for what is in a dialog to close it.
#[derive(Clone, Copy)]
pub(crate) struct Closing(NodeRef<Element>);

impl Closing {
    /// Closes the dialog. The focus goes back to where it was.
    pub(crate) fn close(self) {
        if let Some(dialog) = self.0.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    /// Closes the dialog as soon as the page is another one.
    pub(crate) fn close_with_page(self) {
        let path = use_location().pathname;
        Effect::watch(move || path.get(), move |_, _, _| self.close(), false);
    }
}

/// What was typed into a dialog before its field was there.
#[derive(Clone, Copy)]
struct Early(StoredValue<String>);

impl Early {
    /// Remembers a letter that goes to the dialog itself.
    fn take(self, event: &KeyboardEvent) {
        let is_letter = event.key().chars().count() == 1
            && !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if is_letter && is_at_dialog(event) {
            self.0.update_value(|typed| typed.push_str(&event.key()));
        }
    }
}

/// Whether something happened to the dialog itself, and to nothing in it.
fn is_at_dialog(event: &Event) -> bool {
    event_target::<leptos::web_sys::Element>(event).tag_name() == "DIALOG"
}

/// Puts the focus into the field of a dialog as soon as that is here, and what was typed meanwhile.
pub(crate) fn focus_on(field: NodeRef<Input>, typed: RwSignal<String>) {
    let Early(early) = expect_context();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let before = early.try_update_value(std::mem::take).unwrap_or_default();
            if !before.is_empty() {
                field.set_value(&before);
                typed.set(before);
            }
            browser::focus(&field);
        }
    });
}

/// A dialog. Esc closes it, and so does a click beside what is in it, which comes when it opens, with a [`Closing`] as context.
#[component]
pub(crate) fn Dialog(
    class: &'static str,
    /// What it is called.
    label: &'static str,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when it was closed, whichever way.
    #[prop(into)]
    closed: Callback<()>,
    /// What is in it.
    part: Part,
) -> impl IntoView {
    let dialog = NodeRef::<Element>::new();
    let early = Early(StoredValue::default());
    // What is beside the box is the dialog itself. A press that began elsewhere, like the long one by which a finger opens it,
    // does not mean to close it.
    let begun = StoredValue::new(false);
    // At once, so that no key that is meant for it goes to the page while what is in it is loaded.
    Effect::new(move |_| {
        if open.get()
            && let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            begun.set_value(false);
            browser::open(&dialog);
        }
    });
    let on_down = move |event: PointerEvent| begun.set_value(is_at_dialog(&event));
    let on_click = move |event: MouseEvent| {
        if begun.get_value() && is_at_dialog(&event) {
            Closing(dialog).close();
        }
    };
    view! {
        <dialog class=class aria-label=label node_ref=dialog on:keydown=move |event| early.take(&event) on:pointerdown=on_down on:click=on_click on:close=move |_| closed.run(())>
            {move || open.get().then(|| {
                early.0.set_value(String::new());
                provide_context(Closing(dialog));
                provide_context(early);
                later(part)
            })}
        </dialog>
    }
    .erased()
}
