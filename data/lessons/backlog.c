/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The system connects clients before the server calls accept (). */

#include <stdio.h>
#include <string.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
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
  int clients[3];
  char data[100];
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  bind (server, (struct sockaddr *) &address, sizeof address);
  listen (server, 5);
  getsockname (server, (struct sockaddr *) &address, &length);

  for (int i = 0; i < 3; i++)
    {
      clients[i] = (int) socket (AF_INET, SOCK_STREAM, 0);
      if (connect (clients[i], (struct sockaddr *) &address, sizeof address) != 0)
        return 1;
      snprintf (data, sizeof data, "client %d", i + 1);
      send (clients[i], data, strlen (data), 0);
    }
  puts ("3 clients are connected, accept() was not called yet");

  for (int i = 0; i < 3; i++)
    {
      int connection = (int) accept (server, NULL, NULL);
      int n = (int) recv (connection, data, sizeof data - 1, 0);

      data[n > 0 ? n : 0] = '\0';
      printf ("accept(): %s\n", data);
      close (connection);
      close (clients[i]);
    }
  close (server);
  return 0;
}
