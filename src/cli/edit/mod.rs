//! `signpost catalogue new`, `edit`, `rename` and `close`

mod editor;

use super::{Exit, Output};
use crate::desk::editing::{Draft, Filled, Workshop, id_from};
use crate::desk::{Desk, Setup};
use crate::error::{Error, Result};
use chrono::NaiveDate;

/// Values of fields, as a form takes them.
#[derive(Debug, clap::Args)]
struct Fields {
    /// Name, as the provider uses it
    #[arg(long)]
    name: Option<String>,
    /// Who runs it
    #[arg(long)]
    organisation: Option<String>,
    /// What it does; the first sentence stands alone in lists
    #[arg(long)]
    description: Option<String>,
    /// Ids of needs, the main one first, with commas between
    #[arg(long)]
    needs: Option<String>,
    /// A phone number: "01632 960123, reception, free"; once for each number, all of them
    #[arg(long)]
    phone: Vec<String>,
    /// Email address
    #[arg(long)]
    email: Option<String>,
    /// Web page
    #[arg(long)]
    url: Option<String>,
    /// When it is open: "Mo-Fr 09:00-17:00; PH off"
    #[arg(long, value_name = "HOURS")]
    opening_hours: Option<String>,
    /// A session: "Tu 10:00-11:30, term time"; once for each session, all of them
    #[arg(long)]
    session: Vec<String>,
    /// What it costs, in words
    #[arg(long)]
    cost: Option<String>,
    /// Any field, as a form takes it; nothing after the = takes it out
    #[arg(long, value_name = "FIELD=TEXT")]
    set: Vec<String>,
}

/// What every command that writes takes.
#[derive(Debug, Clone, Copy, clap::Args)]
struct How {
    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
    /// Writes the files and makes no commit
    #[arg(long)]
    no_commit: bool,
}

/// What `catalogue new` takes.
#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder of its locality; the hub's own when it is left out, "national" for all of the country
    #[arg(long, value_name = "FOLDER")]
    locality: Option<String>,
    /// Its id, which is the name of its file; made of the name when it is left out
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    how: How,
}

/// What `catalogue edit` takes.
#[derive(Debug, clap::Args)]
pub struct Edit {
    /// Id of the service
    id: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    how: How,
}

/// What `catalogue rename` takes.
#[derive(Debug, clap::Args)]
pub struct Rename {
    /// Id of the service
    id: String,
    /// Its new id
    new: String,
    #[command(flatten)]
    how: How,
}

/// What `catalogue close` takes.
#[derive(Debug, clap::Args)]
pub struct Close {
    /// Id of the service
    id: String,
    /// The first day without it, 2026-11-30; today when it is left out
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    /// Id of the service that families go to then
    #[arg(long, value_name = "ID")]
    instead: Option<String>,
    #[command(flatten)]
    how: How,
}

impl Fields {
    /// Returns the fields that were given, with their names in the file.
    fn filled(&self) -> Result<Vec<Filled>> {
        let mut out: Vec<Filled> = Vec::new();
        for (key, value) in [
            ("name", &self.name),
            ("organisation", &self.organisation),
            ("description", &self.description),
            ("needs", &self.needs),
            ("email", &self.email),
            ("url", &self.url),
            ("opening_hours", &self.opening_hours),
            ("cost", &self.cost),
        ] {
            out.extend(value.clone().map(|value| (key.to_owned(), value)));
        }
        for (key, lines) in [("phones", &self.phone), ("sessions", &self.session)] {
            out.extend((!lines.is_empty()).then(|| (key.to_owned(), lines.join("\n"))));
        }
        for pair in &self.set {
            let Some((key, value)) = pair.split_once('=') else {
                return Err(
                    Error::usage(format!("\"{pair}\" has no =.")).hint("Write it as --set cost=\"£1 a family\".")
                );
            };
            let key = key.trim().replace('-', "_");
            crate::desk::editing::in_form(&key)?;
            out.push((key, value.replace("\\n", "\n")));
        }
        Ok(out)
    }
}

