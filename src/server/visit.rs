//! Finds out who asks, from where, in which language, before anybody looks at what they ask for.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

use super::{rest, router::App};
use crate::{
    api::{
        cookie::{self, Credential},
        request::Visit,
    },
    chat::Device,
    domain::Language,
};

/// Puts a [`Visit`] into the request's extensions.
pub(super) async fn visit(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let device = device(&parts, &app.settings.trusted_proxy);
    let session = match cookie::presented(&parts.headers) {
        Some(Credential::Session(secret)) => app.chat.session(secret, &device).await,
        // What pages call is theirs: a key can't make another key, or end the sessions of who made it.
        Some(Credential::Key(_)) if parts.uri.path().starts_with("/do/") => Ok(None),
        Some(Credential::Key(secret)) => app.chat.key(secret, &device).await,
        None => Ok(None),
    };
    let session = match session {
        Ok(session) => session,
        // Not knowing who asks is no reason to take them for nobody.
        Err(error) => return rest::error::respond(&error.problem()),
    };
    let language = cookie::chosen_language(&parts.headers).unwrap_or_else(|| {
        Language::negotiate(text(&parts.headers, &header::ACCEPT_LANGUAGE).unwrap_or_default())
    });
    let offset = cookie::offset(&parts.headers);
    let look = cookie::chosen_look(&parts.headers);
    let origin = origin(&parts, &app);
    parts.extensions.insert(Visit {
        session,
        device,
        origin,
        language,
        offset,
        look,
    });
    next.run(Request::from_parts(parts, body)).await
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn peer(parts: &Parts) -> IpAddr {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([0, 0, 0, 0]), |ConnectInfo(address)| {
            address.ip().to_canonical()
        })
}

fn device(parts: &Parts, trusted: &[IpNet]) -> Device {
    let agent = text(&parts.headers, &header::USER_AGENT)
        .unwrap_or_default()
        .to_owned();
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
    Device {
        agent,
        address: client(peer(parts), &hops, trusted),
    }
}

/// The address that a request comes from. Each proxy adds at the end whom it heard from, so from the right the first
/// that is none of ours is the client; what stands left of it the client may have made up.
fn client(peer: IpAddr, hops: &[&str], trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    for hop in hops.iter().rev() {
        if !is_trusted(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

fn origin(parts: &Parts, app: &App) -> String {
    if let Some(base_url) = &app.settings.base_url {
        return base_url.clone();
    }
    let behind_proxy = app
        .settings
        .trusted_proxy
        .iter()
        .any(|network| network.contains(&peer(parts)));
    let https = behind_proxy
        && parts
            .headers
            .get("x-forwarded-proto")
            .is_some_and(|proto| proto == "https");
    let scheme = if https { "https" } else { "http" };
    let host = text(&parts.headers, &header::HOST).or_else(|| {
        parts
            .uri
            .authority()
            .map(axum::http::uri::Authority::as_str)
    });
    // Only what a host can look like: this is put into links.
    let host = host.filter(|host| {
        host.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c))
    });
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let ours = ["10.0.0.0/8".parse().unwrap()];
        for (peer, hops, expected) in [
            ("203.0.113.9", vec!["1.1.1.1"], "203.0.113.9"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec!["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", vec!["1.1.1.1", " 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", vec!["198.51.100.7", "10.0.0.2"], "198.51.100.7"),
            ("10.0.0.1", vec!["198.51.100.7", "nonsense"], "10.0.0.1"),
        ] {
            assert_eq!(
                client(ip(peer), &hops, &ours),
                ip(expected),
                "{peer} {hops:?}"
            );
        }
    }
}
