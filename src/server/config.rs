//! The command line. Each option is also an environment variable, and `--help` is the manual.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use ipnet::IpNet;

use super::{mail::SmtpUrl, size};
use crate::chat::{backup::Schedule, settings::Options};

/// A self-hosted team chat, and the instant back end behind it.
#[derive(Debug, Parser)]
#[command(name = "parlour", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    Serve(Box<Settings>),
    /// Copy everything into one file, also while the server runs.
    Backup {
        /// The file to make, a tar archive. It appears when it is whole and has been read through again.
        file: PathBuf,
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// Overwrite the file where it is there already.
        #[arg(long)]
        force: bool,
    },
    /// Bring a backup back, into a folder that is empty. Open pages load themselves afresh; everybody signs in again.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
    },
    /// Look after accounts.
    #[command(subcommand)]
    User(UserCommand),
}

/// What can be done with accounts from the command line, also while the server runs.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account; the password is read from standard input. The first account is an admin's.
    Add {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The name shown beside their words [default: what stands before the @].
        #[arg(long, default_value = "", hide_default_value = true)]
        name: String,
        /// Make it an admin's.
        #[arg(long)]
        admin: bool,
        /// Make it a guest's, who knows of the rooms that they are brought into, and of no others.
        #[arg(long, conflicts_with = "admin")]
        guest: bool,
        /// Make it a program's: it has no password, and asks by API keys.
        #[arg(long, conflicts_with_all = ["admin", "guest"])]
        bot: bool,
    },
    /// Give an account another password, read from standard input, and end all its sessions.
    Passwd {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The account's address.
        #[arg(long)]
        email: String,
    },
    /// List the accounts: id, address, name, role, state, separated by tabs.
    List {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
    },
    /// Let a bot write messages in other people's names.
    Voice {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The bot's address.
        #[arg(long)]
        email: String,
        /// Let it no longer do that.
        #[arg(long)]
        end: bool,
    },
    /// Look after an account's API keys.
    #[command(subcommand)]
    Key(KeyCommand),
}

/// What can be done with an account's API keys from the command line.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key, and print it: it is not to be had again.
    Add {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The account's address.
        #[arg(long)]
        email: String,
        /// Which program it is for.
        #[arg(long)]
        name: String,
    },
    /// List the keys: id, name, when it was made, when it was last used, separated by tabs.
    List {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The account's address.
        #[arg(long)]
        email: String,
    },
    /// End a key, and the streams that were opened by it.
    End {
        /// The folder of the database.
        #[command(flatten)]
        data: Data,
        /// The account's address.
        #[arg(long)]
        email: String,
        /// The key's id, as the list has it.
        id: i64,
    },
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Data {
    /// The folder of the database; made where there is none.
    #[arg(
        long,
        env = "PARLOUR_DATA",
        default_value = "./data",
        value_name = "FOLDER"
    )]
    pub data: PathBuf,
}

/// How the server runs.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// Where to listen. Port 0 takes a free one.
    #[arg(
        long,
        env = "PARLOUR_ADDR",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub addr: SocketAddr,

    /// The folder of the database; made where there is none.
    #[command(flatten)]
    pub data: Data,

    /// Where people reach the server, as in <https://chat.example.org>. Needed behind a proxy: with https, cookies are
    /// marked secure.
    #[arg(long, env = "PARLOUR_BASE_URL", value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Let anyone make an account. Without it people come by invitation.
    #[arg(long, env = "PARLOUR_SIGN_UP")]
    pub sign_up: bool,

    /// Let anybody read and write anything over REST and the stream, without an account, as the seed does. For
    /// demonstrations only.
    #[arg(long, env = "PARLOUR_OPEN")]
    pub open: bool,

    /// Allow --open on an address that other machines can reach.
    #[arg(long, env = "PARLOUR_OPEN_BEYOND_LOOPBACK", requires = "open")]
    pub open_beyond_loopback: bool,

    /// A web origin whose pages may use the REST API and the stream, as in <https://app.example.org>; several separated
    /// by commas. `*` alone allows every origin, without cookies.
    #[arg(
        long,
        env = "PARLOUR_CORS_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub cors_origin: Vec<String>,

    /// The address or network of a proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; several separated
    /// by commas.
    #[arg(long, env = "PARLOUR_TRUSTED_PROXY", value_name = "NETWORK", value_delimiter = ',', value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,

    /// How large an uploaded file may be, as in 500KB, 25MB or 1GB [default: as the panel says, or 25MB].
    #[arg(long, env = "PARLOUR_UPLOAD_LIMIT", value_name = "SIZE", value_parser = size::read)]
    pub upload_limit: Option<u64>,

    /// How much all that one person uploads may be, as in 500MB or 10GB [default: as the panel says, or 1GB].
    #[arg(long, env = "PARLOUR_UPLOAD_QUOTA", value_name = "SIZE", value_parser = size::read)]
    pub upload_quota: Option<u64>,

    /// How many messages a second one person may send in the long run, and 15 times as many at once; 0 sets no limit. Of
    /// everything else that they change it may be five times as much. Who has no account is counted by address, but for this
    /// machine's own programs [default: as the panel says, or 20].
    #[arg(long, env = "PARLOUR_SEND_RATE", value_name = "NUMBER")]
    pub send_rate: Option<u32>,

    /// Never ask the pages that links lead to for what previews show; without it, the panel decides.
    #[arg(long, env = "PARLOUR_NO_PREVIEWS")]
    pub no_previews: bool,

    /// The mail server that sends what people ask for by mail, as in <smtps://name@mail.example.org>; without it there is no
    /// mail. A password may stand in it only where it comes from the environment.
    #[arg(
        long,
        env = "PARLOUR_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp_url: Option<SmtpUrl>,

    /// A file with the password for the mail server.
    #[arg(long, env = "PARLOUR_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,

    /// The address that mails come from, as in chat@example.org or "Chat <chat@example.org>".
    #[arg(long, env = "PARLOUR_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// A folder in which the server keeps backups that it makes by itself; better on another disk.
    #[arg(long, env = "PARLOUR_BACKUP", value_name = "FOLDER")]
    pub backup: Option<PathBuf>,

    /// How long from one backup to the next, as in 90m, 24h or 7d.
    #[arg(long, env = "PARLOUR_SCHEDULE", default_value = "24h", value_name = "TIME", value_parser = period)]
    pub schedule: Duration,

    /// How many backups are kept; the oldest go.
    #[arg(
        long,
        env = "PARLOUR_KEEP",
        default_value_t = 7,
        value_name = "NUMBER",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub keep: u16,

    /// Acknowledge messages before they are on the disk. Faster on slow disks; a power cut (not a crash) may then take
    /// the last moments with it.
    #[arg(long, env = "PARLOUR_RELAXED")]
    pub relaxed: bool,

    /// What to log, as in info, warn or parlour=debug.
    #[arg(
        long,
        env = "PARLOUR_LOG",
        default_value = "info",
        value_name = "FILTER"
    )]
    pub log: String,

    /// Log one JSON object a line, for machines.
    #[arg(long, env = "PARLOUR_LOG_JSON")]
    pub log_json: bool,
}

