//! Printers of Windows: the raw spooler for thermal printers, the program that opens PDFs for the others.
//!
//! Both are reached through PowerShell, whose script comes over standard input as one line: arguments could be seen by others, and a script file would lie about. Names and bytes stand in it as hexadecimal digits, so nothing in them can be a command.

use super::{HINT, Job, Kind, LOOK};
use crate::error::{Error, Result};
use crate::paths::private_file;
use crate::program;
use crate::settings::Address;
use crate::text::clean;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The program that runs the script.
const SHELL: &str = "powershell";
/// How long it may take: it compiles a few lines, and a PDF's program has to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// Seconds that a PDF's program has for reading its file.
const READING: u32 = 20;

/// What hands bytes to a queue as they are, in C#. "RAW" keeps a driver's hands off them.
const RAW: &str = "using System;using System.Runtime.InteropServices;public static class Raw{\
[StructLayout(LayoutKind.Sequential,CharSet=CharSet.Unicode)]public class Doc{public string Name;public string File;public string Type;}\
[DllImport(\"winspool.drv\",CharSet=CharSet.Unicode,SetLastError=true)]static extern bool OpenPrinterW(string n,out IntPtr h,IntPtr d);\
[DllImport(\"winspool.drv\",CharSet=CharSet.Unicode,SetLastError=true)]static extern int StartDocPrinterW(IntPtr h,int l,[In]Doc d);\
[DllImport(\"winspool.drv\",SetLastError=true)]static extern bool StartPagePrinter(IntPtr h);\
[DllImport(\"winspool.drv\",SetLastError=true)]static extern bool WritePrinter(IntPtr h,byte[] b,int n,out int w);\
[DllImport(\"winspool.drv\",SetLastError=true)]static extern bool EndPagePrinter(IntPtr h);\
[DllImport(\"winspool.drv\",SetLastError=true)]static extern bool EndDocPrinter(IntPtr h);\
[DllImport(\"winspool.drv\",SetLastError=true)]static extern bool ClosePrinter(IntPtr h);\
public static string Print(string n,string t,byte[] b){IntPtr h;if(!OpenPrinterW(n,out h,IntPtr.Zero))return \"open\";\
try{Doc d=new Doc();d.Name=t;d.Type=\"RAW\";if(StartDocPrinterW(h,1,d)==0)return \"start\";\
int w=0;bool ok=StartPagePrinter(h)&&WritePrinter(h,b,b.Length,out w)&&w==b.Length;\
ok=EndPagePrinter(h)&&ok;ok=EndDocPrinter(h)&&ok;return ok?\"done\":\"write\";}finally{ClosePrinter(h);}}}";

/// Prints a job.
pub fn print(to: &Address, job: &Job<'_>) -> Result<()> {
    print_with(SHELL, to, job)
}

fn print_with(shell: &str, to: &Address, job: &Job<'_>) -> Result<()> {
    let name = match to {
        Address::Spooler(name) | Address::Queue(name) => Some(name.as_str()),
        _ => None,
    };
    match (job.kind, name) {
        (Kind::Thermal, Some(name)) => run(shell, &raw(name, job), name),
        (Kind::Thermal, None) => Err(Error::usage("The system's own printer can't be used for rolls.")
            .hint("Name the roll's printer in settings.toml: printer = \"windows:NAME\"")),
        (Kind::Pdf, _) if !matches!(to, Address::Spooler(_)) => {
            let file = Passing::new(job.body)?;
            run(shell, &viewer(&file.0, name), name.unwrap_or("of this computer"))
        }
        (Kind::Pdf, _) => super::network::must_be_thermal(&to.to_string(), job),
    }
}

/// Returns the script that hands bytes to a queue as they are.
fn raw(name: &str, job: &Job<'_>) -> String {
    format!(
        "{HELP} Add-Type -TypeDefinition (T '{}'); $r = [Raw]::Print((T '{}'), (T '{}'), (B '{}')); \
         if ($r -ne 'done') {{ [Console]::Error.WriteLine($r); exit 1 }}; exit 0\n",
        hex(RAW.as_bytes()),
        hex(name.as_bytes()),
        hex(job.title.as_bytes()),
        hex(job.body)
    )
}

