//! What people upload: how it is named, in which forms it is there, what a browser may show of it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    MediaId,
    input::{AltText, one_line},
};

/// How many bytes an upload has at most, unless the server's keeper decides otherwise.
pub const UPLOAD_LIMIT: u64 = 25 * MB;
/// How many bytes all uploads of one person have at most, unless the server's keeper decides otherwise.
pub const UPLOAD_QUOTA: u64 = 1_024 * MB;
/// What pictures can be made of, as an `accept` of HTML.
pub const PICTURES: &str = "image/png,image/jpeg,image/gif,image/webp";
/// How many files a message may have.
pub const ATTACHMENT_LIMIT: usize = 10;
/// The longest side of a [`Form::Card`], in pixels.
pub const CARD: u32 = 800;
/// The longest side of a [`Form::Thumbnail`], in pixels.
pub const THUMBNAIL: u32 = 300;
/// How long a file's name may be, in characters.
pub const FILE_NAME_LIMIT: usize = 120;

const KB: u64 = 1_024;
const MB: u64 = 1_024 * KB;
const GB: u64 = 1_024 * MB;

/// What is known of an upload from outside: 128 random bits, 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaKey(Uuid);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the key of an upload")]
pub struct NoKey;

impl MediaKey {
    /// Makes one of 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Where a form of it is to be had.
    pub fn address(self, form: Form) -> String {
        format!("/media/{self}/{}", form.code())
    }
}

impl fmt::Display for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

impl FromStr for MediaKey {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let key = Uuid::try_parse(text).map(Self).map_err(|_| NoKey)?;
        // One spelling: a UUID has several.
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(NoKey)
        }
    }
}

impl TryFrom<String> for MediaKey {
    type Error = NoKey;

    fn try_from(text: String) -> Result<Self, NoKey> {
        text.parse()
    }
}

impl From<MediaKey> for String {
    fn from(key: MediaKey) -> Self {
        key.to_string()
    }
}

/// In which form an upload is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The file itself; of a picture without what the camera noted.
    Original,
    /// A picture, [`CARD`] pixels at most in each direction.
    Card,
    /// A picture, [`THUMBNAIL`] pixels at most in each direction.
    Thumbnail,
}

impl Form {
    /// The word in addresses, and the file's name on the disk.
    pub fn code(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Card => "card",
            Self::Thumbnail => "thumbnail",
        }
    }

    /// Reads a [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Original, Self::Card, Self::Thumbnail]
            .into_iter()
            .find(|form| form.code() == code)
    }
}

/// A file in a message, or on the way into one. The keys are those of the seed's `media` documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Which upload.
    pub id: MediaId,
    /// What it is asked for by.
    pub key: MediaKey,
    /// As its sender's device called it.
    pub filename: String,
    /// The Internet media type that its first bytes tell.
    pub mime_type: String,
    /// In bytes.
    pub filesize: i64,
    /// Of a picture, in pixels.
    pub width: Option<u32>,
    /// Of a picture, in pixels.
    pub height: Option<u32>,
    /// Whether there are smaller forms.
    pub has_sizes: bool,
    /// What it shows, in words.
    pub alt: String,
}

/// How an attachment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// As a picture of so many pixels.
    Picture(u32, u32),
    /// By the browser's player for moving pictures.
    Video,
    /// By the browser's player for sound.
    Audio,
    /// By its name.
    Card,
}

impl Attachment {
    /// What is said of it where it can't be seen: what it shows, else its name.
    pub fn said(&self) -> &str {
        if self.alt.is_empty() {
            &self.filename
        } else {
            &self.alt
        }
    }

    /// How it is shown.
    pub fn exposure(&self) -> Exposure {
        match (
            self.width.zip(self.height),
            self.mime_type.split('/').next(),
        ) {
            (Some((width, height)), _) if self.has_sizes => Exposure::Picture(width, height),
            (_, Some("video")) if is_shown(&self.mime_type) => Exposure::Video,
            (_, Some("audio")) if is_shown(&self.mime_type) => Exposure::Audio,
            _ => Exposure::Card,
        }
    }
}

/// A file that is to go with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Which upload, one's own.
    pub id: MediaId,
    /// What it shows, in words; `None` leaves what was said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<AltText>,
}

/// The width and height of a picture in a box of so many pixels: never enlarged, and never nothing.
pub fn fit((width, height): (u32, u32), (most_wide, most_high): (u32, u32)) -> (u32, u32) {
    let [width, height, most_wide, most_high] =
        [width, height, most_wide, most_high].map(|side| u64::from(side.max(1)));
    let (side, most) = if width * most_high > height * most_wide {
        (width, most_wide)
    } else {
        (height, most_high)
    };
    let most = most.min(side);
    let scaled = |length: u64| {
        let length = (length * most + side / 2) / side;
        u32::try_from(length.max(1)).unwrap_or(u32::MAX)
    };
    (scaled(width), scaled(height))
}

