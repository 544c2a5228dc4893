//! A slip on paper: a real print server on loopback, and a printer that keeps every byte it is sent.

use crate::common::{Answer, Home, answer};
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A CUPS server with one queue, "desk", in a folder of its own.
pub struct Cups {
    server: Child,
    port: u16,
    printed: mpsc::Receiver<Vec<u8>>,
    /// The printer behind the queue, as the server names it.
    device: String,
    dir: tempfile::TempDir,
}

pub fn tool(name: &str) -> String {
    for folder in ["/usr/sbin", "/usr/bin", "/sbin", "/bin"] {
        let path = Path::new(folder).join(name);
        if path.exists() {
            return path.display().to_string();
        }
    }
    panic!("{name} is missing: install it with apt-get install cups cups-client, or run tests/run")
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Returns what stands in a PDF.
fn words(pdf: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let read = Command::new("pdftotext").arg(&file).arg("-").output();
    let read = read.expect("pdftotext is missing: install it with apt-get install poppler-utils, or run tests/run");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(pdf));
    String::from_utf8(read.stdout).unwrap()
}

/// Returns how dark the first page of a PDF is on average, from 0 to 255.
#[cfg(target_os = "linux")]
fn darkness(pdf: &Path) -> f64 {
    let drawn = Command::new("pdftoppm").args(["-r", "30", "-gray", "-f", "1", "-l", "1"]).arg(pdf).output().unwrap();
    assert!(drawn.stdout.starts_with(b"P5\n"), "{}", String::from_utf8_lossy(&drawn.stderr));
    // Behind the three lines of its head.
    let dots = drawn.stdout.splitn(4, |byte| *byte == b'\n').nth(3).unwrap();
    dots.iter().map(|dot| f64::from(255 - dot)).sum::<f64>() / dots.len() as f64
}

/// Puts a file over the PDF printer's own settings, for one program only: they are looked for in one place.
const WITH_OWN_SETTINGS: &str = "mount --bind \"$1\" /etc/cups/cups-pdf.conf && shift && exec \"$@\"";

impl Cups {
    pub fn start() -> Self {
        Self::launch(false)
    }

    /// Returns a server whose PDF printer writes into a folder of its own.
    #[cfg(target_os = "linux")]
    fn with_pdf_printer() -> Self {
        let cups = Self::launch(true);
        let ppd = "/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd";
        assert!(Path::new(ppd).exists(), "install it with apt-get install printer-driver-cups-pdf, or run tests/run");
        cups.admin("lpadmin", &["-p", "pdf", "-E", "-v", "cups-pdf:/", "-P", ppd]);
        cups
    }

