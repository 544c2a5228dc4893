//! Printers: whether the hub's own prints, what paper is in it, and what the print system remembers of each slip.

use super::Findings;
use super::places::set_by;
use crate::desk::Setup;
use crate::printer::{self, Queues};
use crate::settings::{Address, Destination};
use std::path::{Path, PathBuf};

/// What to do without a printer.
const OTHERWISE: &str = "Slips can be saved as files meanwhile. Ask whoever looks after the printers.";

/// Looks at the printer that the slips of a hub go to.
pub fn examine(setup: &Setup, hub: Option<&str>, findings: &mut Findings) {
    let own = setup.settings.printers.of(hub);
    let from = match own.to {
        Address::System => "the system's own".to_owned(),
        _ => set_by(&own.from),
    };
    match &own.to {
        Address::System | Address::Queue(_) if cfg!(windows) => {
            findings.look("printer", format!("Windows prints on {} ({from}).", own.to), "Try: signpost printers test")
        }
        Address::System | Address::Queue(_) => match printer::queues() {
            Ok(queues) => queue(&own, &queues, &from, findings),
            Err(error) => findings.look("printer", error.what, OTHERWISE),
        },
        Address::Spooler(_) if cfg!(windows) => {
            findings.look("printer", format!("Windows prints on {} ({from}).", own.to), "Try: signpost printers test")
        }
        Address::Spooler(_) => {
            findings.broken("printer", format!("{} ({from}) can only be reached from Windows.", own.to), OTHERWISE)
        }
        Address::Network { .. } | Address::Device(_) => match printer::reach(&own.to) {
            Ok(()) => findings.ok("printer", format!("Slips go to the printer {} ({from}), which answers.", own.to)),
            Err(error) => {
                findings.broken("printer", format!("Slips go to {} ({from}). {}", own.to, error.what), OTHERWISE)
            }
        },
    }
    paper(&own, findings);
    if matches!(own.to, Address::System | Address::Queue(_)) && !cfg!(windows) {
        kept(findings);
    }
}

/// Tells whether the queue for slips takes any.
fn queue(own: &Destination, queues: &Queues, from: &str, findings: &mut Findings) {
    let names = queues.all.iter().map(|queue| queue.name.as_str());
    let named = match &own.to {
        Address::Queue(name) => Some(name),
        _ => None,
    };
    let Some(wanted) = named.or(queues.default.as_ref()) else {
        return match queues.all.first() {
            Some(first) => findings.look(
                "printer",
                format!(
                    "There are print queues ({}), but none is the system's own.",
                    names.collect::<Vec<_>>().join(", ")
                ),
                format!("Name one in settings.toml: printer = \"{}\"", first.name),
            ),
            None => findings.look("printer", "There is no print queue.", OTHERWISE),
        };
    };
    match queues.all.iter().find(|queue| queue.name == *wanted).map(|queue| &queue.trouble) {
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
        Some(Some(why)) => {
            findings.broken("printer", format!("The print queue {wanted} ({from}) prints nothing: {why}."), OTHERWISE);
        }
        Some(None) => {
            findings.ok("printer", format!("Slips go to the print queue {wanted} ({from}), which takes them."))
        }
    }
}

fn paper(own: &Destination, findings: &mut Findings) {
    let Destination { to, paper, .. } = own;
    if to.is_thermal() && !paper.is_roll() {
        findings.broken(
            "paper",
            format!("The printer {to} prints rolls, but settings say that its paper is {paper}."),
            "Say how wide the roll is in settings.toml: paper = \"80mm\" or \"58mm\".",
        );
    } else {
        let kind = if paper.is_roll() { "rolls" } else { "sheets" };
        findings.ok("paper", format!("Slips are made for {kind} of {paper}."));
    }
}

/// What the print server remembers of a job once it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Memory {
    /// What was on the paper.
    body: bool,
    /// Who printed when, with the title.
    history: bool,
    /// A line for each page in a log.
    pages: bool,
}

/// Tells what the print server remembers of a slip, and how IT stops it.
fn kept(findings: &mut Findings) {
    let server = std::env::var("CUPS_SERVER").ok().filter(|server| !server.is_empty());
    let is_here = server.as_deref().is_none_or(|server| {
        ["/", "localhost", "127.0.0.1", "[::1]", "::1"].iter().any(|here| server.starts_with(here))
    });
    if !is_here {
        return findings.look(
            "spool",
            format!("The print server {} may keep what was on each slip.", server.unwrap_or_default()),
            "Ask IT to set PreserveJobFiles No and PreserveJobHistory No there.",
        );
    }
    let folder = std::env::var_os("CUPS_SERVERROOT").map_or_else(|| PathBuf::from("/etc/cups"), PathBuf::from);
    let path = folder.join("cupsd.conf");
    match std::fs::read_to_string(&path) {
        Ok(text) => remembered(&path, read(&text), findings),
        Err(_) => findings.look(
            "spool",
            format!("Not known: what the print server keeps of each slip ({} can't be read).", path.display()),
            "Ask IT whether PreserveJobFiles and PreserveJobHistory are No in it.",
        ),
    }
}

fn remembered(path: &Path, memory: Memory, findings: &mut Findings) {
    let Memory { body, history, pages } = memory;
    let stops = [
        (body, "what is on each slip", "PreserveJobFiles No"),
        (history, "who printed one when", "PreserveJobHistory No"),
        (pages, "a line for each page in its log", "PageLogFormat with nothing behind it"),
    ];
    let (what, stop): (Vec<_>, Vec<_>) =
        stops.into_iter().filter(|(is, ..)| *is).map(|(_, what, stop)| (what, stop)).unzip();
    if what.is_empty() {
        return findings.ok("spool", "The print server forgets each slip when it is printed.");
    }
    findings.look(
        "spool",
        format!("The print server keeps {} after it is printed.", what.join(" and ")),
        format!("IT stops it with {} in {}, and by starting cups again.", stop.join(" and "), path.display()),
    );
}

/// Reads what `cupsd.conf` says; what it does not say is kept as CUPS does.
fn read(text: &str) -> Memory {
    let value = |name: &str| {
        let of = |line: &str| {
            let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_lowercase())
        };
        text.lines().map(str::trim).filter_map(of).next_back()
    };
    // A number is one of seconds.
    let is_off = |value: &String| matches!(value.as_str(), "no" | "off" | "false" | "0");
    Memory {
        body: !value("PreserveJobFiles").as_ref().is_some_and(is_off),
        history: !value("PreserveJobHistory").as_ref().is_some_and(is_off),
        pages: value("PageLogFormat").is_some_and(|format| !format.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_print_server_keeps_is_read_from_its_settings() {
        let of = |body, history, pages| Memory { body, history, pages };
        assert_eq!(read(""), of(true, true, false));
        assert_eq!(read("PreserveJobFiles No\npreservejobhistory off\nPageLogFormat\n"), of(false, false, false));
        assert_eq!(
            read("# PreserveJobFiles No\nPreserveJobHistory 3600\nPageLogFormat %u %{job-name}"),
            of(true, true, true)
        );
        assert_eq!(read("PreserveJobFiles Yes\n  PreserveJobFiles 0\n"), of(false, true, false));
    }
}
