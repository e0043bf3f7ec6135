//! How a server function fails.

use leptos::{
    prelude::FromServerFnError,
    server_fn::{codec::JsonEncoding, error::ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::domain::Problem;

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    /// The server answered: no, and why.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// There was no answer that this page understands: no network, a proxy's error page, a server gone mid-sentence.
    /// Whether the request was carried out is not known; sending it again is safe where it carries a client id.
    #[error("the server could not be reached")]
    Unreachable,
}

impl Error {
    /// Whether the same call may succeed later, unchanged.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.is_passing(),
            Self::Unreachable => true,
        }
    }
}

impl FromServerFnError for Error {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr::{Args, Deserialization, MissingArg};
        match error {
            // On the server: the arguments were not what the function takes.
            #[cfg(feature = "ssr")]
            Args(why) | MissingArg(why) | Deserialization(why) => {
                super::request::refuse(Problem::Malformed(why))
            }
            #[cfg(not(feature = "ssr"))]
            Args(_) | MissingArg(_) | Deserialization(_) => Self::Unreachable,
            _ if cfg!(feature = "ssr") => Self::Refused(Problem::Internal),
            _ => Self::Unreachable,
        }
    }
}
