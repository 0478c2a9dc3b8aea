/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-serving.h"
#include "soq-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_CLIENTS 8

/* Given by the first client when it has its answers. */
#define ANSWERED 0

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *listener;
  GSocketAddress *address;
  SoqServing      serving;
  guint           requests; /* of each client */
} Scene;

typedef struct
{
  Scene *scene;
  guint  number;   /* from 1; the first comes alone */
  guint  answered; /* requests whose answer came, whole and in order */
} Client;

static void
serve_cb (SoqStage *stage,
          gpointer  user_data)
{
  Scene *scene = user_data;

  soq_serve (scene->listener, &scene->serving);
}

/* All requests at once, without waiting for an answer in between. */
static void
ask (Client       *client,
     SoqLabSocket *socket)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree guint8  *answer = NULL;

  for (guint i = 1; i <= client->scene->requests; i++)
    {
      g_autofree char *request = g_strdup_printf ("request %u of client %u\n", i, client->number);

      soq_lab_send (socket, (const guint8 *) request, strlen (request));
      g_string_append_printf (expected, "%u: %s", i, request);
    }

  answer = g_malloc0 (expected->len);
  if (soq_trial_receive_exactly (socket, answer, expected->len) &&
      memcmp (answer, expected->str, expected->len) == 0)
    client->answered = client->scene->requests;
}

static void
client_cb (SoqStage *stage,
           gpointer  user_data)
{
  Client                  *client = user_data;
  g_autoptr (SoqLabSocket) socket = NULL;

  if (client->number > 1 && !soq_stage_await (stage, ANSWERED, 1))
    return;

  socket = soq_trial_connect (client->scene->trial, client->scene->address);
  ask (client, socket);
  if (client->number == 1)
    soq_stage_tell (stage, ANSWERED);
}

static guint
count_accepted (SoqTrace *trace)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  guint                 n = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      if (record->call == SOQ_CALL_ACCEPT && record->result >= 0)
        n++;
    }

  return n;
}

static void
claim (const Scene  *scene,
       const Client *clients)
{
  SoqTrial *trial = scene->trial;
  guint     n = scene->serving.most;
  guint     accepted = count_accepted (soq_trial_get_trace (trial));
  guint     answered = 0;

  for (guint i = 1; i < n; i++)
    answered += clients[i].answered;

  soq_trial_claim (trial, clients[0].answered == scene->requests,
                   N_("One client: its requests were answered in order on one connection."),
                       SOQ_MEASURE_COUNT, clients[0].answered);
  soq_trial_claim (trial, answered == scene->requests * (n - 1),
                   N_("Several at once: each got the answers to its own requests."),
                       SOQ_MEASURE_COUNT, answered);
  soq_trial_claim (trial, accepted == n,
                   N_("The server had a connection for each client, not for each request."),
                       SOQ_MEASURE_COUNT, accepted);
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  Scene     scene = { .trial = trial };
  Client    clients[MOST_CLIENTS] = { 0 };

  scene.requests = (guint) soq_trial_get_knob (trial, "requests");
  scene.serving.mode = soq_trial_get_knob (trial, "mode") == 0 ? SOQ_SERVING_THREADS
                                                               : SOQ_SERVING_LOOP;
  scene.serving.reply = SOQ_SERVING_LINES;
  scene.serving.most = (guint) soq_trial_get_knob (trial, "clients");
  scene.listener = soq_trial_listen (trial, MOST_CLIENTS, &scene.address);

  soq_stage_spawn (stage, "lab-server", serve_cb, &scene);
  for (guint i = 0; i < scene.serving.most; i++)
    {
      clients[i].scene = &scene;
      clients[i].number = i + 1;
      soq_stage_spawn (stage, "lab-client", client_cb, &clients[i]);
    }
  soq_stage_join (stage);
  soq_lab_socket_free (scene.listener);
  g_clear_object (&scene.address);

  if (!soq_stage_is_stopped (stage))
    claim (&scene, clients);
}

static const char *const modes[] = { N_("A thread for each"), N_("Event loop"), NULL };

static const SoqKnob knobs[] = {
  { "mode", N_("The server serves"), SOQ_KNOB_CHOICE, 0, 1, 1, modes },
    { "clients", N_("Clients"), SOQ_KNOB_COUNT, 2, MOST_CLIENTS, 4, NULL },
      { "requests", N_("Requests of each"), SOQ_KNOB_COUNT, 1, 10, 3, NULL },
    };

const SoqExperiment soq_experiment_requests = {
  .id = "requests",
  .title = N_("Several requests, several clients"),
               .why = N_("A connection stays until somebody closes it, so a client can send many requests on "
            "it, even before the first answer has come. "
            "TCP keeps the order within one connection: the first answer belongs to the first "
            "request. "
            "Between connections there is no order, but each has a socket of its own, and so the "
            "server knows whom to answer."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .has_timeline = TRUE,
                          .run = run,
               };
