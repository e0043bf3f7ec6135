//! Notifications: whether the browser shows any, its subscription to pushes, and its service worker, which shows them.

use js_sys::{JSON, Reflect};
use leptos::{prelude::window, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushSubscription, PushSubscriptionOptionsInit,
    ServiceWorkerContainer, ServiceWorkerRegistration,
};

/// Where the worker is. It has the whole server in sight, since it stands at the top.
const WORKER: &str = "/sw.js";

/// What this browser can do about notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// It has none, or not here.
    None,
    /// Its owner has forbidden them.
    Blocked,
    /// It would ask its owner.
    Unasked,
    /// It shows them.
    Given,
}

/// What keeps service workers; `None` in a browser, or at an address, that has none.
fn container() -> Option<ServiceWorkerContainer> {
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}

/// What the browser can do about notifications.
pub(crate) fn means() -> Means {
    let has = |name: &str| Reflect::has(&window(), &name.into()) == Ok(true);
    if container().is_none() || !has("PushManager") || !has("Notification") {
        return Means::None;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Means::Given,
        NotificationPermission::Denied => Means::Blocked,
        _ => Means::Unasked,
    }
}

/// Has the browser ask its owner, if it has to, and says what it can do then. To be called at once when somebody clicks.
pub(crate) async fn ask() -> Means {
    if means() == Means::Unasked
        && let Ok(asking) = Notification::request_permission()
    {
        _ = JsFuture::from(asking).await;
    }
    means()
}

/// Subscribes the browser to what this server pushes, by its key; gives what the browser says of it, as JSON. `None` where it
/// does not do it.
pub(crate) async fn subscribe(key: &str) -> Option<String> {
    let container = container()?;
    JsFuture::from(container.register(WORKER)).await.ok()?;
    // Not before it runs.
    let ready = JsFuture::from(container.ready().ok()?).await.ok()?;
    // A subscription that was made for another key would be in the way.
    unsubscribe().await;
    let ready: ServiceWorkerRegistration = ready.unchecked_into();
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&JsValue::from_str(key));
    let subscribing = ready.push_manager().ok()?.subscribe_with_options(&options);
    let subscription = JsFuture::from(subscribing.ok()?).await.ok()?;
    JSON::stringify(&subscription).ok().map(String::from)
}

/// Ends the browser's subscription, if it has one.
pub(crate) async fn unsubscribe() {
    let ended = async {
        let registration = registration().await?;
        let found = registration.push_manager().ok()?.get_subscription().ok()?;
        let found = JsFuture::from(found).await.ok()?;
        let subscription = found.dyn_ref::<PushSubscription>()?;
        JsFuture::from(subscription.unsubscribe().ok()?).await.ok()
    };
    // Where it can't be, the server sends there nothing anyway.
    ended.await;
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// Tells the worker something, if there is one.
pub(in super::super) fn tell_worker(text: String) {
    spawn_local(async move {
        if let Some(worker) = registration().await.and_then(|found| found.active()) {
            _ = worker.post_message(&text.into());
        }
    });
}
