//! A thermal printer played on a socket, and a reader that knows every byte it may be sent.

use encoding_rs::WINDOWS_1252;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

/// What came out of the printer, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A line of letters: how many times as wide and high, and whether bold.
    Line { text: String, size: u8, bold: bool },
    /// A picture: bytes in a row, and the rows.
    Picture { bytes: usize, bits: Vec<u8> },
    /// The knife.
    Cut,
}

/// What the printer keeps in mind.
#[derive(Default)]
struct State {
    size: u8,
    bold: bool,
    page: Option<u8>,
    line: Vec<u8>,
}

/// Reads everything that a printer was sent.
///
/// # Errors
/// When there is a byte that no printer was promised.
pub fn read(bytes: &[u8]) -> Result<Vec<Piece>, String> {
    let mut out: Vec<Piece> = Vec::new();
    let mut state = State { size: 1, ..State::default() };
    let mut at = 0;
    let mut ready = false;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match rest {
            [0x10, 0x04, 2 | 4, ..] if !ready => 3,
            [0x1b, b'@', ..] => {
                ready = true;
                state = State { size: 1, ..State::default() };
                2
            }
            _ if !ready => return Err(format!("{rest:02x?} before ESC @")),
            [0x1b, b'R', 0, ..] => 3,
            [0x1b, b't', page @ 16, ..] => {
                state.page = Some(*page);
                3
            }
            [0x1b, b'E', on @ (0 | 1), ..] => {
                state.bold = *on == 1;
                3
            }
            [0x1d, b'!', size @ (0x00 | 0x11), ..] => {
                state.size = (size & 0x0f) + 1;
                3
            }
            [0x1d, b'v', b'0', 0, xl, xh, yl, yh, data @ ..] => {
                let (bytes, rows) =
                    (usize::from(*xl) + 256 * usize::from(*xh), usize::from(*yl) + 256 * usize::from(*yh));
                if !(1..=128).contains(&rows) || bytes == 0 || data.len() < bytes * rows || !state.line.is_empty() {
                    return Err(format!("a band of {bytes} by {rows} with {} bytes", data.len()));
                }
                match out.last_mut() {
                    Some(Piece::Picture { bytes: wide, bits }) if *wide == bytes => bits.extend(&data[..bytes * rows]),
                    _ => out.push(Piece::Picture { bytes, bits: data[..bytes * rows].to_vec() }),
                }
                8 + bytes * rows
            }
            [0x1d, b'V', 66, _, ..] => {
                out.push(Piece::Cut);
                4
            }
            // Only after everything.
            [0x1d, b'r', 1] if out.last() == Some(&Piece::Cut) => 3,
            [b'\n', ..] => {
                let (text, ..) = WINDOWS_1252.decode(&state.line);
                out.push(Piece::Line { text: text.into_owned(), size: state.size, bold: state.bold });
                state.line.clear();
                1
            }
            [letter @ b' '..=b'~', ..] => {
                state.line.push(*letter);
                1
            }
            [letter @ 0x80..=0xff, ..] if state.page == Some(16) => {
                state.line.push(*letter);
                1
            }
            _ => return Err(format!("{:02x?} at {at}", &rest[..rest.len().min(8)])),
        };
    }
    match (state.line.is_empty(), out.last()) {
        (true, Some(Piece::Cut)) => Ok(out),
        _ => Err("it does not end with a cut".to_owned()),
    }
}

/// Returns all letters, a line each.
pub fn text(pieces: &[Piece]) -> String {
    let lines = pieces.iter().filter_map(|piece| match piece {
        Piece::Line { text, .. } => Some(text.as_str()),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a picture as a file that other programs read (PBM), with a white edge.
pub fn pbm(bytes: usize, bits: &[u8]) -> Vec<u8> {
    let rows = bits.len() / bytes;
    let mut file = format!("P4\n{} {}\n", (bytes + 8) * 8, rows + 64).into_bytes();
    let blank = vec![0; (bytes + 8) * 32];
    file.extend(&blank);
    for row in bits.chunks(bytes) {
        file.extend([0; 4]);
        file.extend(row);
        file.extend([0; 4]);
    }
    file.extend(&blank);
    file
}

/// How a printer behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Answers every question.
    Talks,
    /// Answers nothing, and closes when it has everything.
    Silent,
    /// Says that it has no paper.
    NoPaper,
    /// Says that it is open.
    Open,
    /// Takes a connection and does nothing more.
    Hangs,
    /// Answers, takes everything, and never says that it is done.
    NeverDone,
    /// Hangs up after so many bytes.
    Drops(usize),
    /// Takes a few bytes at a time.
    Slow,
}

/// A printer on a socket.
pub struct Roll {
    /// Its address for the program.
    pub to: String,
    jobs: mpsc::Receiver<Vec<u8>>,
}

impl Roll {
    /// Returns a printer that behaves so to everybody.
    pub fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let to = format!("tcp://{}", listener.local_addr().unwrap());
        let (send, jobs) = mpsc::channel();
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().map(Result::unwrap) {
                if manner == Manner::Hangs {
                    held.push(stream);
                } else if send.send(serve(stream, manner)).is_err() {
                    return;
                }
            }
        });
        Self { to, jobs }
    }

    /// Returns what the next one to print sent.
    pub fn job(&self) -> Vec<u8> {
        self.jobs.recv_timeout(Duration::from_secs(60)).unwrap()
    }
}

fn serve(mut stream: TcpStream, manner: Manner) -> Vec<u8> {
    let mut got = Vec::new();
    let mut asked = false;
    // One that reads little at a time leaves bytes unread when it hangs up.
    let mut buffer = vec![0; if matches!(manner, Manner::Slow | Manner::Drops(_)) { 64 } else { 4096 }];
    loop {
        let n = match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return got,
            Ok(n) => n,
        };
        got.extend(&buffer[..n]);
        if !asked && got.starts_with(&[0x10, 0x04, 2, 0x10, 0x04, 4]) {
            asked = true;
            let _ = match manner {
                Manner::Silent | Manner::Drops(_) | Manner::Hangs => Ok(()),
                Manner::NoPaper => stream.write_all(&[0x32, 0x72]),
                Manner::Open => stream.write_all(&[0x16, 0x12]),
                Manner::Talks | Manner::NeverDone | Manner::Slow => stream.write_all(&[0x12, 0x12]),
            };
        }
        if got.ends_with(&[0x1d, b'r', 1]) && manner != Manner::NeverDone {
            let _ = stream.write_all(&[0]);
        }
        if manner == Manner::Slow {
            std::thread::yield_now();
        }
        if matches!(manner, Manner::Drops(after) if got.len() >= after) {
            return got;
        }
    }
}
