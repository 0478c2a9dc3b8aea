/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#define HELLO  "Hello!\n"
#define ANSWER "Hello, client!\n"

enum
{
  TRANSPORT_TCP,
  TRANSPORT_UDP,
};

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *server;
  GSocketAddress *address; /* of the server */
  gint64          pause;   /* microseconds until the client comes */

  gint64   waited;     /* that the server's first wait took */
  gboolean is_another; /* what accept () returned is not the listening socket */
  gsize    received;   /* bytes that came to the server as they were sent */
  gboolean saw_end;    /* recv () of the server returned 0 */
  gsize    answered;   /* bytes that came to the client as they were sent */
  gboolean knew_whom;  /* the server knew where to send */
} Scene;

static gsize
compare (const guint8 *buffer,
         gssize        n,
         const char   *text)
{
  return n == (gssize) strlen (text) && memcmp (buffer, text, (gsize) n) == 0 ? (gsize) n : 0;
}

static void
serve_tcp_cb (SoqStage *stage,
              gpointer  user_data)
{
  Scene                   *scene = user_data;
  guint8                   buffer[100];
  gint64                   begin = g_get_monotonic_time ();
  g_autoptr (SoqLabSocket) connection = soq_lab_accept (scene->server);
  gssize                   n;

  scene->waited = g_get_monotonic_time () - begin;
  if (connection == NULL)
    return;

  scene->is_another = soq_lab_socket_get_descriptor (connection) !=
                      soq_lab_socket_get_descriptor (scene->server);
  n = soq_lab_recv (connection, buffer, sizeof buffer);
  scene->received = compare (buffer, n, HELLO);
  soq_lab_send (connection, (const guint8 *) ANSWER, strlen (ANSWER));
  scene->saw_end = soq_lab_recv (connection, buffer, sizeof buffer) == 0;
}

static void
ask_tcp_cb (SoqStage *stage,
            gpointer  user_data)
{
  Scene                   *scene = user_data;
  guint8                   buffer[100];
  g_autoptr (SoqLabSocket) socket = NULL;

  if (!soq_stage_wait (stage, scene->pause))
    return;

  socket = soq_trial_connect (scene->trial, scene->address);
  soq_lab_send (socket, (const guint8 *) HELLO, strlen (HELLO));
  scene->answered = compare (buffer, soq_lab_recv (socket, buffer, sizeof buffer), ANSWER);
}

static void
serve_udp_cb (SoqStage *stage,
              gpointer  user_data)
{
  Scene                     *scene = user_data;
  guint8                     buffer[100];
  g_autoptr (GSocketAddress) from = NULL;
  gint64                     begin = g_get_monotonic_time ();
  gssize                     n = soq_lab_recvfrom (scene->server, buffer, sizeof buffer, &from);

  scene->waited = g_get_monotonic_time () - begin;
  scene->received = compare (buffer, n, HELLO);
  scene->knew_whom = from != NULL;
  if (from != NULL)
    soq_lab_sendto (scene->server, (const guint8 *) ANSWER, strlen (ANSWER), from);
}

static void
ask_udp_cb (SoqStage *stage,
            gpointer  user_data)
{
  Scene                     *scene = user_data;
  guint8                     buffer[100];
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (SoqLabSocket)   socket = NULL;

  if (!soq_stage_wait (stage, scene->pause))
    return;

  socket = soq_lab_socket (stage, SOQ_TRACE_ROLE_DATAGRAM_CLIENT, G_SOCKET_FAMILY_IPV4,
                           G_SOCKET_TYPE_DATAGRAM);
  soq_lab_sendto (socket, (const guint8 *) HELLO, strlen (HELLO), scene->address);
  scene->answered = compare (buffer, soq_lab_recvfrom (socket, buffer, sizeof buffer, &from),
                             ANSWER);
}

