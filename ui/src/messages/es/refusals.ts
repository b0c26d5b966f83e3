import type { Catalogue } from '../catalogue';

export const refusals: Catalogue['refusals'] = {
  no_proxy_installed: ['No hay ningún servidor web instalado.', 'Instala Apache, nginx o HAProxy y vuelve a mirar.'],
  proxy_not_installed: ['No está instalado en este equipo.', 'Instálalo y vuelve a mirar.'],
  choose_proxy: ['Hay más de un servidor web instalado.', 'Elige uno de ellos.'],
  proxy_not_running: ['Está instalado, pero parado.', 'Inicia su servicio y vuelve a mirar.'],
  config_already_broken: [
    'Su configuración actual no pasa su propia comprobación.',
    'Arregla eso primero: una recarga fallaría se escriba lo que se escriba.',
  ],
  config_not_understood: [
    'Algo en su configuración no se entiende, y podría importar.',
    'Mira la línea indicada abajo, o configura el sitio a mano.',
  ],
  proxy_too_old: ['A esta versión le falta lo que necesita un proxy para Jellyfin.', 'Actualízalo, o elige otro servidor web.'],
  module_missing: ['Le falta un módulo que no se puede activar.', 'Instala el paquete con ese módulo y vuelve a planificar.'],
  name_taken: ['Este nombre ya se sirve.', 'Elige otro nombre, o quita antes ese sitio.'],
  port_taken: [
    'Otro programa ocupa el puerto.',
    'Para ese programa o muévelo, o elige otros puertos en «Dirección».',
  ],
  port_in_use: [
    'El propio servidor web usa el puerto de un modo que no deja sitio a otro.',
    'Elige otros puertos en «Dirección».',
  ],
  jellyfin_site_exists: [
    'Ya hay un sitio para Jellyfin con este nombre, escrito a mano.',
    'Deja que este asistente ocupe su lugar, o elige otro nombre.',
  ],
  nothing_to_adopt: [
    'No hay ningún sitio de ese nombre cuyo lugar se pueda ocupar.',
    'Deja eso desactivado e indica dónde está el certificado.',
  ],
  name_matched_elsewhere: [
    'Un comodín o patrón de otro sitio va antes que este nombre.',
    'Elige otro nombre, o cambia ese sitio.',
  ],
  port_expects_proxy_protocol: [
    'El puerto espera que los visitantes lleguen a través de otro proxy delante.',
    'Elige otros puertos, o configura el proxy de delante.',
  ],
  port_passes_bytes: [
    'El puerto lo pasa todo sin leerlo, así que allí no se distinguen nombres.',
    'Elige otros puertos, o cambia esa parte de la configuración.',
  ],
  behind_another_proxy: [
    'Otro proxy de este equipo está delante de este.',
    'Elige el de delante: los visitantes llegan primero a él.',
  ],
  definition_taken: ['Ya hay algo definido con el mismo nombre.', 'Renómbralo o quítalo, y vuelve a planificar.'],
  no_place: [
    'Algo anterior se queda con todas las peticiones, así que nunca se llegaría al sitio.',
    'Cambia la regla indicada abajo y vuelve a planificar.',
  ],
  port_is_jellyfins: ['Este puerto es el de Jellyfin.', 'Elige otros puertos en «Dirección».'],
  jellyfin_not_set_up: [
    'La configuración inicial de Jellyfin nunca se terminó: quien llegue primero será su administrador.',
    'Abre Jellyfin en este equipo, termínala y vuelve.',
  ],
  jellyfin_starting: [
    'Jellyfin está arrancando o migrando sus datos.',
    'Espera a que esté listo; una migración puede durar horas y no se debe interrumpir.',
  ],
  jellyfin_unreachable: ['Jellyfin no responde allí.', 'Inicia Jellyfin, o corrige su dirección.'],
  not_jellyfin: [
    'En esta dirección responde algo que no es Jellyfin.',
    'Corrige la dirección o el puerto; el de Jellyfin es 8096 si no se cambió.',
  ],
  base_path_mismatch: [
    'La URL base de Jellyfin es otra.',
    'Cambia la URL base en el panel de Jellyfin, Redes, y vuelve a planificar.',
  ],
  jellyfin_config_not_understood: [
    'Los ajustes de red de Jellyfin no se entienden.',
    'Arregla el archivo indicado abajo, o no le digas a Jellyfin quién es su proxy.',
  ],
  cannot_queue: ['Este servidor web no puede poner en cola a los visitantes.', 'Elige HAProxy, que sí puede.'],
  plan_unsound: [
    'El plan terminado no pasó la segunda comprobación. Es un error de este programa; no se cambió nada.',
    'Por favor, comunícalo con lo que figura abajo.',
  ],
};

