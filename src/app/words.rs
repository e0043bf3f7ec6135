//! Every word that the page says, in each of its languages.
//!
//! A language is one static per area; a word that is missing in one of them does not compile.

#[cfg(feature = "ssr")]
pub(crate) mod admin;
pub(crate) mod answers;
pub(crate) mod emoji;
pub(crate) mod front;
pub(crate) mod house;
pub(crate) mod keys;
#[cfg(feature = "ssr")]
pub(crate) mod mail;
#[cfg(feature = "ssr")]
pub(crate) mod pace;
pub(crate) mod people;
pub(crate) mod problem;
pub(crate) mod rooms;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod talk;
pub(crate) mod versions;

use crate::{
    api::Error,
    app::locale::locale,
    domain::{Language, Problem},
};

/// The words of one language.
///
/// What is a field comes with the first part of the page's program, whoever asks for it. So what is said on the pages of the
/// second part alone is a method.
pub(crate) struct Words {
    language: Language,
    /// What is on every page: the frame, and the pages that are not there.
    pub(crate) house: &'static house::HouseWords,
    /// Rooms: the list, a new one, and what a room is.
    /// The keyboard.
    /// The talk itself.
    pub(crate) talk: &'static talk::TalkWords,
    /// Replies, reactions and emoji.
    pub(crate) answers: &'static answers::AnswerWords,
    problem: fn(&Problem) -> String,
    unreachable: &'static str,
}

static EN: Words = Words {
    language: Language::English,
    house: &house::EN,
    talk: &talk::EN,
    answers: &answers::EN,
    problem: problem::english,
    unreachable: "The server can't be reached. Check your connection and try again.",
};

static ZH: Words = Words {
    language: Language::Chinese,
    house: &house::ZH,
    talk: &talk::ZH,
    answers: &answers::ZH,
    problem: problem::chinese,
    unreachable: "无法连接服务器，请检查网络后重试。",
};

/// The reader's words.
pub(crate) fn words() -> &'static Words {
    of(locale().language)
}

/// The words of a language.
pub(crate) fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &EN,
        Language::Chinese => &ZH,
    }
}

impl Words {
    /// The pages before the sign-in.
    pub(crate) fn front(&self) -> &'static front::FrontWords {
        self.in_language(&front::EN, &front::ZH)
    }

    /// Searching what was said.
    pub(crate) fn search(&self) -> &'static search::SearchWords {
        self.in_language(&search::EN, &search::ZH)
    }

    /// Rooms, and what is done with them.
    pub(crate) fn rooms(&self) -> &'static rooms::RoomWords {
        self.in_language(&rooms::EN, &rooms::ZH)
    }

    /// All emoji, and who reacted with one.
    pub(crate) fn emoji(&self) -> &'static emoji::EmojiWords {
        self.in_language(&emoji::EN, &emoji::ZH)
    }

    /// The sheet of keys.
    pub(crate) fn keys(&self) -> &'static keys::KeyWords {
        self.in_language(&keys::EN, &keys::ZH)
    }

    /// Everybody, and how more come.
    pub(crate) fn people(&self) -> &'static people::PeopleWords {
        self.in_language(&people::EN, &people::ZH)
    }

    /// One's own account.
    pub(crate) fn settings(&self) -> &'static settings::SettingsWords {
        self.in_language(&settings::EN, &settings::ZH)
    }

    /// What a message said before it was edited.
    pub(crate) fn versions(&self) -> &'static versions::VersionWords {
        self.in_language(&versions::EN, &versions::ZH)
    }

    fn in_language<T>(&self, english: &'static T, chinese: &'static T) -> &'static T {
        match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }

    /// Says why something was refused.
    pub(crate) fn problem(&self, problem: &Problem) -> String {
        (self.problem)(problem)
    }

    /// Says why a call gave no answer.
    pub(crate) fn error(&self, error: &Error) -> String {
        match error {
            Error::Refused(problem) => self.problem(problem),
            Error::Unreachable => self.unreachable.to_owned(),
        }
    }
}
