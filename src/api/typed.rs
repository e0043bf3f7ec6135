//! What was typed into a form that was refused, for the page that says why.
//!
//! Without JavaScript the browser is led back to that page, where its fields would be empty again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::prelude::use_context;

use crate::chat::token::Token;

/// How many bytes are kept, of all forms together. The oldest give way.
const LIMIT: usize = 8 * 1_024 * 1_024;

/// The field of an address that names what was typed.
pub const QUERY: &str = "__typed";

/// Fields that are for the server alone.
const SECRET: [&str; 4] = ["password", "current", "new", "proof"];

/// A form that was refused.
#[derive(Clone, Debug)]
pub struct Typed {
    path: String,
    fields: Vec<(String, String)>,
}

impl Typed {
    /// What was sent to this path; secrets are left out.
    pub fn new(path: &str, fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let fields = fields.into_iter();
        Self {
            path: path.to_owned(),
            fields: fields
                .filter(|(name, _)| !SECRET.contains(&name.as_str()))
                .collect(),
        }
    }

    fn size(&self) -> usize {
        let fields = self.fields.iter();
        fields.map(|(name, value)| name.len() + value.len()).sum()
    }
}

/// Forms that were refused and not shown again yet.
#[derive(Debug, Default)]
pub struct TypedForms(Mutex<VecDeque<(Token, Typed)>>);

impl TypedForms {
    /// Keeps a form until the page asks for it, or until newer ones need its place.
    pub fn keep(&self, typed: Typed) -> Token {
        let token = Token::draw();
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.push_back((token.clone(), typed));
        let mut size: usize = forms.iter().map(|(_, typed)| typed.size()).sum();
        while size > LIMIT
            && let Some((_, oldest)) = forms.pop_front()
        {
            size -= oldest.size();
        }
        token
    }

    /// Gives a form out, once.
    pub fn take(&self, token: &str) -> Option<Typed> {
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = forms.iter().position(|(kept, _)| kept.reveal() == token)?;
        forms.remove(place).map(|(_, typed)| typed)
    }
}

/// What was typed into this field of the form that this page is about; `path` where only one form is meant.
pub fn typed(path: Option<&str>, name: &str) -> Option<String> {
    let Typed { path: sent, fields } = use_context()?;
    let field = fields.into_iter().find(|(field, _)| field == name);
    field
        .filter(|_| path.is_none_or(|path| path == sent))
        .map(|(_, value)| value)
}

/// Leads to a page that shows something once: it is kept like what was typed, and stands in no address.
pub fn show_once(page: &str, name: &str, value: &str) {
    if let Some(forms) = use_context::<Arc<TypedForms>>() {
        let token = forms.keep(Typed::new(page, [(name.to_owned(), value.to_owned())]));
        leptos_axum::redirect(&format!("{page}?{QUERY}={}", token.reveal()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(value: &str) -> Typed {
        let fields = [("text", value), ("password", "secret")];
        Typed::new(
            "/do/it",
            fields.map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    #[test]
    fn a_form_is_given_out_once_and_without_secrets() {
        let forms = TypedForms::default();
        let token = forms.keep(typed("hello"));
        assert!(forms.take("00").is_none());
        let given = forms.take(token.reveal()).unwrap();
        assert_eq!(given.fields, [("text".to_owned(), "hello".to_owned())]);
        assert!(forms.take(token.reveal()).is_none());
    }

    #[test]
    fn the_oldest_give_way() {
        let forms = TypedForms::default();
        let long = "x".repeat(LIMIT / 3);
        let tokens = [0; 4].map(|_| forms.keep(typed(&long)));
        let kept = tokens.map(|token| forms.take(token.reveal()).is_some());
        assert_eq!(kept, [false, false, true, true]);
    }
}
