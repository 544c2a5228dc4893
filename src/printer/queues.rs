//! The queues of the print system (CUPS): which there are, and what keeps them from printing.

use crate::error::{Error, Result};
use crate::program;
use std::io::ErrorKind;
use std::process::Command;
use std::time::Duration;

/// How long the print server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A print queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// What keeps it from printing.
    pub trouble: Option<String>,
}

/// What the print server says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Queues {
    /// Every queue.
    pub all: Vec<Queue>,
    /// The system's own choice.
    pub default: Option<String>,
}

/// Words of a printer's message that mean that it prints nothing now. Programs of the print server wrote them; they are in English because jobs are sent so.
const TROUBLES: &[&str] = &[
    "not responding",
    "offline",
    "nable to",
    "waiting for printer to become",
    "may not exist",
    "not available",
    "unavailable",
    "is in use",
    "is busy",
    "connecting to printer",
    "looking for printer",
    "unreachable",
    "failed",
    "can't ",
    "not found",
];

/// Returns whether a printer's message means that it prints nothing now.
pub fn is_trouble(message: &str) -> bool {
    let message = message.to_lowercase();
    TROUBLES.iter().any(|word| message.contains(word))
}

/// Returns a command of the print system whose answer is read, so it must be English.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C").env_remove("LANGUAGE");
    command
}

/// Returns the queues of this computer.
///
/// # Errors
/// When there is no print system, or it does not answer.
pub fn queues() -> Result<Queues> {
    let answer = program::run(command("lpstat").args(["-d", "-p"]), None, PATIENCE).map_err(|e| {
        let what = match e.kind() {
            ErrorKind::NotFound => "This computer has no print queue (lpstat).",
            _ => "The print queues can't be asked for (lpstat).",
        };
        Error::system(what).because(e)
    })?;
    match answer {
        Some(answer) => Ok(read(&String::from_utf8_lossy(&answer.stdout))),
        None => Err(Error::system("The print server does not answer.")),
    }
}

/// Reads what `lpstat -d -p` says.
fn read(said: &str) -> Queues {
    let mut queues = Queues::default();
    for line in said.lines() {
        if let Some(name) = line.strip_prefix("system default destination: ") {
            queues.default = Some(name.trim().to_owned());
        } else if let Some(rest) = line.strip_prefix("printer ") {
            let (name, state) = rest.split_once(' ').unwrap_or((rest, ""));
            let trouble = state.starts_with("disabled").then(|| "it was stopped".to_owned());
            queues.all.push(Queue { name: name.to_owned(), trouble });
        } else if let (Some(queue), true) = (queues.all.last_mut(), line.starts_with([' ', '\t'])) {
            // The line after a queue says why it was stopped, or what the printer reports.
            let reason = line.trim().trim_end_matches('.');
            if !reason.is_empty() && (queue.trouble.is_some() || is_trouble(reason)) {
                queue.trouble = Some(reason.to_owned());
            }
        }
    }
    queues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_print_server_says() {
        let said = "system default destination: desk\n\
                    printer back-office disabled since Sun 22 Nov 2026 10:15:00 GMT -\n\tPaused\n\
                    printer desk is idle.  enabled since Sun 22 Nov 2026 10:15:00 GMT\n\
                    printer far is idle.  enabled since Sun 22 Nov 2026 10:15:00 GMT\n\tThe printer is not responding.\n";
        let queues = read(said);
        assert_eq!(queues.default.as_deref(), Some("desk"));
        let of = |name: &str, why: Option<&str>| Queue { name: name.to_owned(), trouble: why.map(str::to_owned) };
        let expected =
            [of("back-office", Some("Paused")), of("desk", None), of("far", Some("The printer is not responding"))];
        assert_eq!(queues.all, expected);
        assert_eq!(read("no system default destination\n"), Queues::default());
    }
}
