//! Reads AIRS XML, as Inform USA's members exchange it: agencies, their sites, the services at each. What is marked confidential, and all that stands inside it, never becomes a part of a record; of an address only its words are kept aside, to be taken out of the texts around it.

use super::gather::Gather;
use super::source::Progress;
use crate::error::{Error, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};
use std::io::BufRead;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;
/// Deepest element, most elements of one agency, most letters of one text: beyond it nobody wrote by hand.
const DEEPEST: usize = 64;
const MOST: usize = 200_000;
const TEXT: usize = 64 << 10;

/// One element.
#[derive(Debug, Default)]
struct Node {
    name: String,
    text: String,
    /// Marked, or inside of what is marked.
    confidential: bool,
    children: Vec<Node>,
}

impl Node {
    /// Returns the elements of this name that anybody may see.
    fn all<'n>(&'n self, names: &'n [&str]) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| !child.confidential && names.contains(&child.name.as_str()))
    }

    fn one(&self, names: &[&str]) -> Option<&Node> {
        names.iter().find_map(|name| self.children.iter().find(|child| !child.confidential && child.name == *name))
    }

    /// Returns the first of these that says something.
    fn said(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(&[name]).find_map(Node::words))
    }

    /// Returns its own text, else that of what stands in it.
    fn words(&self) -> Option<String> {
        let own = self.text.trim();
        if !own.is_empty() {
            return Some(own.to_owned());
        }
        let inner: Vec<String> = self.children.iter().filter(|c| !c.confidential).filter_map(Node::words).collect();
        (!inner.is_empty()).then(|| inner.join(" "))
    }
}

