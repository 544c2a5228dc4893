//! The printers that settings name: one for all hubs, and one for each hub that has its own.

use super::{Address, Layer, Paper, Setting, one_of};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What `[printers.<hub>]` can hold.
const KEYS: [&str; 2] = ["to", "paper"];

/// The printer of one hub.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OfHub {
    to: Option<Address>,
    paper: Option<Paper>,
}

/// Where slips go, from every layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printers {
    /// The printer of every hub that has none of its own; nothing means the system's own.
    pub printer: Setting<Option<Address>>,
    /// Its paper; nothing means what such printers have.
    pub paper: Setting<Option<Paper>>,
    of_hubs: Setting<BTreeMap<String, OfHub>>,
}

/// Where the slips of one desk go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The printer.
    pub to: Address,
    /// The paper in it.
    pub paper: Paper,
    /// The layer that named the printer.
    pub from: Layer,
}

impl Printers {
    /// Returns the system's own printer for every hub.
    pub fn built_in() -> Self {
        Self {
            printer: Setting::built_in(None),
            paper: Setting::built_in(None),
            of_hubs: Setting::built_in(BTreeMap::new()),
        }
    }

    /// Returns where the slips of a hub go. What the environment says for this one start goes before what a file says for the hub.
    pub fn of(&self, hub: Option<&str>) -> Destination {
        let own = hub.and_then(|hub| self.of_hubs.value.get(hub));
        let general = (self.printer.value.as_ref(), &self.printer.from);
        let (to, from) = match own.and_then(|own| own.to.as_ref()) {
            Some(to) if !matches!(self.printer.from, Layer::Environment(_)) => (Some(to), &self.of_hubs.from),
            _ => general,
        };
        let to = to.cloned().unwrap_or(Address::System);
        let named = own.filter(|own| own.to.as_ref().is_none_or(|own| *own == to)).and_then(|own| own.paper);
        let paper = named.unwrap_or_else(|| self.usual_paper(&to));
        Destination { to, paper, from: from.clone() }
    }

    /// Returns the paper in a printer: as settings say for it, else what such printers have.
    pub fn paper_in(&self, to: &Address) -> Paper {
        let known = self.of_hubs.value.values().find(|own| own.to.as_ref() == Some(to));
        known.and_then(|own| own.paper).unwrap_or_else(|| self.usual_paper(to))
    }

    fn usual_paper(&self, to: &Address) -> Paper {
        let general = self.paper.value.filter(|_| self.printer.value.as_ref().unwrap_or(&Address::System) == to);
        general.unwrap_or(match to.is_thermal() {
            true => Paper::Roll80,
            // Sheets of a kind are mostly the same in a whole building.
            false => self.paper.value.filter(|paper| !paper.is_roll()).unwrap_or_default(),
        })
    }

    /// Returns every printer that is named anywhere, with whose it is.
    pub fn named(&self) -> impl Iterator<Item = (&Address, Option<&str>)> {
        let general = self.printer.value.iter().map(|to| (to, None));
        general.chain(self.of_hubs.value.iter().filter_map(|(hub, own)| Some((own.to.as_ref()?, Some(hub.as_str())))))
    }

