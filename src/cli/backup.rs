//! `signpost backup FILE` and `signpost restore [FILE]`

use super::{Exit, Output, count};
use crate::catalogue::hours;
use crate::desk::{Copied, Setup, To};
use crate::error::Result;
use crate::store::{self, Counts, Look};
use std::path::PathBuf;

/// What the backup takes.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The new file; on another disk it survives the loss of this computer
    file: PathBuf,
    /// Replaces an earlier backup
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    sealed: Sealed,
}

/// What the restore takes.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The backup; without it the daily ones are listed
    file: Option<PathBuf>,
    /// The file with the age secret key that opens an encrypted backup
    #[arg(long, value_name = "FILE", requires = "file")]
    identity: Option<PathBuf>,
}

/// Whether a file is encrypted, and to whom.
#[derive(Debug, clap::Args)]
pub struct Sealed {
    /// Encrypts the file to this age public key; without it to tally_key of the settings, if there is one and the file is not for the data folder
    // Taken as any text: clap would repeat a wrong one, and it may be a secret key.
    #[arg(long, value_name = "age1...", conflicts_with = "plain")]
    to: Option<String>,
    /// Does not encrypt, although the settings hold a key
    #[arg(long)]
    plain: bool,
}

impl Sealed {
    /// Returns to whom.
    pub fn to(&self) -> To<'_> {
        match (&self.to, self.plain) {
            (Some(key), _) => To::Key(key),
            (None, true) => To::Nobody,
            (None, false) => To::AsSet,
        }
    }
}

/// Copies the store of enquiries into a file, and opens and checks the copy.
pub fn back_up(arguments: &Backup, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let written = setup.back_up(&arguments.file, arguments.sealed.to(), arguments.force)?;
    out.say(format!("Copied {} to {}; the copy was opened and is sound.", holds(&written.of), written.path.display()));
    tell_sealed(&written, setup, out);
    if !written.sealed {
        out.say("It holds single enquiries: keep it as safe as this computer.");
    }
    Ok(Exit::Done)
}

/// Puts a backup in the place of the store, or lists those that there are.
pub fn restore(arguments: &Restore, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let Some(file) = &arguments.file else { return list(setup, out) };
    let restored = setup.restore(file, arguments.identity.as_deref())?;
    out.say(format!("Restored {} from {}.", holds(&restored.counts), file.display()));
    if restored.erased > 0 {
        out.say(format!(
            "{} undone since that backup and erased again.",
            count(restored.erased, "enquiry was", "enquiries were")
        ));
    }
    if restored.new_desk {
        out.say("This desk goes on as the one that made the backup.");
    }
    if let Some(aside) = &restored.aside {
        let aside = aside.display();
        match restored.only_aside {
            Some(0) => out.say(format!("What was here before is kept as {aside}; all of it is in the backup too.")),
            Some(more) => {
                let more = count(more, "enquiry", "enquiries");
                out.say(format!("What was here before is kept as {aside}. It has {more} that the backup has not."));
                out.say(format!("To bring them in: signpost enquiries import {aside}"));
            }
            None => out.say(format!("What was here before could not be read and is kept as {aside}.")),
        }
    }
    Ok(Exit::Done)
}

/// Tells who can read a file that was encrypted.
pub fn tell_sealed<T>(written: &Copied<T>, setup: &Setup, out: &mut Output) {
    if written.named {
        out.say("The name ends in .age, because the file is encrypted.");
    }
    if written.sealed {
        let open = "Only the owner of the key can open it: signpost restore or signpost enquiries import, with --identity FILE";
        out.say(open);
    } else if setup.settings.keeping.tally_key.value.is_some() {
        out.say("It is not encrypted.");
    }
}

/// Lists the daily backups, the last one first.
fn list(setup: &Setup, out: &mut Output) -> Result<Exit> {
    let backups = store::backups(&setup.paths.data);
    for path in &backups {
        let day = store::number_and_day(path).map_or_else(String::new, |(_, day)| hours::date(day));
        let what = match store::look(path) {
            Look::Sound(counts) => holds(&counts),
            Look::Newer => "written by a newer Signpost".to_owned(),
            Look::Unclosed | Look::Damaged | Look::Missing | Look::Refused(_) => "not sound".to_owned(),
        };
        out.line(format!("{day}: {what}  {}", path.display()))?;
    }
    if backups.is_empty() {
        out.say(format!("There are no backups in {}.", setup.paths.data.display()));
        return Ok(Exit::Nothing);
    }
    out.say("To put one in the place of all enquiries here: signpost restore FILE");
    out.say("To add what is missing here and keep the rest: signpost enquiries import FILE");
    Ok(Exit::Done)
}

/// Returns how much a store holds, in words.
fn holds(counts: &Counts) -> String {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let enquiries = count(number(counts.enquiries), "enquiry", "enquiries");
    match counts.tests {
        0 => enquiries,
        tests => format!("{enquiries} and {}", count(number(tests), "test", "tests")),
    }
}
