//! The switch between the languages, for those who are not signed in.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Url};

use crate::{
    app::{locale::locale, words::words},
    domain::Language,
};

/// A link for each language, each in itself. The server keeps the choice in a cookie and leads back.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let path = use_location().pathname;
    let current = locale().language;
    let links = Language::ALL.map(|language| {
        let href = move || {
            format!(
                "/language/{}?next={}",
                language.code(),
                Url::escape(&path.get())
            )
        };
        view! {
            <li>
                <a
                    href=href
                    rel="external"
                    lang=language.tag()
                    hreflang=language.tag()
                    aria-current=(language == current).then_some("true")
                >
                    {language.name()}
                </a>
            </li>
        }
    });
    view! {
        <nav class="languages" aria-label=words().house.language>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