export const certificates: Catalogue['certificates'] = {
  certificate_missing: [
    'El archivo no está.',
    'Comprueba la ruta; Certbot los guarda en /etc/letsencrypt/live, como fullchain.pem y privkey.pem.',
  ],
  certificate_unreadable: ['El archivo no se puede leer.', 'Hazlo legible para root, o indica otro.'],
  certificate_not_pem: ['No contiene ningún certificado.', 'Tiene que empezar por -----BEGIN CERTIFICATE-----.'],
  certificate_key_missing: ['No contiene ninguna clave utilizable.', 'La clave debe estar en formato PEM y sin contraseña.'],
  certificate_key_mismatch: ['La clave es de otro certificado.', 'Indica aquella con la que se hizo.'],
  certificate_name_mismatch: ['Es para otros nombres.', 'Usa uno de sus nombres, o un certificado para este.'],
  certificate_expired: ['Ha caducado.', 'Renuévalo primero.'],
  certificate_not_yet_valid: ['Todavía no es válido.', 'Comprueba el reloj de este equipo, o espera.'],
};

export const fields: Catalogue['fields'] = {
  domain_missing: ['Escribe el nombre que usarán los visitantes.'],
  domain_is_address: ['Esto es una dirección; un servidor web distingue los sitios por su nombre.'],
  domain_is_wildcard: ['Un comodín no es un nombre: escribe el que usarán los visitantes.'],
  domain_trailing_dot: ['Quita el punto del final.'],
  domain_not_only_a_name: ['Aquí va solo el nombre, sin https://, puerto ni ruta.'],
  domain_too_long: ['El nombre es demasiado largo: 253 caracteres como máximo, y 63 entre dos puntos.'],
  domain_bad_character: ['Contiene un carácter que no puede estar en un nombre.'],
  domain_malformed: ['Esto no es un nombre como los escribe el DNS, por ejemplo jellyfin.example.com.'],
  upstream_not_a_url: ['Escribe una dirección como http://127.0.0.1:8096.'],
  upstream_scheme: ['Tiene que empezar por http: detrás de un proxy el https propio de Jellyfin se deja apagado.'],
  upstream_credentials: ['Quita el nombre de usuario y la contraseña.'],
  upstream_path: ['Quita la ruta: la URL base de Jellyfin es un ajuste aparte.'],
  upstream_port: ['El puerto tiene que estar entre 1 y 65535.'],
  upstream_host: ['Eso no es ni una dirección ni un nombre de máquina.'],
  base_path_bad_character: ['La ruta base contiene un carácter que no puede estar ahí.'],
  base_path_dots: ['La ruta base tiene una parte vacía o solo de puntos.'],
  base_path_taken: ['Esa ruta es de Jellyfin mismo o de la renovación de certificados.'],
  base_path_too_long: ['La ruta base tiene 100 caracteres como máximo.'],
  path_relative: ['Escribe la ruta entera, empezando por una barra.'],
  path_not_plain: ['Quita .., . y las barras dobles.'],
  path_bad_character: ['La ruta contiene un carácter que ninguna configuración admite.'],
  path_too_long: ['La ruta es más larga de lo que admite el sistema.'],
  proxy_unknown: ['No se conoce ningún servidor web con ese nombre.'],
  certificate_not_chosen: ['Elige primero uno de estos.'],
  port_zero: ['Un puerto está entre 1 y 65535.'],
  ports_equal: ['HTTP y HTTPS necesitan dos puertos distintos.'],
  max_connections_zero: ['Hace falta al menos una conexión.'],
};
