/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trial.h"

#include "soq-lab-json.h"
#include "soq-timeline.h"

struct _SoqTrial
{
  const SoqExperiment *experiment;
  SoqStage            *stage; /* (owned) */
  int                 *knobs; /* (owned): their values; not changed once it runs */

  GMutex     mutex;  /* guards the following */
  GPtrArray *claims; /* (owned) of SoqClaim */
};

static void
free_claim (gpointer data)
{
  SoqClaim *claim = data;

  g_free (claim->name);
  g_free (claim);
}

SoqTrial *
soq_trial_new (const SoqExperiment *experiment)
{
  SoqTrial *self = g_atomic_rc_box_new0 (SoqTrial);

  self->experiment = experiment;
  self->stage = soq_stage_new (NULL);
  self->knobs = g_new0 (int, experiment->n_knobs + 1);
  self->claims = g_ptr_array_new_with_free_func (free_claim);
  g_mutex_init (&self->mutex);
  for (guint i = 0; i < experiment->n_knobs; i++)
    self->knobs[i] = experiment->knobs[i].usual;

  return self;
}

SoqTrial *
soq_trial_ref (SoqTrial *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_trial (gpointer data)
{
  SoqTrial *self = data;

  g_mutex_clear (&self->mutex);
  g_ptr_array_unref (self->claims);
  g_free (self->knobs);
  soq_stage_unref (self->stage);
}

void
soq_trial_unref (SoqTrial *self)
{
  g_atomic_rc_box_release_full (self, clear_trial);
}

const SoqExperiment *
soq_trial_get_experiment (SoqTrial *self)
{
  return self->experiment;
}

SoqStage *
soq_trial_get_stage (SoqTrial *self)
{
  return self->stage;
}

SoqTrace *
soq_trial_get_trace (SoqTrial *self)
{
  return soq_stage_get_trace (self->stage);
}

static int *
find_value (SoqTrial   *self,
            const char *id)
{
  const SoqKnob *knob = soq_experiment_find_knob (self->experiment, id);

  g_return_val_if_fail (knob != NULL, self->knobs);

  return &self->knobs[knob - self->experiment->knobs];
}

int
soq_trial_get_knob (SoqTrial   *self,
                    const char *id)
{
  return *find_value (self, id);
}

/**
 * soq_trial_set_knob:
 * @self: a trial that does not run yet
 * @id: of the knob
 * @value: brought into the knob's range
 */
void
soq_trial_set_knob (SoqTrial   *self,
                    const char *id,
                    int         value)
{
  const SoqKnob *knob = soq_experiment_find_knob (self->experiment, id);

  g_return_if_fail (knob != NULL);

  *find_value (self, id) = CLAMP (value, knob->least, knob->most);
}

static void
add_claim (SoqTrial *self,
           SoqClaim  facts)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->claims, g_memdup2 (&facts, sizeof facts));
  g_mutex_unlock (&self->mutex);
}

/**
 * soq_trial_claim:
 * @self: a trial
 * @holds: whether the sockets did as @text says
 * @text: (not copied): a sentence
 * @measure: what @number is
 * @number: what was measured
 */
void
soq_trial_claim (SoqTrial   *self,
                 gboolean    holds,
                 const char *text,
                 SoqMeasure  measure,
                 double      number)
{
  SoqClaim facts = { text, holds, measure, number, NULL };

  add_claim (self, facts);
}

void
soq_trial_claim_name (SoqTrial   *self,
                      gboolean    holds,
                      const char *text,
                      const char *name)
{
  SoqClaim facts = { text, holds, SOQ_MEASURE_TEXT, 0, NULL };

  facts.name = g_strdup (name);
  add_claim (self, facts);
}

/**
 * soq_trial_dup_claims:
 * @self: a trial
 *
 * Returns: (transfer full) (element-type SoqClaim): what it has found so far
 */
GPtrArray *
soq_trial_dup_claims (SoqTrial *self)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (free_claim);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->claims->len; i++)
    {
      SoqClaim *copy = g_memdup2 (g_ptr_array_index (self->claims, i), sizeof (SoqClaim));

      copy->name = g_strdup (copy->name);
      g_ptr_array_add (copies, copy);
    }
  g_mutex_unlock (&self->mutex);

  return copies;
}

/**
 * soq_claim_dup_measured:
 * @claim: a claim
 *
 * Returns: (transfer full): what was measured, with its unit
 */
