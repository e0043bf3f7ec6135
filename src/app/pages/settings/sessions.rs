//! Where I am signed in.

use leptos::{either::Either, prelude::*};

use crate::{
    api,
    app::{
        components::{
            date,
            form::{Call, CallForm, Refusal},
        },
        locale::locale,
        words::words,
    },
    domain::Session,
};

#[component]
pub(crate) fn Sessions() -> impl IntoView {
    let all = words();
    let words = all.settings();
    let end = Call::to::<api::sessions::End>();
    let list = Resource::new_blocking(move || end.times(), |_| api::sessions::list());
    view! {
        <section>
            <h2>{words.sessions}</h2>
            <p class="hint">{words.sessions_lead}</p>
            <Refusal call=end/>
            <Transition>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(sessions) => {
                            let rows = sessions.into_iter().map(|session| view! { <Row session/> }).collect_view();
                            Either::Left(
                                view! {
                                    <CallForm call=end>
                                        <ul class="rows">{rows}</ul>
                                    </CallForm>
                                },
                            )
                        }
                        Err(error) => Either::Right(view! { <p class="refusal">{all.error(&error)}</p> }),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Row(session: Session) -> impl IntoView {
    let all = words();
    let words = all.settings();
    let locale = locale();
    let device = device(&session.agent).unwrap_or_else(|| words.unknown_device.to_owned());
    let clock = session.seen_at.clock(locale.offset);
    let seen = (words.seen)(&(words.date)(&date::day(session.seen_at, locale), &clock));
    let way = if session.current {
        Either::Left(view! { <span class="tag">{words.this_one}</span> })
    } else {
        let says = (all.rooms().named)(words.end, &device);
        Either::Right(view! {
            <button class="button danger" name="id" value=session.id.to_string() aria-label=says>
                {words.end}
            </button>
        })
    };
    view! {
        <li class="row">
            <div class="row-text" title=session.agent>
                {device} <p>{session.address} " · " {seen}</p>
            </div>
            {way}
        </li>
    }
}

/// Browser and system out of what a browser calls itself, or what a program does; `None` where it said nothing.
pub(super) fn device(agent: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    // The order matters: each of these calls itself by the names of those below, too.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("MicroMessenger", "WeChat"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(name), None) => Some(name.to_owned()),
        _ => agent
            .split_whitespace()
            .next()
            .map(|name| name.chars().take(40).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn devices_are_told_apart() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1";
        assert_eq!(device(chrome).as_deref(), Some("Chrome · Linux"));
        assert_eq!(device(phone).as_deref(), Some("Safari · iPhone"));
        assert_eq!(device("curl/8.5.0").as_deref(), Some("curl/8.5.0"));
        assert_eq!(device(""), None);
    }
}
