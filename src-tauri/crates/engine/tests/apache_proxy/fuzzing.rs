//! Whatever stands in a file: it is read, or refused, and nothing of it is lost.

use engine::plan::Step;
use engine::proxies::Visit;
use engine::request::{CertificateForm, SetupForm};
use testkit::fuzz;

use crate::machine::{applied, debian_with, facts, form, planned};

const FILE: &str = "/etc/apache2/sites-available/other.conf";
const MODULES: [&str; 11] = [
    "alias",
    "authz_core",
    "deflate",
    "filter",
    "headers",
    "macro",
    "mpm_event",
    "proxy",
    "proxy_http",
    "remoteip",
    "ssl",
];

const GROWN: &str = "\
# A comment that goes on \\
<VirtualHost *:80>
<Macro VHost $name $port>
<VirtualHost *:$port>
  ServerName $name
  ServerAlias www.$name \\
     *.$name
</VirtualHost>
</Macro>
Use VHost a.test 80
Define X late
<IfDefine X>
<VirtualHost *:80 [2001:db8::9]:80 _default_:8081>
ServerName \"${X}.test\"
</VirtualHost>
</IfDefine>
<IfVersion ~ ^2\\.4\\.>
Listen 203.0.113.9:8081
</IfVersion>
<VirtualHost *:443>
ServerName b.test
SSLEngine on
SSLCertificateFile /etc/ssl/a.pem
ProxyPass / http://127.0.0.1:8096/
<Location /x>
Require all denied
</Location>
</VirtualHost>
";

const WORDS: [&str; 32] = [
    "\n",
    "\n<VirtualHost *:443>\n",
    "\n</VirtualHost>\n",
    "\n<VirtualHost *>\n",
    "\nServerName jellyfin.example.com\n",
    "\nServerAlias *.example.com\n",
    "\nProxyPass / http://127.0.0.1:8096/\n",
    "\nRedirect / https://jellyfin.example.com/\n",
    "\nRemoteIPProxyProtocol On\n",
    "\nProtocols h2\n",
    "\nListen 443\n",
    "\nInclude sites-enabled/*.conf\n",
    "\nIncludeOptional ../x\n",
    "\n<Macro M $a>\n",
    "\n</Macro>\n",
    "\nUse M x\n",
    "\nUse VHost\n",
    "\nDefine X ${X}${X}\n",
    "\n<IfModule !a>\n",
    "\n<If x>\n",
    "\n</IfModule>\n",
    "\nServerRoot /etc\n",
    "${X}",
    "${",
    "\\\n",
    "\\",
    "\"",
    "<",
    ">",
    "\0",
    "\u{fe}",
    "\n# jellyfin-proxy begin other.test\nServerName x\n# jellyfin-proxy end other.test 0\n",
];

#[test]
fn any_file_is_planned_for_or_refused() {
    fuzz(&[GROWN.as_bytes(), b""], &WORDS, |bytes| {
        let host = debian_with("2.4.71", &MODULES)
            .file(FILE, bytes)
            .link("/etc/apache2/sites-enabled/other.conf", "../sites-available/other.conf");
        let seen = facts(&host, &form());
        let install = &seen.installs[0];
        let visit = Visit { address: [127, 0, 0, 1].into(), port: 80, sni: None, host: "a.test".to_owned() };
        install.proxy.proxy().answering(&seen, install, &visit);
        let adopt = SetupForm { adopt: true, certificate: CertificateForm::LocalCa, ..form() };
        let plan = match planned(&host, &form()).or_else(|_| planned(&host, &adopt)) {
            Ok(plan) => plan,
            Err(refusal) => return assert!(!refusal.next().is_empty()),
        };
        let kept = plan.steps.iter().find_map(|step| match step {
            Step::WriteFile { path, content, .. } if path.as_str() == FILE => Some(content.as_bytes()),
            _ => None,
        });
        assert!(
            kept.is_none_or(|kept| kept.len() < bytes.len()),
            "another's file only loses the site that gave way"
        );
        assert_eq!(
            planned(&applied(host, &plan), &form()).unwrap().steps,
            [],
            "a second plan changes something"
        );
    });
}
