//! The document around the app, which only the server writes.

use leptos::{html, prelude::*};
use leptos_meta::MetaTags;

use super::{App, brand::brand, locale};
use crate::{api::request::accent, domain::look::Theme};

/// The page's colour behind the browser's own frame: `--wall` of the style sheet, light and dark.
const LIGHT: &str = "#f5f1ea";
/// See [`LIGHT`].
const DARK: &str = "#14110e";

/// The whole document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let reader = locale::read();
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
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
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