/// Adds a service.
pub fn new(arguments: &New, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let shop = setup.workshop()?;
    let locality = match &arguments.locality {
        Some(locality) => locality.clone(),
        None => setup.own_locality(&shop)?,
    };
    let filled = arguments.fields.filled()?;
    let named = |text: &str| arguments.id.clone().unwrap_or_else(|| id_from(&name_in(text)));
    if filled.is_empty() {
        if let Some(id) = &arguments.id {
            shop.free(id)?;
        }
        let place = shop.root().join("services").join(&locality).join("new.toml");
        let begun = shop.begun("new", &filled)?;
        let written = editor::edited(&place, &setup.paths.data.join("drafts"), &begun, out, |text| {
            shop.add(&named(text), &locality, text)
        })?;
        return match written {
            Some(draft) => finish(&shop, &draft, arguments.how, out),
            None => nothing(out),
        };
    }
    let name = filled.iter().find(|(key, _)| key == "name").map(|(_, name)| name.as_str()).unwrap_or_default();
    let id = arguments.id.clone().unwrap_or_else(|| id_from(name));
    if id.is_empty() {
        return Err(Error::usage("A new service needs a name.").hint("Give it with --name, or its id with --id."));
    }
    shop.free(&id)?;
    let text = shop.begun(&id, &filled)?;
    finish(&shop, &shop.add(&id, &locality, &text)?, arguments.how, out)
}

fn name_in(text: &str) -> String {
    crate::catalogue::parse::<crate::catalogue::Service>(text, true).value.name
}

/// Changes fields of a service, by flags or in an editor.
pub fn edit(arguments: &Edit, setup: Setup, out: &mut Output) -> Result<Exit> {
    let filled = arguments.fields.filled()?;
    if setup.own_clone()?.is_some() {
        if filled.is_empty() {
            let what = "This catalogue is fetched, so there is no file here that an editor could open.";
            let hint = "Give fields by flags: --phone, --set FIELD=TEXT. Or edit a clone of your own: --catalogue DIR";
            return Err(Error::usage(what).hint(hint));
        }
        return waits(arguments.how, setup, out, |desk, trial| desk.set_fields(&arguments.id, &filled, trial));
    }
    let shop = setup.workshop()?;
    if !filled.is_empty() {
        let draft = shop.edit(&arguments.id, &filled)?;
        return if draft.is_empty() { nothing(out) } else { finish(&shop, &draft, arguments.how, out) };
    }
    let (path, before) = shop.service(&arguments.id)?;
    let written = editor::edited(&shop.root().join(path), &setup.paths.data.join("drafts"), &before, out, |text| {
        shop.rewrite(&arguments.id, before.clone(), text.to_owned())
    })?;
    match written.filter(|draft| !draft.is_empty()) {
        Some(draft) => finish(&shop, &draft, arguments.how, out),
        None => nothing(out),
    }
}

/// Gives a service another id.
pub fn rename(arguments: &Rename, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let shop = setup.workshop()?;
    finish(&shop, &shop.rename(&arguments.id, &arguments.new)?, arguments.how, out)
}

/// Ends a service on a day.
pub fn close(arguments: &Close, setup: Setup, out: &mut Output) -> Result<Exit> {
    let on = arguments.on.unwrap_or_else(|| setup.clock.today());
    if setup.own_clone()?.is_some() {
        let instead = arguments.instead.as_deref();
        return waits(arguments.how, setup, out, |desk, trial| desk.close(&arguments.id, on, instead, trial));
    }
    let shop = setup.workshop()?;
    let draft = shop.close(&arguments.id, on, arguments.instead.as_deref())?;
    if draft.is_empty() { nothing(out) } else { finish(&shop, &draft, arguments.how, out) }
}

/// Lets a change of a catalogue that is fetched wait at this desk, from where it is sent.
fn waits(how: How, setup: Setup, out: &mut Output, change: impl FnOnce(&Desk, bool) -> Result<String>) -> Result<Exit> {
    if how.no_commit {
        return Err(Error::usage("This catalogue is fetched, so there are no files here that could be written.")
            .hint("Leave --no-commit out: the change waits at this desk until it is sent."));
    }
    super::upkeep::at_desk(setup, out, |desk, out| {
        out.say(change(desk, how.dry_run)?);
        Ok(Exit::Done)
    })
}

fn nothing(out: &mut Output) -> Result<Exit> {
    out.say("Nothing changed.");
    Ok(Exit::Done)
}

/// Shows or writes a draft, and sums up.
fn finish(shop: &Workshop, draft: &Draft, how: How, out: &mut Output) -> Result<Exit> {
    if how.dry_run {
        out.bytes(super::output::shown(draft.diff()).as_bytes())?;
        out.say(format!("{}. Nothing was written.", draft.title));
        return Ok(Exit::Done);
    }
    let done = shop.write(draft, !how.no_commit)?;
    for (path, written) in draft.paths() {
        out.say(format!("{} {path}", if written { "Wrote" } else { "Took away" }));
    }
    match &done.commit {
        Some(commit) => out.say(format!("Committed as {commit}: {}", draft.title)),
        None => out.say(format!("{}.", draft.title)),
    }
    done.notes.iter().for_each(|note| out.say(note));
    Ok(Exit::Done)
}
