//! What desks want changed in a catalogue, with real repositories: hub staff's clone, a bare one that all share, and two desks. The remote rejects, drops, hangs and lies.

use super::fetching::{FILE, Staff, executable};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use signpost::catalogue::{Means, ReportKind};
use signpost::desk::{Backend, Desk, Wanted};
use signpost::git::OwnClone;
use signpost::search::Ask;
use signpost::store;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const ID: &str = "quiet-house";
/// Before the id of a change in the message of its commit.
const MARK: &str = "Signpost-Change: ";

/// Opens one of two desks, each on a machine of its own.
fn desk(staff: &Staff, name: &str) -> Desk {
    let mut setup = staff.setup();
    setup.paths.data = staff.home.path(&format!("data-{name}"));
    setup.paths.cache = staff.home.path(&format!("cache-{name}"));
    let desk = Desk::open(setup);
    if desk.face().hub_id.is_empty() {
        desk.fetch().unwrap();
    }
    desk
}

fn staff() -> Staff {
    let staff = Staff::new();
    staff.home.write("config/settings.toml", &format!("catalogue = \"{}\"\n", staff.url()));
    staff
}

fn alerts(desk: &Desk) -> String {
    desk.card(ID, &Ask::of("")).unwrap().unwrap().alerts.join(" ")
}

/// Returns all that a card says.
fn card(desk: &Desk) -> String {
    format!("{:?}", desk.card(ID, &Ask::of("")).unwrap().unwrap())
}

/// Lets the shared repository run a script at a push; nothing takes it away.
fn hook(staff: &Staff, name: &str, script: Option<&str>) {
    let path = staff.home.path(&format!("hub.git/hooks/{name}"));
    match script {
        Some(script) => {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            executable(&path);
        }
        None => drop(std::fs::remove_file(path)),
    }
}

const PROTECTED: &str = "while read old new ref; do [ $ref = refs/heads/main ] && exit 1; done; exit 0";

/// Returns how often the history of the shared main branch names each change.
fn landed(staff: &Staff) -> Vec<String> {
    let log = staff.git("hub.git", &["log", "--format=%B", "main"]);
    log.lines().filter_map(|line| line.strip_prefix(MARK)).map(str::to_owned).collect()
}

fn show(staff: &Staff, path: &str) -> String {
    staff.git("hub.git", &["show", &format!("main:{path}")])
}

fn amend(desk: &Desk, key: &str, value: &str) -> Result<String, signpost::error::Error> {
    let mut fields = desk.fields(ID)?;
    fields.iter_mut().find(|field| field.key == key).unwrap().text = value.to_owned();
    desk.amend(ID, &fields, None)
}

#[test]
fn a_report_shows_at_once_then_at_every_desk_until_a_check_answers_it() {
    let staff = staff();
    let (first, second) = (desk(&staff, "a"), desk(&staff, "b"));
    first.report(ID, ReportKind::WrongPhone, Some("the caretaker said so")).unwrap();
    assert_eq!(alerts(&first).matches("Reported as having a wrong phone number at this desk, 22 November.").count(), 1);
    assert!(card(&first).contains("01632 960217 - REPORTED WRONG"), "{}", card(&first));
    let row = first.find(&Ask::of("quaymark"), 5).unwrap().listed.remove(0);
    assert_eq!(row.hindrance.as_deref(), Some("phone number reported wrong"));
    assert!(row.how_sure().starts_with("reported as having a wrong phone number at this desk"));
    for discreet in [false, true] {
        let wanted = Wanted { services: vec![ID.to_owned()], discreet, ..Wanted::default() };
        let slip = first.slip(&wanted).unwrap();
        assert!(slip.text(60).contains("this number may be wrong"), "{}", slip.text(60));
        assert!(slip.items[0].code.as_ref().is_none_or(|code| !code.address.starts_with("tel:")));
        assert!(slip.warnings.iter().any(|warning| warning.contains("Check it before you hand this over")));
    }
    assert!(alerts(&second).contains("EXAMPLE") && !alerts(&second).contains("eported"), "nothing is sent yet");
    assert_eq!(first.fetch().unwrap().as_deref(), Some("The catalogue has 1 change of this desk now."));
    assert!(first.outbox().unwrap().is_empty());
    assert!(alerts(&first).contains("not checked yet"), "it is the catalogue's own now: {}", alerts(&first));
    // Git remembers for ever, so it learns the kind and the day and nothing else.
    let everything = staff.git("hub.git", &["log", "-p", "--format=fuller", "-1", "main"]);
    assert!(everything.contains("Report quiet-house: wrong phone") && everything.contains("00:00:00 2026 +0000"));
    assert!(!everything.contains("caretaker") && everything.contains("Signpost desk"), "{everything}");
    second.fetch().unwrap();
    assert!(alerts(&second).contains("Reported as having a wrong phone number today, not checked yet."));
    let open = second.reports().unwrap();
    assert_eq!((open.len(), open[0].age.as_str(), open[0].late), (1, "since today", false));
    assert!(second.stale(50).unwrap().iter().any(|one| one.id == ID && one.reports == 1));
    second.confirm(ID, Means::Phone, "community connector").unwrap();
    assert!(!alerts(&second).contains("eported") && card(&second).contains("Checked on 22 November 2026 by phone"));
    second.fetch().unwrap();
    assert!(second.outbox().unwrap().is_empty() && second.reports().unwrap().is_empty());
    assert!(
        show(&staff, FILE).contains("checked = { on = 2026-11-22, by = \"community connector\", how = \"phone\" }")
    );
    assert!(show(&staff, "").lines().all(|line| !line.starts_with("reports")));
    first.fetch().unwrap();
    assert!(first.reports().unwrap().is_empty() && !alerts(&first).contains("eported"));
    assert_eq!(landed(&staff).len(), 2);
}

