/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-socket.h"

#include "soq-address.h"
#include "soq-platform.h"

struct _SoqLabSocket
{
  SoqStageBlocker blocker;
  SoqStage       *stage;      /* (owned) */
  SoqTap         *tap;        /* (owned) */
  int             descriptor; /* -1 once it is closed, or if it never was open */
  gboolean        is_ours;    /* to close; only changed on a stopped stage */
  GSocketAddress *local;      /* (owned) (nullable): as getsockname () told */

  SoqLabError error;      /* of the last call */
  const char *error_name; /* (nullable): how the system calls it */
};

static void
interrupt_socket (SoqStageBlocker *blocker)
{
  SoqLabSocket *self = (SoqLabSocket *) (void *) blocker;

  self->is_ours = soq_native_interrupt (self->descriptor);
}

/* Keeps what the call that has just returned says, before anything else can
 * change it, and hands its name on for the trace.
 */
static const char *
note (SoqLabSocket *self,
      gboolean      ok)
{
  int code = soq_native_get_error ();

  self->error = ok ? SOQ_LAB_ERROR_NONE : soq_native_classify (code);
  self->error_name = ok ? NULL : soq_platform_get_code_name (code);

  return self->error_name;
}

/* A socket that could not be made fails in every call, and nothing is written
 * down that was not called.
 */
static gboolean
is_open (SoqLabSocket *self)
{
  if (self->descriptor >= 0)
    return TRUE;

  if (self->error == SOQ_LAB_ERROR_NONE)
    self->error = SOQ_LAB_ERROR_OTHER;

  return FALSE;
}

static SoqLabSocket *
wrap (SoqStage    *stage,
      SoqTrace    *trace,
      SoqTraceRole role,
      int          descriptor)
{
  SoqLabSocket *self = g_new0 (SoqLabSocket, 1);

  self->blocker.interrupt = interrupt_socket;
  self->stage = soq_stage_ref (stage);
  self->descriptor = descriptor;
  self->is_ours = TRUE;
  self->tap = soq_tap_new (trace, role, descriptor);

  return self;
}

/* From here on stopping the stage reaches it. */
static void
enter_stage (SoqLabSocket *self)
{
  if (self->descriptor < 0 || soq_stage_enter (self->stage, &self->blocker))
    return;

  soq_native_close (self->descriptor);
  self->descriptor = -1;
  self->error = SOQ_LAB_ERROR_OTHER;
}

/**
 * soq_lab_socket:
 * @stage: who may stop it, and where it is written down
 * @role: what it is for
 * @family: IPv4 or IPv6
 * @type: stream or datagram
 *
 * Calls socket (). If that fails, so does everything else with what it
 * returns.
 *
 * Returns: (transfer full): a blocking socket
 */
SoqLabSocket *
soq_lab_socket (SoqStage     *stage,
                SoqTraceRole  role,
                GSocketFamily family,
                GSocketType   type)
{
  return soq_lab_socket_of (stage, NULL, role, family, type);
}

/**
 * soq_lab_socket_of:
 * @stage: as for soq_lab_socket ()
 * @who: (nullable) (not copied): whose it is, translatable
 * @role: likewise
 * @family: likewise
 * @type: likewise
 *
 * Returns: (transfer full): a blocking socket
 */
SoqLabSocket *
soq_lab_socket_of (SoqStage     *stage,
                   const char   *who,
                   SoqTraceRole  role,
                   GSocketFamily family,
                   GSocketType   type)
{
  gboolean             stream = type == G_SOCKET_TYPE_STREAM;
  g_autoptr (SoqTrace) trace = soq_stage_new_part (stage, who, role);
  gint64               begin = soq_clock_now ();
  int                  descriptor = soq_native_socket ((int) family,
                                      stream ? SOCK_STREAM : SOCK_DGRAM);
  int                  code = soq_native_get_error ();
  SoqLabSocket        *self = wrap (stage, trace, role, descriptor);
  g_autofree char     *argument = NULL;

  if (descriptor < 0)
    {
      self->error = soq_native_classify (code);
      self->error_name = soq_platform_get_code_name (code);
    }
  argument = g_strdup_printf ("%s, %s", family == G_SOCKET_FAMILY_IPV6 ? "AF_INET6" : "AF_INET",
                              stream ? "SOCK_STREAM" : "SOCK_DGRAM");
  soq_tap_call (self->tap, SOQ_CALL_SOCKET, SOQ_CALL_NO_FLAGS, begin, argument, -1, descriptor,
                self->error_name);
  enter_stage (self);

  return self;
}

