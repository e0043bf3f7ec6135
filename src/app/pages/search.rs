//! Searching what was said.

use leptos::{either::EitherOf4, ev::SubmitEvent, html::Input, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    location::Url,
};

use crate::{
    api,
    app::{
        components::{frame::Frame, hits::Hits, notice::Notice},
        erased::Erase,
        words::words,
    },
    domain::search::{Found, SEARCH_LIMIT},
};

/// Where a search stands.
fn address(typed: &str) -> String {
    format!("/search?q={}", Url::escape(typed))
}

#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    let all = words();
    let words = all.search();
    let query = use_query_map();
    let typed = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let below = Memo::new(move |_| query.with(|query| query.get_str("below")?.parse().ok()));
    let found = Resource::new_blocking(
        move || (typed.get(), below.get()),
        |(typed, below)| async move {
            if typed.trim().is_empty() {
                Ok(Found::default())
            } else {
                api::search::messages(typed, below).await
            }
        },
    );
    let field = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            navigate(&address(&field.value()), NavigateOptions::default());
        }
    };
    view! {
        <Frame title=all.house.search>
            <form class="search" role="search" action="/search" on:submit=submit>
                <input
                    type="search"
                    name="q"
                    maxlength=SEARCH_LIMIT.to_string()
                    autocomplete="off"
                    aria-label=words.label
                    placeholder=words.label
                    prop:value=typed
                    value=typed.get_untracked()
                    autofocus=typed.get_untracked().is_empty()
                    node_ref=field
                />
                <button class="button primary">{all.house.search}</button>
            </form>
            <Transition>
                {move || Suspend::new(async move {
                    let found = found.await;
                    if typed.with_untracked(|typed| typed.trim().is_empty()) {
                        return EitherOf4::A(view! { <Help/> });
                    }
                    match found {
                        Err(error) => EitherOf4::B(
                            view! { <p class="problem" role="alert">{words.failed}" "{all.error(&error)}</p> },
                        ),
                        Ok(found) if found.hits.is_empty() && !found.more => EitherOf4::C(
                            view! {
                                <Notice title=words.none text=words.none_text><a class="button" href="/rooms">{all.house.to_rooms}</a></Notice>
                                <Help/>
                            },
                        ),
                        Ok(found) => EitherOf4::D(view! {
                            <Hits
                                found
                                label=words.results
                                older=words.older
                                address=format!("{}&below=", address(&typed.get_untracked()))
                            />
                        }),
                    }
                })}
            </Transition>
        </Frame>
    }
    .erased()
}

/// What can be typed.
#[component]
fn Help() -> impl IntoView {
    let words = words().search();
    view! {
        <p class="hint">{words.help}</p>
        <dl class="search-help">
            {words
                .conditions
                .map(|(what, means)| view! { <dt><code>{what}</code></dt><dd>{means}</dd> })
                .to_vec()}
        </dl>
    }
}
