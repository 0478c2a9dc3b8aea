/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-model.h"

#include "soq-trace-text.h"
#include "soq-wire-lanes.h"
#include "soq-wire-parties.h"

#include <string.h>

/* Rows that the model keeps; when there are so many more, the oldest go, many
 * at once, as the rest has to move up.
 */
#define MOST_ROWS 20000
#define SURPLUS   2000

/* What one frame takes, so that it stays a frame. */
#define MOST_AT_ONCE 4000

#define ROW_HEIGHT   22.0
#define BYTES_HEIGHT 42.0

/* A gap in time is drawn no longer than this, in pixels. */
#define MOST_GAP 240.0

/**
 * SoqWireModel:
 *
 * What a ladder shows of a trace: the calls that the filter lets through, who
 * made them, and where each stands. It takes what is new when it is asked to,
 * once in a frame.
 */
struct _SoqWireModel
{
  GObject parent_instance;

  SoqTrace       *trace;   /* (owned) (nullable) */
  guint64         seen;    /* the number of the newest record that was taken */
  GPtrArray      *records; /* (owned) of SoqTraceRecord: all that was taken */
  GPtrArray      *rows;    /* (owned) of SoqWireEvent: those that are shown */
  SoqWireParties *parties; /* (owned): of those that are shown */
  GHashTable     *mine;    /* (owned): “local remote” of sockets of this branch */
  SoqWireLanes   *lanes;   /* (owned) */
  gint64          zero;    /* when the first record began; 0 before it */
  double          start;   /* where the first row stands */
  const char     *scene;   /* (nullable): of the newest row */

  gboolean whole;      /* show every branch of the trace */
  gboolean bytes_only; /* show only calls that carry bytes */
  char    *party;      /* (owned) (nullable): the only party to show */
  char    *text;       /* (owned) (nullable): what calls or bytes must contain, folded */
  double   scale;      /* pixels per second; 0: a row follows the other */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SoqWireModel,
                               soq_wire_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SOQ_TYPE_WIRE_EVENT;
}

