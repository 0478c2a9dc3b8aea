/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends each datagram back in capitals, to whoever sent it. */

#include <ctype.h>
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

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { 0 };
  socklen_t length = sizeof address;
  char data[2048];
#ifdef _WIN32
  WSADATA wsa;
  WSAStartup (MAKEWORD (2, 2), &wsa);
#endif

  address.sin_family = AF_INET;
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 12000));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int server = (int) socket (AF_INET, SOCK_DGRAM, 0);
  if (bind (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      perror ("cannot bind");
      return 1;
    }
  getsockname (server, (struct sockaddr *) &address, &length);
  printf ("waiting on port %d\n", ntohs (address.sin_port));
  fflush (stdout);

  /* Nobody connects, so nobody is accepted: one socket hears all clients. */
  for (;;)
    {
      /* One datagram, whole, and the address that it came from. */
      length = sizeof address;
      int n = (int) recvfrom (server, data, sizeof data, 0, (struct sockaddr *) &address, &length);

      for (int i = 0; i < n; i++)
        if ((unsigned char) data[i] < 128)
          data[i] = (char) toupper ((unsigned char) data[i]);
      if (n >= 0)
        sendto (server, data, (size_t) n, 0, (struct sockaddr *) &address, length);
    }
}