/**
 * soq_lab_socket_free:
 * @self: a socket, which is closed if it is not yet
 */
void
soq_lab_socket_free (SoqLabSocket *self)
{
  soq_lab_close (self);
  soq_tap_unref (self->tap);
  soq_stage_unref (self->stage);
  g_clear_object (&self->local);
  g_free (self);
}

SoqStage *
soq_lab_socket_get_stage (SoqLabSocket *self)
{
  return self->stage;
}

int
soq_lab_socket_get_descriptor (SoqLabSocket *self)
{
  return self->descriptor;
}

/**
 * soq_lab_socket_get_error:
 * @self: a socket
 *
 * Returns: how the last call on it went
 */
SoqLabError
soq_lab_socket_get_error (SoqLabSocket *self)
{
  return self->error;
}

/**
 * soq_lab_socket_get_error_name:
 * @self: a socket
 *
 * Returns: (nullable): what the system calls the error of the last call
 */
const char *
soq_lab_socket_get_error_name (SoqLabSocket *self)
{
  return self->error_name;
}

/**
 * soq_lab_set_blocking:
 * @self: a socket
 * @blocking: whether calls on it wait
 *
 * Not a call of the socket interface, so it is not written down.
 *
 * Returns: whether it is so now
 */
gboolean
soq_lab_set_blocking (SoqLabSocket *self,
                      gboolean      blocking)
{
  return is_open (self) && soq_native_set_blocking (self->descriptor, blocking);
}

static gboolean
note_option (SoqLabSocket *self,
             gint64        begin,
             gboolean      ok,
             const char   *argument)
{
  const char *error = note (self, ok);

  soq_tap_call (self->tap, SOQ_CALL_SETSOCKOPT, SOQ_CALL_NO_FLAGS, begin, argument, -1, ok ? 0 : -1,
                error);

  return ok;
}

gboolean
soq_lab_setsockopt (SoqLabSocket *self,
                    int           level,
                    int           option,
                    int           value,
                    const char   *name)
{
  g_autofree char *argument = g_strdup_printf ("%s=%d", name, value);
  gint64           begin = soq_clock_now ();

  if (!is_open (self))
    return FALSE;

  return note_option (self, begin,
                      soq_native_setsockopt (self->descriptor, level, option, &value, sizeof value),
                      argument);
}

/**
 * soq_lab_set_linger:
 * @self: a stream socket
 * @seconds: 0 for breaking the connection when it is closed
 *
 * Returns: whether the system took it
 */
gboolean
soq_lab_set_linger (SoqLabSocket *self,
                    int           seconds)
{
  struct linger    value = { 0 };
  g_autofree char *argument = g_strdup_printf ("SO_LINGER=%d", seconds);
  gint64           begin = soq_clock_now ();

  if (!is_open (self))
    return FALSE;

  value.l_onoff = 1;
  value.l_linger = (__typeof__ (value.l_linger)) seconds;

  return note_option (
    self, begin,
    soq_native_setsockopt (self->descriptor, SOL_SOCKET, SO_LINGER, &value, sizeof value),
    argument);
}

gboolean
soq_lab_set_receive_timeout (SoqLabSocket *self,
                             gint64        microseconds)
{
  g_autofree char *argument = g_strdup_printf ("SO_RCVTIMEO=%" G_GINT64_FORMAT " ms",
                                               microseconds / 1000);
  gint64           begin = soq_clock_now ();

  if (!is_open (self))
    return FALSE;

  return note_option (self, begin,
                      soq_native_set_receive_timeout (self->descriptor, microseconds), argument);
}

