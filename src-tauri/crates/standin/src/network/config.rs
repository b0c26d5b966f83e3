//! The settings of network.xml, in both generations of element names.

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::path::Path;

use super::xml::{self, Element, XmlError};
use crate::error::StartError;
use crate::json::Json;

/// The settings that a start reads and keeps until the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NetworkConfig {
    /// Empty, or beginning with a slash and not ending in one.
    pub(crate) base_url: String,
    pub(crate) enable_https: bool,
    pub(crate) require_https: bool,
    pub(crate) certificate_path: String,
    pub(crate) certificate_password: String,
    pub(crate) internal_http_port: u16,
    pub(crate) internal_https_port: u16,
    pub(crate) public_http_port: u16,
    pub(crate) public_https_port: u16,
    pub(crate) auto_discovery: bool,
    pub(crate) enable_upnp: bool,
    pub(crate) enable_ipv4: bool,
    pub(crate) enable_ipv6: bool,
    pub(crate) enable_remote_access: bool,
    pub(crate) local_network_subnets: Vec<String>,
    pub(crate) local_network_addresses: Vec<String>,
    pub(crate) known_proxies: Vec<String>,
    pub(crate) ignore_virtual_interfaces: bool,
    pub(crate) virtual_interface_names: Vec<String>,
    pub(crate) published_uri_by_request: bool,
    pub(crate) published_uri_by_subnet: Vec<String>,
    pub(crate) remote_ip_filter: Vec<String>,
    pub(crate) remote_ip_filter_blacklist: bool,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            enable_https: false,
            require_https: false,
            certificate_path: String::new(),
            certificate_password: String::new(),
            internal_http_port: 8096,
            internal_https_port: 8920,
            public_http_port: 8096,
            public_https_port: 8920,
            auto_discovery: true,
            enable_upnp: false,
            enable_ipv4: true,
            enable_ipv6: false,
            enable_remote_access: true,
            local_network_subnets: Vec::new(),
            local_network_addresses: Vec::new(),
            known_proxies: Vec::new(),
            ignore_virtual_interfaces: true,
            virtual_interface_names: vec!["veth".to_owned()],
            published_uri_by_request: false,
            published_uri_by_subnet: Vec::new(),
            remote_ip_filter: Vec::new(),
            remote_ip_filter_blacklist: false,
        }
    }
}

