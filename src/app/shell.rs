//! The document around the app, which only the server writes.

use std::borrow::Cow;

use leptos::{html, prelude::*};
use leptos_meta::MetaTags;

use super::{App, brand::brand, locale};
use crate::{
    api::request::{accent, logo},
    domain::{Logo, logo::MANIFEST, look::Theme},
};

/// The page's colour behind the browser's own frame: `--wall` of the style sheet, light and dark.
const LIGHT: &str = "#f5f1ea";
/// See [`LIGHT`].
const DARK: &str = "#14110e";

/// The icons of a page, and what goes with them: the program's own, or a logo of the server's.
#[derive(Clone, Debug)]
pub struct Icons {
    /// The page's icon.
    pub(crate) quiet: Cow<'static, str>,
    /// The same where something waits.
    pub(crate) waiting: Cow<'static, str>,
    /// The type of both.
    pub(crate) kind: &'static str,
    /// The icon on a telephone's first screen.
    pub(crate) touch: Cow<'static, str>,
    /// What browsers are told of the page as an app.
    pub(crate) manifest: &'static str,
    /// A style sheet that has a logo stand where the program's mark does.
    pub(crate) style: Option<String>,
}

impl Default for Icons {
    fn default() -> Self {
        Self {
            quiet: "/favicon.svg".into(),
            waiting: "/favicon-waiting.svg".into(),
            kind: "image/svg+xml",
            touch: "/apple-touch-icon.png".into(),
            manifest: "/manifest.webmanifest",
            style: None,
        }
    }
}

impl Icons {
    /// Those of a server with this logo, or with none.
    pub(crate) fn of(logo: Option<Logo>) -> Self {
        let Some(logo) = logo else {
            return Self::default();
        };
        let quiet = Logo::address(logo.quiet);
        Self {
            waiting: Logo::address(logo.waiting).into(),
            touch: quiet.clone().into(),
            quiet: quiet.into(),
            kind: "image/png",
            manifest: MANIFEST,
            style: Some(logo.style()),
        }
    }

    /// What every page says of them.
    pub(crate) fn links(&self) -> impl IntoView + use<> {
        let icon = html::link().rel("icon").href(self.quiet.to_string());
        let style = self.style.clone();
        (
            icon.r#type(self.kind)
                // For the live page, which has one of them shown: see `browser::badge`.
                .attr("data-quiet", self.quiet.to_string())
                .attr("data-waiting", self.waiting.to_string()),
            style.map(|style| html::link().rel("stylesheet").href(style)),
        )
    }
}

/// The whole document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let reader = locale::read();
    let icons = Icons::of(logo());
    let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    view! {
        <!DOCTYPE html>
        <html
            lang=reader.language.tag()
            data-tz=reader.offset.to_string()
            data-name=brand()
            data-theme=reader.look.theme.code()
            data-density=reader.look.density.code()
            data-accent=accent().code()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                {colours(reader.look.theme)}
                <meta name="robots" content="noindex"/>
                {icons.links()}
                <link rel="apple-touch-icon" href=icons.touch.to_string()/>
                <link rel="manifest" href=icons.manifest/>
                <link rel="stylesheet" id="leptos" href=style/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What tells the browser, before it has the style sheet, whether a page is light or dark.
pub(crate) fn colours(theme: Theme) -> impl IntoView {
    let (schemes, paper) = match theme {
        Theme::System => ("light dark", [Some(LIGHT), Some(DARK)]),
        Theme::Light => ("light", [Some(LIGHT), None]),
        Theme::Dark => ("dark", [None, Some(DARK)]),
    };
    let frame = move |media: &'static str, colour: &'static str| {
        let meta = html::meta().name("theme-color").content(colour);
        meta.attr("media", (theme == Theme::System).then_some(media))
    };
    let [light, dark] = paper;
    view! {
        <meta name="color-scheme" content=schemes/>
        {light.map(|colour| frame("(prefers-color-scheme: light)", colour))}
        {dark.map(|colour| frame("(prefers-color-scheme: dark)", colour))}
    }
}