/* Returns how long the native form is, or 0. */
static gsize
to_native (GSocketAddress          *address,
           struct sockaddr_storage *storage)
{
  gssize size = g_socket_address_get_native_size (address);

  if (size < 0 || !g_socket_address_to_native (address, storage, sizeof *storage, NULL))
    return 0;

  return (gsize) size;
}

static GSocketAddress *
from_native (struct sockaddr_storage *storage,
             gsize                    length)
{
  return length > 0 ? g_socket_address_new_from_native (storage, length) : NULL;
}

gboolean
soq_lab_bind (SoqLabSocket   *self,
              GSocketAddress *address)
{
  struct sockaddr_storage storage;
  gsize                   length = to_native (address, &storage);
  g_autofree char        *text = soq_socket_address_dup_text (address);
  gint64                  begin = soq_clock_now ();
  const char             *error;
  gboolean                ok;

  if (!is_open (self))
    return FALSE;

  ok = soq_native_bind (self->descriptor, &storage, length);
  error = note (self, ok);
  soq_tap_call (self->tap, SOQ_CALL_BIND, SOQ_CALL_NO_FLAGS, begin, text, -1, ok ? 0 : -1, error);

  return ok;
}

gboolean
soq_lab_listen (SoqLabSocket *self,
                int           backlog)
{
  gint64      begin = soq_clock_now ();
  const char *error;
  gboolean    ok;

  if (!is_open (self))
    return FALSE;

  ok = soq_native_listen (self->descriptor, backlog);
  error = note (self, ok);
  soq_tap_call (self->tap, SOQ_CALL_LISTEN, SOQ_CALL_NO_FLAGS, begin, NULL, backlog, ok ? 0 : -1,
                error);

  return ok;
}

/* An accepted connection has the address of the listening socket, unless that
 * is any address of the computer.
 */
static GSocketAddress *
get_specific (GSocketAddress *address)
{
  GInetAddress *inet;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));

  return g_inet_address_get_is_any (inet) ? NULL : address;
}

/**
 * soq_lab_accept:
 * @self: a listening socket
 *
 * Returns: (transfer full) (nullable): a blocking socket for the connection
 */
SoqLabSocket *
soq_lab_accept (SoqLabSocket *self)
{
  struct sockaddr_storage    storage;
  gsize                      length = sizeof storage;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autofree char           *text = NULL;
  gint64                     begin = soq_clock_now ();
  SoqLabSocket              *accepted;
  const char                *error;
  int                        descriptor;

  if (!is_open (self))
    return NULL;

  descriptor = soq_native_accept (self->descriptor, &storage, &length);
  error = note (self, descriptor >= 0);
  remote = descriptor >= 0 ? from_native (&storage, length) : NULL;
  text = remote != NULL ? soq_socket_address_dup_text (remote) : NULL;
  soq_tap_call (self->tap, SOQ_CALL_ACCEPT, SOQ_CALL_NO_FLAGS, begin, text, -1, descriptor, error);
  if (descriptor < 0)
    return NULL;

  accepted = wrap (self->stage, soq_tap_get_trace (self->tap), SOQ_TRACE_ROLE_ACCEPTED,
                   descriptor);
  soq_trace_socket_set_addresses (soq_tap_get_socket (accepted->tap), get_specific (self->local),
                                  remote);
  /* Winsock's is as the listening one is, others' are always blocking. */
  soq_native_set_blocking (descriptor, TRUE);
  enter_stage (accepted);

  return accepted;
}

gboolean
soq_lab_connect (SoqLabSocket   *self,
                 GSocketAddress *address)
{
  struct sockaddr_storage storage;
  gsize                   length = to_native (address, &storage);
  g_autofree char        *text = soq_socket_address_dup_text (address);
  gint64                  begin = soq_clock_now ();
  const char             *error;
  gboolean                ok;

  if (!is_open (self))
    return FALSE;

  soq_trace_socket_set_addresses (soq_tap_get_socket (self->tap), NULL, address);
  ok = soq_native_connect (self->descriptor, &storage, length);
  error = note (self, ok);
  soq_tap_call (self->tap, SOQ_CALL_CONNECT, SOQ_CALL_NO_FLAGS, begin, text, -1, ok ? 0 : -1,
                error);

  return ok;
}

