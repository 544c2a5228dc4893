//! What a desk stands on: its folders, settings, clock, and where its catalogue is.

use super::catalogue::Catalogue;
use crate::catalogue::{Folder, hours};
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use crate::paths::{Paths, make_private};
use crate::settings::{Layer, Origin, Overrides, Settings};
use crate::snapshot::{Archive, Cache, Head, Opened, Outcome, Snapshot};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder name that is looked for where the program is started, and above.
pub const CATALOGUE_FOLDER: &str = "services_catalog";

/// The file that remembers which catalogue was configured, so that losing the setting is never mistaken for never having had one.
const CONFIGURED_MARK: &str = "catalogue-configured";

/// The time zone until a catalogue says another.
const ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__London;
/// The folder in the data folder that stands in for a cache that can't be used.
const SPARE_CACHE: &str = "cache";

/// What a desk stands on.
#[derive(Debug)]
pub struct Setup {
    /// Folders of this user.
    pub paths: Paths,
    /// Settings with their layers.
    pub settings: Settings,
    /// What is wrong with the settings; the desk opens all the same.
    pub settings_problems: Vec<Error>,
    /// The clock, in London's zone until the catalogue says another.
    pub clock: Clock,
}

/// A catalogue that was found, and why this one.
#[derive(Debug, Clone)]
pub struct Located {
    /// Its files.
    pub folder: Folder,
    /// Who said so: "--catalogue", a settings file, "found here".
    pub because: String,
}

impl Setup {
    /// Reads settings and folders.
    ///
    /// # Errors
    /// When there is no place to keep anything, or the test clock is set to no time.
    pub fn load(overrides: &Overrides, data_dir: Option<PathBuf>) -> Result<Self> {
        Self::load_with(overrides, data_dir, Clock::from_env(ZONE)?)
    }

    /// Reads settings and folders, and goes by the machine's clock whatever a test set.
    ///
    /// # Errors
    /// When there is no place to keep anything.
    pub fn load_on_system_clock(overrides: &Overrides, data_dir: Option<PathBuf>) -> Result<Self> {
        Self::load_with(overrides, data_dir, Clock::system(ZONE))
    }

    fn load_with(overrides: &Overrides, data_dir: Option<PathBuf>, clock: Clock) -> Result<Self> {
        let mut paths = Paths::find()?;
        if let Some(dir) = data_dir {
            paths.data = dir;
        }
        let (settings, settings_problems) = Settings::load(&paths.config, overrides);
        Ok(Self { paths, settings, settings_problems, clock })
    }

    /// Finds the catalogue: flag, environment, settings, a `services_catalog/` here or above; the starter inside the program only when none was ever configured.
    ///
    /// # Errors
    /// When a configured catalogue is not there.
    pub fn locate(&self) -> Result<Located> {
        let located = self.search_catalogue()?;
        let setting = &self.settings.catalogue;
        if let Some(origin) = setting.value.as_ref().filter(|_| !matches!(setting.from, Layer::Flag(_))) {
            self.remember(origin);
        }
        Ok(located)
    }

    /// Finds the catalogue as [`Setup::locate`] does, and leaves no mark of it.
    pub(super) fn search_catalogue(&self) -> Result<Located> {
        let setting = &self.settings.catalogue;
        let located = |folder| Located { folder, because: setting.from.to_string() };
        match &setting.value {
            Some(Origin::Path(path)) => return on_disk(path, &setting.from).map(located),
            Some(Origin::Url(_)) => {
                let serving = self.own_clone()?.and_then(|clone| self.serving(&clone));
                return serving.map(located).ok_or_else(|| self.not_fetched());
            }
            None => {}
        }
        // A mistake in the settings must not lead to invented services, nor to a catalogue that happens to lie here.
        if let Some(place) = &self.settings.unreadable_catalogue {
            let what = format!("No catalogue was opened, because {place} can't be read and may name it.");
            return Err(Error::input(what).hint("Mend the settings file, or start with --catalogue."));
        }
        let here = std::env::current_dir().unwrap_or_default();
        if let Some(found) =
            here.ancestors().map(|dir| dir.join(CATALOGUE_FOLDER)).find(|d| d.join("catalogue.toml").is_file())
        {
            return Ok(Located { because: "found here".to_owned(), folder: Folder::Disk(found) });
        }
        // A desk that once had its own catalogue must not show invented services because a setting was lost.
        if let Ok(path) = std::fs::read_to_string(self.paths.data.join(CONFIGURED_MARK)) {
            let what = format!("This desk used the catalogue {}, but no setting names one any more.", path.trim());
            let settings = self.paths.config.join("settings.toml");
            return Err(Error::input(what).hint(format!(
                "Name it in {} as: catalogue = \"...\", or start with --catalogue.",
                settings.display()
            )));
        }
        Ok(Located { folder: Folder::BuiltIn, because: "the starter inside the program".to_owned() })
    }

