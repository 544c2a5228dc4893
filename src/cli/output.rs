//! Where a command's answers go.

use crate::error::{Error, Kind, Result};
use crate::text;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// Standard output for data and standard error for talk. A reader that goes away ends the command without an error.
pub struct Output {
    data: BufWriter<Stdout>,
}

impl Output {
    /// Returns the process's own output.
    pub fn standard() -> Self {
        Self { data: BufWriter::new(io::stdout()) }
    }

    /// Writes one line of data.
    ///
    /// # Errors
    /// When standard output can't be written.
    pub fn line(&mut self, line: impl Display) -> Result<()> {
        writeln!(self.data, "{line}").map_err(failed)
    }

    /// Writes a value as one JSON text.
    ///
    /// # Errors
    /// When standard output can't be written.
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|e| Error::system("Can't write the answer as JSON.").because(e))?;
        self.line(text)
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// When standard output can't be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.data.write_all(bytes).map_err(failed)
    }

    /// Sends everything on its way.
    ///
    /// # Errors
    /// When standard output can't be written.
    pub fn flush(&mut self) -> Result<()> {
        self.data.flush().map_err(failed)
    }

    /// Leaves out what could not be written.
    pub fn give_up(&mut self) {
        let failed = std::mem::replace(&mut self.data, BufWriter::new(io::stdout()));
        // Taken apart instead of dropped: dropping would try to write again.
        let _ = failed.into_parts();
    }

    /// Says something to the person, apart from the data.
    pub fn say(&mut self, line: impl Display) {
        // What was answered so far comes first; if nobody reads either, there is nobody to tell.
        let _ = self.data.flush();
        let _ = writeln!(io::stderr(), "{}", shown(line));
    }

    /// Returns whether a person reads the data on a terminal.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }
}

/// Returns a text for standard error with nothing in it that a terminal obeys but the ends of its lines: it may quote a file or its name.
pub(super) fn shown(text: impl Display) -> String {
    text.to_string().split('\n').map(text::visible).collect::<Vec<_>>().join("\n")
}

fn failed(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Error::new(Kind::BrokenPipe, "The reader went away.")
    } else {
        Error::refused("write the answer", error)
    }
}
