//! `signpost purge`

use super::{Exit, Output, count};
use crate::desk::{Setup, purge};
use crate::error::Result;
use crate::store::{Purged, horizon};
use chrono::NaiveDate;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Tells what would be erased, and erases nothing
    #[arg(long)]
    dry_run: bool,
    /// Also where no newer enquiry is here; without it a wrong clock can't take everything
    #[arg(long)]
    all: bool,
}

/// Erases enquiries that are older than they are kept, in every file of the data folder.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let (mut store, notices) = setup.open_store()?;
    let keep = setup.settings.keeping.rows_months.value;
    let (done, words) = if arguments.dry_run {
        (store.would_purge(horizon(catalogue.clock().today(), keep)), ["Would be erased", "Would be taken out of"])
    } else {
        (purge(&mut store, &catalogue, keep, arguments.all), ["Erased for good", "Taken out of"])
    };
    super::tell_store(notices, &done, out);
    let done = done?;
    tell(&done, words, keep, out)?;
    let folder = setup.paths.data.display();
    out.say(format!(
        "Copies outside {folder} are not known here: delete older backups and exports there, or make them anew."
    ));
    if done.held {
        out.say("Another Signpost has the store open, so erased words may still stand in its file. Close it, then run this again.");
    }
    Ok(if done.held || !done.by_hand.is_empty() { Exit::Look } else { Exit::Done })
}

fn tell(done: &Purged, [erased, taken]: [&str; 2], keep: u32, out: &mut Output) -> Result<()> {
    let number = |many: u64| count(usize::try_from(many).unwrap_or(usize::MAX), "enquiry", "enquiries");
    let all: u64 = done.months.iter().map(|(_, many)| many).sum();
    let last = done.up_to.format("%-d %B %Y");
    out.line(format!(
        "{erased}: {} up to {last}. This month and {keep} whole months before it are kept.",
        number(all)
    ))?;
    for (month, many) in &done.months {
        let first: Option<NaiveDate> = format!("{month}-01").parse().ok();
        let name = first.map_or_else(|| month.clone(), |day| day.format("%B %Y").to_string());
        out.line(format!("  {name:<16}{many:>9}"))?;
    }
    if all > 0 {
        out.line("The counts of these months stay, those of sensitive needs and services by locality only.")?;
    }
    if done.releases > 0 {
        let releases = count(done.releases, "release", "releases");
        out.line(format!("{erased}: the true counts behind {releases}. What was published stays."))?;
    }
    if done.words > 0 {
        let words = count(done.words, "count of a word", "counts of words");
        out.line(format!("{erased}: {words} that found nothing."))?;
    }
    for (path, many) in &done.copies {
        out.line(format!("{taken} {}: {}", path.display(), number(*many)))?;
    }
    for (path, why) in &done.by_hand {
        out.line(format!("Delete by hand: {}; {why}.", path.display()))?;
    }
    Ok(())
}
