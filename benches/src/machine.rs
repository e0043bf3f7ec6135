//! Where and when a run took place.

use std::{fs, process::Command};

/// What this machine is, in a line.
pub(crate) fn describe(cores: usize) -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let value = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
    };
    let cpu =
        value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown CPU".to_owned());
    let memory = value(&read("/proc/meminfo"), "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .unwrap_or(0.0);
    let kernel = read("/proc/sys/kernel/osrelease");
    format!(
        "{cpu}, {cores} cores, {:.0} GiB, Linux {}",
        memory / f64::from(1 << 20),
        kernel.trim()
    )
}

/// The day, in UTC.
pub(crate) fn today() -> String {
    said(Command::new("date").args(["-u", "+%F"]))
}

/// The commit of the working tree, and whether anything of the program was changed since.
pub(crate) fn commit() -> String {
    let commit = said(Command::new("git").args(["rev-parse", "--short=12", "HEAD"]));
    let changed =
        said(Command::new("git").args(["status", "--porcelain", "--", "src", "Cargo.lock"]));
    if changed.is_empty() {
        commit
    } else {
        format!("{commit}, with changes")
    }
}

fn said(command: &mut Command) -> String {
    let output = command
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}
