//! Every job of the screen is also a command. The list below has a line for each action, so that a new one has to say which.

use signpost::keymap::Action;
use strum::IntoEnumIterator;

/// Returns the command that does the same, and its option; none for what only moves about on the screen.
fn command_for(action: Action) -> Option<(&'static str, Option<&'static str>)> {
    Some(match action {
        Action::Add | Action::OpenSlip => ("slip", None),
        Action::Language => ("slip", Some("language")),
        Action::OpenLog | Action::Save => ("log", Some("need")),
        Action::PrintAndLog | Action::PrintElsewhere => ("slip", Some("printer")),
        Action::WriteSlip => ("slip", Some("pdf")),
        Action::QuickChat => ("log", Some("quick")),
        Action::Undo => ("log", Some("undo")),
        Action::Today => ("enquiries", None),
        Action::Counts => ("enquiries counts", None),
        Action::Hub => ("hub", None),
        Action::Filters => ("search", Some("age")),
        Action::YoungPerson => ("search", Some("young-person")),
        // A filter goes by leaving its option out; what was heard in the words has to be told.
        Action::Remove => ("search", Some("not-meant")),
        Action::Help => ("keys", None),
        Action::Report => ("catalogue report", None),
        Action::Rung | Action::Checked => ("catalogue checked", None),
        Action::Fields => ("catalogue edit", None),
        Action::News => ("catalogue log", None),
        Action::Upkeep => ("catalogue stale", None),
        Action::Tally => ("tally", None),
        Action::PeriodKind => ("tally", Some("period")),
        // Which hub is an option of every command.
        Action::NextHub => ("tally", None),
        Action::Send => ("catalogue update", None),
        // A command ends by itself, remembers no family and has no screen to move on, to hide or to close.
        Action::ClearFilters
        | Action::NextVisit
        | Action::Hide
        | Action::NextPane
        | Action::PreviousPane
        | Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last
        | Action::NextChoice
        | Action::PreviousChoice
        | Action::Tick
        | Action::Do
        | Action::Confirm
        | Action::Cancel
        | Action::Back
        | Action::Palette
        | Action::Quit => return None,
    })
}

#[test]
fn every_job_of_the_screen_is_also_a_command() {
    for action in Action::iter() {
        let Some((path, option)) = command_for(action) else { continue };
        let whole = signpost::cli::command();
        let found = path.split(' ').try_fold(&whole, |command, name| command.find_subcommand(name));
        let found = found.unwrap_or_else(|| panic!("{action:?}: there is no command {path}"));
        let has = |name: &str| found.get_arguments().any(|argument| argument.get_long() == Some(name));
        assert!(option.is_none_or(has), "{action:?}: signpost {path} has no --{}", option.unwrap_or_default());
    }
}

#[test]
fn every_filter_of_the_screen_is_an_option_of_search() {
    let whole = signpost::cli::command();
    let search = whole.find_subcommand("search").unwrap();
    // A filter that is added to the type fails to compile here until it is named.
    let signpost::search::Filters {
        age: _,
        area: _,
        nation: _,
        day: _,
        open_now: _,
        free: _,
        language: _,
        delivery: _,
        access: _,
        step_free: _,
    } = signpost::search::Filters::default();
    for name in
        ["age", "area", "nation", "day", "open-now", "free", "language", "delivery", "access", "step-free", "near"]
    {
        assert!(search.get_arguments().any(|argument| argument.get_long() == Some(name)), "--{name}");
    }
}
