/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiments-private.h"

#include "soq-address.h"
#include "soq-trial.h"

#include <glib/gi18n.h>
#include <gio/gnetworking.h>

#define NAME "localhost"

enum
{
  LISTEN_IPV4,
  LISTEN_IPV6,
  LISTEN_BOTH,
};

typedef struct
{
  SoqTrial     *trial;
  SoqLabSocket *servers[2]; /* (owned) (nullable): for IPv4 and for IPv6 */
  guint16       port;

  guint found;           /* addresses of the name */
  guint refused;         /* attempts before the one that succeeded */
  guint failed;          /* attempts that ended in another way */
  char *winner;          /* (owned) (nullable) */
  char *expected_winner; /* (owned) (nullable) */

  const char *added;      /* (nullable): an address that the name does not have here */
  const char *impossible; /* (nullable): the error, if there is no such family here */
} Scene;

static void
listen_on (Scene        *scene,
           GSocketFamily family)
{
  gboolean                   six = family == G_SOCKET_FAMILY_IPV6;
  g_autoptr (GSocketAddress) wanted = NULL;
  g_autoptr (GSocketAddress) got = NULL;
  SoqLabSocket              *socket = soq_lab_socket (soq_trial_get_stage (scene->trial),
                                                      SOQ_TRACE_ROLE_LISTENER, family,
                                                      G_SOCKET_TYPE_STREAM);

  wanted = g_inet_socket_address_new_from_string (six ? "::1" : "127.0.0.1", scene->port);
  if (six)
    soq_lab_setsockopt (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY");
  if (!soq_lab_bind (socket, wanted) || !soq_lab_listen (socket, 5))
    {
      soq_lab_socket_free (socket);
      return;
    }

  got = soq_lab_getsockname (socket);
  scene->port = soq_socket_address_get_port (got);
  scene->servers[six ? 1 : 0] = socket;
}

/* The port must be the same for both, and free for both. */
static void
open_servers (Scene *scene,
              int    where)
{
  if (where != LISTEN_IPV6)
    listen_on (scene, G_SOCKET_FAMILY_IPV4);
  if (where != LISTEN_IPV4)
    listen_on (scene, G_SOCKET_FAMILY_IPV6);
}

static gboolean
has_family (GPtrArray    *addresses,
            GSocketFamily family)
{
  for (guint i = 0; i < addresses->len; i++)
    if (g_socket_address_get_family (g_ptr_array_index (addresses, i)) == family)
      return TRUE;

  return FALSE;
}

static void
look_up (Scene      *scene,
         GPtrArray  *addresses,
         const char *number,
         int         place)
{
  g_autoptr (GPtrArray) more = soq_lab_getaddrinfo (soq_trial_get_stage (scene->trial), number,
                                                    scene->port, G_SOCKET_TYPE_STREAM);

  scene->added = number;
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_insert (addresses, place < 0 ? -1 : place + (int) i,
                        g_object_ref (g_ptr_array_index (more, i)));
}

/* The name has addresses of both families on most computers, but not on all;
 * then what is missing is asked for by its number. IPv6 comes first, as usual.
 */
static void
complete (Scene     *scene,
          GPtrArray *addresses)
{
  gboolean six = has_family (addresses, G_SOCKET_FAMILY_IPV6);
  gboolean four = has_family (addresses, G_SOCKET_FAMILY_IPV4);

  if (!six)
    look_up (scene, addresses, "::1", 0);
  if (!four)
    look_up (scene, addresses, "127.0.0.1", -1);
}

static gboolean
is_served (const Scene    *scene,
           GSocketAddress *address)
{
  gboolean six = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return scene->servers[six ? 1 : 0] != NULL;
}

static void
try_in_order (Scene     *scene,
              GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len && scene->winner == NULL; i++)
    {
      GSocketAddress          *address = g_ptr_array_index (addresses, i);
      g_autoptr (SoqLabSocket) socket = soq_lab_socket (soq_trial_get_stage (scene->trial),
                                                        SOQ_TRACE_ROLE_CONNECTED,
                                                        g_socket_address_get_family (address),
                                                        G_SOCKET_TYPE_STREAM);

      if (soq_lab_connect (socket, address))
        scene->winner = soq_socket_address_dup_text (address);
      else if (soq_lab_socket_get_error (socket) == SOQ_LAB_ERROR_REFUSED)
        scene->refused++;
      else if (!is_served (scene, address) &&
               soq_lab_socket_get_error (socket) == SOQ_LAB_ERROR_OTHER)
        scene->impossible = soq_lab_socket_get_error_name (socket);
      else
        scene->failed++;
    }
}