/// Reads every service of a file, one agency at a time. A file that is broken is read up to there.
///
/// # Errors
/// When it is no XML at all.
pub(super) fn read(from: impl BufRead, name: &str, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let mut reader = Reader::from_reader(from.take(LARGEST));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    let (mut stack, mut count): (Vec<Node>, usize) = (Vec::new(), 0);
    let mut outside = 0_usize;
    let mut buffer = Vec::new();
    let mut any = false;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(e) if !any => return Err(Error::input(format!("{name} is no XML.")).because(e)),
            Err(e) => {
                gather.broken(format!("{name} can't be read further: {e}"));
                return Ok(());
            }
        };
        match event {
            Event::Start(start) => {
                any = true;
                let node = opened(&start);
                if stack.is_empty() && node.name != "Agency" {
                    outside += 1;
                    continue;
                }
                if stack.is_empty() {
                    count = 0;
                }
                count += 1;
                if stack.len() >= DEEPEST || count > MOST {
                    gather.broken(format!(
                        "{name} has an agency that is too large or too deep; the file is read up to it"
                    ));
                    return Ok(());
                }
                let above = stack.last().is_some_and(|parent: &Node| parent.confidential);
                stack.push(Node { confidential: node.confidential || above, ..node });
            }
            Event::End(_) => match stack.pop() {
                Some(done) => match stack.last_mut() {
                    Some(parent) => closed(parent, done),
                    None => {
                        agency(done, gather);
                        progress(gather.read(), None);
                    }
                },
                None => outside = outside.saturating_sub(1),
            },
            Event::Text(text) => add(stack.last_mut(), &text),
            Event::CData(text) => add(stack.last_mut(), &text),
            // The five that XML has, and numbers; what a document defines for itself is left out and never expanded.
            Event::GeneralRef(reference) => {
                let numbered = reference.resolve_char_ref().ok().flatten();
                let known = numbered.or_else(|| predefined(&reference));
                add(stack.last_mut(), known.unwrap_or(' ').encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !stack.is_empty() || outside > 0 {
        gather.broken(format!("{name} ends in the middle"));
    }
    Ok(())
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn add(node: Option<&mut Node>, text: &str) {
    if let Some(node) = node
        && node.text.len() < TEXT
    {
        node.text.push_str(&text[..text.floor_char_boundary(TEXT)]);
    }
}

fn opened(start: &BytesStart<'_>) -> Node {
    let name = start.local_name().as_ref().to_owned();
    let marked = start.attributes().with_checks(false).any(|attribute| match attribute {
        Ok(attribute) => is_mark(attribute.key.local_name().as_ref()) && !is_no(&attribute.value),
        // One that can't be read may be the mark.
        Err(_) => true,
    });
    Node { name, confidential: marked, ..Node::default() }
}

fn is_mark(name: &str) -> bool {
    ["confidential", "isconfidential", "private", "isprivate"].iter().any(|mark| name.eq_ignore_ascii_case(mark))
}

/// Returns whether a mark says no. One that says anything else keeps the secret.
pub(super) fn is_no(mark: &str) -> bool {
    matches!(mark.trim().to_ascii_lowercase().as_str(), "false" | "0" | "no" | "n" | "")
}

/// Puts an element into the one around it; a mark that is an element of its own holds for what it stands in.
fn closed(parent: &mut Node, done: Node) {
    if is_mark(&done.name) {
        parent.confidential |= !is_no(&done.text);
        return;
    }
    parent.children.push(done);
}

const ADDRESS: [&str; 3] = ["PhysicalAddress", "AddressPhysical", "Address"];

fn agency(agency: Node, gather: &mut Gather<'_>) {
    let sites: Vec<&Node> =
        agency.children.iter().filter(|child| child.name == "Site" || child.name == "AgencyLocation").collect();
    for site in &sites {
        for service in site.children.iter().filter(|child| child.name == "SiteService" || child.name == "Service") {
            gather.take(&record(&agency, Some(site), service), false);
        }
    }
    for service in agency.children.iter().filter(|child| child.name == "SiteService" || child.name == "Service") {
        gather.take(&record(&agency, None, service), false);
    }
}

/// Returns a service as other registers write it.
fn record(agency: &Node, site: Option<&Node>, service: &Node) -> Value {
    let key = service.said(&["Key", "ID", "ServiceKey"]);
    if agency.confidential || site.is_some_and(|site| site.confidential) || service.confidential {
        // Its key alone, so that what an earlier import brought can be found again.
        let key = service
            .children
            .iter()
            .find(|child| child.name == "Key")
            .and_then(|key| Some(key.text.trim().to_owned()).filter(|key| !key.is_empty()));
        return json!({ "id": key, "confidential": true, "service_at_locations": [] });
    }
    let mut out = json!({
        "id": key,
        "name": service.said(&["Name", "ServiceName"]),
        "description": service.said(&["Description", "ServiceDescription"]),
        "organization": { "name": agency.said(&["Name", "AgencyName"]), "phones": phones(agency), "website": page(agency) },
        "phones": phones(service),
        "url": page(service),
        "email": email(service),
        "eligibility_description": service.said(&["Eligibility", "EligibilityText", "GeneralEligibility"]),
        "application_process": service.said(&["ApplicationProcess", "IntakeProcedure", "Procedures"]),
        "fees_description": service.said(&["FeeStructure", "Fees", "Fee"]),
        "required_documents": service.all(&["DocumentsRequired", "Documents", "RequiredDocument"]).filter_map(Node::words).collect::<Vec<_>>(),
        "languages": service.all(&["Languages", "LanguageOfService", "Language"]).filter_map(language).collect::<Vec<_>>(),
        "service_areas": service.all(&["GeographicAreaServed", "AreaServed", "ServiceArea"]).filter_map(Node::words).collect::<Vec<_>>(),
        "schedules": service.all(&["TimeOpen", "Hours"]).chain(site.into_iter().flat_map(|site| site.all(&["TimeOpen", "Hours"])).take(1)).filter_map(Node::words).take(1).map(|said| json!({ "description": said })).collect::<Vec<_>>(),
        "attributes": service.all(&["Taxonomy"]).map(term).collect::<Vec<_>>(),
    });
    if let Some(site) = site {
        out["service_at_locations"] = json!([{ "location": location(site) }]);
    }
    out
}

fn term(taxonomy: &Node) -> Value {
    json!({ "taxonomy_term": {
        "taxonomy": "AIRS",
        "code": taxonomy.said(&["Code"]),
        "name": taxonomy.said(&["Name", "Term", "Code"]),
    } })
}

fn language(node: &Node) -> Option<Value> {
    Some(json!({ "name": node.said(&["Name", "Language"]).or_else(|| node.words())? }))
}

fn phones(node: &Node) -> Vec<Value> {
    node.all(&["Phone"])
        .filter_map(|phone| {
            let number = phone.said(&["PhoneNumber", "Number"]).or_else(|| phone.words())?;
            Some(json!({
                "number": number,
                "extension": phone.said(&["Extension"]),
                "description": phone.said(&["Description", "Name"]),
                "type": phone.said(&["Type"]),
            }))
        })
        .collect()
}

fn page(node: &Node) -> Option<String> {
    let urls = node.one(&["URL", "Website"])?;
    urls.said(&["Address"]).or_else(|| urls.words())
}

fn email(node: &Node) -> Option<String> {
    let email = node.one(&["Email"])?;
    email.said(&["Address"]).or_else(|| email.words())
}

/// Returns the site with its address; one that is marked comes with a mark, so that it is hidden and taken out of the texts.
fn location(site: &Node) -> Value {
    let addresses: Vec<&Node> = site.children.iter().filter(|child| ADDRESS.contains(&child.name.as_str())).collect();
    let masked = addresses.iter().any(|address| is_marked(address));
    let position = site.one(&["SpatialLocation"]).filter(|_| !masked);
    let number = |name: &str| position.and_then(|position| position.said(&[name])?.parse::<f64>().ok());
    json!({
        "name": site.said(&["Name", "SiteName"]),
        "mask_exact_address": masked,
        "latitude": number("Latitude"),
        "longitude": number("Longitude"),
        "phones": phones(site),
        "accessibility": site.all(&["DisabilitiesAccess", "PhysicalAccess"]).filter_map(Node::words).collect::<Vec<_>>(),
        "addresses": addresses.into_iter().map(|node| address(node, masked)).collect::<Vec<_>>(),
    })
}

/// Returns whether an element or anything in it is marked.
fn is_marked(node: &Node) -> bool {
    node.confidential || node.children.iter().any(is_marked)
}

fn address(node: &Node, masked: bool) -> Value {
    // Of a marked one the street alone is handed on, as what must not stand anywhere.
    let said = |names: &[&str]| {
        let found = names.iter().find_map(|name| node.children.iter().find(|child| child.name == *name));
        found.map(|child| child.text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let lines: Vec<String> = ["PreAddressLine", "Line1", "Line2"].iter().filter_map(|name| said(&[name])).collect();
    let street = (!lines.is_empty()).then(|| lines.join(", "));
    if masked {
        return json!({ "address_1": street, "mask_exact_address": true });
    }
    json!({ "address_1": street, "city": said(&["City"]), "state_province": said(&["County", "State"]), "postal_code": said(&["ZipCode", "PostalCode", "PostCode"]) })
}
