//! What `/proc` tells of a server, of this tool and of the machine.

use std::{collections::BTreeSet, fs, process, time::Instant};

use rustix::param::{clock_ticks_per_second, page_size};

/// A process and all that descend from it.
fn family(root: u32) -> BTreeSet<u32> {
    let everybody: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| Some((pid, stat(pid)?.get(1)?.parse().ok()?)))
        .collect();
    let mut family = BTreeSet::from([root]);
    loop {
        let before = family.len();
        let children = everybody
            .iter()
            .filter(|(_, parent)| family.contains(parent));
        let children: Vec<u32> = children.map(|(pid, _)| *pid).collect();
        family.extend(children);
        if family.len() == before {
            return family;
        }
    }
}

/// The fields of `/proc/<pid>/stat` from the third on (see `man 5 proc_pid_stat`); the second may hold anything.
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    Some(fields.split(' ').map(str::to_owned).collect())
}

fn seconds(ticks: u64) -> f64 {
    ticks as f64 / clock_ticks_per_second() as f64
}

/// CPU time of one process, its ended children left out, in s.
fn cpu_of(pid: u32) -> f64 {
    let ticks = stat(pid).and_then(|stat| {
        let user: u64 = stat.get(11)?.parse().ok()?;
        let system: u64 = stat.get(12)?.parse().ok()?;
        Some(user + system)
    });
    seconds(ticks.unwrap_or(0))
}

/// CPU time of a server with its children, in s. What the loopback does for the receiver is in it, too.
pub(crate) fn cpu(root: u32) -> f64 {
    family(root).into_iter().map(cpu_of).sum()
}

/// A line's number in a file of `name: number kB` lines, in KiB.
fn kibibytes(file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Memory of a server with its children, what they share counted once, in KiB.
pub(crate) fn pss(root: u32) -> u64 {
    let of = |pid| kibibytes(&format!("/proc/{pid}/smaps_rollup"), "Pss");
    family(root).into_iter().map(of).sum()
}

/// Resident memory of one process, in KiB.
pub(crate) fn rss(pid: u32) -> u64 {
    let pages = fs::read_to_string(format!("/proc/{pid}/statm"))
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or(0) * page_size() as u64 / 1_024
}

/// The part of [`rss`] that is the process's own, in KiB: the rest is files that are mapped, its program above all, of
/// which a kernel keeps as much as there is room for.
pub(crate) fn own(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "RssAnon")
}

/// The most memory that a process ever had, in KiB.
pub(crate) fn peak(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "VmHWM")
}

/// CPU time of the whole machine: what was used, and what there was, in s.
fn machine() -> (f64, f64) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let fields: Vec<u64> = line
        .split_whitespace()
        .filter_map(|field| field.parse().ok())
        .collect();
    // user nice system idle iowait irq softirq steal (proc_stat(5)); guests are in the first two.
    let all: u64 = fields.iter().take(8).sum();
    let idle: u64 = fields.iter().skip(3).take(2).sum();
    (seconds(all - idle), seconds(all))
}

/// Watches what a server takes for a while.
#[derive(Debug)]
pub(crate) struct Watch {
    server: u32,
    begun: Instant,
    server_cpu: f64,
    own_cpu: f64,
    machine: (f64, f64),
}

/// What was taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// For so long, in s.
    pub(crate) seconds: f64,
    /// CPU time of the server, in s.
    pub(crate) cpu: f64,
    /// The share of the machine that neither the server nor this tool took.
    pub(crate) others: f64,
}

impl Watch {
    pub(crate) fn begin(server: u32) -> Self {
        Self {
            server,
            begun: Instant::now(),
            server_cpu: cpu(server),
            own_cpu: cpu_of(process::id()),
            machine: machine(),
        }
    }

    pub(crate) fn end(&self) -> Taken {
        let cpu = cpu(self.server) - self.server_cpu;
        let own = cpu_of(process::id()) - self.own_cpu;
        let (busy, all) = machine();
        let busy = busy - self.machine.0;
        Taken {
            seconds: self.begun.elapsed().as_secs_f64(),
            cpu,
            others: ((busy - cpu - own) / (all - self.machine.1).max(1e-6)).max(0.0),
        }
    }
}