#[test]
fn a_report_of_a_sensitive_service_keeps_no_note() {
    let staff = Staff::new();
    staff.edit(FILE, "needs = [\"housing\"]", "needs = [\"housing\"]\nsensitive = true");
    staff.push("Sensitive");
    staff.home.write("config/settings.toml", &format!("catalogue = \"{}\"\n", staff.url()));
    let desk = desk(&staff, "a");
    let said = desk.report(ID, ReportKind::WrongPhone, Some("zyxquince")).unwrap();
    assert!(said.contains("No note is kept"), "{said}");
    assert!(alerts(&desk).contains("wrong phone number"));
    assert_eq!(desk.reports().unwrap()[0].note, None);
    let stale = desk.stale(50).unwrap();
    assert!(stale.iter().any(|one| one.id == ID && one.sensitive && one.handed_out == 0));
}

/// Renames the service as staff do who bring their own tools.
fn rename(staff: &Staff) {
    staff.git("staff", &["pull", "-q", "--rebase", "origin", "main"]);
    staff.git("staff", &["mv", FILE, RENAMED]);
    staff.edit(RENAMED, "needs =", "formerly = [\"quiet-house\"]\nneeds =");
    staff.push("Renamed");
}

const RENAMED: &str = "services/example/quiet-rooms.toml";

#[test]
fn reports_of_a_service_are_cleared_after_it_was_renamed() {
    let staff = staff();
    let (first, second) = (desk(&staff, "a"), desk(&staff, "b"));
    first.report(ID, ReportKind::Full, None).unwrap();
    first.fetch().unwrap();
    rename(&staff);
    second.fetch().unwrap();
    let open = second.reports().unwrap();
    assert_eq!((open.len(), open[0].service.as_str(), open[0].name.as_str()), (1, "quiet-rooms", "Quiet House"));
    assert!(second.stale(50).unwrap().iter().any(|one| one.id == "quiet-rooms" && one.reports == 1));
    second.confirm("quiet-rooms", Means::Phone, "community connector").unwrap();
    second.fetch().unwrap();
    assert!(second.outbox().unwrap().is_empty() && second.reports().unwrap().is_empty());
    assert!(show(&staff, "").lines().all(|line| !line.starts_with("reports")));
}

#[test]
fn what_was_made_before_a_rename_is_sent_at_once_under_the_new_name() {
    let staff = staff();
    let desk = desk(&staff, "a");
    amend(&desk, "phones", "01632 960301").unwrap();
    desk.confirm(ID, Means::Phone, "community connector").unwrap();
    rename(&staff);
    let sent = desk.send(false, false).unwrap();
    assert_eq!((sent.landed.len(), landed(&staff).len()), (2, 2), "{sent:?}");
    assert!(show(&staff, RENAMED).contains("01632 960301"));
    desk.fetch().unwrap();
    assert!(desk.outbox().unwrap().is_empty());
}

