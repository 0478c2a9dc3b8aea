/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends each line that is typed. An empty line ends it. */

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
  char line[2048];
#ifdef _WIN32
  WSADATA data;
  WSAStartup (MAKEWORD (2, 2), &data);
#endif

  address.sin_family = AF_INET;
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 8800));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  if (connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      perror ("cannot connect");
      return 1;
    }

  while (fgets (line, sizeof line, stdin) != NULL && line[0] != '\n')
    /* The newline goes along: by it the server knows where the line ends. */
    send_all (server, line, (int) strlen (line));

  close (server);
  puts ("ended");
  return 0;
}