/// Returns the script that lets the program for PDFs print a file on a printer, or on the system's own.
fn viewer(file: &Path, name: Option<&str>) -> String {
    let verb = match name {
        Some(name) => format!("-Verb PrintTo -ArgumentList ('\"' + (T '{}') + '\"')", hex(name.as_bytes())),
        None => "-Verb Print".to_owned(),
    };
    format!(
        "{HELP} try {{ $p = Start-Process -FilePath (T '{}') {verb} -WindowStyle Hidden -PassThru -ErrorAction Stop }} \
         catch {{ [Console]::Error.WriteLine('viewer'); exit 1 }}; \
         if ($p) {{ [void]$p.WaitForExit({READING}000) }} else {{ Start-Sleep -Seconds {READING} }}; exit 0\n",
        hex(file.to_string_lossy().as_bytes())
    )
}

/// Reads digits back: B makes bytes, T a text.
const HELP: &str = "$ErrorActionPreference = 'Stop'; \
    function B([string]$h) { $b = New-Object byte[] ($h.Length / 2); \
    for ($i = 0; $i -lt $b.Length; $i++) { $b[$i] = [Convert]::ToByte($h.Substring(2 * $i, 2), 16) }; ,$b }; \
    function T([string]$h) { [Text.Encoding]::UTF8.GetString((B $h)) };";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn run(shell: &str, script: &str, name: &str) -> Result<()> {
    let mut command = Command::new(shell);
    command.args(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "-"]);
    let answer = program::run(&mut command, Some(script.as_bytes()), PATIENCE)
        .map_err(|e| Error::system("Windows could not be asked to print (powershell).").hint(HINT).because(e))?
        .ok_or_else(|| Error::system("Windows does not say whether it printed the slip.").hint(LOOK))?;
    if answer.status.success() {
        return Ok(());
    }
    let said = clean(String::from_utf8_lossy(&answer.stderr).lines().next().unwrap_or_default().trim());
    Err(match said.as_str() {
        "open" => Error::system(format!("Windows has no printer \"{name}\".")).hint(HINT),
        "start" => Error::system(format!("The printer \"{name}\" takes nothing now.")).hint(HINT),
        "write" => super::partly(format!("The printer \"{name}\" did not take the whole slip.")),
        "viewer" => Error::system("No program on this computer prints PDFs.").hint(
            "Ask IT for one that does, such as a PDF reader, and to make it the default. Or save the slip as a file.",
        ),
        _ => Error::system(format!("Windows did not print the slip: {said}.")).hint(HINT),
    })
}

/// A file that goes away again.
struct Passing(PathBuf);