#[test]
fn what_somebody_took_by_a_squash_waits_no_more_after_an_update() {
    let staff = staff();
    let desk = desk(&staff, "a");
    hook(&staff, "pre-receive", Some(PROTECTED));
    desk.report(ID, ReportKind::Full, None).unwrap();
    amend(&desk, "phones", "01632 960301").unwrap();
    amend(&desk, "phones", "01632 960302").unwrap();
    desk.confirm(ID, Means::Phone, "community connector").unwrap();
    desk.confirm(ID, Means::Visit, "deputy manager").unwrap();
    desk.fetch().unwrap();
    let waiting = desk.outbox().unwrap();
    assert!(
        waiting.len() == 5 && waiting.iter().all(|one| one.what.contains("until somebody takes it")),
        "{waiting:?}"
    );
    drop(desk);
    let data = staff.home.path("data");
    if data.exists() {
        std::fs::remove_dir_all(&data).unwrap();
    }
    std::fs::rename(staff.home.path("data-a"), &data).unwrap();
    staff.git("staff", &["fetch", "-q", "origin"]);
    let branches = staff.git("hub.git", &["branch", "--list", "signpost/*", "--format=%(refname:short)"]);
    staff.git("staff", &["merge", "-q", "--squash", &format!("origin/{}", branches.trim())]);
    staff.commit("What the desk found");
    staff.git("hub.git", &["fetch", "-q", "../staff", "main:main"]);
    staff.git("hub.git", &["branch", "-D", branches.trim()]);
    assert!(landed(&staff).is_empty());
    let answer = staff.update();
    assert!(answer.code == 0 && answer.err.contains("The catalogue has 5 changes of this desk now."), "{}", answer.err);
    let answer = staff.run(&["catalogue", "outbox"]);
    assert!(answer.code == 0 && answer.err.contains("Nothing waits to be sent."), "{}{}", answer.out, answer.err);
}

#[test]
fn the_later_check_of_a_day_stands_wherever_it_was_made() {
    let staff = staff();
    staff.edit(FILE, "needs =", "checked = { on = 2027-11-20, by = \"manager\", how = \"web\" }\nneeds =");
    staff.push("A year too late");
    let (first, second) = (desk(&staff, "a"), desk(&staff, "b"));
    first.confirm(ID, Means::Phone, "community connector").unwrap();
    assert!(card(&first).contains("Checked on 22 November 2026 by phone"), "{}", card(&first));
    first.fetch().unwrap();
    let on = |by: &str, how: &str| format!("checked = {{ on = 2026-11-22, by = \"{by}\", how = \"{how}\" }}");
    assert!(show(&staff, FILE).contains(&on("community connector", "phone")));
    second.confirm(ID, Means::Visit, "deputy manager").unwrap();
    second.fetch().unwrap();
    assert!(show(&staff, FILE).contains(&on("deputy manager", "visit")) && landed(&staff).len() == 2);
    // Nobody writes over anybody again.
    for desk in [&first, &second, &first] {
        desk.fetch().unwrap();
        assert!(desk.outbox().unwrap().is_empty());
    }
    assert!(show(&staff, FILE).contains(&on("deputy manager", "visit")) && landed(&staff).len() == 2);
}

#[test]
fn whoever_checked_is_named_by_a_role_and_by_nothing_else() {
    let staff = staff();
    let desk = desk(&staff, "a");
    for by in ["Jane Smith 07700 900123", "Jane Smith", "jane@hub.example", &"long ".repeat(9)] {
        let mut fields = desk.fields(ID).unwrap();
        fields[0].text.push_str(" too");
        for error in [
            desk.confirm(ID, Means::Phone, by).unwrap_err(),
            desk.amend(ID, &fields, Some((Means::Phone, by.to_owned()))).unwrap_err(),
        ] {
            let said = error.to_string();
            assert!(said.contains("A check needs a role") && !said.contains("Smith"), "{said}");
        }
        for trial in [&[][..], &["--dry-run"]] {
            let checked = ["catalogue", "checked", ID, "--how", "phone", "--by", by];
            let answer = staff.run(&[&checked, trial].concat());
            assert!(answer.code == 2 && !answer.err.contains("Smith"), "{} {}", answer.code, answer.err);
        }
    }
    assert!(desk.outbox().unwrap().is_empty());
    desk.confirm(ID, Means::Phone, "Hub assistant").unwrap();
}