/// Why a document gives no settings.
#[derive(Debug, thiserror::Error)]
enum ConfigError {
    #[error(transparent)]
    Xml(#[from] XmlError),
    #[error("<{element}> holds “{text}”")]
    Value { element: &'static str, text: String },
}

impl NetworkConfig {
    /// Reads `folder`/network.xml. A missing file means the defaults, and so does one that Jellyfin
    /// could not read: it logs the error and goes on.
    pub(crate) fn load(folder: &Path) -> Result<Self, StartError> {
        let path = folder.join("network.xml");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(StartError::ReadConfig { path, source }),
        };
        let document = String::from_utf8_lossy(&bytes);
        Ok(Self::parse(document.trim_start_matches('\u{feff}')).unwrap_or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "network.xml is not understood: defaults apply");
            Self::default()
        }))
    }

    fn parse(document: &str) -> Result<Self, ConfigError> {
        let settings = Settings(xml::read(document)?);
        let default = Self::default();
        Ok(Self {
            base_url: normal_base(&settings.text(&["BaseUrl"], &default.base_url)),
            enable_https: settings.flag(&["EnableHttps"], default.enable_https)?,
            require_https: settings.flag(&["RequireHttps"], default.require_https)?,
            certificate_path: settings.text(&["CertificatePath"], ""),
            certificate_password: settings.text(&["CertificatePassword"], ""),
            internal_http_port: settings
                .port(&["InternalHttpPort", "HttpServerPortNumber"], default.internal_http_port)?,
            internal_https_port: settings
                .port(&["InternalHttpsPort", "HttpsPortNumber"], default.internal_https_port)?,
            public_http_port: settings.port(&["PublicHttpPort", "PublicPort"], default.public_http_port)?,
            public_https_port: settings.port(&["PublicHttpsPort"], default.public_https_port)?,
            auto_discovery: settings.flag(&["AutoDiscovery"], default.auto_discovery)?,
            enable_upnp: settings.flag(&["EnableUPnP"], default.enable_upnp)?,
            enable_ipv4: settings.flag(&["EnableIPv4", "EnableIPV4"], default.enable_ipv4)?,
            enable_ipv6: settings.flag(&["EnableIPv6", "EnableIPV6"], default.enable_ipv6)?,
            enable_remote_access: settings.flag(&["EnableRemoteAccess"], default.enable_remote_access)?,
            local_network_subnets: settings.list("LocalNetworkSubnets", &[]),
            local_network_addresses: settings.list("LocalNetworkAddresses", &[]),
            known_proxies: settings.list("KnownProxies", &[]),
            ignore_virtual_interfaces: settings
                .flag(&["IgnoreVirtualInterfaces"], default.ignore_virtual_interfaces)?,
            virtual_interface_names: settings.list("VirtualInterfaceNames", &default.virtual_interface_names),
            published_uri_by_request: settings
                .flag(&["EnablePublishedServerUriByRequest"], default.published_uri_by_request)?,
            published_uri_by_subnet: settings.list("PublishedServerUriBySubnet", &[]),
            remote_ip_filter: settings.list("RemoteIPFilter", &[]),
            remote_ip_filter_blacklist: settings
                .flag(&["IsRemoteIPFilterBlacklist"], default.remote_ip_filter_blacklist)?,
        })
    }

    /// The addresses to listen on, in the order of the file; the unspecified ones where it names none.
    pub(crate) fn addresses(&self) -> Vec<IpAddr> {
        let named = self.local_network_addresses.iter().filter_map(|address| address.parse::<IpAddr>().ok());
        let usable: Vec<IpAddr> =
            named.filter(|ip| if ip.is_ipv6() { self.enable_ipv6 } else { self.enable_ipv4 }).collect();
        match (usable.is_empty(), self.enable_ipv4, self.enable_ipv6) {
            (false, ..) => usable,
            (true, _, true) => vec![IpAddr::from([0_u16; 8])],
            (true, true, false) => vec![IpAddr::from([0_u8; 4])],
            (true, false, false) => Vec::new(),
        }
    }

    /// The server has a port of its own for https: it is switched on and its certificate is there.
    pub(crate) fn listens_with_https(&self) -> bool {
        self.enable_https && !self.certificate_path.is_empty() && Path::new(&self.certificate_path).exists()
    }

    /// What `GET /System/Configuration/network` answers.
    pub(crate) fn json(&self) -> Json {
        let list = |values: &[String]| Json::List(values.iter().map(Json::text).collect());
        Json::Object(vec![
            ("BaseUrl", Json::text(&self.base_url)),
            ("EnableHttps", Json::Flag(self.enable_https)),
            ("RequireHttps", Json::Flag(self.require_https)),
            ("CertificatePath", Json::text(&self.certificate_path)),
            ("CertificatePassword", Json::text(&self.certificate_password)),
            ("InternalHttpPort", Json::number(self.internal_http_port)),
            ("InternalHttpsPort", Json::number(self.internal_https_port)),
            ("PublicHttpPort", Json::number(self.public_http_port)),
            ("PublicHttpsPort", Json::number(self.public_https_port)),
            ("AutoDiscovery", Json::Flag(self.auto_discovery)),
            ("EnableUPnP", Json::Flag(self.enable_upnp)),
            ("EnableIPv4", Json::Flag(self.enable_ipv4)),
            ("EnableIPv6", Json::Flag(self.enable_ipv6)),
            ("EnableRemoteAccess", Json::Flag(self.enable_remote_access)),
            ("LocalNetworkSubnets", list(&self.local_network_subnets)),
            ("LocalNetworkAddresses", list(&self.local_network_addresses)),
            ("KnownProxies", list(&self.known_proxies)),
            ("IgnoreVirtualInterfaces", Json::Flag(self.ignore_virtual_interfaces)),
            ("VirtualInterfaceNames", list(&self.virtual_interface_names)),
            ("EnablePublishedServerUriByRequest", Json::Flag(self.published_uri_by_request)),
            ("PublishedServerUriBySubnet", list(&self.published_uri_by_subnet)),
            ("RemoteIPFilter", list(&self.remote_ip_filter)),
            ("IsRemoteIPFilterBlacklist", Json::Flag(self.remote_ip_filter_blacklist)),
        ])
    }
}

