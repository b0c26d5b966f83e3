use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The site that stands behind whatever is hostile: it is seen, or something before it is said to be a problem.
pub(crate) const SITE: &str = "limits.example.test";

/// Whose dialect a case is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Nginx,
    Apache,
    Haproxy,
}

impl Dialect {
    /// Its word on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Haproxy => "haproxy",
        }
    }

    /// The package's version is what a tree's servers are known by.
    fn package(self) -> &'static str {
        match self {
            Self::Nginx => "Package: nginx\nStatus: install ok installed\nVersion: 1.22.1-9\n",
            Self::Apache => "Package: apache2\nStatus: install ok installed\nVersion: 2.4.62-1\n",
            Self::Haproxy => "Package: haproxy\nStatus: install ok installed\nVersion: 2.6.12-1\n",
        }
    }

    fn program(self) -> &'static str {
        match self {
            Self::Nginx => "usr/sbin/nginx",
            Self::Apache => "usr/sbin/apache2",
            Self::Haproxy => "usr/sbin/haproxy",
        }
    }

    /// The main file without any site.
    fn main_file(self) -> (&'static str, &'static str) {
        match self {
            Self::Nginx => {
                ("etc/nginx/nginx.conf", "events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n")
            }
            Self::Apache => (
                "etc/apache2/apache2.conf",
                "LoadModule proxy_module m.so\nLoadModule proxy_http_module m.so\nLoadModule headers_module m.so\n\
                 LoadModule rewrite_module m.so\nLoadModule alias_module m.so\nLoadModule env_module m.so\n\
                 LoadModule setenvif_module m.so\nLoadModule proxy_wstunnel_module m.so\n\
                 LoadModule authz_core_module m.so\nServerName localhost\nListen 80\nListen 8081\n\
                 IncludeOptional sites-enabled/*.conf\n",
            ),
            Self::Haproxy => ("etc/haproxy/haproxy.cfg", "global\n    daemon\ndefaults\n    mode http\n"),
        }
    }

    /// The site.
    fn site(self) -> String {
        match self {
            Self::Nginx => format!("server {{\n    listen 8081;\n    server_name {SITE};\n}}\n"),
            Self::Apache => format!("<VirtualHost *:8081>\n    ServerName {SITE}\n</VirtualHost>\n"),
            Self::Haproxy => format!(
                "frontend last\n    bind :8081\n    acl last hdr(host) -i {SITE}\n    \
                 use_backend last if last\nbackend last\n    server a 127.0.0.1:9000\n"
            ),
        }
    }

    /// Where content is put so that the site comes after it.
    fn site_file(self) -> &'static str {
        match self {
            Self::Nginx => "etc/nginx/conf.d/site.conf",
            Self::Apache => "etc/apache2/sites-enabled/site.conf",
            Self::Haproxy => self.main_file().0,
        }
    }
}

/// A machine as a folder.
pub(crate) struct Tree {
    folder: TempDir,
    dialect: Dialect,
}

impl Tree {
    /// A server with no site.
    pub(crate) fn of(dialect: Dialect) -> Self {
        let tree = Self { folder: tempfile::tempdir().expect("a folder"), dialect };
        let (main, text) = dialect.main_file();
        tree.write(main, text);
        tree.write(dialect.program(), "");
        tree.write("var/lib/dpkg/status", dialect.package());
        tree
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// Puts content before the site, in one file with it.
    pub(crate) fn before_the_site(&self, content: &[u8]) {
        let (main, head) = self.dialect.main_file();
        let head = if self.dialect.site_file() == main { head } else { "" };
        let site = self.dialect.site();
        self.write(self.dialect.site_file(), [head.as_bytes(), content, b"\n", site.as_bytes()].concat());
    }
}
