//! Reads objects of a repository: some `git cat-file --batch` processes, each of which answers one thread at a time.

use super::command::on;
use crate::catalogue::folder::LARGEST_FILE;
use crate::program;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long one object may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// An object of so many bytes is read to its end and thrown away; after a larger one it is quicker to begin anew.
const SKIPPED: u64 = 16 << 20;

/// Processes that wait for the next object.
#[derive(Debug)]
pub struct Pool {
    repository: PathBuf,
    idle: Mutex<Vec<Reader>>,
}

impl Pool {
    /// Returns a pool in which no process runs yet.
    pub fn new(repository: &Path) -> Self {
        Self { repository: repository.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    /// Reads one file by what names it: its hash, or a commit, a colon and its path.
    ///
    /// # Errors
    /// Why it can't be read, in a few words.
    pub fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = idle.map_or_else(|| Reader::start(&self.repository), Ok);
        let mut reader = reader.map_err(|_| "git can't be run".to_owned())?;
        let found = reader.file(name);
        // One that failed may have anything left to say; it ends when it is dropped.
        let found = found.map_err(|_| "git gave up on it".to_owned())?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        found
    }
}

/// One process.
#[derive(Debug)]
struct Reader {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    child: Arc<Mutex<Child>>,
    /// Odd while somebody waits for an answer.
    turn: Arc<AtomicU64>,
    /// The guard leaves when this is dropped.
    _guard: mpsc::Sender<()>,
}

impl Reader {
    fn start(repository: &Path) -> io::Result<Self> {
        let mut command = on(repository);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = program::apart(&mut command).spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (child, turn) = (Arc::new(Mutex::new(child)), Arc::new(AtomicU64::new(0)));
        let (guard, gone) = mpsc::channel::<()>();
        let (watched, turns) = (Arc::clone(&child), Arc::clone(&turn));
        std::thread::spawn(move || {
            let mut before = 0;
            while gone.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let now = turns.load(Ordering::Relaxed);
                // Nobody got an answer since the last look: whoever waits hears that it is over.
                if now % 2 == 1 && now == before {
                    let _ = program::end(&mut watched.lock().unwrap_or_else(PoisonError::into_inner));
                    return;
                }
                before = now;
            }
        });
        Ok(Self { input, output: BufReader::with_capacity(16 << 10, output), child, turn, _guard: guard })
    }

    /// Asks for one file. The outer error means that this process is of no more use.
    fn file(&mut self, name: &str) -> io::Result<Result<Vec<u8>, String>> {
        if name.bytes().any(|b| b == b'\n' || b == 0) {
            return Ok(Err("its name has a line end in it".to_owned()));
        }
        self.turn.fetch_add(1, Ordering::Relaxed);
        let found = self.ask(name);
        self.turn.fetch_add(1, Ordering::Relaxed);
        found
    }

    fn ask(&mut self, name: &str) -> io::Result<Result<Vec<u8>, String>> {
        self.input.write_all(format!("{name}\n").as_bytes())?;
        let mut line = String::new();
        self.output.by_ref().take(64 << 10).read_line(&mut line)?;
        let line = line.trim_end();
        if line.ends_with(" missing") || line.ends_with(" ambiguous") {
            return Ok(Err("it is not in the repository".to_owned()));
        }
        let mut words = line.rsplit(' ');
        let size = words.next().and_then(|size| size.parse::<u64>().ok()).ok_or(io::ErrorKind::InvalidData)?;
        let is_file = words.next() == Some("blob");
        if size > SKIPPED {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut rest = self.output.by_ref().take(size + 1);
        if !is_file || size > LARGEST_FILE {
            io::copy(&mut rest, &mut io::sink())?;
            let why = if is_file { "it is larger than 1 MB" } else { "it is no file" };
            return Ok(Err(why.to_owned()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size + 1).unwrap_or_default());
        rest.read_to_end(&mut bytes)?;
        // A line end stands after each.
        if bytes.len() as u64 != size + 1 || bytes.pop() != Some(b'\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Ok(bytes))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = program::end(&mut self.child.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
