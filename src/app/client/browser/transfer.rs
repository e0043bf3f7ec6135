//! Files that somebody picks on this device, and how they go to the server: by `XMLHttpRequest`, since `fetch` doesn't
//! tell how far it is.

use std::{cell::RefCell, collections::HashMap};

use leptos::ev::{ClipboardEvent, DragEvent};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    DataTransfer, Event, File, FileList, FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest,
};

/// A file that was picked.
#[derive(Debug)]
pub(crate) struct Picked {
    /// Its number on this page.
    pub(in super::super) id: u32,
    /// As this device calls it.
    pub(in super::super) name: String,
}

/// How the sending of a file goes.
#[derive(Debug)]
pub(in super::super) enum Progress {
    /// So many hundredths have gone.
    Gone(u8),
    /// The server's answer: whether it took the file, and what it says.
    Answered(bool, String),
    /// There was none.
    Lost,
}

/// A file, and the request that carries it.
struct Held {
    file: File,
    request: Option<XmlHttpRequest>,
}

#[derive(Default)]
struct Desk {
    last: u32,
    held: HashMap<u32, Held>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// The files that are chosen in a field, which is empty then.
pub(crate) fn chosen(field: &HtmlInputElement) -> Vec<Picked> {
    let picked = hold(field.files());
    field.set_value("");
    picked
}

/// The files that are pasted. Where there are words for the same, as of a table, those are meant.
pub(crate) fn pasted(event: &ClipboardEvent) -> Vec<Picked> {
    let data = event.clipboard_data();
    let words = data
        .as_ref()
        .and_then(|data| data.get_data("text/plain").ok());
    if words.is_some_and(|words| !words.is_empty()) {
        return Vec::new();
    }
    hold(data.and_then(|data| data.files()))
}

/// The files that are dropped.
pub(crate) fn dropped(event: &DragEvent) -> Vec<Picked> {
    hold(event.data_transfer().and_then(|data| data.files()))
}

/// Whether files are dragged, and not words.
pub(crate) fn drags_files(event: &DragEvent) -> bool {
    let holds = |data: DataTransfer| data.types().includes(&"Files".into(), 0);
    event.data_transfer().is_some_and(holds)
}

/// A number for a file that is not from this device.
pub(in super::super) fn next_id() -> u32 {
    DESK.with_borrow_mut(|desk| {
        desk.last += 1;
        desk.last
    })
}

fn hold(files: Option<FileList>) -> Vec<Picked> {
    let Some(files) = files else {
        return Vec::new();
    };
    let files = (0..files.length()).filter_map(|index| files.item(index));
    files
        .map(|file| {
            let (id, name) = (next_id(), file.name());
            let held = Held {
                file,
                request: None,
            };
            DESK.with_borrow_mut(|desk| desk.held.insert(id, held));
            Picked { id, name }
        })
        .collect()
}

/// Sends a file, in the field `file` of a form, and tells how that goes; gives whether it could be begun.
pub(in super::super) fn send(id: u32, address: &str, on: impl Fn(Progress) + 'static) -> bool {
    let begun = DESK.with_borrow_mut(|desk| {
        let held = desk.held.get_mut(&id)?;
        let request = XmlHttpRequest::new().ok()?;
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(progress) = understand(&event) {
                on(progress);
            }
        });
        // Collected with the request.
        let listener = listener.into_js_value();
        let listener = listener.unchecked_ref();
        request.open("POST", address).ok()?;
        request
            .set_request_header("Accept", "application/json")
            .ok()?;
        for name in ["load", "error"] {
            request
                .add_event_listener_with_callback(name, listener)
                .ok()?;
        }
        let up = request.upload().ok()?;
        up.add_event_listener_with_callback("progress", listener)
            .ok()?;
        let form = FormData::new().ok()?;
        form.append_with_blob_and_filename("file", &held.file, &held.file.name())
            .ok()?;
        request.send_with_opt_form_data(Some(&form)).ok()?;
        held.request = Some(request);
        Some(())
    });
    begun.is_some()
}

/// Lets a file go, and ends its request.
pub(in super::super) fn release(id: u32) {
    let held = DESK.with_borrow_mut(|desk| desk.held.remove(&id));
    if let Some(request) = held.and_then(|held| held.request) {
        _ = request.abort();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to 100"
)]
fn understand(event: &Event) -> Option<Progress> {
    if let Some(progress) = event
        .dyn_ref::<ProgressEvent>()
        .filter(|_| event.type_() == "progress")
    {
        return progress
            .length_computable()
            .then(|| Progress::Gone((progress.loaded() / progress.total() * 100.0) as u8));
    }
    let request: XmlHttpRequest = event.target()?.dyn_into().ok()?;
    let text = request.response_text().ok().flatten();
    Some(match (event.type_().as_str(), text) {
        ("load", Some(text)) => Progress::Answered(request.status().ok()? == 200, text),
        _ => Progress::Lost,
    })
}
