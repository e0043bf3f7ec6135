//! A labelled field of a form.

use leptos::prelude::*;

use super::form::typed;

/// What a field takes, in the terms of HTML.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    name: &'static str,
    of: &'static str,
    autocomplete: &'static str,
    limit: usize,
}

impl Kind {
    /// A line of words.
    pub(crate) const fn line(name: &'static str, limit: usize) -> Self {
        Self {
            name,
            of: "text",
            autocomplete: "off",
            limit,
        }
    }

    /// One's own name.
    pub(crate) const fn own_name() -> Self {
        Self {
            name: "name",
            of: "text",
            autocomplete: "name",
            limit: crate::domain::input::NAME_LIMIT,
        }
    }

    /// One's e-mail address, which password managers take for the account's name.
    pub(crate) const fn email() -> Self {
        Self {
            name: "email",
            of: "email",
            autocomplete: "username",
            limit: crate::domain::input::EMAIL_LIMIT,
        }
    }

    /// A password that exists.
    pub(crate) const fn password(name: &'static str) -> Self {
        Self {
            name,
            of: "password",
            autocomplete: "current-password",
            limit: crate::domain::input::PASSWORD_MAX,
        }
    }

    /// A password to be.
    pub(crate) const fn new_password(name: &'static str) -> Self {
        Self {
            name,
            of: "password",
            autocomplete: "new-password",
            limit: crate::domain::input::PASSWORD_MAX,
        }
    }
}

/// A label, its field, and a hint below.
#[component]
pub(crate) fn Field(
    /// What it takes.
    kind: Kind,
    /// What it is called.
    label: &'static str,
    /// What helps to fill it.
    #[prop(optional)]
    hint: &'static str,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let id = format!("field-{}", kind.name);
    let value = typed(None, kind.name).unwrap_or(value);
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                name=kind.name
                r#type=kind.of
                autocomplete=kind.autocomplete
                maxlength=kind.limit.to_string()
                required=!optional
                value=value
                aria-describedby=described
            />
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
