/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* UDP does not tell that a datagram was lost: who needs the answer asks again. */

#include <stdio.h>
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
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  struct sockaddr_in from;
  char data[100];
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  int server = (int) socket (AF_INET, SOCK_DGRAM, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  bind (server, (struct sockaddr *) &address, sizeof address);
  getsockname (server, (struct sockaddr *) &address, &length);

  int client = (int) socket (AF_INET, SOCK_DGRAM, 0);
#ifdef _WIN32
  DWORD limit = 300; /* milliseconds */
#else
  struct timeval limit = { 0, 300000 };
#endif
  setsockopt (client, SOL_SOCKET, SO_RCVTIMEO, (const void *) &limit, sizeof limit);

  for (int attempt = 1; attempt < 5; attempt++)
    {
      sendto (client, "hello", 5, 0, (struct sockaddr *) &address, sizeof address);

      /* Here nothing gets lost, so the first two are thrown away. */
      length = sizeof from;
      recvfrom (server, data, sizeof data, 0, (struct sockaddr *) &from, &length);
      if (attempt > 2)
        sendto (server, "HELLO", 5, 0, (struct sockaddr *) &from, sizeof from);

      if (recv (client, data, sizeof data, 0) == 5)
        {
          printf ("%.5s after %d tries\n", data, attempt);
          break;
        }
      puts ("no answer, and no error: ask again");
    }
  close (client);
  close (server);
  return 0;
}
