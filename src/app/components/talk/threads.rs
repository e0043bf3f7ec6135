//! Threads: how many answers a message has in one, and the way there.

use leptos::{ev::MouseEvent, prelude::*, server_fn::ServerFn as _, web_sys::Element};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::Talk;
use crate::{
    api::rooms::OpenThread,
    app::client::browser,
    domain::{Message, MessageId, RoomId, markdown::escaped},
};

/// How wide a window is that has room for two talks: the sidebar and two columns of words.
const BESIDE: &str = "(min-width: 1080px)";
/// The class of the links to threads.
const THREAD: &str = "thread";

/// The link to a message's thread, as HTML; nothing where it has none. Who is not in the thread is asked in by its page, or
/// comes in by [`click`].
pub(super) fn html(message: &Message, talk: Talk) -> String {
    let Some(thread) = message.thread else {
        return String::new();
    };
    let words = talk.words.answers;
    let clock = talk.client.clock;
    let at = thread.replied_at;
    let day = talk.words.talk.day(at.day(clock.offset(at)), clock.today());
    format!(
        "<a class=\"{THREAD}\" href=\"/rooms/{}\" data-root=\"{}\">{} \
         <time datetime=\"{at}\">{} {}</time></a>",
        thread.room,
        message.id,
        (words.replies)(thread.replies),
        escaped(&day),
        clock.time(at),
    )
}

/// Brings the reader into the thread of the link that was clicked on. With a key held down, the link does what it does
/// elsewhere.
pub(super) fn click(event: &MouseEvent, opening: Opening) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let link = event_target::<Element>(event).closest(&format!("a.{THREAD}"));
    let root = link.ok().flatten().and_then(|link| {
        let root = link.get_attribute("data-root")?;
        root.parse().ok()
    });
    if let Some(root) = root {
        event.prevent_default();
        opening.open(root);
    }
}

/// The way into a thread that the page may not know yet.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    talk: Talk,
    /// The thread that the server has let the reader into. The page goes there as soon as the stream has told of it.
    entered: RwSignal<Option<RoomId>>,
}

impl Opening {
    /// Waits for it, for as long as what calls this stands there.
    pub(super) fn new(talk: Talk) -> Self {
        let entered = RwSignal::new(None);
        let known = Memo::new(move |_| {
            let is_known = |room: &RoomId| {
                let state = talk.client.state.read();
                state.rooms.contains_key(room)
            };
            entered.get().filter(is_known)
        });
        let navigate = use_navigate();
        Effect::new(move || {
            if let Some(room) = known.get() {
                entered.set(None);
                navigate(&format!("/rooms/{room}"), NavigateOptions::default());
            }
        });
        Self { talk, entered }
    }

    /// Goes into the thread of a message, which is begun where there is none.
    pub(super) fn open(self, message: MessageId) {
        leptos::task::spawn_local(async move {
            let fields = [("message", &*message.to_string())];
            let opened = browser::call(OpenThread::PATH, &fields).await;
            match opened {
                Ok(room) => _ = self.entered.try_set(room.parse().ok()),
                Err(error) => _ = self.talk.refused.try_set(Some(error)),
            }
        });
    }
}

/// Whether a thread has room beside the room that it is in. Not before the page lives: the server knows of no screen.
pub(crate) fn fits_beside() -> RwSignal<bool> {
    let fits = RwSignal::new(false);
    Effect::new(move || {
        let look = move || {
            let wide = browser::matches(BESIDE);
            if fits.get_untracked() != wide {
                fits.set(wide);
            }
        };
        look();
        let resizing = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || resizing.remove());
    });
    fits
}
