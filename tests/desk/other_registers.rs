//! Registers that are no JSON: tables of HSDS, AIRS XML, a table with a file that says which column is what. What they keep confidential never comes in.

use crate::check::good;
use crate::common::Home;
use proptest::prelude::*;
use signpost::exchange::open_referral::About;
use signpost::exchange::{Columns, Format, From, Incoming, Manners, Reading, read, read_columns};

fn about() -> About<'static> {
    About { scheme: "test", today: "2026-11-22".parse().unwrap(), page: None }
}

fn reading(home: &Home, name: &str) -> signpost::error::Result<Reading> {
    read(&From::Path(home.path(name)), Format::Auto, &about(), Manners::default(), &|_, _| {})
}

fn named<'r>(reading: &'r Reading, name: &str) -> &'r Incoming {
    reading
        .services
        .iter()
        .find(|incoming| incoming.service.name == name)
        .unwrap_or_else(|| panic!("no {name}: {reading:?}"))
}

fn tables(home: &Home, folder: &str) {
    let put = |name: &str, text: &str| home.write(&format!("{folder}/{name}"), text);
    put("organizations.csv", "id,name,description,website\no1,Lark Trust,Larks,https://lark.org.uk/\n");
    put(
        "services.csv",
        "\u{feff}id,organization_id,name,description,status,eligibility_description,extra\ns1,o1,Stay and play,\"Play, songs\nand a snack.\",active,Families.,?\ns2,o1,Toys,Toys to borrow.,inactive,,\n\"s3\n",
    );
    put(
        "phones.csv",
        "id,service_id,location_id,contact_id,number,extension\np1,s1,,,020 7946 0018,12\np2,,l1,,020 7946 0019,\np3,s2,,c1,020 7946 0020,\n",
    );
    put("contacts.csv", "id,service_id,name\nc1,s2,Pat Example\n");
    put("schedules.csv", "id,service_id,freq,byday,opens_at,closes_at\nt1,s1,WEEKLY,\"TU,TH\",10:00,11:30\n");
    put("service_at_locations.csv", "id,service_id,location_id\na1,s1,l1\n");
    put("locations.csv", "id,location_type,name,latitude,longitude\nl1,physical,Lark House,51.8,-0.8\n");
    put("addresses.csv", "id,location_id,address_1,city,postal_code\nd1,l1,1 Lark Lane,Aylesbury,HP20 1AA\n");
    put("languages.csv", "id,service_id,name,code\ng1,s1,Urdu,ur\n");
    put("attributes.csv", "id,link_id,taxonomy_term_id,link_type,link_entity\nx1,s1,y1,kind,service\n");
    put("taxonomy_terms.csv", "id,code,name,taxonomy\ny1,PLAY,Play groups,Ours\n");
}

#[test]
fn tables_are_put_together_again() {
    let home = good();
    tables(&home, "hsds");
    let reading = reading(&home, "hsds").unwrap();
    let play = named(&reading, "Stay and play");
    let service = &play.service;
    assert_eq!(service.description, "Play, songs and a snack.");
    assert_eq!(service.organisation.as_deref(), Some("Lark Trust"));
    assert_eq!(service.eligibility.as_deref(), Some("Families."));
    let numbers: Vec<&str> = service.phones.iter().map(|phone| phone.number.as_str()).collect();
    assert_eq!(numbers, ["020 7946 0018", "020 7946 0019"]);
    assert_eq!(service.phones[0].extension.as_deref(), Some("12"));
    assert_eq!(service.places[0].postal_code.as_deref(), Some("HP20 1AA"));
    assert_eq!((service.sessions[0].opens_at.as_str(), service.sessions[0].byday.len()), ("10:00", 2));
    assert_eq!(service.languages, ["ur"]);
    assert_eq!((play.terms[0].code.as_str(), play.upstream.id.as_str()), ("PLAY", "s1"));
    // The number of a person at a service is the service's; the person's name is not taken.
    let toys = named(&reading, "Toys");
    assert_eq!(toys.service.phones[0].number, "020 7946 0020");
    assert!(!format!("{:?}", reading.services).contains("Pat Example"));
}

