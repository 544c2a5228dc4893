//! A desk that takes only what somebody signed.

use super::{FILE, Staff};
use signpost::catalogue::ReportKind;
use signpost::desk::Backend;
use std::process::Command;

fn key(staff: &Staff, name: &str) -> String {
    let path = staff.home.path(name);
    let mut command = Command::new("ssh-keygen");
    let made = command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(&path).output();
    assert!(
        made.expect("the tests need ssh-keygen: on Debian and Ubuntu, apt-get install openssh-client").status.success()
    );
    std::fs::read_to_string(path.with_extension("pub")).unwrap()
}

fn sign(staff: &Staff, name: &str, message: &str) {
    staff.git("staff", &["add", "-A"]);
    let key = format!("user.signingKey={}", staff.home.path(name).display());
    staff.git("staff", &["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", message]);
    staff.git("staff", &["push", "-q", "origin", "main"]);
}

#[test]
fn only_what_the_right_people_signed_is_taken() {
    let staff = Staff::new();
    let (ours, _theirs) = (key(&staff, "ours"), key(&staff, "theirs"));
    staff.home.write("config/signers", &format!("staff@hub.example {ours}"));
    staff.home.write("config/settings.toml", "catalogue_signers = \"signers\"\n");
    let clone = |staff: &Staff| staff.run(&["catalogue", "clone", &staff.url()]);
    let refused = clone(&staff);
    assert!(refused.code == 2 && refused.err.contains("is not signed, so it was not taken"), "{}", refused.err);
    staff.edit(FILE, "quaymark", "firstword");
    sign(&staff, "ours", "Signed");
    assert_eq!(clone(&staff).code, 0);
    let desk = staff.desk();
    let refusal = || desk.fetch().unwrap_err().to_string();
    staff.edit(FILE, "firstword", "secondword");
    staff.push("Not signed");
    assert!(refusal().contains("is not signed"), "{}", refusal());
    staff.edit(FILE, "secondword", "thirdword");
    sign(&staff, "theirs", "Signed by somebody else");
    assert!(refusal().contains("is signed by nobody who may"), "{}", refusal());
    // A signature of another kind, which git would hand to another program.
    let trap = staff.trap();
    for program in ["gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"] {
        staff.git("", &["config", "--global", program, &trap.script.display().to_string()]);
    }
    let commit = staff.git("staff", &["cat-file", "commit", "HEAD"]);
    let (before, after) = commit.split_once("gpgsig ").unwrap();
    let message = after.split_once("\n\n").unwrap().1;
    let forged =
        format!("{before}gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----\n\n{message}");
    staff.home.write("forged", &forged);
    let id = staff.git("staff", &["hash-object", "-t", "commit", "-w", "../forged"]);
    staff.git("staff", &["push", "-q", "--force", "origin", &format!("{}:refs/heads/main", id.trim())]);
    assert!(refusal().contains("in another way than with ssh"), "{}", refusal());
    // The text of a signed commit with another signature's body is no better.
    let (body, _) = after.split_once("\n\n").unwrap();
    let swapped = commit.replace(message, "Another message\n");
    assert!(swapped.contains(body));
    staff.home.write("forged", &swapped);
    let id = staff.git("staff", &["hash-object", "-t", "commit", "-w", "../forged"]);
    staff.git("staff", &["push", "-q", "--force", "origin", &format!("{}:refs/heads/main", id.trim())]);
    assert!(refusal().contains("is signed by nobody who may"), "{}", refusal());
    assert!(!trap.is_sprung(), "no program but ssh-keygen looks at signatures");
    assert!(staff.run(&["search", "firstword"]).out.contains("Quiet House"));
    for program in ["gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"] {
        staff.git("", &["config", "--global", "--unset", program]);
    }
    // The list is away, or its line has a mistake: then nothing is taken either.
    std::fs::rename(staff.home.path("config/signers"), staff.home.path("config/away")).unwrap();
    assert!(refusal().contains("signers is not there"), "{}", refusal());
    std::fs::rename(staff.home.path("config/away"), staff.home.path("config/signers")).unwrap();
    let settings = std::fs::read_to_string(staff.home.path("config/settings.toml")).unwrap();
    staff.home.write("config/settings.toml", &settings.replace("\"signers\"", "signers"));
    assert!(staff.update().err.contains("settings.toml:1:"), "{}", staff.update().err);
    staff.home.write("config/settings.toml", &settings);
    staff.edit(FILE, "thirdword", "fourthword");
    staff.git("staff", &["push", "-q", "--force", "origin", "HEAD:main"]);
    sign(&staff, "ours", "Signed again");
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("Catalogue updated: 1 service changed."));
}

#[test]
fn what_a_desk_sends_goes_to_a_branch_where_commits_must_be_signed() {
    let staff = Staff::new();
    let ours = key(&staff, "ours");
    staff.home.write("config/signers", &format!("staff@hub.example {ours}"));
    staff.home.write("config/settings.toml", "catalogue_signers = \"signers\"\n");
    staff.edit(FILE, "quaymark", "firstword");
    sign(&staff, "ours", "Signed");
    assert_eq!(staff.run(&["catalogue", "clone", &staff.url()]).code, 0);
    let main = || staff.git("hub.git", &["rev-parse", "main"]);
    let (before, desk) = (main(), staff.desk());
    desk.report("quiet-house", ReportKind::Full, None).unwrap();
    // The main branch would take it, and every other desk would refuse the catalogue from then on.
    let said = desk.fetch().unwrap().unwrap();
    assert!(said.contains("1 change went to the branch signpost/"), "{said}");
    assert_eq!(main(), before);
    assert_eq!(desk.fetch().unwrap(), None, "it is not sent twice");
    // Somebody takes it, and signs.
    let branch = staff.git("hub.git", &["for-each-ref", "--format=%(refname:short)", "refs/heads/signpost"]);
    staff.git("staff", &["fetch", "-q", "origin", branch.trim()]);
    let key = format!("user.signingKey={}", staff.home.path("ours").display());
    let signing = ["-c", "gpg.format=ssh", "-c", &key];
    let take = ["merge", "-q", "--no-ff", "-S", "-m", "Take what the desk found", "FETCH_HEAD"];
    staff.git("staff", &[&signing[..], &take].concat());
    staff.git("staff", &["push", "-q", "origin", "main"]);
    desk.fetch().unwrap();
    assert!(desk.outbox().unwrap().is_empty(), "{:?}", desk.outbox().unwrap());
    assert!(!desk.reports().unwrap()[0].waits, "it is the catalogue's own now");
}
