//! What a person sees: pages, the pieces they are made of, the words on them, and the client that keeps them live.
//!
//! Rendered on the server and woken in the browser, from the same code: a view never asks where it runs.

pub(crate) mod apart;
pub(crate) mod brand;
pub(crate) mod client;
pub(crate) mod components;
pub(crate) mod derived;
pub(crate) mod erased;
pub mod locale;
pub(crate) mod notification;
pub(crate) mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
pub(crate) mod words;

#[cfg(feature = "hydrate")]
pub(crate) use apart::once_here;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use pages::{index::IndexPage, missing::MissingPage, room::RoomPage, signed_in::SignedIn};

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
                <Route path=path!("/sign-in") view={Lazy::<apart::SignIn>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view={Lazy::<apart::SignUp>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/join/:token") view={Lazy::<apart::Join>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/setup/:token") view={Lazy::<apart::SetUp>::new()} ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=SignedIn ssr=SsrMode::Async>
                    <Route path=path!("/") view=IndexPage/>
                    <Route path=path!("/rooms") view={Lazy::<apart::Rooms>::new()}/>
                    <Route path=path!("/rooms/new") view={Lazy::<apart::NewRoom>::new()}/>
                    <Route path=path!("/rooms/:id") view=RoomPage/>
                    <Route path=path!("/rooms/:id/about") view={Lazy::<apart::About>::new()}/>
                    <Route path=path!("/rooms/:id/pins") view={Lazy::<apart::Pins>::new()}/>
                    <Route path=path!("/rooms/:id/edits/:message") view={Lazy::<apart::Versions>::new()}/>
                    <Route path=path!("/people") view={Lazy::<apart::People>::new()}/>
                    <Route path=path!("/search") view={Lazy::<apart::Search>::new()}/>
                    <Route path=path!("/mentions") view={Lazy::<apart::Mentions>::new()}/>
                    <Route path=path!("/threads") view={Lazy::<apart::Threads>::new()}/>
                    <Route path=path!("/bookmarks") view={Lazy::<apart::Bookmarks>::new()}/>
                    <Route path=path!("/settings") view={Lazy::<apart::Settings>::new()}/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
