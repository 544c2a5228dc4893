//! Where it can be met. What the register masks never gets further than the name of its area.

use super::super::hide::{hide, without_doubles};
use super::super::plain::bounded;
use super::super::value::{is_confidential, is_masked, list, number, text, text_of, written};
use super::{Carrier, NOTE};
use crate::catalogue::postcode::{middle_of, outcode, tidy};
use crate::catalogue::{Answer, Delivery, Place, Spot, check};
use crate::text as words;
use serde_json::Value;

/// Most places of one service.
const MOST: usize = 12;

/// A position further from the middle of its postcode's district than this is wrong, in miles; the widest district of the Highlands is narrower.
const ASTRAY: f32 = 25.0;

/// How registers say that a wheelchair gets in, all of it.
const STEP_FREE: &[&str] = &[
    "step free",
    "step free access",
    "level access",
    "wheelchair accessible",
    "wheelchair accessible entrance",
    "wheelchair access",
    "fully wheelchair accessible",
    "fully accessible",
];

impl Carrier<'_> {
    pub(super) fn places(&mut self) {
        let mut hidden = false;
        let mut clues = Vec::new();
        let mut places: Vec<Place> = Vec::new();
        for at in self.at.clone() {
            let location = at.get("location").filter(|l| l.is_object()).unwrap_or(at);
            let masked = is_masked(location) || is_masked(at) || is_confidential(location) || is_confidential(at);
            let kind = text(location, "location_type").map(|kind| words::fold(&kind)).unwrap_or_default();
            if kind == "virtual" {
                self.reaches(Delivery::Online);
                continue;
            }
            for (place, own_mask) in self.of_location(location) {
                let secret = masked || own_mask;
                if secret {
                    clues.extend([place.address_1.clone(), place.name.clone()].into_iter().flatten());
                }
                hidden |= secret;
                let place = if secret { Place { hidden: true, ..place } } else { place };
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        without_doubles(&mut places);
        if places.len() > MOST {
            self.lose("place", "there are more than twelve");
            places.truncate(MOST);
        }
        if !places.is_empty() {
            self.reaches(Delivery::InPerson);
        }
        self.service.places = places;
        let refuge = !self.service.places.is_empty() && self.speaks_of_refuge();
        if refuge && !hidden {
            let place = |place: &Place| [place.address_1.clone(), place.name.clone()];
            clues.extend(self.service.places.iter().flat_map(place).flatten());
            self.lose("place", "it may be a refuge, so its address stayed out; nobody marked it as hidden");
        } else if hidden {
            self.lose("place", "the register hides the address");
        }
        if (hidden || refuge) && hide(&mut self.service, &clues) {
            self.lose("texts", "what leads to the hidden address was left out");
        }
    }

    /// Returns whether a service's words or the marks of its places say that its door must not be found.
    pub(super) fn may_be_refuge(&self) -> bool {
        let marked = |value: &Value| is_masked(value) || is_confidential(value);
        let hidden = |at: &&Value| {
            let location = at.get("location").filter(|l| l.is_object()).unwrap_or(at);
            marked(at) || marked(location) || addresses_of(location).any(marked)
        };
        self.speaks_of_refuge() || self.at.iter().any(hidden)
    }

    fn speaks_of_refuge(&self) -> bool {
        check::may_be_refuge(&self.service.name, &self.service.description)
    }

    /// Returns the places of one location, each with whether it is marked itself.
    fn of_location(&mut self, location: &Value) -> Vec<(Place, bool)> {
        let addresses: Vec<&Value> = addresses_of(location).collect();
        // Nobody goes to a post-box when there is a door.
        let postal = |a: &&Value| text_of(a, &["address_type", "type"]).is_some_and(|t| words::fold(&t) == "postal");
        let doors: Vec<&Value> = addresses.iter().copied().filter(|a| !postal(a)).collect();
        let addresses = if doors.is_empty() { addresses } else { doors };
        let step_free = self.step_free(location);
        let base = self.located(location, step_free);
        if addresses.is_empty() {
            // Outpost has the address in the location.
            let own = self.addressed(location, base);
            return if is_bare(&own) { Vec::new() } else { vec![(own, false)] };
        }
        addresses
            .into_iter()
            .map(|address| {
                let marked = is_masked(address) || is_confidential(address);
                (self.addressed(address, base.clone()), marked)
            })
            .filter(|(place, _)| !is_bare(place))
            .collect()
    }

    /// Returns name and position of a location.
    fn located(&mut self, location: &Value, step_free: Answer) -> Place {
        let name = text(location, "name").and_then(|name| bounded(&name, NOTE)).map(|(name, _)| name);
        let name = name.filter(|name| words::words(name).iter().any(|word| word.bytes().any(|b| !b.is_ascii_digit())));
        let pair = |value: &Value| Some((number(value, "latitude")?, number(value, "longitude")?));
        let point = || {
            let point = location.get("geometry")?.get("coordinates")?.as_array()?;
            Some((point.get(1)?.as_f64()?, point.first()?.as_f64()?))
        };
        let position = pair(location).or_else(point);
        let (latitude, longitude) = match position {
            Some(position) if Spot::is_in_the_uk(position.0, position.1) => (Some(position.0), Some(position.1)),
            Some(_) => {
                self.lose("position", "it is not in the UK");
                (None, None)
            }
            None => (None, None),
        };
        Place { name, latitude, longitude, step_free, ..Place::default() }
    }

    fn addressed(&mut self, address: &Value, base: Place) -> Place {
        let short = |keys: &[&str]| {
            let (said, _) = bounded(&text_of(address, keys)?, NOTE)?;
            Some(said)
        };
        let lines: Vec<String> =
            [short(&["address_1", "street_address"]), short(&["address_2"])].into_iter().flatten().collect();
        let street = (!lines.is_empty()).then(|| lines.join(", "));
        let city = short(&["city", "town"]).or_else(|| short(&["state_province", "region"]));
        let postcode = short(&["postal_code", "postcode"]);
        let mut place = Place { address_1: street, city, ..base };
        let tidied = postcode.as_deref().and_then(tidy);
        if postcode.is_some() && tidied.is_none() {
            self.lose("postcode", "it is none");
        }
        if let (Some(code), Some(north), Some(east)) = (tidied.as_deref(), place.latitude, place.longitude)
            && let Some(middle) = outcode(code).and_then(|code| middle_of(&code))
            && middle.miles_to(Spot::of(north, east)) > ASTRAY
        {
            (place.latitude, place.longitude) = (None, None);
            self.lose("position", "it is far from its postcode");
        }
        place.postal_code = tidied;
        let country = text_of(address, &["country"]).map(|country| words::fold(&country)).unwrap_or_default();
        const HERE: &[&str] = &[
            "",
            "gb",
            "gbr",
            "uk",
            "united kingdom",
            "great britain",
            "england",
            "wales",
            "scotland",
            "northern ireland",
        ];
        if !HERE.contains(&country.as_str()) {
            self.lose("place", "the register says that it is in another country");
        }
        if place.address_1.is_some() && place.address_1 == place.name {
            place.name = None;
        }
        place
    }

    fn step_free(&mut self, location: &Value) -> Answer {
        let mut other = false;
        for key in ["accessibility", "accessibilities", "accessibility_for_disabilities"] {
            for item in list(location, key) {
                let said = written(item).or_else(|| text_of(item, &["accessibility", "name", "description"]));
                match said.map(|said| words::fold(&said)) {
                    Some(said) if STEP_FREE.contains(&said.as_str()) => return Answer::Yes,
                    Some(said)
                        if matches!(
                            said.as_str(),
                            "no step free access" | "not wheelchair accessible" | "no wheelchair access"
                        ) =>
                    {
                        return Answer::No;
                    }
                    Some(_) => other = true,
                    None => {}
                }
            }
        }
        if other {
            self.lose("accessibility", "what is said in words has no field");
        }
        Answer::Ask
    }
}

fn addresses_of(location: &Value) -> impl Iterator<Item = &Value> {
    let keys = ["addresses", "address", "physical_addresses", "physical_address"];
    keys.into_iter().flat_map(|key| list(location, key)).filter(|address| address.is_object())
}

fn is_bare(place: &Place) -> bool {
    let Place { name, address_1, city, postal_code, latitude, .. } = place;
    [name, address_1, city, postal_code].iter().all(|field| field.is_none()) && latitude.is_none()
}

/// Returns the area by which a hidden place may be known.
pub(in super::super) fn area_of(place: &Place) -> Option<String> {
    let said = place.area.clone().or_else(|| place.city.clone())?;
    (!check::is_no_area(&said) && !check::leads_to_a_door(&said)).then_some(said)
}
