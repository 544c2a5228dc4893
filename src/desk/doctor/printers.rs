//! Print queues: which there are, and whether the one for slips takes any.

use super::Findings;
use super::places::set_by;
use crate::program;
use crate::settings::Setting;
use std::io::ErrorKind;
use std::process::Command;
use std::time::Duration;

/// How long the print server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to do without a printer.
const OTHERWISE: &str = "Slips can be saved as files meanwhile. Ask whoever looks after the printers.";

/// What the print server says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Queues {
    /// Names, each with what keeps it from printing.
    all: Vec<(String, Option<String>)>,
    /// The system's own choice.
    default: Option<String>,
}

/// Looks at the queue that slips go to.
pub fn examine(setting: &Setting<Option<String>>, findings: &mut Findings) {
    let mut command = Command::new("lpstat");
    // Its words are read, so they must be English.
    command.env("LC_ALL", "C").env_remove("LANGUAGE").args(["-d", "-p"]);
    let answer = match program::run(&mut command, None, PATIENCE) {
        Ok(Some(answer)) => answer,
        Ok(None) => return findings.look("printer", "The print server does not answer.", OTHERWISE),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return findings.look("printer", "This computer has no print queue (lpstat).", OTHERWISE);
        }
        Err(_) => return findings.look("printer", "The print queues can't be asked for (lpstat).", OTHERWISE),
    };
    let queues = read(&String::from_utf8_lossy(&answer.stdout));
    let names = queues.all.iter().map(|(name, _)| name.as_str());
    let from = match &setting.value {
        Some(_) => set_by(&setting.from),
        None => "the system's own".to_owned(),
    };
    let Some(wanted) = setting.value.as_ref().or(queues.default.as_ref()) else {
        return match queues.all.first() {
            Some((first, _)) => findings.look(
                "printer",
                format!(
                    "There are print queues ({}), but none is the system's own.",
                    names.collect::<Vec<_>>().join(", ")
                ),
                format!("Name one in settings.toml: printer = \"{first}\""),
            ),
            None => findings.look("printer", "There is no print queue.", OTHERWISE),
        };
    };
    match queues.all.iter().find(|(name, _)| name == wanted) {
        None => {
            let near = crate::text::nearest(wanted, names)
                .map(|near| format!("Did you mean \"{near}\"? "))
                .unwrap_or_default();
            findings.broken(
                "printer",
                format!("There is no print queue \"{wanted}\" ({from})."),
                format!("{near}{OTHERWISE}"),
            );
        }
        Some((_, Some(why))) => {
            findings.broken("printer", format!("The print queue {wanted} ({from}) prints nothing: {why}."), OTHERWISE);
        }
        Some((_, None)) => {
            findings.ok("printer", format!("Slips go to the print queue {wanted} ({from}), which takes them."))
        }
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
            let off = state.starts_with("disabled").then(|| "it was stopped".to_owned());
            queues.all.push((name.to_owned(), off));
        } else if let (Some((_, state)), true) = (queues.all.last_mut(), line.starts_with([' ', '\t'])) {
            // The line after a queue says why it was stopped, or what the printer reports.
            let reason = line.trim().trim_end_matches('.');
            let waits = ["not responding", "offline", "unable to locate", "Unable to", "waiting for printer"];
            if !reason.is_empty() && (state.is_some() || waits.iter().any(|word| reason.contains(word))) {
                *state = Some(reason.to_owned());
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
        let of = |name: &str, why: Option<&str>| (name.to_owned(), why.map(str::to_owned));
        let expected =
            [of("back-office", Some("Paused")), of("desk", None), of("far", Some("The printer is not responding"))];
        assert_eq!(queues.all, expected);
        assert_eq!(read("no system default destination\n"), Queues::default());
    }
}
