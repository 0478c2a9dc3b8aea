/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-trial.h"

#include <glib/gi18n.h>
#include <gio/gnetworking.h>

/* A port that somebody has, but on which nobody listens, refuses for sure. */
static void
try_refused (SoqTrial *trial)
{
  SoqStage                  *stage = soq_trial_get_stage (trial);
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (SoqLabSocket)   owner = soq_lab_socket (stage, SOQ_TRACE_ROLE_LISTENER,
                                                     G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);
  g_autoptr (SoqLabSocket)   client = NULL;

  soq_lab_bind (owner, any_port);
  address = soq_lab_getsockname (owner);
  client = soq_trial_connect (trial, address);
  soq_trial_claim_name (trial, soq_lab_socket_get_error (client) == SOQ_LAB_ERROR_REFUSED,
                        N_("Refused: nobody listens on that port."),
                            soq_lab_socket_get_error_name (client));
}

static void
try_in_use (SoqTrial *trial)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (SoqLabSocket)   server = soq_trial_listen (trial, 1, &address);
  g_autoptr (SoqLabSocket)   second = soq_lab_socket_of (soq_trial_get_stage (trial),
                                                         N_("Second Server"),
                                                             SOQ_TRACE_ROLE_LISTENER,
                                                             G_SOCKET_FAMILY_IPV4,
                                                             G_SOCKET_TYPE_STREAM);

  soq_lab_bind (second, address);
  soq_trial_claim_name (trial, soq_lab_socket_get_error (second) == SOQ_LAB_ERROR_IN_USE,
                        N_("In use: another server has that port."),
                            soq_lab_socket_get_error_name (second));
}

static SoqLabSocket *
bind_again (SoqTrial       *trial,
            GSocketAddress *address,
            gboolean        reuse)
{
  SoqLabSocket *socket = soq_lab_socket (soq_trial_get_stage (trial), SOQ_TRACE_ROLE_LISTENER,
                                         G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);

  if (reuse)
    soq_lab_setsockopt (socket, SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
  soq_lab_bind (socket, address);

  return socket;
}

/* Leaves the port of a server, which closed first, to connections that end. */
static GSocketAddress *
use_port_once (SoqTrial *trial,
               gboolean  reuse)
{
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  g_autoptr (SoqLabSocket)   server = bind_again (trial, any_port, reuse);
  g_autoptr (SoqLabSocket)   client = NULL;
  g_autoptr (SoqLabSocket)   connection = NULL;
  GSocketAddress            *address;
  guint8                     byte;

  soq_lab_listen (server, 1);
  address = soq_lab_getsockname (server);
  client = soq_trial_connect (trial, address);
  connection = soq_lab_accept (server);
  if (connection != NULL)
    soq_lab_close (connection);
  soq_lab_recv (client, &byte, 1);

  return address;
}

static void
try_again (SoqTrial *trial)
{
  g_autoptr (GSocketAddress) address = use_port_once (trial, FALSE);
  g_autoptr (SoqLabSocket)   again = bind_again (trial, address, FALSE);

  if (soq_native_keeps_ports ())
    soq_trial_claim_name (trial, soq_lab_socket_get_error (again) == SOQ_LAB_ERROR_IN_USE,
                          N_("Still in use: a server has ended, but its connections linger."),
                              soq_lab_socket_get_error_name (again));
}

/* Linux wants the server that has ended to have set it too. */
static void
try_again_with_reuse (SoqTrial *trial)
{
  g_autoptr (GSocketAddress) address = use_port_once (trial, TRUE);
  g_autoptr (SoqLabSocket)   again = bind_again (trial, address, TRUE);
  gboolean                   ok = soq_lab_socket_get_error (again) == SOQ_LAB_ERROR_NONE;

  soq_trial_claim_name (trial, ok,
                        N_("A server that sets SO_REUSEADDR has its port again at once."),
                            ok ? "bind() = 0" : soq_lab_socket_get_error_name (again));
}

static void
try_reset (SoqTrial *trial)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (SoqLabSocket)   server = soq_trial_listen (trial, 1, &address);
  g_autoptr (SoqLabSocket)   client = soq_trial_connect (trial, address);
  g_autoptr (SoqLabSocket)   connection = soq_lab_accept (server);
  guint8                     byte;

  if (connection == NULL)
    return;

  soq_lab_set_linger (connection, 0);
  soq_lab_close (connection);
  soq_lab_recv (client, &byte, 1);
  soq_trial_claim_name (trial, soq_lab_socket_get_error (client) == SOQ_LAB_ERROR_RESET,
                        N_("Reset: the other end broke the connection instead of ending it."),
                            soq_lab_socket_get_error_name (client));
}

static void
try_timed_out (SoqTrial *trial)
{
  g_autoptr (GSocketAddress) address = NULL;
  gint64                     limit = soq_trial_get_knob (trial, "limit") * 1000;
  g_autoptr (SoqLabSocket)   server = soq_trial_listen (trial, 1, &address);
  g_autoptr (SoqLabSocket)   client = soq_trial_connect (trial, address);
  guint8                     byte;
  gint64                     begin;
  gint64                     took;
  SoqLabError                error;

  soq_lab_set_receive_timeout (client, limit);
  begin = g_get_monotonic_time ();
  soq_lab_recv (client, &byte, 1);
  took = g_get_monotonic_time () - begin;
  error = soq_lab_socket_get_error (client);

  soq_trial_claim_name (trial,
                        error == SOQ_LAB_ERROR_WOULD_BLOCK || error == SOQ_LAB_ERROR_TIMED_OUT,
                        N_("Timed out: the server is there, but says nothing."),
                            soq_lab_socket_get_error_name (client));
  soq_trial_claim (trial, took >= limit * 8 / 10,
                   N_("recv() with a time limit waited as long as it was allowed to."),
                       SOQ_MEASURE_SECONDS, (double) took / G_USEC_PER_SEC);
}

static void
run (SoqTrial *trial)
{
  /* clang-format off */
  static const struct
  {
    const char *scene;
    void (*play) (SoqTrial *trial);
  } tries[] = {
    { N_("Refused"), try_refused },
    { N_("In use"), try_in_use },
    { N_("Still in use"), try_again },
    { N_("In use again at once, with SO_REUSEADDR"), try_again_with_reuse },
    { N_("Reset"), try_reset },
    { N_("Timed out"), try_timed_out },
  };
  /* clang-format on */
  SoqStage *stage = soq_trial_get_stage (trial);

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    if (!soq_stage_is_stopped (stage))
      {
        soq_stage_set_scene (stage, tries[i].scene);
        tries[i].play (trial);
      }
}

static const SoqKnob knobs[] = {
  { "limit", N_("Time limit of recv()"), SOQ_KNOB_MILLISECONDS, 50, 3000, 500, NULL },
};

const SoqExperiment soq_experiment_failures = {
  .id = "failures",
  .title = N_("Refused, in use, reset, timed out"),
               .why = N_("Every call can fail, and its error says why: look at what each call returns. "
            "Refused means that the computer is there and no server is; no answer at all means "
            "that something on the way keeps it back, or that the server is busy. "
            "Only one server can have a port, and after it has ended the system keeps the port "
            "for a minute, unless servers set SO_REUSEADDR."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
