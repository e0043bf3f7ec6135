//! An account for whoever comes, where sign-up is open.

use leptos::prelude::*;

use super::sign_in::AtGate;
use crate::{
    api::{self, page::Gate},
    app::{
        components::{account::AccountForm, form::Call, front::Front},
        erased::Erase,
        words::words,
    },
};

#[component]
pub(crate) fn SignUpPage() -> impl IntoView {
    view! { <AtGate page=form/> }.erased()
}

fn form(gate: Gate) -> AnyView {
    let words = words().front();
    let to_sign_in = move || {
        view! {
            <p class="aside">
                {words.have_account} " " <a href="/sign-in">{words.sign_in}</a>
            </p>
        }
    };
    if !gate.sign_up || gate.fresh {
        let (title, lead) = if gate.fresh {
            (words.fresh_title, words.fresh_text)
        } else {
            (words.closed, words.by_invitation)
        };
        return view! { <Front title lead>{to_sign_in()}</Front> }.erased();
    }
    let sign_up = Call::to::<api::people::SignUp>();
    view! {
        <Front title=words.sign_up lead=words.sign_up_lead>
            <AccountForm call=sign_up button=words.create/>
            {to_sign_in()}
        </Front>
    }
    .erased()
}
