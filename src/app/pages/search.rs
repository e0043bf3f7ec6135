//! Searching what was said.

use leptos::{
    either::{Either, EitherOf4},
    ev::SubmitEvent,
    html::Input,
    prelude::*,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    location::Url,
};

use crate::app::erased::Erase;
use crate::{
    api,
    app::{
        client::Client,
        components::{frame::Frame, notice::Notice, room_name::room_name, talk::element_id},
        words::words,
    },
    domain::{
        MessageId,
        layout::Key,
        search::{Found, Hit, SEARCH_LIMIT},
    },
};

/// Where a search stands.
fn address(typed: &str, below: Option<MessageId>) -> String {
    let typed = Url::escape(typed);
    match below {
        Some(below) => format!("/search?q={typed}&below={below}"),
        None => format!("/search?q={typed}"),
    }
}

#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    let all = words();
    let words = all.search;
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
            navigate(&address(&field.value(), None), NavigateOptions::default());
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
                        Ok(found) => EitherOf4::D(view! { <Results found typed=typed.get_untracked()/> }),
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
    let words = words().search;
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

/// What was found, each leading to its place.
#[component]
fn Results(found: Found, typed: String) -> impl IntoView {
    let words = words().search;
    let last = found.hits.last().map(|hit| hit.message.id);
    view! {
        <ul class="rows" aria-label=words.results>
            {found.hits.into_iter().map(|hit| view! { <Row hit/> }).collect::<Vec<_>>()}
        </ul>
        {last
            .filter(|_| found.more)
            .map(|last| view! { <p><a href=address(&typed, Some(last))>{words.older}</a></p> })}
    }
}

/// The whole row leads there, by a page of its own: it begins elsewhere in the room than the live one.
#[component]
fn Row(hit: Hit) -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let Hit { message, words } = hit;
    let place = element_id(&Key::of(&message));
    let href = format!("/rooms/{}?at={}#{place}", message.room, message.id);
    let room = client.state.with_untracked(|state| {
        let place = state.rooms.get(&message.room);
        place.map(|place| room_name(state, place, all))
    });
    let at = message.created_at;
    let clock = client.clock;
    let time = move || {
        let day = at.day(clock.offset(at));
        format!("{} {}", all.talk.day(day, clock.today()), clock.time(at))
    };
    let pieces = words.into_iter().map(|(text, lit)| {
        if lit {
            Either::Left(view! { <mark>{text}</mark> })
        } else {
            Either::Right(text)
        }
    });
    view! {
        <li>
            <a class="hit" href=href rel="external">
                <span class="hit-head">
                    <strong>{message.sender.name}</strong>
                    <span>{room}</span>
                    <time datetime=at.to_string()>{time}</time>
                </span>
                <span class="hit-text">{pieces.collect::<Vec<_>>()}</span>
            </a>
        </li>
    }
}
