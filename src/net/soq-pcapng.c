/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-pcapng.h"

#include "soq-trace-text.h"

#include <string.h>

/* The format is that of draft-ietf-opsawg-pcapng; numbers are little-endian
 * in it, and big-endian in the packets.
 */
#define BLOCK_SECTION   0x0a0d0d0au
#define BLOCK_INTERFACE 1u
#define BLOCK_PACKET    6u
#define BYTE_ORDER_MARK 0x1a2b3c4du
#define LINKTYPE_RAW    101u /* begins with the IP header */
#define OPTION_COMMENT  1u

#define IP_TCP 6
#define IP_UDP 17

#define TCP_FIN 0x01
#define TCP_RST 0x04
#define TCP_PSH 0x08
#define TCP_ACK 0x10

#define TCP_HEADER 20
#define UDP_HEADER 8

/* What one packet carries; an IP packet has no more than 65,535 bytes. */
#define SEGMENT 60000

typedef struct
{
  GInetAddress *address; /* (owned) */
  guint16       port;
  guint32       sequence; /* of the next byte that it sends */
  gboolean      finished; /* it has sent its FIN */
} End;

typedef struct
{
  End      here;
  End      there;
  gboolean skipped; /* the other end of it is in the file already */
} Flow;

/* The sequence numbers are counted from the bytes; packets as they were on
 * the wire are the kernel's, and nobody saw them here.
 */
struct _SoqPcapng
{
  GByteArray *out;   /* (borrowed) */
  gint64      epoch; /* what to add to a record's time for microseconds since 1970 */
  GHashTable *flows; /* (owned): socket id (and address of a datagram) → (owned) Flow */
  GHashTable *pairs; /* (owned): “local remote” of those that are in the file */
};

static void
free_flow (gpointer data)
{
  Flow *flow = data;

  g_clear_object (&flow->here.address);
  g_clear_object (&flow->there.address);
  g_free (flow);
}

static void
put_little (GByteArray *out,
            guint32     value,
            guint       bytes)
{
  for (guint i = 0; i < bytes; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (out, &byte, 1);
    }
}

static void
put_big (GByteArray *out,
         guint32     value,
         guint       bytes)
{
  for (guint i = bytes; i > 0; i--)
    {
      guint8 byte = (guint8) (value >> (8 * (i - 1)));

      g_byte_array_append (out, &byte, 1);
    }
}

static void
pad (GByteArray *out)
{
  while (out->len % 4 != 0)
    put_little (out, 0, 1);
}

static void
put_comment (GByteArray *block,
             const char *comment)
{
  gsize length = MIN (strlen (comment), 1000);

  put_little (block, OPTION_COMMENT, 2);
  put_little (block, (guint32) length, 2);
  g_byte_array_append (block, (const guint8 *) comment, (guint) length);
  pad (block);
  put_little (block, 0, 4);
}

static void
put_block (SoqPcapng  *self,
           guint32     type,
           GByteArray *body)
{
  guint32 length;

  pad (body);
  length = body->len + 12;
  put_little (self->out, type, 4);
  put_little (self->out, length, 4);
  g_byte_array_append (self->out, body->data, body->len);
  put_little (self->out, length, 4);
}

static void
put_header (SoqPcapng *self)
{
  g_autoptr (GByteArray) section = g_byte_array_new ();
  g_autoptr (GByteArray) interface = g_byte_array_new ();

  put_little (section, BYTE_ORDER_MARK, 4);
  put_little (section, 1, 2);
  put_little (section, 0, 2);
  put_little (section, G_MAXUINT32, 4);
  put_little (section, G_MAXUINT32, 4);
  put_comment (section, "Made by " PACKAGE_NAME " " PACKAGE_VERSION
                        " from socket calls: each packet is what one call sent or received, not what was on the wire. Passwords are dots.");
  put_block (self, BLOCK_SECTION, section);

  put_little (interface, LINKTYPE_RAW, 2);
  put_little (interface, 0, 2);
  put_little (interface, 0, 4);
  put_block (self, BLOCK_INTERFACE, interface);
}

/* RFC 1071. */
static guint32
add_up (guint32       sum,
        const guint8 *data,
        gsize         length)
{
  for (gsize i = 0; i < length; i++)
    sum += i % 2 == 0 ? (guint32) data[i] << 8 : data[i];

  return (sum & 0xffff) + (sum >> 16);
}

static guint16
fold (guint32 sum)
{
  while (sum >> 16 != 0)
    sum = (sum & 0xffff) + (sum >> 16);

  return (guint16) ~sum;
}

static void
set_big16 (GByteArray *packet,
           guint       offset,
           guint16     value)
{
  packet->data[offset] = (guint8) (value >> 8);
  packet->data[offset + 1] = (guint8) value;
}