char *
soq_claim_dup_measured (const SoqClaim *claim)
{
  switch (claim->measure)
    {
    case SOQ_MEASURE_COUNT:
      return g_strdup_printf ("%.0f", claim->number);

    case SOQ_MEASURE_SECONDS:
      if (claim->number < 0.001)
        return g_strdup_printf ("%.0f µs", claim->number * G_USEC_PER_SEC);

      return claim->number < 0.1 ? g_strdup_printf ("%.1f ms", claim->number * 1000)
                                 : g_strdup_printf ("%.2f s", claim->number);

    case SOQ_MEASURE_BYTES:
      return g_strdup_printf ("%.0f B", claim->number);

    case SOQ_MEASURE_TEXT:
    default:
      return g_strdup (claim->name != NULL ? claim->name : "");
    }
}

static void
add_claims (SoqLabJson *json,
            SoqTrial   *self)
{
  g_autoptr (GPtrArray) claims = soq_trial_dup_claims (self);

  soq_lab_json_begin (json, "claims", '[');
  for (guint i = 0; i < claims->len; i++)
    {
      const SoqClaim  *claim = g_ptr_array_index (claims, i);
      g_autofree char *measured = soq_claim_dup_measured (claim);

      soq_lab_json_begin (json, NULL, '{');
      soq_lab_json_add_text (json, "claim", claim->text);
      soq_lab_json_add_boolean (json, "holds", claim->holds);
      soq_lab_json_add_text (json, "measured", measured);
      soq_lab_json_end (json, '}');
    }
  soq_lab_json_end (json, ']');
}

/**
 * soq_trial_to_json:
 * @self: a trial
 *
 * Returns: (transfer full): with which knobs it ran, what it found, and how
 *   long each client waited
 */
char *
soq_trial_to_json (SoqTrial *self)
{
  g_autoptr (SoqTimeline) timeline = soq_timeline_new (soq_trial_get_trace (self));
  SoqLabJson              json;

  soq_lab_json_init (&json);
  soq_lab_json_begin (&json, NULL, '{');
  soq_lab_json_add_text (&json, "experiment", self->experiment->id);
  soq_lab_json_begin (&json, "knobs", '{');
  for (guint i = 0; i < self->experiment->n_knobs; i++)
    soq_lab_json_add_number (&json, self->experiment->knobs[i].id, self->knobs[i]);
  soq_lab_json_end (&json, '}');
  add_claims (&json, self);
  soq_timeline_write (timeline, &json, "timeline");
  soq_lab_json_end (&json, '}');

  return soq_lab_json_finish (&json);
}

/**
 * soq_trial_new_loopback:
 * @port: a port, or 0 for any
 *
 * Returns: (transfer full): that port of this computer
 */
GSocketAddress *
soq_trial_new_loopback (guint16 port)
{
  return g_inet_socket_address_new_from_string ("127.0.0.1", port);
}

/**
 * soq_trial_listen:
 * @self: a trial
 * @backlog: how many connections may wait
 * @address: (out) (transfer full) (nullable): where it listens
 *
 * Calls what a server calls before it accepts.
 *
 * Returns: (transfer full): a socket that listens on a free port
 */
SoqLabSocket *
soq_trial_listen (SoqTrial        *self,
                  int              backlog,
                  GSocketAddress **address)
{
  g_autoptr (GSocketAddress) any_port = soq_trial_new_loopback (0);
  SoqLabSocket              *socket = soq_lab_socket (self->stage, SOQ_TRACE_ROLE_LISTENER,
                                                      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);

  soq_lab_bind (socket, any_port);
  soq_lab_listen (socket, backlog);
  *address = soq_lab_getsockname (socket);

  return socket;
}

/**
 * soq_trial_connect:
 * @self: a trial
 * @address: (nullable): where a server listens
 *
 * Returns: (transfer full): a socket, connected if that succeeded
 */
SoqLabSocket *
soq_trial_connect (SoqTrial       *self,
                   GSocketAddress *address)
{
  g_autoptr (GSocketAddress) own = NULL;
  SoqLabSocket              *socket = soq_lab_socket (self->stage, SOQ_TRACE_ROLE_CONNECTED,
                                                      G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM);

  if (address != NULL && soq_lab_connect (socket, address))
    own = soq_lab_getsockname (socket);

  return socket;
}

/**
 * soq_trial_receive_exactly:
 * @socket: a connected socket
 * @buffer: (array length=length): where to
 * @length: how many bytes
 *
 * Calls recv () until all have come.
 *
 * Returns: whether they did
 */
gboolean
soq_trial_receive_exactly (SoqLabSocket *socket,
                           guint8       *buffer,
                           gsize         length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = soq_lab_recv (socket, buffer + done, length - done);

      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }

  return TRUE;
}
