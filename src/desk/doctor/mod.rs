//! Looks at everything that a desk stands on and says what is well, what somebody should look at and what is broken. It writes nothing, not even a lock, and tells nothing of any enquiry.

mod catalogue;
mod disk;
mod enquiries;
mod places;
mod printers;
mod remote;
mod time;

use super::Setup;
use serde::Serialize;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All is well.
    Ok,
    /// The desk works; somebody should look at it.
    Look,
    /// The desk can't do all of its job, or enquiries are in danger.
    Broken,
}

impl State {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Look => "look",
            Self::Broken => "broken",
        }
    }
}

/// What was found about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The heading that it stands under.
    pub area: &'static str,
    /// What was looked at; stays the same between versions.
    pub check: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found, in one or two sentences.
    pub what: String,
    /// What to do; nothing when all is well.
    #[serde(rename = "do")]
    pub hint: Option<String>,
}

/// Everything that was found, in the order in which people read it.
#[derive(Debug, Default)]
pub struct Findings {
    area: &'static str,
    /// What was found.
    pub all: Vec<Finding>,
}

impl Findings {
    /// Puts what comes next under a heading.
    pub fn area(&mut self, area: &'static str) {
        self.area = area;
    }

    /// Adds what is well.
    pub fn ok(&mut self, check: &'static str, what: impl Into<String>) {
        self.add(State::Ok, check, what.into(), None);
    }

    /// Adds what somebody should look at.
    pub fn look(&mut self, check: &'static str, what: impl Into<String>, hint: impl Into<String>) {
        self.add(State::Look, check, what.into(), Some(hint.into()));
    }

    /// Adds what is broken.
    pub fn broken(&mut self, check: &'static str, what: impl Into<String>, hint: impl Into<String>) {
        self.add(State::Broken, check, what.into(), Some(hint.into()));
    }

    /// Adds an error as something that is broken.
    pub fn error(&mut self, check: &'static str, error: &crate::error::Error) {
        let hint = error.hint.clone().unwrap_or_else(|| "Ask whoever looks after this computer.".to_owned());
        self.broken(check, error.what.clone(), hint);
    }

    /// Returns how the worst of it stands.
    pub fn worst(&self) -> State {
        self.all.iter().map(|finding| finding.state).max().unwrap_or(State::Ok)
    }

    fn add(&mut self, state: State, check: &'static str, what: String, hint: Option<String>) {
        // A path or a word from a file may hold anything.
        let clean = |text: String| crate::text::clean(&text);
        self.all.push(Finding { area: self.area, check, state, what: clean(what), hint: hint.map(clean) });
    }
}

/// Looks at everything but the screen.
pub fn examine(setup: &Setup, findings: &mut Findings) {
    findings.area("Where everything lives");
    places::examine(setup, findings);
    findings.area("Settings");
    places::settings(setup, findings);
    findings.area("Disk");
    disk::examine(setup, findings);
    findings.area("Catalogue");
    let compiled = catalogue::examine(setup, findings);
    findings.area("Enquiries");
    let last = enquiries::examine(setup, findings);
    findings.area("Printer");
    let default = compiled.as_ref().and_then(|look| look.head.header.default_hub.as_deref());
    printers::examine(setup, setup.settings.hub.value.as_deref().or(default), findings);
    findings.area("Clock");
    time::examine(setup, compiled.as_ref(), last, findings);
}

/// Returns a number with its noun.
fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_decides() {
        let mut findings = Findings::default();
        assert_eq!(findings.worst(), State::Ok);
        findings.ok("a", "well");
        assert_eq!(findings.worst(), State::Ok);
        findings.look("b", "hm", "see");
        assert_eq!(findings.worst(), State::Look);
        findings.broken("c", "no", "mend");
        findings.look("d", "hm\u{202e}", "see");
        assert_eq!(findings.worst(), State::Broken);
        assert_eq!(findings.all[3].what, "hm");
    }
}