static void
claim (const Scene *scene)
{
  SoqTrial *trial = scene->trial;

  if (scene->found == 0)
    soq_trial_claim_name (trial, TRUE,
                          N_("“localhost” has no address on this computer, so both were looked up by their numbers."),
                              "::1, 127.0.0.1");
  else
    soq_trial_claim (trial, TRUE, N_("getaddrinfo() returned the addresses of “localhost”."), SOQ_MEASURE_COUNT, scene->found);
  if (scene->found > 0 && scene->added != NULL)
    soq_trial_claim_name (trial, TRUE,
                          N_("“localhost” has addresses of one kind only here, so the other one was looked up by its number."),
                              scene->added);
  soq_trial_claim (trial, scene->expected_winner == NULL || scene->failed == 0,
                   N_("Addresses on which nobody listens refused the client."), SOQ_MEASURE_COUNT,
                       scene->refused);
  if (scene->impossible != NULL)
    soq_trial_claim_name (trial, TRUE,
                          N_("This computer cannot use addresses of one kind, so that one was not tried."),
                              scene->impossible);
  soq_trial_claim_name (trial, g_strcmp0 (scene->winner, scene->expected_winner) == 0,
                        N_("The client is connected to the first address that answered."),
                            scene->winner != NULL ? scene->winner : "—");
}

static void
run (SoqTrial *trial)
{
  Scene                 scene = { .trial = trial };
  g_autoptr (GPtrArray) addresses = NULL;

  open_servers (&scene, soq_trial_get_knob (trial, "listen"));
  addresses = soq_lab_getaddrinfo (soq_trial_get_stage (trial), NAME, scene.port,
                                   G_SOCKET_TYPE_STREAM);
  scene.found = addresses->len;
  complete (&scene, addresses);
  for (guint i = 0; i < addresses->len && scene.expected_winner == NULL; i++)
    if (is_served (&scene, g_ptr_array_index (addresses, i)))
      scene.expected_winner = soq_socket_address_dup_text (g_ptr_array_index (addresses, i));
  try_in_order (&scene, addresses);

  g_clear_pointer (&scene.servers[0], soq_lab_socket_free);
  g_clear_pointer (&scene.servers[1], soq_lab_socket_free);
  if (!soq_stage_is_stopped (soq_trial_get_stage (trial)))
    claim (&scene);
  g_free (scene.winner);
  g_free (scene.expected_winner);
}

static const char *const places[] = { "IPv4", "IPv6", N_("IPv4 and IPv6"), NULL };

static const SoqKnob knobs[] = {
  { "listen", N_("The server listens on"), SOQ_KNOB_CHOICE, 0, 2, LISTEN_IPV4, places },
};

const SoqExperiment soq_experiment_names = {
  .id = "names",
  .title = N_("From names to addresses"),
               .why = N_("Sockets know only addresses; getaddrinfo() looks a name up and returns a list of "
            "them, often one of IPv6 and one of IPv4. "
            "A client tries them in that order until one answers. "
            "A server that listens on one of them only is not found on the other: that is why "
            "“localhost” sometimes fails where 127.0.0.1 works."),
                          .knobs = knobs,
                          .n_knobs = G_N_ELEMENTS (knobs),
                          .run = run,
               };
