//! A run: which parts, on which program, with what at hand.

use std::{
    cell::{Cell, OnceCell},
    fs,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{
    Result,
    clock::Clock,
    mark::Marker,
    scenarios::PARTS,
    server::{Server, parlour},
    table::{self, Row},
    town,
};

/// Where databases lie while they are needed: on the same file system as the build, so that a sync is a real one.
const FOLDER: &str = "target/bench";
/// Where the figures of a whole run are written down.
const RESULTS: &str = "benches/RESULTS.md";
/// As many streams as the largest scenario opens, and some.
const OPEN_FILES: u64 = 10_500;

/// What scenarios need.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) clock: Clock,
    /// The program in question.
    pub(crate) program: PathBuf,
    /// Of this machine.
    pub(crate) cores: usize,
    folder: PathBuf,
    /// How many folders and marks were given out.
    given: Cell<u32>,
    town: OnceCell<PathBuf>,
    library: OnceCell<PathBuf>,
}

impl Bench {
    fn new(program: PathBuf) -> Result<Self> {
        if !program.exists() {
            return Err(format!("there is no {}: run make build", program.display()).into());
        }
        let folder = PathBuf::from(FOLDER);
        // What a run that was broken off left behind.
        let runs = folder.join("runs");
        if runs.exists() {
            fs::remove_dir_all(&runs)?;
        }
        fs::create_dir_all(&runs)?;
        Ok(Self {
            clock: Clock::start(),
            program,
            cores: thread::available_parallelism()?.get(),
            folder: folder.canonicalize()?,
            given: Cell::new(0),
            town: OnceCell::new(),
            library: OnceCell::new(),
        })
    }

    fn give(&self) -> u32 {
        self.given.set(self.given.get() + 1);
        self.given.get()
    }

    /// An empty folder.
    pub(crate) fn fresh_folder(&self) -> Result<PathBuf> {
        let folder = self.folder.join(format!("runs/{}", self.give()));
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Marks that were not used before.
    pub(crate) fn marker(&self) -> Marker {
        Marker::new(self.give())
    }

    /// A file of a peer, if it was to be had.
    pub(crate) fn peer(&self, file: &str) -> Option<PathBuf> {
        Some(self.folder.join("peers").join(file)).filter(|path| path.exists())
    }

    /// The database with ten thousand people in a thousand rooms.
    pub(crate) fn town(&self) -> Result<&Path> {
        self.seeded(&self.town, "people and rooms", town::settle)
    }

    /// The database with a million messages.
    pub(crate) fn library(&self) -> Result<&Path> {
        self.seeded(&self.library, "a million messages", town::shelve)
    }

    fn seeded<'c>(
        &self,
        cell: &'c OnceCell<PathBuf>,
        what: &str,
        fill: fn(&Path) -> Result<()>,
    ) -> Result<&'c Path> {
        if let Some(made) = cell.get() {
            return Ok(made);
        }
        say(&format!("making a database with {what}"));
        let folder = self.fresh_folder()?;
        // The program makes the tables.
        drop(Server::parlour(self, &folder, false)?);
        let database = parlour::database(&folder);
        fill(&database)?;
        Ok(cell.get_or_init(|| database))
    }
}

/// Tells whoever waits what is being done.
pub(crate) fn say(what: &str) {
    eprintln!("    {what}");
}

/// Runs what the command line asks for: `[--program FILE] [--note WORDS] [PART...]`, all parts if none is named.
pub(crate) fn run(words: Vec<String>) -> Result<()> {
    let mut program = PathBuf::from("target/release/parlour");
    let mut note = None;
    let mut wanted = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} what?"));
        match word.as_str() {
            "--program" => program = value()?.into(),
            "--note" => note = Some(value()?),
            name if PARTS.iter().any(|(part, _)| *part == name) => wanted.push(word),
            _ => {
                let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
                return Err(
                    format!("no part is called {word}; there are {}", names.join(", ")).into(),
                );
            }
        }
    }
    raise_limit()?;
    let bench = Bench::new(program)?;
    let begun = Instant::now();
    let mut rows = Vec::new();
    for (name, measure) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|part| part == name) {
            eprintln!("==> {name} ({} s)", begun.elapsed().as_secs());
            let measured = measure(&bench);
            let measured = measured.unwrap_or_else(|error| vec![Row::failure(name, &*error)]);
            // A run that is broken off has told what it knew.
            for row in &measured {
                say(&format!("{}: {} {}", row.what, row.parlour, row.ratio));
            }
            rows.extend(measured);
        }
    }
    println!("{}", table::render(&rows));
    if wanted.is_empty() {
        let minutes = begun.elapsed().as_secs_f64() / 60.0;
        fs::write(
            RESULTS,
            table::document(&bench, &rows, note.as_deref(), minutes)?,
        )?;
        println!("\nWritten to {RESULTS}.");
    }
    drop(bench);
    fs::remove_dir_all(Path::new(FOLDER).join("runs"))?;
    Ok(())
}

/// Lets this process, and the servers that it starts, open as many files as may be.
fn raise_limit() -> Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if maximum.is_some_and(|most| most < OPEN_FILES) {
        return Err(format!("{OPEN_FILES} open files are needed: see ulimit -Hn").into());
    }
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    )?;
    Ok(())
}
