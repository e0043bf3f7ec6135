//! The archive: files under the names that they have in the data folder, and the sums that they are held against.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{self, BufWriter, Read, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;
use tokio_util::sync::CancellationToken;

use super::{Error, name, names, unfinished};
use crate::{
    chat::media,
    domain::{MediaKey, media::Form},
    store::{self, backup::Upload},
};

/// The file of sums, in the form of `sha256sum`; the last in the archive.
const SUMS: &str = "SHA256SUMS";

/// An archive that is being put together. Nothing stays of one that is dropped.
pub(super) struct Archive {
    builder: Builder<BufWriter<NamedTempFile>>,
    data: PathBuf,
    sums: String,
    stop: CancellationToken,
}

impl Archive {
    /// Begins one in a folder, of what is in a data folder.
    pub(super) fn begin(
        folder: &Path,
        data: &Path,
        stop: CancellationToken,
    ) -> Result<Self, Error> {
        Ok(Self {
            builder: Builder::new(BufWriter::new(unfinished(folder)?)),
            data: data.to_owned(),
            sums: String::new(),
            stop,
        })
    }

    /// Takes in an upload; false where its files are not there as they should be.
    pub(super) fn add_upload(&mut self, upload: Upload) -> Result<bool, Error> {
        for name in names(upload) {
            let path = self.data.join(&name);
            let file = match File::open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                file => file.map_err(|error| Error::File(path.clone(), error))?,
            };
            let size = file.metadata().map_err(|error| self.failed(&path, error))?;
            if name == super::name(upload.key, Form::Original) && size.len() != upload.size {
                return Ok(false);
            }
            self.add(&name, &path, file)?;
        }
        Ok(true)
    }

    /// Takes in the copy of the database, and the sums of everything; gives the whole, which the disk has.
    pub(super) fn finish(mut self, database: &Path) -> Result<NamedTempFile, Error> {
        let file = File::open(database).map_err(|error| self.failed(database, error))?;
        self.add(store::FILE, database, file)?;
        let failed = |error| Error::File(PathBuf::from(SUMS), error);
        let sums = self.sums.as_bytes();
        let mut header = header(SUMS, sums.len() as u64).map_err(failed)?;
        header.set_cksum();
        self.builder.append(&header, sums).map_err(failed)?;
        let mut whole = self.builder.into_inner().map_err(failed)?;
        whole.flush().map_err(failed)?;
        let whole = whole
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        whole.as_file().sync_all().map_err(failed)?;
        Ok(whole)
    }

    fn add(&mut self, name: &str, path: &Path, file: File) -> Result<(), Error> {
        let mut added = || {
            let size = file.metadata()?.len();
            let mut header = header(name, size)?;
            header.set_cksum();
            let mut file = Measured::new((&file).take(size), &self.stop);
            self.builder.append(&header, &mut file)?;
            if file.size != size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            // Writing to a string can't fail.
            let _ = writeln!(self.sums, "{}  {name}", file.sum());
            Ok(())
        };
        added().map_err(|error| self.failed(path, error))
    }

    fn failed(&self, path: &Path, error: io::Error) -> Error {
        if self.stop.is_cancelled() {
            Error::Stopped
        } else {
            Error::File(path.to_owned(), error)
        }
    }
}

fn header(name: &str, size: u64) -> io::Result<Header> {
    let mut header = Header::new_gnu();
    header.set_path(name)?;
    header.set_size(size);
    header.set_mode(0o600);
    Ok(header)
}

/// Reads an archive to its end, hands each file over, and holds all of them against the sums; gives the sizes by name.
pub(super) fn read(
    path: &Path,
    stop: &CancellationToken,
    mut take: impl FnMut(&str, &mut dyn Read) -> io::Result<()>,
) -> Result<BTreeMap<String, u64>, Error> {
    let failed = |error| {
        if stop.is_cancelled() {
            Error::Stopped
        } else {
            Error::File(path.to_owned(), error)
        }
    };
    let foreign = |why: String| Error::Foreign(path.to_owned(), why);
    let mut archive = tar::Archive::new(File::open(path).map_err(failed)?);
    let mut sizes = BTreeMap::new();
    let mut sums = String::new();
    let mut expected = None;
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(|error| foreign(error.to_string()))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type() != EntryType::Regular || expected.is_some() {
            return Err(foreign(format!("{name} does not belong there")));
        }
        if name == SUMS {
            let mut text = String::new();
            entry.read_to_string(&mut text).map_err(failed)?;
            expected = Some(text);
            continue;
        }
        if !is_ours(&name) || sizes.contains_key(&name) {
            return Err(foreign(format!("{name} does not belong there")));
        }
        let mut entry = Measured::new(entry, stop);
        take(&name, &mut entry).map_err(failed)?;
        // What was not asked for counts as well.
        io::copy(&mut entry, &mut io::sink()).map_err(failed)?;
        let _ = writeln!(sums, "{}  {name}", entry.sum());
        sizes.insert(name, entry.size);
    }
    match expected {
        None => Err(foreign("it is cut off, or something else".to_owned())),
        Some(expected) if expected != sums => {
            let wrong = sums
                .lines()
                .zip(expected.lines())
                .find(|(found, expected)| found != expected)
                .and_then(|(found, _)| found.split_once("  "))
                .map_or("the list of files", |(_, name)| name);
            Err(Error::Damaged(format!(
                "{}: {wrong} is not what it was when the backup was made",
                path.display()
            )))
        }
        Some(_) if !sizes.contains_key(store::FILE) => {
            Err(foreign("there is no database in it".to_owned()))
        }
        Some(_) => Ok(sizes),
    }
}

/// Whether a backup has a file of this name: so none leads out of the folder that it is restored into.
fn is_ours(name: &str) -> bool {
    let upload = || {
        let mut parts = name.split('/');
        let (_, _) = (parts.next()?, parts.next()?);
        let key: MediaKey = parts.next()?.parse().ok()?;
        let form = Form::from_code(parts.next()?)?;
        Some(self::name(key, form))
    };
    name == store::FILE
        || (name.starts_with(media::FOLDER) && upload().is_some_and(|upload| upload == name))
}

/// What is read, measured on the way. Breaks off where it is to stop.
struct Measured<'a, R> {
    from: R,
    digest: Sha256,
    size: u64,
    stop: &'a CancellationToken,
}

impl<'a, R: Read> Measured<'a, R> {
    fn new(from: R, stop: &'a CancellationToken) -> Self {
        Self {
            from,
            digest: Sha256::new(),
            size: 0,
            stop,
        }
    }

    /// The SHA-256 in hexadecimal.
    fn sum(&mut self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.digest.finalize_reset() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl<R: Read> Read for Measured<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_cancelled() {
            return Err(io::Error::other("it was to stop"));
        }
        let count = self.from.read(into)?;
        self.digest.update(&into[..count]);
        self.size += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_data_folder_are_taken() {
        let key = "3fa4".repeat(8);
        assert!(is_ours("parlour.db"));
        assert!(is_ours(&format!("media/3f/{key}/original")));
        for wrong in [
            "parlour.db-wal".to_owned(),
            "/parlour.db".to_owned(),
            "../parlour.db".to_owned(),
            format!("media/../{key}/original"),
            format!("media/aa/{key}/original"),
            format!("media/3f/{key}/other"),
            format!("media/3f/{key}/original/more"),
            format!("/media/3f/{key}/original"),
            format!("media2/3f/{key}/original"),
        ] {
            assert!(!is_ours(&wrong), "{wrong}");
        }
    }
}
