//! The frame of all pages behind the sign-in: the live client, the sidebar, and the page beside it.

use leptos::{either::EitherOf3, html::Div, prelude::*};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::{use_location, use_query_map},
    location::Url,
};

use super::missing::{FailedPage, MissingRoom};
use crate::{
    api::{Error, page},
    app::{
        client::{Client, browser},
        components::{
            shortcuts::{Sheet, Shortcuts},
            sidebar::Sidebar,
            switcher::{Switcher, SwitcherDialog},
        },
        erased::Erase,
    },
    domain::{MessageId, Problem, RoomId},
};

/// What was asked for at first: later the client moves among the rooms by itself.
#[derive(Clone)]
struct Asked {
    /// The whole address, to come back to after the sign-in.
    address: String,
    room: Option<RoomId>,
    before: Option<MessageId>,
    at: Option<MessageId>,
}

impl Asked {
    fn now() -> Self {
        let location = use_location();
        let path = location.pathname.get_untracked();
        let room = room_of(&path);
        let asked =
            |what| use_query_map().with_untracked(|query| query.get_str(what)?.parse().ok());
        let (before, at) = (asked("before"), asked("at"));
        let search = location.search.get_untracked();
        let address = if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        };
        Self {
            address,
            room,
            before,
            at,
        }
    }
}

/// The room that an address asks for.
fn room_of(path: &str) -> Option<RoomId> {
    match path.strip_prefix("/rooms/")?.split('/').next() {
        None | Some("" | "new") => None,
        // What is no number is the number of no room.
        Some(id) => Some(id.parse().unwrap_or(RoomId(0))),
    }
}

/// The page, and whether the room asked for is in it.
async fn load(
    room: Option<RoomId>,
    before: Option<MessageId>,
    at: Option<MessageId>,
) -> Result<(page::Page, bool), Error> {
    match page::load(room, before, at).await {
        // The status stays 404, and the rooms that are there are shown beside the news.
        Err(Error::Refused(Problem::NotFound)) if room.is_some() => {
            Ok((page::load(None, None, None).await?, false))
        }
        loaded => Ok((loaded?, true)),
    }
}

#[component]
pub(crate) fn SignedIn() -> impl IntoView {
    let asked = StoredValue::new(Asked::now());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let Asked {
                room, before, at, ..
            } = asked.get_value();
            load(room, before, at)
        },
    );
    // A transition, since what a page inside waits for must never take the whole house off the screen.
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((page, found)) => EitherOf3::A(view! { <House page found/> }),
                    Err(Error::Refused(Problem::SignedOut)) => {
                        let next = asked.with_value(|asked| Url::escape(&asked.address));
                        EitherOf3::B(view! { <Redirect path=format!("/sign-in?next={next}")/> })
                    }
                    Err(error) => EitherOf3::C(view! { <FailedPage error/> }),
                }
            })}
        </Transition>
    }
    .erased()
}

/// Everything that is seen by who is inside.
#[component]
fn House(page: page::Page, found: bool) -> impl IntoView {
    let client = Client::new(page);
    provide_context(client);
    provide_context(Switcher::new());
    provide_context(Sheet(RwSignal::new(false)));
    let path = use_location().pathname;
    // The room that was asked for at first and could not be shown, until its reader is let in.
    let missing = (!found).then(|| path.get_untracked());
    let is_missing = Memo::new(move |_| {
        missing.as_ref().is_some_and(|missing| {
            *missing == *path.read()
                && room_of(missing)
                    .is_none_or(|room| client.state.with(|state| !state.rooms.contains_key(&room)))
        })
    });
    // Whoever goes by keyboard or ear goes on from the new page's top. A room has a place of its own for that.
    let pane = NodeRef::<Div>::new();
    Effect::watch(
        move || path.get(),
        move |path, _, _| {
            let rest = path.strip_prefix("/rooms/").unwrap_or("/");
            if (rest == "new" || rest.contains('/'))
                && let Some(pane) = pane.get_untracked()
            {
                browser::focus(&pane);
            }
        },
        false,
    );
    view! {
        <div class="app" class:at-rooms=move || *path.read() == "/rooms">
            <Sidebar/>
            <div class="pane" id="main" tabindex="-1" node_ref=pane>
                <Show when=move || !is_missing.get() fallback=MissingRoom>
                    <Outlet/>
                </Show>
            </div>
            <SwitcherDialog/>
            <Shortcuts/>
        </div>
    }
    .erased()
}
