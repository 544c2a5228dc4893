//! Printers that take bytes over the network, on port 9100 as a rule.
//!
//! A connection tells little: bytes that were sent may lie in a buffer until somebody puts paper in. So a printer that answers is asked before (DLE EOT: does it have paper, is it closed) and behind the job (GS r, which it answers when it comes to it); one that never answers has to close the connection when it has read everything.

use super::{HINT, Job, Kind, partly};
use crate::error::{Error, Result, plain};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long finding a printer and connecting to it may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a printer may take nothing more of a job.
const STALL: Duration = Duration::from_secs(5);
/// How long a whole job may take.
const WHOLE: Duration = Duration::from_secs(45);
/// How long a printer may think about a question that it answers at once if it ever does.
const REPLY: Duration = Duration::from_millis(500);
/// How long a printer that has everything may take to say so.
const END: Duration = Duration::from_secs(4);
/// Bytes that are sent at once: the time limits are looked at between them.
const PIECE: usize = 4 << 10;

/// Asks what keeps the printer from printing (DLE EOT 2), and whether it has paper (DLE EOT 4).
const ASK_BEFORE: &[u8] = &[0x10, 0x04, 2, 0x10, 0x04, 4];
/// Asks for the state of the paper when everything before it is done (GS r 1).
const ASK_BEHIND: &[u8] = &[0x1d, b'r', 1];

/// Prints a job.
pub fn print(host: &str, port: u16, job: &Job<'_>) -> Result<()> {
    must_be_thermal(&format!("tcp://{host}"), job)?;
    let at = named(host, port);
    let mut stream = connect(host, port)?;
    let talks = ask(&mut stream, &at)?;
    let sent = send(&mut stream, job.body, talks);
    let done = sent.and_then(|()| end(&mut stream, talks).map_err(|e| (job.body.len(), e)));
    let Err((bytes, e)) = done else { return Ok(()) };
    let what = match e.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock if bytes == job.body.len() => {
            format!("The printer {at} has the whole slip and does not say that it printed it.")
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            format!("The printer {at} stopped taking the slip; part of it may have come out.")
        }
        ErrorKind::ConnectionReset
        | ErrorKind::BrokenPipe
        | ErrorKind::ConnectionAborted
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => {
            format!("The printer {at} broke the connection off; part of the slip may have come out.")
        }
        _ => format!("The connection to the printer {at} broke ({}); part of the slip may have come out.", plain(&e)),
    };
    Err(partly(what).because(e))
}

/// Looks whether a printer takes a connection, and whether it can print if it says so.
pub fn reach(host: &str, port: u16) -> Result<()> {
    let mut stream = connect(host, port)?;
    ask(&mut stream, &named(host, port)).map(drop)
}

/// Refuses what such a printer would print as pages of signs.
pub fn must_be_thermal(name: &str, job: &Job<'_>) -> Result<()> {
    if job.kind == Kind::Thermal {
        return Ok(());
    }
    Err(Error::usage(format!("The printer {name} prints rolls, not sheets.")).hint(
        "Say which in settings.toml: paper = \"80mm\" or \"58mm\". A printer of sheets is named as a print queue.",
    ))
}

fn named(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

fn connect(host: &str, port: u16) -> Result<TcpStream> {
    let (at, owned) = (named(host, port), host.to_owned());
    let (send, found) = mpsc::channel();
    // Asking for a name can hang for as long as the network likes, so a thread asks; it ends by itself.
    std::thread::spawn(move || send.send((owned.as_str(), port).to_socket_addrs().map(Vec::from_iter)));
    let unknown = || {
        Error::system(format!("There is no printer {at}: nobody in this network knows \"{host}\"."))
            .hint(format!("Check its name in settings.toml. {HINT}"))
    };
    let addresses = match found.recv_timeout(CONNECT) {
        Ok(Ok(addresses)) => addresses,
        Ok(Err(e)) => return Err(unknown().because(e)),
        Err(_) => return Err(unknown()),
    };
    let deadline = Instant::now() + CONNECT;
    let mut last = None;
    for address in addresses {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => return Ok(stream),
            Err(e) => last = Some(e),
        }
    }
    let Some(e) = last else { return Err(unknown()) };
    let what = match e.kind() {
        ErrorKind::ConnectionRefused => {
            format!("The printer {at} takes no slips: the device there is on, but nothing prints.")
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            format!("The printer {at} does not answer. It may be off or not in the network.")
        }
        _ => format!("The printer {at} can't be reached: {}.", plain(&e)),
    };
    Err(Error::system(what).hint(HINT).because(e))
}

/// Asks the printer whether it can print, and returns whether it answers at all. Nothing was sent yet, so nothing can come out later.
fn ask(stream: &mut TcpStream, at: &str) -> Result<bool> {
    let mut said = [0u8; 2];
    let asked = stream.write_all(ASK_BEFORE).and_then(|()| stream.set_read_timeout(Some(REPLY)));
    let answer = asked.and_then(|()| stream.read_exact(&mut said));
    match answer {
        Ok(()) => {}
        Err(e) if matches!(e.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => return Ok(false),
        Err(e) => {
            let what = format!("The printer {at} hung up before the slip was sent. It may be busy.");
            return Err(Error::system(what).hint(HINT).because(e));
        }
    }
    let [cause, paper] = said;
    // Bits as Epson names them: every answer has bits 1 and 4 set, 0 and 7 clear. Another answer is not one to these questions.
    if said.iter().any(|byte| byte & 0b1001_0011 != 0b0001_0010) {
        return Ok(false);
    }
    let trouble = match () {
        () if cause & 0b10_0000 != 0 || paper & 0b110_0000 != 0 => "has no paper",
        () if cause & 0b100 != 0 => "has its cover open",
        () if cause & 0b100_0000 != 0 => "reports an error",
        () => return Ok(true),
    };
    Err(Error::system(format!("The printer {at} {trouble}. Nothing was sent to it."))
        .hint("Put it right and print again, or print elsewhere."))
}

/// Sends everything; on failure, returns how many bytes were sent.
fn send(stream: &mut TcpStream, body: &[u8], talks: bool) -> std::result::Result<(), (usize, io::Error)> {
    let began = Instant::now();
    let all = [body, if talks { ASK_BEHIND } else { &[] }].concat();
    let mut sent = 0;
    while sent < all.len() {
        let left = WHOLE.saturating_sub(began.elapsed()).min(STALL);
        if left.is_zero() {
            return Err((sent, ErrorKind::TimedOut.into()));
        }
        let piece = &all[sent..all.len().min(sent + PIECE)];
        match stream.set_write_timeout(Some(left)).and_then(|()| stream.write(piece)) {
            Ok(0) => return Err((sent, ErrorKind::WriteZero.into())),
            Ok(n) => sent += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err((sent.min(body.len().saturating_sub(1)), e)),
        }
    }
    Ok(())
}

/// Waits until the printer is done: it says so, or closes the connection when it has read everything.
fn end(stream: &mut TcpStream, talks: bool) -> io::Result<()> {
    // Whoever talks may take this for the end of the talk.
    if !talks {
        stream.shutdown(Shutdown::Write)?;
    }
    let deadline = Instant::now() + if talks { WHOLE } else { END };
    let mut said = [0u8; 64];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut said) {
            Ok(0) if talks => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(0) => return Ok(()),
            // An answer to GS r has bits 4 and 7 clear; what has bit 4 set was sent by itself.
            Ok(n) if talks && said[..n].iter().any(|byte| byte & 0b1001_0000 == 0) => {
                stream.shutdown(Shutdown::Write)?;
                return Ok(());
            }
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
