//! One's own account.

mod keyboard;
mod keys;
mod look;
mod notifications;
mod picture;
mod sessions;
mod sound;

use leptos::prelude::*;

use keyboard::Keyboard;
use keys::ApiKeys;
use look::Appearance;
use notifications::Notifications;
use picture::Picture;
use sessions::Sessions;
use sound::Sound;

use crate::{
    api,
    app::{
        client::Client,
        components::{
            field::{Field, Kind},
            form::{Call, CallForm, Done, PlainForm, Refusal},
            frame::Frame,
        },
        erased::Erase,
        words::words,
    },
    domain::Language,
};

#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let words = words().settings();
    view! {
        <Frame title=words.title>
            <Profile/>
            <Picture/>
            <Appearance/>
            <Sound/>
            <Notifications/>
            <Keyboard/>
            <Address/>
            <Password/>
            <Sessions/>
            <ApiKeys/>
            <SignOut/>
        </Frame>
    }
    .erased()
}

/// Name and language. The whole page comes anew after it, in the language that was chosen.
#[component]
fn Profile() -> impl IntoView {
    let words = words().settings();
    let client = expect_context::<Client>();
    let describe = Call::to::<api::me::Describe>();
    let me = client.me.get_untracked();
    let choice = |code: &'static str, name: &'static str, chosen: bool| {
        view! { <option value=code selected=chosen>{name}</option> }
    };
    let languages = Language::ALL.map(|language| {
        choice(
            language.code(),
            language.name(),
            me.language == Some(language),
        )
    });
    view! {
        <section aria-labelledby="profile">
            <h2 id="profile">{words.profile}</h2>
            <PlainForm call=describe>
                <Refusal call=describe/>
                <Field kind=Kind::own_name() label=words.name value=me.name.clone()/>
                <div class="field">
                    <label for="field-language">{words.language}</label>
                    <select id="field-language" name="language">
                        {choice("", words.language_auto, me.language.is_none())}
                        {languages.collect_view()}
                    </select>
                </div>
                <p class="actions">
                    <button class="button primary">{words.save}</button>
                </p>
            </PlainForm>
        </section>
    }
}

/// The address to sign in with. The whole page comes anew after it, and knows the new one.
#[component]
fn Address() -> impl IntoView {
    let words = words().settings();
    let client = expect_context::<Client>();
    let change = Call::to::<api::me::ChangeEmail>();
    let email = client.me.with_untracked(|me| me.email.clone());
    view! {
        <section>
            <h2>{words.address}</h2>
            <PlainForm call=change>
                <Refusal call=change/>
                <Field kind=Kind::email() label=words.email value=email/>
                <Field kind=Kind::password("password") label=words.proof hint=words.proof_hint/>
                <p class="actions">
                    <button class="button">{words.move_to}</button>
                </p>
            </PlainForm>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    let words = words().settings();
    let client = expect_context::<Client>();
    let change = Call::to::<api::me::ChangePassword>();
    Effect::new(move || {
        // The sign-in is a new one, and what hung on the one before is over.
        if change.times() > 0 {
            client.notifications.on.set(None);
        }
    });
    view! {
        <section>
            <h2>{words.password}</h2>
            <CallForm call=change class="form" reset=true>
                // Tells a password manager whose password it is.
                <input
                    type="text"
                    autocomplete="username"
                    hidden
                    readonly
                    value=client.me.with_untracked(|me| me.email.clone())
                />
                <Field kind=Kind::password("current") label=words.current/>
                <Field kind=Kind::new_password("new") label=words.new hint=words.new_hint/>
                <Refusal call=change/>
                <p class="actions">
                    <button class="button primary">{words.change}</button>
                    <Done call=change says=words.changed/>
                </p>
            </CallForm>
        </section>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let words = words().settings();
    let client = expect_context::<Client>();
    let out = Call::to::<api::sessions::SignOut>();
    view! {
        <section>
            <h2>{words.out}</h2>
            <p class="hint">{words.out_hint}</p>
            <Refusal call=out/>
            <div on:submit=move |_| client.sign_out()>
                <PlainForm call=out>
                    <p class="actions">
                        <button class="button">{words.out}</button>
                    </p>
                </PlainForm>
            </div>
        </section>
    }
}
