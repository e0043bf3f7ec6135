//! Every page but the talk: what is loaded when somebody first goes to one of them.
//!
//! The page's program is built in two parts, so that who comes to read and write waits for no more than that takes. The
//! second part holds these pages, and is fetched with the first way to one of them. While developing, and on the server,
//! all is one.

#[cfg(feature = "split")]
#[path = "apart/split.rs"]
mod part;
#[cfg(not(feature = "split"))]
#[path = "apart/united.rs"]
mod part;

#[cfg(feature = "hydrate")]
pub(crate) use part::once_here;
pub(crate) use part::tend_code;

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::{
    about::AboutPage, join::JoinPage, mentions::MentionsPage, missing::FailedPage,
    new_room::NewRoomPage, people::PeoplePage, pins::PinsPage, rooms::RoomsPage,
    search::SearchPage, set_up::SetUpPage, settings::SettingsPage, sign_in::SignInPage,
    sign_up::SignUpPage, versions::VersionsPage,
};
use crate::{api::Error, app::erased::Erase};

/// Which page.
#[derive(Clone, Copy)]
enum Page {
    About,
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
    Versions,
}

/// The page itself. Nobody else may name these components, or they come with the first part again.
fn view(page: Page) -> AnyView {
    match page {
        Page::About => view! { <AboutPage/> }.erased(),
        Page::Join => view! { <JoinPage/> }.erased(),
        Page::Mentions => view! { <MentionsPage/> }.erased(),
        Page::NewRoom => view! { <NewRoomPage/> }.erased(),
        Page::People => view! { <PeoplePage/> }.erased(),
        Page::Pins => view! { <PinsPage/> }.erased(),
        Page::Rooms => view! { <RoomsPage/> }.erased(),
        Page::Search => view! { <SearchPage/> }.erased(),
        Page::Settings => view! { <SettingsPage/> }.erased(),
        Page::SetUp => view! { <SetUpPage/> }.erased(),
        Page::SignIn => view! { <SignInPage/> }.erased(),
        Page::SignUp => view! { <SignUpPage/> }.erased(),
        Page::Versions => view! { <VersionsPage/> }.erased(),
    }
}

async fn show(page: Page) -> AnyView {
    match part::load(page).await {
        Some(view) => view,
        // The network is gone, or the server is a newer one, which has this part no longer: a new load has all.
        None => view! { <FailedPage error=Error::Unreachable/> }.erased(),
    }
}

/// A route for each page.
macro_rules! routes {
    ($($name:ident),*) => {$(
        #[doc = concat!("The way to [`Page::", stringify!($name), "`].")]
        #[derive(Debug)]
        pub(crate) struct $name;

        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                show(Page::$name).await
            }
        }
    )*};
}

routes!(
    About, Join, Mentions, NewRoom, People, Pins, Rooms, Search, Settings, SetUp, SignIn, SignUp,
    Versions
);
