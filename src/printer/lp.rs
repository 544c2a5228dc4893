//! Prints over the queues of the print system, and follows each job to its end: `lp` is content as soon as the queue took it.

use super::queues::{command, is_trouble};
use super::{HINT, Job, Kind, LOOK};
use crate::error::{Error, Result};
use crate::program;
use crate::text::clean;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

/// How long the print server may take to take a job or to answer.
const SERVER: Duration = Duration::from_secs(10);
/// How often a job is looked at.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a printer may be out of reach, out of paper or stopped before the job is taken back.
const TROUBLE: Duration = Duration::from_secs(6);
/// How long a job may wait behind others.
const WAITING: Duration = Duration::from_secs(20);
/// How long a job may be printed without trouble: some printers warm up first.
const PRINTING: Duration = Duration::from_secs(60);
/// How long the print server may take to let go of a job that is taken back.
const LETTING_GO: Duration = Duration::from_secs(4);

/// What a printer reports that lets nothing come out, as IPP names it (RFC 8011, 5.4.12), without its ending.
const STOPPERS: &[&str] = &[
    "connecting-to-device",
    "timed-out",
    "offline",
    "media-empty",
    "media-needed",
    "media-jam",
    "cover-open",
    "door-open",
    "interlock-open",
    "input-tray-missing",
    "output-area-full",
    "marker-supply-empty",
    "toner-empty",
    "spool-area-full",
    "shutdown",
    "paused",
    "stopped",
];

/// Words of a message that mean that the printer has some of the job.
const BEGUN: &[&str] = &["connected to", "sending", "sent", "spooling", "printing", "to finish"];

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stands {
    /// It waits behind others.
    Waiting,
    /// It is held back by somebody or something.
    Held,
    /// It is being printed; whether the printer has any of it.
    Printing { begun: bool },
    /// The queue was stopped.
    Stopped,
    /// The printer reports something that lets nothing come out.
    Trouble(Trouble),
    /// It is in the queue no more.
    Ended,
}

/// What lets nothing come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    OutOfReach,
    Paper,
    Open,
    Other,
}

/// Prints a job on a queue, the system's own when none is named. The body goes over standard input, where no other user sees it.
pub fn print(queue: Option<&str>, job: &Job<'_>) -> Result<()> {
    let Some(id) = hand_over(queue, job)? else {
        // A print system that gives no number can't be asked what became of it.
        return Ok(());
    };
    follow(&id)
}

/// Hands a job to the print server and returns its id, "desk-12".
fn hand_over(queue: Option<&str>, job: &Job<'_>) -> Result<Option<String>> {
    let mut lp = command("lp");
    lp.arg("-t").arg(job.title);
    if let Some(queue) = queue {
        lp.arg("-d").arg(queue);
    }
    match job.kind {
        Kind::Pdf => lp.args(["-o", "document-format=application/pdf"]),
        Kind::Thermal => lp.args(["-o", "raw"]),
    };
    if let Some(sheet) = job.sheet {
        lp.arg("-o").arg(format!("media={}", sheet.to_uppercase()));
    }
    lp.arg("--").arg("-");
    let answer = program::run(&mut lp, Some(job.body), SERVER)
        .map_err(|e| match e.kind() {
            ErrorKind::BrokenPipe => {
                Error::system("The print queue did not take the whole slip.").hint(HINT).because(e)
            }
            _ => Error::system("This computer has no print queue (lp).").hint(HINT).because(e),
        })?
        .ok_or_else(|| Error::system("The print queue does not answer, so the slip may come out later.").hint(LOOK))?;
    if !answer.status.success() {
        let said = String::from_utf8_lossy(&answer.stderr);
        let said = said.lines().next().unwrap_or("").trim_start_matches("lp:").trim();
        let said = clean(said.trim_start_matches("Error - ").trim_end_matches('.'));
        let what = match said.is_empty() {
            true => "The print queue refused the slip.".to_owned(),
            false => format!("The print queue refused the slip: {said}."),
        };
        return Err(Error::system(what).hint(HINT));
    }
    let said = String::from_utf8_lossy(&answer.stdout);
    let id = said.trim().strip_prefix("request id is ").and_then(|rest| rest.split_whitespace().next());
    Ok(id.map(str::to_owned))
}

