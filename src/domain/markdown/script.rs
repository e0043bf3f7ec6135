//! What kind of character this is, for the rules that depend on its neighbours.

/// Whether the character belongs to Chinese, Japanese or Korean text, its punctuation and full-width
/// forms included. These scripts put no spaces between words.
pub(in crate::domain) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF       // Hangul Jamo
        | 0x2E80..=0xA4CF     // radicals, punctuation, kana, bopomofo, ideographs, Yi
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF     // Hangul
        | 0xF900..=0xFAFF     // compatibility ideographs
        | 0xFE10..=0xFE1F     // vertical forms
        | 0xFE30..=0xFE6F     // vertical and small forms
        | 0xFF00..=0xFFEF     // full-width forms
        | 0x1B000..=0x1B2FF   // more kana
        | 0x20000..=0x3FFFF   // more ideographs
    )
}

/// Whether the character is punctuation or a symbol in the sense of the specification.
///
/// Told by exclusion, since the standard library has no table of general categories: not a letter,
/// number, space or control, nor one of the marks that only change the character before them.
pub(super) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !c.is_control()
        && !matches!(u32::from(c), 0x0300..=0x036F | 0x200D | 0x3099..=0x309A | 0xFE00..=0xFE0F)
}