    /// Opens the catalogue as it stands, compiling what changed, and hands on what people must know about it. While a configured catalogue is away, its last good snapshot serves.
    ///
    /// # Errors
    /// When there is no catalogue that can be used.
    pub fn open_at(&self, clock: Clock) -> Result<(Catalogue, Vec<String>)> {
        let located = match self.locate() {
            Ok(located) => located,
            Err(error) => return self.open_last(error, clock),
        };
        let (opened, elsewhere) = self.fresh(&located.folder, clock)?;
        let said = opened.refused.map(|refused| until_then(&refused, &opened.snapshot));
        let (catalogue, mut notices) = self.at_hub(opened.snapshot, clock);
        notices.extend(said.into_iter().chain(elsewhere));
        Ok((catalogue, notices))
    }

    /// Opens the catalogue as its files stand, and no older one in its place: what is made from it is for others, and an older one may hold what must not leave any more.
    ///
    /// # Errors
    /// When the catalogue is not there or is refused.
    pub fn open_as_it_stands(&self) -> Result<Catalogue> {
        let (opened, _) = self.fresh(&self.locate()?.folder, self.clock)?;
        match opened.refused {
            Some(refused) => Err(refused),
            None => Ok(Catalogue::new(opened.snapshot, self.settings.hub.value.as_deref(), self.clock)),
        }
    }

    /// Opens the newest compiled catalogue without looking at the files, or compiles it when there is none: for a screen that must be there at once.
    ///
    /// # Errors
    /// When there is neither a compiled catalogue nor one that can be compiled.
    pub fn open_newest(&self) -> Result<(Catalogue, Vec<String>)> {
        let located = match self.locate() {
            Ok(located) => located,
            Err(error) => return self.open_last(error, self.clock),
        };
        let cache = Cache::of(&self.paths.cache, &located.folder);
        match cache.newest() {
            Ok(snapshot) => {
                cache.tidy();
                Ok(self.at_hub(snapshot, self.clock))
            }
            Err(_) => self.open_at(self.clock),
        }
    }

    /// Returns a snapshot of the catalogue as it stands. When the machine refuses the cache, one in the data folder serves, with a sentence about it: a desk without results is of no use.
    pub(super) fn fresh(&self, folder: &Folder, clock: Clock) -> Result<(Opened, Option<String>)> {
        let refused = match Cache::of(&self.paths.cache, folder).fresh(folder, clock) {
            Err(error) if error.kind == Kind::System => error,
            done => return done.map(|opened| (opened, None)),
        };
        match Cache::of(&self.paths.data.join(SPARE_CACHE), folder).fresh(folder, clock) {
            Ok(opened) => {
                let said = format!("{refused} Until then the compiled catalogue is kept in the data folder.");
                Ok((opened, Some(said)))
            }
            Err(_) => Err(refused),
        }
    }

    /// Opens the last good snapshot of a configured catalogue that is not there now.
    fn open_last(&self, missing: Error, clock: Clock) -> Result<(Catalogue, Vec<String>)> {
        let Some(Ok(snapshot)) = self.cache_of_configured().map(|cache| cache.newest()) else { return Err(missing) };
        let said = until_then(&missing, &snapshot);
        let (catalogue, mut notices) = self.at_hub(snapshot, clock);
        notices.push(said);
        Ok((catalogue, notices))
    }

    /// Returns where a configured catalogue is compiled to, whether its files are there or not.
    pub(super) fn cache_of_configured(&self) -> Option<Cache> {
        let cache = &self.paths.cache;
        match self.settings.catalogue.value.as_ref()? {
            Origin::Path(path) if is_archive(path) => Some(Cache::of_place(cache, &Archive::place_of(path))),
            Origin::Path(path) => Some(Cache::of(cache, &Folder::Disk(path.clone()))),
            Origin::Url(_) => Some(Cache::of_place(cache, &self.own_clone().ok()??.remote().place())),
        }
    }

    /// Returns the error for a catalogue of which nothing was fetched yet.
    fn not_fetched(&self) -> Error {
        let setting = &self.settings.catalogue;
        let url = setting.value.as_ref().map(ToString::to_string).unwrap_or_default();
        Error::input(format!("Nothing of the catalogue {url} (set by {}) was fetched yet.", setting.from))
            .hint("An open desk fetches it by itself; or run: signpost catalogue update")
    }

