//! The front of the house: one card in the middle, for whoever is not inside.

use leptos::prelude::*;

use super::{icon::Mark, languages::Languages, window_title::WindowTitle};
use crate::app::brand::brand;
use crate::app::erased::Content;

/// A card with the mark above and the languages below.
#[component]
pub(crate) fn Front(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// What it is for, in a line.
    #[prop(optional)]
    lead: &'static str,
    /// What is on the card.
    children: Content,
) -> impl IntoView {
    view! {
        <WindowTitle text={
            let title = title.clone();
            move || Some(title.clone())
        }/>
        <div class="front">
            <header class="front-brand"><Mark/>{brand()}</header>
            <main id="main" tabindex="-1" class="card">
                <h1>{title.clone()}</h1>
                {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
                {children.view()}
            </main>
            <footer><Languages/></footer>
        </div>
    }
}
