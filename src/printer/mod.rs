//! Hands bytes to printers, and says in plain words when they do not come out. It knows nothing of what the bytes say.
//!
//! Nothing is ever sent twice, and what did not come out within seconds is taken back: paper that comes out later, when nobody stands at the printer, is read by somebody else.

#[cfg(unix)]
mod device;
mod lp;
mod network;
mod queues;
mod windows;

use crate::error::{Error, Result};
use crate::settings::Address;
pub use queues::{Queue, Queues, queues};

/// What to do when nothing came out.
const HINT: &str = "Print elsewhere, save the slip as a file, or write it down.";
/// What to do when part of it may lie in the printer.
const LOOK: &str = "Look at the paper before you print again.";

/// What kind of bytes a printer is handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// The commands of a thermal printer (ESC/POS).
    Thermal,
}

/// Something to be printed.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What the print system shows of it.
    pub title: &'a str,
    /// What kind of bytes it is.
    pub kind: Kind,
    /// The bytes.
    pub body: &'a [u8],
    /// The sheet that it is made for, "a5"; nothing for a roll.
    pub sheet: Option<&'a str>,
}

/// Prints a job and waits until it came out or can't; gives up after seconds.
///
/// # Errors
/// When it did not come out as far as can be known; says whether part of it may.
pub fn print(to: &Address, job: &Job<'_>) -> Result<()> {
    match to {
        Address::System | Address::Queue(_) if cfg!(windows) => windows::print(to, job),
        Address::System => lp::print(None, job),
        Address::Queue(name) => lp::print(Some(name), job),
        Address::Network { host, port } => network::print(host, *port, job),
        Address::Device(path) => device(path, job),
        Address::Spooler(_) if cfg!(windows) => windows::print(to, job),
        Address::Spooler(name) => {
            Err(Error::usage(format!("The printer windows:{name} can only be reached from Windows."))
                .hint("On this computer name a print queue, tcp://ADDRESS or device:/dev/usb/lp0."))
        }
    }
}

#[cfg(unix)]
use device::print as device;

#[cfg(not(unix))]
fn device(path: &std::path::Path, _: &Job<'_>) -> Result<()> {
    Err(Error::usage(format!("The printer device:{} can't be reached from Windows.", path.display()))
        .hint("Name it as Windows lists it: windows:NAME"))
}

/// Returns the printers at a cable of this computer that Linux shows as files.
pub fn devices() -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir("/dev/usb")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("lp"))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// Looks whether a printer can be reached, without printing anything.
///
/// # Errors
/// When it can't, or nobody can tell.
pub fn reach(to: &Address) -> Result<()> {
    match to {
        Address::Network { host, port } => network::reach(host, *port),
        #[cfg(unix)]
        Address::Device(path) => device::reach(path),
        _ => Ok(()),
    }
}

/// Returns the error for something of which part may have come out.
fn partly(what: String) -> Error {
    Error::system(what).hint(LOOK)
}
