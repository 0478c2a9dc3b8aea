/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"

#include <glib-unix.h>

#include <errno.h>
#include <ifaddrs.h>
#ifdef HAVE_MALLOPT
#include <malloc.h>
#endif
#include <net/if.h>
#include <netinet/in.h>
#include <sys/resource.h>

#define RETURNED_BLOCK (256 * 1024) /* bytes */

/**
 * soq_platform_give_memory_back:
 *
 * Has the allocator return large blocks to the system as soon as they are
 * free. By itself glibc raises the size from which it does so to the largest
 * block that was ever freed: after the first password was hashed, whose 16 MiB
 * are one block, each thread kept its own 16 MiB for good.
 */
void
soq_platform_give_memory_back (void)
{
#ifdef HAVE_MALLOPT
  mallopt (M_MMAP_THRESHOLD, RETURNED_BLOCK);
#endif
}

/**
 * soq_platform_raise_descriptor_limit:
 *
 * Raises the soft limit of open files to the hard one, so that a server can
 * hold as many clients as the system lets it.
 */
void
soq_platform_raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static guint
count_open_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint            n = 0;

  if (dir == NULL)
    dir = g_dir_open ("/dev/fd", 0, NULL);

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/**
 * soq_platform_count_free_descriptors:
 *
 * Counts how many more descriptors this process may open. Reads a folder of
 * the proc file system, so it is not for every packet.
 *
 * Returns: the number, or %G_MAXUINT where there is no such limit
 */
guint
soq_platform_count_free_descriptors (void)
{
  struct rlimit limit;
  guint         open = count_open_descriptors ();

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return G_MAXUINT;

  if (limit.rlim_cur >= G_MAXUINT || open == 0)
    return G_MAXUINT;

  return limit.rlim_cur > open ? (guint) limit.rlim_cur - open : 0;
}

/**
 * soq_platform_get_call_name:
 * @call: a call that GLib makes differently on each system
 *
 * Returns: the name of what it calls here
 */
const char *
soq_platform_get_call_name (SoqCall call)
{
  switch ((int) call)
    {
    case SOQ_CALL_SENDMSG:
      return "sendmsg";

    case SOQ_CALL_RECVMSG:
      return "recvmsg";

    default:
      return "close";
    }
}

static const struct
{
  int         code;
  const char *name;
} errors[] = {
  { EACCES, "EACCES" },
  { EADDRINUSE, "EADDRINUSE" },
  { EADDRNOTAVAIL, "EADDRNOTAVAIL" },
  { EAGAIN, "EAGAIN" },
  { EBADF, "EBADF" },
  { ECONNABORTED, "ECONNABORTED" },
  { ECONNREFUSED, "ECONNREFUSED" },
  { ECONNRESET, "ECONNRESET" },
  { EHOSTUNREACH, "EHOSTUNREACH" },
  { EINPROGRESS, "EINPROGRESS" },
  { EINTR, "EINTR" },
  { EINVAL, "EINVAL" },
  { EISCONN, "EISCONN" },
  { EMFILE, "EMFILE" },
  { EMSGSIZE, "EMSGSIZE" },
  { ENETUNREACH, "ENETUNREACH" },
  { ENOBUFS, "ENOBUFS" },
  { ENOPROTOOPT, "ENOPROTOOPT" },
  { ENOTCONN, "ENOTCONN" },
  { EOPNOTSUPP, "EOPNOTSUPP" },
  { EPERM, "EPERM" },
  { EPIPE, "EPIPE" },
  { ETIMEDOUT, "ETIMEDOUT" },
};

/* Whether GIO makes of errors[@i] what it has made of the error. */
static gboolean
may_be (guint         i,
        const GError *error)
{
  return (int) g_io_error_from_errno (errors[i].code) == error->code;
}

/**
 * soq_platform_get_error_name:
 * @error: what GIO made of the error of a call
 *
 * GIO has one code for several errors, and newer versions for other ones than
 * older versions; but it ends its sentence with the system's own for the error.
 * Where it does not, errno is believed, if it fits: so this must come before
 * any other call.
 *
 * Returns: the name of the error, such as “ECONNRESET”
 */