#[test]
fn a_package_says_itself_which_file_is_what_and_may_be_an_archive() {
    let home = good();
    tables(&home, "hsds");
    std::fs::rename(home.path("hsds/services.csv"), home.path("hsds/things.csv")).unwrap();
    home.write("hsds/datapackage.json", "{\"resources\":[{\"name\":\"service\",\"path\":\"things.csv\"},{\"name\":\"phone\",\"path\":\"../../../etc/passwd\"}]}");
    // Without a table that is named for services the folder is no package; with one it is.
    home.write("hsds/services.csv", "id,name\n");
    let found = reading(&home, "hsds").unwrap();
    assert_eq!(found.services.len(), 2, "{found:?}");
    // Our own tables come back as they went.
    home.write("cat/services/town/full.toml", "name = \"Songs\"\norganisation = \"Lark Trust\"\ndescription = \"Songs.\"\nneeds = [\"play-sessions\"]\nlanguages = [\"ur\"]\nfree = \"yes\"\n[[phones]]\nnumber = \"020 7946 0018\"\n[[sessions]]\nbyday = [\"Tu\"]\nopens_at = \"10:00\"\ncloses_at = \"11:30\"\nterm_time = true\n[[places]]\nname = \"Lark House\"\naddress_1 = \"1 Lark Lane\"\ncity = \"Aylesbury\"\npostal_code = \"HP20 1AA\"\nstep_free = \"yes\"\n");
    for output in ["ours.zip", "ours"] {
        let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", "csv", "--output", output]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let back = reading(&home, output).unwrap();
        let songs = &named(&back, "Songs").service;
        let own = signpost::catalogue::parse::<signpost::catalogue::Service>(
            &std::fs::read_to_string(home.path("cat/services/town/full.toml")).unwrap(),
            false,
        )
        .value;
        assert_eq!(
            (&songs.phones[0].number, &songs.places, &songs.languages, songs.free),
            (&own.phones[0].number, &own.places, &own.languages, own.free)
        );
        assert_eq!((&songs.sessions[0].byday, songs.sessions[0].term_time), (&own.sessions[0].byday, true));
        assert_eq!(named(&back, "Songs").terms[0].code, "play-sessions");
        assert_eq!(named(&back, "Songs").terms.len(), 1);
    }
}

const AIRS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE Source [<!ENTITY a "CANARY"><!ENTITY b "&a;&a;&a;">]>
<Source xmlns="http://www.airs.org/schemas/airs"><Agency>
 <Key>A1</Key><Name>Lark &amp; Sons</Name><Phone><PhoneNumber>020 7946 0001</PhoneNumber></Phone>
 <Site><Name>Lark House</Name>
  <PhysicalAddress><Line1>1 Lark Lane</Line1><City>Aylesbury</City><ZipCode>HP20 1AA</ZipCode></PhysicalAddress>
  <SiteService><Key>S1</Key><Name>Songs</Name><Description>Songs &#38; play &b;.</Description>
   <Phone><PhoneNumber>020 7946 0018</PhoneNumber><Extension>4</Extension></Phone>
   <Phone Confidential="true"><PhoneNumber>020 7946 0666</PhoneNumber><Description>CANARY</Description></Phone>
   <URL><Address>https://lark.org.uk/</Address></URL><Taxonomy><Code>PS-1</Code><Name>Play</Name></Taxonomy></SiteService>
  <SiteService Confidential="perhaps"><Key>S2</Key><Name>CANARY two</Name></SiteService>
  <SiteService><Key>S3</Key><Name Confidential="true">CANARY three</Name></SiteService>
 </Site>
 <Site><Name>Rose House</Name>
  <PhysicalAddress Confidential="true"><Line1>7 Canarybird Street</Line1><City>CANARYTON</City><ZipCode>HP20 9ZZ</ZipCode></PhysicalAddress>
  <SpatialLocation><Latitude>51.81234</Latitude><Longitude>-0.81</Longitude></SpatialLocation>
  <SiteService><Key>S4</Key><Name>Talking</Name><Description>Somebody to talk to. Come to 7 Canarybird Street.</Description></SiteService>
 </Site>
 <Site Confidential="true"><Name>CANARY site</Name><SiteService><Key>S5</Key><Name>CANARY five</Name></SiteService></Site>
 <Site><Confidential>true</Confidential><SiteService><Key>S6</Key><Name>CANARY six</Name></SiteService></Site>
