/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* TCP has no messages: one send () is not one recv (). */

#include <stdio.h>
#include <string.h>
#ifdef _WIN32 /* link with -lws2_32 */
#include <winsock2.h>
#include <ws2tcpip.h>
#define close closesocket
#define SLEEP(ms) Sleep (ms)
#else
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#define SLEEP(ms) usleep ((ms) * 1000)
#endif

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  char data[2048];
  char large[10000] = { 0 };
  int calls = 0;
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

  send (client, "one\n", 4, 0);
  send (client, "two\n", 4, 0);
  send (client, "three\n", 6, 0);
  SLEEP (200);
  int n = (int) recv (connection, data, sizeof data - 1, 0);
  if (n <= 0)
    return 1;
  data[n] = '\0';
  printf ("3 send(), 1 recv(): %d bytes\n", n);

  /* So the receiver looks for the ends of lines itself. */
  for (char *line = strtok (data, "\n"); line != NULL; line = strtok (NULL, "\n"))
    printf ("line: %s\n", line);

  send (client, large, sizeof large, 0);
  close (client);
  while (recv (connection, data, sizeof data, 0) > 0)
    calls++;
  printf ("1 send() of 10000 bytes, %s\n", calls > 1 ? "several recv()" : "one recv()");
  close (connection);
  close (server);
  return 0;
}
