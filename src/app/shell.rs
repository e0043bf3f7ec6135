//! The document around the app, which only the server writes.

use leptos::{html, prelude::*};
use leptos_meta::MetaTags;

use super::{App, brand::brand, locale};

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
        <html lang=reader.language.tag() data-tz=reader.offset.to_string() data-name=brand()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                {theme("(prefers-color-scheme: light)", LIGHT)}
                {theme("(prefers-color-scheme: dark)", DARK)}
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

fn theme(media: &'static str, colour: &'static str) -> impl IntoView {
    html::meta()
        .name("theme-color")
        .attr("media", media)
        .content(colour)
}
