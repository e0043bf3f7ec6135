//! How the program begins, and how it ends.

use std::{io, path::Path, sync::Arc, time::Duration};

use leptos::config::{LeptosOptions, get_config_from_str};
use tokio::{net::TcpListener, signal};
use tokio_util::sync::CancellationToken;

use super::{App, Mail, Settings, assets, config::Data, listener, log, mail, push, router, unfurl};
use crate::{
    chat::{self, Chat, Clock, backup},
    live::Live,
    store::{self, Durability, OpenError, Store},
};

/// How often what is no longer to be kept is looked for.
const TIDY: Duration = Duration::from_hours(1);
/// What Leptos reads, carried in the binary.
const LEPTOS: &str = include_str!("../../Leptos.toml");

/// Why the program can't do what it was started for, in one line for who started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder can't be used.
    #[error("can't use the folder {0}: {1}")]
    Folder(String, io::Error),
    /// A backup was not restored to its end.
    #[error(
        "a restore into {0} was cut off: run parlour restore again, or empty the folder to begin with nothing"
    )]
    Restoring(String),
    /// The database can't be used.
    #[error("can't open {0}: {1}")]
    Database(String, OpenError),
    /// The address can't be listened on.
    #[error("can't listen on {0}: {1}")]
    Address(std::net::SocketAddr, io::Error),
    /// An option's value makes no sense.
    #[error("{0}")]
    Option(String),
    /// The first reading failed.
    #[error("can't read the database: {0}")]
    Read(String),
    /// Open mode where others could reach it.
    #[error(
        "--open lets anybody read and write anything, and {0} can be reached by other machines; \
         if that is what you want, add --open-beyond-loopback"
    )]
    Open(std::net::SocketAddr),
}

/// Opens the database in a folder, which is made where it is missing.
///
/// # Errors
///
/// [`StartError::Folder`], [`StartError::Restoring`], [`StartError::Database`].
pub async fn open(data: &Data, durability: Durability) -> Result<Store, StartError> {
    let folder = &data.data;
    let failed = |error| StartError::Folder(folder.display().to_string(), error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    restrict(folder).map_err(failed)?;
    if backup::is_unfinished(folder) {
        return Err(StartError::Restoring(folder.display().to_string()));
    }
    let file = folder.join(store::FILE);
    Store::open(&file, durability)
        .await
        .map_err(|error| StartError::Database(file.display().to_string(), error))
}

/// A folder that was just made is for its owner only: everything that anybody ever said is in it.
#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_new = folder.read_dir()?.next().is_none();
    if is_new {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
    } else {
        Ok(())
    }
}

#[cfg(not(unix))]
fn restrict(folder: &Path) -> io::Result<()> {
    folder.read_dir().map(drop)
}

/// Runs the server until it is asked to stop (SIGTERM, SIGINT), then ends it in order: streams, running requests, the
/// database.
///
/// # Errors
///
/// [`StartError`] where it can't begin.
pub async fn serve(settings: Settings) -> Result<(), StartError> {
    log::begin(&settings.log, settings.log_json).map_err(StartError::Option)?;
    check(&settings)?;
    let durability = if settings.relaxed {
        Durability::Relaxed
    } else {
        Durability::Full
    };
    let store = open(&settings.data, durability).await?;
    let listener = TcpListener::bind(settings.addr)
        .await
        .map_err(|error| StartError::Address(settings.addr, error))?;
    let address = listener
        .local_addr()
        .map_err(|error| StartError::Address(settings.addr, error))?;

    let read = |error: &dyn std::fmt::Display| StartError::Read(error.to_string());
    let chat = Chat::new(store.clone(), Clock::System, settings.options());
    match chat.sweep_media().await {
        Ok(0) => {}
        Ok(cleared) => tracing::info!(cleared, "uploads that were cut off have been cleared away"),
        // It serves well with files too many.
        Err(error) => tracing::warn!(%error, "uploads that were cut off could not be cleared away"),
    }
    chat.recall_decisions()
        .await
        .map_err(|error| read(&error))?;
    chat.recall_subscriptions()
        .await
        .map_err(|error| read(&error))?;
    let live = Live::start(&chat).await.map_err(|error| read(&error))?;
    let setup = chat
        .draw_setup_token()
        .await
        .map_err(|error| read(&error))?;
    let mail = Mail::start(&settings, &chat).map_err(StartError::Option)?;
    let leptos = leptos_options().map_err(StartError::Option)?;

    allow_connections();
    let asked = stop_signal()?;

    let url = settings
        .base_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    if settings.open {
        tracing::warn!("open mode: anybody who reaches this server can read and write anything");
    }
    println!("Parlour is at {url}");
    if let Some(token) = setup {
        println!("Create the first account at {url}/setup/{}", token.reveal());
    }

    let stop = CancellationToken::new();
    let keeping = settings
        .schedule()
        .map(|schedule| tokio::spawn(chat.clone().keep_backups(schedule, stop.clone())));
    let app = App {
        chat,
        live: live.clone(),
        mail,
        typed: Arc::default(),
        settings: Arc::new(settings),
        leptos,
    };
    let unfurling = unfurl::start(&app.chat, &url, stop.clone());
    let pushing = push::start(&app.chat, &live, &url, stop.clone());
    let tidying = tokio::spawn(tidy(app.chat.clone(), stop.clone()));
    let serving = tokio::spawn(listener::listen(listener, router(app), stop.clone()));
    asked.await;
    tracing::info!("stopping");
    live.stop().await;
    stop.cancel();
    if let Err(error) = serving.await {
        tracing::error!(%error, "the server ended badly");
    }
    if let Err(error) = unfurling.await {
        tracing::error!(%error, "looking up links ended badly");
    }
    if let Err(error) = pushing.await {
        tracing::error!(%error, "notifying ended badly");
    }
    if let Err(error) = tidying.await {
        tracing::error!(%error, "tidying up ended badly");
    }
    // One that is being made is broken off; it has its time again at the next start.
    if let Some(keeping) = keeping
        && let Err(error) = keeping.await
    {
        tracing::error!(%error, "the keeper of backups ended badly");
    }
    store.close().await;
    Ok(())
}

