//! What a check can find: stable names with a sentence and a next step each.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::check::Status;

/// One row a code: its status, its stable name, what it means, and the next step (may be empty).
macro_rules! codes {
    ($($status:ident $variant:ident $name:literal $meaning:literal, $next_step:literal;)*) => {
        /// What a check found. The names are stable: programs switch on them, never on the sentences.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name, such as `header_not_sent`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How a check with this finding ends.
            #[must_use]
            pub fn status(self) -> Status {
                match self { $(Self::$variant => Status::$status,)* }
            }

            /// What it means, in one or two sentences.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// What to do next; empty where there is nothing to do.
            #[must_use]
            pub fn next_step(self) -> &'static str {
                match self { $(Self::$variant => $next_step,)* }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

codes! {
    Pass Ok "ok" "As it should be.", "";

    Skip AddressGiven "address_given" "The address to dial was given, so the name was not looked up.",
        "To test the name as visitors resolve it, run the check without --connect.";
    Skip HostIsAddress "host_is_address" "The site's host is an address, so there is no name to look up.", "";
    Skip NoIpv6Address "no_ipv6_address" "The name has no IPv6 address; visitors come over IPv4.", "";
    Skip NoUpstream "no_upstream" "Jellyfin's own address was not given.",
        "Run the check on the proxy's machine with --upstream http://127.0.0.1:8096 (or where Jellyfin is).";
    Skip NoHttpPort "no_http_port" "The site has a port of its own; which plain http port belongs to it is not known.", "";
    Skip PlainHttp "plain_http" "The site is plain http; there is no TLS to check.", "";
    Skip NoAddressesGiven "no_addresses_given" "No other address of this machine was given to try.", "";
    Skip NoLogGiven "no_log_given" "No access log was given to look into.", "";
    Skip NotReached "not_reached" "It could not be asked, because a step before it failed.",
        "Mend the failed checks above first, then check again.";
    Skip NotReady "not_ready" "Jellyfin is still starting, so this cannot be told yet.",
        "Wait until Jellyfin is ready, then check again.";
    Skip NoStaticFile "no_static_file" "This Jellyfin serves no web client, so there is no file to ask for.", "";
    Skip NoRoots "no_roots" "This machine has no trusted root certificates to judge by.",
        "Install the package ca-certificates, or give the root with --ca FILE.";

    Warn NoIpv4Address "no_ipv4_address" "The name has an IPv6 address only; visitors without IPv6 cannot reach it.",
        "Add an A record with the public IPv4 address, if there is one.";
    Fail NameNotFound "name_not_found" "The name has no address, so nobody finds the site.",
        "Add an A record (and AAAA for IPv6) for the name at the DNS provider; it can take minutes to be seen.";
    Fail LookupFailed "lookup_failed" "The name could not be looked up: the resolver gave no answer.",
        "Check this machine's DNS settings and connection, then check again.";

    Warn AddressDead "address_dead" "The name has several addresses and one of them does not answer; some visitors wait or fail.",
        "Make the proxy listen on that address too, or remove its DNS record.";
    Warn HttpPortClosed "http_port_closed" "The plain http port does not answer; who types the name without https:// gets nothing, and certificates by HTTP cannot be renewed.",
        "Let the proxy listen on port 80 and open it in the firewall and the router.";
    Fail PortClosed "port_closed" "Nothing listens on the site's port.",
        "Check that the proxy runs and listens on this port and address.";
    Fail PortSilent "port_silent" "The site's port gives no answer: most often a firewall drops the packets, or the address is not this network's.",
        "Open the port in the firewall and forward it in the router; check that the name has the right address.";
    Fail HostUnreachable "host_unreachable" "There is no way to the site's address from here.",
        "Check the address of the name and this machine's network.";

    Warn RedirectMissing "redirect_missing" "Plain http does not lead to https: visitors get something else or an error.",
        "Redirect every http request for this name to https, except below /.well-known/acme-challenge/.";
    Warn PlainHttpServed "plain_http_served" "Jellyfin is served over plain http as well, so passwords can travel in the clear.",
        "Redirect every http request for this name to https, except below /.well-known/acme-challenge/.";
    Fail RedirectNotHttps "redirect_not_https" "Plain http leads to plain http: a loop, or never to https.",
        "Write https:// into the redirect's target.";
    Fail RedirectWrongHost "redirect_wrong_host" "The redirect leads to another host.",
        "Use the site's own name in the redirect's target.";
    Fail RedirectSlashLost "redirect_slash_lost" "The redirect glues the path to the host name: its target lacks the slash at the end. Visitors land on a host that does not exist, or that somebody else owns.",
        "End the redirect's target with a slash (Apache: Redirect permanent / https://name/).";
    Fail RedirectWrongPort "redirect_wrong_port" "The redirect leads to another port than the site's.",
        "Write the site's https port into the redirect's target.";
    Fail RedirectWrongPath "redirect_wrong_path" "The redirect loses or changes the path; links and bookmarks break.",
        "Append the whole request path and query to the redirect's target.";
    Fail RedirectOpen "redirect_open" "The redirect can be made to lead to any host by a crafted path: fit for phishing.",
        "Begin the redirect's target with https:// and the site's own name.";
    Warn AcmeRedirected "acme_redirected" "The path for renewing certificates is redirected to https; a renewal can fail once the certificate is bad.",
        "Keep /.well-known/acme-challenge/ out of the redirect.";

    Fail TlsFailed "tls_failed" "No TLS connection comes about.",
        "Check that the proxy serves TLS on this port and has a certificate for this name.";
    Fail ChainIncomplete "chain_incomplete" "The intermediate certificate is not sent. Browsers often hide this; televisions and apps cannot connect.",
        "Use the full chain (certbot: fullchain.pem) instead of the certificate alone.";
    Fail ChainRejected "chain_rejected" "The certificates sent do not hold together.",
        "Issue the certificate again and use its full chain.";
    Fail CaMismatch "ca_mismatch" "The certificates sent do not lead to the root that was given.",
        "Give the root that issued this certificate with --ca, or use a certificate of that root.";
    Warn SelfSigned "self_signed" "The certificate is signed by itself: each device must be told to accept it; televisions and Chromecast cannot.",
        "Use a certificate of a public authority, or check with --ca FILE if this is intended.";
    Warn PrivateCa "private_ca" "The certificate comes from an authority that this machine does not know: devices connect only where its root is installed.",
        "Use a certificate of a public authority, or check with --ca FILE if this is intended.";
    Fail CertificateNameMismatch "certificate_name_mismatch" "The certificate is for other names, so browsers and apps refuse it.",
        "Use a certificate that covers this name, or check that the right site answers on this address.";
    Fail CertificateExpired "certificate_expired" "The certificate has expired; nobody can connect without a warning.",
        "Renew the certificate, reload the proxy, and check why the renewal did not run.";
    Fail CertificateNotYetValid "certificate_not_yet_valid" "The certificate is not valid yet: it is too new, or this machine's clock is wrong.",
        "Check the clock of this machine; otherwise wait or issue the certificate again.";
    Warn CertificateExpiresSoon "certificate_expires_soon" "Less than a third of the certificate's lifetime is left; the renewal should have run by now.",
        "Renew the certificate and check that the automatic renewal runs and reloads the proxy.";
    Warn OldTlsAccepted "old_tls_accepted" "TLS 1.0 or 1.1 is still accepted; both are out of use.",
        "Allow TLS 1.2 and 1.3 only.";
    Warn Tls12Missing "tls12_missing" "TLS 1.2 is not accepted; older televisions cannot connect.",
        "Allow TLS 1.2 beside 1.3.";
    Warn Http2NotOffered "http2_not_offered" "HTTP/2 is not offered; pages with many pictures load slower.",
        "Switch HTTP/2 on for this site, where the proxy's version has it.";
    Fail Http11NotOffered "http11_not_offered" "A client that speaks HTTP/1.1 only is refused; WebSockets and older clients fail.",
        "Offer http/1.1 beside h2.";

    Fail UpstreamUnreachable "upstream_unreachable" "Jellyfin is not reached: it is down, or at another address or port.",
        "Start Jellyfin, and check that the address and port in the proxy's configuration are Jellyfin's (write 127.0.0.1, not localhost).";
    Fail ProxyCannotReach "proxy_cannot_reach" "Jellyfin answers at its own address, but the proxy does not get through to it.",
        "Correct the upstream's address and port in the proxy (127.0.0.1, not localhost), its health check (/health) and the site's name; on SELinux systems allow the proxy to connect (httpd_can_network_connect, haproxy_connect_any).";
    Fail UpstreamSlow "upstream_slow" "The proxy gave up waiting for Jellyfin.",
        "Check what keeps Jellyfin busy, and give the proxy longer timeouts.";
    Fail NotJellyfin "not_jellyfin" "Something other than Jellyfin answers at the upstream address.",
        "Check the upstream's address and port; Jellyfin's own is 8096 unless changed.";
    Fail BasePathMismatch "base_path_mismatch" "Jellyfin lives below another base path than the one asked.",
        "Use the same base path in the address, the proxy, and Jellyfin's Base URL (Dashboard, Networking).";
    Fail JellyfinFiltered "jellyfin_filtered" "Jellyfin's own address filter refuses this request.",
        "In Jellyfin's Dashboard, Networking: allow remote connections, or correct the address filter.";
    Warn RemoteAccessOff "remote_access_off" "Jellyfin refuses visitors from the Internet: the page loads for them, then shows no server.",
        "If visitors from outside are wanted: Dashboard, Networking, allow remote connections.";
    Fail JellyfinUnhealthy "jellyfin_unhealthy" "Jellyfin itself says that it is not well.",
        "Look into Jellyfin's log; most often its database cannot be opened or the disk is full.";
    Fail JellyfinError "jellyfin_error" "Jellyfin answered in an unexpected way.",
        "Look into Jellyfin's log.";
    Warn JellyfinStarting "jellyfin_starting" "Jellyfin is starting; after an update it may be migrating its data, which can take hours.",
        "Wait and leave it alone; restarting it now makes it longer.";
    Warn JellyfinLoading "jellyfin_loading" "Jellyfin is loading; this takes seconds.",
        "Wait a moment, then check again.";
    Fail JellyfinNotSetUp "jellyfin_not_set_up" "Jellyfin's first-run wizard was never finished: whoever comes first can make himself administrator and read the machine's folders.",
        "Finish the wizard at Jellyfin's own address before making the site reachable.";
    Fail OtherServer "other_server" "Another Jellyfin answers through the site than at the upstream address.",
        "Correct the upstream in the proxy's configuration.";
    Fail OtherSite "other_site" "Another site answers under this name: most often the proxy's default page.",
        "Check that the site for this name is enabled, that no other site has the same name, and that the proxy was reloaded.";
    Fail Misdirected "misdirected" "The proxy refuses the name with 421: it belongs to another TLS site of the same proxy.",
        "Give this name its own TLS site with its own certificate in the proxy.";
    Fail RejectedByProxy "rejected_by_proxy" "The proxy itself refuses the request.",
        "Look into the proxy's error log for this request.";
    Fail BlockedByProxy "blocked_by_proxy" "Something before Jellyfin forbids the request: an access rule or a web application firewall.",
        "Allow this path in the proxy's access rules.";
    Fail NoAnswer "no_answer" "The request got no answer.",
        "Look into the proxy's error log; check that it speaks HTTP on this port.";

    Fail ProxyNotKnown "proxy_not_known" "Jellyfin does not know its proxy: every visitor counts as local, remote limits do not apply, and anybody can restart the server through the site.",
        "In Jellyfin's Dashboard, Networking, Known proxies: add the proxy's address (127.0.0.1 on the same machine), save, restart Jellyfin.";
    Fail HeaderNotSent "header_not_sent" "Jellyfin believes its proxy, but the proxy does not say that visitors come over https.",
        "Let the proxy set the header X-Forwarded-Proto to the visitor's scheme.";
    Fail ForwardedSchemeLost "forwarded_scheme_lost" "Jellyfin thinks visitors come over plain http: the proxy does not send X-Forwarded-Proto, or Jellyfin does not believe it.",
        "Set X-Forwarded-Proto in the proxy and the proxy's address in Jellyfin's Known proxies; --upstream tells which one is missing.";
    Fail SchemeIsAddress "scheme_is_address" "The proxy sends the visitor's address as X-Forwarded-Proto, so Jellyfin's links begin with an address instead of https.",
        "Set X-Forwarded-Proto to the scheme (nginx: $scheme).";
    Fail SchemeWrong "scheme_wrong" "The proxy forwards another scheme than the one visitors use.",
        "Set X-Forwarded-Proto to the visitor's scheme.";
    Fail HostNotForwarded "host_not_forwarded" "Jellyfin sees another host than the one visitors ask for.",
        "Let the proxy pass the Host header on (nginx: proxy_set_header Host, Apache: ProxyPreserveHost On).";
    Fail PortNotForwarded "port_not_forwarded" "Jellyfin does not see the site's port, so its redirects lead to the usual one.",
        "Forward the host with its port in X-Forwarded-Host (nginx: $http_host).";
    Fail LocationRewritten "location_rewritten" "The proxy mends the address in Jellyfin's redirect, but Jellyfin itself does not know its proxy: every visitor counts as local, and anybody can restart the server through the site.",
        "Pass Host and X-Forwarded-Proto on, and add the proxy's address to Known proxies in Jellyfin's Dashboard, Networking; then restart Jellyfin.";
    Fail RequireHttps "require_https" "Jellyfin sends visitors to its own https port, because it requires https and does not learn that they use it.",
        "Switch `Require HTTPS` off in Jellyfin's Dashboard, Networking: the proxy does it.";

    Fail UpgradeLost "upgrade_lost" "The upgrade to WebSocket gets lost on the way: casting, SyncPlay and the live dashboard do not work.",
        "Forward Upgrade and Connection with HTTP/1.1 (nginx: the upgrade map; Apache: upgrade=websocket or mod_proxy_wstunnel).";
    Fail UpgradeRefused "upgrade_refused" "The proxy refuses the upgrade to WebSocket.",
        "Allow WebSocket upgrades on /socket in the proxy.";
    Fail Http2UpgradeLost "http2_upgrade_lost" "The proxy announces WebSockets over HTTP/2, which browsers then use, but they do not get through.",
        "Mend WebSockets over HTTP/2 in the proxy, or do not announce them (HAProxy: h2-workaround-bogus-websocket-clients).";
    Fail RangeIgnored "range_ignored" "Byte ranges do not get through: seeking and resuming do not work.",
        "Pass the Range header on; switch caching and slicing of this site off.";
    Fail UploadLimited "upload_limited" "A body of 2 MB is too large for the proxy: pictures seem saved and are gone after a reload.",
        "Raise the proxy's body limit to 20 MB or more (nginx: client_max_body_size).";
    Warn UpstreamExposed "upstream_exposed" "Jellyfin's own port answers without the proxy on an address of this machine.",
        "Close the port in the firewall, or let Jellyfin listen on 127.0.0.1 only.";
    Warn TokenInLog "token_in_log" "The access log shows visitors' tokens: who reads the log can use their accounts.",
        "Let the proxy leave out or mask api_key and ApiKey in its access log.";
    Warn SlowProxy "slow_proxy" "The way through the proxy takes markedly longer than the direct one.",
        "Let the proxy keep its connections to Jellyfin open, and check the network between the two.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_snake_case_and_their_own() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
        }
    }

    #[test]
    fn every_fault_has_a_next_step() {
        for code in Code::ALL {
            assert!(!code.meaning().is_empty());
            if matches!(code.status(), Status::Warn | Status::Fail) {
                assert!(code.next_step().ends_with('.') || code.next_step().contains(')'), "{code}");
            }
        }
    }
}