static void
claim_tcp (const Scene *scene)
{
  SoqTrial *trial = scene->trial;

  soq_trial_claim (trial, scene->waited >= scene->pause / 2,
                   N_("accept() waits until a client connects."), SOQ_MEASURE_SECONDS,
                       (double) scene->waited / G_USEC_PER_SEC);
  soq_trial_claim (trial, scene->is_another,
                   N_("accept() returns a socket of its own for that client."), SOQ_MEASURE_COUNT,
                       scene->is_another ? 2 : 1);
  soq_trial_claim (trial, scene->received > 0, N_("recv() returns what the client has sent."), SOQ_MEASURE_BYTES, (double) scene->received);
  soq_trial_claim (trial, scene->answered > 0,
                   N_("The answer goes back on the same connection."), SOQ_MEASURE_BYTES,
                       (double) scene->answered);
  soq_trial_claim (trial, scene->saw_end,
                   N_("When the client has closed, recv() of the server returns 0."),
                       SOQ_MEASURE_COUNT, scene->saw_end ? 0 : -1);
}

static guint
count_calls (SoqTrace *trace,
             SoqCall   call)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  guint                 n = 0;

  for (guint i = 0; i < records->len; i++)
    if (((const SoqTraceRecord *) g_ptr_array_index (records, i))->call == call)
      n++;

  return n;
}

static void
claim_udp (const Scene *scene)
{
  SoqTrial *trial = scene->trial;
  SoqTrace *trace = soq_trial_get_trace (trial);
  guint     connections = count_calls (trace, SOQ_CALL_LISTEN) +
                      count_calls (trace, SOQ_CALL_CONNECT) +
                      count_calls (trace, SOQ_CALL_ACCEPT);

  soq_trial_claim (trial, connections == 0,
                   N_("Nobody listens, connects or accepts. Calls to do so:"), SOQ_MEASURE_COUNT,
                       connections);
  soq_trial_claim (trial, scene->waited >= scene->pause / 2,
                   N_("recvfrom() waits until a datagram comes."), SOQ_MEASURE_SECONDS,
                       (double) scene->waited / G_USEC_PER_SEC);
  soq_trial_claim (trial, scene->received > 0 && scene->knew_whom,
                   N_("recvfrom() returns the datagram and says who sent it."), SOQ_MEASURE_BYTES,
                       (double) scene->received);
  soq_trial_claim (trial, scene->answered > 0, N_("The server answers to that address."), SOQ_MEASURE_BYTES, (double) scene->answered);
}

static SoqLabSocket *
bind_udp (SoqTrial        *trial,
          GSocketAddress **address)
{
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  SoqLabSocket              *socket = soq_lab_socket (soq_trial_get_stage (trial),
                                                      SOQ_TRACE_ROLE_DATAGRAM_SERVER,
                                                      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM);

  soq_lab_bind (socket, any_port);
  *address = soq_lab_getsockname (socket);

  return socket;
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  gboolean  udp = soq_trial_get_knob (trial, "transport") == TRANSPORT_UDP;
  Scene     scene = { .trial = trial };

  scene.pause = soq_trial_get_knob (trial, "pause") * 1000;
  scene.server = udp ? bind_udp (trial, &scene.address)
                     : soq_trial_listen (trial, 1, &scene.address);
  if (scene.address != NULL)
    {
      soq_stage_spawn (stage, "lab-server", udp ? serve_udp_cb : serve_tcp_cb, &scene);
      soq_stage_spawn (stage, "lab-client", udp ? ask_udp_cb : ask_tcp_cb, &scene);
    }
  soq_stage_join (stage);
  soq_lab_socket_free (scene.server);
  g_clear_object (&scene.address);

  if (soq_stage_is_stopped (stage))
    return;
  if (udp)
    claim_udp (&scene);
  else
    claim_tcp (&scene);
}

static const char *const transports[] = { "TCP", "UDP", NULL };

static const SoqKnob knobs[] = {
  { "transport", N_("Transport"), SOQ_KNOB_CHOICE, 0, 1, TRANSPORT_TCP, transports },
    { "pause", N_("The client comes after"), SOQ_KNOB_MILLISECONDS, 20, 2000, 500, NULL },
  };

const SoqExperiment soq_experiment_calls = {
  .id = "calls",
  .title = N_("The calls in order"),
               .why = N_("A TCP server makes a socket, gives it an address with bind(), and listens; "
            "accept() waits for a client and returns a second socket for it. "
            "The client makes a socket too and connects it: then both can send and receive, and "
            "each close() is seen by the other as a recv() that returns 0. "
            "UDP has no connections: each datagram goes to an address, and recvfrom() says where "
            "one came from."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
