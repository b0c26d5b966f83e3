//! The settings under which real servers were recorded.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use standin::{Options, Running, Standin, State};

use crate::folder::{Folder, list};
use crate::recording::Setting;

pub(crate) const TOKEN: &str = "an-administrators-token";

/// A stand-in under one of the settings.
pub(crate) struct Case {
    pub(crate) running: Running,
    /// Where the recorded client connected to.
    pub(crate) address: SocketAddr,
    _folder: Folder,
}

impl Case {
    pub(crate) async fn start(setting: &Setting) -> Self {
        let folder = Folder::new();
        let not_set_up = setting.setting == "not-set-up";
        if !not_set_up {
            folder.write_network(&network(&setting.setting, &folder));
        }
        let defaults = Options::new(setting.version.parse().expect("a version"), folder.config());
        let options = Options {
            web: Some(folder.web()),
            bind: if not_set_up { vec![Ipv4Addr::LOCALHOST.into()] } else { Vec::new() },
            state: if not_set_up { State::NotSetUp } else { State::Ready },
            token: Some(TOKEN.to_owned()),
            server_name: setting.server_name.clone().unwrap_or_default(),
            ..defaults
        };
        let running = Standin::start(options).await.expect("a stand-in");
        let port = running.addr().port();
        let from_ipv6 = setting.setting.ends_with("from-v6");
        let address: IpAddr = if from_ipv6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
        Self { running, address: SocketAddr::new(address, port), _folder: folder }
    }
}

/// What network.xml said.
fn network(setting: &str, folder: &Folder) -> String {
    let ipv6 = setting.starts_with("ipv6");
    let known: &[&str] = match setting {
        "known-proxies-empty" => &[],
        "known-proxies-other" => &["192.0.2.1"],
        "known-proxies-cidr-and-hostname" => &["10.0.0.0/8", "localhost"],
        "ipv6-known-proxy-from-v4" | "ipv6-known-proxy-from-v6" => &["::1"],
        _ => &["127.0.0.1"],
    };
    let listening: &[&str] = if ipv6 { &["127.0.0.1", "::1"] } else { &["127.0.0.1"] };
    let special = match setting {
        "base-url-inside" | "base-url-outside" => "<BaseUrl>/jellyfin</BaseUrl>".to_owned(),
        "remote-access-off" => "<EnableRemoteAccess>false</EnableRemoteAccess>".to_owned(),
        "require-https" => {
            let certificate = folder.config().join("certificate.pfx");
            std::fs::write(&certificate, "").expect("a file in the certificate's place");
            format!(
                "<EnableHttps>true</EnableHttps><RequireHttps>true</RequireHttps>\
                 <CertificatePath>{}</CertificatePath>",
                certificate.display()
            )
        }
        _ if ipv6 => "<EnableIPv6>true</EnableIPv6>".to_owned(),
        _ => String::new(),
    };
    let lists = [list("KnownProxies", known), list("LocalNetworkAddresses", listening)].concat();
    format!("<AutoDiscovery>false</AutoDiscovery>{special}{lists}")
}
