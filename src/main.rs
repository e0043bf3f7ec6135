//! The `parlour` program: reads the command line, and hands over.

use std::{io::Read as _, process::ExitCode};

use clap::{Parser as _, error::ErrorKind};
use parlour::{
    chat::{Chat, Clock},
    domain::Role,
    server::{
        self,
        config::{Cli, Command, Data, UserCommand},
    },
    store::Durability,
};

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
                    "say what to do: serve, or user".to_owned()
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
            Command::Serve(settings) => server::serve(settings)
                .await
                .map_err(|error| error.to_string()),
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

/// Looks after accounts, also while a server runs on the same data.
async fn user(command: UserCommand) -> Result<(), String> {
    match command {
        UserCommand::Add {
            data,
            email,
            name,
            admin,
        } => {
            let password = password()?;
            let role = if admin { Role::Admin } else { Role::Member };
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
                chat.set_password(account.id, password)
                    .await
                    .map_err(explain)
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
    }
}

fn explain(error: parlour::chat::Error) -> String {
    match error {
        parlour::chat::Error::Refused(parlour::domain::Problem::NotFound) => {
            "there is no such account".to_owned()
        }
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
    let done = work(&Chat::new(store.clone(), Clock::System, false)).await;
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
