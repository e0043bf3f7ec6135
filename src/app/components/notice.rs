//! What stands where there is nothing else: what this is, and what to do next.

use leptos::prelude::*;

use crate::app::erased::Content;

/// A heading, a line, and the ways on.
#[component]
pub(crate) fn Notice(
    /// What is the case.
    title: &'static str,
    /// What it means.
    text: &'static str,
    /// The ways on: links and buttons.
    children: Content,
) -> impl IntoView {
    view! {
        <div class="notice">
            <svg class="notice-drawing" viewBox="0 0 120 80" width="120" height="80" aria-hidden="true" focusable="false">
                <path d="M14 66h92M30 66V36a8 8 0 0 1 8-8h12a8 8 0 0 1 8 8v14M30 50h28M34 66v4M54 66v4M88 66V40M82 70h12"/>
                <path class="notice-light" d="M78 40h20l-5-14h-10z"/>
            </svg>
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="actions">{children.view()}</div>
        </div>
    }
}
