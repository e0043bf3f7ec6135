//! The form that makes an account, for all three ways to one.

use leptos::prelude::*;

use super::{
    field::{Field, Kind},
    form::{Call, PlainForm, Refusal},
};
use crate::app::words::words;

/// Name, address and password, and what proves that one may.
#[component]
pub(crate) fn AccountForm(
    /// What makes the account.
    call: Call,
    /// The name of the field that carries the proof; none where none is asked for.
    #[prop(optional)]
    proof: &'static str,
    /// The proof.
    #[prop(optional)]
    token: String,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    let words = words().front();
    view! {
        <PlainForm call>
            {(!proof.is_empty()).then(|| view! { <input type="hidden" name=proof value=token/> })}
            <Refusal call/>
            <Field kind=Kind::own_name() label=words.name hint=words.name_hint/>
            <Field kind=Kind::email() label=words.email/>
            <Field kind=Kind::new_password("password") label=words.password hint=words.password_hint/>
            <p class="actions">
                <button class="button primary wide">{button}</button>
            </p>
        </PlainForm>
    }
}
