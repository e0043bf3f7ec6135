//! An address of the REST API, with what it does: what is mounted is what is described.

use axum::routing::MethodRouter;

use super::collection::{Collection, Who};
use crate::server::router::App;

/// An address and a method.
#[derive(Clone, Debug)]
pub(super) struct Route {
    /// `get`, `post`, `patch` or `delete`.
    pub(super) method: &'static str,
    /// The address, with `{id}` where one stands.
    pub(super) path: String,
    /// What it belongs to: a collection's slug, or what it is about.
    pub(super) tag: &'static str,
    /// What it does, in a line.
    pub(super) about: String,
    /// Who may ask; `None` is anybody.
    pub(super) who: Option<Who>,
    /// What stands after the `?`.
    pub(super) parameters: &'static [&'static str],
    /// What is sent.
    pub(super) sends: Shape,
    /// What comes back, with its status.
    pub(super) gives: (u16, Shape),
    /// What does it; `None` where somebody else mounts it.
    pub(super) handler: Option<MethodRouter<App>>,
    /// Whether its body is streamed, and so has no limit but the handler's.
    pub(super) streams: bool,
}

/// What is sent, or comes back.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Nothing.
    Nothing,
    /// A new document.
    New(&'static Collection),
    /// A file, and the new document of it.
    File(&'static Collection),
    /// A change of a document.
    Change(&'static Collection),
    /// A document.
    Document(&'static Collection),
    /// A page of documents.
    Page(&'static Collection),
    /// A document, and what became of it.
    Done(&'static Collection),
    /// Several documents, and what became of them.
    Bulk(&'static Collection),
    /// An object with these keys, all of them text.
    Words(&'static [&'static str]),
    /// Any other object.
    Object,
    /// Something of this kind that is no JSON.
    Media(&'static str),
}

impl Route {
    /// An address that anybody may ask, with nothing.
    pub(super) fn new(
        method: &'static str,
        path: impl Into<String>,
        tag: &'static str,
        about: impl Into<String>,
    ) -> Self {
        Self {
            method,
            path: path.into(),
            tag,
            about: about.into(),
            who: None,
            parameters: &[],
            sends: Shape::Nothing,
            gives: (200, Shape::Object),
            handler: None,
            streams: false,
        }
    }

    /// Who may ask.
    pub(super) fn who(mut self, who: Who) -> Self {
        self.who = Some(who);
        self
    }

    /// With which parameters.
    pub(super) fn takes(mut self, parameters: &'static [&'static str]) -> Self {
        self.parameters = parameters;
        self
    }

    /// With what in the body.
    pub(super) fn sends(mut self, shape: Shape) -> Self {
        self.sends = shape;
        self
    }

    /// What comes back.
    pub(super) fn gives(mut self, status: u16, shape: Shape) -> Self {
        self.gives = (status, shape);
        self
    }

    /// What does it, with a body that is streamed.
    pub(super) fn streamed_by(mut self, handler: MethodRouter<App>) -> Self {
        self.streams = true;
        self.by(handler)
    }

    /// What does it.
    pub(super) fn by(mut self, handler: MethodRouter<App>) -> Self {
        self.handler = Some(handler);
        self
    }
}