static guint
get_n_items (GListModel *model)
{
  return SOQ_WIRE_MODEL (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SoqWireModel *self = SOQ_WIRE_MODEL (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_own_branch (SoqWireModel   *self,
               SoqTraceSocket *socket)
{
  return soq_trace_socket_get_branch (socket) == soq_trace_get_branch (self->trace);
}

static guint
find_own (SoqWireModel         *self,
          const SoqTraceRecord *record)
{
  SoqTraceSocket  *socket = record->socket;
  gboolean         is_server = soq_trace_socket_is_server (socket);
  gboolean         listens = soq_trace_socket_get_role (socket) == SOQ_TRACE_ROLE_LISTENER;
  g_autofree char *local = soq_trace_socket_dup_local (socket);
  const char      *who = soq_trace_socket_get_who (socket);
  guint            own;

  if (who != NULL)
    return soq_wire_parties_add_titled (self->parties, who, local, is_server);

  if (local == NULL && listens)
    local = g_strdup (record->argument);
  own = soq_wire_parties_add (self->parties, local, is_server);

  return own != SOQ_WIRE_NOBODY ? own : soq_wire_parties_add_nameless (self->parties, socket);
}

static void
set_parties (SoqWireModel *self,
             SoqWireEvent *event)
{
  SoqTraceSocket  *socket = event->record->socket;
  gboolean         is_server = soq_trace_socket_is_server (socket);
  gboolean         listens = soq_trace_socket_get_role (socket) == SOQ_TRACE_ROLE_LISTENER;
  g_autofree char *remote = soq_trace_socket_dup_remote (socket);
  g_autofree char *name = soq_trace_socket_dup_name (socket);
  gboolean         datagram = !soq_trace_socket_is_stream (socket);

  event->own = find_own (self, event->record);
  if (event->own != SOQ_WIRE_NOBODY && is_own_branch (self, socket))
    soq_wire_parties_claim (self->parties, event->own);

  if (listens && event->record->call == SOQ_CALL_ACCEPT)
    event->other = soq_wire_parties_add (self->parties, event->record->argument, FALSE);
  else if (datagram && remote == NULL && event->record->bytes != NULL)
    event->other = soq_wire_parties_add (self->parties, event->record->argument, !is_server);
  else if (!listens)
    event->other = soq_wire_parties_add (self->parties, remote, !is_server);

  if (name != NULL && event->other != SOQ_WIRE_NOBODY)
    {
      SoqWireParty *party = self->parties->array->pdata[event->other];

      g_free (party->name);
      party->name = g_steal_pointer (&name);
    }
}

static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *haystack = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return haystack != NULL && strstr (haystack, folded) != NULL;
}

static gboolean
matches_text (SoqWireModel         *self,
              const SoqTraceRecord *record)
{
  g_autofree char *call = NULL;
  g_autofree char *bytes = NULL;

  if (self->text == NULL)
    return TRUE;

  call = soq_trace_record_dup_call (record);
  bytes = soq_trace_record_dup_preview (record, G_MAXUINT);

  return contains (call, self->text) || contains (bytes, self->text);
}

/* A socket of another part of the program is shown if it is the other end of
 * one of ours.
 */
static gboolean
is_in_scope (SoqWireModel   *self,
             SoqTraceSocket *socket)
{
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;
  g_autofree char *pair = NULL;

  if (self->whole || is_own_branch (self, socket))
    return TRUE;

  local = soq_trace_socket_dup_local (socket);
  remote = soq_trace_socket_dup_remote (socket);
  if (local == NULL || remote == NULL)
    return FALSE;

  pair = g_strdup_printf ("%s %s", remote, local);

  return g_hash_table_contains (self->mine, pair);
}

static gboolean
is_shown (SoqWireModel   *self,
          SoqTraceRecord *record)
{
  if (!is_in_scope (self, record->socket))
    return FALSE;

  if (self->bytes_only && record->bytes == NULL)
    return FALSE;

  return matches_text (self, record);
}

static gboolean
is_of_party (SoqWireModel *self,
             guint         party)
{
  if (party == SOQ_WIRE_NOBODY)
    return FALSE;

  return strcmp (((SoqWireParty *) self->parties->array->pdata[party])->key, self->party) == 0;
}

static void
place_row (SoqWireModel *self,
           SoqWireEvent *event)
{
  SoqWireEvent *above = self->rows->len > 0 ? self->rows->pdata[self->rows->len - 1] : NULL;

  event->height = event->record->bytes != NULL ? BYTES_HEIGHT : ROW_HEIGHT;
  event->top = above != NULL ? above->top + above->height : self->start;
  if (event->scene != NULL)
    event->top += SOQ_WIRE_SCENE_HEIGHT;
  if (above != NULL && self->scale > 0)
    event->top += CLAMP ((double) (event->record->end - above->record->end) / G_USEC_PER_SEC *
                           self->scale,
                         0, MOST_GAP);
}

static void
begin_scene (SoqWireModel *self,
             SoqWireEvent *event)
{
  const char *scene = soq_trace_socket_get_scene (event->record->socket);

  if (g_strcmp0 (scene, self->scene) == 0)
    return;

  event->scene = scene;
  self->scene = scene;
}

static void
append_row (SoqWireModel   *self,
            SoqTraceRecord *record)
{
  g_autoptr (SoqWireEvent) event = NULL;

  if (!is_shown (self, record))
    return;

  event = soq_wire_event_new (record);
  set_parties (self, event);
  if (self->party != NULL && !is_of_party (self, event->own) && !is_of_party (self, event->other))
    return;

  begin_scene (self, event);
  place_row (self, event);
  soq_wire_lanes_add (self->lanes, event);
  g_ptr_array_add (self->rows, g_steal_pointer (&event));
}

/* Returns whether that changes who is shown, or as whom. */
static gboolean
note_socket (SoqWireModel   *self,
             SoqTraceSocket *socket)
{
  guint            branch = soq_trace_socket_get_branch (socket);
  gboolean         client = !soq_trace_socket_is_server (socket);
  g_autofree char *local = soq_trace_socket_dup_local (socket);
  g_autofree char *remote = soq_trace_socket_dup_remote (socket);
  const char      *who = soq_trace_socket_get_who (socket);
  gboolean         changes = FALSE;

  if (who != NULL && local != NULL)
    changes = soq_wire_parties_entitle (self->parties, local, who);
  if (local == NULL || remote == NULL)
    return changes;

  if (client && branch != 0)
    changes |= soq_wire_parties_add_alias (self->parties, local, branch);
  if (is_own_branch (self, socket))
    changes |= g_hash_table_add (self->mine, g_strdup_printf ("%s %s", local, remote));

  return changes;
}

static void
forget_rows (SoqWireModel *self)
{
  g_ptr_array_set_size (self->rows, 0);
  soq_wire_parties_clear (self->parties);
  soq_wire_lanes_clear (self->lanes);
  self->start = 0;
  self->scene = NULL;
}

static void
rebuild (SoqWireModel *self)
{
  guint before = self->rows->len;

  forget_rows (self);
  for (guint i = 0; i < self->records->len; i++)
    append_row (self, self->records->pdata[i]);

  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->rows->len);
}

static void
drop_oldest (SoqWireModel *self)
{
  guint64 first;
  guint   n = 0;

  if (self->records->len <= MOST_ROWS + SURPLUS)
    return;

  g_ptr_array_remove_range (self->records, 0, self->records->len - MOST_ROWS);
  first = ((SoqTraceRecord *) self->records->pdata[0])->number;
  while (n < self->rows->len && ((SoqWireEvent *) self->rows->pdata[n])->record->number < first)
    n++;
  if (n == 0)
    return;

  g_ptr_array_remove_range (self->rows, 0, n);
  if (self->rows->len > 0)
    self->start = ((SoqWireEvent *) self->rows->pdata[0])->top;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/**
 * soq_wire_model_pull:
 * @self: a model
 *
 * Takes what was called since the last time.
 *
 * Returns: whether anything was
 */
gboolean
soq_wire_model_pull (SoqWireModel *self)
{
  g_autoptr (GPtrArray) records = NULL;
  guint                 before;
  gboolean              again = FALSE;

  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), FALSE);

  if (self->trace == NULL || soq_trace_get_last (self->trace) == self->seen)
    return FALSE;

  records = soq_trace_dup_since (self->trace, self->seen, MOST_AT_ONCE);
  if (records->len == 0)
    return FALSE;

  self->seen = ((SoqTraceRecord *) records->pdata[records->len - 1])->number;
  if (self->zero == 0)
    self->zero = ((SoqTraceRecord *) records->pdata[0])->begin;
  for (guint i = 0; i < records->len; i++)
    again |= note_socket (self, ((SoqTraceRecord *) records->pdata[i])->socket);

  before = self->rows->len;
  g_ptr_array_extend (self->records, records, (GCopyFunc) soq_trace_record_ref, NULL);
  if (again)
    {
      rebuild (self);
    }
  else
    {
      for (guint i = 0; i < records->len; i++)
        append_row (self, records->pdata[i]);
      if (self->rows->len > before)
        g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->rows->len - before);
    }
  drop_oldest (self);

  return TRUE;
}

