/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Every bound on what strangers can make us hold or do, in one place. The
 * ones that an owner may change are defaults of SoqServerConfig.
 */

/* Longest message of a plain-text peer, in bytes without its newline. */
#define SOQ_LIMIT_LINE 8192

/* One recv () takes at most this many bytes. */
#define SOQ_LIMIT_RECEIVE_SIZE 65536

/* A datagram that we send: what UDP over IPv4 can carry. */
#define SOQ_LIMIT_DATAGRAM 65507

/* Bytes that may wait for a peer who does not read. */
#define SOQ_LIMIT_SEND_QUEUE (1024 * 1024)

/* Connections that the kernel may hold for us until we accept them. */
#define SOQ_LIMIT_BACKLOG 1024

#define SOQ_LIMIT_CLIENTS             10000
#define SOQ_LIMIT_CLIENTS_PER_ADDRESS 64

/* Descriptors that the listener leaves to the rest of the program. */
#define SOQ_LIMIT_DESCRIPTOR_RESERVE 32

/* TLS handshakes with clients that are done at once. Each keeps a thread of the
 * ten that GIO has for everything, and for looking up names too; and nobody
 * who stalls may take all places.
 */
#define SOQ_LIMIT_TLS_HANDSHAKES             8
#define SOQ_LIMIT_TLS_HANDSHAKES_PER_ADDRESS 4
#define SOQ_LIMIT_TLS_HANDSHAKES_WAITING     1000

/* Bytes of a file with a certificate or a key. */
#define SOQ_LIMIT_CERTIFICATE_FILE (256 * 1024)

/* Lines that a peer may send at once, and then in each second. */
#define SOQ_LIMIT_BURST            40
#define SOQ_LIMIT_LINES_PER_SECOND 10

/* Times, in microseconds. */
#define SOQ_TIME_IDLE_CHUNK      (100 * 1000)
#define SOQ_TIME_SILENT          (1000 * 1000)
#define SOQ_TIME_FINISH          (2 * 1000 * 1000)
#define SOQ_TIME_DATAGRAM_PEER   (60 * 1000 * 1000)
#define SOQ_TIME_ACCEPT_REST     (100 * 1000)
#define SOQ_TIME_ACCEPT_REST_MAX (5 * 1000 * 1000)

/* A person may have to read our certificate before its handshake goes on. If
 * others wait for a place, it gives way after the shorter time.
 */
#define SOQ_TIME_TLS_HANDSHAKE       (60 * 1000 * 1000)
#define SOQ_TIME_TLS_HANDSHAKE_SHORT (10 * 1000 * 1000)

/* Where TLS may come, whoever is silent is told nothing for so long: text would
 * be the end of TLS. Our own client knows a greeting that comes so late.
 */
#define SOQ_TIME_TLS_HELLO (3 * 1000 * 1000)

/* How long an IRC client may take to register, may be silent until it is sent
 * a PING, and may take to answer that.
 */
#define SOQ_LIMIT_REGISTRATION_SECONDS 30
#define SOQ_LIMIT_PING_SECONDS         90
#define SOQ_TIME_PONG                  (60 * 1000 * 1000)

/* What one IRC user, and one channel, may hold. Lengths are in bytes. */
#define SOQ_LIMIT_CHANNELS        50
#define SOQ_LIMIT_MASKS           100
#define SOQ_LIMIT_MONITORED       100
#define SOQ_LIMIT_INVITATIONS     50
#define SOQ_LIMIT_TARGETS         4
#define SOQ_LIMIT_MODES           4
#define SOQ_LIMIT_TOPIC_LENGTH    390
#define SOQ_LIMIT_DESCRIPTION     200
#define SOQ_LIMIT_AWAY_LENGTH     200
#define SOQ_LIMIT_KICK_LENGTH     200
#define SOQ_LIMIT_KEY_LENGTH      32
#define SOQ_LIMIT_REALNAME_LENGTH 150
#define SOQ_LIMIT_WHOWAS          1000
#define SOQ_LIMIT_ALL_CHANNELS    10000
#define SOQ_LIMIT_CHATHISTORY     500
#define SOQ_LIMIT_SASL            1600

/* Rows that a list of events or of messages keeps. */
#define SOQ_LIMIT_EVENTS 5000

/* Passwords take long to hash: so many at once, and so many that wait. */
#define SOQ_LIMIT_PASSWORD          1024
#define SOQ_LIMIT_PASSWORD_THREADS  2
#define SOQ_LIMIT_PASSWORDS_WAITING 200

/* What was called, while somebody wants to see it: the newest records, the
 * bytes that they hold together, and those that one call may leave.
 */
#define SOQ_LIMIT_TRACE_RECORDS       20000
#define SOQ_LIMIT_TRACE_BYTES         (32 * 1024 * 1024)
#define SOQ_LIMIT_TRACE_BYTES_OF_CALL (64 * 1024)

/* Accounts, the certificates of one, and the bytes of their file. */
#define SOQ_LIMIT_ACCOUNTS             10000
#define SOQ_LIMIT_ACCOUNT_FINGERPRINTS 10
#define SOQ_LIMIT_ACCOUNTS_FILE        (16 * 1024 * 1024)

/* The history. What cannot be written waits in memory; an entry that is longer
 * than these is not kept.
 */
#define SOQ_LIMIT_HISTORY_WAITING       10000
#define SOQ_LIMIT_HISTORY_WAITING_BYTES (16 * 1024 * 1024)
#define SOQ_LIMIT_HISTORY_NAME          512
#define SOQ_LIMIT_HISTORY_LINE          (64 * 1024)
#define SOQ_LIMIT_HISTORY_QUERIES       1000
#define SOQ_LIMIT_HISTORY_ANSWER        1000
#define SOQ_LIMIT_HISTORY_TARGETS       1000
#define SOQ_LIMIT_HISTORY_DAYS          36500

#define SOQ_TIME_HISTORY_COMMIT    (1000 * 1000)
#define SOQ_TIME_HISTORY_RETRY_MAX (30 * 1000 * 1000)
#define SOQ_TIME_HISTORY_EXPIRY    (G_GINT64_CONSTANT (3600) * 1000 * 1000)
