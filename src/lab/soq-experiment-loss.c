/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-relay.h"
#include "soq-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_MESSAGES 100
#define SIZE          16 /* of each message */

/* How long the server waits for one more datagram. */
#define SILENCE (200 * 1000)

/* Between datagrams, so that each can be followed on its way. */
#define PAUSE (3 * 1000)

/* The relay has a port, and nothing comes any more. */
#define LISTENING 0
#define SILENT    1

/* The relay runs in a thread with a main context of its own. */
typedef struct
{
  SoqStageBlocker blocker;
  GMainLoop      *loop; /* (owned) */

  SoqAddress     *server; /* (borrowed) */
  SoqTrace       *trace;  /* (owned) */
  guint           drop;
  GSocketAddress *address; /* (owned) (nullable): of the relay */
  SoqRelayCounts  counts;
} Middle;

typedef struct
{
  SoqTrial     *trial;
  SoqLabSocket *server; /* (borrowed) */
  guint         messages;
  guint         arrived;
  gboolean      in_order;
  guint64       dropped;
} Part;

static void
interrupt_middle (SoqStageBlocker *blocker)
{
  Middle *middle = (Middle *) (void *) blocker;

  g_main_loop_quit (middle->loop);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* In the relay's thread, so that it counts what has come until now. */
static void
end_middle (Middle *middle)
{
  g_main_context_invoke (g_main_loop_get_context (middle->loop), quit_cb, middle->loop);
}

static void
relay_cb (SoqStage *stage,
          gpointer  user_data)
{
  Middle       *middle = user_data;
  SoqRelayKnobs knobs = { 0 };
  SoqRelay     *relay;

  g_main_context_push_thread_default (g_main_loop_get_context (middle->loop));
  relay = soq_relay_new ();
  knobs.drop = middle->drop;
  soq_relay_set_trace (relay, middle->trace);
  soq_relay_set_knobs (relay, &knobs);
  if (soq_relay_start (relay, "127.0.0.1", 0, middle->server, NULL))
    middle->address = soq_trial_new_loopback (soq_relay_get_port (relay));
  soq_stage_tell (stage, LISTENING);

  if (middle->address != NULL && soq_stage_enter (stage, &middle->blocker))
    {
      g_main_loop_run (middle->loop);
      soq_stage_leave (stage, &middle->blocker);
    }
  middle->counts = *soq_relay_get_counts (relay);
  g_object_unref (relay);
  while (g_main_context_iteration (g_main_loop_get_context (middle->loop), FALSE))
    ;
  g_main_context_pop_thread_default (g_main_loop_get_context (middle->loop));
}

static void
number_message (guint8 *message,
                guint   number)
{
  g_autofree char *text = g_strdup_printf ("message %07u\n", number);

  memcpy (message, text, SIZE);
}

static void
take_message (Part         *part,
              const guint8 *message,
              guint        *last)
{
  g_autofree char *text = g_strndup ((const char *) message, SIZE);
  guint            number = (guint) g_ascii_strtoull (text + strlen ("message "), NULL, 10);

  part->arrived++;
  part->in_order = part->in_order && number > *last;
  *last = number;
}

static void
send_datagrams (Part           *part,
                GSocketAddress *relay)
{
  g_autoptr (SoqLabSocket)   client = soq_lab_socket (soq_trial_get_stage (part->trial),
                                                      SOQ_TRACE_ROLE_DATAGRAM_CLIENT,
                                                      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  g_autoptr (GSocketAddress) own = NULL;

  /* Without it the system would choose a port just as well, but nobody could
   * tell from the calls which one.
   */
  if (soq_lab_bind (client, any_port))
    own = soq_lab_getsockname (client);
  for (guint i = 1; i <= part->messages; i++)
    {
      guint8 message[SIZE];

      number_message (message, i);
      soq_lab_sendto (client, message, SIZE, relay);
      if (!soq_stage_wait (soq_trial_get_stage (part->trial), PAUSE))
        return;
    }
}

static void
receive_cb (SoqStage *stage,
            gpointer  user_data)
{
  Part    *part = user_data;
  guint    last = 0;
  gboolean more = TRUE;

  soq_lab_set_receive_timeout (part->server, SILENCE);
  while (more)
    {
      guint8                     message[SIZE];
      g_autoptr (GSocketAddress) from = NULL;

      more = soq_lab_recvfrom (part->server, message, SIZE, &from) == SIZE;
      if (more)
        take_message (part, message, &last);
    }
  soq_stage_tell (stage, SILENT);
}

static void
exchange_datagrams (Part         *part,
                    SoqLabSocket *server,
                    Middle       *middle)
{
  SoqStage *stage = soq_trial_get_stage (part->trial);

  part->server = server;
  soq_stage_spawn (stage, "lab-server", receive_cb, part);
  send_datagrams (part, middle->address);
  soq_stage_await (stage, SILENT, 1);
}

static void
exchange_stream (Part         *part,
                 SoqLabSocket *server,
                 Middle       *middle)
{
  g_autoptr (SoqLabSocket) client = soq_trial_connect (part->trial, middle->address);
  g_autoptr (SoqLabSocket) connection = soq_lab_accept (server);
  guint                    last = 0;
  guint8                   message[SIZE];

  for (guint i = 1; i <= part->messages; i++)
    {
      number_message (message, i);
      soq_lab_send (client, message, SIZE);
    }
  soq_lab_close (client);
  while (connection != NULL && soq_trial_receive_exactly (connection, message, SIZE))
    take_message (part, message, &last);
}

static void
run_part (Part       *part,
          GSocketType type,
          guint       drop,
          guint       round)
{
  gboolean                   stream = type == G_SOCKET_TYPE_STREAM;
  SoqStage                  *stage = soq_trial_get_stage (part->trial);
  g_autoptr (GMainContext)   context = g_main_context_new ();
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (SoqAddress)     target = NULL;
  g_autoptr (SoqLabSocket)   server = NULL;
  Middle                     middle = { .drop = drop };

  soq_stage_set_scene (stage, stream ? N_("TCP through the relay") : N_("UDP through the relay"));
  server = soq_lab_socket (stage, stream ? SOQ_TRACE_ROLE_LISTENER : SOQ_TRACE_ROLE_DATAGRAM_SERVER,
                           G_SOCKET_FAMILY_IPV4, type);
  soq_lab_bind (server, any_port);
  if (stream)
    soq_lab_listen (server, 1);
  address = soq_lab_getsockname (server);
  if (address == NULL)
    return;

  target = soq_address_new (stream ? SOQ_TRANSPORT_TCP : SOQ_TRANSPORT_UDP, "127.0.0.1",
                            soq_socket_address_get_port (address));
  middle.server = target;
  middle.trace = soq_stage_new_part (stage, N_("Relay"), SOQ_TRACE_ROLE_LISTENER);
  middle.blocker.interrupt = interrupt_middle;
  middle.loop = g_main_loop_new (context, FALSE);
  soq_stage_spawn (stage, "lab-relay", relay_cb, &middle);
  part->in_order = TRUE;
  if (soq_stage_await (stage, LISTENING, round) && middle.address != NULL)
    {
      if (stream)
        exchange_stream (part, server, &middle);
      else
        exchange_datagrams (part, server, &middle);
    }
  end_middle (&middle);
  soq_stage_join (stage);
  part->dropped = middle.counts.dropped;
  g_clear_object (&middle.address);
  soq_trace_unref (middle.trace);
  g_main_loop_unref (middle.loop);
}

static void
claim (SoqTrial   *trial,
       guint       drop,
       const Part *datagrams,
       const Part *stream)
{
  gboolean loses = drop > 0 && drop < 100;

  soq_trial_claim (trial, datagrams->arrived + datagrams->dropped == datagrams->messages,
                   N_("UDP: what the network lost did not arrive, and nobody was told. Arrived:"),
                       SOQ_MEASURE_COUNT, datagrams->arrived);
  soq_trial_claim (trial, loses || (datagrams->dropped > 0) == (drop > 0),
                   N_("Datagrams that the relay threw away:"), SOQ_MEASURE_COUNT,
                       (double) datagrams->dropped);
  soq_trial_claim (trial, stream->arrived == stream->messages && stream->in_order,
                   N_("TCP: every message arrived, in the order in which it was sent."),
                       SOQ_MEASURE_COUNT, stream->arrived);
}

static void
run (SoqTrial *trial)
{
  guint drop = (guint) soq_trial_get_knob (trial, "drop");
  Part  datagrams = { .trial = trial };
  Part  stream = { .trial = trial };

  datagrams.messages = stream.messages = (guint) soq_trial_get_knob (trial, "messages");
  run_part (&datagrams, G_SOCKET_TYPE_DATAGRAM, drop, 1);
  if (!soq_stage_is_stopped (soq_trial_get_stage (trial)))
    run_part (&stream, G_SOCKET_TYPE_STREAM, drop, 2);
  if (!soq_stage_is_stopped (soq_trial_get_stage (trial)))
    claim (trial, drop, &datagrams, &stream);
}

static const SoqKnob knobs[] = {
  { "drop", N_("Lost datagrams"), SOQ_KNOB_PERCENT, 0, 100, 30, NULL },
    { "messages", N_("Messages"), SOQ_KNOB_COUNT, 1, MOST_MESSAGES, 20, NULL },
  };

const SoqExperiment soq_experiment_loss = {
  .id = "loss",
  .title = N_("UDP that loses, TCP that does not"),
               .why = N_("A network may lose a packet, and UDP leaves it at that: no error, no second try; a "
            "program that needs the answer must ask again. "
            "Inside of one computer nothing gets lost, so here datagrams go through a relay that "
            "throws some of them away. "
            "TCP numbers its bytes and sends again what was not confirmed, so a program never sees "
            "the loss, only that it took longer."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