/* Returns what the checksum of the transport has of the IP header. */
static guint32
put_ip (GByteArray *packet,
        const End  *from,
        const End  *to,
        guint8      protocol,
        gsize       length)
{
  const guint8 *source = g_inet_address_to_bytes (from->address);
  const guint8 *destination = g_inet_address_to_bytes (to->address);
  guint         size = (guint) g_inet_address_get_native_size (from->address);
  guint32       sum = protocol + (guint32) length;

  if (size == 4)
    {
      put_big (packet, 0x45000000u | (guint32) (20 + length), 4);
      put_big (packet, 0x00004000u, 4); /* not to be cut into fragments */
      put_big (packet, 0x40000000u | (guint32) protocol << 16, 4);
    }
  else
    {
      put_big (packet, 0x60000000u, 4);
      put_big (packet, (guint32) length << 16 | (guint32) protocol << 8 | 64, 4);
    }

  g_byte_array_append (packet, source, size);
  g_byte_array_append (packet, destination, size);
  if (size == 4)
    set_big16 (packet, 10, fold (add_up (0, packet->data, packet->len)));

  return add_up (add_up (sum, source, size), destination, size);
}

static void
put_packet (SoqPcapng            *self,
            const SoqTraceRecord *record,
            GByteArray           *packet,
            gsize                 missing)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();
  g_autofree char       *call = soq_trace_record_dup_call (record);
  guint64                time = (guint64) (record->end + self->epoch);

  put_little (block, 0, 4);
  put_little (block, (guint32) (time >> 32), 4);
  put_little (block, (guint32) time, 4);
  put_little (block, packet->len, 4);
  put_little (block, packet->len + (guint32) missing, 4);
  g_byte_array_append (block, packet->data, packet->len);
  pad (block);
  put_comment (block, call);
  put_block (self, BLOCK_PACKET, block);
}

/* @missing bytes after @data were there, but are not kept. */
static void
put_tcp (SoqPcapng            *self,
         const SoqTraceRecord *record,
         End                  *from,
         const End            *to,
         guint8                flags,
         const guint8         *data,
         gsize                 length,
         gsize                 missing)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  guint32                sum;
  guint                  start;

  sum = put_ip (packet, from, to, IP_TCP, TCP_HEADER + length + missing);
  start = packet->len;
  put_big (packet, from->port, 2);
  put_big (packet, to->port, 2);
  put_big (packet, from->sequence, 4);
  put_big (packet, to->sequence, 4);
  put_big (packet, 0x50000000u | (guint32) flags << 16 | 0xffff, 4);
  put_big (packet, 0, 4);
  if (length > 0)
    g_byte_array_append (packet, data, (guint) length);
  set_big16 (packet, start + 16, fold (add_up (sum, packet->data + start, packet->len - start)));
  put_packet (self, record, packet, missing);

  from->sequence += (guint32) (length + missing);
}

static void
put_udp (SoqPcapng            *self,
         const SoqTraceRecord *record,
         const End            *from,
         const End            *to)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  gsize                  length = 0;
  const guint8          *data = NULL;
  gsize                  whole = (gsize) record->result;
  guint32                sum;
  guint                  start;

  if (record->bytes != NULL)
    data = g_bytes_get_data (record->bytes, &length);
  length = MIN (length, SEGMENT);

  sum = put_ip (packet, from, to, IP_UDP, UDP_HEADER + whole);
  start = packet->len;
  put_big (packet, from->port, 2);
  put_big (packet, to->port, 2);
  put_big (packet, (guint32) (UDP_HEADER + whole), 2);
  put_big (packet, 0, 2);
  if (length > 0)
    g_byte_array_append (packet, data, (guint) length);
  set_big16 (packet, start + 6, fold (add_up (sum, packet->data + start, packet->len - start)));
  put_packet (self, record, packet, whole - length);
}

static void
put_stream (SoqPcapng            *self,
            const SoqTraceRecord *record,
            End                  *from,
            const End            *to)
{
  gsize         kept = 0;
  const guint8 *data = record->bytes != NULL ? g_bytes_get_data (record->bytes, &kept) : NULL;
  gsize         whole = (gsize) record->result;

  for (gsize done = 0; done < whole;)
    {
      gsize n = MIN (whole - done, SEGMENT);
      gsize here = done < kept ? MIN (n, kept - done) : 0;

      put_tcp (self, record, from, to, TCP_PSH | TCP_ACK, here > 0 ? data + done : NULL, here,
               n - here);
      done += n;
    }
}

static void
finish (SoqPcapng            *self,
        const SoqTraceRecord *record,
        End                  *from,
        const End            *to)
{
  if (from->finished)
    return;

  put_tcp (self, record, from, to, TCP_FIN | TCP_ACK, NULL, 0, 0);
  from->sequence++;
  from->finished = TRUE;
}

