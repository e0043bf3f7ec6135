//! What push services know this server by: VAPID, RFC 8292.

use std::io;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::json;

use crate::chat::Result;

/// How long a token is good for, in seconds; a push service takes none that is so for longer than a day.
const LASTS: i64 = 12 * 60 * 60;

/// The server's pair of keys. Only the public one ever leaves it, also by `Debug`.
#[derive(Debug)]
pub struct PushKey {
    pair: EcdsaKeyPair,
}

fn failed(what: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the key for push services: {what}"))
}

/// A new pair, as PKCS #8.
pub(super) fn draw() -> Result<Vec<u8>> {
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pair = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).map_err(failed)?;
    Ok(pair.as_ref().to_vec())
}

impl PushKey {
    pub(super) fn read(pair: &[u8]) -> Result<Self> {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pair, &SystemRandom::new());
        Ok(Self {
            pair: pair.map_err(failed)?,
        })
    }

    /// The public key, as browsers take it.
    pub fn public(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// What a request to a push service says in `Authorization`: who asks (`contact`, an address), of whom (`audience`, its
    /// origin), at a time in seconds.
    ///
    /// # Errors
    ///
    /// Where the system has no random bytes.
    pub fn authorization(&self, audience: &str, contact: &str, now: i64) -> Result<String> {
        let encoded = |part: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let head = encoded(json!({ "typ": "JWT", "alg": "ES256" }));
        let claims = encoded(json!({ "aud": audience, "exp": now + LASTS, "sub": contact }));
        let signed = format!("{head}.{claims}");
        let signature = self
            .pair
            .sign(&SystemRandom::new(), signed.as_bytes())
            .map_err(failed)?;
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}
