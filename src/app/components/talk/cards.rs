//! What the links of a message lead to, below its words: a card for each.
//!
//! Written as HTML, like the words. Who may take a card away has a form for that, which the log catches.

use std::fmt::Write as _;

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    Talk,
    tools::{CROSS, stroke},
};
use crate::{
    api::messages::RemovePreview,
    domain::{Message, markdown::escaped, preview},
};

/// The field of the form that says whose card goes.
pub(super) const URL: &str = "url";

/// The cards; nothing where there are none.
pub(super) fn html(message: &Message, talk: Talk) -> String {
    let mut html = String::new();
    if message.previews.is_empty() {
        return html;
    }
    let words = talk.words.talk;
    let mine = talk.client.me.with(|me| me.id) == message.sender.id;
    // Who may react may write.
    let may_remove = if mine {
        talk.may_react.get()
    } else {
        talk.may_moderate.get()
    };
    for preview in &message.previews {
        let (url, title) = (escaped(&preview.url), escaped(&preview.title));
        // Where the link leads is said whatever the page calls itself.
        let site = if preview.site.is_empty() {
            String::new()
        } else {
            format!("{} · ", escaped(&preview.site))
        };
        let address = escaped(&preview.picture);
        // It is part of the link, and says nothing more than that one's words.
        let picture = preview::size_of(&address).map_or_else(String::new, |(width, height)| {
            format!("<img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"\" loading=\"lazy\">")
        });
        // Writing to a string can't fail.
        _ = write!(
            html,
            "<div class=\"preview\"><p class=\"site\">{site}{}</p>\
             <p><a href=\"{url}\" rel=\"nofollow noopener noreferrer ugc\" target=\"_blank\">{title}{picture}</a></p>",
            escaped(preview.host()),
        );
        if !preview.description.is_empty() {
            _ = write!(
                html,
                "<p class=\"about\">{}</p>",
                escaped(&preview.description)
            );
        }
        if may_remove {
            _ = write!(
                html,
                "<form class=\"removal\" method=\"post\" action=\"{}\">\
                 <input type=\"hidden\" name=\"id\" value=\"{}\">\
                 <button type=\"submit\" class=\"tool\" name=\"{URL}\" value=\"{url}\" aria-label=\"{}\" title=\"{}\">{}</button></form>",
                RemovePreview::PATH,
                message.id,
                (words.act)(words.remove_preview, &title),
                words.remove_preview,
                stroke(CROSS),
            );
        }
        html += "</div>";
    }
    html
}
