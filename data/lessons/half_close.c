/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The client says that it has sent everything, and still hears the answer. */

#include <stdio.h>
#include <string.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
#ifndef SHUT_WR
#define SHUT_WR SD_SEND
#endif
#else
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  char data[100];
  int received = 0;
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

  send (client, "one two three\n", 14, 0);
  shutdown (client, SHUT_WR);

  /* recv () returns 0 when there will be nothing more. */
  while ((n = (int) recv (connection, data, sizeof data, 0)) > 0)
    received += n;
  printf ("server: recv() returned 0 after %d bytes\n", received);
  snprintf (data, sizeof data, "You sent %d bytes.", received);
  send (connection, data, strlen (data), 0);
  close (connection);

  n = (int) recv (client, data, sizeof data - 1, 0);
  if (n <= 0)
    return 1;
  data[n] = '\0';
  printf ("client: %s\n", data);
  close (client);
  close (server);
  return 0;
}
