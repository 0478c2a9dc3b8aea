/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-serving.h"

#include "soq-limits.h"
#include "soq-visitor.h"

/* Clients that one server of the lab has at once. */
#define MOST_VISITORS 64

/* How soon the loop notices that it was stopped where closing its sockets does
 * not wake it, and that the mode was changed.
 */
#define LOOP_TURN 50 /* milliseconds */

typedef struct
{
  SoqLabSocket *listener; /* (borrowed) (nullable): none where nobody is accepted any more */
  SoqServing   *serving;  /* (borrowed) */
  GPtrArray    *visitors; /* (owned) of SoqVisitor */
  guint        *accepted; /* (borrowed): how many there were in all */
} Loop;

/* What a thread that serves gets. */
typedef struct
{
  SoqServing *serving;  /* (borrowed) */
  SoqVisitor *visitor;  /* (owned) (nullable) */
  GPtrArray  *visitors; /* (owned) (nullable) of SoqVisitor */
} Job;

/**
 * soq_serving_mode_get_name:
 * @mode: a mode
 *
 * Returns: what an export calls it
 */
const char *
soq_serving_mode_get_name (SoqServingMode mode)
{
  static const char *const names[] = { "one-by-one", "threads", "loop" };

  return names[mode];
}

static SoqServingMode
get_mode (SoqServing *serving)
{
  return (SoqServingMode) g_atomic_int_get (&serving->mode);
}

static gboolean
may_go_on (SoqLabSocket *listener,
           SoqServing   *serving,
           guint         accepted)
{
  if (soq_stage_is_stopped (soq_lab_socket_get_stage (listener)))
    return FALSE;

  return serving->most == 0 || accepted < serving->most;
}

static void
serve_to_the_end (SoqVisitor *visitor,
                  SoqServing *serving)
{
  while (!visitor->over)
    soq_visitor_receive (visitor, serving);
  soq_visitor_free (visitor);
}

static void
serve_in_thread_cb (SoqStage *stage,
                    gpointer  user_data)
{
  Job *job = user_data;

  serve_to_the_end (job->visitor, job->serving);
  g_atomic_int_add (&job->serving->threads, -1);
  g_free (job);
}

static void
add_visitor (GPtrArray    *visitors,
             SoqLabSocket *socket)
{
  soq_lab_set_blocking (socket, FALSE);
  g_ptr_array_add (visitors, soq_visitor_new (socket));
}

static SoqLabReady
get_wanted (const SoqVisitor *visitor)
{
  /* Who does not take his answers is not asked for more. */
  return visitor->answer->len > 0 ? SOQ_LAB_READY_OUT : SOQ_LAB_READY_IN;
}

static void
accept_in_loop (Loop *loop)
{
  SoqLabSocket *socket = soq_lab_accept (loop->listener);

  if (socket == NULL)
    return;

  (*loop->accepted)++;
  add_visitor (loop->visitors, socket);
}

static void
handle_ready (Loop             *loop,
              const SoqLabPoll *polls)
{
  guint n = loop->visitors->len;

  for (guint i = 0; i < n; i++)
    {
      SoqVisitor *visitor = g_ptr_array_index (loop->visitors, i);

      if ((polls[i].ready & SOQ_LAB_READY_OUT) != 0)
        soq_visitor_send (visitor);
      else if ((polls[i].ready & SOQ_LAB_READY_IN) != 0)
        soq_visitor_receive (visitor, loop->serving);
    }

  for (guint i = n; i > 0; i--)
    if (((SoqVisitor *) g_ptr_array_index (loop->visitors, i - 1))->over)
      g_ptr_array_remove_index (loop->visitors, i - 1);
}

static gboolean
wants_to_accept (const Loop *loop)
{
  return loop->listener != NULL && loop->visitors->len < MOST_VISITORS &&
         may_go_on (loop->listener, loop->serving, *loop->accepted);
}

