/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-tapped-stream.h"

#include "soq-calls.h"

/* The two directions of one socket. GIO's TLS reads and writes below its own
 * streams, so it is given these: what they do is written down.
 */

#define SOQ_TYPE_TAPPED_INPUT (soq_tapped_input_get_type ())
G_DECLARE_FINAL_TYPE (SoqTappedInput, soq_tapped_input, SOQ, TAPPED_INPUT, GInputStream)

#define SOQ_TYPE_TAPPED_OUTPUT (soq_tapped_output_get_type ())
G_DECLARE_FINAL_TYPE (SoqTappedOutput, soq_tapped_output, SOQ, TAPPED_OUTPUT, GOutputStream)

struct _SoqTappedInput
{
  GInputStream parent_instance;

  GSocket *socket; /* (owned) */
};

struct _SoqTappedOutput
{
  GOutputStream parent_instance;

  GSocket *socket; /* (owned) */
};

/**
 * SoqTappedStream:
 *
 * A socket as a stream, whether a tap listens or not. Closing it leaves the socket open:
 * that is its owner's.
 */
struct _SoqTappedStream
{
  GIOStream parent_instance;

  SoqTappedInput  *input;  /* (owned) */
  SoqTappedOutput *output; /* (owned) */
};

static void input_iface_init (GPollableInputStreamInterface *iface);
static void output_iface_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqTappedInput,
                               soq_tapped_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      input_iface_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (SoqTappedOutput,
                               soq_tapped_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      output_iface_init))
G_DEFINE_FINAL_TYPE (SoqTappedStream, soq_tapped_stream, G_TYPE_IO_STREAM)

static GSource *
create_source (GObject      *stream,
               GSocket      *socket,
               GIOCondition  condition,
               GCancellable *cancellable)
{
  g_autoptr (GSource) source = NULL;

  /* A closed one is always ready, to say so; GIO would complain. */
  if (g_socket_is_closed (socket))
    source = g_timeout_source_new (0);
  else
    source = g_socket_create_source (socket, condition, cancellable);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static gssize
read_now (GPollableInputStream *stream,
          void                 *buffer,
          gsize                 count,
          GError              **error)
{
  GSocket *socket = SOQ_TAPPED_INPUT (stream)->socket;

  return soq_call_recv (socket, soq_tap_of (socket), buffer, count, error);
}

/* In the thread of a handshake. */
static gssize
read_or_wait (GInputStream *stream,
              void         *buffer,
              gsize         count,
              GCancellable *cancellable,
              GError      **error)
{
  GSocket *socket = SOQ_TAPPED_INPUT (stream)->socket;

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      gssize             n;

      n = soq_call_recv (socket, soq_tap_of (socket), buffer, count, &local);
      if (n >= 0)
        return n;

      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }

      if (!g_socket_condition_wait (socket, G_IO_IN, cancellable, error))
        return -1;
    }
}

static gboolean
is_readable (GPollableInputStream *stream)
{
  return g_socket_condition_check (SOQ_TAPPED_INPUT (stream)->socket, G_IO_IN) != 0;
}

static GSource *
create_input_source (GPollableInputStream *stream,
                     GCancellable         *cancellable)
{
  return create_source (G_OBJECT (stream), SOQ_TAPPED_INPUT (stream)->socket, G_IO_IN, cancellable);
}

static void
input_iface_init (GPollableInputStreamInterface *iface)
{
  iface->create_source = create_input_source;
  iface->is_readable = is_readable;
  iface->read_nonblocking = read_now;
}

static void
soq_tapped_input_finalize (GObject *object)
{
  g_clear_object (&SOQ_TAPPED_INPUT (object)->socket);

  G_OBJECT_CLASS (soq_tapped_input_parent_class)->finalize (object);
}

static void
soq_tapped_input_class_init (SoqTappedInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_tapped_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = read_or_wait;
}

static void
soq_tapped_input_init (SoqTappedInput *self)
{
}

static gssize
write_now (GPollableOutputStream *stream,
           const void            *buffer,
           gsize                  count,
           GError               **error)
{
  GSocket      *socket = SOQ_TAPPED_OUTPUT (stream)->socket;
  GOutputVector vector = { buffer, count };

  return soq_call_send (socket, soq_tap_of (socket), &vector, 1, error);
}

static gssize
write_or_wait (GOutputStream *stream,
               const void    *buffer,
               gsize          count,
               GCancellable  *cancellable,
               GError       **error)
{
  GSocket *socket = SOQ_TAPPED_OUTPUT (stream)->socket;

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      gssize             n = write_now (G_POLLABLE_OUTPUT_STREAM (stream), buffer, count, &local);

      if (n >= 0)
        return n;

      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }

      if (!g_socket_condition_wait (socket, G_IO_OUT, cancellable, error))
        return -1;
    }
}

static gboolean
is_writable (GPollableOutputStream *stream)
{
  return g_socket_condition_check (SOQ_TAPPED_OUTPUT (stream)->socket, G_IO_OUT) != 0;
}

static GSource *
create_output_source (GPollableOutputStream *stream,
                      GCancellable          *cancellable)
{
  return create_source (G_OBJECT (stream), SOQ_TAPPED_OUTPUT (stream)->socket, G_IO_OUT,
                        cancellable);
}

static void
output_iface_init (GPollableOutputStreamInterface *iface)
{
  iface->create_source = create_output_source;
  iface->is_writable = is_writable;
  iface->write_nonblocking = write_now;
}

static void
soq_tapped_output_finalize (GObject *object)
{
  g_clear_object (&SOQ_TAPPED_OUTPUT (object)->socket);

  G_OBJECT_CLASS (soq_tapped_output_parent_class)->finalize (object);
}

static void
soq_tapped_output_class_init (SoqTappedOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_tapped_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = write_or_wait;
}

static void
soq_tapped_output_init (SoqTappedOutput *self)
{
}

static GInputStream *
get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (SOQ_TAPPED_STREAM (stream)->input);
}

static GOutputStream *
get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (SOQ_TAPPED_STREAM (stream)->output);
}

static void
soq_tapped_stream_finalize (GObject *object)
{
  SoqTappedStream *self = SOQ_TAPPED_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);

  G_OBJECT_CLASS (soq_tapped_stream_parent_class)->finalize (object);
}

static void
soq_tapped_stream_class_init (SoqTappedStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_tapped_stream_finalize;
  G_IO_STREAM_CLASS (klass)->get_input_stream = get_input_stream;
  G_IO_STREAM_CLASS (klass)->get_output_stream = get_output_stream;
}

static void
soq_tapped_stream_init (SoqTappedStream *self)
{
  self->input = g_object_new (SOQ_TYPE_TAPPED_INPUT, NULL);
  self->output = g_object_new (SOQ_TYPE_TAPPED_OUTPUT, NULL);
}

/**
 * soq_tapped_stream_new:
 * @socket: a non-blocking socket that has a tap
 *
 * Returns: (transfer full): what reads and writes it
 */
GIOStream *
soq_tapped_stream_new (GSocket *socket)
{
  SoqTappedStream *self;

  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  self = g_object_new (SOQ_TYPE_TAPPED_STREAM, NULL);
  self->input->socket = g_object_ref (socket);
  self->output->socket = g_object_ref (socket);

  return G_IO_STREAM (self);
}