/// The base as Jellyfin keeps it: a slash in front, none behind.
fn normal_base(text: &str) -> String {
    let inner = text.trim_matches('/');
    if inner.is_empty() { String::new() } else { format!("/{inner}") }
}

struct Settings(BTreeMap<String, Element>);

impl Settings {
    /// The first of these names that is there, so that the newer name wins.
    fn find(&self, names: &[&'static str]) -> Option<(&'static str, &Element)> {
        names.iter().find_map(|name| Some((*name, self.0.get(*name)?)))
    }

    fn text(&self, names: &[&'static str], default: &str) -> String {
        self.find(names).map_or_else(|| default.to_owned(), |(_, element)| element.text.clone())
    }

    fn flag(&self, names: &[&'static str], default: bool) -> Result<bool, ConfigError> {
        let Some((element, found)) = self.find(names) else { return Ok(default) };
        match found.text.as_str() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            other => Err(ConfigError::Value { element, text: other.to_owned() }),
        }
    }

    fn port(&self, names: &[&'static str], default: u16) -> Result<u16, ConfigError> {
        let Some((element, found)) = self.find(names) else { return Ok(default) };
        found.text.parse().map_err(|_| ConfigError::Value { element, text: found.text.clone() })
    }

    /// A list, or the one text that versions up to 10.8 kept in its place.
    fn list(&self, name: &'static str, default: &[String]) -> Vec<String> {
        let Some((_, element)) = self.find(&[name]) else { return default.to_vec() };
        if element.items.is_empty() && !element.text.is_empty() {
            return vec![element.text.clone()];
        }
        element.items.iter().filter(|item| !item.is_empty()).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(inner: &str) -> NetworkConfig {
        NetworkConfig::parse(&format!("<NetworkConfiguration>{inner}</NetworkConfiguration>")).expect("valid")
    }

    #[test]
    fn both_generations_of_names_are_read_and_the_newer_one_wins() {
        let old = parsed("<HttpServerPortNumber>8097</HttpServerPortNumber><EnableIPV6>true</EnableIPV6>");
        assert_eq!((old.internal_http_port, old.enable_ipv6), (8097, true));
        let both = parsed(
            "<InternalHttpPort>8098</InternalHttpPort><HttpServerPortNumber>8097</HttpServerPortNumber>",
        );
        assert_eq!(both.internal_http_port, 8098);
    }

    #[test]
    fn the_base_gets_one_slash_in_front_and_none_behind() {
        for (written, kept) in [("", ""), ("/", ""), ("jellyfin", "/jellyfin"), ("/a/b/", "/a/b")] {
            assert_eq!(parsed(&format!("<BaseUrl>{written}</BaseUrl>")).base_url, kept);
        }
    }

    #[test]
    fn what_jellyfin_cannot_read_means_the_defaults() {
        let folder = std::env::temp_dir().join(format!("standin-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("folder");
        assert_eq!(NetworkConfig::load(&folder).expect("missing file"), NetworkConfig::default());
        let wrong =
            "<NetworkConfiguration><EnableIPv6>yes</EnableIPv6><BaseUrl>x</BaseUrl></NetworkConfiguration>";
        std::fs::write(folder.join("network.xml"), wrong).expect("file");
        assert_eq!(NetworkConfig::load(&folder).expect("wrong value"), NetworkConfig::default());
        std::fs::remove_dir_all(&folder).expect("folder removed");
    }

    #[test]
    fn addresses_follow_the_families_that_are_on() {
        let any4: IpAddr = [0_u8; 4].into();
        let any6: IpAddr = [0_u16; 8].into();
        assert_eq!(parsed("").addresses(), [any4]);
        assert_eq!(parsed("<EnableIPv6>true</EnableIPv6>").addresses(), [any6]);
        assert!(parsed("<EnableIPv4>false</EnableIPv4>").addresses().is_empty());
        let named =
            "<LocalNetworkAddresses><string>127.0.0.1</string><string>::1</string></LocalNetworkAddresses>";
        assert_eq!(parsed(named).addresses(), [IpAddr::from([127, 0, 0, 1])]);
    }
}
