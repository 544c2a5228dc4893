//! `signpost log`

use super::{Exit, Output};
use crate::desk::Setup;
use crate::enquiry::parse_need;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::record::{Ages, Asker, Channel, Ethnicity, Kind, Language, Met, Reply};
use crate::store::Undo;
use uuid::Uuid;

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["need", "quick", "undo"]))]
pub struct Arguments {
    /// A need and what came of it; again for each need. OUTCOME: signposted, information-given, warm-handover, referred, passed-to-safeguarding-lead, emergency-services-called, declined, nothing-to-offer. REASON, with nothing-to-offer only: none-local, not-eligible, full, waiting-list, wrong-times, too-far-or-no-transport, cost, language, disability-access, immigration-conditions, other
    #[arg(long, value_name = "ID=OUTCOME[:REASON]", value_parser = parse_need)]
    need: Vec<Met>,
    /// Counts a quick chat that needs no more
    #[arg(long, conflicts_with = "service")]
    quick: bool,
    /// Takes an enquiry of this desk back
    #[arg(long, value_name = "ENQUIRY", value_parser = parse_id,
        conflicts_with_all = ["service", "channel", "asker", "ages", "send", "language", "interpreter", "been_before", "ethnicity"])]
    undo: Option<Uuid>,
    /// A service that was given; again for each service
    #[arg(long, value_name = "ID")]
    service: Vec<String>,
    /// walk-in, phone, email, chat, social-media, event, outreach, home-visit
    #[arg(long, default_value = "walk-in")]
    channel: Channel,
    /// mother, father, other-parent-or-carer, expectant-parent, young-person, grandparent-or-kinship-carer, professional, other, not-asked
    #[arg(long, default_value = "not-asked")]
    asker: Asker,
    /// Ages of the children: unborn, 0-1, 2, 3-4, 5-10, 11-15, 16-17, 18-25-with-send; or no-children. Without it: not asked
    #[arg(long, value_name = "AGES", value_delimiter = ',')]
    ages: Vec<Ages>,
    /// Special educational needs or a disability: yes, no, not-asked
    #[arg(long, default_value = "not-asked")]
    send: Reply,
    /// Language spoken best, as an ISO 639 code: en, pl, pa; or not-asked
    #[arg(long, value_name = "CODE", default_value = "not-asked")]
    language: Language,
    /// Interpreter needed: yes, no, not-asked
    #[arg(long, default_value = "not-asked")]
    interpreter: Reply,
    /// Has been before: yes, no, not-asked
    #[arg(long, default_value = "not-asked")]
    been_before: Reply,
    /// Ethnic group in the family's own words, only where the settings say ask_ethnicity = true: asian, black, mixed, white, other, prefer-not-to-say, not-asked
    #[arg(long, value_name = "GROUP", default_value = "not-asked")]
    ethnicity: Ethnicity,
}

fn parse_id(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text.trim()).map_err(|_| {
        Error::usage("This is no id of an enquiry.").hint("signpost log prints it; signpost enquiries lists today's.")
    })
}

/// Logs an enquiry and prints its id, or takes one back.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    if let Some(id) = arguments.undo {
        return undo(id, setup, out);
    }
    if !arguments.ethnicity.is_not_asked() && !setup.settings.keeping.ask_ethnicity.value {
        return Err(Error::usage("This desk does not ask for ethnicity, so nothing was saved.")
            .hint("Leave --ethnicity out. Where the locality decided to ask, its settings say ask_ethnicity = true."));
    }
    let catalogue = super::open(setup, setup.clock, out)?;
    let mut enquiry = catalogue.new_enquiry()?;
    enquiry.kind = if arguments.quick { Kind::QuickChat } else { Kind::Enquiry };
    enquiry.channel = arguments.channel;
    enquiry.asker = arguments.asker;
    enquiry.needs.clone_from(&arguments.need);
    enquiry.services = arguments.service.iter().cloned().collect();
    enquiry.ages = arguments.ages.iter().copied().collect();
    enquiry.send = arguments.send;
    enquiry.language = arguments.language.clone();
    enquiry.interpreter = arguments.interpreter;
    enquiry.been_before = arguments.been_before;
    enquiry.ethnicity = arguments.ethnicity;
    let enquiry = catalogue.known(enquiry)?;
    let (mut store, notices) = setup.open_store()?;
    let saved = store.save(&enquiry, &catalogue.clock());
    super::tell_store(notices, &saved, out);
    let id = saved?;
    match out.line(id).and_then(|()| out.flush()) {
        Err(problem) if problem.kind != ErrorKind::BrokenPipe => {
            // It is saved, so this is no failure: whoever tried again would count it twice.
            out.give_up();
            out.say(problem.what);
            out.say(format!("Saved as {id}; the answer could not be written."));
        }
        told => told?,
    }
    // It is saved and said; whatever else fails now is only told.
    if let Err(problem) = store.care(&catalogue.clock()) {
        out.say(problem);
    }
    Ok(Exit::Done)
}

fn undo(id: Uuid, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let (mut store, mut told) = setup.open_store()?;
    let before = store.notices().len();
    let done = store.undo(id);
    told.extend(store.notices().iter().skip(before).cloned());
    super::tell_store(told, &done, out);
    out.say(match done? {
        Undo::Done => "Undone: the enquiry is erased.",
        Undo::Already => "This enquiry was undone before.",
    });
    Ok(Exit::Done)
}
