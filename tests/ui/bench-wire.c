/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-wire-view.h"

#include <stdio.h>
#include <time.h>

/* How many frames a window with a wire view draws in a second while nothing is
 * called, and while 10,000 calls a second are; not a test, as it depends on
 * the machine. Run it with “meson test --benchmark”.
 */

#define SECONDS      5
#define PER_SECOND   10000
#define MILLISECONDS 5  /* between two portions of calls */
#define FIRST        50 /* calls, for something to be seen before */

typedef struct
{
  SoqTap *taps[2]; /* (owned): both ends of a connection */
  gint64  begun;   /* when the first of the calls was made */
  guint   made;
  guint   frames;
  gint64  longest; /* µs from frame to frame */
  gint64  last;
} Bench;

static void
make_calls (Bench *self,
            guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      GOutputVector vector = { "PRIVMSG #lobby :hello there\r\n", 29 };
      SoqTap       *tap = self->taps[self->made % 2];

      soq_tap_bytes (tap, self->made % 2 == 0 ? SOQ_CALL_SEND : SOQ_CALL_RECV, SOQ_CALL_NO_FLAGS,
                     soq_tap_begin (tap), NULL, &vector, 1, 2048, 29, NULL);
      self->made++;
    }
}

/* As many as belong to the time that has passed, so that a timer that comes
 * late does not make it easier.
 */
static gboolean
call_cb (gpointer user_data)
{
  Bench *self = user_data;
  gint64 passed = g_get_monotonic_time () - self->begun;
  guint  due = (guint) (passed * PER_SECOND / G_USEC_PER_SEC);

  if (due > self->made)
    make_calls (self, due - self->made);

  return G_SOURCE_CONTINUE;
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  Bench *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (self->last != 0)
    self->longest = MAX (self->longest, now - self->last);
  self->last = now;
  self->frames++;
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static double
measure (Bench      *self,
         GtkWidget  *view,
         const char *name)
{
  gboolean over = FALSE;
  guint    tick = gtk_widget_add_tick_callback (view, frame_cb, self, NULL);
  guint    made = self->made;
  clock_t  cpu = clock ();
  double   rate;

  self->frames = 0;
  self->longest = 0;
  self->last = 0;
  g_timeout_add_seconds (SECONDS, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (view, tick);

  rate = (double) self->frames / SECONDS;
  printf ("%s: %.1f frames/s, the longest took %.1f ms, %u calls/s, %.0f%% of a processor\n", name,
          rate, (double) self->longest / 1000, (self->made - made) / SECONDS,
          (double) (clock () - cpu) / CLOCKS_PER_SEC / SECONDS * 100);

  return rate;
}

static void
set_addresses (SoqTap *tap,
               guint16 local_port,
               guint16 remote_port)
{
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  local = g_inet_socket_address_new_from_string ("127.0.0.1", local_port);
  remote = g_inet_socket_address_new_from_string ("127.0.0.1", remote_port);
  soq_trace_socket_set_addresses (soq_tap_get_socket (tap), local, remote);
}

int
main (void)
{
  Bench                self = { 0 };
  g_autoptr (SoqTrace) trace = soq_trace_new (NULL);
  GtkWidget           *view;
  GtkWindow           *window;
  guint                timer;
  double               idle;
  double               busy;

  soq_ui_test_init ();
  self.taps[0] = soq_tap_new (trace, SOQ_TRACE_ROLE_CONNECTED, 5);
  self.taps[1] = soq_tap_new (trace, SOQ_TRACE_ROLE_ACCEPTED, 6);
  set_addresses (self.taps[0], 40000, 5000);
  set_addresses (self.taps[1], 5000, 40000);
  view = g_object_new (SOQ_TYPE_WIRE_VIEW, NULL);
  soq_wire_view_set_trace (SOQ_WIRE_VIEW (view), trace);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (window, view);
  gtk_window_set_default_size (window, 700, 600);
  soq_ui_test_present (window);

  make_calls (&self, FIRST);
  idle = measure (&self, view, "nothing is called");
  self.begun = g_get_monotonic_time ();
  self.made = 0;
  timer = g_timeout_add (MILLISECONDS, call_cb, &self);
  busy = measure (&self, view, "calls");
  printf ("ratio %.2f\n", busy / idle);

  g_source_remove (timer);
  gtk_window_destroy (window);
  soq_tap_unref (self.taps[0]);
  soq_tap_unref (self.taps[1]);

  return 0;
}