#[test]
fn an_edit_shows_at_once_after_a_restart_and_lands_as_a_commit() {
    let staff = staff();
    let first = desk(&staff, "a");
    assert!(amend(&first, "phones", "no number").unwrap_err().to_string().contains("hone"));
    assert!(first.outbox().unwrap().is_empty());
    amend(&first, "phones", "01632 960301").unwrap();
    amend(&first, "phones", "01632 960302").unwrap();
    drop(first);
    let first = desk(&staff, "a");
    assert!(card(&first).contains("01632 960302") && !alerts(&first).contains("meanwhile"), "{}", card(&first));
    let wanted = Wanted { services: vec![ID.to_owned()], ..Wanted::default() };
    assert!(first.slip(&wanted).unwrap().text(60).contains("01632 960302"));
    first.fetch().unwrap();
    assert!(show(&staff, FILE).contains("01632 960302") && landed(&staff).len() == 2);
    assert!(first.outbox().unwrap().is_empty());
}

#[test]
fn commands_change_a_fetched_catalogue_from_the_desk() {
    let staff = staff();
    staff.edit("services/example/room-4.toml", "needs", "closes_on = 2026-12-24\ninstead = \"quiet-house\"\nneeds");
    staff.push("Room 4 closes");
    staff.update();
    let run = |arguments: &[&str]| {
        let answer = staff.run(&[&["catalogue"], arguments].concat());
        format!("{} {}{}", answer.code, answer.out, answer.err)
    };
    let said = [
        run(&["edit", ID, "--phone", "01632 960301", "--dry-run"]),
        run(&["outbox"]),
        run(&["edit", ID, "--phone", "01632 960301"]),
        run(&["edit", ID, "--phone", "01632 960301"]),
        run(&["edit", ID]),
        run(&["edit", ID, "--phone", "1", "--no-commit"]),
        run(&["edit", ID, "--set", "needs="]),
        run(&["close", "room-2", "--on", "2026-12-20", "--instead", ID]),
        run(&["close", ID, "--on", "2026-12-31", "--instead", "room-2"]),
        run(&["close", ID, "--on", "2026-12-31", "--instead", ID]),
        run(&["close", ID, "--on", "2026-12-31", "--instead", "room-9"]),
        run(&["new", "--name", "Room 9", "--description", "A room.", "--needs", "housing"]),
        run(&["rename", ID, "quiet-home"]),
        run(&["close", ID, "--on", "2026-12-31", "--instead", "room-3"]),
        run(&["send"]),
    ];
    insta::assert_snapshot!(said.concat(), @r#"
    0 Quiet House would show the new phone numbers. Nothing was kept.
    0 Nothing waits to be sent.
    0 Quiet House shows the new phone numbers at this desk. The edit waits to be sent.
    0 No field was changed, so nothing was kept.
    2 signpost: This catalogue is fetched, so there is no file here that an editor could open.
              Give fields by flags: --phone, --set FIELD=TEXT. Or edit a clone of your own: --catalogue DIR
    2 signpost: This catalogue is fetched, so there are no files here that could be written.
              Leave --no-commit out: the change waits at this desk until it is sent.
    2 signpost: Needs: this field can't be empty.
              Write ids of needs, the main one first, four at most.
    0 Room 2 closes on 20 December 2026 at this desk. The change waits to be sent.
    2 signpost: "room-2" closes too, so it can't replace another service.
              Name a service that goes on.
    2 signpost: Instead: This service can't replace itself.
              Name the service that families go to then, or delete it.
    2 signpost: There is no service "room-9" in the catalogue.
              Did you mean "room-1"?
    2 signpost: This catalogue is not a folder on this machine, so it can't be changed here.
              Do it in a clone or a folder of your own: --catalogue DIR
    2 signpost: This catalogue is not a folder on this machine, so it can't be changed here.
              Do it in a clone or a folder of your own: --catalogue DIR
    0 Quiet House closes on 31 December 2026 at this desk. What named it as its replacement changes with it. The change waits to be sent.
    0 The catalogue has 5 changes of this desk now.
    "#);
    let text = show(&staff, FILE);
    assert!(text.contains("01632 960301") && text.contains("closes_on = 2026-12-31\ninstead = \"room-3\""), "{text}");
    for led_here in ["services/example/room-2.toml", "services/example/room-4.toml"] {
        assert!(show(&staff, led_here).contains("instead = \"room-3\""), "{led_here}");
    }
    assert_eq!(landed(&staff).len(), 5);
    insta::assert_snapshot!(staff.git("hub.git", &["log", "-5", "--format=%s", "main"]), @"
    Edit room-4: instead
    Edit room-2: instead
    Close quiet-house: closes on, instead
    Close room-2: closes on, instead
    Edit quiet-house: phones
    ");
}

#[test]
fn a_field_that_two_changed_waits_for_somebody_and_is_never_lost() {
    let staff = staff();
    let desk = desk(&staff, "a");
    amend(&desk, "phones", "01632 960301").unwrap();
    staff.edit(FILE, "01632 960217", "01632 960401");
    staff.push("Another number");
    desk.fetch().unwrap();
    let waiting = desk.outbox().unwrap();
    assert!(waiting[0].hindrance.as_ref().unwrap().contains("Somebody else changed phones"), "{waiting:?}");
    assert!(waiting[0].hindrance.as_ref().unwrap().contains("(it is now: 01632 960401)"), "{waiting:?}");
    assert!(card(&desk).contains("01632 960401") && alerts(&desk).contains("somebody else changed it meanwhile"));
    assert!(landed(&staff).is_empty());
    desk.take_back(waiting[0].id).unwrap();
    assert!(desk.outbox().unwrap().is_empty() && !alerts(&desk).contains("meanwhile"));
}

#[test]
fn who_was_faster_is_built_upon() {
    let staff = staff();
    let desk = desk(&staff, "a");
    staff.edit(FILE, "A room to talk.", "A room to talk and rest.");
    staff.commit("Faster");
    staff.git("staff", &["push", "-q", "origin", "main:side"]);
    // While the desk pushes, somebody else's commit gets there.
    let race = "cd \"$GIT_DIR\" && [ -e raced ] && exit 0; touch raced\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\ngit update-ref refs/heads/main refs/heads/side";
    hook(&staff, "pre-receive", Some(race));
    desk.report(ID, ReportKind::Full, None).unwrap();
    desk.fetch().unwrap();
    assert!(staff.home.path("hub.git/raced").exists());
    assert!(show(&staff, FILE).contains("talk and rest") && landed(&staff).len() == 1);
    assert!(desk.outbox().unwrap().is_empty());
}

#[test]
fn where_main_is_protected_a_branch_waits_for_somebody() {
    let staff = staff();
    let desk = desk(&staff, "a");
    hook(&staff, "pre-receive", Some(PROTECTED));
    desk.report(ID, ReportKind::Closed, None).unwrap();
    let said = desk.fetch().unwrap().unwrap();
    let branch = said.split_whitespace().find(|word| word.starts_with("signpost/")).unwrap().trim_end_matches(',');
    assert!(said.contains("1 change went to the branch") && branch.ends_with("-2026-11-22"), "{said}");
    let waiting = || desk.outbox().unwrap();
    assert!(waiting()[0].what.contains("until somebody takes it") && waiting()[0].hindrance.is_none());
    assert!(desk.take_back(waiting()[0].id).unwrap_err().to_string().contains("was sent already"));
    let tip = staff.git("hub.git", &["rev-parse", branch]);
    assert_eq!(desk.fetch().unwrap(), None, "it is not sent twice");
    desk.confirm("room-1", Means::Web, "manager").unwrap();
    desk.fetch().unwrap();
    assert_eq!(staff.git("hub.git", &["rev-parse", &format!("{branch}^")]), tip, "it stands on what waits there");
    // A branch that goes without having been taken is told, and nothing is lost.
    let kept = staff.git("hub.git", &["rev-parse", branch]);
    staff.git("hub.git", &["update-ref", "-d", &format!("refs/heads/{branch}")]);
    desk.fetch().unwrap();
    assert!(
        waiting().iter().all(|one| one.hindrance.as_ref().is_some_and(|why| why.contains("is gone"))),
        "{:?}",
        waiting()
    );
    assert!(desk.send(true, false).unwrap().aside.is_some_and(|(many, _)| many == 2));
    // Somebody takes it.
    assert_eq!(staff.git("hub.git", &["rev-parse", branch]), kept, "the same changes make the same commits");
    staff.git("hub.git", &["update-ref", "refs/heads/main", &format!("refs/heads/{branch}")]);
    desk.fetch().unwrap();
    assert!(waiting().is_empty());
    assert_eq!(landed(&staff).len(), 2);
}

#[test]
fn without_the_right_to_push_a_file_carries_it() {
    let staff = staff();
    let (first, second) = (desk(&staff, "a"), desk(&staff, "b"));
    hook(&staff, "pre-receive", Some("exit 1"));
    first.report(ID, ReportKind::Moved, Some("zyxquince")).unwrap();
    let error = first.fetch().unwrap_err().to_string();
    assert!(error.contains("takes nothing from this desk") && error.contains("reports export"), "{error}");
    let file = staff.home.path("changes.json");
    assert_eq!(first.export_changes(&file, false).unwrap(), 1);
    assert!(first.export_changes(&file, false).unwrap_err().to_string().contains("is there already"));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("zyxquince"));
    hook(&staff, "pre-receive", None);
    assert_eq!((second.import_changes(&file, false).unwrap(), second.import_changes(&file, false).unwrap()), (1, 0));
    second.fetch().unwrap();
    first.fetch().unwrap();
    assert!(first.outbox().unwrap().is_empty() && second.outbox().unwrap().is_empty());
    assert_eq!(landed(&staff).len(), 1);
}

#[test]
fn a_remote_that_lies_or_drops_loses_nothing() {
    let staff = staff();
    let desk = desk(&staff, "a");
    desk.report(ID, ReportKind::Full, None).unwrap();
    // It says that it took the push, and has not.
    hook(&staff, "post-receive", Some("while read old new ref; do git update-ref $ref $old; done"));
    let error = desk.fetch().unwrap_err().to_string();
    assert!(error.contains("said that it took the changes, but it has not"), "{error}");
    assert_eq!((desk.outbox().unwrap().len(), landed(&staff).len()), (1, 0));
    hook(&staff, "post-receive", None);
    // It ends the line before it takes anything.
    hook(&staff, "pre-receive", Some("kill -9 $PPID"));
    desk.fetch().unwrap_err();
    assert_eq!((desk.outbox().unwrap().len(), landed(&staff).len()), (1, 0));
    hook(&staff, "pre-receive", None);
    // It takes it and ends the line before it says so.
    hook(&staff, "post-receive", Some("kill -9 $PPID"));
    let _ = desk.fetch();
    hook(&staff, "post-receive", None);
    desk.fetch().unwrap();
    assert_eq!((desk.outbox().unwrap().len(), landed(&staff).len()), (0, 1));
}

#[test]
fn nobody_waits_for_a_remote_that_hangs() {
    let staff = staff();
    let desk = desk(&staff, "a");
    drop(desk);
    let clone = OwnClone::of(&staff.home.path("data-a"), staff.clone().remote().clone());
    let tip = clone.current().unwrap();
    let files = [("reports/x/y.toml".to_owned(), Some("kind = \"full\"\n".to_owned()))].into();
    let commit = clone.commit(&tip, &files, "Report\n", "2026-11-22".parse().unwrap()).unwrap();
    hook(&staff, "pre-receive", Some("sleep 1000"));
    let began = Instant::now();
    assert!(clone.push(&commit, "main", Some(&tip), Duration::from_secs(2)).is_err());
    assert!(began.elapsed() < Duration::from_secs(30));
    assert!(landed(&staff).is_empty());
}

#[test]
fn in_staffs_own_folder_each_change_is_a_commit_of_its_files() {
    let staff = Staff::new();
    staff.home.write("config/settings.toml", &format!("catalogue = \"{}\"\n", staff.home.path("staff").display()));
    let desk = staff.desk();
    staff.write("services/example/room-5.toml", "half = \"done\"");
    desk.confirm(ID, Means::Visit, "outreach worker").unwrap();
    desk.confirm("room-2", Means::Phone, "outreach worker").unwrap();
    staff.edit("services/example/room-2.toml", "Room 2", "Room Two");
    desk.fetch().unwrap();
    let log = staff.git("staff", &["log", "-1", "--name-only", "--format=%s"]);
    assert_eq!(log.trim(), format!("Check quiet-house: no change, by a visit\n\n{FILE}"));
    let waiting = desk.outbox().unwrap();
    assert!(waiting.len() == 1 && waiting[0].hindrance.as_ref().unwrap().contains("somebody's own"), "{waiting:?}");
    staff.git("staff", &["checkout", "-q", "services/example/room-2.toml"]);
    desk.fetch().unwrap();
    assert!(desk.outbox().unwrap().is_empty());
    assert!(staff.git("staff", &["status", "--porcelain"]).contains("room-5.toml"));
}

/// What may happen, at one of two desks or elsewhere.
#[derive(Debug, Clone)]
enum Event {
    Report(usize, usize),
    Check(usize, usize, bool),
    Edit(usize, u8),
    Fetch(usize),
    /// The desk fetches, and the machine ends before the store could note anything of it.
    Crash(usize),
    Restart(usize),
    StaffEdits(u8),
    Protected(bool),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => (0..2usize, 0..3usize).prop_map(|(at, id)| Event::Report(at, id)),
        2 => (0..2usize, 0..3usize, any::<bool>()).prop_map(|(at, id, rung)| Event::Check(at, id, rung)),
        2 => (0..2usize, 0..4u8).prop_map(|(at, value)| Event::Edit(at, value)),
        3 => (0..2usize).prop_map(Event::Fetch),
        2 => (0..2usize).prop_map(Event::Crash),
        1 => (0..2usize).prop_map(Event::Restart),
        1 => (0..4u8).prop_map(Event::StaffEdits),
        1 => any::<bool>().prop_map(Event::Protected),
    ];
    prop::collection::vec(event, 6..14)
}