static void
soq_wire_model_finalize (GObject *object)
{
  SoqWireModel *self = SOQ_WIRE_MODEL (object);

  g_clear_pointer (&self->trace, soq_trace_unref);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->rows);
  soq_wire_parties_free (self->parties);
  g_hash_table_unref (self->mine);
  soq_wire_lanes_free (self->lanes);
  g_free (self->party);
  g_free (self->text);

  G_OBJECT_CLASS (soq_wire_model_parent_class)->finalize (object);
}

static void
soq_wire_model_class_init (SoqWireModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_wire_model_finalize;
}

static void
soq_wire_model_init (SoqWireModel *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) soq_trace_record_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->parties = soq_wire_parties_new ();
  self->mine = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lanes = soq_wire_lanes_new ();
}

SoqWireModel *
soq_wire_model_new (void)
{
  return g_object_new (SOQ_TYPE_WIRE_MODEL, NULL);
}

/**
 * soq_wire_model_copy:
 * @self: a model
 * @first: the position of a row
 * @n: how many rows from there on
 *
 * Returns: (transfer full): those of them that there are, as they stand now; it
 *   has no trace, so it stays so
 */
SoqWireModel *
soq_wire_model_copy (SoqWireModel *self,
                     guint         first,
                     guint         n)
{
  SoqWireModel *copy;
  SoqWireEvent *top;

  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), NULL);

  copy = soq_wire_model_new ();
  soq_wire_parties_free (copy->parties);
  copy->parties = soq_wire_parties_copy (self->parties);
  copy->zero = self->zero;
  for (guint i = first; i < self->rows->len && i - first < n; i++)
    g_ptr_array_add (copy->rows, g_object_ref (self->rows->pdata[i]));

  top = soq_wire_model_get_row (copy, 0);
  if (top != NULL)
    copy->start = top->scene != NULL ? top->top - SOQ_WIRE_SCENE_HEIGHT : top->top;

  return copy;
}

/**
 * soq_wire_model_set_trace:
 * @self: a model
 * @trace: (nullable): what to show; of its branches only its own, and the
 *   other ends of its sockets, unless soq_wire_model_set_whole ()
 */
void
soq_wire_model_set_trace (SoqWireModel *self,
                          SoqTrace     *trace)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  if (trace != NULL)
    soq_trace_ref (trace);
  g_clear_pointer (&self->trace, soq_trace_unref);
  self->trace = trace;
  self->seen = 0;
  self->zero = 0;
  g_hash_table_remove_all (self->mine);
  soq_wire_parties_forget (self->parties);
  g_ptr_array_set_size (self->records, 0);
  rebuild (self);
}

/**
 * soq_wire_model_clear:
 * @self: a model
 *
 * Forgets what is shown; what is called from now on is shown.
 */
void
soq_wire_model_clear (SoqWireModel *self)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  g_ptr_array_set_size (self->records, 0);
  self->zero = 0;
  if (self->trace != NULL)
    self->seen = soq_trace_get_last (self->trace);
  rebuild (self);
}

