//! Somebody at a door: a page, a form without JavaScript, a program.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header, request::Builder},
};
use http_body_util::BodyExt as _;
use leptos::server_fn::error::ServerFnUrlError;
use parlour::{api::Error, domain::Problem};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody who makes requests, from an address of their own.
#[derive(Clone)]
pub(crate) struct Actor {
    router: Router,
    /// Who they are, where they have an account.
    pub(crate) id: i64,
    /// The secret of their session.
    pub(crate) token: Option<String>,
    /// Where their requests come from.
    pub(crate) address: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Actor {
    /// Somebody who is not signed in, at the given one of the addresses that are kept for examples.
    pub(crate) fn new(router: Router, number: u8) -> Self {
        Self {
            router,
            id: 0,
            token: None,
            address: SocketAddr::from(([192, 0, 2, number], 50_000)),
        }
    }

    /// The same person, signed in once more elsewhere.
    pub(crate) async fn elsewhere(&self, email: &str, password: &str, number: u8) -> Self {
        let mut other = Self::new(self.router.clone(), number);
        other.id = self.id;
        other.sign_in(email, password).await;
        other
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) {
        let answer = self.try_sign_in(email, password).await;
        answer.is(200);
        self.token = answer.cookie("parlour");
        assert!(self.token.is_some(), "{answer:?}");
    }

    pub(crate) async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password)];
        self.call("sessions/create", &fields).await
    }

    /// A request's beginning, with the cookie that a browser would send.
    pub(crate) fn request(&self, method: &str, path: &str) -> Builder {
        let mut builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "chat.example")
            .header(header::USER_AGENT, "A browser");
        if let Some(token) = &self.token {
            builder = builder.header(header::COOKIE, format!("parlour={token}"));
        }
        builder
    }

    /// The same, as a page of ours sends it.
    pub(crate) fn page_request(&self, method: &str, path: &str) -> Builder {
        self.request(method, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, "http://chat.example")
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// Calls a server function as the page does.
    pub(crate) async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.call_with(function, encode(fields)).await
    }

    /// Calls a server function as the page does, with any body.
    pub(crate) async fn call_with(&self, function: &str, body: impl Into<Body>) -> Answer {
        let request = self
            .page_request("POST", &format!("/do/{function}"))
            .header(header::CONTENT_TYPE, FORM)
            .header(header::ACCEPT, FORM);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Sends a form as a browser without JavaScript does, from a page of ours.
    pub(crate) async fn submit(
        &self,
        page: &str,
        function: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self
            .page_request("POST", &format!("/do/{function}"))
            .header(header::CONTENT_TYPE, FORM)
            .header(
                header::ACCEPT,
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            )
            .header(header::REFERER, format!("http://chat.example{page}"));
        self.send(request.body(encode(fields).into()).unwrap())
            .await
    }

    /// Sends a form with a file, from the settings: as a browser without JavaScript does, or with.
    pub(crate) async fn upload(&self, accept: &str, form: impl Into<Body>) -> Answer {
        let request = self
            .page_request("POST", "/do/me/picture")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
            .header(header::ACCEPT, accept);
        self.send(request.body(form.into()).unwrap()).await
    }

    /// Makes a file one's picture.
    pub(crate) async fn set_picture(&self, name: &str, bytes: &[u8]) -> Answer {
        let form = file_form("picture", name, bytes);
        self.upload("application/json", form).await
    }

    /// Asks as a program does: the secret in a header, nothing that only browsers send.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "chat.example")
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("JWT {token}"));
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, body.to_string()).await
    }

    /// Makes a room and gives its id.
    pub(crate) async fn room(&self, kind: &str, name: &str) -> String {
        let fields = [("name", name), ("topic", ""), ("kind", kind)];
        let answer = self.call("rooms/create", &fields).await;
        answer.is(200);
        answer.text()
    }

    /// Says something in a room and gives the answer.
    pub(crate) async fn say(&self, room: &str, text: &str) -> Answer {
        let client_id = uuid::Uuid::from_bytes(parlour::chat::token::random_bytes()).to_string();
        let fields = [("room", room), ("text", text), ("client_id", &client_id)];
        self.call("messages/send", &fields).await
    }
}

impl Answer {
    /// Holds the status.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self
    }

    /// Holds that a server function refused for this reason, with the reason's status.
    #[track_caller]
    pub(crate) fn refused(&self, problem: &Problem) -> &Self {
        assert_eq!(
            serde_json::from_slice::<Error>(&self.body).ok(),
            Some(Error::Refused(problem.clone())),
            "{self:?}"
        );
        self.is(problem.status())
    }

    /// Holds that a form is led back with this reason in the address.
    #[track_caller]
    pub(crate) fn sent_back(&self, page: &str, problem: &Problem) -> &Self {
        self.is(302);
        let location = self.location();
        let (path, query) = location.split_once('?').unwrap_or((&location, ""));
        assert_eq!(path, format!("http://chat.example{page}"), "{self:?}");
        let error = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("__err="))
            .unwrap_or_else(|| panic!("no reason in {location}"));
        let error = error.replace("%3D", "=").replace("%2B", "+");
        assert_eq!(
            ServerFnUrlError::<Error>::decode_err(&error),
            Error::Refused(problem.clone())
        );
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        self.read()
    }

    #[track_caller]
    pub(crate) fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn location(&self) -> String {
        self.header("location").unwrap_or_default().to_owned()
    }

    /// The whole line that sets a cookie.
    pub(crate) fn cookie_line(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find(|line| line.starts_with(&format!("{name}=")))
    }

    /// What a cookie is set to.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let (_, rest) = self.cookie_line(name)?.split_once('=')?;
        rest.split(';').next().map(str::to_owned)
    }
}

/// A form with one file, as browsers send it (RFC 7578), with the boundary `line`.
pub(crate) fn file_form(field: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--line\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--line--\r\n"].concat()
}

/// A form of words and files, with the boundary `line`.
pub(crate) fn form(words: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in words {
        let part =
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        form.extend_from_slice(part.as_bytes());
    }
    for (field, name, bytes) in files {
        let head = format!(
            "--line\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(bytes);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--line--\r\n");
    form
}

/// Fields as a form sends them.
pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                b' ' => "+".to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
