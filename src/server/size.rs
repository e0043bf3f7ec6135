//! Sizes as people type them: `500KB`, `25MB`, `1GB`, in units of 1,024.

/// The units, the largest first.
const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];

/// Reads a number of bytes.
///
/// # Errors
///
/// In words, where it is none, or more than the database can count.
pub(super) fn read(text: &str) -> Result<u64, String> {
    let text = text.trim().to_ascii_uppercase();
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit: Option<u64> = match text[number.len()..].trim() {
        "" | "B" => Some(1),
        "K" | "KB" | "KIB" => Some(1 << 10),
        "M" | "MB" | "MIB" => Some(1 << 20),
        "G" | "GB" | "GIB" => Some(1 << 30),
        _ => None,
    };
    let number: Option<u64> = number.parse().ok();
    number
        .zip(unit)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .filter(|bytes| i64::try_from(*bytes).is_ok())
        .ok_or_else(|| "give a size as 500KB, 25MB or 1GB".to_owned())
}

/// Writes a number of bytes, to the byte, in the largest unit that does.
pub(super) fn written(bytes: u64) -> String {
    UNITS
        .into_iter()
        .find(|(unit, _)| bytes > 0 && bytes.is_multiple_of(*unit))
        .map_or_else(
            || bytes.to_string(),
            |(unit, name)| format!("{}{name}", bytes / unit),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_or_refused() {
        for (text, bytes) in [
            ("0", 0),
            ("1000", 1_000),
            ("500kb", 512_000),
            ("25 MB", 26_214_400),
            ("1GiB", 1_073_741_824),
        ] {
            assert_eq!(read(text), Ok(bytes), "{text}");
        }
        for wrong in ["", "MB", "1.5GB", "-1", "1TB", "9999999999GB", "1G1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (bytes, text) in [
            (0, "0"),
            (1_000, "1000"),
            (1_536, "1536"),
            (512_000, "500KB"),
            (26_214_400, "25MB"),
            (1 << 30, "1GB"),
        ] {
            assert_eq!(written(bytes), text);
            assert_eq!(read(text), Ok(bytes));
        }
    }
}
