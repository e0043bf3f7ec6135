//! Notifications: in this browser, and in which others.

use leptos::{ev::Event, prelude::*, task::spawn_local};

use super::sessions::device;
use crate::{
    api,
    app::{
        client::{
            Client,
            browser::{self, Means},
        },
        components::{
            date,
            form::{Call, CallForm, Refusal},
        },
        erased::Erase,
        locale::locale,
        words::words,
    },
    domain::{Timestamp, session::Notified},
};

#[component]
pub(super) fn Notifications() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.settings();
    let stop = Call::to::<api::notifications::Stop>();
    let list = Resource::new_blocking(
        move || (stop.times(), client.notifications.on.get()),
        |_| api::notifications::list(),
    );
    view! {
        <section aria-labelledby="notifications">
            <h2 id="notifications">{words.notify}</h2>
            <p class="hint">{words.notify_lead}</p>
            {move || {
                if client.clock.is_live() {
                    view! { <Here/> }.erased()
                } else {
                    view! { <p>{words.notify_unsupported}</p> }.erased()
                }
            }}
            <h3 id="notified">{words.notify_where}</h3>
            <Refusal call=stop/>
            <Transition>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) if list.is_empty() => view! { <p class="hint">{words.notify_nowhere}</p> }.erased(),
                        Ok(list) => {
                            let rows = list.into_iter().map(|notified| view! { <Row notified/> }).collect_view();
                            view! {
                                <CallForm call=stop>
                                    <ul class="rows" aria-labelledby="notified">{rows}</ul>
                                </CallForm>
                            }
                            .erased()
                        }
                        Err(error) => view! { <p class="refusal">{all.error(&error)}</p> }.erased(),
                    }
                })}
            </Transition>
        </section>
    }
}

/// Why notifications did not begin.
enum Failure {
    /// The browser did not do it.
    Browser,
    /// The server did not.
    Server(api::Error),
}

/// Has this browser notified, if its owner allows it.
async fn begin(client: Client) -> Result<(), Failure> {
    let key = api::notifications::key().await.map_err(Failure::Server)?;
    let subscription = browser::subscribe(&key).await.ok_or(Failure::Browser)?;
    api::notifications::subscribe(subscription, false)
        .await
        .map_err(Failure::Server)?;
    client.notifications.on.set(Some(false));
    Ok(())
}

/// Whether this browser is notified, and how.
#[component]
fn Here() -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.settings();
    let on = client.notifications.on;
    let means = RwSignal::new(browser::means());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let attempt = Call::to::<api::notifications::Attempt>();
    let failed = move |error: &api::Error| problem.set(Some(all.error(error)));
    let start = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            means.set(browser::ask().await);
            if means.get_untracked() == Means::Given {
                match begin(client).await {
                    Ok(()) => {}
                    Err(Failure::Server(error)) => failed(&error),
                    Err(Failure::Browser) => problem.set(Some(words.notify_failed.to_owned())),
                }
            }
            busy.set(false);
        });
    };
    let end = move |_| {
        problem.set(None);
        spawn_local(async move {
            if let Err(error) = api::notifications::stop(None).await
                && !matches!(error, api::Error::Refused(crate::domain::Problem::NotFound))
            {
                failed(&error);
                return;
            }
            browser::unsubscribe().await;
            on.set(None);
        });
    };
    let hide = move |event: Event| {
        let bare = event_target_checked(&event);
        problem.set(None);
        spawn_local(async move {
            match api::notifications::set_bare(bare).await {
                Ok(()) => on.set(Some(bare)),
                Err(error) => failed(&error),
            }
        });
    };
    let is_on = Memo::new(move |_| on.get().is_some());
    let state = move || {
        match (means.get(), is_on.get()) {
        (Means::None, _) => view! { <p>{words.notify_unsupported}</p> }.erased(),
        (Means::Blocked, _) => view! { <p>{words.notify_blocked}</p> }.erased(),
        (Means::Given, true) => view! {
            <p>{words.notify_on}</p>
            <p>
                <label class="tick">
                    <input type="checkbox" prop:checked=move || on.get() == Some(true) on:change=hide/>
                    {words.notify_bare}
                </label>
            </p>
            <p class="hint">{words.notify_bare_hint}</p>
            <p class="actions">
                <button type="button" class="button" on:click=move |_| attempt.run("", "")>{words.notify_try}</button>
                <button type="button" class="button" on:click=end>{words.notify_stop}</button>
            </p>
            <p class="hint" role="status">{move || attempt.done().then_some(words.notify_tried)}</p>
            <Refusal call=attempt/>
        }
        .erased(),
        _ => view! {
            <p>{words.notify_off}</p>
            <p class="actions">
                <button type="button" class="button primary" aria-busy=move || busy.get().then_some("true") on:click=start>
                    {words.notify_start}
                </button>
            </p>
        }
        .erased(),
    }
    };
    view! {
        {state}
        <div role="alert" class="refusal-place">
            {move || problem.get().map(|problem| view! { <p class="refusal">{problem}</p> })}
        </div>
    }
}

#[component]
fn Row(notified: Notified) -> impl IntoView {
    let client = expect_context::<Client>();
    let all = words();
    let words = all.settings();
    let locale = locale();
    let name = device(&notified.agent).unwrap_or_else(|| words.unknown_device.to_owned());
    let day = |at: Timestamp| date::day(at, locale);
    let since = (words.notify_since)(&day(notified.since));
    let last = notified.pushed_at.map(|at| {
        let when = (words.date)(&day(at), &at.clock(locale.offset));
        format!(" · {}", (words.notify_last)(&when))
    });
    let says = (all.rooms().named)(words.notify_stop, &name);
    let current = notified.current;
    let way = move || {
        // Where the page lives, this browser is switched above, together with its own half of it.
        if current && client.clock.is_live() {
            return view! { <span class="tag">{words.this_one}</span> }.erased();
        }
        view! {
            <button class="button danger" name="session" value=notified.session.to_string() aria-label=says.clone()>
                {words.notify_stop}
            </button>
        }
        .erased()
    };
    view! {
        <li class="row">
            <div class="row-text" title=notified.agent>
                {name} <p>{since} {last}</p>
            </div>
            {way}
        </li>
    }
}
