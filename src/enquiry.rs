//! The words of the trade about enquiries: how one is written on the command line, and how a list shows it.

use crate::error::{Error, Result};
use crate::record::{Asker, Enquiry, Kind, Met, Outcome, Reason, Row};

/// Reads `NEED=OUTCOME` or `NEED=nothing-to-offer:REASON`. Capitals and spaces are forgiven: "housing=Warm handover".
///
/// # Errors
/// When a part is missing, is not known, or a reason is there without need or missing.
pub fn parse_need(text: &str) -> Result<Met> {
    let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
    let Some((need, rest)) = plain.split_once('=') else {
        return Err(Error::usage("A need is written with its outcome.").hint("Write it as: housing=signposted"));
    };
    let (outcome, reason) = match rest.split_once(':') {
        Some((outcome, reason)) => (outcome, Some(reason)),
        None => (rest, None),
    };
    let met = Met {
        need: need.trim_matches('-').to_owned(),
        outcome: outcome.trim_matches('-').parse()?,
        reason: reason.map(|reason| reason.trim_matches('-').parse()).transpose()?,
    };
    match (met.outcome, met.reason) {
        (Outcome::NothingToOffer, None) => {
            let reasons: Vec<_> = Reason::ALL.iter().map(|reason| reason.id()).collect();
            Err(Error::usage("Nothing to offer needs a reason.").hint(format!("Add one of :{}", reasons.join(", :"))))
        }
        (Outcome::NothingToOffer, Some(_)) | (_, None) => Ok(met),
        (_, Some(_)) => Err(Error::usage("A reason belongs to nothing-to-offer only.").hint("Leave it out.")),
    }
}

/// Returns an hour as people say it: "10am", "12 noon", "4pm".
pub fn hour(hour: u8) -> String {
    match hour {
        0 => "midnight".to_owned(),
        12 => "12 noon".to_owned(),
        1..12 => format!("{hour}am"),
        _ => format!("{}pm", hour - 12),
    }
}

/// Returns the line of a list for a saved enquiry: what it was, what it was about, the hour.
pub fn line(row: &Row, name: impl Fn(&str) -> String, sensitive: impl Fn(&str) -> bool) -> String {
    format!("{}, {}", told(&row.enquiry, name, sensitive), hour(row.hour))
}

/// Returns what a list tells of an enquiry, without its hour: what it was and what it was about.
pub fn told(enquiry: &Enquiry, name: impl Fn(&str) -> String, sensitive: impl Fn(&str) -> bool) -> String {
    let kind = enquiry.kind.label();
    match about(enquiry, name, sensitive) {
        Some(about) => format!("{kind}: {about}"),
        None => kind.to_owned(),
    }
}

/// Returns what a saved enquiry was about; nothing for a sensitive one, of which a list says that it was, and when, and nothing else.
///
/// `name` gives a need's name; `sensitive` says of the id of a need or service whether it is.
fn about(enquiry: &Enquiry, name: impl Fn(&str) -> String, sensitive: impl Fn(&str) -> bool) -> Option<String> {
    let mut ids = enquiry.needs.iter().map(|met| &met.need).chain(&enquiry.services);
    if enquiry.veiled || ids.any(|id| sensitive(id)) {
        return None;
    }
    let mut parts = vec![enquiry.channel.label().to_owned()];
    if enquiry.asker != Asker::NotAsked {
        parts.push(enquiry.asker.label().to_owned());
    }
    Some(match enquiry.kind {
        Kind::QuickChat => parts.join(", "),
        Kind::Enquiry => format!("{}: {}", parts.join(", "), needs(enquiry, name)),
    })
}

/// Returns the needs of an enquiry with what came of each: "Housing: signposted; Debt: nothing to offer (full)".
pub fn needs(enquiry: &Enquiry, name: impl Fn(&str) -> String) -> String {
    let one = |met: &Met| {
        let reason = met.reason.map(|reason| format!(" ({})", reason.label())).unwrap_or_default();
        format!("{}: {}{reason}", name(&met.need), met.outcome.label())
    };
    enquiry.needs.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(needs: &[&str]) -> Row {
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = needs.iter().map(|need| parse_need(need).unwrap()).collect();
        enquiry.asker = Asker::Father;
        let day = "2026-11-22".parse().unwrap();
        Row { desk: enquiry.id, day, hour: 10, test: false, enquiry }
    }

    #[test]
    fn needs_are_read_as_people_write_them() {
        assert_eq!(parse_need("housing=signposted").unwrap(), Met::new("housing", Outcome::Signposted));
        assert_eq!(parse_need("Housing = Warm handover").unwrap(), Met::new("housing", Outcome::WarmHandover));
        assert_eq!(
            parse_need("debt=nothing to offer:waiting list").unwrap(),
            Met::nothing("debt", Reason::WaitingList)
        );
        let said = |text: &str| parse_need(text).unwrap_err().to_string();
        assert!(said("housing").contains("written with its outcome"));
        assert!(said("housing=signpost").contains("Did you mean \"signposted\"?"));
        assert!(said("debt=nothing-to-offer").contains(":none-local, :not-eligible"));
        assert!(said("debt=nothing-to-offer:fulll").contains("Did you mean \"full\"?"));
        assert!(said("debt=declined:full").contains("only"));
    }

    #[test]
    fn hours_read_as_people_say_them() {
        assert_eq!([0, 1, 11, 12, 13, 23].map(hour), ["midnight", "1am", "11am", "12 noon", "1pm", "11pm"]);
    }

    #[test]
    fn a_sensitive_enquiry_shows_its_hour_and_nothing_else() {
        let name = |id: &str| id.to_uppercase();
        let told = |row: &Row| line(row, name, |id| id == "domestic-abuse" || id == "refuge");
        let mut plain = row(&["housing=signposted", "debt=nothing-to-offer:full"]);
        assert_eq!(told(&plain), "enquiry: walk-in, father: HOUSING: signposted; DEBT: nothing to offer (full), 10am");
        plain.enquiry.services.insert("refuge".to_owned());
        assert_eq!(told(&plain), "enquiry, 10am");
        assert_eq!(told(&row(&["housing=signposted", "domestic-abuse=referred"])), "enquiry, 10am");
        let mut veiled = row(&["housing=signposted"]);
        veiled.enquiry.veiled = true;
        assert_eq!(told(&veiled), "enquiry, 10am");
        let mut chat = row(&[]);
        chat.enquiry.kind = Kind::QuickChat;
        assert_eq!(told(&chat), "quick chat: walk-in, father, 10am");
    }
}
