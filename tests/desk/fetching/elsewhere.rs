//! Without git, from a folder, from a .zip.

use super::{FILE, Staff, room};
use crate::common::answer;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs staff's files below a folder in the archive, and further entries.
fn pack(staff: &Staff, top: &str, more: &[(&str, &[u8])]) {
    let mut zip = ZipWriter::new(std::fs::File::create(staff.home.path("cat.zip")).unwrap());
    let listed = staff.git("staff", &["ls-files"]);
    for path in listed.lines() {
        zip.start_file(format!("{top}{path}"), SimpleFileOptions::default()).unwrap();
        zip.write_all(&std::fs::read(staff.home.path("staff").join(path)).unwrap()).unwrap();
    }
    for (path, bytes) in more {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn a_zip_is_read_where_it_lies() {
    let staff = Staff::new();
    for top in ["", "our catalogue/"] {
        pack(&staff, top, &[]);
        let cloned = staff.run(&["catalogue", "clone", "cat.zip"]);
        assert_eq!(cloned.code, 0, "{}", cloned.err);
        assert!(cloned.err.contains("6 services. ") && cloned.err.contains("is read where it lies"), "{}", cloned.err);
        assert!(staff.run(&["show", "quiet-house"]).out.contains("01632 960217"), "{top}");
    }
    // IT drops in a newer one.
    staff.edit(FILE, "960217", "960299");
    pack(&staff, "our catalogue/", &[]);
    assert!(staff.run(&["show", "quiet-house"]).out.contains("01632 960299"));
    for command in ["update", "status", "check"] {
        let answer = staff.run(&["catalogue", command]);
        assert_eq!(answer.code, 0, "{command}: {}{}", answer.out, answer.err);
    }
    // Cut short, and then away: the last good one serves.
    let bytes = std::fs::read(staff.home.path("cat.zip")).unwrap();
    std::fs::write(staff.home.path("cat.zip"), &bytes[..bytes.len() / 2]).unwrap();
    let found = staff.run(&["show", "quiet-house"]);
    assert!(found.out.contains("01632 960299") && found.err.contains("is cut short"), "{}", found.err);
    std::fs::remove_file(staff.home.path("cat.zip")).unwrap();
    let found = staff.run(&["show", "quiet-house"]);
    assert!(found.out.contains("01632 960299") && found.err.contains("is not there"), "{}", found.err);
}

#[test]
fn what_a_desk_of_a_zip_wants_changed_is_handed_over() {
    let staff = Staff::new();
    pack(&staff, "", &[]);
    assert_eq!(staff.run(&["catalogue", "clone", "cat.zip"]).code, 0);
    let zip = std::fs::read(staff.home.path("cat.zip")).unwrap();
    assert_eq!(staff.run(&["catalogue", "report", "quiet-house", "moved"]).code, 0);
    assert!(staff.run(&["show", "quiet-house"]).out.contains("moved at this desk, 22 November"));
    for arguments in [&["catalogue", "send"][..], &["catalogue", "send", "--dry-run"]] {
        let sent = staff.run(arguments);
        assert!(sent.code == 2 && sent.err.contains("is no folder that can be changed"), "{}", sent.err);
        assert!(sent.err.contains("hand it over with: signpost catalogue reports export FILE"), "{}", sent.err);
    }
    let handed = staff.run(&["catalogue", "reports", "export", "changes.json"]);
    assert!(handed.code == 0 && handed.err.contains("Wrote 1 change to changes.json."), "{}", handed.err);
    assert!(staff.run(&["catalogue", "outbox"]).out.contains("Report Quiet House: moved"), "it goes on waiting");
    // Whoever keeps the catalogue brings it in.
    let staffs = |arguments: &[&str]| {
        let mut command = staff.home.command();
        command.env("SIGNPOST_DATA_DIR", staff.home.path("data-staff")).args(["--catalogue", "staff", "catalogue"]);
        let answer = answer(command.args(arguments).output().unwrap());
        assert_eq!(answer.code, 0, "{}", answer.err);
    };
    staffs(&["reports", "import", "changes.json"]);
    staffs(&["send"]);
    assert!(staff.git("staff", &["log", "-1", "--format=%s"]).contains("Report quiet-house: moved"));
    assert_eq!(std::fs::read(staff.home.path("cat.zip")).unwrap(), zip);
}

#[test]
fn a_zip_that_means_harm_is_not_taken() {
    let staff = Staff::new();
    for path in ["../outside.toml", "/etc/outside.toml", "services/../../x.toml", "C:\\x.toml", "a\\..\\b.toml"] {
        pack(&staff, "", &[(path, b"x")]);
        let answer = staff.run(&["catalogue", "clone", "cat.zip"]);
        assert!(answer.code == 2 && answer.err.contains("leads out of it"), "{path}: {}", answer.err);
    }
    // A few kilobytes that become many megabytes.
    let zeros = vec![b'#'; 64 << 20];
    let rooms: Vec<(String, String)> = (10..60).map(|n| (format!("services/example/room-{n}.toml"), room(1))).collect();
    let mut more: Vec<(&str, &[u8])> = rooms.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    more.push(("services/example/bomb.toml", &zeros));
    pack(&staff, "", &more);
    let answer = staff.run(&["catalogue", "clone", "cat.zip"]);
    assert!(answer.code == 0 && answer.err.contains("1 of "), "{}", answer.err);
    let mut zip = ZipWriter::new(std::fs::File::create(staff.home.path("link.zip")).unwrap());
    for path in ["catalogue.toml", "needs.toml"] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(&std::fs::read(staff.home.path("staff").join(path)).unwrap()).unwrap();
    }
    zip.add_symlink("services/example/link.toml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let check = staff.run(&["--catalogue", "link.zip", "catalogue", "check"]).out;
    assert!(check.contains("link.toml") && check.contains("links are not followed"), "{check}");
    staff.home.write("no.zip", "no archive");
    assert!(staff.run(&["catalogue", "clone", "no.zip"]).err.contains("is no .zip"));
}

#[test]
fn without_git_a_desk_says_so_and_works() {
    let staff = Staff::new().cloned();
    let without =
        |arguments: &[&str]| answer(staff.home.command().env("PATH", "/nonexistent").args(arguments).output().unwrap());
    let found = without(&["show", "quiet-house"]);
    assert!(found.code == 0 && found.out.contains("01632 960217"), "what was taken serves: {}", found.err);
    let update = without(&["catalogue", "update"]);
    assert!(update.code == 2 && update.err.contains("Git is not there"), "{}", update.err);
    assert!(update.err.contains("a folder or a .zip"), "{}", update.err);
    assert_eq!(without(&["catalogue", "status"]).code, 3);
    let folder = without(&["catalogue", "clone", "staff"]);
    assert!(folder.code == 0 && folder.err.contains("is read where it lies"), "{}", folder.err);
    assert!(without(&["catalogue", "update"]).err.contains("fetches nothing"));
}

#[test]
fn a_lost_setting_is_never_the_example() {
    let staff = Staff::new().cloned();
    std::fs::remove_file(staff.home.path("config/settings.toml")).unwrap();
    std::fs::remove_dir_all(staff.home.path("staff")).unwrap();
    let found = staff.run(&["search", "food"]);
    assert!(found.code == 2 && found.err.contains(&staff.url()), "{}{}", found.out, found.err);
    // Named again, without clone and compiled one: nothing is shown but why.
    staff.home.write("config/settings.toml", &format!("catalogue = \"{}\"\n", staff.url()));
    std::fs::remove_dir_all(staff.home.path("data/clones")).unwrap();
    std::fs::remove_dir_all(staff.home.path("cache")).unwrap();
    let found = staff.run(&["search", "food"]);
    assert!(found.code == 2 && found.err.contains("was fetched yet"), "{}{}", found.out, found.err);
}
