//! Websites that stand on the domain of another organisation: a slip would send the family to the wrong people.

use super::facts::Facts;
use crate::catalogue::Problem;
use std::collections::{BTreeMap, HashMap};

/// Ends of names under which anybody can register one.
const OPEN_ENDS: [&str; 12] = [
    "co.uk",
    "org.uk",
    "ac.uk",
    "gov.uk",
    "gov.scot",
    "gov.wales",
    "nhs.uk",
    "sch.uk",
    "me.uk",
    "ltd.uk",
    "nhs.wales",
    "nhs.scot",
];
/// Services of one organisation that make a domain its own.
const OWN: usize = 2;

/// Returns a warning for each page on a domain where only another organisation is at home, when its own organisation is at home elsewhere.
pub(super) fn problems(all: &[Facts]) -> Vec<(&Facts, Problem)> {
    let mut at_home: HashMap<&str, BTreeMap<&str, usize>> = HashMap::new();
    let mut homes: HashMap<&str, BTreeMap<&str, usize>> = HashMap::new();
    let sited = || {
        all.iter().filter(|facts| facts.is_compared()).filter_map(|facts| {
            let (host, _) = facts.page.as_ref()?;
            Some((facts, domain(host), facts.organisation.as_deref()?))
        })
    };
    for (_, domain, organisation) in sited() {
        *at_home.entry(domain).or_default().entry(organisation).or_default() += 1;
        *homes.entry(organisation).or_default().entry(domain).or_default() += 1;
    }
    let told = sited().filter_map(|(facts, domain, organisation)| {
        let mut others = at_home[domain].iter().filter(|(other, _)| **other != organisation);
        let (other, count) = others.next()?;
        // Where many are at home, it is a portal.
        if others.next().is_some() || *count < OWN || at_home[domain][organisation] > 1 {
            return None;
        }
        let own = homes[organisation].iter().filter(|(home, _)| **home != domain);
        let (own, _) = own.max_by_key(|(_, count)| **count)?;
        // Groups that belong together write each other's name in their own.
        if other.contains(organisation) || organisation.contains(other) {
            return None;
        }
        let what = format!("This page is on {domain}, where {count} services of another organisation are; those of this one are on {own}.");
        let hint = "Look whether the page is the right one; if it is, say so: # allow other-domain: whose page it is";
        Some((facts, Problem::warning("other-domain", facts.page_span.clone(), what).hint(hint)))
    });
    told.collect()
}

/// Returns the part of a machine's name that somebody registered: "bucks.gov.uk" of "family.bucks.gov.uk".
fn domain(host: &str) -> &str {
    let end = OPEN_ENDS.iter().find(|end| host.strip_suffix(*end).is_some_and(|rest| rest.ends_with('.')));
    let labels = end.map_or(2, |end| end.split('.').count() + 1);
    let start = host.rmatch_indices('.').nth(labels - 1).map_or(0, |(at, _)| at + 1);
    &host[start..]
}

#[cfg(test)]
mod tests {
    use super::domain;

    #[test]
    fn knows_what_was_registered() {
        for (host, registered) in [
            ("family.bucks.gov.uk", "bucks.gov.uk"),
            ("gov.uk", "gov.uk"),
            ("a.b.example", "b.example"),
            ("home-start.org.uk", "home-start.org.uk"),
            ("x.y.home-start.org.uk", "home-start.org.uk"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(domain(host), registered, "{host}");
        }
    }
}
