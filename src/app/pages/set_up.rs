//! The first account of a new server.

use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_params_map;

use super::sign_in::AtGate;
use crate::{
    api::{self, page::Gate},
    app::{
        components::{account::AccountForm, form::Call, front::Front},
        erased::Erase,
        words::words,
    },
    domain::Problem,
};

#[component]
pub(crate) fn SetUpPage() -> impl IntoView {
    view! { <AtGate page=form/> }.erased()
}

fn form(gate: Gate) -> AnyView {
    let words = words();
    let front = words.front();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let view = if gate.fresh {
        let set_up = Call::to::<api::people::SetUp>();
        Either::Left(view! {
            <Front title=front.setup lead=front.setup_lead>
                <AccountForm call=set_up proof="token" token button=front.create/>
            </Front>
        })
    } else {
        Either::Right(view! {
            <Front title=front.setup>
                <p class="lead">{words.problem(&Problem::SetupInvalid)}</p>
                <p class="aside"><a href="/sign-in">{front.sign_in}</a></p>
            </Front>
        })
    };
    view.erased()
}
