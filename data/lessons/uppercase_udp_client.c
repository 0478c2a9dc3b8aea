/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends each line that is typed as one datagram, and prints the answer. */

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
#include <sys/time.h>
#include <unistd.h>
#endif

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
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 12000));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int client = (int) socket (AF_INET, SOCK_DGRAM, 0);
  /* A datagram may get lost, and the answer too: do not wait for ever. */
#ifdef _WIN32
  DWORD limit = 2000; /* milliseconds */
#else
  struct timeval limit = { 2, 0 };
#endif
  setsockopt (client, SOL_SOCKET, SO_RCVTIMEO, (const void *) &limit, sizeof limit);

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      sendto (client, line, strlen (line), 0, (struct sockaddr *) &address, sizeof address);

      int n = (int) recvfrom (client, line, sizeof line - 1, 0, NULL, NULL);
      if (n < 0)
        {
          puts ("no answer");
          continue;
        }
      line[n] = '\0';
      printf ("server: %s\n", line);
    }

  close (client);
  puts ("ended");
  return 0;
}
