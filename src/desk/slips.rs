//! Makes slips and hands them to a print queue or a file.

use super::card::{capital, how, phone_line};
use super::catalogue::Catalogue;
use crate::catalogue::hours;
use crate::error::{Error, Result};
use crate::slip::{Item, Slip};
use crate::text;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Columns of a printed slip; fits A5 and A4 in the usual ten characters to an inch.
pub const SLIP_WIDTH: usize = 60;
/// Longest line to a family, in characters.
pub const LONGEST_LINE: usize = 200;
/// How long a print queue may take to answer.
const QUEUE_PATIENCE: Duration = Duration::from_secs(10);

impl Catalogue {
    /// Makes a slip of these services, with one optional line to the family.
    ///
    /// # Errors
    /// When one of the services is not in the catalogue.
    pub fn slip(&self, services: &[String], discreet: bool, line: Option<&str>) -> Result<Slip> {
        let mut items = Vec::with_capacity(services.len());
        for id in services {
            items.push(self.slip_item(id, discreet)?);
        }
        let mut hub_lines = Vec::new();
        if let Some(hub) = self.hub() {
            hub_lines.push(format!("{}, {}, {}", hub.address_1, hub.city, hub.postal_code));
            hub_lines.extend(hub.phones.first().map(|phone| phone.number.clone()));
            if let Some(Ok(table)) = hub.opening_hours.as_deref().map(hours::Timetable::parse) {
                hub_lines.extend(table.in_words());
            }
        }
        let line = line.map(|line| text::clean(line).chars().take(LONGEST_LINE).collect());
        Ok(Slip {
            hub: self.hub().map_or_else(|| Slip::TITLE.to_owned(), |hub| hub.name.clone()),
            hub_lines,
            date: hours::date(self.clock().today()),
            items,
            line,
            discreet,
        })
    }

    fn slip_item(&self, id: &str, discreet: bool) -> Result<Item> {
        let record = self.record(id).ok_or_else(|| self.unknown(id))?;
        let listed = self.listed_by_id(&record.id).ok_or_else(|| self.unknown(id))?;
        let service = &record.service;
        let phones: Vec<String> = service
            .phones
            .iter()
            .map(|phone| if discreet { phone.number.clone() } else { phone_line(phone) })
            .collect();
        if discreet {
            // Found at home, the slip must not tell what somebody asked about: a sensitive service is only its number.
            return Ok(Item {
                name: (!listed.sensitive).then(|| service.name.clone()),
                phones,
                example: service.example,
                ..Item::default()
            });
        }
        let mut facts = vec![
            ("How to get in".to_owned(), how(service)),
            ("When".to_owned(), self.times(&record, 3)),
            ("Where".to_owned(), self.places(service)),
            ("Cost".to_owned(), vec![capital(&listed.cost)]),
            ("Bring".to_owned(), service.required_documents.clone()),
        ];
        let mut more: Vec<String> = service.text_number.iter().map(|t| format!("Text: {t}")).collect();
        more.extend(service.url.clone());
        facts.push(("Also".to_owned(), more));
        facts.retain(|(_, lines)| !lines.is_empty());
        Ok(Item {
            name: Some(service.name.clone()),
            line: Some(listed.line),
            phones,
            facts,
            ring_first: listed.stale,
            example: service.example,
        })
    }

    /// Returns the error for an id that names no service, with the nearest that does.
    pub fn unknown(&self, id: &str) -> Error {
        let near = self.search(&id.replace('-', " "), self.clock().today(), 1).ok();
        let near = near.and_then(|found| self.snapshot().row(found.hits.first()?.number).map(|row| row.id.to_owned()));
        let hint = match near {
            Some(near) => format!("Did you mean \"{near}\"?"),
            None => "Find it with: signpost search WORDS".to_owned(),
        };
        Error::usage(format!("There is no service \"{}\" in the catalogue.", text::clean(id))).hint(hint)
    }
}

/// Sends a slip to a print queue with `lp` and waits until the queue took it. The body goes over standard input, the title is the same for every slip.
///
/// # Errors
/// When there is no `lp`, no such queue, or it does not answer in time.
pub fn print(slip: &Slip, printer: Option<&str>) -> Result<()> {
    let hint = "Print elsewhere, save the slip as a file, or write it down.";
    let mut command = Command::new("lp");
    command.arg("-t").arg(Slip::TITLE);
    if let Some(printer) = printer {
        command.arg("-d").arg(printer);
    }
    command.arg("--").arg("-");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| Error::system("This computer has no print queue (lp).").hint(hint).because(e))?;
    let sent = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(slip.text(SLIP_WIDTH).as_bytes()));
    let deadline = Instant::now() + QUEUE_PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::system("The print queue does not answer.").hint(hint));
            }
        }
    };
    if status.success() && sent.is_ok() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        let _ = std::io::Read::read_to_string(&mut pipe, &mut said);
    }
    let said = said.lines().next().unwrap_or("").trim_start_matches("lp:").trim();
    let said = text::clean(said.trim_start_matches("Error - ").trim_end_matches('.'));
    let what = if said.is_empty() {
        "The print queue refused the slip.".to_owned()
    } else {
        format!("The print queue refused the slip: {said}.")
    };
    Err(Error::system(what).hint(hint))
}

/// Writes a slip into a new file that only this user can read.
///
/// # Errors
/// When the file is there already or can't be written.
pub fn write(slip: &Slip, path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::usage(format!("The file {} is there already.", path.display())).hint("Choose another name.")
        }
        _ => Error::io("write", path, e),
    })?;
    file.write_all(slip.text(SLIP_WIDTH).as_bytes()).map_err(|e| Error::io("write", path, e))
}
