//! The panel in English.

use super::AdminWords;
use crate::domain::{Deed, look::Accent};

pub(super) static EN: AdminWords = AdminWords {
    panel: "Administration",
    overview: "Overview",
    people: "People",
    log: "Log",
    collections: "Collections",
    to_chat: "Back to the chat",
    page: |page, pages| format!("Page {page} of {pages}"),
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    people_more: |admins, banned| format!("{admins} of them admins, {banned} more banned"),
    signed_in: "Signed in",
    streams: |streams| {
        if streams == 1 {
            "1 open page".to_owned()
        } else {
            format!("{streams} open pages")
        }
    },
    rooms: "Rooms",
    rooms_more: |open, closed, direct| {
        format!("{open} open, {closed} closed; {direct} direct talks")
    },
    messages: "Messages",
    by_day: "Messages by day",
    by_day_says: |said, most| {
        format!("Messages of the last two weeks: {said} in all, {most} on the busiest day")
    },
    as_table: "As a table",
    day: "Day",
    storage: "Storage",
    database: "Database",
    database_log: "Its write-ahead log",
    media: "Uploads",
    media_more: |count, size| {
        if count == 1 {
            format!("1 upload, {size}")
        } else {
            format!("{count} uploads, {size}")
        }
    },
    program: "Server",
    version: "Version",
    uptime: "Running for",
    lasting: |days, hours, minutes| {
        if days > 0 {
            format!("{days} d {hours} h")
        } else if hours > 0 {
            format!("{hours} h {minutes} min")
        } else {
            format!("{minutes} min")
        }
    },
    backup: "Last backup",
    never: "never",
    backup_failed: |at, why| format!("The backup of {at} failed; the server tries again. {why}"),
    mail: "Mail",
    no_mail: "No mail is configured. Who forgets a password asks an admin for a link. --smtp-url names a mail server.",
    mail_server: "Sent by",
    mail_from: "From",
    mail_test: "Send me a test mail",
    mail_sent: |to| format!("The mail server took a test mail to {to}."),
    mail_failed: |error| format!("The test mail was not sent: {error}"),
    invite_to: "Send it to",
    invite_to_hint: "An address that the link goes to by mail. Empty shows it here only.",
    invite_sent: |to| format!("It is also on its way to {to}."),
    troubles: "Warnings and errors",
    no_troubles: "None since the server was started.",
    log_lead: "What admins decided, the newest first.",
    nobody: "Command line",
    search: "Search",
    find: "Find",
    found: |n| {
        if n == 1 {
            "1 found".to_owned()
        } else {
            format!("{n} found")
        }
    },
    new_account: "New account",
    new_bot: "New bot",
    new_bot_lead: "A bot is the account of a program. It has no password: what it asks, it asks with a key, which you make on its page.",
    name: "Name",
    bot_name_hint: "Stands beside its words. Empty is what stands before the @.",
    bot_email_hint: "By which it is told from others. No mail goes there.",
    you: "You",
    member: "Member",
    email: "Email",
    state: "State",
    since: "Here since",
    document: "Document",
    yourself: "This is you. Your name, password, keys and sessions are in your own settings; another admin decides about your rights.",
    rights: "Rights",
    make_admin: "Make admin",
    make_admin_hint: "An admin invites, bans and deletes people, and may do all that is on these pages.",
    make_guest: "Make guest",
    make_guest_hint: "A guest sees the rooms that they are brought into and no others, makes none, and begins talks with people of these rooms only.",
    come_as: "They come as",
    come_into: "Into the room",
    make_member: "Make member",
    make_member_hint: "A member has no way to these pages.",
    bot: "Bot",
    lend_voice: "Let write in others’ names",
    end_voice: "No longer in others’ names",
    voice_hint: "A bot that writes in other people's names may say whatever they may, wherever they may. Each such message says via which bot it came. For bridges to other chats.",
    password: "Password",
    reset: "Make reset link",
    reset_hint: "Somebody who forgot their password chooses another by a link. Who guessed wrong too often has to wait, unless you let them try again at once.",
    reset_made: "The reset link",
    reset_made_hint: "Copy it now, and give it to nobody else: it is shown this once, works once, and for an hour.",
    unlock: "Let try again",
    sessions: "Signed in on",
    no_sessions: "Nowhere at the moment.",
    end_session: "Sign out",
    no_keys: "None.",
    bot_keys_hint: "A program that has a key reads and writes here as this bot, until the key is ended.",
    others_keys_hint: "A program that has a key reads and writes here as this person. They make their keys themselves; here you end them.",
    key_made: "The new key",
    end_key: "End key",
    delete_account: "Delete account",
    delete_account_hint: "Their messages stay where they are, under “Deleted account”. Name, address, picture, sessions and memberships are erased.",
    delete_account_sure: |name| format!("Delete the account of {name}? Nobody can bring it back."),
    delete_forever: "Delete for ever",
    filter: "Filter",
    field_name: "Field",
    choose_field: "Choose condition",
    condition: "Condition",
    value: "Value",
    add_filter: "Add",
    take_away: |says| format!("Remove filter: {says}"),
    columns: "Columns",
    show: "Show",
    choose: |title| format!("Choose {title}"),
    edit_chosen: "Edit chosen",
    delete_chosen: "Delete chosen",
    new: "New",
    new_in: |plural| format!("{plural}: new"),
    make: "Create",
    cancel: "Cancel",
    save: "Save",
    saved: "Saved.",
    go_on: "Back to the list",
    overtaken: "Somebody else changed this meanwhile. What they wrote stands below yours; save again to put yours in its place.",
    theirs: |theirs| format!("Theirs: {theirs}"),
    invalid_form: "Something is not right yet. See the fields below.",
    invalid: str::to_owned,
    delete: "Delete",
    delete_hint: "Nobody can bring it back.",
    delete_sure: |n| {
        if n == 1 {
            "Delete this one?".to_owned()
        } else {
            format!("Delete these {n}?")
        }
    },
    deleted: |n| format!("{n} deleted."),
    changed: |n| format!("{n} changed."),
    change_field: |label| format!("Change: {label}"),
    yes: "Yes",
    no: "No",
    new_password: "New password",
    new_password_lead: "Choose another password. You are signed in with it at once, and everywhere else signed out.",
    set_password: "Set password",
    reset_invalid: "This link no longer works. Ask an admin for a new one.",
    deed,
    collection: |_| None,
    field,
    hint: |_, _| None,
    file: "File",
    file_hint: |limit| {
        format!("Of any kind, up to {limit}. Everybody who is signed in may fetch it.")
    },
    option: |_| None,
    operator,
    delete_says: |slug| {
        Some(match slug {
            "users" => {
                "The account's messages stay, under “Deleted account”; name, address, sessions and memberships go."
            }
            "rooms" => "The room goes with everything that was said in it, for everybody.",
            "memberships" => "They are in the room no more. What they said stays.",
            "messages" => "The words go; that there was a message stays to be seen.",
            _ => return None,
        })
    },
    settings: "Settings",
    sign_up: "Anybody may make an account",
    sign_up_hint: "Without it people come by invite links.",
    by_option: |option| format!("The server was started with {option}, which goes before this."),
    retention: "Delete messages after so many days",
    retention_hint: "Empty keeps them for ever. What is deleted can't be brought back; that there was a message stays to be seen.",
    retention_invalid: "Give a whole number of days from 1 to 3650, or nothing.",
    server_name: "Name of the server",
    server_name_hint: "Stands in the sidebar, in the windows' titles and at the sign-in. Empty is “Parlour”.",
    logo: "Logo",
    logo_file: "A picture: PNG, JPEG, GIF or WebP",
    logo_hint: "Stands beside the server's name, and is the pages' icon. It is shown in a square, all of it. Everybody sees it, also before the sign-in.",
    logo_set: "Use this logo",
    logo_remove: "Remove the logo",
    accent: "Colour",
    accents: |accent| match accent {
        Accent::Green => "Green",
        Accent::Teal => "Teal",
        Accent::Blue => "Blue",
        Accent::Indigo => "Indigo",
        Accent::Violet => "Violet",
        Accent::Plum => "Plum",
        Accent::Graphite => "Graphite",
    },
    upload_limit: "Largest upload",
    upload_limit_hint: "As 500KB, 25MB or 1GB. Empty is 25MB.",
    upload_quota: "All uploads of one person",
    upload_quota_hint: "As 500MB or 10GB. Empty is 1GB.",
    size_invalid: "Give sizes as 500KB, 25MB or 1GB, or nothing.",
    send_rate: "Messages a second, from one person in the long run",
    send_rate_hint: "15 times as many at once. 0 sets no limit; empty is 20.",
    send_rate_invalid: "Give a whole number of messages a second, or nothing.",
    previews: "Previews of links",
    previews_hint: "The server asks the page that a link leads to for its title, description and picture. Those who run the page see by that that somebody has written of it. Addresses of private networks are never asked.",
    edits: "Everybody sees edits",
    edits_hint: "Whoever may read a message sees what it said before it was edited. Otherwise only its author, the owners of its room and admins do. What a deleted message said is gone for all.",
};

fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::AccountMade => "Made the account of",
        Deed::AccountDeleted => "Deleted the account of",
        Deed::AddressChanged => "Changed the address of",
        Deed::Banned => "Banned",
        Deed::Unbanned => "Let in again",
        Deed::MadeAdmin => "Made an admin of",
        Deed::MadeMember => "Made a member again of",
        Deed::MadeGuest => "Made a guest of",
        Deed::VoiceLent => "Let write in others’ names",
        Deed::VoiceTaken => "Let no longer write in others’ names",
        Deed::ResetDrawn => "Made a reset link for",
        Deed::Unlocked => "Let try again",
        Deed::SessionEnded => "Signed out",
        Deed::KeyMade => "Made a key for",
        Deed::KeyEnded => "Ended a key of",
        Deed::InviteMade => "Made an invite link",
        Deed::InviteRevoked => "Ended an invite link",
        Deed::RoomOpened => "Opened a room",
        Deed::RoomClosed => "Closed a room",
        Deed::RoomDeleted => "Deleted a room",
        Deed::RoomRenamed => "Renamed a room",
        Deed::RoomDescribed => "Changed the topic of a room",
        Deed::RoomArchived => "Archived a room",
        Deed::RoomRestored => "Brought a room back",
        Deed::OwnerMade => "Gave charge of a room to",
        Deed::OwnerUnmade => "Took charge of a room from",
        Deed::MemberRemoved => "Removed from a room",
        Deed::MessageDeleted => "Deleted a message of",
        Deed::FileDeleted => "Deleted a file of",
        Deed::FileDescribed => "Described a file of",
        Deed::SettingChanged => "Changed a setting",
    }
}

fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "updatedAt" => "Changed",
        "createdAt" => "Made",
        "lastNumber" => "Newest number",
        "number" => "Number",
        "readNumber" => "Read up to",
        "editedAt" => "Edited",
        "pinnedAt" => "Pinned at",
        "pinnedBy" => "Pinned by",
        "deletedAt" => "Deleted",
        "seq" => "Change",
        "collection" => "Kind of document",
        "password" => "Password",
        "clientId" => "Client id",
        "reactions" => "Reactions",
        "mentions" => "Mentions",
        "thumbnailURL" => "Picture",
        "url" => "Address",
        "filesize" => "Size in bytes",
        "mimeType" => "Type",
        "width" => "Width",
        "height" => "Height",
        "sizes" => "Smaller forms",
        "via" => "Via",
        _ => return None,
    })
}

fn operator(operator: &str) -> String {
    let says = match operator {
        "equals" => "is",
        "not_equals" => "is not",
        "greater_than" => "is above",
        "greater_than_equal" => "is at least",
        "less_than" => "is below",
        "less_than_equal" => "is at most",
        "like" => "has the words",
        "not_like" => "lacks",
        "contains" => "contains",
        "in" => "is one of",
        "not_in" => "is none of",
        "exists" => "exists (true, false)",
        "all" => "is each of",
        other => other,
    };
    says.to_owned()
}
