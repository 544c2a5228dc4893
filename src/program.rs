//! Runs other programs, and waits for none of them longer than it may take.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often a program is asked whether it is done.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs a program to its end, with `input` as its standard input, and returns its answer; nothing when it takes too long and was ended.
///
/// # Errors
/// When it can't be started, or ended well without reading all of its input.
pub fn run(command: &mut Command, input: Option<&[u8]>, patience: Duration) -> io::Result<Option<Output>> {
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let deadline = Instant::now() + patience;
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
                let pipe = |reader| collected(reader, deadline).unwrap_or_default();
                return Ok(Some(Output { status, stdout: pipe(out), stderr: pipe(err) }));
            }
            None if Instant::now() < deadline => std::thread::sleep(PAUSE),
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

fn drain(pipe: Option<impl Read + Send + 'static>) -> Option<JoinHandle<Vec<u8>>> {
    let mut pipe = pipe?;
    Some(std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
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

fn end(child: &mut Child) -> io::Result<()> {
    child.kill()?;
    child.wait().map(drop)
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
        assert!(run(&mut Command::new("no-such-program-anywhere"), None, SOON).is_err());
    }
}
