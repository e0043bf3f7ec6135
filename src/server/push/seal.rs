//! Seals what only one browser may read: Message Encryption for Web Push, RFC 8291, over `aes128gcm`, RFC 8188.

use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::{SecureRandom as _, SystemRandom},
};

use crate::store::subscriptions::Subscription;

/// How large what is sealed may be, in bytes: push services take 4,096 of what comes out.
pub(super) const LARGEST: usize = 3_072;
/// The size that a record has at most, which stands before it. There is one record.
const RECORD: u32 = 4_096;
/// What ends the last record.
const END: u8 = 2;

/// So many bytes of a key.
#[derive(Clone, Copy)]
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(key: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    key.expand(info, Length(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

/// What a text is encrypted with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) content: [u8; 16],
    pub(super) nonce: [u8; 12],
}

/// Derives the keys from what both sides agreed on, the browser's secret and public key, ours, and a salt.
pub(super) fn derive(
    agreed: &[u8],
    secret: &[u8],
    browser: &[u8],
    ours: &[u8],
    salt: &[u8],
) -> Result<Keys, Unspecified> {
    let both = Salt::new(HKDF_SHA256, secret).extract(agreed);
    let input: [u8; 32] = expand(&both, &[b"WebPush: info\0", browser, ours])?;
    let key = Salt::new(HKDF_SHA256, salt).extract(&input);
    Ok(Keys {
        content: expand(&key, &[b"Content-Encoding: aes128gcm\0"])?,
        nonce: expand(&key, &[b"Content-Encoding: nonce\0"])?,
    })
}

/// Seals a text for a browser. It fails where that one's key is no point of the curve.
pub(super) fn seal(text: &[u8], to: &Subscription) -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    // One for each message: who finds out about one reads no other.
    let private = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    let ours = private.compute_public_key()?;
    let ours = ours.as_ref();
    let browser = UnparsedPublicKey::new(&ECDH_P256, &to.browser_key);
    let keys = agree_ephemeral(private, &browser, |agreed| {
        derive(agreed, &to.secret, &to.browser_key, ours, &salt)
    })??;
    let mut sealed = text.to_vec();
    sealed.push(END);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &keys.content)?);
    let nonce = Nonce::assume_unique_for_key(keys.nonce);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed)?;
    let length = [u8::try_from(ours.len()).map_err(|_| Unspecified)?];
    Ok([&salt[..], &RECORD.to_be_bytes(), &length, ours, &sealed].concat())
}
