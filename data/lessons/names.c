/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A name may have several addresses: try each until one answers. */

#include <stdio.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
#else
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
  struct addrinfo *found;
  char port[6];
  char text[64];
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  bind (server, (struct sockaddr *) &address, sizeof address);
  listen (server, 5);
  getsockname (server, (struct sockaddr *) &address, &length);

  snprintf (port, sizeof port, "%hu", ntohs (address.sin_port));
  int error = getaddrinfo ("localhost", port, &hints, &found);
  if (error != 0)
    {
      fprintf (stderr, "localhost has no address here: %s\n", gai_strerror (error));
      return 1;
    }

  for (struct addrinfo *one = found; one != NULL; one = one->ai_next)
    {
      int client = (int) socket (one->ai_family, one->ai_socktype, one->ai_protocol);
      int ok = connect (client, one->ai_addr, (int) one->ai_addrlen) == 0;

      getnameinfo (one->ai_addr, (int) one->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST);
      printf (ok ? "connected to %s\n" : "%s failed\n", text);
      close (client);
      if (ok)
        break;
    }
  freeaddrinfo (found);
  close (server);
  return 0;
}
