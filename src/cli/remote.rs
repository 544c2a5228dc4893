//! `signpost catalogue clone`, `update`, `status` and `log`: the catalogue and where it comes from.

use super::{Exit, Output, count};
use crate::catalogue::hours;
use crate::clock::parse_now;
use crate::desk::{Asked, Notes, Setup, Update, between, said};
use crate::error::{Error, Result};
use crate::git::{OwnClone, Remote, Step};
use crate::settings::{self, Layer, Origin, Setting};
use crate::text;
use std::path::Path;
use std::time::Duration;

/// How long a look at a remote may take while somebody waits.
const PATIENCE: Duration = Duration::from_secs(60);

/// What `clone` takes.
#[derive(Debug, clap::Args)]
pub struct CloneArguments {
    /// Address of the catalogue's git repository; or a folder or .zip on this machine
    #[arg(value_name = "URL")]
    origin: String,
    /// Branch that is the catalogue; the repository's main one when it is left out
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// Only says what would be done
    #[arg(long)]
    dry_run: bool,
}

/// What `update` takes.
#[derive(Debug, clap::Args)]
pub struct UpdateArguments {
    /// Takes a catalogue whose history was rewritten on purpose
    #[arg(long)]
    rewritten: bool,
    /// Looks what is there, and fetches and takes nothing
    #[arg(long)]
    dry_run: bool,
}

/// What `log` takes.
#[derive(Debug, clap::Args)]
pub struct LogArguments {
    /// How many updates to tell, the latest first
    #[arg(default_value_t = 5, value_name = "N")]
    updates: usize,
}

/// Makes a clone of a catalogue, compiles it, and only then names it in the settings.
pub fn clone(arguments: &CloneArguments, mut setup: Setup, out: &mut Output) -> Result<Exit> {
    let origin = origin_of(&arguments.origin, arguments.branch.as_deref())?;
    let branch = match (&origin, &arguments.branch) {
        (Origin::Url(_), Some(branch)) => Some(branch.clone()),
        (Origin::Url(url), None) => {
            let only = OwnClone::only_branch(&Remote::parse(url, None)?, PATIENCE)?;
            if let Some(only) = &only {
                out.say(format!(
                    "Its main branch is not there; {} is the only one, so that is taken.",
                    text::clean(only)
                ));
            }
            only
        }
        (Origin::Path(_), Some(_)) => {
            return Err(Error::usage("A folder or .zip has no branch.").hint("Leave --branch out."));
        }
        (Origin::Path(_), None) => None,
    };
    // What is asked for here comes before what settings say; its signers hold.
    setup.settings.catalogue = Setting { value: Some(origin.clone()), from: Layer::Flag("the command") };
    setup.settings.catalogue_branch = Setting { value: branch.clone(), from: Layer::Flag("the command") };
    let file = setup.paths.config.join("settings.toml");
    let lines = [("catalogue", Some(origin.to_string())), ("catalogue_branch", branch)];
    let lines = lines.each_ref().map(|(name, text)| (*name, text.as_deref()));
    let clone = setup.own_clone()?;
    if arguments.dry_run {
        match &clone {
            Some(clone) => {
                let tip = OwnClone::look(clone.remote(), PATIENCE)?;
                let (tip, dir) = (short(&tip), clone.dir().display());
                out.say(format!("{} is there, at commit {tip}. It would be fetched into {dir}.", clone.remote()));
            }
            None => {
                let services = services(&setup, out)?;
                out.say(format!("{origin} would be read where it lies: {services}"));
            }
        }
        out.say(format!("{} would say: catalogue = {}", file.display(), toml::Value::from(origin.to_string())));
        out.say("Nothing was done.");
        return Ok(Exit::Done);
    }
    let services = match &clone {
        Some(clone) => {
            out.say(format!("Fetching {} ...", clone.remote()));
            let taken = setup.fetch(clone, Asked::ByHand)?;
            if let Some(refused) = taken.refused {
                return Err(refused);
            }
            counted(taken.snapshot.len() as usize)
        }
        None => services(&setup, out)?,
    };
    let written = settings::write(&setup.paths.config, &lines)?;
    // Only now has this desk a catalogue of its own.
    setup.settings.catalogue.from = Layer::File(written.clone());
    setup.locate()?;
    match &clone {
        Some(_) => out.say(format!(
            "Done: {services} The catalogue is looked for there every {}.",
            count(setup.settings.fetch_every_minutes.value as usize, "minute", "minutes")
        )),
        None => out.say(format!("Done: {services} {}", read_where_it_lies(&origin))),
    }
    out.say(format!("{} names it now.", written.display()));
    if std::env::var_os("SIGNPOST_CATALOGUE").is_some_and(|value| !value.is_empty()) {
        out.say("But SIGNPOST_CATALOGUE is set here and comes before the settings: take it away.");
    }
    Ok(Exit::Done)
}