static void
add_stream (SoqPcapng            *self,
            const SoqTraceRecord *record,
            Flow                 *flow)
{
  SoqCallDirection direction = soq_call_get_direction (record->call);

  if (record->result > 0 && direction == SOQ_CALL_OUT)
    put_stream (self, record, &flow->here, &flow->there);
  else if (record->result > 0 && direction == SOQ_CALL_IN)
    put_stream (self, record, &flow->there, &flow->here);
  else if (record->result == 0 && direction == SOQ_CALL_IN)
    finish (self, record, &flow->there, &flow->here);
  else if (direction == SOQ_CALL_IN && g_strcmp0 (record->error, "ECONNRESET") == 0)
    put_tcp (self, record, &flow->there, &flow->here, TCP_RST | TCP_ACK, NULL, 0, 0);
  else if (record->result == 0 &&
           (record->call == SOQ_CALL_SHUTDOWN || record->call == SOQ_CALL_CLOSE))
    finish (self, record, &flow->here, &flow->there);
}

static void
add_datagram (SoqPcapng            *self,
              const SoqTraceRecord *record,
              Flow                 *flow)
{
  SoqCallDirection direction = soq_call_get_direction (record->call);

  if (record->result < 0)
    return;

  if (direction == SOQ_CALL_OUT)
    put_udp (self, record, &flow->here, &flow->there);
  else if (direction == SOQ_CALL_IN)
    put_udp (self, record, &flow->there, &flow->here);
}

/* “192.0.2.1:5000” or “[::1]:5000”. */
static gboolean
set_end (End        *end,
         const char *text)
{
  const char      *colon = text != NULL ? strrchr (text, ':') : NULL;
  g_autofree char *host = NULL;

  if (colon == NULL)
    return FALSE;

  host = *text == '[' ? g_strndup (text + 1, (gsize) (colon - text) - 2)
                      : g_strndup (text, (gsize) (colon - text));
  end->address = g_inet_address_new_from_string (host);
  end->port = (guint16) g_ascii_strtoull (colon + 1, NULL, 10);
  end->sequence = 1;

  return end->address != NULL;
}

static Flow *
new_flow (SoqPcapng  *self,
          const char *local,
          const char *remote)
{
  Flow            *flow = g_new0 (Flow, 1);
  g_autofree char *pair = g_strdup_printf ("%s %s", local, remote);
  g_autofree char *reverse = g_strdup_printf ("%s %s", remote, local);

  if (!set_end (&flow->here, local) || !set_end (&flow->there, remote) ||
      g_inet_address_get_family (flow->here.address) !=
        g_inet_address_get_family (flow->there.address))
    flow->skipped = TRUE;

  /* Both ends are ours: one of them is enough. */
  if (g_hash_table_contains (self->pairs, reverse))
    flow->skipped = TRUE;
  g_hash_table_add (self->pairs, g_steal_pointer (&pair));

  return flow;
}

/* A socket for datagrams has a flow with each of its peers. */
static Flow *
get_flow (SoqPcapng            *self,
          const SoqTraceRecord *record)
{
  gboolean         stream = soq_trace_socket_is_stream (record->socket);
  g_autofree char *local = soq_trace_socket_dup_local (record->socket);
  g_autofree char *remote = soq_trace_socket_dup_remote (record->socket);
  g_autofree char *key = NULL;
  Flow            *flow;

  if (!stream && record->argument != NULL)
    {
      g_free (remote);
      remote = g_strdup (record->argument);
    }
  if (local == NULL || remote == NULL)
    return NULL;

  key = g_strdup_printf ("%u %s", soq_trace_socket_get_id (record->socket), stream ? "" : remote);
  flow = g_hash_table_lookup (self->flows, key);
  if (flow == NULL)
    {
      flow = new_flow (self, local, remote);
      g_hash_table_insert (self->flows, g_steal_pointer (&key), flow);
    }

  return flow->skipped ? NULL : flow;
}

/**
 * soq_pcapng_new:
 * @out: where to append; must outlive the writer, and may be emptied
 * @epoch: what to add to the times of records for microseconds since 1970
 *
 * Returns: (transfer full): a writer; the header of the file is in @out
 */
SoqPcapng *
soq_pcapng_new (GByteArray *out,
                gint64      epoch)
{
  SoqPcapng *self;

  g_return_val_if_fail (out != NULL, NULL);

  self = g_new0 (SoqPcapng, 1);
  self->out = out;
  self->epoch = epoch;
  self->flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_flow);
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  put_header (self);

  return self;
}

void
soq_pcapng_free (SoqPcapng *self)
{
  g_hash_table_unref (self->flows);
  g_hash_table_unref (self->pairs);
  g_free (self);
}

/**
 * soq_pcapng_add:
 * @self: a writer
 * @record: the next record of a trace
 *
 * Appends the packets that @record stands for, if any: those of the bytes that
 * a call sent or received, and the end of a direction.
 */
void
soq_pcapng_add (SoqPcapng            *self,
                const SoqTraceRecord *record)
{
  Flow *flow;

  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  if (!soq_call_is_kernel (record->call) || (record->flags & SOQ_CALL_PEEKED) != 0)
    return;

  flow = get_flow (self, record);
  if (flow == NULL)
    return;

  if (soq_trace_socket_is_stream (record->socket))
    add_stream (self, record, flow);
  else
    add_datagram (self, record, flow);
}