void
soq_wire_model_set_whole (SoqWireModel *self,
                          gboolean      whole)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  self->whole = whole;
  rebuild (self);
}

/**
 * soq_wire_model_set_party:
 * @self: a model
 * @key: (nullable): the key of the only party whose calls, and those with it,
 *   are shown
 */
void
soq_wire_model_set_party (SoqWireModel *self,
                          const char   *key)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  if (g_strcmp0 (key, self->party) == 0)
    return;

  g_free (self->party);
  self->party = g_strdup (key);
  rebuild (self);
}

void
soq_wire_model_set_bytes_only (SoqWireModel *self,
                               gboolean      bytes_only)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  self->bytes_only = bytes_only;
  rebuild (self);
}

/**
 * soq_wire_model_set_text:
 * @self: a model
 * @text: what a call or its bytes must contain; its case does not matter
 */
void
soq_wire_model_set_text (SoqWireModel *self,
                         const char   *text)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  g_clear_pointer (&self->text, g_free);
  if (text != NULL && *text != '\0')
    self->text = g_utf8_casefold (text, -1);
  rebuild (self);
}

/**
 * soq_wire_model_set_time_scale:
 * @self: a model
 * @pixels_per_second: how far a second is; 0 if time does not matter
 */
void
soq_wire_model_set_time_scale (SoqWireModel *self,
                               double        pixels_per_second)
{
  g_return_if_fail (SOQ_IS_WIRE_MODEL (self));

  self->scale = pixels_per_second;
  rebuild (self);
}

GPtrArray *
soq_wire_model_get_rows (SoqWireModel *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), NULL);

  return self->rows;
}

/**
 * soq_wire_model_get_parties:
 * @self: a model
 *
 * Returns: (transfer none) (element-type SoqWireParty): the columns, in the
 *   order in which they appeared
 */
GPtrArray *
soq_wire_model_get_parties (SoqWireModel *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), NULL);

  return self->parties->array;
}

/**
 * soq_wire_model_get_height:
 * @self: a model
 *
 * Returns: how high all rows are together, in pixels
 */
double
soq_wire_model_get_height (SoqWireModel *self)
{
  SoqWireEvent *last;

  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  if (self->rows->len == 0)
    return 0;

  last = self->rows->pdata[self->rows->len - 1];

  return last->top + last->height - self->start;
}

/**
 * soq_wire_model_get_start:
 * @self: a model
 *
 * Returns: the top of its first row; more than 0 once others were forgotten
 */
double
soq_wire_model_get_start (SoqWireModel *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  return self->start;
}

gint64
soq_wire_model_get_zero (SoqWireModel *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  return self->zero;
}

/* The first row for which is_after is true, or the number of rows. */
static guint
search (SoqWireModel *self,
        gboolean (*is_after) (SoqWireEvent *event,
                              const void   *value),
        const void *value)
{
  guint low = 0;
  guint high = self->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (is_after (self->rows->pdata[middle], value))
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

static gboolean
ends_after_y (SoqWireEvent *event,
              const void   *value)
{
  return event->top + event->height > *(const double *) value;
}

static gboolean
is_from_number (SoqWireEvent *event,
                const void   *value)
{
  return event->record->number >= *(const guint64 *) value;
}

static gboolean
ends_after_time (SoqWireEvent *event,
                 const void   *value)
{
  return event->record->end >= *(const gint64 *) value;
}

/**
 * soq_wire_model_find_row_at:
 * @self: a model
 * @y: pixels from the top of the first row
 *
 * Returns: the position of the row that is there, or the number of rows
 */
guint
soq_wire_model_find_row_at (SoqWireModel *self,
                            double        y)
{
  double whole;

  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  whole = y + self->start;

  return search (self, ends_after_y, &whole);
}

/**
 * soq_wire_model_find_number:
 * @self: a model
 * @number: the number of a record
 *
 * Returns: the position of the first row with that number or a later one, or
 *   the number of rows
 */
guint
soq_wire_model_find_number (SoqWireModel *self,
                            guint64       number)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  return search (self, is_from_number, &number);
}

/**
 * soq_wire_model_find_time:
 * @self: a model
 * @time: a time of soq_clock_now ()
 *
 * Returns: the position of the first row that ended then or later
 */
guint
soq_wire_model_find_time (SoqWireModel *self,
                          gint64        time)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), 0);

  return search (self, ends_after_time, &time);
}

/**
 * soq_wire_model_get_row:
 * @self: a model
 * @position: a position
 *
 * Returns: (transfer none) (nullable): the row there
 */
SoqWireEvent *
soq_wire_model_get_row (SoqWireModel *self,
                        guint         position)
{
  g_return_val_if_fail (SOQ_IS_WIRE_MODEL (self), NULL);

  return position < self->rows->len ? self->rows->pdata[position] : NULL;
}