/// Returns what was meant: an address, or a place on this machine. A bare repository on this machine has an address too.
fn origin_of(text: &str, branch: Option<&str>) -> Result<Origin> {
    let origin = Origin::of(Path::new(text), None);
    let Some(path) = origin.path() else { return Ok(origin) };
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_bare = whole.join("HEAD").is_file() && whole.join("objects").is_dir();
    let is_kept_in_git = whole.join(".git").exists() && !whole.join("catalogue.toml").is_file();
    if is_bare || is_kept_in_git {
        return Ok(Origin::Url(Remote::in_folder(&whole, branch)?.url().to_owned()));
    }
    if !whole.exists() {
        return Err(Error::usage(format!("There is no {} here, and it is no address.", whole.display()))
            .hint("Addresses are like https://..., ssh://..., user@host:path or file:///..."));
    }
    Ok(Origin::Path(whole))
}

fn read_where_it_lies(origin: &Origin) -> String {
    format!("{origin} is read where it lies: Signpost fetches nothing, whoever puts it there brings what is new.")
}

/// Says where a catalogue comes from that is not fetched.
fn whence(setup: &Setup) -> Result<String> {
    match &setup.settings.catalogue.value {
        Some(origin) => Ok(read_where_it_lies(origin)),
        None => Ok(format!("The catalogue ({}) is fetched from nowhere.", setup.locate()?.because)),
    }
}

/// Opens a catalogue that lies on this machine, and says how many services it has.
fn services(setup: &Setup, out: &mut Output) -> Result<String> {
    let (catalogue, notices) = setup.open_at(setup.clock)?;
    notices.into_iter().for_each(|notice| out.say(notice));
    Ok(counted(catalogue.snapshot().len() as usize))
}

fn counted(services: usize) -> String {
    format!("{}.", count(services, "service", "services"))
}

/// Fetches the catalogue now, and takes what came.
pub fn update(arguments: &UpdateArguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let Some(clone) = setup.own_clone()? else {
        if arguments.rewritten {
            return Err(Error::usage("This catalogue is not fetched, so no history of it was rewritten."));
        }
        let counted = services(setup, out)?;
        out.say(format!("{counted} {}", whence(setup)?));
        return Ok(Exit::Done);
    };
    if arguments.dry_run {
        let (tip, current) = (OwnClone::look(clone.remote(), PATIENCE)?, clone.current());
        let serves = commit(&clone, current.as_deref());
        if current.as_ref() == Some(&tip) {
            out.say(format!("Nothing new: {} has what serves here, {serves}.", clone.remote()));
        } else {
            out.say(format!("{} has commit {}; what serves here is {serves}.", clone.remote(), short(&tip)));
        }
        out.say("Nothing was fetched.");
        return Ok(Exit::Done);
    }
    let asked = if arguments.rewritten { Asked::Rewritten } else { Asked::ByHand };
    let taken = setup.fetch(&clone, asked).map_err(|error| setup.meanwhile(&clone, error))?;
    if let Some(refused) = taken.refused {
        return Err(setup.meanwhile(&clone, refused));
    }
    taken.snapshot.notices().into_iter().chain(taken.told).for_each(|notice| out.say(notice));
    match (taken.from, taken.to) {
        (Some(from), Some(to)) if from != to => {
            let update = between(&clone, &from, &to)?;
            tell(&update, out)?;
            out.say(said(&update));
        }
        (Some(_), _) => out.say("The catalogue is as it was: nothing new at its remote."),
        (None, _) => out.say(format!("The catalogue was fetched: {}", counted(taken.snapshot.len() as usize))),
    }
    match setup.settle() {
        Ok(landed) => landed.into_iter().for_each(|landed| out.say(landed)),
        // The catalogue is taken all the same.
        Err(error) => out.say(error),
    }
    Ok(Exit::Done)
}

