//! What the window is called.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::app::{brand::brand, client::Client};

/// A title as [`Title`] wants it. The server writes it into the page as it is, so there it must be HTML; in the browser it
/// is plain text.
fn written(title: String) -> String {
    if cfg!(feature = "ssr") {
        title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    } else {
        title
    }
}

/// The window's title: how much waits, the page's name, and the server's.
///
/// The server writes it when the page itself is written, and by then the page's signals may be gone: that is what `None`
/// means, and what the title was at first holds.
#[component]
pub(crate) fn WindowTitle<F>(
    /// What the page is called.
    text: F,
) -> impl IntoView
where
    F: Fn() -> Option<String> + Send + Sync + 'static,
{
    let first = untrack(&text).unwrap_or_default();
    let brand = brand();
    let waiting = use_context::<Client>().map(|client| client.waiting);
    let first_count = waiting.map_or(0, |waiting| waiting.get_untracked());
    let title = move || {
        let text = text().unwrap_or_else(|| first.clone());
        let count = waiting.and_then(|waiting| waiting.try_get());
        let count = match count.unwrap_or(first_count) {
            0 => String::new(),
            count => format!("({count}) "),
        };
        written(format!("{count}{text} · {brand}"))
    };
    view! { <Title text=title/> }
}
