/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"

#include <glib-unix.h>

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
