//! Remotes that hang, break off, lie, are gone or were rewritten.

use super::{FILE, Staff};
use signpost::desk::Backend;
use signpost::git::{OwnClone, Remote};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// Plays a server on loopback: answers each connection by `how`, and returns its address.
fn server(how: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().for_each(how));
    format!("http://127.0.0.1:{port}/hub.git")
}

/// Reads the head of a request.
fn request(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        seen.push(byte[0]);
    }
}

#[test]
fn a_remote_that_hangs_is_given_up_with_all_that_git_started() {
    let staff = Staff::new();
    let (told, gone) = std::sync::mpsc::channel();
    let url = server(move |mut stream| {
        request(&mut stream);
        told.send("asked").unwrap();
        // Whoever asked is ended, so nothing more comes, not even an end that was meant.
        let rest = stream.read(&mut [0]);
        assert!(rest.is_err() || rest.is_ok_and(|n| n == 0));
        told.send("gone").unwrap();
    });
    let clone = OwnClone::of(&staff.home.path("data"), Remote::parse(&url, None).unwrap());
    clone.make().unwrap();
    let began = Instant::now();
    let said = clone.fetch(Duration::from_secs(3)).unwrap_err().to_string();
    assert!(said.contains("did not answer in time"), "{said}");
    assert!(began.elapsed() < Duration::from_secs(20));
    let soon = Duration::from_secs(20);
    assert_eq!((gone.recv_timeout(soon), gone.recv_timeout(soon)), (Ok("asked"), Ok("gone")));
    assert_eq!(clone.tip(), None);
}

