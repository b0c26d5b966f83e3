use std::net::IpAddr;
use std::num::NonZeroU16;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::names::BasePath;
use crate::text::{Edit, apply_edits};

/// Jellyfin's network.xml: what matters to a proxy, and where the list of known proxies stands.
///
/// Both generations of element names are read (`InternalHttpPort` from 10.9 on,
/// `HttpServerPortNumber` before). The file is read by Jellyfin at its start only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkXml {
    /// The port it listens on for HTTP.
    pub http_port: NonZeroU16,
    /// Its Base URL; `None` when what stands there is no base path.
    pub base_path: Option<BasePath>,
    /// `RequireHttps`: redirects everything that it does not know to be HTTPS.
    pub require_https: bool,
    /// `EnableRemoteAccess`.
    pub remote_access: bool,
    /// The entries of `KnownProxies`, as written.
    pub known_proxies: Vec<String>,
    place: ListPlace,
}

/// Where an entry goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ListPlace {
    /// There is no file yet.
    NoFile,
    /// `<KnownProxies />`: the whole element, to be replaced.
    Empty(Range<usize>),
    /// Before the closing tag, which starts here.
    BeforeClosing(usize),
    /// No such element: before the root's closing tag, which starts here.
    Missing(usize),
}

/// Why a network.xml is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkXmlError {
    /// Not well-formed.
    #[error("it is not well-formed XML near byte {0}")]
    Malformed(u64),
    /// Another root element, or none.
    #[error("its root element is not NetworkConfiguration")]
    NotNetworkConfiguration,
    /// The port is no port.
    #[error("its port {0:?} is not a port")]
    Port(String),
}

