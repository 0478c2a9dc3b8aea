/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sends each line that is typed, and waits for its answer. “bye” ends it. */

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
  address.sin_port = htons ((unsigned short) (argc > 1 ? atoi (argv[1]) : 5000));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);

  int server = (int) socket (AF_INET, SOCK_STREAM, 0);
  if (connect (server, (struct sockaddr *) &address, sizeof address) != 0)
    {
      perror ("cannot connect");
      return 1;
    }

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      int is_last = strcmp (line, "bye\n") == 0;

      send_all (server, line, (int) strlen (line));
      /* It waits here as long as the server needs. Nothing means: it has gone. */
      if (receive_line (server, line, sizeof line) == 0)
        break;
      printf ("answer: %s", line);
      fflush (stdout);
      if (is_last)
        break;
    }

  close (server);
  puts ("ended");
  return 0;
}
