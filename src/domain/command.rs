//! Commands that are written like messages, and messages in the third person.

use super::markdown;

/// What `/shrug` adds.
const SHRUG: &str = r"¯\_(ツ)_/¯";

/// The commands' names.
pub const COMMANDS: [&str; 3] = ["me", "shrug", "topic"];

/// What somebody means by what they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To say this.
    Say(String),
    /// To give the room this description.
    Topic(String),
    /// To give a command that there is not.
    Unknown(String),
}

impl Command {
    /// Reads what was typed. A command is a word after a slash at the very beginning; a path like `/usr/bin` is none.
    /// With one more slash before it, a command is what is to be said.
    pub fn read(typed: &str) -> Self {
        if let Some(text) = typed.strip_prefix('/').filter(|text| split(text).is_some()) {
            // What looks like a message in the third person is to stand as it is.
            let mark = if in_third_person(text).is_some() {
                r"\"
            } else {
                ""
            };
            return Self::Say(format!("{mark}{text}"));
        }
        let Some((name, rest)) = split(typed) else {
            return Self::Say(typed.to_owned());
        };
        match name {
            // It is kept as it was typed, so that programs see what was meant.
            "me" => Self::Say(typed.trim_end().to_owned()),
            "shrug" if rest.is_empty() => Self::Say(SHRUG.to_owned()),
            "shrug" => Self::Say(format!("{rest} {SHRUG}")),
            "topic" => Self::Topic(rest.to_owned()),
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// The name of a command, and what follows.
fn split(typed: &str) -> Option<(&str, &str)> {
    let text = typed.strip_prefix('/')?;
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic());
    is_name.then(|| (name, rest.trim()))
}

/// What a message in the third person says of its sender.
pub fn in_third_person(content: &str) -> Option<&str> {
    let (name, rest) = split(content)?;
    (name == "me" && !rest.is_empty()).then_some(rest)
}

/// The HTML of a message, its words as `render` writes them; in the third person with its sender's name before them.
pub fn html(content: &str, name: &str, render: impl FnOnce(&str) -> String) -> String {
    match in_third_person(content) {
        None => render(content),
        Some(rest) => format!(
            "<div class=\"deed\"><b>{}</b> {}</div>",
            markdown::escaped(name),
            render(rest)
        ),
    }
}

/// The words of a message, as they are said aloud and found: see [`markdown::plain`].
pub fn plain(content: &str, name: &str) -> String {
    match in_third_person(content) {
        None => markdown::plain(content),
        Some(rest) => format!("{name} {}", markdown::plain(rest)),
    }
}

/// The commands whose names begin with what is being typed; none unless it is a command's beginning.
pub fn suggested(typed: &str) -> impl Iterator<Item = &'static str> {
    let begun = typed.strip_prefix('/').map(str::to_owned);
    COMMANDS
        .into_iter()
        .filter(move |name| begun.as_ref().is_some_and(|begun| name.starts_with(begun)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(text: &str) -> Command {
        Command::Say(text.to_owned())
    }

    #[test]
    fn what_is_meant() {
        for (typed, meant) in [
            ("hello", say("hello")),
            ("", say("")),
            ("a /me", say("a /me")),
            ("/", say("/")),
            ("/usr/bin/env", say("/usr/bin/env")),
            ("/1", say("/1")),
            ("/ me", say("/ me")),
            ("/me waves", say("/me waves")),
            ("/me\nwaves ", say("/me\nwaves")),
            ("/shrug", say(SHRUG)),
            ("/shrug who knows", say(r"who knows ¯\_(ツ)_/¯")),
            ("/topic", Command::Topic(String::new())),
            ("/topic  Plants ", Command::Topic("Plants".to_owned())),
            ("/dance now", Command::Unknown("dance".to_owned())),
            ("/Me waves", Command::Unknown("Me".to_owned())),
            ("//dance now", say("/dance now")),
            ("//me waves", say(r"\/me waves")),
            ("// a remark", say("// a remark")),
            ("//example.org/x", say("//example.org/x")),
            ("//", say("//")),
        ] {
            assert_eq!(Command::read(typed), meant, "{typed}");
        }
    }

    #[test]
    fn the_third_person_is_a_way_to_show_it() {
        for (content, said) in [
            ("/me waves", Some("waves")),
            ("/me\n**waves**", Some("**waves**")),
            ("/me", None),
            (r"\/me waves", None),
            ("/mean it", None),
            (" /me waves", None),
        ] {
            assert_eq!(in_third_person(content), said, "{content}");
        }
        let html = html("/me **waves**", "A <b>", markdown::render);
        let expected = "<div class=\"deed\"><b>A &lt;b&gt;</b> <p><strong>waves</strong></p></div>";
        assert_eq!(html.replace('\n', ""), expected);
        assert!(!super::html("hello", "Ada", markdown::render).contains("Ada"));
    }

    #[test]
    fn a_shrug_is_shown_whole() {
        let html = crate::domain::markdown::render(SHRUG);
        assert!(html.contains(r"¯\_(ツ)_/¯"), "{html}");
        let html = crate::domain::markdown::render(r"\/me waves");
        assert!(html.contains("/me waves") && !html.contains('\\'), "{html}");
    }

    #[test]
    fn names_are_suggested_as_they_are_typed() {
        for (typed, expected) in [
            ("/", &["me", "shrug", "topic"][..]),
            ("/s", &["shrug"]),
            ("/x", &[]),
            ("/me waves", &[]),
            ("me", &[]),
            ("", &[]),
        ] {
            assert!(suggested(typed).eq(expected.iter().copied()), "{typed}");
        }
    }
}
