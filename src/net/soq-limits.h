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

/* TLS handshakes with clients that are done at once: each keeps a thread busy,
 * and other work waits for the same threads.
 */
#define SOQ_LIMIT_TLS_HANDSHAKES 32

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
#define SOQ_TIME_TLS_HANDSHAKE   (10 * 1000 * 1000)

/* Rows that a list of events or of messages keeps. */
#define SOQ_LIMIT_EVENTS 5000
