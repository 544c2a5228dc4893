//! Refuges: a door that must not be found, also where nobody thought of hiding it.

use super::super::types::Service;
use super::{Finder, place};
use crate::text;

/// Words of a service whose door must not be found.
const WORDS: [&str; 10] = [
    "refuge",
    "refuges",
    "safe house",
    "safe houses",
    "safe accommodation",
    "undisclosed",
    "confidential address",
    "confidential location",
    "secret location",
    "secret address",
];

/// The code of the warning; a file allows it with its reason in a comment.
pub const REFUGE: &str = "refuge-address";

/// Returns whether a service speaks of itself as of one whose door must not be found.
pub fn may_be_refuge(name: &str, description: &str) -> bool {
    let said = format!(" {} {} ", text::fold(name), text::fold(description));
    WORDS.iter().any(|word| said.contains(&format!(" {word} ")))
}

/// Warns of an address in a file that speaks of a refuge.
pub(super) fn check(finder: &mut Finder<'_, '_, Service>, service: &Service) {
    // Of a service that hides a place the rule of hidden places tells all, as errors.
    if service.places.iter().any(|place| place.hidden) {
        return;
    }
    if !may_be_refuge(&service.name, &service.description) || is_allowed(finder.parsed.text) {
        return;
    }
    let shown = service.places.iter().position(|place| {
        !place.hidden && (place.address_1.is_some() || place.postal_code.is_some() || place.latitude.is_some())
    });
    let span = match shown {
        Some(index) => finder.parsed.span(&crate::at!["places", index]),
        None if place::leads_to_a_door(&service.description) => finder.parsed.span(&crate::at!["description"]),
        None => return,
    };
    let what = "This may be a refuge, and its address stands here for everybody to see.";
    let problem = super::Problem::warning(REFUGE, span, what).hint(
        "Hide it: hidden = true and an area, nothing else of the place. If the address is public, say so in a line of its own: # allow refuge-address: why",
    );
    finder.problems.push(problem);
}

/// Returns whether the file says why its address may be seen.
fn is_allowed(text: &str) -> bool {
    let reasons = text.lines().filter_map(|line| line.trim().strip_prefix("# allow refuge-address:"));
    reasons.map(str::trim).any(|why| !why.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{Known, service};
    use super::*;
    use crate::catalogue::{Service, parse};

    fn told(text: &str) -> bool {
        service(&parse::<Service>(text, false), "open-harbour", &Known::default()).iter().any(|p| p.code == REFUGE)
    }

    #[test]
    fn an_address_beside_the_word_is_told_unless_somebody_says_why() {
        let head = "name = \"Open Harbour\"\nneeds = [\"domestic-abuse\"]\n";
        let refuge = format!("{head}description = \"A refuge for women.\"\n");
        let place = "[[places]]\nname = \"House\"\naddress_1 = \"5 Hidden Lane\"\n";
        assert!(told(&format!("{refuge}{place}")));
        assert!(told(&format!("{head}description = \"A refuge for women at 12 Secret Street.\"\n")));
        assert!(!told(&format!("{head}description = \"Advice.\"\n{place}")));
        assert!(!told(&format!("{refuge}[[places]]\nhidden = true\narea = \"Exampleshire\"\n")));
        assert!(!told(&format!("# allow refuge-address: its public office\n{refuge}{place}")));
        assert!(told(&format!("# allow refuge-address:\n{refuge}{place}")), "a reason is wanted");
    }
}