/// Clears away what is no longer to be kept: what deletions left that were cut off, messages that are too old, and files
/// of no message. At once, and then each hour.
async fn tidy(chat: Chat, stop: CancellationToken) {
    let mut hours = tokio::time::interval(TIDY);
    while stop.run_until_cancelled(hours.tick()).await.is_some() {
        let done = async {
            chat.sweep_messages().await?;
            let messages = chat.retire_messages().await?;
            // Last, for the files of those messages are among them.
            let files = chat.sweep_drafts().await?;
            Ok::<_, chat::Error>((messages, files))
        };
        match stop.run_until_cancelled(done).await {
            Some(Ok((0, 0))) | None => {}
            Some(Ok((messages, files))) => {
                tracing::info!(
                    messages,
                    files,
                    "what is no longer to be kept has been deleted"
                );
            }
            Some(Err(error)) => {
                tracing::warn!(%error, "old messages and files could not be deleted; the next hour tries again");
            }
        }
    }
}

fn check(settings: &Settings) -> Result<(), StartError> {
    if settings.open && !settings.addr.ip().is_loopback() && !settings.open_beyond_loopback {
        return Err(StartError::Open(settings.addr));
    }
    mail::Plan::read(settings).map_err(StartError::Option)?;
    let star = settings.cors_origin.iter().any(|origin| origin == "*");
    if star && settings.cors_origin.len() > 1 {
        return Err(StartError::Option(
            "--cors-origin: `*` stands alone, or not at all".to_owned(),
        ));
    }
    for origin in settings.cors_origin.iter().filter(|origin| *origin != "*") {
        let parsed = origin.parse::<axum::http::Uri>().ok();
        let plain = parsed.is_some_and(|uri| {
            uri.scheme().is_some() && uri.authority().is_some() && uri.path() == "/"
        });
        if !plain || origin.ends_with('/') {
            return Err(StartError::Option(format!(
                "--cors-origin: {origin} is no origin, as in https://app.example.org"
            )));
        }
    }
    Ok(())
}

/// Takes as many file handles as the system gives: each stream needs one, and what a shell gives by default is soon used
/// up.
fn allow_connections() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(handles) => tracing::info!(handles, "each connection needs a file handle"),
        Err(error) => tracing::warn!(%error, "the number of file handles stays as it is"),
    }
}

/// What Leptos needs to know: the carried file, and before it what `cargo leptos watch` sets in the environment.
///
/// # Errors
///
/// In words, where these contradict each other.
fn leptos_options() -> Result<LeptosOptions, String> {
    let mut options = get_config_from_str(LEPTOS).map_err(|error| error.to_string())?;
    options.site_pkg_dir = assets::package_dir().into();
    Ok(options)
}

/// Listens for being asked to stop, from now on: whoever reads the address may ask at once.
fn stop_signal() -> Result<impl Future<Output = ()>, StartError> {
    #[cfg(unix)]
    let failed =
        |error: io::Error| StartError::Option(format!("can't listen for signals: {error}"));
    #[cfg(unix)]
    let (mut terminate, mut interrupt) = (
        signal::unix::signal(signal::unix::SignalKind::terminate()).map_err(failed)?,
        signal::unix::signal(signal::unix::SignalKind::interrupt()).map_err(failed)?,
    );
    #[cfg(unix)]
    let asked = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    #[cfg(not(unix))]
    let asked = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    Ok(asked)
}
