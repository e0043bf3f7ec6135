//! The files of a message, as they stand in the log: written as HTML, like the words above them.

use std::fmt::Write as _;

use crate::{
    app::words::talk::TalkWords,
    domain::{
        markdown::escaped,
        media::{Attachment, CARD, Exposure, Form, THUMBNAIL, fit, spoken_size},
    },
};

/// How large a picture is at most, in pixels.
const ALONE: (u32, u32) = (400, 300);
/// How large it is among others.
const AMONG: (u32, u32) = (220, 165);
/// The class of the links that the viewer opens.
pub(super) const PICTURE: &str = "picture";

/// The files as HTML; nothing where there are none.
pub(super) fn html(files: &[Attachment], words: &TalkWords) -> String {
    let mut html = String::new();
    let pictures = files
        .iter()
        .filter(|file| matches!(file.exposure(), Exposure::Picture(..)));
    let room = if pictures.count() > 1 { AMONG } else { ALONE };
    for file in files {
        let (name, said) = (escaped(&file.filename), escaped(file.said()));
        let address = |form| file.key.address(form);
        let original = address(Form::Original);
        // Writing to a string can't fail.
        let _ = match file.exposure() {
            Exposure::Picture(width, height) => {
                let pixels = (width, height);
                let (shown, high) = fit(pixels, room);
                let (small, large) = (
                    fit(pixels, (THUMBNAIL, THUMBNAIL)).0,
                    fit(pixels, (CARD, CARD)).0,
                );
                let (thumbnail, card) = (address(Form::Thumbnail), address(Form::Card));
                // No lines of text reach beside it, so it keeps its height while it loads.
                write!(
                    html,
                    "<a class=\"{PICTURE}\" href=\"{original}\" target=\"_blank\" title=\"{name}\">\
                     <img src=\"{card}\" srcset=\"{thumbnail} {small}w, {card} {large}w\" sizes=\"{shown}px\" \
                     width=\"{shown}\" height=\"{high}\" alt=\"{said}\" loading=\"lazy\" decoding=\"async\"></a>"
                )
            }
            Exposure::Video => write!(
                html,
                "<video controls preload=\"metadata\" src=\"{original}\" aria-label=\"{said}\"></video>"
            ),
            Exposure::Audio => write!(
                html,
                "<audio controls preload=\"none\" src=\"{original}\" aria-label=\"{said}\" title=\"{name}\"></audio>"
            ),
            Exposure::Card => write!(
                html,
                "<a class=\"file\" href=\"{original}\" download=\"{name}\">\
                 <span class=\"file-name\">{name}</span> <span class=\"hint\">{}, {}</span></a>",
                spoken_size(file.filesize.unsigned_abs()),
                words.download,
            ),
        };
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::words::talk::EN,
        domain::{MediaId, MediaKey},
    };

    fn attachment(kind: &str, pixels: Option<(u32, u32)>) -> Attachment {
        Attachment {
            id: MediaId(1),
            key: MediaKey::from_random([0xab; 16]),
            filename: "\"><script>.x".to_owned(),
            mime_type: kind.to_owned(),
            filesize: 2_048,
            width: pixels.map(|(width, _)| width),
            height: pixels.map(|(_, height)| height),
            has_sizes: pixels.is_some(),
            alt: "<b> & \"c\"".to_owned(),
        }
    }

    #[test]
    fn pictures_have_their_size_before_they_come() {
        let picture = attachment("image/png", Some((1_600, 1_200)));
        let alone = html(std::slice::from_ref(&picture), &EN);
        for part in [
            " 300w, ",
            " 800w\" ",
            "width=\"400\" height=\"300\"",
            "alt=\"&lt;b&gt; &amp; &quot;c&quot;\"",
        ] {
            assert!(alone.contains(part), "{part} in {alone}");
        }
        let two = html(&[picture.clone(), picture], &EN);
        assert!(two.contains("width=\"220\" height=\"165\""), "{two}");
    }

    #[test]
    fn names_stay_names() {
        assert_eq!(html(&[], &EN), "");
        for (kind, tag) in [
            ("text/html", "<a class=\"file\""),
            ("video/mp4", "<video "),
            ("audio/mpeg", "<audio "),
        ] {
            let html = html(&[attachment(kind, None)], &EN);
            assert!(html.starts_with(tag), "{html}");
            assert!(!html.contains("<script"), "{html}");
        }
        assert!(html(&[attachment("", None)], &EN).contains("2 KB, Download"));
    }
}
