//! The rules for one hub or delivery site.

use super::super::read::{Parsed, Problem};
use super::super::types::{FrontDoor, Hub, HubKind, Role};
use super::{Finder, Known, contact, did_you_mean, hours, id_problem, place, quote};

const LOOK_UP: &str = "Look it up on the council's page and add it.";

/// Returns all problems of one hub's file; `id` is its name without `.toml`.
pub fn hub(parsed: &Parsed<'_, Hub>, id: &str, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let hub = &parsed.value;
    finder.own_id(id);
    let fields = [
        ("name", &hub.name, "Name it as it is shown on the door."),
        ("locality", &hub.locality, "Name the folder in services/ that holds its local services."),
        ("council", &hub.council, "Name the council that it belongs to."),
        ("address_1", &hub.address_1, "Families are sent here: give street and number."),
        ("city", &hub.city, "Give the town."),
        ("postal_code", &hub.postal_code, "Give the postcode."),
    ];
    for (key, value, hint) in fields {
        finder.required(value, &crate::at![key], hint);
    }
    if hub.nation.is_none() && !finder.told(&crate::at!["nation"]) {
        let what = "The field \"nation\" is missing here.";
        let hint = "Bank holidays and law go by it: England, Wales, Scotland or Northern Ireland.";
        finder.error("missing-field", &crate::at!["nation"], what, hint);
    }
    locality(&mut finder, hub, known);
    place::postcode(&mut finder, &hub.postal_code, hub.example, &crate::at!["postal_code"]);
    place::position(&mut finder, hub.latitude, hub.longitude, &[]);
    contact::phones(&mut finder, &hub.phones, hub.example);
    if let Some(address) = &hub.email {
        contact::email(&mut finder, address, hub.example);
    }
    if let Some(address) = &hub.url {
        contact::url(&mut finder, address, hub.example, &crate::at!["url"]);
    }
    hours::field(&mut finder, hub.opening_hours.as_deref(), &crate::at!["opening_hours"]);
    if let Some(terms) = &hub.terms {
        finder.known("unknown-terms", "file of school terms", terms, &known.terms, &crate::at!["terms"]);
    }
    people(&mut finder, hub);
    front_door(&mut finder, hub, known);
    finder.finish()
}

fn locality(finder: &mut Finder<'_, '_, Hub>, hub: &Hub, known: &Known) {
    let at = crate::at!["locality"];
    if hub.locality.trim().is_empty() {
        return;
    }
    if let Some(what) = id_problem(&hub.locality) {
        finder.error("bad-id", &at, what, "It is the name of a folder in services/.");
    } else if !known.localities.contains(&hub.locality) {
        // A new hub may come before its first service.
        let what = format!("There is no folder services/{} with services yet.", hub.locality);
        let hint = did_you_mean(&hub.locality, known.localities.iter().map(String::as_str));
        let problem = Problem::warning("unknown-locality", finder.parsed.span(&at), what);
        finder.problems.push(if hint.is_empty() { problem } else { problem.hint(hint) });
    } else if hub.locality == "national" {
        let what = "A hub stands in a locality; \"national\" holds services for everybody.";
        finder.error("unknown-locality", &at, what, "Name the folder of this hub's local services.");
    }
}

fn people(finder: &mut Finder<'_, '_, Hub>, hub: &Hub) {
    let desk = hub.kind == HubKind::Hub;
    if desk && hub.safeguarding_lead.is_none() && !finder.told(&crate::at!["safeguarding_lead"]) {
        let what = "This hub has no safeguarding lead, whom the desk must fetch when a child may be in danger.";
        let hint = "Add [safeguarding_lead] with the role and the extension, never a name.";
        finder.error("no-safeguarding-lead", &crate::at!["safeguarding_lead"], what, hint);
    }
    let mut role = |key: &'static str, role: &Option<Role>| {
        if let Some(role) = role {
            finder.required(&role.role, &crate::at![key, "role"], "Name the role, never the person.");
            finder.required(&role.extension, &crate::at![key, "extension"], "Give the extension inside the hub.");
        }
    };
    role("safeguarding_lead", &hub.safeguarding_lead);
    role("navigator", &hub.navigator);
}

fn front_door(finder: &mut Finder<'_, '_, Hub>, hub: &Hub, known: &Known) {
    let Some(door) = &hub.front_door else {
        if hub.kind == HubKind::Hub && !finder.told(&crate::at!["front_door"]) {
            let what = "This hub has no front door: where a concern about a child goes.";
            let hint = "Add [front_door] with the council's team, its two numbers, their source and its date.";
            finder.error("no-front-door", &crate::at!["front_door"], what, hint);
        }
        return;
    };
    let FrontDoor { name, phone, out_of_hours_phone, source } = door;
    finder.required(name, &crate::at!["front_door", "name"], LOOK_UP);
    for (key, number) in [("phone", phone), ("out_of_hours_phone", out_of_hours_phone)] {
        let at = crate::at!["front_door", key];
        finder.required(number, &at, LOOK_UP);
        contact::number(finder, number, hub.example, &at);
    }
    let at = crate::at!["front_door", "source"];
    match source {
        None if finder.told(&at) => {}
        None => {
            let what = format!("Nobody can tell where the safeguarding numbers {} come from.", quote(phone));
            let hint = "Add source = { url = \"https://...\", date = \"2026-09\" } to [front_door].";
            finder.error("safeguarding-source", &at, what, hint);
        }
        Some(source) => {
            finder.source(source, known.today, hub.example, &at);
            let at = crate::at!["front_door", "source", "date"];
            if source.date.is_none() && !finder.told(&at) {
                let what = "The source of the safeguarding numbers has no date.";
                finder.error("safeguarding-source", &at, what, "Say of when the page is: date = \"2026-09\".");
            }
        }
    }
}
