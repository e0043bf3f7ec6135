//! The `parlour` program: reads the command line, and hands over.

use std::{io::Read as _, path::Path, process::ExitCode};

use clap::{Parser as _, error::ErrorKind};
use parlour::{
    chat::{
        self, Chat, Clock,
        backup::{self, Backup},
        settings::Options,
    },
    domain::{Problem, Role, SessionId},
    server::{
        self,
        config::{Cli, Command, Data, KeyCommand, UserCommand},
    },
    store::Durability,
};
use tokio_util::sync::CancellationToken;

// A page is made of many small pieces, and rows are given back by another thread than the one that made them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            error.exit()
        }
        Err(error) => {
            // One line that says what is wrong; the manual is a flag away.
            let text = error.to_string();
            // What is missing stands in lines of its own below the first.
            let said: Vec<&str> = text
                .trim_start_matches("error: ")
                .lines()
                .map(str::trim)
                .take_while(|line| !line.is_empty())
                .collect();
            let line = match error.kind() {
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                    "say what to do: serve, backup, restore, or user".to_owned()
                }
                _ => said.join(" "),
            };
            return fail(&format!("{line} (see parlour --help)"), 2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error, 1),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(settings) => server::serve(*settings)
                .await
                .map_err(|error| error.to_string()),
            Command::Backup { file, data, force } => back_up(&data, &file, force).await,
            Command::Restore { file, data } => restore(&file, &data).await,
            Command::User(command) => user(command).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, 1),
    }
}

fn fail(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    eprintln!("parlour: {error}");
    ExitCode::from(code)
}

/// Makes a backup, also while a server runs on the same data. An interrupt breaks it off, and leaves nothing.
async fn back_up(data: &Data, file: &Path, force: bool) -> Result<(), String> {
    let stop = CancellationToken::new();
    let interrupted = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            interrupted.cancel();
        }
    });
    let begun = Clock::System.now();
    let made = backup::make(&data.data, file, force, &stop)
        .await
        .map_err(|error| error.to_string())?;
    if let Err(error) = backup::note(&data.data, begun).await {
        eprintln!("parlour: the backup is made, but the panel will not know of it: {error}");
    }
    let Backup {
        file,
        size,
        uploads,
    } = made;
    println!("{}: {size} bytes, {uploads} uploads", file.display());
    Ok(())
}

/// Restores a backup into an empty folder.
async fn restore(file: &Path, data: &Data) -> Result<(), String> {
    let Backup { size, uploads, .. } = backup::restore(file, &data.data)
        .await
        .map_err(|error| error.to_string())?;
    println!("{}: {size} bytes, {uploads} uploads", data.data.display());
    Ok(())
}

/// Looks after accounts, also while a server runs on the same data.
async fn user(command: UserCommand) -> Result<(), String> {
    match command {
        UserCommand::Add {
            data,
            email,
            name,
            bot: true,
            ..
        } => {
            with_chat(&data, async |chat| {
                let id = chat.add_bot(&name, &email).await.map_err(explain)?;
                println!("{id}");
                Ok(())
            })
            .await
        }
        UserCommand::Add {
            data,
            email,
            name,
            admin,
            guest,
            bot: false,
        } => {
            let password = password()?;
            let role = match (admin, guest) {
                (true, _) => Role::Admin,
                (_, true) => Role::Guest,
                _ => Role::Member,
            };
            with_chat(&data, async |chat| {
                let id = chat
                    .add_person(&name, &email, &password, role)
                    .await
                    .map_err(explain)?;
                println!("{id}");
                Ok(())
            })
            .await
        }
        UserCommand::Passwd { data, email } => {
            let password = password()?;
            with_chat(&data, async |chat| {
                let account = chat.account(&email).await.map_err(explain)?;
                let password = parlour::chat::password::check(&password)
                    .map_err(|problem| problem.to_string())?;
                match chat.set_password(account.id, password).await {
                    Err(chat::Error::Refused(Problem::Forbidden)) => {
                        Err("a bot has no password; it asks by API keys".to_owned())
                    }
                    done => done.map_err(explain),
                }
            })
            .await
        }
        UserCommand::List { data } => {
            with_chat(&data, async |chat| {
                for account in chat.accounts().await.map_err(explain)? {
                    let state = if account.active { "active" } else { "banned" };
                    println!(
                        "{}\t{}\t{}\t{}\t{state}",
                        account.id,
                        account.email,
                        account.name,
                        account.role.code()
                    );
                }
                Ok(())
            })
            .await
        }
        UserCommand::Voice { data, email, end } => {
            with_chat(&data, async |chat| {
                let bot = chat.account(&email).await.map_err(explain)?.id;
                match chat.let_speak_unasked(bot, !end).await {
                    Err(chat::Error::Refused(Problem::Forbidden)) => {
                        Err("only a bot can write in other people's names".to_owned())
                    }
                    done => done.map_err(explain),
                }
            })
            .await
        }
        UserCommand::Key(command) => key(command).await,
    }
}

/// Looks after an account's API keys, also while a server runs on the same data.
async fn key(command: KeyCommand) -> Result<(), String> {
    match command {
        KeyCommand::Add { data, email, name } => {
            with_chat(&data, async |chat| {
                let account = chat.account(&email).await.map_err(explain)?;
                let key = chat.create_key(account.id, &name).await.map_err(explain)?;
                println!("{}", key.reveal());
                Ok(())
            })
            .await
        }
        KeyCommand::List { data, email } => {
            with_chat(&data, async |chat| {
                let account = chat.account(&email).await.map_err(explain)?;
                for key in chat.keys(account.id).await.map_err(explain)? {
                    let used = key
                        .used_at
                        .map_or_else(|| "never".to_owned(), |at| at.to_string());
                    println!("{}\t{}\t{}\t{used}", key.id, key.name, key.created_at);
                }
                Ok(())
            })
            .await
        }
        KeyCommand::End { data, email, id } => {
            with_chat(&data, async |chat| {
                let account = chat.account(&email).await.map_err(explain)?;
                match chat.end_key(account.id, SessionId(id)).await {
                    Err(chat::Error::Refused(Problem::NotFound)) => {
                        Err("there is no such key".to_owned())
                    }
                    done => done.map_err(explain),
                }
            })
            .await
        }
    }
}

fn explain(error: chat::Error) -> String {
    match error {
        chat::Error::Refused(Problem::NotFound) => "there is no such account".to_owned(),
        other => other.to_string(),
    }
}

async fn with_chat(
    data: &Data,
    work: impl AsyncFnOnce(&Chat) -> Result<(), String>,
) -> Result<(), String> {
    let store = server::open(data, Durability::Full)
        .await
        .map_err(|error| error.to_string())?;
    let done = work(&Chat::new(store.clone(), Clock::System, Options::default())).await;
    store.close().await;
    done
}

/// The first line of standard input.
fn password() -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| format!("the password can't be read: {error}"))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err("the password is read from standard input, and there was none".to_owned()),
    }
}
