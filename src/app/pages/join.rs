//! Coming by an invite link.

use leptos::{either::EitherOf3, prelude::*};
use leptos_router::hooks::use_params_map;

use super::missing::FailedPage;
use crate::{
    api::{self, Error},
    app::{
        components::{account::AccountForm, form::Call, front::Front},
        erased::Erase,
        words::words,
    },
    domain::Problem,
};

#[component]
pub(crate) fn JoinPage() -> impl IntoView {
    let words = words().front();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let loaded = Resource::new_blocking(
        {
            let token = token.clone();
            move || token.clone()
        },
        |token| async move {
            let gate = api::page::look().await?;
            Ok::<_, Error>((gate.signed_in, api::invites::look(token).await?))
        },
    );
    let sign_up = Call::to::<api::people::SignUp>();
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match loaded.await {
                        Ok((signed_in, name)) => {
                            EitherOf3::A(view! { <Invited signed_in name token call=sign_up/> })
                        }
                        Err(Error::Refused(Problem::InviteInvalid)) => {
                            EitherOf3::B(
                                view! {
                                    <Front title=words.invite_dead lead=words.invite_dead_text>
                                        <p class="aside">
                                            {words.have_account} " " <a href="/sign-in">{words.sign_in}</a>
                                        </p>
                                    </Front>
                                },
                            )
                        }
                        Err(error) => EitherOf3::C(view! { <FailedPage error/> }),
                    }
                })
            }}
        </Suspense>
    }
    .erased()
}

#[component]
fn Invited(signed_in: bool, name: String, token: String, call: Call) -> impl IntoView {
    let words = words().front();
    let title = (words.invited)(&name);
    if signed_in {
        return view! {
            <Front title lead=words.signed_in_already>
                <p class="actions"><a class="button primary" href="/">{words.go_in}</a></p>
            </Front>
        }
        .erased();
    }
    view! {
        <Front title lead=words.invited_lead>
            <AccountForm call proof="invite" token button=words.join/>
            <p class="aside">
                {words.have_account} " " <a href="/sign-in">{words.sign_in}</a>
            </p>
        </Front>
    }
    .erased()
}
