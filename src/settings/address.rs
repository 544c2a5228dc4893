//! Where slips go: the address of a printer as one text, and the paper in it.

use serde::Serialize;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

/// The port on which printers take bytes when an address names none.
const RAW_PORT: u16 = 9100;
/// What an address can be, for whoever wrote another one.
const FORMS: &str = "default, the name of a print queue, tcp://192.0.2.10:9100, device:/dev/usb/lp0 or windows:NAME";

/// What a slip is printed on.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 148 by 210 mm.
    A5,
    /// A roll 80 mm wide, of which 72 mm are printed.
    #[serde(rename = "80mm")]
    #[strum(serialize = "80mm")]
    Roll80,
    /// A roll 58 mm wide, of which 48 mm are printed.
    #[serde(rename = "58mm")]
    #[strum(serialize = "58mm")]
    Roll58,
}

impl Paper {
    /// Returns the width of a roll and of what is printed on it, in millimetres; nothing for a sheet.
    pub fn roll(self) -> Option<(u32, u32)> {
        match self {
            Self::Roll80 => Some((80, 72)),
            Self::Roll58 => Some((58, 48)),
            Self::A4 | Self::A5 => None,
        }
    }

    /// Returns whether it comes from a roll, and a thermal printer prints it.
    pub fn is_roll(self) -> bool {
        self.roll().is_some()
    }
}

/// Where a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The system's own choice: "default".
    System,
    /// A queue of the print system.
    Queue(String),
    /// A printer that takes bytes over the network: "tcp://192.0.2.10:9100".
    Network {
        /// Name or number of its computer, an IPv6 one without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A printer at a cable of this computer: "device:/dev/usb/lp0".
    Device(PathBuf),
    /// A queue of Windows that takes bytes as they are: "windows:NAME".
    Spooler(String),
}

impl Address {
    /// Returns whether it takes the bytes of a thermal printer and nothing else.
    pub fn is_thermal(&self) -> bool {
        matches!(self, Self::Network { .. } | Self::Device(_) | Self::Spooler(_))
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("{what}: a printer is {FORMS}"));
        if text.trim() != text || text.is_empty() || text.chars().any(crate::text::is_unsafe) {
            return wrong("a printer's name can't be empty, hold a line's end or begin or end with a space");
        }
        if text == "default" {
            return Ok(Self::System);
        }
        if let Some(rest) = text.strip_prefix("tcp://") {
            return network(rest);
        }
        if let Some(path) = text.strip_prefix("device:") {
            return match path.starts_with('/') {
                true => Ok(Self::Device(path.into())),
                false => {
                    Err(format!("device:{path} must name a file with its whole path, such as device:/dev/usb/lp0"))
                }
            };
        }
        if let Some(name) = text.strip_prefix("windows:") {
            return match name.is_empty() {
                true => Err("windows: must name a printer, as Windows lists it: windows:NAME".to_owned()),
                false => Ok(Self::Spooler(name.to_owned())),
            };
        }
        match text.split_once(':') {
            Some((scheme, _)) => wrong(&format!("\"{scheme}:\" is no kind of printer that can be used")),
            None if text.starts_with(['-', '/', '\\']) => wrong(&format!("\"{text}\" is no print queue")),
            None => Ok(Self::Queue(text.to_owned())),
        }
    }
}

/// Reads what stands behind `tcp://`.
fn network(rest: &str) -> Result<Address, String> {
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.strip_prefix('[').map(|inside| inside.split_once(']')) {
        Some(Some((host, ""))) => (host, None),
        Some(Some((host, after))) => match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None => return Err(format!("tcp://{rest} has \"{after}\" behind its bracket, where :PORT may stand")),
        },
        Some(None) => return Err(format!("tcp://{rest} has no bracket behind its number: tcp://[2001:db8::10]:9100")),
        None => match rest.split_once(':') {
            Some((_, port)) if port.contains(':') => {
                return Err(format!("tcp://{rest} must have brackets around its number: tcp://[2001:db8::10]:9100"));
            }
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let of_number = host.contains(':') && host.parse::<std::net::Ipv6Addr>().is_ok();
    let of_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if !of_number && !of_name {
        return Err(format!("tcp://{rest} names no computer, such as tcp://192.0.2.10 or tcp://printer.example"));
    }
    let port = match port {
        None => RAW_PORT,
        Some(port) => port
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(|| format!("tcp://{rest} must end in a port from 1 to 65535, not \"{port}\""))?,
    };
    Ok(Address::Network { host: host.to_owned(), port })
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("default"),
            Self::Queue(name) => f.write_str(name),
            Self::Network { host, port } if host.contains(':') => write!(f, "tcp://[{host}]:{port}"),
            Self::Network { host, port } => write!(f, "tcp://{host}:{port}"),
            Self::Device(path) => write!(f, "device:{}", path.display()),
            Self::Spooler(name) => write!(f, "windows:{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written_back() {
        for (text, written) in [
            ("default", "default"),
            ("desk", "desk"),
            ("Front desk", "Front desk"),
            ("tcp://192.0.2.10", "tcp://192.0.2.10:9100"),
            ("tcp://192.0.2.10:9101/", "tcp://192.0.2.10:9101"),
            ("tcp://till-printer.local:9100", "tcp://till-printer.local:9100"),
            ("tcp://[2001:db8::10]", "tcp://[2001:db8::10]:9100"),
            ("tcp://[::1]:515", "tcp://[::1]:515"),
            ("device:/dev/usb/lp0", "device:/dev/usb/lp0"),
            ("windows:EPSON TM-T20III", "windows:EPSON TM-T20III"),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), written);
            assert_eq!(written.parse(), Ok(address));
        }
    }

    #[test]
    fn what_is_no_printer_is_told() {
        for (text, told) in [
            ("", "can't be empty"),
            (" desk", "begin or end with a space"),
            ("de\nsk", "a line's end"),
            ("ipp://192.0.2.10/ipp/print", "\"ipp:\" is no kind of printer"),
            ("C:\\slips", "\"C:\" is no kind of printer"),
            ("/dev/usb/lp0", "is no print queue"),
            ("-o", "is no print queue"),
            ("device:lp0", "whole path"),
            ("windows:", "must name a printer"),
            ("tcp://", "names no computer"),
            ("tcp://a b", "names no computer"),
            ("tcp://desk:0", "from 1 to 65535, not \"0\""),
            ("tcp://desk:99999", "from 1 to 65535"),
            ("tcp://desk:", "from 1 to 65535"),
            ("tcp://::1", "must have brackets"),
            ("tcp://[::1", "no bracket behind"),
            ("tcp://[::1]9100", "behind its bracket"),
            ("tcp://[desk.example:1]", "names no computer"),
        ] {
            let said = text.parse::<Address>().unwrap_err();
            assert!(said.contains(told), "{text}: {said}");
        }
    }
}