const char *
soq_platform_get_error_name (const GError *error)
{
  int code = errno;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error) && g_str_has_suffix (error->message, g_strerror (errors[i].code)))
      return errors[i].name;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error) && code == errors[i].code)
      return errors[i].name;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error))
      return errors[i].name;

  return "error";
}

/**
 * soq_platform_get_code_name:
 * @code: errno after a call on a socket; on Windows, WSAGetLastError ()
 *
 * Returns: the name of the error, such as “ECONNRESET”
 */
const char *
soq_platform_get_code_name (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (code == errors[i].code)
      return errors[i].name;

  return "error";
}

/**
 * soq_platform_get_bind_options:
 * @stream: whether it is for a stream
 * @reuse: whether GLib is asked to have the address reused
 *
 * Returns: (transfer none) (array zero-terminated=1): the options that
 *   g_socket_bind () sets, in their order
 */
const char *const *
soq_platform_get_bind_options (gboolean stream,
                               gboolean reuse)
{
  static const char *const neither[] = { "SO_REUSEADDR=0", "SO_REUSEPORT=0", NULL };
  static const char *const address[] = { "SO_REUSEADDR=1", "SO_REUSEPORT=0", NULL };
  static const char *const both[] = { "SO_REUSEADDR=1", "SO_REUSEPORT=1", NULL };

  if (!reuse)
    return neither;

  return stream ? address : both;
}

static GInetAddress *
inet_address_from_native (const struct sockaddr *native)
{
  if (native == NULL)
    return NULL;

  if (native->sa_family == AF_INET)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in *) (const void *) native)->sin_addr,
      G_SOCKET_FAMILY_IPV4);

  if (native->sa_family == AF_INET6)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in6 *) (const void *) native)->sin6_addr,
      G_SOCKET_FAMILY_IPV6);

  return NULL;
}

/**
 * soq_platform_list_addresses:
 *
 * Lists the addresses of the network interfaces that are up, loopback too.
 *
 * Returns: (transfer full) (element-type Gio.InetAddress): the addresses
 */
GPtrArray *
soq_platform_list_addresses (void)
{
  GPtrArray      *list = g_ptr_array_new_with_free_func (g_object_unref);
  struct ifaddrs *first = NULL;

  if (getifaddrs (&first) != 0)
    return list;

  for (struct ifaddrs *ifa = first; ifa != NULL; ifa = ifa->ifa_next)
    {
      GInetAddress *address = NULL;

      if ((ifa->ifa_flags & IFF_UP) != 0)
        address = inet_address_from_native (ifa->ifa_addr);
      if (address != NULL)
        g_ptr_array_add (list, address);
    }

  freeifaddrs (first);

  return list;
}

/**
 * soq_platform_dup_arguments:
 * @argv: (array zero-terminated=1): what main () got
 *
 * Returns: (transfer full): the arguments as they were typed
 */
char **
soq_platform_dup_arguments (char **argv)
{
  return g_strdupv (argv);
}

/**
 * soq_platform_watch_quit:
 * @func: called when the system asks the program to end
 * @user_data: data for @func
 *
 * Calls @func in the main context of the default loop on SIGINT and SIGTERM.
 */
void
soq_platform_watch_quit (GSourceFunc func,
                         gpointer    user_data)
{
  g_unix_signal_add (SIGINT, func, user_data);
  g_unix_signal_add (SIGTERM, func, user_data);
}

/**
 * soq_platform_watch_reload:
 * @func: what to call
 * @user_data: data for @func
 *
 * Calls @func from the main loop when the program is asked to read its
 * configuration again: SIGHUP. Windows has no such request.
 */
void
soq_platform_watch_reload (GSourceFunc func,
                           gpointer    user_data)
{
  g_unix_signal_add (SIGHUP, func, user_data);
}
