import type { Catalogue } from '../catalogue';

export const findings: Catalogue['findings'] = {
  jellyfin_restarts: [
    'Jellyfin se reinicia al final, unos segundos: a quien esté viendo algo se le interrumpe.',
    'Elige un momento tranquilo, o deja Jellyfin como está, más abajo.',
  ],
  jellyfin_restart_needed: ['Jellyfin lee sus ajustes de red en el próximo arranque.'],
  jellyfin_requires_https: [
    'Jellyfin mismo insiste en HTTPS; en cuanto conoce a su proxy, eso ya no redirige a los visitantes.',
  ],
  jellyfin_not_asked: ['A Jellyfin mismo no se le preguntó.'],
  known_proxies_left: [
    'A Jellyfin no se le dice quién es su proxy: todo visitante cuenta como de casa, y un extraño puede reiniciarlo.',
    'Anota el proxy en el panel de Jellyfin, Redes, Proxies conocidos, y reinícialo.',
  ],
  known_proxies_by_hand: [
    'Los ajustes de este Jellyfin no están en este equipo, así que hay que decirle a mano quién es su proxy. Hasta entonces todo visitante cuenta como de casa.',
    'Anota la dirección del proxy en su panel, Redes, Proxies conocidos, y reinícialo.',
  ],
  no_tls: [
    'Sin certificado, las contraseñas y las películas viajan legibles para cualquiera en el camino.',
    'Úsalo solo dentro de tu propia red.',
  ],
  local_ca: [
    'El certificado viene de la autoridad propia de este equipo, que ningún dispositivo conoce aún.',
    'Instala el certificado de la autoridad en cada teléfono, ordenador y televisor que deba conectarse.',
  ],
  certificate_not_judged: ['Solo root puede leer el certificado, así que se comprueba al hacer el cambio.'],
  certificate_key_not_judged: ['Solo root puede leer la clave, así que se comprueba al hacer el cambio.'],
  certificate_self_signed: [
    'El certificado se firmó a sí mismo: todos los navegadores avisan, y la mayoría de los televisores lo rechazan.',
    'Lleva el certificado a cada dispositivo, o usa uno de una autoridad pública.',
  ],
  certificate_leaf_only: [
    'El archivo contiene un certificado y ningún intermedio: los navegadores lo arreglan, Android y los televisores no.',
    'Usa el archivo con toda la cadena; Certbot lo llama fullchain.pem.',
  ],
  certificate_chain_order: [
    'Los certificados del archivo no están en orden.',
    'Pon primero el del sitio, después el que lo firmó, y así sucesivamente.',
  ],
  certificate_ends_soon: ['El certificado caduca pronto.', 'Mira que se renueve solo.'],
  planned_without_root: [
    'Se planificó sin la contraseña, con la que se ve más: antes de cambiar nada el plan se hace otra vez.',
  ],
  combined_copy: [
    'Este HAProxy toma certificado y clave de un solo archivo, así que se hace una copia de ambos.',
    'Tras cada renovación hay que copiarlos de nuevo.',
  ],
  managed_block_edited: [
    'Lo que escribió este asistente se cambió a mano desde entonces, y ese cambio se reemplazará.',
    'Guarda una copia si lo necesitas.',
  ],
  acme_standalone: ['HAProxy no sirve archivos, así que un certificado se renueva con la orden de abajo.'],
  websockets_count: [
    'Cada página o aplicación abierta mantiene una conexión mientras lo está.',
    'Permite al menos dos conexiones por cada persona que vea algo a la vez.',
  ],
  no_compression: ['Este HAProxy se compiló sin compresión.'],
  upstream_by_name: ['El servidor web busca el nombre de Jellyfin solo al arrancar.', 'Indica la dirección de Jellyfin en vez de su nombre.'],
  also_listens: ['El servidor web escuchará también en otro puerto.'],
  listens_on_address: ['El servidor web escucha solo en ciertas direcciones.'],
  proxy_line_at_address: [
    'Las conexiones a una de las direcciones solo llegan a través de otro proxy.',
  ],
  http2_for_all_sites: ['Los demás sitios ofrecerán también HTTP/2.'],
  http2_needs_threaded_mpm: [
    'Apache funciona sin hilos, y así no hay HTTP/2: los visitantes reciben HTTP/1.1.',
    'Cambia al modelo event, si nada necesita el otro (mod_php sí).',
  ],
  module_not_there: ['Falta un módulo de Apache.'],
  uploads_buffered: ['Este nginx escribe en disco lo que se sube antes de pasarlo.'],
  default_moves: [
    'Quienes escriban otro nombre o solo la dirección llegarán a otro sitio.',
    'Si deben llegar a este, da al archivo del otro sitio un nombre posterior en el alfabeto.',
  ],
  becomes_default: [
    'Los visitantes que usen otro nombre o solo la dirección llegarán desde ahora a este sitio.',
    'Dale al otro sitio una escucha por defecto, si eso importa.',
  ],
  wildcard_gives_way: ['Hasta ahora respondía a este nombre un comodín de otro sitio.'],
  no_http2: ['Este nginx no tiene HTTP/2, así que los navegadores usarán HTTP/1.1.'],
  http2_as_neighbours: ['Los demás sitios del puerto no tienen HTTP/2, así que este tampoco.'],
  mixed_http2_spelling: ['Otros sitios activan HTTP/2 a la antigua: nginx puede avisar de ello, lo que no hace daño.'],
  firewall_rules_stay: [
    'El cortafuegos tiene reglas propias para estos puertos que no dejan entrar a todos; se quedan como están.',
    'Comprueba que dejan entrar a quien deba ver el sitio.',
  ],
  firewall_closed: [
    'El cortafuegos no deja llegar a nadie de otras máquinas a estos puertos.',
    'Abre lo necesario con la orden de abajo.',
  ],
  firewall_not_read: [
    'Las reglas del cortafuegos solo se leen con la contraseña; se comprueban al hacer el cambio.',
  ],
  firewall_by_hand: [
    'Unas reglas hechas a mano deciden quién entra; se quedan como están.',
    'Comprueba que dejan llegar a los visitantes a los puertos del sitio.',
  ],
  firewall_other_zones: ['El cortafuegos se abre solo en su zona predeterminada; las demás se quedan como están.'],
  selinux_boolean_needed: [
    'Donde SELinux se aplica, el proxy no puede conectarse a Jellyfin si no se le permite.',
    'Permítelo en esa máquina con la orden de abajo.',
  ],
  guest_in_frontend: ['El sitio entra por un frontend que ya existe, en líneas propias y marcadas.'],
  frontend_rules_apply: ['Las reglas de ese frontend valen también para los visitantes de este sitio.'],
  queries_logged: [
    'El frontend envía él mismo a los visitantes a HTTPS y registra lo que piden: una clave de API enviada por HTTP queda en ese registro.',
    'Registra solo la ruta en ese frontend: %HP en un log-format, en lugar de option httplog.',
  ],
  requests_not_logged: [
    'El frontend registra las consultas, en las que viajan claves de API; por eso no se registra nada de lo que va a Jellyfin.',
  ],
  frontend_without_http2: [
    'El frontend no ofrece HTTP/2; las páginas con muchas imágenes cargan algo más despacio.',
  ],
  client_timeout_short: [
    'El frontend abandona pronto a un visitante que no recibe nada; una película en pausa más tiempo se carga de nuevo.',
    'Pon «timeout client 1h» en ese frontend.',
  ],
  selinux_port_of_others: [
    'SELinux reserva este puerto para otros programas y quizá no deje escuchar ahí al proxy.',
    'Elige otro puerto.',
  ],
  selinux_port_not_judged: [
    'No se puede saber si SELinux deja escuchar al proxy en este puerto: falta semanage.',
    'Instala semanage o elige otro puerto.',
  ],
  site_adopted: ['El sitio ocupa el lugar del escrito a mano, con su certificado y sus ajustes propios.'],
  not_carried_over: [
    'Parte de lo que tenía el sitio anterior no se conserva.',
    'Pon lo que necesites fuera de las líneas marcadas; deshacer recupera el anterior.',
  ],
};
