//! The figures, as a table.

use std::{error::Error, fmt::Write as _};

use crate::{Result, bench::Bench, machine};

/// A thing that was measured.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) what: String,
    /// What it should be.
    pub(crate) target: String,
    pub(crate) parlour: String,
    pub(crate) floor: String,
    pub(crate) peer: String,
    /// Of the figures that the target speaks of.
    pub(crate) ratio: String,
    /// None: it can't be said, or nothing is asked.
    pub(crate) met: Option<bool>,
    /// The share of the machine that others took meanwhile.
    pub(crate) others: Option<f64>,
}

impl Row {
    /// A part that came to nothing.
    pub(crate) fn failure(part: &str, error: &dyn Error) -> Self {
        Self {
            what: part.to_owned(),
            parlour: format!("failed: {error}").replace(['\n', '\r', '|'], " "),
            met: Some(false),
            ..Self::default()
        }
    }

    fn cells(&self) -> [String; 8] {
        let met = self
            .met
            .map_or("", |met| if met { "yes" } else { "**no**" });
        let others = self
            .others
            .map(|share| format!("{share:.2}"))
            .unwrap_or_default();
        [
            &self.what,
            &self.target,
            &self.parlour,
            &self.floor,
            &self.peer,
            &self.ratio,
            met,
            &others,
        ]
        .map(str::to_owned)
    }
}

/// The table in Markdown, its columns in line.
pub(crate) fn render(rows: &[Row]) -> String {
    let head = [
        "what", "target", "Parlour", "floor", "peer", "ratio", "met", "others",
    ];
    let mut lines = vec![head.map(str::to_owned), Default::default()];
    lines.extend(rows.iter().map(Row::cells));
    let mut widths = [0; 8];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    lines[1] = widths.map(|width| "-".repeat(width));
    let mut text = String::new();
    for line in lines {
        for (width, cell) in widths.iter().zip(line) {
            // Writing to a string can't fail.
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
    }
    text
}

/// What is kept of a whole run.
pub(crate) fn document(
    bench: &Bench,
    rows: &[Row],
    note: Option<&str>,
    minutes: f64,
) -> Result<String> {
    let (day, commit) = (machine::today(), machine::commit());
    let machine = machine::describe(bench.cores);
    let mut text = format!(
        "# Results\n\n\
         Written by `make bench`; [README.md](README.md) says what is measured and how to read it.\n\n\
         - {machine}; server, peers and load tool share it\n\
         - {day}, commit {commit}, {minutes:.0} minutes\n"
    );
    if let Some(note) = note {
        writeln!(text, "- {note}")?;
    }
    for (file, name) in [
        ("nchan/root", "nchan"),
        ("pocketbase/pocketbase", "PocketBase"),
    ] {
        if bench.peer(file).is_none() {
            writeln!(text, "- {name} was not to be had: its figures are missing")?;
        }
    }
    write!(text, "\n{}", render(rows))?;
    Ok(text)
}
