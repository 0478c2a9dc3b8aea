/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-server-private.h"
#include "soq-test.h"

G_BEGIN_DECLS

/* A server on loopback, in this process and on a clock that stands still, and
 * the guests who talk to it through sockets of their own. Nothing here waits
 * for real time to pass: what was sent over loopback has arrived.
 */

typedef struct _Guest Guest;

typedef struct
{
  SoqServer       *server; /* (owned) */
  SoqServerConfig *config; /* (owned): for room_open () */
  GPtrArray       *guests; /* (owned) of Guest */
  GPtrArray       *events; /* (owned) of SoqEvent, as they came */
} Room;

/* For cmocka: the server is not started yet. With the second one it takes one
 * byte from each recv ().
 */
int room_setup (void **state);
int room_setup_byte_by_byte (void **state);
int room_teardown (void **state);

#define room_test(function) \
  cmocka_unit_test_setup_teardown (function, room_setup, room_teardown)
#define room_test_byte_by_byte(function)                                              \
  {                                                                                   \
#function "_byte_by_byte", function, room_setup_byte_by_byte, room_teardown, NULL \
  }
#define room_test_both(function) \
  room_test (function), room_test_byte_by_byte (function)

void room_set (Room       *room,
               const char *group,
               const char *key,
               const char *value);
void room_open (Room *room);
void room_settle (Room *room);
void room_advance (Room  *room,
                   gint64 microseconds);

Guest   *room_knock (Room *room);
Guest   *room_connect (Room *room);
Guest   *room_connect_to (Room   *room,
                          guint16 port);
Guest   *room_open_datagram (Room *room);
Guest   *room_join (Room       *room,
                    const char *nick);
guint    room_count_peers (Room *room);
SoqPeer *room_find_peer (Room       *room,
                         const char *nick);
guint    room_count_events (Room        *room,
                            SoqEventType type);
void     room_close (Room *room);

const char *room_get_text_at (Room        *room,
                              SoqEventType type,
                              const char  *file,
                              int          line);

/* The text of the newest event of @type. */
#define room_get_text(room, type) room_get_text_at ((room), (type), __FILE__, __LINE__)

void    guest_send (Guest      *guest,
                    const char *text);
void    guest_send_bytes (Guest      *guest,
                          const char *data,
                          gsize       length);
gssize  guest_try_send (Guest      *guest,
                        const char *data,
                        gsize       length);
char   *guest_read_lines (Guest *guest);
char   *guest_take_line (Guest *guest);
void    guest_end (Guest *guest);
void    guest_reset (Guest *guest);
guint16 guest_get_port (Guest *guest);

void guest_expect_at (Guest      *guest,
                      const char *wanted,
                      const char *file,
                      int         line);
void guest_expect_said_at (Guest      *guest,
                           const char *wanted,
                           const char *file,
                           int         line);
void guest_expect_bytes_at (Guest      *guest,
                            const char *wanted,
                            gsize       length,
                            const char *file,
                            int         line);
void guest_expect_nothing_at (Guest      *guest,
                              const char *file,
                              int         line);
void guest_expect_end_at (Guest      *guest,
                          const char *file,
                          int         line);

/* The next line is @wanted; a “*” at its end stands for any rest. */
#define guest_expect(guest, wanted) guest_expect_at ((guest), (wanted), __FILE__, __LINE__)

/* The next line that is no notice is @wanted. */
#define guest_expect_said(guest, wanted) \
  guest_expect_said_at ((guest), (wanted), __FILE__, __LINE__)

/* These bytes come next, and no others with them. */
#define guest_expect_bytes(guest, wanted, length) \
  guest_expect_bytes_at ((guest), (wanted), (length), __FILE__, __LINE__)

#define guest_expect_nothing(guest) guest_expect_nothing_at ((guest), __FILE__, __LINE__)

/* The server closed the connection and everything was read. */
#define guest_expect_end(guest) guest_expect_end_at ((guest), __FILE__, __LINE__)

G_END_DECLS
