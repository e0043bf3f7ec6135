//! Who asks, and what with: what every route has in common.

use axum::{
    body::{Bytes, to_bytes},
    extract::{self, FromRequest, FromRequestParts, Multipart, Path},
    http::{HeaderMap, request::Parts},
    response::IntoResponse as _,
};
use serde_json::{Map, Value};

use super::{body, collection::Who, error::Refusal, query::Tree};
use crate::{
    api::{
        cookie::{self, Credential},
        request::Visit,
    },
    chat::{Chat, CurrentSession, Source},
    domain::{PersonId, Problem, Role},
    server::{
        media::form,
        router::{App, BODY_LIMIT},
    },
    store::find::Reader,
};

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// The chat.
    pub(super) chat: Chat,
    /// Where they come from, and as whom.
    pub(super) visit: Visit,
    /// Whether who has no account may act all the same.
    pub(super) open: bool,
}

impl Asker {
    fn new(app: &App, visit: Visit) -> Self {
        Self {
            chat: app.chat.clone(),
            visit,
            open: app.settings.open,
        }
    }

    /// Who it is, where they have an account.
    pub(super) fn person(&self) -> Option<PersonId> {
        self.session().map(|session| session.person)
    }

    pub(super) fn session(&self) -> Option<&CurrentSession> {
        self.visit.session.as_ref()
    }

    /// Who it is.
    pub(super) fn member(&self) -> Result<PersonId, Refusal> {
        self.person().ok_or(Problem::Forbidden.into())
    }

    /// Whose doing it counts as, where that has a pace.
    pub(super) fn source(&self) -> Source {
        self.visit.source()
    }

    /// Lets them do something to so many documents at once, which counts as that many requests. The request itself has
    /// been counted.
    pub(super) fn takes_on(&self, documents: usize) -> Result<(), Refusal> {
        let more = documents.saturating_sub(1);
        Ok(self.chat.admit_request(self.source(), more)?)
    }

    /// Whether they may try. What is an admin's, `chat` decides.
    pub(super) fn may_try(&self, who: Who) -> bool {
        self.person().is_some() || (self.open && who == Who::Anyone)
    }

    /// Refuses who may not even try.
    pub(super) fn must(&self, who: Who) -> Result<(), Refusal> {
        if self.may_try(who) {
            Ok(())
        } else {
            Err(Problem::Forbidden.into())
        }
    }

    /// What they are on the server.
    pub(super) async fn role(&self) -> Result<Option<Role>, Refusal> {
        match self.person() {
            Some(person) => Ok(Some(self.chat.account_by_id(person).await?.role)),
            None => Ok(None),
        }
    }

    /// How they look through documents.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            person: self.person(),
            everything: self.open,
        }
    }
}

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    /// Who asks.
    pub(super) asker: Asker,
    /// What stands after the `?`.
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    /// The parameters.
    pub(super) fn query(&self) -> Result<Tree, Refusal> {
        Tree::parse(self.query.as_bytes())
    }

    /// Whether it is a question that was too long for an address, and so comes as a form.
    pub(super) fn is_question(&self) -> bool {
        self.headers
            .get("x-payload-http-method-override")
            .is_some_and(|method| method.as_bytes().eq_ignore_ascii_case(b"GET"))
    }

    /// The same request with its body for parameters.
    pub(super) fn into_question(mut self) -> Self {
        self.query = String::from_utf8_lossy(&self.body).into_owned();
        self
    }

    /// The document that was sent.
    pub(super) async fn fields(&self) -> Result<Map<String, Value>, Refusal> {
        body::object(&self.headers, &self.body).await
    }

    /// The document that was sent, or an empty one where nothing was.
    pub(super) async fn fields_if_any(&self) -> Result<Map<String, Value>, Refusal> {
        if self.body.is_empty() {
            Ok(Map::new())
        } else {
            self.fields().await
        }
    }

    /// The secret of the session that asks.
    pub(super) fn secret(&self) -> Option<&str> {
        match cookie::presented(&self.headers)? {
            Credential::Session(secret) => Some(secret),
            Credential::Key(_) => None,
        }
    }
}

/// A request whose body has not been read.
#[derive(Debug)]
pub(super) struct Streamed {
    /// Who asks.
    pub(super) asker: Asker,
    request: extract::Request,
    app: App,
}

impl Streamed {
    /// Whether it is a form with files.
    pub(super) fn is_form(&self) -> bool {
        body::is_form(self.request.headers())
    }

    /// The parameters.
    pub(super) fn query(&self) -> Result<Tree, Refusal> {
        Tree::parse(self.request.uri().query().unwrap_or_default().as_bytes())
    }

    /// The form.
    pub(super) async fn form(self) -> Result<Multipart, Refusal> {
        Ok(form::open(
            Multipart::from_request(self.request, &()).await,
        )?)
    }

    /// The request with its body, which may be no larger than others'.
    pub(super) async fn whole(self) -> Result<Request, Refusal> {
        let (parts, body) = self.request.into_parts();
        let broken = |_| Problem::Malformed("The body is too large, or broke off.".to_owned());
        let body = to_bytes(body, BODY_LIMIT).await.map_err(broken)?;
        let request = extract::Request::from_parts(parts, body.into());
        let read = Request::from_request(request, &self.app).await;
        read.map_err(|_| Problem::Internal.into())
    }
}

impl FromRequest<App> for Streamed {
    type Rejection = axum::response::Response;

    async fn from_request(request: extract::Request, app: &App) -> Result<Self, Self::Rejection> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| Refusal::from(Problem::Internal).into_response())?;
        Ok(Self {
            asker: Asker::new(app, visit),
            request,
            app: app.clone(),
        })
    }
}

impl FromRequest<App> for Request {
    type Rejection = axum::response::Response;

    async fn from_request(request: extract::Request, app: &App) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let visit = parts.extensions.get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| Refusal::from(Problem::Internal).into_response())?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let headers = parts.headers;
        let body = Bytes::from_request(extract::Request::new(body), app)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self {
            asker: Asker::new(app, visit),
            query,
            headers,
            body,
        })
    }
}

/// The number of the document that an address names. What is no number is nobody's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id(pub(super) i64);

impl FromRequestParts<App> for Id {
    type Rejection = axum::response::Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        match Path::<i64>::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Refusal::from(Problem::NotFound).into_response()),
        }
    }
}
