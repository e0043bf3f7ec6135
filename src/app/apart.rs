//! What is loaded when somebody first needs it: every page but the talk, and what opens above a page.
//!
//! The page's program is built in two parts, so that who comes to read and write waits for no more than that takes. The
//! second part holds these pages and dialogs, and is fetched with the first way to one of them. While developing, and on the
//! server, all is one.

#[cfg(feature = "split")]
#[path = "apart/split.rs"]
mod part;
#[cfg(not(feature = "split"))]
#[path = "apart/united.rs"]
mod part;

#[cfg(feature = "hydrate")]
pub(crate) use part::once_here;
pub(crate) use part::{tell_worker, tend_code};

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::{
    components::{
        shortcuts::KeySheet,
        switcher::Finder,
        talk::{PaletteInside, ReactedInside, ViewerInside},
    },
    erased::Erase,
    pages::{
        about::AboutPage, bookmarks::BookmarksPage, join::JoinPage, mentions::MentionsPage,
        missing::FailedPage, new_room::NewRoomPage, people::PeoplePage, pins::PinsPage,
        rooms::RoomsPage, search::SearchPage, set_up::SetUpPage, settings::SettingsPage,
        sign_in::SignInPage, sign_up::SignUpPage, threads::ThreadsPage, versions::VersionsPage,
    },
    words::words,
};
use crate::api::Error;

/// Which page, or what of one.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    About,
    Bookmarks,
    Join,
    Mentions,
    NewRoom,
    People,
    Pins,
    Rooms,
    Search,
    Settings,
    SetUp,
    SignIn,
    SignUp,
    Threads,
    Versions,
    /// What stands in the switcher.
    Finder,
    /// What stands in the sheet of keys.
    Keys,
    /// What stands in the palette of emoji.
    Palette,
    /// Who reacted to a message.
    Reacted,
    /// What stands in the viewer of pictures.
    Viewer,
}

/// The part itself. Nobody else may name these components, or they come with the first part of the program again.
fn view(part: Part) -> AnyView {
    match part {
        Part::About => view! { <AboutPage/> }.erased(),
        Part::Bookmarks => view! { <BookmarksPage/> }.erased(),
        Part::Join => view! { <JoinPage/> }.erased(),
        Part::Mentions => view! { <MentionsPage/> }.erased(),
        Part::NewRoom => view! { <NewRoomPage/> }.erased(),
        Part::People => view! { <PeoplePage/> }.erased(),
        Part::Pins => view! { <PinsPage/> }.erased(),
        Part::Rooms => view! { <RoomsPage/> }.erased(),
        Part::Search => view! { <SearchPage/> }.erased(),
        Part::Settings => view! { <SettingsPage/> }.erased(),
        Part::SetUp => view! { <SetUpPage/> }.erased(),
        Part::SignIn => view! { <SignInPage/> }.erased(),
        Part::SignUp => view! { <SignUpPage/> }.erased(),
        Part::Threads => view! { <ThreadsPage/> }.erased(),
        Part::Versions => view! { <VersionsPage/> }.erased(),
        Part::Finder => view! { <Finder/> }.erased(),
        Part::Keys => view! { <KeySheet/> }.erased(),
        Part::Palette => view! { <PaletteInside/> }.erased(),
        Part::Reacted => view! { <ReactedInside/> }.erased(),
        Part::Viewer => view! { <ViewerInside/> }.erased(),
    }
}

/// A part within a page, in its place as soon as it is here.
pub(crate) fn later(part: Part) -> impl IntoView {
    Suspend::new(async move {
        part::load(part).await.unwrap_or_else(|| {
            view! { <p role="alert" class="refusal">{words().error(&Error::Unreachable)}</p> }
                .erased()
        })
    })
}

async fn show(page: Part) -> AnyView {
    match part::load(page).await {
        Some(view) => view,
        // The network is gone, or the server is a newer one, which has this part no longer: a new load has all.
        None => view! { <FailedPage error=Error::Unreachable/> }.erased(),
    }
}

/// A route for each page.
macro_rules! routes {
    ($($name:ident),*) => {$(
        #[doc = concat!("The way to [`Part::", stringify!($name), "`].")]
        #[derive(Debug)]
        pub(crate) struct $name;

        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                show(Part::$name).await
            }
        }
    )*};
}

routes!(
    About, Bookmarks, Join, Mentions, NewRoom, People, Pins, Rooms, Search, Settings, SetUp,
    SignIn, SignUp, Threads, Versions
);
