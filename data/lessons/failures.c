/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a call returns when it fails: each error has a name that says why. */

#include <stdio.h>
#include <string.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
#define last_error() WSAGetLastError ()
#define CODE(name) WSA##name, "WSA" #name
#else
#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#define last_error() errno
#define CODE(name) name, #name
#endif

static const struct
{
  int code;
  const char *name;
} errors[] = {
  { CODE (ECONNREFUSED) },
  { CODE (EADDRINUSE) },
  { CODE (ECONNRESET) },
};

/* Prints what a call returned, which must have been the last one. */
static void
tell (const char *title, int result)
{
  int code = last_error ();

  if (result >= 0)
    {
      printf ("%s: %d\n", title, result);
      return;
    }
  for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
    if (errors[i].code == code)
      {
        printf ("%s: %s\n", title, errors[i].name);
        return;
      }
  printf ("%s: error %d\n", title, code);
}

static int
new_socket (int reuse)
{
  int fd = (int) socket (AF_INET, SOCK_STREAM, 0);

  if (reuse)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, (const void *) &reuse, sizeof reuse);
  return fd;
}

/* With the port 0 the system chooses one; which, stands in the address then. */
static int
bind_to (int fd, struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int result = bind (fd, (struct sockaddr *) address, length);

  if (result == 0)
    getsockname (fd, (struct sockaddr *) address, &length);
  return result;
}

static int
connect_to (const struct sockaddr_in *address)
{
  int fd = new_socket (0);

  if (connect (fd, (const struct sockaddr *) address, sizeof *address) != 0)
    puts ("this should have worked");
  return fd;
}

static struct sockaddr_in
any_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

/* Serves one client and closes first: the connection lingers. */
static struct sockaddr_in
use_port_once (int reuse)
{
  struct sockaddr_in address = any_port ();
  int server = new_socket (reuse);
  char byte;

  bind_to (server, &address);
  listen (server, 1);
  int client = connect_to (&address);
  close (accept (server, NULL, NULL));
  recv (client, &byte, 1, 0);
  close (client);
  close (server);
  return address;
}

static void
fail_to_have_a_port (struct sockaddr_in *server)
{
  int second = new_socket (0);

  /* In use: only one server can have a port. */
  tell ("bind() to the port of another", bind_to (second, server));
  close (second);

  /* Still in use: after a server has ended, for about a minute, unless both
   * set SO_REUSEADDR. Windows gives the port away at once, and its
   * SO_REUSEADDR means something else: leave it out there.
   */
  for (int reuse = 0; reuse <= 1; reuse++)
    {
      struct sockaddr_in address = use_port_once (reuse);
      int again = new_socket (reuse);

      tell (reuse ? "bind() again, with SO_REUSEADDR" : "bind() again", bind_to (again, &address));
      close (again);
    }
}

static void
fail_to_receive (int server, const struct sockaddr_in *address)
{
  struct linger broken = { .l_onoff = 1, .l_linger = 0 };
#ifdef _WIN32
  DWORD limit = 300; /* milliseconds */
#else
  struct timeval limit = { 0, 300000 };
#endif
  char data[100];

  /* Reset: closing with a linger time of 0 breaks the connection. */
  int client = connect_to (address);
  int connection = (int) accept (server, NULL, NULL);
  setsockopt (connection, SOL_SOCKET, SO_LINGER, (const void *) &broken, sizeof broken);
  close (connection);
  tell ("recv() of a broken connection", (int) recv (client, data, sizeof data, 0));
  close (client);

  /* Timed out: the server is there, but says nothing. Systems disagree on how
   * they call that.
   */
  client = connect_to (address);
  setsockopt (client, SOL_SOCKET, SO_RCVTIMEO, (const void *) &limit, sizeof limit);
  if (recv (client, data, sizeof data, 0) < 0)
    puts ("recv() with a time limit: timed out");
  close (client);
}

int
main (void)
{
  struct sockaddr_in address = any_port ();
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  /* Refused: somebody has the port, but nobody listens on it. */
  int server = new_socket (0);
  bind_to (server, &address);
  int client = new_socket (0);
  tell ("connect() where nobody listens",
        connect (client, (struct sockaddr *) &address, sizeof address));
  close (client);

  listen (server, 1);
  fail_to_have_a_port (&address);
  fail_to_receive (server, &address);
  close (server);
  return 0;
}
