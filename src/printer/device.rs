//! Printers at a cable that Linux shows as a file: `/dev/usb/lp0`.

use super::network::must_be_thermal;
use super::{HINT, Job, partly};
use crate::error::{Error, Result, plain};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a printer may take nothing more of a job.
const STALL: Duration = Duration::from_secs(5);
/// How long a whole job may take.
const WHOLE: Duration = Duration::from_secs(45);

/// What Linux numbers its devices of memory by: `/dev/null` takes every slip and prints none.
const MEMORY: u32 = 1;

/// Prints a job.
pub fn print(path: &Path, job: &Job<'_>) -> Result<()> {
    must_be_thermal(&format!("device:{}", path.display()), job)?;
    let mut device = open(path)?;
    let mut sent = 0;
    let Err(e) = send(&mut device, job.body, &mut sent) else { return Ok(()) };
    let what = match (e.kind(), sent) {
        (ErrorKind::TimedOut, 0) => {
            let what = format!("The printer {} takes nothing. It may be off, open or out of paper.", path.display());
            return Err(Error::system(what).hint(HINT));
        }
        (ErrorKind::TimedOut, _) => {
            format!("The printer {} stopped taking the slip; part of it may have come out.", path.display())
        }
        _ => format!("The printer {} is gone ({}); part of the slip may have come out.", path.display(), plain(&e)),
    };
    Err(partly(what).because(e))
}

/// Looks whether a printer is there and may be used.
pub fn reach(path: &Path) -> Result<()> {
    open(path).map(drop)
}

/// Opens a device without waiting for it. A file is none: a slip would stay in it.
fn open(path: &Path) -> Result<File> {
    let at = path.display();
    let opened = std::fs::metadata(path).and_then(|data| {
        let takes_all = data.file_type().is_char_device() && rustix::fs::major(data.rdev()) == MEMORY;
        if takes_all || !data.file_type().is_char_device() && !data.file_type().is_fifo() {
            return Ok(None);
        }
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        OpenOptions::new().write(true).custom_flags(flags.cast_signed()).open(path).map(Some)
    });
    let (what, hint) = match opened {
        Ok(Some(file)) => return Ok(file),
        Ok(None) => (
            format!("{at} is no printer."),
            "Name the printer's device in settings.toml, such as device:/dev/usb/lp0.".to_owned(),
        ),
        Err(e) => match e.kind() {
            ErrorKind::NotFound => {
                (format!("There is no printer at {at}. It may be off or its cable out."), HINT.to_owned())
            }
            ErrorKind::PermissionDenied => (
                format!("This user may not use the printer {at}."),
                "Ask IT to put this user into the group lp.".to_owned(),
            ),
            ErrorKind::ResourceBusy => (format!("Another program is using the printer {at}."), HINT.to_owned()),
            _ => (format!("The printer {at} can't be used: {}.", plain(&e)), HINT.to_owned()),
        },
    };
    Err(Error::system(what).hint(hint))
}

fn send(device: &mut File, body: &[u8], sent: &mut usize) -> io::Result<()> {
    let began = Instant::now();
    while *sent < body.len() {
        wait(device, STALL.min(WHOLE.saturating_sub(began.elapsed())))?;
        match device.write(&body[*sent..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(n) => *sent += n,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(e) => return Err(e),
        }
    }
    // Linux forgets what is on its way to a USB printer when its device is closed: it is ready for more when nothing is.
    wait(device, STALL)
}

/// Waits until the device takes bytes.
fn wait(device: &File, patience: Duration) -> io::Result<()> {
    let deadline = Instant::now() + patience;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        let timeout = Timespec { tv_sec: left.as_secs().cast_signed(), tv_nsec: i64::from(left.subsec_nanos()) };
        let mut fds = [PollFd::new(device, PollFlags::OUT)];
        match poll(&mut fds, Some(&timeout)) {
            Ok(_) if fds[0].revents().contains(PollFlags::OUT) => return Ok(()),
            Ok(_) if fds[0].revents().intersects(PollFlags::ERR | PollFlags::HUP) => {
                return Err(ErrorKind::BrokenPipe.into());
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(e) => return Err(e.into()),
        }
    }
}
