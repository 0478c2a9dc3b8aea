/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>

#define MOST_CLIENTS 12

/* Given by each client when its connect () has returned. */
#define TRIED 0

/* Given when the clients may leave. */
#define LEAVE 1

/* Between one client and the next, so that it is known who came first. */
#define STEP (20 * 1000)

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *server;
  GSocketAddress *address;
  guint           clients;
  int             connected; /* (atomic) */
  int             tried;     /* (atomic) */
} Scene;

typedef struct
{
  Scene *scene;
  guint  number; /* from 0 */
} Client;

static void
client_cb (SoqStage *stage,
           gpointer  user_data)
{
  Client                  *client = user_data;
  Scene                   *scene = client->scene;
  g_autoptr (SoqLabSocket) socket = NULL;

  if (!soq_stage_wait (stage, client->number * STEP))
    return;

  socket = soq_trial_connect (scene->trial, scene->address);
  if (soq_lab_socket_get_error (socket) == SOQ_LAB_ERROR_NONE)
    g_atomic_int_inc (&scene->connected);
  g_atomic_int_inc (&scene->tried);
  soq_stage_tell (stage, TRIED);
  soq_stage_await (stage, LEAVE, 1);
}

/* Accepts all who get in; where the system refuses those who do not fit, they
 * never come.
 */
static void
accept_all (Scene *scene)
{
  SoqStage *stage = soq_trial_get_stage (scene->trial);
  int       accepted = 0;

  while (!soq_stage_is_stopped (stage) &&
         (g_atomic_int_get (&scene->tried) < (int) scene->clients ||
          accepted < g_atomic_int_get (&scene->connected)))
    {
      SoqLabPoll    poll = { soq_lab_socket_get_descriptor (scene->server), SOQ_LAB_READY_IN, 0 };
      SoqLabSocket *connection;

      if (!soq_native_poll (&poll, 1, 50))
        continue;
      connection = soq_lab_accept (scene->server);
      if (connection == NULL)
        continue;
      accepted++;
      soq_lab_socket_free (connection);
    }
}

static const SoqTraceRecord *
find_connect (GPtrArray  *records,
              const char *local)
{
  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);
      g_autofree char      *own = soq_trace_socket_dup_local (record->socket);

      if (record->call == SOQ_CALL_CONNECT && record->result == 0 && g_strcmp0 (own, local) == 0)
        return record;
    }

  return NULL;
}

/* Who was connected before another one called connect () must be accepted
 * before him.
 */
static gboolean
is_in_order (SoqTrace *trace)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  gint64                latest = 0; /* beginning of the connect () of those accepted so far */

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);
      const SoqTraceRecord *connect = NULL;

      if (record->call == SOQ_CALL_ACCEPT && record->result >= 0)
        connect = find_connect (records, record->argument);
      if (connect == NULL)
        continue;
      if (connect->end < latest)
        return FALSE;
      latest = MAX (latest, connect->begin);
    }

  return TRUE;
}

static double
get_longest_connect (SoqTrace *trace)
{
  g_autoptr (GPtrArray) records = soq_trace_dup_since (trace, 0, G_MAXUINT);
  gint64                longest = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const SoqTraceRecord *record = g_ptr_array_index (records, i);

      if (record->call == SOQ_CALL_CONNECT)
        longest = MAX (longest, record->end - record->begin);
    }

  return (double) longest / G_USEC_PER_SEC;
}

static void
claim (Scene *scene,
       int    early,
       gint64 patience)
{
  SoqTrial *trial = scene->trial;
  SoqTrace *trace = soq_trial_get_trace (trial);
  double    longest = get_longest_connect (trace);

  soq_trial_claim (trial, early > 0,
                   N_("Clients were connected before the server had called accept()."),
                       SOQ_MEASURE_COUNT, early);
  soq_trial_claim (trial, early < (int) scene->clients,
                   N_("The others found the backlog full."), SOQ_MEASURE_COUNT,
                       (int) scene->clients - early);
  soq_trial_claim (trial, longest >= (double) patience / G_USEC_PER_SEC / 2,
                   N_("Their connect() had to wait until the server accepted."),
                       SOQ_MEASURE_SECONDS, longest);
  soq_trial_claim (trial, is_in_order (trace),
                   N_("accept() returned first who had come first. Clients that got in:"),
                       SOQ_MEASURE_COUNT, scene->connected);
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  gint64    patience = soq_trial_get_knob (trial, "patience") * 1000;
  Scene     scene = { .trial = trial };
  Client    clients[MOST_CLIENTS];
  int       early;

  scene.clients = (guint) soq_trial_get_knob (trial, "clients");
  scene.server = soq_trial_listen (trial, soq_trial_get_knob (trial, "backlog"), &scene.address);
  for (guint i = 0; i < scene.clients; i++)
    {
      clients[i].scene = &scene;
      clients[i].number = i;
      soq_stage_spawn (stage, "lab-client", client_cb, &clients[i]);
    }

  soq_stage_wait (stage, scene.clients * STEP + patience);
  early = g_atomic_int_get (&scene.connected);
  accept_all (&scene);
  soq_stage_tell (stage, LEAVE);
  soq_stage_join (stage);
  soq_lab_socket_free (scene.server);
  g_clear_object (&scene.address);

  if (!soq_stage_is_stopped (stage))
    claim (&scene, early, patience);
}

static const SoqKnob knobs[] = {
  { "backlog", N_("Backlog"), SOQ_KNOB_COUNT, 1, 5, 2, NULL },
    { "clients", N_("Clients"), SOQ_KNOB_COUNT, 2, MOST_CLIENTS, 6, NULL },
      { "patience", N_("The server accepts after"), SOQ_KNOB_MILLISECONDS, 100, 3000, 500, NULL },
    };

const SoqExperiment soq_experiment_backlog = {
  .id = "backlog",
  .title = N_("The backlog"),
               .why = N_("The system connects clients by itself as soon as a server listens: they wait in the "
            "backlog, and accept() only takes the first of them. "
            "listen() says how many may wait; Linux lets in one more than that. "
            "Who does not fit is not answered, and his system tries again after a second; Windows "
            "refuses him."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .has_timeline = TRUE,
                          .run = run,
               };
