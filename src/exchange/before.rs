//! What stands in the catalogue before an import: which files are of the register, and which ids are taken.

use super::export;
use super::import::Order;
use super::mapping::Mapping;
use super::written::slug;
use crate::audit;
use crate::catalogue::check::{self, Known};
use crate::catalogue::{File, Folder, Header, Needs, Part, Service, Taxonomy, edit, parse, spread};
use crate::error::{Error, Result};
use std::collections::{HashMap, HashSet};

/// A file that has something to do with the import.
pub struct InFile {
    /// Its path.
    pub path: String,
    /// Its id in the register.
    pub upstream: Option<String>,
    /// Its name and places, as duplicates are known.
    pub alike: (String, Vec<String>),
    /// Its id, and those that it had before.
    pub ids: Vec<String>,
}

/// What stands in the catalogue before the import.
pub struct Before {
    /// What is known of the catalogue.
    pub known: Known,
    /// Which needs the terms of registers mean.
    pub mapping: Mapping,
    /// Paths of files, by id in the register.
    pub files: HashMap<String, String>,
    /// All ids that are taken.
    pub ids: HashSet<String>,
    /// Ids of services, by name and place.
    pub alike: HashMap<(String, String), String>,
    /// Ids under which this catalogue exports its own services, with their ids in the register.
    pub own: HashMap<String, Option<String>>,
    /// The folder for new files.
    pub locality: String,
}

impl Before {
    /// Reads what stands there.
    ///
    /// # Errors
    /// When the catalogue can't be read, or it isn't said where new files go.
    pub fn read(order: &Order) -> Result<Self> {
        let folder = Folder::Disk(order.root.clone());
        let listing = folder.list()?;
        let text = |part: Part| {
            let file = listing.files.iter().find(|file| file.part == part)?;
            Some(folder.read(file).ok()?.into_owned())
        };
        edit::refuse_newer(&text(Part::Header).unwrap_or_default())?;
        let header = parse::<Header>(&text(Part::Header).unwrap_or_default(), true).value;
        let needs = text(Part::Needs).unwrap_or_default();
        let needs = parse::<Needs>(&needs, check::is_newer(&header)).value.needs;
        let taxonomy = text(Part::Taxonomy).unwrap_or_default();
        let taxonomy = parse::<Taxonomy>(&taxonomy, false);
        if let Some(problem) = taxonomy.problems.first() {
            let place = crate::text::place("taxonomy.toml", taxonomy.text, problem.span.start);
            return Err(Error::input(format!("{place}: {}", problem.what)).hint("Mend it, then import again."));
        }
        let ids = |part: Part| listing.files.iter().filter(move |f| f.part == part).map(|f| f.id().to_owned());
        let localities = listing.files.iter().filter_map(File::locality).map(str::to_owned).collect();
        let known = Known {
            sensitive: needs.iter().filter(|need| need.sensitive).map(|need| need.id.clone()).collect(),
            needs: Some(needs.into_iter().map(|need| need.id).collect()),
            hubs: ids(Part::Hub).collect(),
            terms: ids(Part::Terms).collect(),
            localities,
            logo: false,
            today: order.today,
        };
        let locality = locality(order, &known)?;
        let mut before = Self {
            known,
            mapping: Mapping::of(&taxonomy.value),
            files: HashMap::new(),
            ids: HashSet::new(),
            alike: HashMap::new(),
            own: HashMap::new(),
            locality,
        };
        let files: Vec<&File> = listing.files.iter().filter(|file| file.part == Part::Service).collect();
        let portions: Vec<_> = files.chunks(256).collect();
        let read =
            spread(&portions, |some| some.iter().map(|file| look(&folder, file, &order.scheme)).collect::<Vec<_>>());
        for known in read.into_iter().flatten() {
            let exported = known.ids.iter().map(|id| (export::service_id(&header.name, id), known.upstream.clone()));
            before.own.extend(exported);
            before.remember(known);
        }
        Ok(before)
    }

    /// Notes a file.
    pub fn remember(&mut self, file: InFile) {
        let InFile { path, upstream, alike: (name, places), ids } = file;
        let id = ids.first().cloned().unwrap_or_default();
        for place in places.into_iter().filter(|_| !name.is_empty()) {
            self.alike.entry((name.clone(), place)).or_insert_with(|| id.clone());
        }
        self.ids.extend(ids);
        if let Some(there) = upstream {
            self.files.entry(there).or_insert(path);
        }
    }

    /// Notes what a file has in common with others now.
    pub fn renamed(&mut self, was: &Service, now: &Service, id: &str) {
        let (name, places) = audit::alike(was);
        for place in places {
            let key = (name.clone(), place);
            if self.alike.get(&key).is_some_and(|file| file == id) {
                self.alike.remove(&key);
            }
        }
        let (name, places) = audit::alike(now);
        for place in places.into_iter().filter(|_| !name.is_empty()) {
            self.alike.entry((name.clone(), place)).or_insert_with(|| id.to_owned());
        }
    }

    /// Returns an id that nothing in the catalogue has or had.
    pub fn free_id(&self, service: &Service, there: &str) -> String {
        let name = slug(&service.name);
        let place = service.places.iter().find_map(|place| place.city.as_deref().or(place.area.as_deref()));
        let with = [service.organisation.as_deref(), place].into_iter().flatten().map(slug);
        let longer = with
            .map(|more| format!("{name}-{more}").chars().take(60).collect::<String>().trim_end_matches('-').to_owned());
        let numbered = format!("{name}-{:08x}", crc32fast::hash(there.as_bytes()));
        let free = |id: &String| !self.ids.contains(id) && check::id_problem(id).is_none();
        if let Some(id) = std::iter::once(name.clone()).chain(longer).chain([numbered.clone()]).find(free) {
            return id;
        }
        (2..).map(|n: u64| format!("{numbered}-{n}")).find(free).unwrap_or(numbered)
    }
}

/// Returns the folder for new files.
fn locality(order: &Order, known: &Known) -> Result<String> {
    if let Some(locality) = &order.locality {
        return match check::id_problem(locality) {
            Some(what) => Err(Error::usage(what).hint("A locality looks like \"exampleshire\".")),
            None => Ok(locality.clone()),
        };
    }
    let own: Vec<&String> = known.localities.iter().filter(|name| *name != "national" && *name != "example").collect();
    match own.as_slice() {
        [only] => Ok((*only).clone()),
        _ => Err(Error::usage("It is not clear into which folder of services/ new services go.")
            .hint("Name it: --locality exampleshire. A new name makes a new folder.")),
    }
}

/// Returns what an import has to know of a file.
fn look(folder: &Folder, file: &File, scheme: &str) -> InFile {
    let text = folder.read(file).unwrap_or_default();
    let parsed = parse::<Service>(&text, true);
    let service = parsed.value;
    let alike = audit::alike(&service);
    let upstream = service.upstream.filter(|upstream| upstream.scheme == scheme).map(|upstream| upstream.id);
    let ids = std::iter::once(file.id().to_owned()).chain(service.formerly).collect();
    InFile { path: file.path.clone(), upstream, alike, ids }
}
