//! The frame of a page beside the rooms: a head with its name, and the page below.

use leptos::prelude::*;

use super::{
    icon::{Drawing, Icon},
    window_title::WindowTitle,
};
use crate::app::erased::Content;
use crate::app::words::words;

/// A page with a heading; on a phone, with the way back to the rooms.
#[component]
pub(crate) fn Frame(
    /// What the page is called.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for, in a line.
    #[prop(optional)]
    lead: &'static str,
    /// What is on it.
    children: Content,
) -> impl IntoView {
    let words = words().house;
    view! {
        <WindowTitle text=move || title.try_get()/>
        <main class="page">
            <header class="page-head">
                <a class="back" href="/rooms" aria-label=words.back><Drawing icon=Icon::Back/></a>
                <h1>{title}</h1>
            </header>
            <div class="page-body">
                {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
                {children.view()}
            </div>
        </main>
    }
}