#[test]
fn a_remote_that_breaks_off_or_lies_is_told_in_a_sentence() {
    let staff = Staff::new();
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 5000\r\n\r\n";
    let answers: [(&str, Vec<u8>); 4] = [
        ("breaks off", format!("{head}001e# service=git-upload-pack\n").into_bytes()),
        ("a page", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Hello</p>".to_vec()),
        ("not there", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ("noise", vec![0xff; 4096]),
    ];
    for (what, answer) in answers {
        let url = server(move |mut stream| {
            request(&mut stream);
            let _ = stream.write_all(&answer);
        });
        let answer = staff.run(&["catalogue", "clone", &url]);
        let said = answer.err.replace("Fetching ", "");
        assert!(answer.code == 2 && said.contains(&format!("The catalogue's remote {url} ")), "{what}: {said}");
        assert!(!staff.home.path("config/settings.toml").exists(), "{what}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = staff.run(&["catalogue", "clone", &format!("http://{closed}/x.git")]).err;
    assert!(said.contains("can't be reached"), "{said}");
}

#[test]
fn a_remote_whose_objects_are_damaged_changes_nothing() {
    let staff = Staff::new().cloned();
    let desk = staff.desk();
    staff.edit(FILE, "quaymark", "zyxquince");
    staff.push("Another word");
    let blob = staff.git("staff", &["rev-parse", &format!("HEAD:{FILE}")]);
    let (folder, name) = blob.trim().split_at(2);
    let object = staff.home.path(&format!("hub.git/objects/{folder}/{name}"));
    let good = std::fs::read(&object).unwrap();
    let mut permissions = std::fs::metadata(&object).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    std::fs::set_permissions(&object, permissions).unwrap();
    std::fs::write(&object, &good[..good.len() / 2]).unwrap();
    let before = staff.clone().tip();
    let said = desk.fetch().unwrap_err().to_string();
    assert!(said.contains("handed out nothing that can be taken"), "{said}");
    assert!(said.contains("Until then the catalogue of 22 November 2026 serves."), "{said}");
    assert_eq!(staff.clone().tip(), before);
    std::fs::write(&object, &good).unwrap();
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("Catalogue updated: 1 service changed."));
}

#[test]
fn a_remote_that_is_gone_or_rewritten_leaves_what_serves() {
    let staff = Staff::new().cloned();
    let desk = staff.desk();
    std::fs::rename(staff.home.path("hub.git"), staff.home.path("away.git")).unwrap();
    let said = desk.fetch().unwrap_err().to_string();
    assert!(said.contains("is not there") && said.contains("the catalogue of 22 November 2026 serves"), "{said}");
    let status = staff.run(&["catalogue", "status"]);
    assert!(status.code == 3 && status.out.contains("problem   The catalogue's remote"), "{}", status.out);
    assert!(staff.run(&["show", "quiet-house"]).out.contains("Quiet House"));
    std::fs::rename(staff.home.path("away.git"), staff.home.path("hub.git")).unwrap();
    assert_eq!(desk.fetch().unwrap(), None);
    assert_eq!(staff.run(&["catalogue", "status"]).code, 0);

    staff.edit(FILE, "quaymark", "zyxquince");
    staff.git("staff", &["add", "-A"]);
    staff.git("staff", &["commit", "-q", "--amend", "-m", "Rewritten"]);
    staff.git("staff", &["push", "-q", "--force", "origin", "main"]);
    for said in [desk.fetch().unwrap_err().to_string(), staff.update().err] {
        assert!(said.contains("history") && said.contains("--rewritten"), "{said}");
    }
    assert!(staff.run(&["search", "quaymark"]).out.contains("Quiet House"));
    let taken = staff.run(&["catalogue", "update", "--rewritten"]);
    assert!(taken.code == 0 && taken.err.contains("1 service changed"), "{}", taken.err);
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("Catalogue updated: 1 service changed."));
    assert!(staff.run(&["search", "zyxquince"]).out.contains("Quiet House"));
}

#[test]
fn a_branch_and_an_empty_repository() {
    let staff = Staff::new();
    let said = staff.run(&["catalogue", "clone", &staff.url(), "--branch", "nobody"]).err;
    assert!(said.contains("(branch nobody) has no such branch"), "{said}");
    staff.git("", &["init", "-q", "--bare", "empty.git"]);
    let said = staff.run(&["catalogue", "clone", "empty.git"]).err;
    assert!(said.contains("is empty"), "{said}");
    assert!(!staff.home.path("config/settings.toml").exists());
    staff.git("staff", &["checkout", "-q", "-b", "desk"]);
    staff.edit(FILE, "quaymark", "zyxquince");
    staff.commit("On a branch");
    staff.git("staff", &["push", "-q", "origin", "desk"]);
    assert_eq!(staff.run(&["catalogue", "clone", &staff.url(), "--branch", "desk"]).code, 0);
    assert!(staff.run(&["search", "zyxquince"]).out.contains("Quiet House"));
    let settings = std::fs::read_to_string(staff.home.path("config/settings.toml")).unwrap();
    assert!(settings.contains("catalogue_branch = \"desk\""), "{settings}");
    // A branch that can't be read is no reason to show another one.
    staff.home.write("config/settings.toml", &settings.replace("\"desk\"", "desk"));
    let answer = staff.run(&["search", "quaymark"]);
    assert!(answer.code == 2 && answer.err.contains("settings.toml:2:"), "{}{}", answer.out, answer.err);
}

#[test]
fn where_the_main_branch_is_not_there_the_only_one_is_taken() {
    let staff = Staff::new();
    // Made where the main branch is called otherwise than at staff's.
    let aside = |name: &str| staff.git("", &["init", "-q", "--bare", "--initial-branch=master", name]);
    aside("other.git");
    let push = |branch: &str| staff.git("staff", &["push", "-q", "../other.git", &format!("main:{branch}")]);
    push("signpost/0123abcd-2026-11-22");
    let clone = |more: &[&str]| staff.run(&[&["catalogue", "clone", "other.git"], more].concat());
    let said = clone(&[]).err;
    assert!(said.contains("is empty"), "what a desk sent is no catalogue: {said}");
    push("main");
    let dry = clone(&["--dry-run"]);
    assert!(
        dry.code == 0 && dry.err.contains("main is the only one") && dry.err.contains("(branch main)"),
        "{}",
        dry.err
    );
    push("trial");
    let answer = clone(&[]);
    assert!(answer.code == 2 && answer.err.contains("is not there, but main, trial are."), "{}", answer.err);
    assert!(answer.err.contains("--branch NAME"), "{}", answer.err);
    assert!(!staff.home.path("config/settings.toml").exists());
    staff.git("other.git", &["branch", "-q", "-D", "trial"]);
    let answer = clone(&[]);
    assert!(answer.code == 0 && answer.err.contains("Done: 6 services."), "{}", answer.err);
    let settings = std::fs::read_to_string(staff.home.path("config/settings.toml")).unwrap();
    assert!(settings.contains("catalogue_branch = \"main\""), "{settings}");
    assert_eq!(staff.update().code, 0);
}
