//! Dialogs that stand in the page closed, and open by a signal.

use leptos::{html::Dialog, prelude::*};

use crate::app::client::browser;

/// Opens a dialog whenever this becomes true. The focus goes into it, and back when it is closed.
pub(crate) fn open_by(open: RwSignal<bool>, dialog: NodeRef<Dialog>) {
    Effect::new(move |_| {
        if open.get()
            && let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            browser::open(&dialog);
        }
    });
}

/// Closes a dialog, if it is open.
pub(crate) fn close(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}
