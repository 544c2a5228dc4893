//! Runs other programs, and waits for none of them longer than it may take.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long nobody asks whether a program is done: short for one that is quick, longer for one that takes its time.
const PAUSE: Duration = Duration::from_millis(5);
const SHORTEST_PAUSE: Duration = Duration::from_micros(200);
/// How long after a program's end a pipe may stay open: what it started may still hold it.
const AFTER: Duration = Duration::from_secs(1);
/// Largest answer that is kept, in bytes; what comes after it is thrown away.
const LARGEST: u64 = 512 << 20;

/// Runs a program to its end, with `input` as its standard input, and returns its answer; nothing when it takes too long. What it started ends with it then.
///
/// # Errors
/// When it can't be started, or ended well without reading all of its input.
pub fn run(command: &mut Command, input: Option<&[u8]>, patience: Duration) -> io::Result<Option<Output>> {
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = apart(command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let began = Instant::now();
    let deadline = began + patience;
    // A thread for each pipe: a program whose pipe is full waits for ever for somebody who waits for its end.
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let sent = child.stdin.take().zip(input.map(<[u8]>::to_vec));
    let sent = sent.map(|(mut pipe, input)| std::thread::spawn(move || pipe.write_all(&input)));
    loop {
        match child.try_wait()? {
            Some(status) => {
                // A program that failed says by itself what it thinks of its input.
                if status.success() {
                    collected(sent, deadline).unwrap_or(Ok(()))?;
                }
                let soon = deadline.min(Instant::now() + AFTER);
                let (stdout, stderr) = (collected(out, soon), collected(err, soon));
                if stdout.is_none() || stderr.is_none() {
                    end_group(child.id());
                }
                let (stdout, stderr) = (stdout.unwrap_or_default(), stderr.unwrap_or_default());
                return Ok(Some(Output { status, stdout, stderr }));
            }
            None if Instant::now() < deadline => {
                std::thread::sleep((began.elapsed() / 10).clamp(SHORTEST_PAUSE, PAUSE));
            }
            None => return end(&mut child).map(|()| None),
        }
    }
}

/// Starts a program that goes on by itself, and returns how it ended when it ended early; nothing while it runs.
///
/// # Errors
/// When it can't be started.
pub fn start(command: &mut Command, early: Duration) -> io::Result<Option<ExitStatus>> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let deadline = Instant::now() + early;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(PAUSE);
    }
    // Whoever starts a program has to wait for its end, or it stays in the list of processes.
    std::thread::spawn(move || child.wait());
    Ok(None)
}

/// Starts a program as the head of a group of its own, so that it can be ended with all that it started.
pub fn apart(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> Option<JoinHandle<Vec<u8>>> {
    let mut pipe = pipe?;
    Some(std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.by_ref().take(LARGEST).read_to_end(&mut bytes);
        let _ = io::copy(&mut pipe, &mut io::sink());
        bytes
    }))
}

/// Returns what a thread at a pipe brought. A grandchild may keep the pipe open after the program's end; then nobody waits for it.
fn collected<T>(thread: Option<JoinHandle<T>>, deadline: Instant) -> Option<T> {
    let thread = thread?;
    while !thread.is_finished() && Instant::now() < deadline {
        std::thread::sleep(PAUSE);
    }
    if thread.is_finished() { thread.join().ok() } else { None }
}

/// Ends a program that was started apart, and all that it started.
///
/// # Errors
/// When the system refuses.
pub fn end(child: &mut Child) -> io::Result<()> {
    end_group(child.id());
    child.kill()?;
    child.wait().map(drop)
}

/// Ends all programs of a group; nobody is left to hear of a failure.
fn end_group(head: u32) {
    #[cfg(unix)]
    if let Some(head) = i32::try_from(head).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(head, rustix::process::Signal::KILL);
    }
    #[cfg(windows)]
    {
        let mut command = Command::new("taskkill");
        command.args(["/F", "/T", "/PID", &head.to_string()]);
        let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_answer_is_whole_however_long_it_is() {
        let input = vec![b'x'; 1 << 20];
        let answer = run(&mut shell("cat; echo said >&2; exit 3"), Some(&input), SOON).unwrap().unwrap();
        assert_eq!((answer.status.code(), answer.stdout, answer.stderr), (Some(3), input, b"said\n".to_vec()));
    }

    #[test]
    fn nobody_waits_for_a_program_that_hangs() {
        assert!(run(&mut shell("exec sleep 1000"), None, Duration::from_millis(50)).unwrap().is_none());
        let began = Instant::now();
        let left = run(&mut shell("sleep 1000 & echo $!"), None, Duration::from_millis(500)).unwrap();
        assert!(left.is_some() && began.elapsed() < SOON, "a grandchild holds the pipe");
        // What it started ends with it: the pipe of a third program tells when nobody holds it any more.
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let held = format!("sleep 1000 > '{}' & wait", pipe.display());
        let reader = std::thread::spawn(move || std::fs::read(pipe).unwrap());
        assert!(run(&mut shell(&held), None, Duration::from_millis(200)).unwrap().is_none());
        assert!(reader.join().unwrap().is_empty());
        assert!(run(&mut Command::new("no-such-program-anywhere"), None, SOON).is_err());
    }
}
