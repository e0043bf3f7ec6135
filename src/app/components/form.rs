//! Forms that call server functions.
//!
//! A form here is a plain one: without JavaScript the browser posts it, and the server leads back with what it refused
//! in the address. With JavaScript the same fields go to the same address, and the page stays. Nothing here knows
//! which function it calls, so that twenty forms cost the page no more than one.

#[cfg(feature = "hydrate")]
mod post;
#[cfg(not(feature = "hydrate"))]
mod post {
    use leptos::ev::SubmitEvent;

    use super::Call;

    /// Forms are sent by browsers.
    pub(super) fn submit(_: Call, _: bool, _: &SubmitEvent) {}

    /// So are other calls.
    pub(super) fn run(_: Call, _: &str, _: &str) {}
}

use leptos::{
    prelude::*,
    server_fn::{ServerFn, error::ServerFnUrlError},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::app::erased::Content;
use crate::{
    api::Error,
    app::{client::Client, words::words},
    domain::RoomId,
};

/// A server function that a form calls, and what came of it.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    url: &'static str,
    pending: RwSignal<bool>,
    /// The answer as JSON.
    answer: RwSignal<Option<Result<String, Error>>>,
    /// Where the answer leads.
    landing: RwSignal<Option<String>>,
    /// How often it was done on this page.
    times: RwSignal<u32>,
}

impl Call {
    /// A call of this function; what the server refused of a form sent without JavaScript is its first answer.
    pub(crate) fn to<F: ServerFn<Error = Error>>() -> Self {
        Self::at(F::PATH)
    }

    /// A call of an address that answers as server functions do.
    pub(crate) fn at(url: &'static str) -> Self {
        let refused = use_query_map().with_untracked(|query| {
            let ours = query.get_str("__path") == Some(url);
            let error = query.get_str("__err").filter(|_| ours)?;
            Some(Err(ServerFnUrlError::<Error>::decode_err(error)))
        });
        Self {
            url,
            pending: RwSignal::new(false),
            answer: RwSignal::new(refused),
            landing: RwSignal::new(None),
            times: RwSignal::new(0),
        }
    }

    /// Why it was refused the last time.
    pub(crate) fn error(self) -> Option<Error> {
        self.answer
            .with(|answer| answer.as_ref()?.as_ref().err().cloned())
    }

    /// Whether it was done the last time.
    pub(crate) fn done(self) -> bool {
        self.answer.with(|answer| matches!(answer, Some(Ok(_))))
    }

    /// How often it was done on this page: what depends on it is to be read again.
    pub(crate) fn times(self) -> u32 {
        self.times.get()
    }

    /// Makes the call with one field, without a form.
    pub(crate) fn run(self, name: &str, value: &str) {
        post::run(self, name, value);
    }

    /// Its answer, as JSON.
    pub(crate) fn answer(self) -> Option<String> {
        self.answer
            .with(|answer| answer.as_ref()?.as_ref().ok().cloned())
    }
}

/// What was typed into this field of the form that was just refused, as far as the server knows; `url` where a page has
/// several such fields. In the browser the field itself knows.
pub(crate) fn typed(url: Option<&str>, name: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::api::typed::typed(url, name);
    #[cfg(not(feature = "ssr"))]
    {
        _ = (url, name);
        None
    }
}

/// A form that makes a [`Call`], and stays on the page where it can.
#[component]
pub(crate) fn CallForm(
    /// What it calls.
    call: Call,
    /// How it is laid out.
    #[prop(optional)]
    class: &'static str,
    /// Whether its fields are emptied once it was done.
    #[prop(optional)]
    reset: bool,
    /// Its fields and buttons.
    children: Content,
) -> impl IntoView {
    land(call);
    let busy = move || call.pending.get().then_some("true");
    view! {
        <form action=call.url method="post" class=class aria-busy=busy on:submit=move |event| post::submit(call, reset, &event)>
            {children.view()}
        </form>
    }
}

/// A form that makes its call by a whole new page, as the ways in and out do: cookies and language change with it.
#[component]
pub(crate) fn PlainForm(
    /// What it calls.
    call: Call,
    /// Its fields and buttons.
    children: Content,
) -> impl IntoView {
    view! {
        <form action=call.url method="post" class="form">
            {children.view()}
        </form>
    }
}

/// A form that sends a file, by a whole new page.
#[component]
pub(crate) fn FileForm(
    /// Where it goes.
    call: Call,
    /// Its fields and buttons.
    children: Content,
) -> impl IntoView {
    view! {
        <form action=call.url method="post" enctype="multipart/form-data" class="form">
            {children.view()}
        </form>
    }
}

/// Why a call was refused; takes no room while it was not.
#[component]
pub(crate) fn Refusal(
    /// Whose refusal.
    call: Call,
) -> impl IntoView {
    let words = words();
    view! {
        <div role="alert" class="refusal-place">
            {move || call.error().map(|error| view! { <p class="refusal">{words.error(&error)}</p> })}
        </div>
    }
}

/// That a call was done; takes no room while it was not.
#[component]
pub(crate) fn Done(
    /// Whose success.
    call: Call,
    /// What it says.
    says: &'static str,
) -> impl IntoView {
    view! { <span role="status" class="done">{move || call.done().then_some(says)}</span> }
}

/// Goes where an answer leads: into a room as soon as the stream has told of it, elsewhere at once.
pub(crate) fn land(call: Call) {
    let client = use_context::<Client>();
    let navigate = use_navigate();
    Effect::new(move || {
        let Some(to) = call.landing.get() else { return };
        let room = to
            .strip_prefix("/rooms/")
            .and_then(|id| id.parse::<RoomId>().ok());
        let known = match (room, client) {
            (Some(room), Some(client)) => {
                client.state.with(|state| state.rooms.contains_key(&room))
            }
            _ => true,
        };
        if known {
            call.landing.set(None);
            navigate(&to, NavigateOptions::default());
        }
    });
}
