/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends each line that is typed, and prints what comes back. */

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
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 12345));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  if (connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      perror ("cannot connect");
      return 1;
    }

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      int length = (int) strlen (line);
      int done = 0;

      send_all (server, line, length);
      /* As many bytes come back as were sent, but perhaps not all at once. */
      while (done < length)
        {
          int n = (int) recv (server, line + done, (size_t) (length - done), 0);

          if (n <= 0)
            return 1;
          done += n;
        }
      printf ("echo: %s", line);
      fflush (stdout);
    }

  close (server);
  puts ("ended");
  return 0;
}