    /// Opens the catalogue as it stands if that is another than `open`, with what to say about it. A refused one is another too when its files say of a service that it must be hidden.
    ///
    /// # Errors
    /// When it can't be taken, or no such hub is in it; what is open goes on serving.
    pub fn refreshed(&self, open: Option<&Snapshot>) -> Result<Option<(Catalogue, Vec<String>)>> {
        let located = self.locate()?;
        let (opened, elsewhere) = self.fresh(&located.folder, self.clock)?;
        if open.is_some_and(|open| open.dir == opened.snapshot.dir) {
            return opened.refused.map_or(Ok(None), Err);
        }
        let first = match &opened.refused {
            Some(refused) => until_then(refused, &opened.snapshot),
            None => "The catalogue was updated.".to_owned(),
        };
        let (catalogue, notices) = self.at_hub(opened.snapshot, self.clock);
        Ok(Some((catalogue, std::iter::once(first).chain(notices).chain(elsewhere).collect())))
    }

    /// Deletes older compilations of the catalogue that nobody has open.
    pub fn tidy(&self) {
        if let Ok(located) = self.locate() {
            Cache::of(&self.paths.cache, &located.folder).tidy();
        }
    }

    pub(super) fn at_hub(&self, snapshot: Snapshot, clock: Clock) -> (Catalogue, Vec<String>) {
        // That no enquiry can be saved comes before whatever else there is to tell.
        let lost = self.lost_hub(&snapshot.head).map(|error| {
            let end = if error.hint.is_some() { "" } else { "." };
            format!("{error}{end} Until then services are found, and nothing can be logged.")
        });
        let notices = lost.into_iter().chain(snapshot.notices()).collect();
        (Catalogue::new(snapshot, self.settings.hub.value.as_deref(), clock), notices)
    }

    /// Returns what is wrong with the hub that this desk should stand in, and who named it.
    pub fn lost_hub(&self, head: &Head) -> Option<Error> {
        let hub = &self.settings.hub;
        let (id, set_by) = match &hub.value {
            Some(id) => (id.as_str(), hub.from.to_string()),
            None => (head.header.default_hub.as_deref()?, "default_hub in catalogue.toml".to_owned()),
        };
        let error = Catalogue::unknown_hub(head, id)?;
        let what = format!("{} (set by {set_by}).", error.what.trim_end_matches('.'));
        Some(Error { what, ..error })
    }

    /// Compiles the catalogue anew, even when nothing changed.
    ///
    /// # Errors
    /// When it can't be compiled.
    pub fn reindex(&self) -> Result<Outcome> {
        let located = self.locate()?;
        let (_, outcome) = Cache::of(&self.paths.cache, &located.folder).compile(&located.folder, self.clock)?;
        Ok(outcome)
    }

    /// Keeps a mark that a catalogue was configured. Failing to write it is no reason not to open the desk.
    fn remember(&self, origin: &Origin) {
        let mark = self.paths.data.join(CONFIGURED_MARK);
        let text = origin.to_string();
        if std::fs::read_to_string(&mark).is_ok_and(|old| old == text) {
            return;
        }
        // Enquiries will live in this folder, so it is its owner's from the start.
        let _ = make_private(&self.paths.data).and_then(|()| std::fs::write(&mark, text));
    }
}

/// Returns the files of a catalogue on this machine: a folder, or a .zip.
fn on_disk(path: &Path, from: &Layer) -> Result<Folder> {
    let refused = |why: &str, hint: &str| {
        Err(Error::input(format!("The catalogue {} (set by {from}) {why}.", path.display())).hint(hint))
    };
    let denied = |e: &std::io::Error| e.kind() == std::io::ErrorKind::PermissionDenied;
    if is_archive(path) {
        return match path.metadata() {
            Err(e) if denied(&e) => refused("can't be read", "Ask whoever looks after this computer for access to it."),
            Err(_) => refused("is not there", "Check the path, or that the disk or network folder is connected."),
            Ok(_) => Archive::open(path).map(|archive| Folder::Given(Arc::new(archive))),
        };
    }
    let header = path.join("catalogue.toml");
    if header.is_file() {
        return Ok(Folder::Disk(path.to_owned()));
    }
    match header.metadata() {
        Err(e) if denied(&e) => refused("can't be entered", "Ask whoever looks after this computer for access to it."),
        _ if path.is_dir() => refused("has no catalogue.toml", "Check the path, or bring the files back."),
        _ => refused("is not there", "Check the path, or that the disk or network folder is connected."),
    }
}

/// Returns whether a path is meant as an archive.
fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) && !path.is_dir()
}

/// Returns what went wrong, and which version of the catalogue serves instead.
pub(super) fn until_then(error: &Error, snapshot: &Snapshot) -> String {
    let error = error.to_string();
    // A command at its end takes no full stop, which would look like a part of it.
    let stop = if error.ends_with('.') { "" } else { " -" };
    format!("{error}{stop} Until then the catalogue of {} serves.", date_of(snapshot))
}

/// Returns the day on which a snapshot was compiled, in words.
fn date_of(snapshot: &Snapshot) -> String {
    let compiled = &snapshot.manifest.compiled;
    crate::clock::parse_now(compiled).map_or_else(|_| compiled.clone(), |at| hours::date(at.date()))
}
