/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>

/* The client has sent everything. */
#define SENT 0

/* The server has received the small messages. */
#define READ 1

#define MOST_MESSAGES 10

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *server;
  GSocketAddress *address;
  guint           messages;
  gsize           size; /* of each */
  gsize           large;
  gsize           receive_size;

  guint small_receives; /* that it took to get the small messages */
  gsize largest;        /* that one recv () returned then */
  guint large_receives;
  guint datagrams; /* recvfrom () that returned one whole message */
  gsize cut;       /* bytes that a small buffer let through */
} Scene;

static guint
receive_all (SoqLabSocket *socket,
             gsize         total,
             gsize         size,
             gsize        *largest)
{
  g_autofree guint8 *buffer = g_malloc (size);
  gsize              done = 0;
  guint              calls = 0;

  while (done < total)
    {
      gssize n = soq_lab_recv (socket, buffer, size);

      if (n <= 0)
        return 0;
      calls++;
      done += (gsize) n;
      *largest = MAX (*largest, (gsize) n);
    }

  return calls;
}

static void
serve_tcp_cb (SoqStage *stage,
              gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) connection = soq_lab_accept (scene->server);
  gsize                    largest = 0;

  if (connection == NULL || !soq_stage_await (stage, SENT, 1))
    return;

  scene->small_receives = receive_all (connection, scene->messages * scene->size,
                                       scene->receive_size, &scene->largest);
  soq_stage_tell (stage, READ);
  scene->large_receives = receive_all (connection, scene->large, scene->receive_size, &largest);
}

static void
send_tcp_cb (SoqStage *stage,
             gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) socket = soq_trial_connect (scene->trial, scene->address);
  g_autofree char         *data = g_strnfill (scene->large, 'x');

  for (guint i = 0; i < scene->messages; i++)
    soq_lab_send (socket, (const guint8 *) data, scene->size);
  soq_stage_tell (stage, SENT);

  if (soq_stage_await (stage, READ, 1))
    soq_lab_send (socket, (const guint8 *) data, scene->large);
}

static void
run_tcp (Scene *scene)
{
  SoqStage *stage = soq_trial_get_stage (scene->trial);

  soq_stage_set_scene (stage, N_("TCP: a stream of bytes"));
  scene->server = soq_trial_listen (scene->trial, 1, &scene->address);
  if (scene->address != NULL)
    {
      soq_stage_spawn (stage, "lab-server", serve_tcp_cb, scene);
      soq_stage_spawn (stage, "lab-client", send_tcp_cb, scene);
    }
  soq_stage_join (stage);
  soq_lab_socket_free (scene->server);
  g_clear_object (&scene->address);
}

/* In this thread: the kernel keeps datagrams until somebody asks for them. */
static void
run_udp (Scene *scene)
{
  SoqStage                  *stage = soq_trial_get_stage (scene->trial);
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (SoqLabSocket)   server = NULL;
  g_autoptr (SoqLabSocket)   client = NULL;
  g_autoptr (GSocketAddress) own = NULL;
  g_autofree char           *data = g_strnfill (scene->size, 'x');
  g_autofree guint8         *buffer = g_malloc (scene->size * MOST_MESSAGES);

  soq_stage_set_scene (stage, N_("UDP: datagrams"));
  server = soq_lab_socket (stage, SOQ_TRACE_ROLE_DATAGRAM_SERVER, G_SOCKET_FAMILY_IPV4,
                           G_SOCKET_TYPE_DATAGRAM);
  client = soq_lab_socket (stage, SOQ_TRACE_ROLE_DATAGRAM_CLIENT, G_SOCKET_FAMILY_IPV4,
                           G_SOCKET_TYPE_DATAGRAM);
  soq_lab_bind (server, any_port);
  address = soq_lab_getsockname (server);
  if (address == NULL)
    return;

  /* Not needed, but so it can be seen from whom a datagram came. */
  if (soq_lab_bind (client, any_port))
    own = soq_lab_getsockname (client);
  for (guint i = 0; i <= scene->messages; i++)
    soq_lab_sendto (client, (const guint8 *) data, scene->size, address);
  for (guint i = 0; i <= scene->messages; i++)
    {
      g_autoptr (GSocketAddress) from = NULL;
      gboolean                   last = i == scene->messages;
      gssize                     n = soq_lab_recvfrom (server, buffer,
                                   last ? scene->size / 2
                                                            : scene->size * MOST_MESSAGES,
                                                       &from);

      if (!last && n == (gssize) scene->size)
        scene->datagrams++;

      /* Winsock returns an error for a datagram that was cut. */
      if (last)
        scene->cut = n > 0 ? (gsize) n : scene->size / 2;
    }
}

static void
claim (const Scene *scene)
{
  SoqTrial *trial = scene->trial;

  soq_trial_claim (trial, scene->small_receives > 0 && scene->small_receives != scene->messages,
                   N_("TCP: what was sent in several pieces came with another number of recv()."),
                       SOQ_MEASURE_COUNT, scene->small_receives);
  soq_trial_claim (trial, scene->largest > scene->size,
                   N_("One recv() returned more than one send() had sent."), SOQ_MEASURE_BYTES,
                       (double) scene->largest);
  soq_trial_claim (trial, scene->large_receives > 1,
                   N_("One large send() needed several recv()."), SOQ_MEASURE_COUNT,
                       scene->large_receives);
  soq_trial_claim (trial, scene->datagrams == scene->messages,
                   N_("UDP: each recvfrom() returned exactly one datagram."), SOQ_MEASURE_COUNT,
                       scene->datagrams);
  soq_trial_claim (trial, scene->cut == scene->size / 2,
                   N_("A buffer that is too small for a datagram gets its beginning; the rest is "
                      "lost."),
                       SOQ_MEASURE_BYTES, (double) scene->cut);
}

static void
run (SoqTrial *trial)
{
  Scene scene = { .trial = trial };

  scene.messages = (guint) soq_trial_get_knob (trial, "messages");
  scene.size = (gsize) soq_trial_get_knob (trial, "size");
  scene.large = (gsize) soq_trial_get_knob (trial, "large");
  scene.receive_size = 2048;

  run_tcp (&scene);
  if (!soq_stage_is_stopped (soq_trial_get_stage (trial)))
    run_udp (&scene);
  if (!soq_stage_is_stopped (soq_trial_get_stage (trial)))
    claim (&scene);
}

static const SoqKnob knobs[] = {
  { "messages", N_("Small messages"), SOQ_KNOB_COUNT, 2, MOST_MESSAGES, 3, NULL },
    { "size", N_("Size of each"), SOQ_KNOB_BYTES, 10, 200, 20, NULL },
      { "large", N_("Size of the large one"), SOQ_KNOB_BYTES, 4096, 65536, 10000, NULL },
    };

const SoqExperiment soq_experiment_stream = {
  .id = "stream",
  .title = N_("One send() is not one recv()"),
               .why = N_("TCP carries a stream of bytes and does not know where a message ends: recv() returns "
            "what is there, which may be several messages, or half of one. "
            "So a program must mark the end of its messages, with a newline for example, and "
            "collect what it receives until it finds one. "
            "UDP carries datagrams: each comes as it was sent, whole, or not at all."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
