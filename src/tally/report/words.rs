//! What the words of a document mean, printed with the figures.

use crate::tally::{Definition, Protection, Table};

/// Returns the definitions that a document with these tables needs.
pub fn definitions(protection: &Protection, tables: &[Table]) -> Vec<Definition> {
    let has = |id: &str| tables.iter().any(|table| table.id == id);
    let mut out = Vec::new();
    let mut say = |word: &str, meaning: String| out.push(Definition { word: word.to_owned(), meaning });
    say("Enquiry", "One visit, call or message for which a receptionist logged what was asked and what came of it. One family may make several enquiries, and nothing tells which belong together: families are not counted.".to_owned());
    say("Quick chat", "A word at the desk that was only counted. It is in no other number.".to_owned());
    say("Need", "What the family needed, from the list of needs of the service catalogue. An enquiry may have several; it is counted once under each.".to_owned());
    say("Something was offered", "At least one need of the enquiry was signposted, answered with information, handed over, referred, or passed on because of danger. It does not say that the need was met: a leaflet is not a met need.".to_owned());
    say("Nothing to offer", "The desk had nothing for this need and logged why. This counts needs: an enquiry with two such needs counts twice.".to_owned());
    say("Not asked", "Nobody asked the family. It is a value of its own and never counts as no.".to_owned());
    if has("gaps") {
        say("In the catalogue there", "Services that run for this need at this hub, in its locality or nationally, on the day of the release. Stale: nobody checked the entry in time. Full or closed for now: so reported or written in the entry.".to_owned());
    }
    if has("needs") {
        say("A year before", "The same period of the year before, as it was released then.".to_owned());
    }
    match protection {
        Protection::Protected(rules) => {
            let (most, base, symbol) = (rules.hide_up_to, rules.round_to, &rules.symbol);
            say(
                symbol,
                format!(
                    "Hidden: a count from 1 to {most}, or another one that would give such a count away. A true zero is shown as 0."
                ),
            );
            say(
                "Rounded",
                format!(
                    "All other counts are rounded to the nearest {base}. Totals are rounded from true totals, so lines need not add up. Percentages are made from rounded counts."
                ),
            );
            say(
                "Protected",
                format!(
                    "Before the release an attack was tried on every hidden count: everything in this release and in all earlier ones about the same time and place was put together, with what holds by definition. A hidden count stays only if, for all of that, it could still have at least {} different values. What did not pass is hidden as well.",
                    rules.span
                ),
            );
        }
        Protection::Internal(_) => {
            say("Internal", "True counts, small ones too. Somebody may be recognised from them: not for publication, and not for passing on.".to_owned());
        }
    }
    out
}
