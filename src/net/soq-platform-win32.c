/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-platform.h"

#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>

typedef struct
{
  GSourceFunc func;
  gpointer    user_data;
} QuitWatch;

static QuitWatch quit_watch;

/* Its allocator returns large blocks by itself. */
void
soq_platform_give_memory_back (void)
{
}

/* Windows has no such limit on sockets. */
void
soq_platform_raise_descriptor_limit (void)
{
}

guint
soq_platform_count_free_descriptors (void)
{
  return G_MAXUINT;
}

/* GLib uses the functions of Winsock that take several buffers. */
const char *
soq_platform_get_call_name (SoqCall call)
{
  switch ((int) call)
    {
    case SOQ_CALL_SENDMSG:
      return "WSASendTo";

    case SOQ_CALL_RECVMSG:
      return "WSARecvFrom";

    default:
      return "closesocket";
    }
}

static const struct
{
  int         code;
  const char *name;
} errors[] = {
  { WSAEACCES, "WSAEACCES" },
  { WSAEADDRINUSE, "WSAEADDRINUSE" },
  { WSAEADDRNOTAVAIL, "WSAEADDRNOTAVAIL" },
  { WSAECONNABORTED, "WSAECONNABORTED" },
  { WSAECONNREFUSED, "WSAECONNREFUSED" },
  { WSAECONNRESET, "WSAECONNRESET" },
  { WSAEHOSTUNREACH, "WSAEHOSTUNREACH" },
  { WSAEINPROGRESS, "WSAEINPROGRESS" },
  { WSAEINTR, "WSAEINTR" },
  { WSAEINVAL, "WSAEINVAL" },
  { WSAEISCONN, "WSAEISCONN" },
  { WSAEMFILE, "WSAEMFILE" },
  { WSAEMSGSIZE, "WSAEMSGSIZE" },
  { WSAENETUNREACH, "WSAENETUNREACH" },
  { WSAENOBUFS, "WSAENOBUFS" },
  { WSAENOPROTOOPT, "WSAENOPROTOOPT" },
  { WSAENOTCONN, "WSAENOTCONN" },
  { WSAENOTSOCK, "WSAENOTSOCK" },
  { WSAEOPNOTSUPP, "WSAEOPNOTSUPP" },
  { WSAESHUTDOWN, "WSAESHUTDOWN" },
  { WSAETIMEDOUT, "WSAETIMEDOUT" },
  { WSAEWOULDBLOCK, "WSAEWOULDBLOCK" },
};

/* Whether GIO makes of errors[@i] what it has made of the error. */
static gboolean
may_be (guint         i,
        const GError *error)
{
  return (int) g_io_error_from_win32_error (errors[i].code) == error->code;
}

static gboolean
has_words_of (guint         i,
              const GError *error)
{
  g_autofree char *words = g_win32_error_message (errors[i].code);

  return *words != '\0' && g_str_has_suffix (error->message, words);
}

const char *
soq_platform_get_error_name (const GError *error)
{
  int code = WSAGetLastError ();

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error) && has_words_of (i, error))
      return errors[i].name;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error) && code == errors[i].code)
      return errors[i].name;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (may_be (i, error))
      return errors[i].name;

  return "error";
}

const char *
soq_platform_get_code_name (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (code == errors[i].code)
      return errors[i].name;

  return "error";
}

/* For a stream GLib leaves SO_REUSEADDR alone here: it would let another
 * program take the same port.
 */
const char *const *
soq_platform_get_bind_options (gboolean stream,
                               gboolean reuse)
{
  static const char *const none[] = { NULL };
  static const char *const off[] = { "SO_REUSEADDR=0", NULL };
  static const char *const on[] = { "SO_REUSEADDR=1", NULL };

  if (stream)
    return none;

  return reuse ? on : off;
}

static GInetAddress *
inet_address_from_native (const struct sockaddr *native)
{
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

static void
add_adapter (GPtrArray                  *list,
             const IP_ADAPTER_ADDRESSES *adapter)
{
  if (adapter->OperStatus != IfOperStatusUp)
    return;

  for (const IP_ADAPTER_UNICAST_ADDRESS *unicast = adapter->FirstUnicastAddress;
       unicast != NULL;
       unicast = unicast->Next)
    {
      GInetAddress *address = inet_address_from_native (unicast->Address.lpSockaddr);

      if (address != NULL)
        g_ptr_array_add (list, address);
    }
}

GPtrArray *
soq_platform_list_addresses (void)
{
  GPtrArray            *list = g_ptr_array_new_with_free_func (g_object_unref);
  ULONG                 size = 64 * 1024;
  g_autofree guint8    *buffer = g_malloc (size);
  IP_ADAPTER_ADDRESSES *first = (IP_ADAPTER_ADDRESSES *) (void *) buffer;

  if (GetAdaptersAddresses (AF_UNSPEC, GAA_FLAG_SKIP_DNS_SERVER, NULL, first, &size) != NO_ERROR)
    return list;

  for (const IP_ADAPTER_ADDRESSES *adapter = first; adapter != NULL; adapter = adapter->Next)
    add_adapter (list, adapter);

  return list;
}

/* argv of main () is in the code page of the system, which lacks letters. */
char **
soq_platform_dup_arguments (char **argv)
{
  return g_win32_get_command_line ();
}

static gboolean
quit_cb (gpointer user_data)
{
  return quit_watch.func (quit_watch.user_data);
}

/* Runs in a thread of the system's own; Windows ends the process when it
 * returns from CTRL_CLOSE_EVENT, so that one waits for the main loop.
 */
static BOOL WINAPI
console_handler (DWORD event)
{
  g_main_context_invoke (NULL, quit_cb, NULL);
  if (event == CTRL_CLOSE_EVENT || event == CTRL_SHUTDOWN_EVENT)
    Sleep (INFINITE);

  return TRUE;
}

void
soq_platform_watch_quit (GSourceFunc func,
                         gpointer    user_data)
{
  quit_watch.func = func;
  quit_watch.user_data = user_data;
  SetConsoleCtrlHandler (console_handler, TRUE);
}

void
soq_platform_watch_reload (GSourceFunc func,
                           gpointer    user_data)
{
}