static void
turn_loop (Loop *loop)
{
  g_autofree SoqLabPoll *polls = g_new0 (SoqLabPoll, loop->visitors->len + 1);
  guint                  n = loop->visitors->len;
  gboolean               accepts = wants_to_accept (loop);

  for (guint i = 0; i < n; i++)
    {
      SoqVisitor *visitor = g_ptr_array_index (loop->visitors, i);

      polls[i].descriptor = soq_lab_socket_get_descriptor (visitor->socket);
      polls[i].wanted = get_wanted (visitor);
    }
  if (accepts)
    {
      polls[n].descriptor = soq_lab_socket_get_descriptor (loop->listener);
      polls[n].wanted = SOQ_LAB_READY_IN;
    }

  if (!soq_native_poll (polls, n + (accepts ? 1 : 0), LOOP_TURN))
    return;

  handle_ready (loop, polls);
  if (accepts && (polls[n].ready & SOQ_LAB_READY_IN) != 0)
    accept_in_loop (loop);
}

/* Those who are in the loop when the mode is changed stay in one. */
static void
finish_loop_cb (SoqStage *stage,
                gpointer  user_data)
{
  Job *job = user_data;
  Loop loop = { NULL, job->serving, job->visitors, NULL };

  while (loop.visitors->len > 0 && !soq_stage_is_stopped (stage))
    turn_loop (&loop);
  g_ptr_array_unref (job->visitors);
  g_free (job);
}

static void
serve_in_loop (SoqLabSocket *listener,
               SoqServing   *serving,
               SoqLabSocket *first,
               guint        *accepted)
{
  SoqStage *stage = soq_lab_socket_get_stage (listener);
  Loop      loop = { listener, serving, NULL, accepted };
  Job      *job;

  loop.visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_visitor_free);
  if (first != NULL)
    add_visitor (loop.visitors, first);
  soq_lab_set_blocking (listener, FALSE);

  while (get_mode (serving) == SOQ_SERVING_LOOP && !soq_stage_is_stopped (stage) &&
         (loop.visitors->len > 0 || wants_to_accept (&loop)))
    turn_loop (&loop);

  soq_lab_set_blocking (listener, TRUE);
  if (loop.visitors->len == 0)
    {
      g_ptr_array_unref (loop.visitors);
      return;
    }

  job = g_new0 (Job, 1);
  job->serving = serving;
  job->visitors = loop.visitors;
  soq_stage_spawn (stage, "lab-loop", finish_loop_cb, job);
}

static void
serve_accepted (SoqLabSocket *listener,
                SoqServing   *serving,
                SoqLabSocket *socket,
                guint        *accepted)
{
  Job *job;

  switch (get_mode (serving))
    {
    case SOQ_SERVING_LOOP:
      serve_in_loop (listener, serving, socket, accepted);
      break;

    case SOQ_SERVING_THREADS:
      job = g_new0 (Job, 1);
      job->serving = serving;
      job->visitor = soq_visitor_new (socket);
      g_atomic_int_inc (&serving->threads);
      soq_stage_spawn (soq_lab_socket_get_stage (listener), "lab-client", serve_in_thread_cb, job);
      break;

    case SOQ_SERVING_ONE_BY_ONE:
    case SOQ_N_SERVING_MODES:
    default:
      serve_to_the_end (soq_visitor_new (socket), serving);
      break;
    }
}

/**
 * soq_serve:
 * @listener: a listening socket
 * @serving: how; must stay until all threads of the stage have ended
 *
 * Serves clients in this thread, and in others that it spawns, until the stage
 * is stopped or as many came as @serving says.
 */
void
soq_serve (SoqLabSocket *listener,
           SoqServing   *serving)
{
  guint accepted = 0;

  while (may_go_on (listener, serving, accepted))
    {
      SoqLabSocket *socket;

      if (get_mode (serving) == SOQ_SERVING_LOOP)
        {
          serve_in_loop (listener, serving, NULL, &accepted);
          continue;
        }

      /* Who finds no free thread waits in the backlog. */
      socket = g_atomic_int_get (&serving->threads) < MOST_VISITORS ? soq_lab_accept (listener)
                                                                    : NULL;
      if (socket != NULL)
        {
          accepted++;
          serve_accepted (listener, serving, socket, &accepted);
        }
      else if (!soq_stage_wait (soq_lab_socket_get_stage (listener), SOQ_TIME_ACCEPT_REST))
        return;
    }
}
