use engine::facts::{Access, Firewall, Selinux, SelinuxMode};

/// What SELinux and the firewall do, as sentences; none where they do nothing.
pub(crate) fn guards(selinux: &Selinux, firewall: &Firewall) -> Vec<String> {
    selinux_line(selinux).into_iter().chain(firewall_line(firewall)).collect()
}

fn selinux_line(selinux: &Selinux) -> Option<String> {
    let mode = match selinux.mode {
        SelinuxMode::Off => return None,
        SelinuxMode::Permissive => "permissive",
        SelinuxMode::Enforcing => "enforcing",
    };
    let booleans =
        selinux.booleans.iter().map(|(name, on)| format!(", {name} {}", if *on { "on" } else { "off" }));
    Some(format!("SELinux: {mode}{}", booleans.collect::<String>()))
}

fn firewall_line(firewall: &Firewall) -> Option<String> {
    let port = |port: u16| {
        let access = firewall.access(port).map_or("not known", |access| match access {
            Access::Open => "open",
            Access::Closed => "closed",
            Access::Ruled => "ruled by hand",
        });
        format!("port {port} {access}")
    };
    match firewall {
        Firewall::None => None,
        Firewall::Hidden { name } => Some(format!("Firewall: {name}, whose rules only root may read")),
        Firewall::ByHand { name } => Some(format!("Firewall: rules of {name} made by hand")),
        Firewall::Ufw { .. } | Firewall::Firewalld { .. } => {
            Some(format!("Firewall: {}, {}, {}", firewall.name(), port(80), port(443)))
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::facts::{PortRule, Rules};

    use super::*;

    #[test]
    fn what_keeps_visitors_out_is_told() {
        let selinux = Selinux {
            mode: SelinuxMode::Enforcing,
            booleans: [("httpd_can_network_connect".to_owned(), false)].into(),
            ports: Default::default(),
        };
        let open = PortRule { first: 80, last: 80, everybody: true };
        let firewall =
            Firewall::Ufw { program: "/usr/sbin/ufw".parse().unwrap(), v4: Rules(vec![open]), v6: None };
        assert_eq!(
            guards(&selinux, &firewall),
            [
                "SELinux: enforcing, httpd_can_network_connect off",
                "Firewall: ufw, port 80 open, port 443 closed"
            ]
        );
        assert!(guards(&Selinux::default(), &Firewall::None).is_empty());
    }
}
