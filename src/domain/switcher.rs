//! Finding a room or a person by parts of the name.

/// How well a name answers what was typed, 0 best; `None` where it does not. Each word that was typed must be in the
/// name; it counts most at its beginning, then at the beginning of one of its words.
pub fn rank(name: &str, typed: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let mut rank = 0;
    for part in typed.to_lowercase().split_whitespace() {
        let part = part.trim_start_matches(['#', '@']);
        rank += name
            .match_indices(part)
            .map(|(at, _)| place(&name[..at]))
            .min()?;
    }
    Some(rank)
}

/// What it counts to stand after this.
fn place(before: &str) -> usize {
    match before.chars().next_back() {
        None => 0,
        Some(last) if !last.is_alphanumeric() => 1,
        Some(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn names_are_found_by_their_parts() {
        for (name, typed, expected) in [
            ("lobby", "", Some(0)),
            ("lobby", "lob", Some(0)),
            ("lobby", "#lob", Some(0)),
            ("Lobby", "LOBBY", Some(0)),
            ("lobby", "by", Some(2)),
            ("lobby", "lx", None),
            ("design-review", "rev", Some(1)),
            ("Mira Okafor", "oka mi", Some(1)),
            ("Mira Okafor", "mira x", None),
            ("林小雨", "小雨", Some(2)),
            ("Éva", "év", Some(0)),
            ("banana split", "s", Some(1)),
        ] {
            assert_eq!(rank(name, typed), expected, "{typed} in {name}");
        }
    }
}
