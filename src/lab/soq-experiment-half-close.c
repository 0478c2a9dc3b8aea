/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#define WORDS "one two three\n"

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *server;
  GSocketAddress *address;

  gsize    received; /* by the server, until the end */
  gboolean saw_end;  /* recv () of the server returned 0 */
  gsize    answered; /* bytes that came after the client had said that it is done */
  gboolean cannot;   /* the client could send no more */
  char    *why;      /* (owned) (nullable): the name of that error */
  gboolean client_saw_end;
} Scene;

static void
serve_cb (SoqStage *stage,
          gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) connection = soq_lab_accept (scene->server);
  g_autofree char         *answer = NULL;
  guint8                   buffer[100];
  gssize                   n;

  if (connection == NULL)
    return;

  while ((n = soq_lab_recv (connection, buffer, sizeof buffer)) > 0)
    scene->received += (gsize) n;
  scene->saw_end = n == 0;

  answer = g_strdup_printf ("You sent %u bytes.\n", (guint) scene->received);
  soq_lab_send (connection, (const guint8 *) answer, strlen (answer));
}

static void
ask_cb (SoqStage *stage,
        gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) socket = soq_trial_connect (scene->trial, scene->address);
  guint8                   buffer[100];
  gssize                   n;

  soq_lab_send (socket, (const guint8 *) WORDS, strlen (WORDS));
  soq_lab_shutdown (socket, SOQ_LAB_END_WRITING);
  scene->cannot = soq_lab_send (socket, (const guint8 *) "more\n", 5) < 0;
  scene->why = g_strdup (soq_lab_socket_get_error_name (socket));

  while ((n = soq_lab_recv (socket, buffer, sizeof buffer)) > 0)
    scene->answered += (gsize) n;
  scene->client_saw_end = n == 0;
}

static void
claim (const Scene *scene)
{
  SoqTrial *trial = scene->trial;

  soq_trial_claim (trial, scene->saw_end && scene->received == strlen (WORDS),
                   N_("The server received everything, and then recv() returned 0."),
                       SOQ_MEASURE_BYTES, (double) scene->received);
  soq_trial_claim_name (trial, scene->cannot,
                        N_("After shutdown() the client could send nothing more."), scene->why);
  soq_trial_claim (trial, scene->answered > 0,
                   N_("It could still receive: the answer came after that."), SOQ_MEASURE_BYTES,
                       (double) scene->answered);
  soq_trial_claim (trial, scene->client_saw_end,
                   N_("The connection was over when both had said so."), SOQ_MEASURE_COUNT, 2);
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  Scene     scene = { .trial = trial };

  scene.server = soq_trial_listen (trial, 1, &scene.address);
  if (scene.address != NULL)
    {
      soq_stage_spawn (stage, "lab-server", serve_cb, &scene);
      soq_stage_spawn (stage, "lab-client", ask_cb, &scene);
    }
  soq_stage_join (stage);
  soq_lab_socket_free (scene.server);
  g_clear_object (&scene.address);

  if (!soq_stage_is_stopped (stage))
    claim (&scene);
  g_free (scene.why);
}

const SoqExperiment soq_experiment_half_close = {
  .id = "half-close",
  .title = N_("Closing one half"),
               .why = N_("A connection is two streams, one in each direction, and each ends for itself. "
            "shutdown() says: I have sent everything, but I still listen; the other end sees it as "
            "a recv() that returns 0. "
            "A program that calls close() instead cannot hear the answer any more."),
                          .run = run,
               };
