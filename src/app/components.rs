//! The pieces that pages are made of, a noun each.

#![expect(unreachable_pub, reason = "what the component macro makes is `pub`")]

pub(crate) mod account;
pub(crate) mod copy;
pub(crate) mod date;
pub(crate) mod dialog;
pub(crate) mod face;
pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod front;
pub(crate) mod here;
pub(crate) mod hits;
pub(crate) mod icon;
pub(crate) mod invite_terms;
pub(crate) mod languages;
pub(crate) mod notice;
pub(crate) mod room_name;
pub(crate) mod shortcuts;
pub(crate) mod sidebar;
pub(crate) mod switcher;
pub(crate) mod talk;
pub(crate) mod unread;
pub(crate) mod window_title;
