/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Prints each line that a client sends. */

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

/* TCP knows no lines: what comes may be half of one, or three. So this takes
 * one byte after the other until there is a newline.
 */
static int
receive_line (int s, char *line, int size)
{
  int n = 0;

  while (n < size - 1 && recv (s, line + n, 1, 0) == 1)
    if (line[n++] == '\n')
      break;
  line[n] = '\0';

  return n;
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { 0 };
  socklen_t length = sizeof address;
  int yes = 1;
  char line[2048];
#ifdef _WIN32
  WSADATA data;
  WSAStartup (MAKEWORD (2, 2), &data);
#endif

  address.sin_family = AF_INET;
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 8800));
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

      /* Nothing means: the client has closed its end. */
      while (receive_line (client, line, sizeof line) > 0)
        {
          printf ("says: %s", line);
          fflush (stdout);
        }
      close (client);
    }
}