/// Follows a job until it came out, or takes it back.
fn follow(id: &str) -> Result<()> {
    let queue = queue_of(id);
    let began = Instant::now();
    // Since when it stands as it does; trouble that goes away and comes back counts as one.
    let mut trouble: Option<(Instant, Stands)> = None;
    let mut last = Stands::Waiting;
    let mut begun = false;
    loop {
        let Some(stands) = look(id) else {
            return Err(Error::system(format!(
                "The print queue {queue} took the slip and does not answer any more, so it may come out later."
            ))
            .hint(LOOK));
        };
        begun |= stands == Stands::Printing { begun: true };
        match &stands {
            Stands::Ended => return ended(id, &last),
            // Nothing comes out of it until somebody starts it again, which may be tomorrow.
            Stands::Stopped | Stands::Held => return take_back(id, &stands, begun),
            Stands::Trouble(_) => {
                let since = trouble.get_or_insert((Instant::now(), stands.clone())).0;
                if since.elapsed() > TROUBLE {
                    return take_back(id, &stands, begun);
                }
            }
            Stands::Waiting if began.elapsed() > WAITING => return take_back(id, &stands, begun),
            Stands::Printing { .. } if began.elapsed() > PRINTING => return take_back(id, &stands, true),
            Stands::Waiting | Stands::Printing { .. } => trouble = None,
        }
        last = stands;
        std::thread::sleep(PAUSE);
    }
}

fn queue_of(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(queue, _)| queue)
}

/// Returns how a job stands; nothing when the print server does not say.
fn look(id: &str) -> Option<Stands> {
    let queue = queue_of(id);
    let mut lpstat = command("lpstat");
    lpstat.args(["-W", "not-completed", "-l", "-o", queue, "-p", queue]);
    let answer = program::run(&mut lpstat, None, SERVER).ok()??;
    let said = String::from_utf8_lossy(&answer.stdout);
    // An answer without the printer is none: what is not listed must not count as printed.
    (answer.status.success() && said.lines().any(|line| line.starts_with("printer "))).then(|| stands(&said, id))
}

/// Reads what `lpstat -W not-completed -l -o -p` says about a job.
fn stands(said: &str, id: &str) -> Stands {
    let job: Vec<&str> = block(said, |line| line.split_whitespace().next() == Some(id));
    let printer: Vec<&str> = block(said, |line| line.starts_with("printer "));
    if job.is_empty() {
        return Stands::Ended;
    }
    let of = |lines: &[&str], name: &str| {
        let found = lines.iter().find_map(|line| line.trim().strip_prefix(name).map(str::trim));
        found.unwrap_or_default().to_owned()
    };
    let alerts = of(&printer, "Alerts:");
    let job_alerts = of(&job, "Alerts:");
    if printer.first().is_some_and(|line| line.contains(" disabled since ")) || alerts.split(' ').any(is_stopped) {
        return Stands::Stopped;
    }
    if job_alerts.contains("hold") || job_alerts.contains("held") {
        return Stands::Held;
    }
    // The line below the printer's own is what it says itself.
    let message = printer.get(1).map(|line| line.trim()).filter(|line| !line.starts_with("Form mounted:"));
    let message = format!("{} {}", of(&job, "Status:"), message.unwrap_or_default());
    let stopper = STOPPERS.iter().find(|reason| alerts.contains(**reason) || job_alerts.contains(**reason));
    let busy_with_it = job_alerts.contains("job-printing") || printer.first().is_some_and(|line| line.contains(id));
    match stopper {
        Some(reason) => Stands::Trouble(match *reason {
            "connecting-to-device" | "timed-out" | "offline" | "shutdown" => Trouble::OutOfReach,
            reason if reason.starts_with("media-") => Trouble::Paper,
            reason if reason.ends_with("-open") => Trouble::Open,
            _ => Trouble::Other,
        }),
        None if busy_with_it && is_trouble(&message) => {
            let far = ["exist", "unavailable", "respond", "onnect", "offline", "in use", "reach", "become", "ooking"];
            Stands::Trouble(match far.iter().any(|word| message.contains(word)) {
                true => Trouble::OutOfReach,
                false => Trouble::Other,
            })
        }
        None if busy_with_it => {
            let message = message.to_lowercase();
            Stands::Printing { begun: BEGUN.iter().any(|word| message.contains(word)) }
        }
        None => Stands::Waiting,
    }
}

fn is_stopped(alert: &str) -> bool {
    matches!(alert, "paused" | "stopped" | "stopped-partly" | "moving-to-paused")
}

/// Returns a line that is looked for and the lines that are moved in below it.
fn block(said: &str, is_head: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut lines = said.lines().skip_while(|line| line.starts_with(['\t', ' ']) || !is_head(line));
    let head = lines.next();
    head.into_iter().chain(lines.take_while(|line| line.starts_with(['\t', ' ']))).collect()
}

/// Says how a job ended that is in the queue no more.
fn ended(id: &str, last: &Stands) -> Result<()> {
    let queue = queue_of(id);
    let mut lpstat = command("lpstat");
    lpstat.args(["-W", "completed", "-l", "-o", queue]);
    let answer = program::run(&mut lpstat, None, SERVER).ok().flatten();
    let said = answer.map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned()).unwrap_or_default();
    let job = block(&said, |line| line.split_whitespace().next() == Some(id));
    let alerts = job.iter().find_map(|line| line.trim().strip_prefix("Alerts:")).unwrap_or_default();
    if alerts.contains("cancel") {
        return Err(Error::system(format!("Somebody took the slip out of the print queue {queue}.")).hint(LOOK));
    }
    // A server that keeps no history says nothing; then what was seen last has to do.
    if alerts.contains("abort") || (job.is_empty() && matches!(last, Stands::Trouble(_))) {
        return Err(Error::system(format!("The print queue {queue} gave the slip up.")).hint(LOOK));
    }
    Ok(())
}