    /// Returns the printers of single hubs as one text; nothing when there are none.
    pub(super) fn of_hubs_in_words(&self) -> Option<String> {
        let told = |value: Option<&dyn Display>| value.map(|value| format!(" \"{value}\"")).unwrap_or_default();
        let of = |(hub, own): (&String, &OfHub)| {
            let to = told(own.to.as_ref().map(|to| to as &dyn Display));
            let paper = own.paper.map(|paper| format!(" on {paper}")).unwrap_or_default();
            format!("{hub}:{to}{paper}")
        };
        let all: Vec<String> = self.of_hubs.value.iter().map(of).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    pub(super) fn from(&self) -> &Layer {
        &self.of_hubs.from
    }

    /// Takes `[printers]`, and returns what is wrong in it with its place.
    pub(super) fn lay_hubs(&mut self, path: &Path, value: &Spanned<DeValue<'_>>) -> Vec<(usize, String)> {
        let mut wrong = Vec::new();
        let at = value.span().start;
        let DeValue::Table(hubs) = value.get_ref() else {
            return vec![(at, "printers must be one table for each hub: [printers.HUB]".to_owned())];
        };
        let mut all = BTreeMap::new();
        for (hub, value) in hubs {
            match value.get_ref() {
                DeValue::Table(table) => {
                    all.insert(hub.get_ref().to_string(), of_hub(table, &mut wrong));
                }
                _ => {
                    let hub = hub.get_ref().escape_default();
                    let what = format!("the printer of the hub {hub} stands below [printers.{hub}] as to = \"...\"");
                    wrong.push((value.span().start, what));
                }
            }
        }
        self.of_hubs = Setting { value: all, from: Layer::File(path.to_owned()) };
        wrong
    }
}

fn of_hub(table: &DeTable<'_>, wrong: &mut Vec<(usize, String)>) -> OfHub {
    let mut own = OfHub::default();
    for (key, value) in table {
        let key_name = key.get_ref().as_ref();
        if !KEYS.contains(&key_name) {
            let what = format!("a hub's printer has no setting \"{}\", only to and paper", key_name.escape_default());
            wrong.push((key.span().start, what));
            continue;
        }
        let taken = match value.get_ref() {
            DeValue::String(text) if key_name == "to" => text.parse().map(|to| own.to = Some(to)),
            DeValue::String(text) => one_of(key_name, text).map(|paper| own.paper = Some(paper)),
            _ => Err(format!("{key_name} must be a text in \"quotes\"")),
        };
        if let Err(what) = taken {
            wrong.push((value.span().start, what));
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn laid(text: &str) -> (Settings, Option<String>) {
        let mut settings = Settings::built_in();
        let problem = settings.lay_file(Path::new("s.toml"), text).map(|problem| problem.to_string());
        (settings, problem)
    }

    #[test]
    fn every_hub_has_a_printer_of_its_own_or_the_one_for_all() {
        let (settings, problem) = laid(
            "printer = \"office\"\npaper = \"a5\"\n[printers.riverside]\nto = \"tcp://192.0.2.10\"\npaper = \"58mm\"\n\
             [printers.mill]\nto = \"device:/dev/usb/lp0\"\n[printers.quay]\npaper = \"a4\"\n",
        );
        assert_eq!(problem, None);
        let of = |hub| {
            let outlet = settings.printers.of(hub);
            format!("{} {}", outlet.to, outlet.paper)
        };
        assert_eq!(of(None), "office a5");
        assert_eq!(of(Some("another")), "office a5");
        assert_eq!(of(Some("riverside")), "tcp://192.0.2.10:9100 58mm");
        assert_eq!(of(Some("mill")), "device:/dev/usb/lp0 80mm");
        assert_eq!(of(Some("quay")), "office a4");
        assert_eq!(settings.printers.paper_in(&"tcp://192.0.2.10".parse().unwrap()), Paper::Roll58);
        assert_eq!(settings.printers.paper_in(&Address::System), Paper::A5);
        assert_eq!(settings.printers.named().count(), 3);
        let list = settings.list();
        let told = list.iter().find(|(name, ..)| *name == "printers").map(|(_, value, _)| value.as_str());
        assert_eq!(
            told,
            Some("mill: \"device:/dev/usb/lp0\", quay: on a4, riverside: \"tcp://192.0.2.10:9100\" on 58mm")
        );
    }

    #[test]
    fn what_is_set_for_one_start_goes_before_the_hub() {
        let (mut settings, _) = laid("[printers.riverside]\nto = \"tcp://192.0.2.10\"\npaper = \"58mm\"\n");
        let set = |name: &str| (name == "SIGNPOST_PRINTER").then(|| "back-office".to_owned());
        assert!(settings.lay_environment(set).is_empty());
        let outlet = settings.printers.of(Some("riverside"));
        // The roll is in the other printer.
        assert_eq!((outlet.to.to_string().as_str(), outlet.paper), ("back-office", Paper::A4));
        assert_eq!(outlet.from.to_string(), "SIGNPOST_PRINTER");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_rest_holds() {
        for (text, told) in [
            (
                "paper = \"80mmm\"",
                "s.toml:1:9: paper must be one of a4, a5, 80mm, 58mm, not \"80mmm\"; did you mean 80mm? Mend",
            ),
            ("paper = \"letter\"", "s.toml:1:9: paper must be one of a4, a5, 80mm, 58mm, not \"letter\". Mend"),
            ("printer = \"tcp://:9100\"", "s.toml:1:11: tcp://:9100 names no computer"),
            ("[printers.a]\nto = \"ipp://x\"", "s.toml:2:6: \"ipp:\" is no kind of printer that can be used"),
            ("[printers.a]\npaper = \"a6\"", "s.toml:2:9: paper must be one of"),
            ("[printers.a]\nto = 9100", "s.toml:2:6: to must be a text in \"quotes\""),
            ("[printers.a]\nprinter = \"x\"", "s.toml:2:1: a hub's printer has no setting \"printer\", only to and"),
            ("printers = \"x\"", "s.toml:1:12: printers must be one table for each hub"),
            ("[printers]\na = \"x\"", "s.toml:2:5: the printer of the hub a stands below [printers.a]"),
        ] {
            let (_, problem) = laid(text);
            let problem = problem.unwrap_or_default();
            assert!(problem.starts_with(told), "{text}: {problem}");
        }
        let (settings, problem) =
            laid("[printers.a]\nto = \"x\"\npaper = \"b\"\n[printers.b]\nto = \"desk\"\npaper = \"58mm\"");
        assert!(problem.is_some());
        let outlet = settings.printers.of(Some("b"));
        assert_eq!((outlet.to.to_string().as_str(), outlet.paper), ("desk", Paper::Roll58));
        assert_eq!(settings.printers.of(Some("a")).to.to_string(), "x");
    }
}