impl NetworkXml {
    /// What a server without this file does (observed: the file appears when settings are first saved).
    pub fn defaults() -> Self {
        Self {
            http_port: NonZeroU16::new(8096).expect("8096 is not zero"),
            base_path: Some(BasePath::root()),
            require_https: false,
            remote_access: true,
            known_proxies: Vec::new(),
            place: ListPlace::NoFile,
        }
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is not such a file: it is then left alone.
    pub fn parse(text: &[u8]) -> Result<Self, NetworkXmlError> {
        let mut xml = Self::defaults();
        let whole = std::str::from_utf8(text)
            .map_err(|error| NetworkXmlError::Malformed(error.valid_up_to() as u64))?;
        // Taken off here, since the reader would drop it without counting it in its positions.
        let text = whole.trim_start_matches('\u{feff}');
        let skipped = whole.len() - text.len();
        let mut path: Vec<String> = Vec::new();
        let mut list_seen = None;
        let mut reader = Reader::from_str(text);
        let position =
            |reader: &Reader<&[u8]>| skipped + usize::try_from(reader.buffer_position()).unwrap_or(0);
        let mut rooted = false;
        loop {
            let start = position(&reader);
            let event =
                reader.read_event().map_err(|_| NetworkXmlError::Malformed(reader.error_position()))?;
            match event {
                Event::Start(tag) => {
                    path.push(tag.local_name().as_ref().to_owned());
                    rooted |= path[0] == "NetworkConfiguration";
                    if !rooted {
                        return Err(NetworkXmlError::NotNetworkConfiguration);
                    }
                }
                Event::Empty(tag) if path.len() == 1 && tag.local_name().as_ref() == "KnownProxies" => {
                    list_seen = Some(ListPlace::Empty(start..position(&reader)));
                }
                Event::Text(value) => {
                    xml.take(&path, value.xml10_content().trim())?;
                }
                Event::End(_) => {
                    if path.len() == 2 && path[1] == "KnownProxies" {
                        list_seen = Some(ListPlace::BeforeClosing(start));
                    }
                    if path.len() == 1 && list_seen.is_none() {
                        list_seen = Some(ListPlace::Missing(start));
                    }
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if !path.is_empty() {
            return Err(NetworkXmlError::Malformed(text.len() as u64));
        }
        xml.place = list_seen.ok_or(NetworkXmlError::NotNetworkConfiguration)?;
        Ok(xml)
    }

    /// Whether forwarded headers from that address are believed.
    ///
    /// Any entry makes Jellyfin believe loopback as well (observed on 10.10.6 to 12.0.0: the
    /// framework's own defaults stay in the list). Host names are not resolved here and count as no.
    pub fn believes(&self, proxy: IpAddr) -> bool {
        if self.known_proxies.is_empty() {
            return false;
        }
        proxy.is_loopback()
            || self.known_proxies.iter().any(|entry| {
                entry.parse::<IpAddr>().is_ok_and(|known| known == proxy)
                    || entry.parse::<ipnet::IpNet>().is_ok_and(|net| net.contains(&proxy))
            })
    }

    /// The file's text with the address added to `KnownProxies`, all other bytes as they were; a
    /// whole file with Jellyfin's defaults where there was none.
    pub fn with_known_proxy(&self, original: &[u8], proxy: IpAddr) -> Vec<u8> {
        let newline = if original.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
        let entry = format!("<string>{proxy}</string>");
        let list = format!("<KnownProxies>{newline}    {entry}{newline}  </KnownProxies>");
        let edit = match &self.place {
            ListPlace::NoFile => return default_file(&list).into_bytes(),
            ListPlace::Empty(span) => Edit { span: span.clone(), text: list.into_bytes() },
            ListPlace::BeforeClosing(at) => {
                // The closing tag's own indentation stands before it already.
                Edit { span: *at..*at, text: format!("  {entry}{newline}  ").into_bytes() }
            }
            ListPlace::Missing(at) => {
                Edit { span: *at..*at, text: format!("  {list}{newline}").into_bytes() }
            }
        };
        apply_edits(original, vec![edit])
    }

    fn take(&mut self, path: &[String], value: &str) -> Result<(), NetworkXmlError> {
        let [_, element, rest @ ..] = path else { return Ok(()) };
        let is = |text: &str| text.eq_ignore_ascii_case("true");
        match (element.as_str(), rest) {
            ("InternalHttpPort" | "HttpServerPortNumber", []) => {
                self.http_port = value.parse().map_err(|_| NetworkXmlError::Port(value.to_owned()))?;
            }
            ("BaseUrl", []) => self.base_path = value.parse().ok(),
            ("RequireHttps", []) => self.require_https = is(value),
            ("EnableRemoteAccess", []) => self.remote_access = is(value),
            ("KnownProxies", [item]) if item == "string" && !value.is_empty() => {
                self.known_proxies.push(value.to_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

/// Every element with its default, as Jellyfin 10.9 to 12.0 writes the file: two spaces, LF, no
/// byte-order mark, no newline at the end (observed).
fn default_file(known_proxies: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<NetworkConfiguration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <BaseUrl />
  <EnableHttps>false</EnableHttps>
  <RequireHttps>false</RequireHttps>
  <CertificatePath />
  <CertificatePassword />
  <InternalHttpPort>8096</InternalHttpPort>
  <InternalHttpsPort>8920</InternalHttpsPort>
  <PublicHttpPort>8096</PublicHttpPort>
  <PublicHttpsPort>8920</PublicHttpsPort>
  <AutoDiscovery>true</AutoDiscovery>
  <EnableUPnP>false</EnableUPnP>
  <EnableIPv4>true</EnableIPv4>
  <EnableIPv6>false</EnableIPv6>
  <EnableRemoteAccess>true</EnableRemoteAccess>
  <LocalNetworkSubnets />
  <LocalNetworkAddresses />
  {known_proxies}
  <IgnoreVirtualInterfaces>true</IgnoreVirtualInterfaces>
  <VirtualInterfaceNames>
    <string>veth</string>
  </VirtualInterfaceNames>
  <EnablePublishedServerUriByRequest>false</EnablePublishedServerUriByRequest>
  <PublishedServerUriBySubnet />
  <RemoteIPFilter />
  <IsRemoteIPFilterBlacklist>false</IsRemoteIPFilterBlacklist>
</NetworkConfiguration>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn wrap(inside: &str) -> String {
        format!("<?xml version=\"1.0\"?>\n<NetworkConfiguration>\n{inside}</NetworkConfiguration>")
    }

    #[test]
    fn both_generations_of_names_are_read() {
        let new = wrap("  <InternalHttpPort>18096</InternalHttpPort>\n  <BaseUrl>jellyfin/</BaseUrl>\n");
        let old =
            wrap("  <HttpServerPortNumber>18096</HttpServerPortNumber>\n  <BaseUrl>/jellyfin</BaseUrl>\n");
        for text in [new, old] {
            let xml = NetworkXml::parse(text.as_bytes()).unwrap();
            assert_eq!(xml.http_port.get(), 18096);
            assert_eq!(xml.base_path.unwrap().prefix(), "/jellyfin");
        }
    }

    #[test]
    fn the_address_is_added_and_nothing_else_changes() {
        let cases = [
            ("  <KnownProxies />\n", "  <KnownProxies>\n    <string>127.0.0.1</string>\n  </KnownProxies>\n"),
            ("  <KnownProxies/>\n", "  <KnownProxies>\n    <string>127.0.0.1</string>\n  </KnownProxies>\n"),
            (
                "  <!-- é -->\n",
                "  <!-- é -->\n  <KnownProxies>\n    <string>127.0.0.1</string>\n  </KnownProxies>\n",
            ),
            (
                "  <KnownProxies>\n    <string>192.0.2.1</string>\n  </KnownProxies>\n  <X>1</X>\n",
                "  <KnownProxies>\n    <string>192.0.2.1</string>\n    <string>127.0.0.1</string>\n  </KnownProxies>\n  <X>1</X>\n",
            ),
        ];
        for (before, after) in cases {
            let text = wrap(before);
            let xml = NetworkXml::parse(text.as_bytes()).unwrap();
            let edited = xml.with_known_proxy(text.as_bytes(), LOCAL);
            assert_eq!(String::from_utf8(edited.clone()).unwrap(), wrap(after));
            assert!(NetworkXml::parse(&edited).unwrap().believes(LOCAL));
        }
    }

    #[test]
    fn a_byte_order_mark_stays() {
        let text = format!("\u{feff}{}", wrap("  <KnownProxies />\n"));
        let edited = NetworkXml::parse(text.as_bytes()).unwrap().with_known_proxy(text.as_bytes(), LOCAL);
        assert!(NetworkXml::parse(&edited).unwrap().believes(LOCAL));
        assert!(edited.starts_with("\u{feff}<?xml".as_bytes()));
    }

    #[test]
    fn windows_line_ends_stay() {
        let text = wrap("  <KnownProxies />\n").replace('\n', "\r\n");
        let edited = NetworkXml::parse(text.as_bytes()).unwrap().with_known_proxy(text.as_bytes(), LOCAL);
        assert_eq!(
            edited.iter().filter(|b| **b == b'\n').count(),
            edited.windows(2).filter(|p| p == b"\r\n").count()
        );
    }

    #[test]
    fn a_missing_file_is_made_with_jellyfins_defaults() {
        let made = NetworkXml::defaults().with_known_proxy(b"", LOCAL);
        let read = NetworkXml::parse(&made).unwrap();
        assert_eq!((read.http_port.get(), &read.known_proxies), (8096, &vec!["127.0.0.1".to_owned()]));
        assert!(!made.ends_with(b"\n"));
    }

    #[test]
    fn any_entry_brings_loopback_with_it() {
        let list = |entry: &str| {
            NetworkXml::parse(
                wrap(&format!("<KnownProxies><string>{entry}</string></KnownProxies>\n")).as_bytes(),
            )
            .unwrap()
        };
        assert!(list("192.0.2.1").believes(LOCAL));
        assert!(list("10.0.0.0/8").believes("10.1.2.3".parse().unwrap()));
        assert!(!list("10.0.0.0/8").believes("192.0.2.1".parse().unwrap()));
        assert!(!NetworkXml::defaults().believes(LOCAL));
    }

    #[test]
    fn what_is_not_such_a_file_is_left_alone() {
        for text in
            ["", "<a/>", "<a></a>", "<NetworkConfiguration>", "<NetworkConfiguration><A></B>", "\u{0}\u{1}"]
        {
            assert!(NetworkXml::parse(text.as_bytes()).is_err(), "{text:?}");
        }
        let bad_port = wrap("<InternalHttpPort>99999</InternalHttpPort>");
        assert_eq!(NetworkXml::parse(bad_port.as_bytes()), Err(NetworkXmlError::Port("99999".to_owned())));
    }
}
