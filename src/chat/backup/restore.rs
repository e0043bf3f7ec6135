//! From a backup back to a data folder.
//!
//! Everything is unpacked and looked through in a folder inside the data folder, and then comes to its place, the
//! database last: where there is a database, the restore is whole. What one that was cut off left is cleared away by the
//! next, and no server begins on it.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use tokio_util::sync::CancellationToken;

use super::{Backup, Error, archive, look_through, names, on_thread, sync};
use crate::{
    chat::media,
    store::{self, backup::begin_anew},
};

/// Where it is unpacked, in the data folder.
const UNPACKING: &str = ".restoring";

/// Restores a backup into an empty folder, which is made where there is none. Numbers of changes come again, so the
/// database gets another epoch, and open pages load themselves afresh. Everybody is signed out.
///
/// # Errors
///
/// [`Error`]; then there is no database in the folder, and a later restore clears away what is there.
pub async fn restore(file: &Path, data: &Path) -> Result<Backup, Error> {
    let (from, to) = (file.to_owned(), data.to_owned());
    let sizes = on_thread(move || {
        // Before anything is made for it.
        File::open(&from).map_err(|error| Error::File(from.clone(), error))?;
        let unpacking = clear(&to)?;
        let never = CancellationToken::new();
        archive::read(&from, &never, |name, bytes| {
            unpack(&unpacking.join(name), bytes)
        })
    })
    .await?;
    let unpacked = data.join(UNPACKING);
    let database = unpacked.join(store::FILE);
    let uploads = look_through(&database).await?;
    for upload in &uploads {
        for name in names(*upload) {
            if !sizes.contains_key(&name) {
                return Err(Error::Damaged(format!("{name} is missing in the backup")));
            }
        }
    }
    begin_anew(&database)
        .await
        .map_err(|error| Error::Database(database.clone(), error))?;
    let (file, data) = (file.to_owned(), data.to_owned());
    on_thread(move || {
        settle(&data)?;
        let size = file
            .metadata()
            .map_err(|error| Error::File(file.clone(), error))?;
        Ok(Backup {
            file,
            size: size.len(),
            uploads: uploads.len(),
        })
    })
    .await
}

/// Whether a restore into this folder was cut off.
pub fn is_unfinished(data: &Path) -> bool {
    data.join(UNPACKING).exists() && !data.join(store::FILE).exists()
}

/// Makes sure that the data folder is empty but for what a restore left that was cut off, and gives the folder to unpack
/// into.
fn clear(data: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::File(data.to_owned(), error);
    let is_new = !data.exists();
    fs::create_dir_all(data).map_err(failed)?;
    if is_new {
        restrict(data).map_err(failed)?;
    }
    let unpacking = data.join(UNPACKING);
    let uploads = data.join(media::FOLDER);
    let was_cut_off = is_unfinished(data);
    for entry in data.read_dir().map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if !(was_cut_off && (path == unpacking || path == uploads)) {
            return Err(Error::NotEmpty(data.to_owned()));
        }
    }
    if was_cut_off {
        for left in [&uploads, &unpacking] {
            if left.exists() {
                fs::remove_dir_all(left).map_err(failed)?;
            }
        }
    }
    fs::create_dir(&unpacking).map_err(failed)?;
    restrict(&unpacking).map_err(failed)?;
    Ok(unpacking)
}

/// Everything that anybody ever said is in it.
#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}

fn unpack(to: &Path, bytes: &mut dyn io::Read) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(to)?;
    io::copy(bytes, &mut file)?;
    file.sync_all()
}

/// Brings everything to its place, the database last.
fn settle(data: &Path) -> Result<(), Error> {
    let failed = |error| Error::File(data.to_owned(), error);
    let unpacking = data.join(UNPACKING);
    let uploads = unpacking.join(media::FOLDER);
    if uploads.exists() {
        fs::rename(&uploads, data.join(media::FOLDER)).map_err(failed)?;
    }
    sync(data)?;
    fs::rename(unpacking.join(store::FILE), data.join(store::FILE)).map_err(failed)?;
    sync(data)?;
    fs::remove_dir_all(&unpacking).map_err(failed)
}
