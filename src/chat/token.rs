//! Secrets that are handed out once: in a cookie, in a link.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

/// A secret of 128 random bits, as 32 hexadecimal digits.
///
/// The database keeps only its SHA-256. A slow hash is for what people think up; nobody guesses 128 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Where the system gives no random numbers, nothing can be kept secret, and the program must not go on.
const NO_RANDOMNESS: &str = "the operating system gives no random numbers";

impl Token {
    /// Draws one.
    ///
    /// # Panics
    ///
    /// Where the operating system gives no random numbers.
    pub fn draw() -> Self {
        let mut text = String::with_capacity(32);
        for byte in random_bytes() {
            // Writing to a string can't fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// The secret itself, for who it is meant for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps of it.
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }
}

/// Never shown by accident.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What the database keeps of a secret that somebody presents.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// 128 random bits.
///
/// # Panics
///
/// Where the operating system gives none.
pub fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect(NO_RANDOMNESS);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_hide() {
        let token = Token::draw();
        assert_eq!(token.reveal().len(), 32);
        assert_ne!(token, Token::draw());
        assert_eq!(token.hash(), hash(token.reveal()));
        assert!(!format!("{token:?}").contains(token.reveal()));
    }
}
