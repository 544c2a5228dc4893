//! Backups and exports that leave the machine: encrypted to the lead's key, and opened with the secret one.

use crate::common::{Home, on_starter};
use age::secrecy::ExposeSecret;
use signpost::store::Store;

struct Lead {
    public: String,
    secret: String,
    identity: age::x25519::Identity,
}

fn lead() -> Lead {
    let identity = age::x25519::Identity::generate();
    let secret = identity.to_string().expose_secret().to_owned();
    Lead { public: identity.to_public().to_string(), secret, identity }
}

fn logged(home: &Home) -> String {
    let answer = on_starter(home, &["log", "--need", "debt-advice=signposted"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    answer.out.trim().to_owned()
}

fn names(home: &Home, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(home.path(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

fn ids(home: &Home) -> Vec<String> {
    let store = Store::open(&home.path("data")).unwrap();
    let rows = store.between("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()).unwrap();
    rows.iter().map(|row| row.enquiry.id.to_string()).collect()
}

#[test]
fn a_backup_that_leaves_is_the_leads_alone() {
    let (home, lead) = (Home::new(), lead());
    let id = logged(&home);
    home.write("config/settings.toml", &format!("tally_key = \"{}\"\n", lead.public));
    home.write("stick/lead.txt", &format!("# the lead's\n{}\n", lead.secret));
    let stick = home.path("stick/desk.sqlite").display().to_string();
    insta::assert_snapshot!(home.run(&["backup", &stick]).whole(&home), @"
    --- said
    Copied 0 enquiries and 1 test to ~/stick/desk.sqlite.age; the copy was opened and is sound.
    The name ends in .age, because the file is encrypted.
    Only the owner of the key can open it: signpost restore or signpost enquiries import, with --identity FILE
    --- exit code 0
    ");
    assert_eq!(names(&home, "stick"), ["desk.sqlite.age", "lead.txt"]);
    assert_eq!(names(&home, "data"), ["backups", "enquiries.lock", "enquiries.sqlite"], "no plain copy is left");
    let sealed = std::fs::read(home.path("stick/desk.sqlite.age")).unwrap();
    let plain = age::decrypt(&lead.identity, &sealed).unwrap();
    assert!(plain.starts_with(b"SQLite format 3") && plain.windows(id.len()).any(|some| some == id.as_bytes()));
    assert!(!sealed.windows(id.len()).any(|some| some == id.as_bytes()));

    // Inside the data folder it stays plain, and with --plain too.
    let inside = home.path("data/mine.sqlite").display().to_string();
    let mine = home.run(&["backup", &inside]);
    assert!(mine.code == 0 && mine.err.contains("It is not encrypted."), "{}", mine.err);
    std::fs::remove_file(&inside).unwrap();
    assert_eq!(home.run(&["backup", "--plain", &stick]).code, 0);
    std::fs::remove_file(&stick).unwrap();
    let sealed = format!("{stick}.age");
    let again = home.run(&["backup", &sealed]);
    assert!(again.code == 2 && again.err.contains("is there already"), "{}", again.err);
    assert_eq!(home.run(&["backup", "--force", &sealed]).code, 0);

    // The lead brings it in, on a new computer too.
    let identity = home.path("stick/lead.txt").display().to_string();
    let later = logged(&home);
    let without = home.run(&["restore", &sealed]);
    assert!(without.code == 2 && without.err.contains("--identity FILE"), "{}", without.err);
    insta::assert_snapshot!(home.run(&["restore", &sealed, "--identity", &identity]).whole(&home), @"
    --- said
    Restored 0 enquiries and 1 test from ~/stick/desk.sqlite.age.
    What was here before is kept as ~/data/enquiries-before-restore-1.sqlite. It has 1 enquiry that the backup has not.
    To bring them in: signpost enquiries import ~/data/enquiries-before-restore-1.sqlite
    --- exit code 0
    ");
    assert_eq!(ids(&home), std::slice::from_ref(&id));
    assert!(names(&home, "data").iter().all(|name| !name.starts_with("plain-")), "{:?}", names(&home, "data"));
    let fresh = Home::new();
    let came = fresh.run(&["enquiries", "import", "--identity", &identity, &sealed]);
    assert!(came.code == 0 && came.err.contains("1 new"), "{}", came.err);
    assert!(ids(&fresh).contains(&id) && !ids(&fresh).contains(&later));
    assert!(names(&fresh, "data").iter().all(|name| !name.starts_with("plain-")));
}

#[test]
fn an_export_is_encrypted_as_a_backup_is() {
    let (home, lead) = (Home::new(), lead());
    let id = logged(&home);
    let out = home.path("out.jsonl").display().to_string();
    insta::assert_snapshot!(home.run(&["enquiries", "export", "--to", &lead.public, &out]).whole(&home), @"
    Riverside Family Hub, desk <id>: 0 enquiries, no enquiry yet, this desk
    --- said
    Exported 1 enquiry and 0 undos.
    Encrypted as ~/out.jsonl.age.
    The name ends in .age, because the file is encrypted.
    Only the owner of the key can open it: signpost restore or signpost enquiries import, with --identity FILE
    --- exit code 0
    ");
    let sealed = std::fs::read(home.path("out.jsonl.age")).unwrap();
    let text = String::from_utf8(age::decrypt(&lead.identity, &sealed).unwrap()).unwrap();
    assert!(text.contains(&id) && text.starts_with("{\"signpost\""));
    assert!(!home.path("out.jsonl").exists());
    let piped = home.command().args(["enquiries", "export", "--to", &lead.public, "-"]).output().unwrap();
    assert!(String::from_utf8(age::decrypt(&lead.identity, &piped.stdout).unwrap()).unwrap().contains(&id));

    home.write("config/settings.toml", &format!("tally_key = \"{}\"\n", lead.public));
    let second = home.path("second.jsonl").display().to_string();
    assert_eq!(home.run(&["enquiries", "export", &second]).code, 0);
    assert!(home.path("second.jsonl.age").exists() && !home.path("second.jsonl").exists());

    // A key that does not fit, a file that was changed.
    let identity = home.write("other.txt", &format!("{}\n", self::lead().secret)).display().to_string();
    let fresh = Home::new();
    let import = |file: &str| fresh.run(&["enquiries", "import", "--identity", &identity, file]);
    let sealed = home.path("out.jsonl.age").display().to_string();
    let answer = import(&sealed);
    assert!(answer.code == 2 && answer.err.contains("was encrypted to another key"), "{}", answer.err);
    let identity = home.write("lead.txt", &format!("{}\n", lead.secret)).display().to_string();
    let broken = home.path("broken.age");
    let bytes = std::fs::read(&sealed).unwrap();
    std::fs::write(&broken, &bytes[..bytes.len() - 5]).unwrap();
    let answer = fresh.run(&["enquiries", "import", "--identity", &identity, &broken.display().to_string()]);
    assert!(answer.code == 2 && answer.err.contains("cut short"), "{}", answer.err);
    assert!(ids(&fresh).is_empty());
    assert!(names(&fresh, "data").iter().all(|name| !name.starts_with("plain-")));
}

#[test]
fn who_meant_to_encrypt_never_gets_plain_text() {
    let (home, lead) = (Home::new(), lead());
    logged(&home);
    let stick = home.path("desk.sqlite").display().to_string();
    for key in [lead.secret.as_str(), &lead.secret.to_lowercase(), "age1nonsense", ""] {
        let answer = home.run(&["backup", &stick, "--to", key]);
        assert_eq!(answer.code, 2, "{}", answer.err);
        assert!(!answer.err.to_uppercase().contains(&lead.secret[16..]), "{}", answer.err);
        home.write("config/settings.toml", &format!("tally_key = \"{key}\"\n"));
        for arguments in [&["backup", &stick][..], &["enquiries", "export", &stick]] {
            let answer = home.run(arguments);
            assert!(answer.code == 2 && answer.err.contains("Nothing was written: tally_key"), "{}", answer.err);
            assert!(!answer.err.to_uppercase().contains(&lead.secret[16..]), "{}", answer.err);
        }
        let doctor = home.run(&["doctor"]);
        assert!(doctor.out.contains("tally_key"), "{}", doctor.out);
        assert!(!doctor.out.to_uppercase().contains(&lead.secret[16..]), "{}", doctor.out);
    }
    home.write("config/settings.toml", "tally_key = age1broken\n");
    assert!(home.run(&["backup", &stick]).err.contains("Nothing was written: tally_key"));
    assert!(!home.path("desk.sqlite").exists() && !home.path("desk.sqlite.age").exists());
}
