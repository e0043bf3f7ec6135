//! Coming in.

use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};
use leptos_router::{components::Redirect, hooks::use_query_map};

use super::missing::FailedPage;
use crate::{
    api::{self, page::Gate},
    app::{
        components::{
            field::{Field, Kind},
            form::{Call, PlainForm, Refusal},
            front::Front,
        },
        erased::Erase,
        words::words,
    },
};

/// What the server says to who is not signed in; who is goes on to their rooms.
#[component]
pub(crate) fn AtGate(
    /// The page for who is to stay.
    page: fn(Gate) -> AnyView,
) -> impl IntoView {
    let gate = Resource::new_blocking(|| (), |()| api::page::look());
    let next = next();
    view! {
        <Suspense>
            {move || {
                let next = next.clone();
                Suspend::new(async move {
                    match gate.await {
                        Ok(gate) if gate.signed_in => EitherOf3::A(view! { <Redirect path=next/> }),
                        Ok(gate) => EitherOf3::B(page(gate)),
                        Err(error) => EitherOf3::C(view! { <FailedPage error/> }),
                    }
                })
            }}
        </Suspense>
    }
    .erased()
}

/// Where the sign-in leads: an address of this server.
fn next() -> String {
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    // `//elsewhere` and `/\elsewhere` are other servers to a browser.
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if inside { next } else { "/".to_owned() }
}

#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    view! { <AtGate page=form/> }.erased()
}

fn form(gate: Gate) -> AnyView {
    let words = words().front();
    if gate.fresh {
        return view! { <Front title=words.fresh_title lead=words.fresh_text>""</Front> }.erased();
    }
    let sign_in = Call::to::<api::sessions::SignIn>();
    let others = if gate.sign_up {
        Either::Left(view! {
            {words.no_account}
            " "
            <a href="/sign-up">{words.sign_up}</a>
        })
    } else {
        Either::Right(words.by_invitation)
    };
    view! {
        <Front title=words.sign_in lead=words.sign_in_lead>
            <PlainForm call=sign_in>
                <input type="hidden" name="next" value=next()/>
                <Refusal call=sign_in/>
                <Field kind=Kind::email() label=words.email/>
                <Field kind=Kind::password("password") label=words.password/>
                <p class="actions">
                    <button class="button primary wide">{words.enter}</button>
                </p>
            </PlainForm>
            <p class="aside"><a href="/forgot" rel="external">{words.forgot}</a></p>
            <p class="aside">{others}</p>
        </Front>
    }
    .erased()
}
