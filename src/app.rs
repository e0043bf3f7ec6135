//! What a person sees: pages, the pieces they are made of, the words on them, and the client that keeps them live.
//!
//! Rendered on the server and woken in the browser, from the same code: a view never asks where it runs.

pub(crate) mod brand;
pub(crate) mod client;
pub(crate) mod components;
pub(crate) mod erased;
pub mod locale;
pub(crate) mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
pub(crate) mod words;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use pages::{
    about::AboutPage, index::IndexPage, join::JoinPage, missing::MissingPage,
    new_room::NewRoomPage, people::PeoplePage, room::RoomPage, rooms::RoomsPage,
    search::SearchPage, set_up::SetUpPage, settings::SettingsPage, sign_in::SignInPage,
    sign_up::SignUpPage, signed_in::SignedIn,
};

/// The whole page, from the router down. Each page is whole before its first byte goes out, so that it can still
/// lead elsewhere and have the right status.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    locale::provide();
    let words = words::words().house;
    view! {
        <a class="skip" href="#main" rel="external">{words.skip}</a>
        <Router>
            <Routes fallback=MissingPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async/>
                <Route path=path!("/setup/:token") view=SetUpPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=SignedIn ssr=SsrMode::Async>
                    <Route path=path!("/") view=IndexPage/>
                    <Route path=path!("/rooms") view=RoomsPage/>
                    <Route path=path!("/rooms/new") view=NewRoomPage/>
                    <Route path=path!("/rooms/:id") view=RoomPage/>
                    <Route path=path!("/rooms/:id/about") view=AboutPage/>
                    <Route path=path!("/people") view=PeoplePage/>
                    <Route path=path!("/search") view=SearchPage/>
                    <Route path=path!("/settings") view=SettingsPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
