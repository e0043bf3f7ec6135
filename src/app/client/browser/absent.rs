//! The browser, seen from the server: nothing of it is ever asked for, but for random bytes.

use std::{
    future::{Ready, ready},
    time::Duration,
};

use leptos::{
    ev::{ClipboardEvent, DragEvent, KeyboardEvent, SubmitEvent},
    web_sys::{Element, EventTarget, HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement},
};

use crate::{
    api::Error,
    domain::{PersonId, Timestamp},
};

pub(crate) const SAID: Duration = Duration::ZERO;

pub(crate) fn now() -> Timestamp {
    Timestamp::default()
}

pub(super) fn offset(_: Timestamp) -> i32 {
    0
}

pub(super) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    // An id that repeats would swallow a message; a form without one is refused.
    getrandom::fill(&mut bytes).expect("the operating system has random bytes");
    bytes
}

pub(super) fn luck() -> f64 {
    0.5
}

pub(super) fn visible() -> bool {
    false
}

pub(super) fn attended() -> bool {
    false
}

pub(crate) fn by_touch() -> bool {
    false
}

pub(crate) fn matches(_: &str) -> bool {
    false
}

pub(super) fn reload() {}

pub(crate) fn visit(_: &str) {}

pub(crate) fn tell_in_leaving(_: &str, _: &str, _: &str) {}

pub(crate) fn origin() -> String {
    String::new()
}

pub(crate) fn path_here(_: &Element) -> Option<String> {
    None
}

pub(crate) fn all(_: &str) -> Vec<Element> {
    Vec::new()
}

pub(crate) fn open(_: &HtmlDialogElement) {}

pub(crate) fn chime() {}

pub(super) fn badge(_: i64) {}

#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(dead_code, reason = "the server shows nothing")]
pub(crate) enum Means {
    None,
    Blocked,
    Unasked,
    Given,
}

pub(crate) fn means() -> Means {
    Means::None
}

#[expect(clippy::unused_async, reason = "in a browser it takes its time")]
pub(crate) async fn ask() -> Means {
    Means::None
}

#[expect(clippy::unused_async, reason = "in a browser it takes its time")]
pub(crate) async fn subscribe(_: &str) -> Option<String> {
    None
}

#[expect(clippy::unused_async, reason = "in a browser it takes its time")]
pub(crate) async fn unsubscribe() {}

pub(super) fn tell_worker(_: String) {}

pub(crate) fn call(_: &str, _: &[(&str, &str)]) -> Ready<Result<String, Error>> {
    ready(Err(Error::Unreachable))
}

pub(crate) fn copy(_: &str) -> bool {
    false
}

pub(crate) fn tend(_: String, _: &'static str) {}

pub(crate) fn element(_: &EventTarget) -> Option<Element> {
    None
}

pub(crate) fn click(_: &Element) {}

pub(crate) fn focus(_: &Element) {}

#[expect(clippy::unused_async, reason = "in a browser it takes its time")]
pub(super) async fn fetch(_: &str) -> Option<String> {
    None
}

#[expect(dead_code, reason = "the server has nobody to ask")]
pub(super) enum Who {
    Person(PersonId),
    Nobody,
    Unknown,
}

#[expect(clippy::unused_async, reason = "in a browser it takes its time")]
pub(super) async fn who() -> Who {
    Who::Unknown
}

pub(super) fn load(_: &str) -> Option<String> {
    None
}

pub(super) fn save(_: &str, _: &str) {}

pub(super) fn forget(_: &str) {}

pub(super) fn keys(_: &str) -> Vec<String> {
    Vec::new()
}

#[expect(dead_code, reason = "the server hears nothing")]
pub(super) enum Heard {
    Open,
    Message(String, String),
    Sync(String, String),
    Reset,
    Typing(String),
    Presence(String),
    Ping,
    Lost,
}

pub(super) fn listen(_: &str, _: impl Fn(Heard) + 'static) {}

pub(super) fn hang_up() {}

pub(crate) fn top(_: &Element) -> f64 {
    0.0
}

pub(crate) fn centre(_: &Element) {}

pub(crate) fn keep_in_view(_: &Element) {}

pub(crate) fn light(_: &Element) {}

pub(crate) fn walk(_: &KeyboardEvent, _: &Element, _: &Element) -> bool {
    false
}

pub(crate) fn rewrite(_: &Element, _: &str) {}

pub(crate) fn pressed(_: &SubmitEvent) -> Option<(String, String, String)> {
    None
}

pub(crate) fn put(_: &HtmlTextAreaElement, _: &str) {}

pub(crate) fn before_caret(_: &HtmlTextAreaElement) -> Option<String> {
    None
}

pub(crate) fn replace_before_caret(_: &HtmlTextAreaElement, _: &str, _: &str) {}

pub(crate) fn selected_in(_: &Element) -> String {
    String::new()
}

pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}

pub(crate) struct Watch;

pub(crate) fn watch(_: &[&Element], _: impl Fn() + 'static) -> Option<Watch> {
    None
}

pub(crate) struct Picked {
    pub(super) id: u32,
    pub(super) name: String,
}

#[expect(dead_code, reason = "the server sends itself nothing")]
pub(super) enum Progress {
    Gone(u8),
    Answered(bool, String),
    Lost,
}

pub(crate) fn chosen(_: &HtmlInputElement) -> Vec<Picked> {
    Vec::new()
}

pub(crate) fn pasted(_: &ClipboardEvent) -> Vec<Picked> {
    Vec::new()
}

pub(crate) fn dropped(_: &DragEvent) -> Vec<Picked> {
    Vec::new()
}

pub(crate) fn drags_files(_: &DragEvent) -> bool {
    false
}

pub(super) fn next_id() -> u32 {
    0
}

pub(super) fn send(_: u32, _: &str, _: impl Fn(Progress) + 'static) -> bool {
    false
}

pub(super) fn release(_: u32) {}
