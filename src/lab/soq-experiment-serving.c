/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-serving.h"
#include "soq-timeline.h"
#include "soq-trial.h"

#include <glib/gi18n.h>

#define MOST_CLIENTS 8

/* Given by each client as soon as it is connected. */
#define CONNECTED 0

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *listener;
  GSocketAddress *address;
  SoqServing      serving;
  gint64          hold; /* microseconds that a client stays after its answer */
} Scene;

typedef struct
{
  Scene *scene;
  guint  number; /* from 1 */
} Client;

static void
serve_cb (SoqStage *stage,
          gpointer  user_data)
{
  Scene *scene = user_data;

  soq_serve (scene->listener, &scene->serving);
}

/* Each comes when the one before it is connected, so that their order is known. */
static void
client_cb (SoqStage *stage,
           gpointer  user_data)
{
  Client                  *client = user_data;
  Scene                   *scene = client->scene;
  static const guint8      hello[] = "hello\n";
  guint8                   answer[sizeof hello];
  g_autoptr (SoqLabSocket) socket = NULL;

  if (!soq_stage_await (stage, CONNECTED, client->number - 1))
    return;

  socket = soq_trial_connect (scene->trial, scene->address);
  soq_stage_tell (stage, CONNECTED);
  soq_lab_send (socket, hello, sizeof hello - 1);
  if (soq_trial_receive_exactly (socket, answer, sizeof hello - 1))
    soq_stage_wait (stage, scene->hold);
}

static double
get_longest_receive (SoqTrace *trace)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  gint64                longest = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      if (record->call == SOQ_CALL_RECV &&
          soq_trace_socket_get_role (record->socket) == SOQ_TRACE_ROLE_ACCEPTED)
        longest = MAX (longest, record->end - record->begin);
    }

  return (double) longest / G_USEC_PER_SEC;
}

static double
get_waited (SoqTimeline *timeline,
            guint        index)
{
  return (double) soq_timeline_get (timeline, index)->totals[SOQ_SPAN_WAITING] / G_USEC_PER_SEC;
}

static void
claim_one_by_one (SoqTrial    *trial,
                  SoqTimeline *timeline,
                  double       hold)
{
  guint n = timeline->clients->len;

  soq_trial_claim (trial, get_waited (timeline, 0) < hold / 2,
                   N_("The first client is accepted at once."), SOQ_MEASURE_SECONDS,
                       get_waited (timeline, 0));
  if (n > 1)
    soq_trial_claim (trial, get_waited (timeline, 1) >= hold / 2,
                     N_("The second is connected, but waits until the first has left."),
                         SOQ_MEASURE_SECONDS, get_waited (timeline, 1));
  if (n > 2)
    soq_trial_claim (trial, get_waited (timeline, n - 1) >= hold * (n - 1) / 2,
                     N_("The last waits for all who came before it."), SOQ_MEASURE_SECONDS,
                         get_waited (timeline, n - 1));
}

static void
claim_at_once (SoqTrial      *trial,
               SoqTimeline   *timeline,
               SoqServingMode mode,
               double         hold)
{
  double longest = 0;
  double receive = get_longest_receive (soq_trial_get_trace (trial));

  for (guint i = 0; i < timeline->clients->len; i++)
    longest = MAX (longest, get_waited (timeline, i));
  soq_trial_claim (trial, longest < hold / 2,
                   N_("No client waits for another one. The longest wait to be accepted:"),
                       SOQ_MEASURE_SECONDS, longest);

  if (mode == SOQ_SERVING_THREADS)
    soq_trial_claim (trial, receive >= hold / 2,
                     N_("recv() makes its thread wait, but that thread has only one client."),
                         SOQ_MEASURE_SECONDS, receive);
  else
    soq_trial_claim (trial, receive < hold / 2,
                     N_("The one thread never waits in recv(). Its longest call:"),
                         SOQ_MEASURE_SECONDS, receive);
}

static void
claim (Scene *scene)
{
  g_autoptr (SoqTimeline) timeline = soq_timeline_new (soq_trial_get_trace (scene->trial));
  double                  hold = (double) scene->hold / G_USEC_PER_SEC;

  if (timeline->clients->len < scene->serving.most)
    soq_trial_claim (scene->trial, FALSE, N_("All clients are connected."), SOQ_MEASURE_COUNT, timeline->clients->len);
  else if (scene->serving.mode == SOQ_SERVING_ONE_BY_ONE)
    claim_one_by_one (scene->trial, timeline, hold);
  else
    claim_at_once (scene->trial, timeline, (SoqServingMode) scene->serving.mode, hold);
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  Scene     scene = { .trial = trial };
  Client    clients[MOST_CLIENTS];

  scene.serving.mode = soq_trial_get_knob (trial, "mode");
  scene.serving.most = (guint) soq_trial_get_knob (trial, "clients");
  scene.hold = soq_trial_get_knob (trial, "hold") * 1000;
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
    claim (&scene);
}

static const char *const modes[] = {
  N_("One after another"),
      N_("A thread for each"),
          N_("Event loop"),
              NULL,
      };

static const SoqKnob knobs[] = {
  { "mode", N_("The server serves"), SOQ_KNOB_CHOICE, 0, SOQ_N_SERVING_MODES - 1, 0, modes },
    { "clients", N_("Clients"), SOQ_KNOB_COUNT, 1, MOST_CLIENTS, 3, NULL },
      { "hold", N_("Each stays for"), SOQ_KNOB_MILLISECONDS, 50, 3000, 1000, NULL },
    };

const SoqExperiment soq_experiment_serving = {
  .id = "serving",
  .title = N_("One after another, threads, event loop"),
               .why = N_("A server that calls recv() waits in it until that client says something, and "
            "accepts nobody else meanwhile: others are connected, but wait in the backlog. "
            "With a thread for each client, only that client's thread waits. "
            "An event loop asks the system which sockets have something to receive, and so one "
            "thread serves them all."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .has_timeline = TRUE,
                          .run = run,
               };
