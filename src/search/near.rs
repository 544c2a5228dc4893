//! How far it is to a service, from a hub or from the middle of a postcode's district.

use super::ask::From;
use crate::catalogue::{Delivery, Hub, Spot, postcode};
use crate::snapshot::{Facts, Head, Site, delivery_bit};

/// How far a service is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Away {
    /// Nobody asked, or nobody has to go there: it comes by phone, online or to the home.
    #[default]
    Nothing,
    /// At the very hub.
    Here,
    /// Miles as the crow flies.
    Miles(f32),
    /// Miles from or to the middle of a district, which may be some way off.
    About(f32),
    /// Its address must not be known.
    NotShown,
    /// Nobody knows where it is, or from where to count.
    Unknown,
}

impl Away {
    /// Returns the miles, if they are known.
    pub fn miles(self) -> Option<f32> {
        match self {
            Self::Here => Some(0.0),
            Self::Miles(miles) | Self::About(miles) => Some(miles),
            Self::Nothing | Self::NotShown | Self::Unknown => None,
        }
    }

    /// Returns the distance in words: "0.4 miles", "about 3 miles", "not shown".
    pub fn in_words(self) -> String {
        let whole = |miles: f32| match miles.round() {
            ..1.5 => "1 mile".to_owned(),
            more => format!("{more:.0} miles"),
        };
        match self {
            Self::Nothing => String::new(),
            Self::Here => "at the hub".to_owned(),
            Self::Miles(..0.05) => "less than 0.1 miles".to_owned(),
            Self::Miles(miles @ ..9.95) => format!("{miles:.1} miles"),
            Self::Miles(miles) => whole(miles),
            Self::About(..0.5) => "less than a mile".to_owned(),
            Self::About(miles) => format!("about {}", whole(miles)),
            Self::NotShown => "not shown".to_owned(),
            Self::Unknown => "distance not known".to_owned(),
        }
    }
}

/// From where distances are counted.
pub struct Origin {
    hub: Option<u16>,
    from: Option<Located>,
    /// Where each hub is.
    hubs: Vec<Option<Located>>,
}

/// A spot, and whether it is only the middle of its district.
#[derive(Debug, Clone, Copy)]
struct Located {
    spot: Spot,
    around: bool,
}

impl Origin {
    /// Returns the place that distances are counted from.
    pub fn new(from: &From, head: &Head) -> Self {
        let hubs: Vec<Option<Located>> = head.hubs.iter().map(|(_, hub)| hub_spot(hub)).collect();
        let (hub, from) = match from {
            From::Hub(wanted) => {
                let at = head.hubs.iter().position(|(id, _)| id == wanted);
                (at.and_then(|at| u16::try_from(at).ok()), at.and_then(|at| hubs[at]))
            }
            From::Outcode(typed) => (None, district(typed)),
        };
        Self { hub, from, hubs }
    }

    /// Returns how far a service is: to the nearest of its places that may be known.
    pub fn to(&self, facts: &Facts<'_>) -> Away {
        let delivery = facts.delivery();
        let in_person = delivery & delivery_bit(Delivery::InPerson) != 0;
        if delivery != 0 && !in_person {
            return Away::Nothing;
        }
        let mut nearest: Option<(f32, bool)> = None;
        let (mut any, mut hidden) = (in_person, false);
        for place in facts.places() {
            any = true;
            let there = match place.site {
                Site::Hub(at) if Some(at) == self.hub => return Away::Here,
                Site::Hub(at) => self.hubs.get(usize::from(at)).copied().flatten(),
                Site::At(spot) => Some(Located { spot, around: false }),
                Site::Around(spot) => Some(Located { spot, around: true }),
                Site::Hidden => {
                    hidden = true;
                    None
                }
                Site::Unknown => None,
            };
            if let (Some(from), Some(there)) = (self.from, there) {
                let miles = from.spot.miles_to(there.spot);
                if nearest.is_none_or(|(least, _)| miles < least) {
                    nearest = Some((miles, from.around || there.around));
                }
            }
        }
        match nearest {
            Some((miles, true)) => Away::About(miles),
            Some((miles, false)) => Away::Miles(miles),
            None if hidden => Away::NotShown,
            None if any => Away::Unknown,
            None => Away::Nothing,
        }
    }
}

fn hub_spot(hub: &Hub) -> Option<Located> {
    let own = hub.latitude.zip(hub.longitude).map(|(north, east)| Spot::of(north, east));
    own.map(|spot| Located { spot, around: false }).or_else(|| district(&hub.postal_code))
}

fn district(typed: &str) -> Option<Located> {
    let spot = postcode::middle_of(&postcode::outcode(typed)?)?;
    Some(Located { spot, around: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_distances() {
        let say = |away: Away| away.in_words();
        for (away, words) in [
            (Away::Miles(0.0), "less than 0.1 miles"),
            (Away::Miles(0.42), "0.4 miles"),
            (Away::Miles(1.0), "1.0 miles"),
            (Away::Miles(9.96), "10 miles"),
            (Away::Miles(12.4), "12 miles"),
            (Away::About(0.2), "less than a mile"),
            (Away::About(0.6), "about 1 mile"),
            (Away::About(1.6), "about 2 miles"),
            (Away::About(3.2), "about 3 miles"),
            (Away::NotShown, "not shown"),
            (Away::Unknown, "distance not known"),
            (Away::Nothing, ""),
        ] {
            assert_eq!(say(away), words);
        }
    }
}