const IDS: [&str; 3] = [ID, "room-1", "room-2"];
const NAMES: [&str; 2] = ["a", "b"];

fn waiting(staff: &Staff, at: usize) -> Vec<store::Outgoing> {
    store::waiting(&staff.home.path(&format!("data-{}", NAMES[at])))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, rng_seed: RngSeed::Fixed(20_261_122), failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn in_any_order_of_events_nothing_is_lost_and_nothing_is_done_twice(events in events()) {
        let staff = staff();
        let mut desks: Vec<Desk> = NAMES.iter().map(|name| desk(&staff, name)).collect();
        let mut made: Vec<store::Outgoing> = Vec::new();
        let mut makers: Vec<usize> = Vec::new();
        for event in &events {
            match event {
                Event::Report(at, id) => drop(desks[*at].report(IDS[*id], ReportKind::Full, None).unwrap()),
                Event::Check(at, id, rung) => {
                    let how = if *rung { Means::Phone } else { Means::Visit };
                    drop(desks[*at].confirm(IDS[*id], how, NAMES[*at]).unwrap());
                }
                Event::Edit(at, value) => drop(amend(&desks[*at], "phones", &format!("01632 96030{value}")).unwrap()),
                Event::Fetch(at) => drop(desks[*at].fetch()),
                Event::Crash(at) => {
                    // The store as it was, the remote and the clone as they are after it.
                    let backup = staff.home.path("crash.sqlite");
                    let data: PathBuf = staff.home.path(&format!("data-{}", NAMES[*at]));
                    store::Store::open(&data).unwrap();
                    store::back_up(&data, &backup, true).unwrap();
                    let _ = desks[*at].fetch();
                    let before = desks.remove(*at);
                    drop(before);
                    for end in ["", "-wal", "-shm"] {
                        let _ = std::fs::remove_file(data.join(format!("{}{end}", store::FILE)));
                    }
                    std::fs::copy(&backup, data.join(store::FILE)).unwrap();
                    desks.insert(*at, desk(&staff, NAMES[*at]));
                }
                Event::Restart(at) => desks[*at] = desk(&staff, NAMES[*at]),
                Event::StaffEdits(value) => {
                    staff.git("staff", &["pull", "-q", "--rebase", "origin", "main"]);
                    let text = show(&staff, FILE);
                    let at = text.find("01632 96").unwrap();
                    staff.edit(FILE, &text[at..at + 12], &format!("01632 96040{value}"));
                    if !staff.git("staff", &["status", "--porcelain"]).is_empty() {
                        staff.commit("Staff");
                        // Staff may push where desks may not.
                        staff.git("hub.git", &["fetch", "-q", "../staff", "main:main"]);
                    }
                }
                Event::Protected(is) => hook(&staff, "pre-receive", is.then_some(PROTECTED)),
            }
            for at in 0..2 {
                let new = waiting(&staff, at).into_iter().filter(|one| made.iter().all(|known| known.id != one.id));
                made.extend(new.collect::<Vec<_>>());
                makers.resize(made.len(), at);
            }
        }
        // All is well in the end: what waits on branches is sent once more to the main one.
        hook(&staff, "pre-receive", None);
        for _ in 0..2 {
            for desk in &desks {
                let _ = desk.send(true, false);
                desk.fetch().unwrap();
            }
        }
        let landed = landed(&staff);
        let text = show(&staff, FILE);
        let mut seen = landed.clone();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), landed.len(), "nothing is done twice: {:?}", events);
        let left: Vec<String> = (0..2).flat_map(|at| waiting(&staff, at)).map(|one| one.id.to_string()).collect();
        for (turn, one) in made.iter().enumerate() {
            let id = one.id.to_string();
            let there = landed.contains(&id);
            if one.change.contains("\"report\"") {
                // One that the desk itself answered before it was sent needs no sending.
                let report: signpost::upkeep::Change = serde_json::from_str(&one.change).unwrap();
                let answered = (turn + 1..made.len()).filter(|later| makers[*later] == makers[turn]).any(|later| {
                    let check: signpost::upkeep::Change = serde_json::from_str(&made[later].change).unwrap();
                    check.answers(&report.file_name(), Some(report.on))
                });
                prop_assert!(there || answered, "a report is lost: {} {:?}", one.change, events);
            } else if one.change.contains("\"check\"") {
                let change: signpost::upkeep::Change = serde_json::from_str(&one.change).unwrap();
                // The same check may have been made twice.
                let same = |other: &store::Outgoing| {
                    let other: signpost::upkeep::Change = serde_json::from_str(&other.change).unwrap();
                    other.service == change.service && other.what == change.what && landed.contains(&other.id.to_string())
                };
                prop_assert!(there || made.iter().any(same), "a check is lost: {} {:?}", one.change, events);
            } else {
                let change: signpost::upkeep::Change = serde_json::from_str(&one.change).unwrap();
                let signpost::upkeep::What::Edit { fields, .. } = change.what else { unreachable!() };
                let number = fields[0].now.clone().unwrap();
                let number = number.split('"').nth(1).unwrap();
                // Another desk may have written the same value, over which somebody wrote again.
                let same = made.iter().any(|other| other.id != one.id && other.change.contains(number));
                // Whoever edits a field again has taken back what was written there before.
                let again = (turn + 1..made.len()).any(|later| {
                    makers[later] == makers[turn]
                        && made[later].change.contains("\"edit\"")
                        && landed.contains(&made[later].id.to_string())
                });
                prop_assert!(there || left.contains(&id) || text.contains(number) || same || again, "an edit is lost: {} {:?}", one.change, events);
            }
        }
        // Of all checks of a service the one that landed last stands.
        for id in IDS {
            let changes = landed.iter().filter_map(|id| made.iter().find(|one| one.id.to_string() == *id));
            let changes = changes.map(|one| serde_json::from_str::<signpost::upkeep::Change>(&one.change).unwrap());
            if let Some(last) = changes.filter(|change| change.service == id).find_map(|change| change.checked()) {
                let file = format!("services/example/{id}.toml");
                let stands = format!("by = \"{}\", how = \"{}\"", last.by, <&str>::from(&last.how));
                prop_assert!(show(&staff, &file).contains(&stands), "another check stands: {:?}", events);
            }
        }
        // What is left waits for somebody, and says so.
        for desk in &desks {
            for one in desk.outbox().unwrap() {
                prop_assert!(one.hindrance.is_some(), "{:?} {:?}", one, events);
            }
        }
    }
}