impl Passing {
    /// Writes a PDF that only this user can read, under a name that says nothing.
    fn new(body: &[u8]) -> Result<Self> {
        let folder = std::env::temp_dir();
        // The first free name; each is gone after a minute.
        let free = (0..1000).map(|n| folder.join(format!("family-hub-{}-{n}.pdf", std::process::id())));
        for path in free {
            match private_file().create_new(true).open(&path) {
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io("write", &path, e)),
                Ok(mut file) => {
                    let passing = Self(path);
                    return match file.write_all(body) {
                        Ok(()) => Ok(passing),
                        Err(e) => Err(Error::io("write", &passing.0, e)),
                    };
                }
            }
        }
        Err(Error::system(format!("There is no room for another slip in {}.", folder.display())).hint(HINT))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // A program that still holds it keeps Windows from taking it away; then there is nobody to tell.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A program in PowerShell's place that notes its arguments and its input, what is at a path in it, and answers.
    fn stand_in(dir: &Path, answer: &str) -> String {
        let path = dir.join("stand-in");
        let dir = dir.display();
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{dir}/arguments'\ncat > '{dir}/input'\n\
             ls -l \"${{TMPDIR:-/tmp}}\"/family-hub-{}-*.pdf > '{dir}/files' 2>/dev/null\n{answer}\n",
            std::process::id()
        );
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
    }

    /// Returns what stands in the script as digits.
    fn hidden(script: &str) -> Vec<String> {
        let quoted = script.split('\'').skip(1).step_by(2);
        let digits = quoted.filter(|text| text.len() > 3 && text.bytes().all(|b| b.is_ascii_hexdigit()));
        digits.map(|text| String::from_utf8_lossy(&unhex(text)).into_owned()).collect()
    }

    #[test]
    fn a_roll_goes_to_the_spooler_as_it_is_and_nothing_of_it_is_an_argument() {
        let dir = tempfile::tempdir().unwrap();
        let shell = stand_in(dir.path(), "exit 0");
        let job =
            Job { title: "Family hub", kind: Kind::Thermal, body: b"\x1b@0808 800 2222'; exit\n\xff", sheet: None };
        let to = "windows:Till ' \"; Remove-Item C:\\ ‘1’".parse().unwrap();
        print_with(&shell, &to, &job).unwrap();
        let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
        assert_eq!(read("arguments"), "-NoLogo\n-NoProfile\n-NonInteractive\n-Command\n-\n");
        let script = read("input");
        assert_eq!(script.lines().count(), 1, "PowerShell reads standard input line by line");
        assert!(!script.contains("Remove-Item") && !script.contains("0808"), "{script}");
        let hidden = hidden(&script);
        assert_eq!(hidden[1..3], ["Till ' \"; Remove-Item C:\\ ‘1’", "Family hub"]);
        assert!(hidden[0].starts_with("using System;") && hidden[0].contains("\"RAW\""));
        let body = script.split("(B '").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(unhex(body), job.body);
    }

    #[test]
    fn a_pdf_goes_to_the_viewer_as_a_private_file_that_is_gone_after() {
        let dir = tempfile::tempdir().unwrap();
        let shell = stand_in(dir.path(), "exit 0");
        let job = Job { title: "Family hub", kind: Kind::Pdf, body: b"%PDF-1.7", sheet: Some("a4") };
        for (to, verb) in [("default", "-Verb Print "), ("Office", "-Verb PrintTo -ArgumentList ('\"' + (T '")] {
            print_with(&shell, &to.parse().unwrap(), &job).unwrap();
            let script = std::fs::read_to_string(dir.path().join("input")).unwrap();
            assert!(script.contains(verb), "{script}");
            let listed = std::fs::read_to_string(dir.path().join("files")).unwrap();
            assert!(listed.starts_with("-rw-------"), "{listed}");
            let file = hidden(&script).into_iter().find(|text| text.ends_with(".pdf")).unwrap();
            assert!(listed.contains(&file) && !Path::new(&file).exists(), "{file}: {listed}");
        }
    }

    #[test]
    fn what_windows_says_is_told_plainly() {
        let dir = tempfile::tempdir().unwrap();
        let job = Job { title: "Family hub", kind: Kind::Thermal, body: b"\x1b@", sheet: None };
        for (answer, told) in [
            ("echo open >&2; exit 1", "Windows has no printer \"Till\"."),
            ("echo start >&2; exit 1", "The printer \"Till\" takes nothing now."),
            ("echo write >&2; exit 1", "did not take the whole slip. Look at the paper"),
            ("echo viewer >&2; exit 1", "No program on this computer prints PDFs. Ask IT"),
            ("echo Access denied >&2; exit 1", "Windows did not print the slip: Access denied."),
        ] {
            let shell = stand_in(dir.path(), answer);
            let error = print_with(&shell, &"windows:Till".parse().unwrap(), &job).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        let error = print_with("/no/such/program", &"windows:Till".parse().unwrap(), &job).unwrap_err();
        assert!(error.what.contains("could not be asked"), "{error}");
        let sheet = Job { kind: Kind::Pdf, ..job };
        let error = print_with("/no/such/program", &"windows:Till".parse().unwrap(), &sheet).unwrap_err();
        assert!(error.what.contains("prints rolls, not sheets"), "{error}");
    }
}
