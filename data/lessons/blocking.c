/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a call does that cannot be done yet: waits, or says so. */

#include <stdio.h>
#include <time.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
#else
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#endif

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  static char data[65536];
  long sent = 0;
  int n;
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  bind (server, (struct sockaddr *) &address, sizeof address);
  listen (server, 5);
  getsockname (server, (struct sockaddr *) &address, &length);

  int client = (int) socket (AF_INET, SOCK_STREAM, 0);
  if (connect (client, (struct sockaddr *) &address, sizeof address) != 0)
    return 1;
  int connection = (int) accept (server, NULL, NULL);

  /* Blocking, as a socket is at first; without a limit it would wait for ever. */
#ifdef _WIN32
  DWORD limit = 1500; /* milliseconds */
#else
  struct timeval limit = { 1, 500000 };
#endif
  setsockopt (connection, SOL_SOCKET, SO_RCVTIMEO, (const void *) &limit, sizeof limit);
  time_t begin = time (NULL);
  if (recv (connection, data, 100, 0) < 0 && time (NULL) - begin >= 1)
    puts ("blocking: recv() waited");

#ifdef _WIN32
  u_long yes = 1;
  ioctlsocket (connection, FIONBIO, &yes);
#else
  fcntl (connection, F_SETFL, O_NONBLOCK);
#endif
  if (recv (connection, data, 100, 0) < 0)
    puts ("non-blocking: recv() returned at once");

  while ((n = (int) send (connection, data, sizeof data, 0)) > 0)
    sent += n;
  printf ("send() took %ld bytes, then the buffers were full\n", sent);
  close (client);
  close (connection);
  close (server);
  return 0;
}
