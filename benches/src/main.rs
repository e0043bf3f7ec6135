//! Measures Parlour next to a floor and a peer, in the same run: see README.md.

mod audience;
mod bench;
mod clock;
mod heard;
mod http;
mod latency;
mod limit;
mod machine;
mod mark;
mod process;
mod requests;
mod scenarios;
mod server;
mod streams;
mod table;
mod town;

use std::{env, error, process::ExitCode, result};

/// What goes wrong ends a scenario, and is told as it is.
pub(crate) type Result<T, E = Box<dyn error::Error>> = result::Result<T, E>;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("limit") => limit::serve(),
        _ => bench::run(words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("parlour-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