/**
 * soq_lab_getsockname:
 * @self: a socket
 *
 * Returns: (transfer full) (nullable): its own address
 */
GSocketAddress *
soq_lab_getsockname (SoqLabSocket *self)
{
  struct sockaddr_storage storage;
  gsize                   length = sizeof storage;
  gint64                  begin = soq_clock_now ();
  GSocketAddress         *address;
  g_autofree char        *text = NULL;
  const char             *error;
  gboolean                ok;

  if (!is_open (self))
    return NULL;

  ok = soq_native_getsockname (self->descriptor, &storage, &length);
  error = note (self, ok);
  address = ok ? from_native (&storage, length) : NULL;
  text = address != NULL ? soq_socket_address_dup_text (address) : NULL;
  g_set_object (&self->local, address);
  soq_trace_socket_set_addresses (soq_tap_get_socket (self->tap), address, NULL);
  soq_tap_call (self->tap, SOQ_CALL_GETSOCKNAME, SOQ_CALL_NO_FLAGS, begin, text, -1, ok ? 0 : -1,
                error);

  return address;
}

static gssize
note_bytes (SoqLabSocket *self,
            SoqCall       call,
            gint64        begin,
            const char   *argument,
            gconstpointer data,
            gsize         size,
            gssize        n,
            const char   *error)
{
  GOutputVector vector = { data, n > 0 ? (gsize) n : 0 };

  soq_tap_bytes (self->tap, call, SOQ_CALL_NO_FLAGS, begin, argument, &vector, 1, (gint64) size, n,
                 error);

  return n;
}

gssize
soq_lab_send (SoqLabSocket *self,
              const guint8 *data,
              gsize         length)
{
  gint64 begin = soq_clock_now ();
  gssize n;

  if (!is_open (self))
    return -1;

  n = soq_native_send (self->descriptor, data, length);

  return note_bytes (self, SOQ_CALL_SEND, begin, NULL, data, length, n, note (self, n >= 0));
}

gssize
soq_lab_recv (SoqLabSocket *self,
              guint8       *buffer,
              gsize         size)
{
  gint64 begin = soq_clock_now ();
  gssize n;

  if (!is_open (self))
    return -1;

  n = soq_native_recv (self->descriptor, buffer, size);

  return note_bytes (self, SOQ_CALL_RECV, begin, NULL, buffer, size, n, note (self, n >= 0));
}

gssize
soq_lab_sendto (SoqLabSocket   *self,
                const guint8   *data,
                gsize           length,
                GSocketAddress *to)
{
  struct sockaddr_storage storage;
  gsize                   native = to_native (to, &storage);
  g_autofree char        *text = soq_socket_address_dup_text (to);
  gint64                  begin = soq_clock_now ();
  gssize                  n;

  if (!is_open (self))
    return -1;

  n = soq_native_sendto (self->descriptor, data, length, &storage, native);

  return note_bytes (self, SOQ_CALL_SENDTO, begin, text, data, length, n, note (self, n >= 0));
}

/**
 * soq_lab_recvfrom:
 * @self: a datagram socket
 * @buffer: (array length=size): where to
 * @size: how many bytes at most
 * @from: (out) (transfer full) (nullable): who sent it
 *
 * Returns: how many bytes came, -1 on failure
 */
gssize
soq_lab_recvfrom (SoqLabSocket    *self,
                  guint8          *buffer,
                  gsize            size,
                  GSocketAddress **from)
{
  struct sockaddr_storage storage;
  gsize                   length = sizeof storage;
  gint64                  begin = soq_clock_now ();
  g_autofree char        *text = NULL;
  const char             *error;
  gssize                  n;

  *from = NULL;
  if (!is_open (self))
    return -1;

  n = soq_native_recvfrom (self->descriptor, buffer, size, &storage, &length);
  error = note (self, n >= 0);
  if (n >= 0)
    *from = from_native (&storage, length);
  text = *from != NULL ? soq_socket_address_dup_text (*from) : NULL;

  return note_bytes (self, SOQ_CALL_RECVFROM, begin, text, buffer, size, n, error);
}

