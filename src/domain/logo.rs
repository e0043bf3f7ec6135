//! The server's logo, which its keeper can put in the place of the program's mark: where everybody finds it.

use super::MediaKey;

/// How long its sides are, in pixels: what is shown of it is an icon.
pub const SIDE: u32 = 256;
/// Where the manifest of the page as an app is while there is a logo.
pub const MANIFEST: &str = "/logo/manifest.webmanifest";

/// A logo: two square pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The logo as it is.
    pub quiet: MediaKey,
    /// The same with a point that says that something waits.
    pub waiting: MediaKey,
}

impl Logo {
    /// Both pictures.
    pub fn keys(self) -> [MediaKey; 2] {
        [self.quiet, self.waiting]
    }

    /// Where a picture is: another logo has another address.
    pub fn address(key: MediaKey) -> String {
        format!("/logo/{key}")
    }

    /// Where the style sheet is that has the logo stand in the mark's place.
    pub fn style(self) -> String {
        format!("{}/style.css", Self::address(self.quiet))
    }
}
