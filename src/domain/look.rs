//! How pages look: what a reader chose in their browser, and what the server's keeper chose for everybody.

/// Declares a choice, each with the word that cookies, forms and the style sheet have for it. The first is the default.
macro_rules! choice {
    ($(#[$doc:meta])* $choice:ident: $(#[$first_doc:meta])* $first:ident = $first_code:literal $(, $(#[$other_doc:meta])* $other:ident = $other_code:literal)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $choice {
            $(#[$first_doc])*
            #[default]
            $first,
            $($(#[$other_doc])* $other,)+
        }

        impl $choice {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[Self::$first, $(Self::$other,)+];

            /// The word for it.
            pub fn code(self) -> &'static str {
                match self {
                    Self::$first => $first_code,
                    $(Self::$other => $other_code,)+
                }
            }

            /// Reads a [`code`](Self::code).
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}

choice! {
    /// Whether a page is light or dark.
    Theme:
    /// As the browser says.
    System = "system",
    /// Always light.
    Light = "light",
    /// Always dark.
    Dark = "dark"
}

choice! {
    /// How close things stand.
    Density:
    /// With room around them.
    Comfortable = "comfortable",
    /// Close, so that more is seen at once.
    Compact = "compact"
}

choice! {
    /// The colour of where one is and of what one can do. The style sheet has each in a light and in a dark form that can be
    /// read on everything that it meets.
    Accent:
    /// Parlour's own.
    Green = "green",
    /// Blue and green.
    Teal = "teal",
    /// Blue.
    Blue = "blue",
    /// Blue and violet.
    Indigo = "indigo",
    /// Violet.
    Violet = "violet",
    /// Violet and red.
    Plum = "plum",
    /// Nearly no colour.
    Graphite = "graphite"
}

/// What a reader chose in their browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Light or dark.
    pub theme: Theme,
    /// How close things stand.
    pub density: Density,
}

impl Look {
    /// The words for both: `dark.compact`.
    pub fn code(self) -> String {
        format!("{}.{}", self.theme.code(), self.density.code())
    }

    /// Reads a [`code`](Self::code). What is none of it is left at its default.
    pub fn from_code(code: &str) -> Self {
        let (theme, density) = code.split_once('.').unwrap_or((code, ""));
        Self {
            theme: Theme::from_code(theme).unwrap_or_default(),
            density: Density::from_code(density).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_makes_do_with_the_rest() {
        for &theme in Theme::ALL {
            for &density in Density::ALL {
                let look = Look { theme, density };
                assert_eq!(Look::from_code(&look.code()), look);
            }
        }
        for (code, theme, density) in [
            ("", Theme::System, Density::Comfortable),
            ("dark", Theme::Dark, Density::Comfortable),
            ("pink.compact", Theme::System, Density::Compact),
            ("\"><script>", Theme::System, Density::Comfortable),
        ] {
            assert_eq!(Look::from_code(code), Look { theme, density }, "{code}");
        }
    }
}