gboolean
soq_lab_shutdown (SoqLabSocket *self,
                  SoqLabEnd     end)
{
  static const char *const names[] = { "SHUT_RD", "SHUT_WR", "SHUT_RDWR" };
  gint64                   begin = soq_clock_now ();
  const char              *error;
  gboolean                 ok;

  if (!is_open (self))
    return FALSE;

  ok = soq_native_shutdown (self->descriptor, (int) end);
  error = note (self, ok);
  soq_tap_call (self->tap, SOQ_CALL_SHUTDOWN, SOQ_CALL_NO_FLAGS, begin, names[end], -1, ok ? 0 : -1,
                error);

  return ok;
}

/**
 * soq_lab_close:
 * @self: a socket; nothing happens if it is closed
 */
void
soq_lab_close (SoqLabSocket *self)
{
  gint64 begin = soq_clock_now ();

  if (self->descriptor < 0)
    return;

  /* From here on nobody else closes it or wakes it. */
  soq_stage_leave (self->stage, &self->blocker);
  if (self->is_ours)
    soq_native_close (self->descriptor);
  self->descriptor = -1;
  soq_tap_call (self->tap, SOQ_CALL_CLOSE, SOQ_CALL_NO_FLAGS, begin, NULL, -1, 0, NULL);
}

static void
note_addresses (SoqStage        *stage,
                gint64           begin,
                const char      *host,
                guint16          port,
                int              result,
                struct addrinfo *first,
                GPtrArray       *addresses)
{
  g_autoptr (SoqTrace) trace = soq_stage_new_part (stage, NULL, SOQ_TRACE_ROLE_RESOLVER);
  g_autoptr (SoqTap)   tap = soq_tap_new (trace, SOQ_TRACE_ROLE_RESOLVER, -1);
  g_autoptr (GString)  text = g_string_new (NULL);

  g_string_printf (text, "\"%s\", \"%u\"", host, port);
  for (struct addrinfo *info = first; info != NULL; info = info->ai_next)
    {
      GSocketAddress  *address = g_socket_address_new_from_native (info->ai_addr,
                                                                   (gsize) info->ai_addrlen);
      g_autofree char *one = NULL;

      if (address == NULL)
        continue;
      one = soq_socket_address_dup_text (address);
      g_string_append_printf (text, "%s%s", addresses->len == 0 ? " → " : ", ", one);
      g_ptr_array_add (addresses, address);
    }

  soq_tap_call (tap, SOQ_CALL_GETADDRINFO, SOQ_CALL_NO_FLAGS, begin, text->str, -1,
                result == 0 ? 0 : -1, result == 0 ? NULL : "EAI_NONAME");
}

/**
 * soq_lab_getaddrinfo:
 * @stage: where it is written down
 * @host: a name
 * @port: a port
 * @type: stream or datagram
 *
 * Returns: (transfer full) (element-type Gio.SocketAddress): its addresses, in
 *   the order in which they should be tried
 */
GPtrArray *
soq_lab_getaddrinfo (SoqStage   *stage,
                     const char *host,
                     guint16     port,
                     GSocketType type)
{
  GPtrArray       *addresses = g_ptr_array_new_with_free_func (g_object_unref);
  struct addrinfo  hints = { 0 };
  struct addrinfo *first = NULL;
  g_autofree char *service = g_strdup_printf ("%u", port);
  gint64           begin = soq_clock_now ();
  int              result;

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = type == G_SOCKET_TYPE_STREAM ? SOCK_STREAM : SOCK_DGRAM;
  result = getaddrinfo (host, service, &hints, &first);
  note_addresses (stage, begin, host, port, result, first, addresses);
  if (result == 0)
    freeaddrinfo (first);

  return addresses;
}
