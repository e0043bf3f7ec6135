//! The page's one `EventSource`.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

/// What is heard on the stream. Events of other names are for other readers.
pub(in super::super) enum Heard {
    /// The server took the stream on.
    Open,
    /// Messages: the event's `id:` and `data:`.
    Message(String, String),
    /// Everything else that is kept: the event's `id:` and `data:`.
    Sync(String, String),
    /// The page must load itself afresh.
    Reset,
    /// Somebody is writing: the event's `data:`.
    Typing(String),
    /// Who is here: the event's `data:`.
    Presence(String),
    /// The server is still there.
    Ping,
    /// The stream broke, or was never opened.
    Lost,
}

/// The events that are listened to.
const NAMES: [&str; 8] = [
    "open", "message", "sync", "reset", "typing", "presence", "ping", "error",
];

struct Source {
    source: EventSource,
    /// One for all names; it lives as long as the browser may call it.
    _listener: Closure<dyn FnMut(Event)>,
}

thread_local! {
    static SOURCE: RefCell<Option<Source>> = const { RefCell::new(None) };
}

/// Opens the stream, in place of the one before. Not to be called while hearing something of that one.
pub(in super::super) fn listen(address: &str, on: impl Fn(Heard) + 'static) {
    hang_up();
    let Ok(source) = EventSource::new(address) else {
        return;
    };
    let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(heard) = understand(&event) {
            on(heard);
        }
    });
    for name in NAMES {
        _ = source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    }
    SOURCE.with(|slot| {
        slot.replace(Some(Source {
            source,
            _listener: listener,
        }))
    });
}

/// Closes the stream: nothing more is heard of it.
pub(in super::super) fn hang_up() {
    // The listener may be the caller, so it stays until there is another.
    SOURCE.with_borrow(|slot| {
        if let Some(Source { source, .. }) = slot {
            source.close();
        }
    });
}

fn understand(event: &Event) -> Option<Heard> {
    let told = || {
        let event = event.dyn_ref::<MessageEvent>()?;
        Some((event.last_event_id(), event.data().as_string()?))
    };
    match event.type_().as_str() {
        "open" => Some(Heard::Open),
        "error" => Some(Heard::Lost),
        "message" => told().map(|(id, data)| Heard::Message(id, data)),
        "sync" => told().map(|(id, data)| Heard::Sync(id, data)),
        "typing" => told().map(|(_, data)| Heard::Typing(data)),
        "presence" => told().map(|(_, data)| Heard::Presence(data)),
        "reset" => Some(Heard::Reset),
        "ping" => Some(Heard::Ping),
        _ => None,
    }
}
