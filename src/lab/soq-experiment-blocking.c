/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>

/* The server is done with waiting, and the client has said its word. */
#define TRIED 0
#define SAID  1

typedef struct
{
  SoqTrial       *trial;
  SoqLabSocket   *server;
  GSocketAddress *address;
  gint64          silence;

  gint64      waited;  /* in a blocking recv () */
  gint64      refusal; /* that a non-blocking one took to say no */
  const char *no;      /* how it said no */
  gboolean    would;   /* and that means: it would have to wait */
  gsize       taken;   /* bytes that the kernel took until it said no */
  gboolean    is_full; /* it said no because it would have to wait */
} Scene;

/* It is silent, says one word, and never receives. */
static void
client_cb (SoqStage *stage,
           gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) socket = soq_trial_connect (scene->trial, scene->address);

  if (soq_stage_wait (stage, scene->silence))
    soq_lab_send (socket, (const guint8 *) "Hello!\n", 7);
  soq_stage_tell (stage, SAID);
  soq_stage_await (stage, TRIED, 1);
}

static void
try_to_receive (Scene        *scene,
                SoqLabSocket *connection)
{
  guint8 buffer[100];
  gint64 begin = g_get_monotonic_time ();

  soq_lab_recv (connection, buffer, sizeof buffer);
  scene->waited = g_get_monotonic_time () - begin;

  soq_lab_set_blocking (connection, FALSE);
  begin = g_get_monotonic_time ();
  soq_lab_recv (connection, buffer, sizeof buffer);
  scene->refusal = g_get_monotonic_time () - begin;
  scene->no = soq_lab_socket_get_error_name (connection);
  scene->would = soq_lab_socket_get_error (connection) == SOQ_LAB_ERROR_WOULD_BLOCK;
}

/* Nobody receives, so the buffers of both ends fill; that should not take so
 * many calls that the last one is hard to find.
 */
static void
try_to_send (Scene        *scene,
             SoqLabSocket *connection)
{
  gsize            length = 512 * 1024;
  g_autofree char *data = g_strnfill (length, 'x');
  gssize           n;

  do
    {
      n = soq_lab_send (connection, (const guint8 *) data, length);
      scene->taken += n > 0 ? (gsize) n : 0;
    }
  while (n > 0 && scene->taken < 64 * 1024 * 1024);

  scene->is_full = soq_lab_socket_get_error (connection) == SOQ_LAB_ERROR_WOULD_BLOCK;
}

static void
serve_cb (SoqStage *stage,
          gpointer  user_data)
{
  Scene                   *scene = user_data;
  g_autoptr (SoqLabSocket) connection = soq_lab_accept (scene->server);

  if (connection != NULL)
    {
      try_to_receive (scene, connection);
      soq_stage_await (stage, SAID, 1);
      try_to_send (scene, connection);
    }
  soq_stage_tell (stage, TRIED);
}

static void
claim (const Scene *scene)
{
  SoqTrial *trial = scene->trial;
  double    silence = (double) scene->silence / G_USEC_PER_SEC;
  double    waited = (double) scene->waited / G_USEC_PER_SEC;
  double    refusal = (double) scene->refusal / G_USEC_PER_SEC;

  soq_trial_claim (trial, waited >= silence / 2,
                   N_("Blocking: recv() waits as long as the client is silent."),
                       SOQ_MEASURE_SECONDS, waited);
  soq_trial_claim (trial, refusal < silence / 2, N_("Non-blocking: recv() returns at once."), SOQ_MEASURE_SECONDS, refusal);
  soq_trial_claim_name (trial, scene->would,
                        N_("It returns -1, and the error says that there is nothing yet."),
                            scene->no);
  soq_trial_claim (trial, scene->is_full && scene->taken > 0,
                   N_("send() takes what fits into the buffers while nobody receives, and then "
                      "says the same."),
                       SOQ_MEASURE_BYTES, (double) scene->taken);
}

static void
run (SoqTrial *trial)
{
  SoqStage *stage = soq_trial_get_stage (trial);
  Scene     scene = { .trial = trial };

  scene.silence = soq_trial_get_knob (trial, "silence") * 1000;
  scene.server = soq_trial_listen (trial, 1, &scene.address);
  if (scene.address != NULL)
    {
      soq_stage_spawn (stage, "lab-server", serve_cb, &scene);
      soq_stage_spawn (stage, "lab-client", client_cb, &scene);
    }
  soq_stage_join (stage);
  soq_lab_socket_free (scene.server);
  g_clear_object (&scene.address);

  if (!soq_stage_is_stopped (stage))
    claim (&scene);
}

static const SoqKnob knobs[] = {
  { "silence", N_("The client is silent for"), SOQ_KNOB_MILLISECONDS, 50, 3000, 1000, NULL },
};

const SoqExperiment soq_experiment_blocking = {
  .id = "blocking",
  .title = N_("Blocking and non-blocking"),
               .why = N_("A socket is blocking at first: a call that has nothing to return yet stops its "
            "thread until it has. "
            "On a non-blocking socket the same call returns at once with an error that means “try "
            "again later”, and the program can do something else meanwhile. "
            "send() waits too: when the buffers of both ends are full, because the other end does "
            "not receive."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