    fn launch(has_pdf_printer: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let port = free_port();
        let at = |name: &str| {
            let path = root.join(name);
            std::fs::create_dir_all(&path).unwrap();
            path.display().to_string()
        };
        // The server drops its rights for the part that talks to the printer, which must reach its folders.
        #[cfg(unix)]
        for (path, mode) in [(root.to_owned(), 0o755), (at("tmp").into(), 0o1777)] {
            std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        }
        let allow = "Order allow,deny\n  Allow all";
        let conf = format!(
            "Listen 127.0.0.1:{port}\nBrowsing Off\nDefaultAuthType None\nPreserveJobFiles No\nPreserveJobHistory Yes\n\
             <Location />\n  {allow}\n</Location>\n<Location /admin>\n  {allow}\n</Location>\n\
             <Policy default>\n  JobPrivateValues none\n  <Limit All>\n    {allow}\n  </Limit>\n</Policy>\n"
        );
        let files = format!(
            "ServerRoot {}\nRequestRoot {}\nCacheDir {}\nStateDir {}\nTempDir {}\nErrorLog {}/error\nAccessLog {}/access\nPageLog {}/page\n",
            at("root"),
            at("spool"),
            at("cache"),
            at("state"),
            at("tmp"),
            at("log"),
            at("log"),
            at("log")
        );
        std::fs::write(root.join("cupsd.conf"), conf).unwrap();
        std::fs::write(root.join("cups-files.conf"), files).unwrap();
        let mut command = Command::new(tool("cupsd"));
        if has_pdf_printer {
            let conf = root.join("cups-pdf.conf");
            let (out, log) = (at("out"), at("log"));
            let text = format!("Out {out}\nAnonDirName {out}\nSpool {}\nLog {log}\nGrp root\n", at("pdf-spool"));
            std::fs::write(&conf, text).unwrap();
            command = Command::new(tool("unshare"));
            // Others than root may only do so where they are root among themselves.
            #[cfg(unix)]
            if !rustix::process::geteuid().is_root() {
                command.arg("--map-root-user");
            }
            command.args(["--mount", "sh", "-c", WITH_OWN_SETTINGS, "sh"]).arg(conf).arg(tool("cupsd"));
        }
        let server = command
            .arg("-f")
            .arg("-c")
            .arg(root.join("cupsd.conf"))
            .arg("-s")
            .arg(root.join("cups-files.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let printer = TcpListener::bind("127.0.0.1:0").unwrap();
        let device = format!("socket://127.0.0.1:{}", printer.local_addr().unwrap().port());
        let (send, printed) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in printer.incoming() {
                let mut bytes = Vec::new();
                if stream.unwrap().read_to_end(&mut bytes).is_ok() && send.send(bytes).is_err() {
                    return;
                }
            }
        });
        let cups = Self { server, port, printed, device, dir };
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let made = Command::new(tool("lpadmin"))
                .env("CUPS_SERVER", cups.address())
                .args(["-p", "desk", "-E", "-v", &cups.device, "-m", "raw"])
                .stderr(Stdio::null())
                .status()
                .unwrap();
            if made.success() {
                return cups;
            }
            assert!(Instant::now() < deadline, "the print server did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs one of the print server's own commands.
    pub fn admin(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(tool(program));
        let done = command.env("CUPS_SERVER", self.address()).args(arguments).stderr(Stdio::null()).status().unwrap();
        assert!(done.success(), "{program} {arguments:?}");
    }

    /// Returns what waits to be printed.
    fn waiting(&self) -> String {
        let mut command = Command::new(tool("lpstat"));
        let output = command.env("CUPS_SERVER", self.address()).arg("-o").output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Prints a slip with a line on it.
    fn print(&self, home: &Home, queue: &str, line: &str) -> Answer {
        let mut command = home.command();
        command.env("CUPS_SERVER", self.address());
        answer(command.args(["slip", "childline", "--printer", queue, "--line", line]).output().unwrap())
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn jobs(&self) -> String {
        let output = Command::new(tool("lpstat"))
            .env("CUPS_SERVER", self.address())
            .args(["-W", "all", "-l", "-o"])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_slip_reaches_the_printer_and_says_nothing_in_the_queue() {
    let cups = Cups::start();
    let home = Home::new();
    let print = |queue: &str| cups.print(&home, queue, "See you Tuesday");
    let printed = print("desk");
    assert_eq!((printed.code, printed.out.as_str()), (0, ""), "{}", printed.err);
    let paper = cups.printed.recv_timeout(Duration::from_secs(30)).unwrap();
    let paper = words(&paper);
    assert!(paper.contains("0800 1111"), "{paper}");
    assert!(paper.contains("See you Tuesday"), "{paper}");
    let jobs = cups.jobs();
    assert!(jobs.contains("desk-1"), "{jobs}");
    assert!(!jobs.to_lowercase().contains("childline"), "{jobs}");

    let refused = print("no-such-queue");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("The print queue refused the slip"), "{}", refused.err);
    assert!(refused.err.contains("save the slip as a file"), "{}", refused.err);
    assert!(cups.printed.try_recv().is_err());
}

#[test]
fn no_print_server_is_said_plainly() {
    let home = Home::new();
    let mut command = home.command();
    command.env("CUPS_SERVER", format!("127.0.0.1:{}", free_port()));
    let told = answer(command.args(["slip", "childline", "--printer", "desk"]).output().unwrap());
    assert_eq!(told.code, 2);
    assert!(told.err.starts_with("signpost: The print queue "), "{}", told.err);
    let mut command = home.command();
    command.env("PATH", "/nonexistent");
    let told = answer(command.args(["slip", "childline", "--printer", "desk"]).output().unwrap());
    assert_eq!(told.code, 2);
    assert!(told.err.contains("no print queue"), "{}", told.err);
}

#[test]
#[cfg(target_os = "linux")]
fn the_pdf_printer_of_the_print_server_makes_a_file_that_can_be_read() {
    let cups = Cups::with_pdf_printer();
    let home = Home::new();
    let told = cups.print(&home, "pdf", "See you Tuesday");
    assert_eq!(told.code, 0, "{}", told.err);
    let files: Vec<_> =
        std::fs::read_dir(cups.dir.path().join("out")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let name = file.file_name().unwrap().to_string_lossy().to_lowercase();
    assert!(name.starts_with("family_hub") && !name.contains("child"), "{name}");
    // This printer turns letters into drawings, so its page is compared as a picture: as dark as the slip itself.
    let own = home.path("own.pdf");
    let arguments = ["slip", "childline", "--line", "See you Tuesday", "--pdf", &own.display().to_string()];
    assert_eq!(home.run(&arguments).code, 0);
    let (wanted, got) = (darkness(&own), darkness(file));
    assert!(wanted > 1.0 && (got / wanted - 1.0).abs() < 0.15, "{got} instead of {wanted}");
    // What the print server's own filters make of a slip can be read.
    let device = cups.device.as_str();
    let ppd = "/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd";
    cups.admin("lpadmin", &["-p", "sheets", "-E", "-v", device, "-P", ppd]);
    assert_eq!(cups.print(&home, "sheets", "See you Tuesday").code, 0);
    let paper = words(&cups.printed.recv_timeout(Duration::from_secs(30)).unwrap());
    assert!(paper.contains("0800 1111") && paper.contains("See you Tuesday"), "{paper}");
}

#[test]
fn what_a_dead_printer_was_to_print_never_comes_out_when_it_wakes() {
    let cups = Cups::start();
    let home = Home::new();
    let port = free_port();
    let device = format!("socket://127.0.0.1:{port}");
    cups.admin("lpadmin", &["-p", "far", "-E", "-v", &device, "-m", "raw"]);
    let began = Instant::now();
    let told = cups.print(&home, "far", "The first");
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(
        told.err
            .contains("The printer of the queue far can't be reached. The slip was taken back and will not come out."),
        "{}",
        told.err
    );
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert_eq!(cups.waiting(), "");
    // It wakes, and the next slip is the first that it hears of.
    let woken = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let paper = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        woken.accept().unwrap().0.read_to_end(&mut bytes).unwrap();
        words(&bytes)
    });
    let told = cups.print(&home, "far", "The second");
    assert_eq!(told.code, 0, "{}", told.err);
    let paper = paper.join().unwrap();
    assert!(paper.contains("The second") && !paper.contains("The first"), "{paper}");
}

#[test]
fn what_a_stopped_queue_was_to_print_never_comes_out_when_it_is_started() {
    let cups = Cups::start();
    let home = Home::new();
    cups.admin("cupsdisable", &["desk"]);
    let told = cups.print(&home, "desk", "The first");
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("The print queue desk is stopped. The slip was taken back"), "{}", told.err);
    assert_eq!(cups.waiting(), "");
    cups.admin("cupsenable", &["desk"]);
    assert_eq!(cups.print(&home, "desk", "The second").code, 0);
    let paper = words(&cups.printed.recv_timeout(Duration::from_secs(30)).unwrap());
    assert!(paper.contains("The second") && !paper.contains("The first"), "{paper}");
    assert!(cups.printed.try_recv().is_err());
    // One that takes nothing at all says so at once.
    cups.admin("cupsreject", &["desk"]);
    let told = cups.print(&home, "desk", "The third");
    assert!(told.code == 2 && told.err.contains("The print queue refused the slip"), "{}", told.err);
}

#[test]
#[cfg(unix)]
fn nothing_of_a_slip_is_seen_by_whoever_lists_programs_or_jobs() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    for (name, script) in [
        ("lp", "cat > ~/body; tr '\\0' ' ' < /proc/$$/cmdline > ~/seen; echo 'request id is desk-1 (0 file(s))'"),
        (
            "lpstat",
            "echo \"lpstat $*\" >> ~/seen; echo 'printer desk is idle.  enabled since Sun Nov 22 10:15:00 2026'",
        ),
    ] {
        let path = home.write(&format!("bin/{name}"), &format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = home.command();
    command.env("PATH", format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap()));
    let line = ["slip", "childline", "--printer", "desk", "--line", "See you Tuesday"];
    let told = answer(command.args(line).output().unwrap());
    assert_eq!(told.code, 0, "{}", told.err);
    let seen = std::fs::read_to_string(home.path("seen")).unwrap().to_lowercase();
    assert!(seen.contains("-t family hub -d desk "), "{seen}");
    for word in ["tuesday", "childline", "0800", "child"] {
        assert!(!seen.contains(word), "{word}: {seen}");
    }
    assert!(std::fs::metadata(home.path("body")).unwrap().len() > 100);
}