/// Takes a job back, so that it does not come out when nobody stands there, and says why.
fn take_back(id: &str, why: &Stands, begun: bool) -> Result<()> {
    let queue = queue_of(id);
    let why = match why {
        Stands::Stopped => format!("The print queue {queue} is stopped"),
        Stands::Held => format!("The print queue {queue} holds the slip back"),
        Stands::Waiting => format!("Others are printing on {queue} and it takes too long"),
        Stands::Trouble(Trouble::OutOfReach) => format!("The printer of the queue {queue} can't be reached"),
        Stands::Trouble(Trouble::Paper) => format!("The printer of the queue {queue} needs paper"),
        Stands::Trouble(Trouble::Open) => format!("The printer of the queue {queue} is open"),
        Stands::Trouble(Trouble::Other) => format!("The print queue {queue} can't print"),
        Stands::Printing { .. } => format!("The printer of the queue {queue} does not come to an end"),
        Stands::Ended => return Ok(()),
    };
    // With its data: what is taken back must not lie in the spool either.
    let cancelled = program::run(command("cancel").args(["-x", id]), None, SERVER);
    let taken = matches!(&cancelled, Ok(Some(answer)) if answer.status.success());
    let asked = Instant::now();
    while asked.elapsed() < LETTING_GO {
        match look(id) {
            // It came to its end while it was being taken back.
            Some(Stands::Ended) if !taken => return ended(id, &Stands::Waiting),
            Some(Stands::Ended) if begun => {
                return Err(super::partly(format!("{why}. The rest was taken back, and part may have come out.")));
            }
            Some(Stands::Ended) => {
                return Err(Error::system(format!("{why}. The slip was taken back and will not come out.")).hint(HINT));
            }
            _ => std::thread::sleep(PAUSE),
        }
    }
    let what = format!("{why}, and the slip can't be taken back: it may still come out.");
    Err(Error::system(what).hint("Stay at the printer, or ask whoever looks after it to take it out of the queue."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAD: &str = "dead-1                  root              1024   Sun Nov 22 18:35:14 2026\n\
        \tStatus: The printer may not exist or is unavailable at this time.\n\tAlerts: job-printing\n\tqueued for dead\n\
        printer dead now printing dead-1.  enabled since Sun Nov 22 18:35:14 2026\n\
        \tThe printer may not exist or is unavailable at this time.\n\tForm mounted:\n\tAlerts: none\n\tLocation: \n";

    #[test]
    fn what_the_print_server_says_about_a_job_is_understood() {
        let out_of_reach = Stands::Trouble(Trouble::OutOfReach);
        assert_eq!(stands(DEAD, "dead-1"), out_of_reach);
        assert_eq!(stands(DEAD, "dead-11"), Stands::Ended);
        let printing = DEAD.replace("The printer may not exist or is unavailable at this time.", "Sending data");
        assert_eq!(stands(&printing, "dead-1"), Stands::Printing { begun: true });
        let not_yet = DEAD.replace("The printer may not exist or is unavailable at this time.", "");
        assert_eq!(stands(&not_yet, "dead-1"), Stands::Printing { begun: false });
        for (alert, expected) in [
            ("connecting-to-device", out_of_reach),
            ("media-empty-error", Stands::Trouble(Trouble::Paper)),
            ("cover-open-report toner-low-warning", Stands::Trouble(Trouble::Open)),
            ("toner-empty-error", Stands::Trouble(Trouble::Other)),
            ("toner-low-warning media-low-report", Stands::Printing { begun: true }),
            ("paused", Stands::Stopped),
        ] {
            assert_eq!(stands(&printing.replace("Alerts: none", &format!("Alerts: {alert}")), "dead-1"), expected);
        }
        let held = printing.replace("job-printing", "job-hold-until-specified");
        assert_eq!(stands(&held, "dead-1"), Stands::Held);
        // What the printer says while it prints another job is not about this one.
        let behind = DEAD.replace("job-printing", "none").replace("now printing dead-1", "now printing dead-0");
        assert_eq!(
            stands(&behind.replace("\tStatus: The printer may not exist", "\tStatus: "), "dead-1"),
            Stands::Waiting
        );
        let off = "off-2  root  1024   Sun Nov 22 18:35:14 2026\n\tAlerts: none\n\tqueued for off\n\
                   printer off disabled since Sun Nov 22 18:35:14 2026 -\n\tPaused\n\tForm mounted:\n";
        assert_eq!(stands(off, "off-2"), Stands::Stopped);
    }
}
