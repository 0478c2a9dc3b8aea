/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends everything back to whoever sent it. */

#include <stdio.h>
#include <stdlib.h>
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

/* send () may take only a part of it. */
static void
send_all (int s, const char *data, int length)
{
  while (length > 0)
    {
      int n = (int) send (s, data, (size_t) length, 0);

      if (n < 0)
        return;
      data += n;
      length -= n;
    }
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { 0 };
  socklen_t length = sizeof address;
  int yes = 1;
  char data[1024];
  int n;
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  address.sin_family = AF_INET;
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 12345));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  /* Without this, the port is taken for a minute after the server has ended. */
  setsockopt (server, SOL_SOCKET, SO_REUSEADDR, (const void *) &yes, sizeof yes);
  if (bind (server, (struct sockaddr *) &address, sizeof address) != 0 || listen (server, 5) != 0)
    {
      perror ("cannot listen");
      return 1;
    }
  getsockname (server, (struct sockaddr *) &address, &length);
  printf ("waiting on port %d\n", ntohs (address.sin_port));
  fflush (stdout);

  for (;;)
    {
      /* A new socket for this client; the others wait in the backlog. */
      int client = (int) accept (server, NULL, NULL);

      /* recv () waits until something comes; 0 means: the client has closed. */
      while ((n = (int) recv (client, data, sizeof data, 0)) > 0)
        {
          printf ("received %d bytes\n", n);
          fflush (stdout);
          send_all (client, data, n);
        }
      close (client);
    }
}