impl Settings {
    /// What goes before the decisions in the panel.
    pub fn options(&self) -> Options {
        Options {
            sign_up: self.sign_up,
            upload_limit: self.upload_limit,
            upload_quota: self.upload_quota,
            send_rate: self.send_rate,
            no_previews: self.no_previews,
        }
    }

    /// When the server makes backups by itself, if it does.
    pub fn schedule(&self) -> Option<Schedule> {
        self.backup.clone().map(|folder| Schedule {
            folder,
            every: self.schedule,
            keep: self.keep.into(),
        })
    }
}

/// An origin without a slash at the end.
fn base_url(text: &str) -> Result<String, String> {
    let uri: axum::http::Uri = text.parse().map_err(|_| "not an address".to_owned())?;
    let plain = uri.path() == "/" && uri.query().is_none();
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme @ ("http" | "https")), Some(authority)) if plain => {
            Ok(format!("{scheme}://{authority}"))
        }
        _ => Err("give it as https://host or http://host:port, without a path".to_owned()),
    }
}

/// A time of a minute or more.
fn period(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let minutes: Option<u64> = match &text[number.len()..] {
        "m" => Some(1),
        "h" => Some(60),
        "d" => Some(24 * 60),
        _ => None,
    };
    let number: Option<u64> = number.parse().ok().filter(|number| *number > 0);
    number
        .zip(minutes)
        .and_then(|(number, minutes)| number.checked_mul(minutes)?.checked_mul(60))
        // What the clock can count, in milliseconds.
        .filter(|seconds| *seconds < 1 << 40)
        .map(Duration::from_secs)
        .ok_or_else(|| "give a time as 90m, 24h or 7d".to_owned())
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "give an address as 10.0.0.1, or a network as 10.0.0.0/8".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_option_of_the_server_is_an_environment_variable_with_help() {
        let cli = Cli::command();
        let serve = cli.find_subcommand("serve").unwrap();
        for option in serve
            .get_arguments()
            .filter(|option| option.get_id() != "help")
        {
            let name = option.get_long().unwrap();
            let variable = format!("PARLOUR_{}", name.to_uppercase().replace('-', "_"));
            assert_eq!(
                option.get_env().unwrap().to_str(),
                Some(variable.as_str()),
                "{name}"
            );
            assert!(option.get_help().is_some(), "{name}");
        }
    }

    #[test]
    fn addresses_are_read_or_refused() {
        assert_eq!(
            base_url("https://chat.example.org/"),
            Ok("https://chat.example.org".to_owned())
        );
        assert_eq!(
            base_url("http://[::1]:3000"),
            Ok("http://[::1]:3000".to_owned())
        );
        for wrong in [
            "chat.example.org",
            "ftp://x",
            "https://x/chat",
            "https://x/?a",
            "",
        ] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
        assert_eq!(network("10.1.2.3").unwrap().to_string(), "10.1.2.3/32");
        assert!(network("10.0.0.0/99").is_err());
    }

    #[test]
    fn times_are_read_or_refused() {
        for (text, minutes) in [("1m", 1), ("90m", 90), ("24h", 1_440), ("7d", 10_080)] {
            assert_eq!(period(text), Ok(Duration::from_mins(minutes)), "{text}");
        }
        for wrong in ["", "24", "h", "0h", "-1h", "1.5h", "1w", "99999999999999d"] {
            assert!(period(wrong).is_err(), "{wrong}");
        }
    }
}