/// Whether a browser may show something of this type by itself: pictures, audio and video that can't act. SVG can, and
/// so can HTML and PDF. AVIF is not decoded here, and so may have in it what the camera noted; it is for saving.
pub fn is_shown(kind: &str) -> bool {
    matches!(
        kind,
        "image/png"
            | "image/jpeg"
            | "image/gif"
            | "image/webp"
            | "audio/mpeg"
            | "audio/m4a"
            | "audio/aac"
            | "audio/ogg"
            | "audio/opus"
            | "audio/x-flac"
            | "audio/x-wav"
            | "video/mp4"
            | "video/webm"
            | "video/quicktime"
    )
}

/// A file's name as somebody's device gives it: without the folders before it, on one line, and not too long. What is
/// cut goes from the middle, so that the ending stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Takes what the device says.
    pub fn new(given: &str) -> Self {
        let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = one_line(last);
        let name = name.trim_start_matches('.');
        let length = name.chars().count();
        if name.is_empty() {
            return Self("file".to_owned());
        }
        if length <= FILE_NAME_LIMIT {
            return Self(name.to_owned());
        }
        let half = FILE_NAME_LIMIT / 2;
        let begin = name.chars().take(half - 1);
        let end = name.chars().skip(length - half);
        Self(begin.chain(['…']).chain(end).collect())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number of bytes as people say it, rounded down: `25 MB`.
pub fn spoken_size(bytes: u64) -> String {
    match bytes {
        GB.. => format!("{} GB", bytes / GB),
        MB.. => format!("{} MB", bytes / MB),
        KB.. => format!("{} KB", bytes / KB),
        _ => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_spelling() {
        let key = MediaKey::from_random([0xab; 16]);
        let text = "ab".repeat(16);
        assert_eq!(key.to_string(), text);
        assert_eq!(text.parse(), Ok(key));
        assert_eq!(key.address(Form::Card), format!("/media/{text}/card"));
        for other in [
            "",
            "..",
            &text.to_uppercase(),
            &text[1..],
            &format!("{text}0"),
            "abababab-abab-abab-abab-abababababab",
        ] {
            assert_eq!(other.parse::<MediaKey>(), Err(NoKey), "{other}");
        }
    }

    #[test]
    fn pictures_fit_their_box() {
        for (picture, fitting) in [
            ((4_000, 3_000), (400, 300)),
            ((3_000, 4_000), (225, 300)),
            ((40, 30), (40, 30)),
            ((100_000, 1), (400, 1)),
            ((1, 100_000), (1, 300)),
            ((400, 300), (400, 300)),
            ((0, 0), (1, 1)),
            ((u32::MAX, u32::MAX), (300, 300)),
        ] {
            assert_eq!(fit(picture, (400, 300)), fitting, "{picture:?}");
        }
    }

    #[test]
    fn what_can_act_is_a_card() {
        let attachment = |kind: &str, pixels: Option<u32>| Attachment {
            id: MediaId(1),
            key: MediaKey::from_random([0; 16]),
            filename: "a".to_owned(),
            mime_type: kind.to_owned(),
            filesize: 1,
            width: pixels,
            height: pixels,
            has_sizes: pixels.is_some(),
            alt: String::new(),
        };
        for (kind, pixels, shown) in [
            ("image/png", Some(9), Exposure::Picture(9, 9)),
            ("image/avif", None, Exposure::Card),
            ("image/svg+xml", None, Exposure::Card),
            ("video/mp4", None, Exposure::Video),
            ("video/x-msvideo", None, Exposure::Card),
            ("audio/mpeg", None, Exposure::Audio),
            ("text/html", None, Exposure::Card),
        ] {
            assert_eq!(attachment(kind, pixels).exposure(), shown, "{kind}");
        }
    }

    #[test]
    fn names_lead_nowhere() {
        let long = format!("{}.tar.gz", "长".repeat(200));
        for (given, kept) in [
            ("holiday.jpg", "holiday.jpg"),
            ("C:\\Users\\ada\\holiday.jpg", "holiday.jpg"),
            ("../../etc/passwd", "passwd"),
            ("..", "file"),
            (".htaccess", "htaccess"),
            ("", "file"),
            ("a\r\nb\0c.txt", "a b c.txt"),
            ("gpj.\u{202e}exe", "gpj.exe"),
        ] {
            assert_eq!(FileName::new(given).as_str(), kept, "{given}");
        }
        let cut = FileName::new(&long);
        assert_eq!(cut.as_str().chars().count(), FILE_NAME_LIMIT);
        assert!(cut.as_str().ends_with("长.tar.gz"));
    }

    #[test]
    fn what_can_act_is_not_shown() {
        for kind in [
            "image/svg+xml",
            "text/html",
            "text/xml",
            "application/pdf",
            "application/octet-stream",
            "",
        ] {
            assert!(!is_shown(kind), "{kind}");
        }
        assert!(PICTURES.split(',').all(is_shown));
    }

    #[test]
    fn sizes_are_said_in_whole_units() {
        for (bytes, said) in [
            (UPLOAD_LIMIT, "25 MB"),
            (UPLOAD_QUOTA, "1 GB"),
            (1_536, "1 KB"),
            (12, "12 B"),
        ] {
            assert_eq!(spoken_size(bytes), said);
        }
    }
}