</Agency><Agency Confidential="1"><Name>CANARY agency</Name><SiteService><Key>S7</Key><Name>CANARY seven</Name></SiteService></Agency></Source>"#;

#[test]
fn nothing_confidential_comes_in_from_airs() {
    let home = good();
    home.write("airs.xml", AIRS);
    let reading = reading(&home, "airs.xml").unwrap();
    let all = format!("{reading:?}");
    for secret in ["CANARY", "Canarybird", "0666", "9ZZ", "51.8123"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    assert_eq!(reading.services.len(), 2);
    let songs = named(&reading, "Songs");
    assert_eq!(
        (songs.service.description.as_str(), songs.service.organisation.as_deref()),
        ("Songs & play .", Some("Lark & Sons"))
    );
    assert_eq!(songs.service.phones.len(), 1);
    assert_eq!(songs.service.places[0].postal_code.as_deref(), Some("HP20 1AA"));
    assert_eq!((songs.terms[0].code.as_str(), songs.upstream.id.as_str()), ("PS-1", "S1"));
    let talking = named(&reading, "Talking");
    assert!(talking.service.places.iter().all(|place| place.hidden && place.area.is_none()), "{talking:?}");
    assert_eq!(talking.service.description, "Somebody to talk to.");
}

const COLUMNS: &str = "taxonomy = \"iCarol\"\nnever = [\"Notes\"]\n[columns]\nid = \"Number\"\nname = \"Public name\"\norganisation = \"Agency\"\ndescription = [\"About\", \"Notes\"]\nphone = [\"Phone 1\", \"Phone 2\"]\naddress_1 = \"Street\"\ncity = \"Town\"\nterms = \"Terms\"\n[confidential]\n\"Street is private\" = [\"Street\", \"Town\"]\n\"Phone 2 is private\" = [\"Phone 2\"]\n\"Hidden\" = []\n";
const HEAD: &str = "Number,Public name,Agency,About,Notes,Phone 1,Phone 2,Street,Town,Street is private,Phone 2 is private,Hidden,Terms\n";

fn from_table(home: &Home, table: &str, columns: &str) -> signpost::error::Result<Reading> {
    home.write("table.csv", table);
    home.write("columns.toml", columns);
    read_columns(&home.path("table.csv"), &Columns::read(&home.path("columns.toml"))?, &about(), &|_, _| {})
}

#[test]
fn a_table_comes_in_by_its_columns_and_its_marks_are_kept() {
    let home = good();
    let rows = "1,Songs,Lark,Songs for all.,CANARY,020 7946 0018,020 7946 0019,1 Lark Lane,Aylesbury,No,,0,Play; Music\n2,Talking,Lark,Talk. At 7 Canarybird Street.,CANARY,020 7946 0018,020 7946 0666,7 Canarybird Street,CANARYTON,Yes,TRUE,,\n3,CANARY,CANARY,x,,,,,,,,X,\n4,CANARY moved,Lark,a cell too few,,,,,,,\n";
    let reading = from_table(&home, &format!("{HEAD}{rows}"), COLUMNS).unwrap();
    let all = format!("{reading:?}");
    for secret in ["CANARY", "Canarybird", "0666"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    let songs = named(&reading, "Songs");
    assert_eq!((songs.service.phones.len(), songs.terms.len()), (2, 2));
    assert_eq!(songs.service.places[0].address_1.as_deref(), Some("1 Lark Lane"));
    let talking = named(&reading, "Talking");
    assert!(talking.service.places.iter().all(|place| place.hidden), "{talking:?}");
    assert!(reading.notes.iter().any(|note| note.contains("1 rows")), "{:?}", reading.notes);
}

#[test]
fn a_table_that_nobody_explained_is_told_how() {
    let home = Home::in_memory();
    home.write("t.csv", "Title,Tel\nPantry,0117 496 0001\n");
    let error = reading(&home, "t.csv").unwrap_err();
    assert!(
        error.to_string().contains("--columns FILE") || format!("{error:?}").contains("--columns FILE"),
        "{error:?}"
    );
}

#[test]
fn columns_that_are_not_there_are_told_before_anything_is_read() {
    let home = good();
    let told = |columns: &str| from_table(&home, HEAD, columns).unwrap_err().to_string();
    let said = told(&COLUMNS.replace("\"Street is private\"", "\"Street is secret\""));
    assert!(said.contains("no column \"Street is secret\""), "{said}");
    let said = told(&COLUMNS.replace("city =", "citty ="));
    assert!(said.contains("no field \"citty\"") && said.contains("city"), "{said}");
    assert!(told("[columns]\nid = \"Number\"\n").contains("which column is the name"));
    assert!(told("columns = 5\n").contains("columns.toml:1:11"));
}

#[test]
fn a_broken_file_is_told_and_no_half_record_comes_of_it() {
    let home = good();
    home.write("airs.xml", &AIRS[..AIRS.find("Rose House").unwrap()]);
    assert!(reading(&home, "airs.xml").is_err(), "an agency that has no end may be confidential at its end");
    home.write("deep.xml", &format!("<Source><Agency>{}", "<a>".repeat(5000)));
    assert!(reading(&home, "deep.xml").is_err());
    home.write("mixed.xml", &AIRS.replace("</SiteService>", "</Site>"));
    assert!(reading(&home, "mixed.xml").is_err());
    home.write("bad.zip", "PK\u{3}\u{4}nothing");
    assert!(reading(&home, "bad.zip").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_a_reader_down(
        bytes in proptest::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>(), which in 0..4_usize,
    ) {
        let home = good();
        let spliced = |text: &str| {
            let mut all = text.as_bytes().to_vec();
            let at = at.index(all.len());
            let end = (at + bytes.len() / 2).min(all.len());
            all.splice(at..end, bytes.iter().copied());
            all
        };
        match which {
            0 => {
                std::fs::write(home.path("airs.xml"), spliced(AIRS)).unwrap();
                let _ = reading(&home, "airs.xml");
            }
            1 => {
                tables(&home, "hsds");
                let name = ["services.csv", "phones.csv", "locations.csv", "attributes.csv"][bytes.len() % 4];
                let text = std::fs::read_to_string(home.path("hsds").join(name)).unwrap();
                std::fs::write(home.path("hsds").join(name), spliced(&text)).unwrap();
                let _ = reading(&home, "hsds");
            }
            2 => {
                std::fs::write(home.path("x.zip"), &bytes).unwrap();
                let _ = reading(&home, "x.zip");
            }
            _ => {
                home.write("table.csv", "");
                std::fs::write(home.path("table.csv"), spliced(&format!("{HEAD}1,a,b,c,d,e,f,g,h,i,j,k,l\n"))).unwrap();
                home.write("columns.toml", COLUMNS);
                let columns = Columns::read(&home.path("columns.toml")).unwrap();
                let _ = read_columns(&home.path("table.csv"), &columns, &about(), &|_, _| {});
            }
        }
    }
}