/// Says where the catalogue comes from and how it stands.
pub fn status(setup: &Setup, out: &mut Output) -> Result<Exit> {
    let Some(clone) = setup.own_clone()? else {
        out.line(whence(setup)?)?;
        return match setup.locate() {
            Ok(_) => Ok(Exit::Done),
            Err(problem) => {
                out.line(problem)?;
                Ok(Exit::Look)
            }
        };
    };
    let notes = Notes::of(&clone);
    let (current, tip) = (clone.current(), clone.tip());
    let setting = &setup.settings.catalogue;
    out.line(format!("remote    {} (set by {})", clone.remote(), setting.from))?;
    out.line(format!("clone     {}", clone.dir().display()))?;
    let every = count(setup.settings.fetch_every_minutes.value as usize, "minute", "minutes");
    out.line(format!("fetched   {}, looked for every {every}", moment(notes.answered.as_deref())))?;
    if notes.asked != notes.answered {
        out.line(format!("tried     {}", moment(notes.asked.as_deref())))?;
    }
    if let Some(signers) = &setup.settings.catalogue_signers.value {
        out.line(format!("signers   {}: what is not signed by one of them is not taken", signers.display()))?;
    }
    out.line(format!("serves    {}", commit(&clone, current.as_deref())))?;
    if tip.is_some() && tip != current {
        out.line(format!("waits     {}", commit(&clone, tip.as_deref())))?;
    }
    if let Some(problem) = &notes.problem {
        out.line(format!("problem   {}", text::clean(problem)))?;
    }
    let is_well = current.is_some() && notes.problem.is_none();
    Ok(if is_well { Exit::Done } else { Exit::Look })
}

/// Tells what each of the last updates changed.
pub fn log(arguments: &LogArguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let Some(clone) = setup.own_clone()? else {
        out.say("This catalogue is not fetched, so there are no updates to tell.");
        return Ok(Exit::Nothing);
    };
    let steps = clone.steps();
    for (number, Step { from, to, time }) in steps.iter().take(arguments.updates).enumerate() {
        if number > 0 {
            out.line("")?;
        }
        let at = chrono::DateTime::from_timestamp(*time, 0).map(|at| at.naive_utc());
        let at = at.map_or_else(String::new, |at| format!("{}, {}", hours::date(at.date()), hours::time(at.time())));
        match from {
            Some(from) => {
                out.line(format!("{at}: commit {} after {}", short(to), short(from)))?;
                tell(&between(&clone, from, to)?, out)?;
            }
            None => out.line(format!("{at}: commit {}, the first", short(to)))?,
        }
    }
    Ok(if steps.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Tells what an update changed, a line for each service.
fn tell(update: &Update, out: &mut Output) -> Result<()> {
    for news in &update.news {
        out.line(format!("  {} ({}): {}", news.name, news.id, news.what))?;
    }
    let more = update.services.saturating_sub(update.news.len());
    if more > 0 {
        out.line(format!("  and {} more", count(more, "service", "services")))?;
    }
    for path in &update.others {
        out.line(format!("  {}", text::clean(path)))?;
    }
    Ok(())
}

/// Returns a commit as people know it: its beginning, its day, its first line.
fn commit(clone: &OwnClone, id: Option<&str>) -> String {
    let Some(id) = id else { return "nothing yet".to_owned() };
    let known = clone.log(id, None, 1).ok().and_then(|commits| commits.into_iter().next());
    let Some(known) = known else { return format!("commit {}", short(id)) };
    let day = chrono::DateTime::from_timestamp(known.time, 0).map(|at| hours::date(at.date_naive()));
    format!("commit {} of {}: {}", short(id), day.unwrap_or_default(), known.subject)
}

fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// Returns a moment that was noted, in words.
fn moment(noted: Option<&str>) -> String {
    match noted.map(parse_now) {
        Some(Ok(at)) => format!("{}, {}", hours::date(at.date()), hours::time(at.time())),
        _ => "never".to_owned(),
    }
}
