/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-view.h"

#include "soq-compat.h"
#include "soq-error.h"
#include "soq-trace-text.h"
#include "soq-trace-writer.h"
#include "soq-toast.h"
#include "soq-wire-details.h"
#include "soq-wire-list.h"

#include <glib/gi18n.h>
#include <string.h>

/* How often to look whether something was called, in milliseconds. While
 * something is, the ladder takes it once in each frame.
 */
#define LOOK 50

/* Of more rows, the newest are printed. */
#define MOST_PRINTED 1000

/**
 * SoqWireView:
 *
 * The socket calls of a trace as they happen: as a ladder or as a list, with
 * the bytes of the selected one and what it means.
 */
struct _SoqWireView
{
  AdwBin parent_instance;

  SoqWireModel *model;   /* (owned) */
  GActionMap   *actions; /* (owned) */
  guint         look_id;
  guint         tick_id;
  gboolean      filling; /* the list of parties changes, nobody chose one */

  /* All (borrowed), of the template. */
  AdwToastOverlay *toasts;
  GtkDropDown     *parties;
  GtkStringList   *party_names;
  GtkSearchEntry  *search;
  GtkStack        *looks;
  GtkLabel        *hint;
  SoqLadder       *ladder;
  SoqWireList     *calls;
  SoqWireDetails  *details;
};

enum
{
  SIGNAL_SHOW_MESSAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SoqWireView, soq_wire_view, ADW_TYPE_BIN)

static gboolean
get_flag (SoqWireView *self,
          const char  *name)
{
  g_autoptr (GVariant) state = NULL;

  state = g_action_get_state (g_action_map_lookup_action (self->actions, name));

  return g_variant_get_boolean (state);
}

static const char *
get_page (SoqWireView *self)
{
  g_autoptr (GVariant) state = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return "empty";

  state = g_action_get_state (g_action_map_lookup_action (self->actions, "view"));

  return strcmp (g_variant_get_string (state, NULL), "list") == 0 ? "list" : "ladder";
}

static gboolean
is_ladder (SoqWireView *self)
{
  return strcmp (get_page (self), "ladder") == 0;
}

static char *
dup_party_name (const SoqWireParty *party)
{
  g_autofree char *title = soq_wire_party_dup_title (party);

  if (party->address == NULL || *party->address == '\0' || strchr (party->address, '?') != NULL)
    return g_steal_pointer (&title);

  if (soq_wire_party_is_stranger (party))
    return g_strdup (party->address);

  /* Translators: the first %s is a name, the second an address. */
  return g_strdup_printf (_("%s, %s"), title, party->address);
}

/* One entry a party, while all of them are shown; and “everybody” before. */
static void
fill_parties (SoqWireView *self)
{
  GPtrArray *parties = soq_wire_model_get_parties (self->model);
  guint      n = g_list_model_get_n_items (G_LIST_MODEL (self->party_names));

  if (gtk_drop_down_get_selected (self->parties) > 0)
    return;

  self->filling = TRUE;
  for (guint i = 0; i < parties->len; i++)
    {
      g_autofree char *name = dup_party_name (parties->pdata[i]);
      const char      *old = gtk_string_list_get_string (self->party_names, i + 1);

      if (g_strcmp0 (old, name) == 0)
        continue;

      gtk_string_list_splice (self->party_names, i + 1, old != NULL ? 1 : 0,
                              (const char *const[]){ name, NULL });
      n = g_list_model_get_n_items (G_LIST_MODEL (self->party_names));
    }
  if (n > parties->len + 1)
    gtk_string_list_splice (self->party_names, parties->len + 1, n - parties->len - 1, NULL);
  self->filling = FALSE;
}

static void
show_rows (SoqWireView *self)
{
  gtk_stack_set_visible_child_name (self->looks, get_page (self));
  soq_ladder_update (self->ladder);
  fill_parties (self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (widget);

  if (get_flag (self, "pause") || !is_ladder (self) || !soq_wire_model_pull (self->model))
    {
      self->tick_id = 0;
      return G_SOURCE_REMOVE;
    }

  show_rows (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
look_cb (gpointer user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);

  if (self->tick_id != 0 || get_flag (self, "pause") || !soq_wire_model_pull (self->model))
    return G_SOURCE_CONTINUE;

  show_rows (self);
  if (is_ladder (self))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

static void
show_details (SoqWireView *self,
              guint        position)
{
  gboolean has_messages;

  has_messages = g_signal_has_handler_pending (self, signals[SIGNAL_SHOW_MESSAGE], 0, FALSE);
  soq_wire_details_show (self->details, self->model, position, has_messages);
}

static void
selected_cb (SoqWireView *self)
{
  guint position = soq_ladder_get_selected (self->ladder);

  show_details (self, position);
  if (position != GTK_INVALID_LIST_POSITION &&
      soq_wire_list_get_selected (self->calls) != position)
    soq_wire_list_select (self->calls, position);
}

static void
list_selected_cb (SoqWireView *self)
{
  guint position = soq_wire_list_get_selected (self->calls);

  if (position != GTK_INVALID_LIST_POSITION &&
      position < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    soq_ladder_select (self->ladder, position);
}

static void
party_cb (SoqWireView *self)
{
  GPtrArray *parties = soq_wire_model_get_parties (self->model);
  guint      selected = gtk_drop_down_get_selected (self->parties);

  if (self->filling)
    return;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    {
      soq_wire_model_set_party (self->model, NULL);
    }
  else if (selected - 1 < parties->len)
    {
      g_autofree char *key = g_strdup (((SoqWireParty *) parties->pdata[selected - 1])->key);

      soq_wire_model_set_party (self->model, key);
    }
  show_rows (self);
}

static void
search_cb (SoqWireView *self)
{
  soq_wire_model_set_text (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  show_rows (self);
}

static void
view_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);

  g_simple_action_set_state (action, state);
  show_rows (self);
  soq_wire_list_select (self->calls, soq_ladder_get_selected (self->ladder));
}

static void
time_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);
  const char  *name = g_variant_get_string (state, NULL);
  double       scale = 0;

  if (strcmp (name, "seconds") == 0)
    scale = 100;
  else if (strcmp (name, "milliseconds") == 0)
    scale = 20 * 1000;
  else if (strcmp (name, "microseconds") == 0)
    scale = 1000 * 1000;

  g_simple_action_set_state (action, state);
  soq_wire_model_set_time_scale (self->model, scale);
  show_rows (self);
}

static void
bytes_only_cb (GSimpleAction *action,
               GVariant      *state,
               gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);

  g_simple_action_set_state (action, state);
  soq_wire_model_set_bytes_only (self->model, g_variant_get_boolean (state));
  show_rows (self);
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);

  soq_wire_model_clear (self->model);
  show_details (self, GTK_INVALID_LIST_POSITION);
  show_rows (self);
}

static void
close_details_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  show_details (SOQ_WIRE_VIEW (user_data), GTK_INVALID_LIST_POSITION);
}

static void
show_message_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  SoqWireView          *self = SOQ_WIRE_VIEW (user_data);
  guint                 position = soq_ladder_get_selected (self->ladder);
  SoqWireEvent         *event = soq_wire_model_get_row (self->model, position);
  const SoqTraceRecord *record;
  gboolean              found = FALSE;

  if (event == NULL)
    return;

  record = event->record;
  g_signal_emit (self, signals[SIGNAL_SHOW_MESSAGE], 0, soq_trace_socket_get_id (record->socket),
                 record->number, soq_call_get_direction (record->call) == SOQ_CALL_OUT, &found);
  if (!found)
    adw_toast_overlay_add_toast (self->toasts,
                                 soq_toast_new (_("No message that is shown came with these bytes")));
}

static void
save_chosen_cb (const char *path,
                gpointer    user_data)
{
  SoqWireView       *self = SOQ_WIRE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char   *name = g_path_get_basename (path);
  g_autofree char   *text = NULL;

  if (soq_wire_view_save (self, path, &error))
    /* Translators: %s is the name of a file. */
    text = g_strdup_printf (_("Saved as “%s”"), name);
  else if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_FILE_NAME))
    text = g_strdup (_("The name must end in .svg, .png, .txt, .json or .pcapng"));
  else
    text = g_strdup_printf (_("“%s” cannot be written"), name);

  adw_toast_overlay_add_toast (self->toasts, soq_toast_new (text));
}

static void
save_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  soq_compat_choose_save (GTK_WIDGET (user_data),
                          _("Save the Calls as .svg, .png, .txt, .json or .pcapng"),
                             "soquete.svg", save_chosen_cb, user_data);
}

static void
print_failed_cb (const char *why,
                 gpointer    parent)
{
  adw_toast_overlay_add_toast (SOQ_WIRE_VIEW (parent)->toasts, soq_toast_new (why));
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  SoqWireView *self = SOQ_WIRE_VIEW (user_data);
  guint        n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  SoqSheet    *sheet = soq_sheet_new ();

  soq_ladder_add_to_sheet (self->ladder, sheet, n - MIN (n, MOST_PRINTED), MOST_PRINTED);
  soq_sheet_print (sheet, _("Socket calls"), GTK_WIDGET (self), print_failed_cb);
}

static void
soq_wire_view_map (GtkWidget *widget)
{
  SoqWireView *self = SOQ_WIRE_VIEW (widget);

  GTK_WIDGET_CLASS (soq_wire_view_parent_class)->map (widget);

  self->look_id = g_timeout_add (LOOK, look_cb, self);
  look_cb (self);
}

static void
soq_wire_view_unmap (GtkWidget *widget)
{
  SoqWireView *self = SOQ_WIRE_VIEW (widget);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;

  GTK_WIDGET_CLASS (soq_wire_view_parent_class)->unmap (widget);
}

static void
soq_wire_view_dispose (GObject *object)
{
  SoqWireView *self = SOQ_WIRE_VIEW (object);

  /* Without gtk_widget_dispose_template (): after it GTK 4.8 misses a hash table
   * of its own when the child goes, which AdwBin takes care of anyway.
   */
  g_clear_object (&self->actions);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (soq_wire_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, toasts);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, parties);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, party_names);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, search);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, looks);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, hint);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, ladder);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, calls);
  gtk_widget_class_bind_template_child (widget_class, SoqWireView, details);
  gtk_widget_class_bind_template_callback (widget_class, party_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_selected_cb);
}

static void
soq_wire_view_class_init (SoqWireViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_wire_view_dispose;
  widget_class->map = soq_wire_view_map;
  widget_class->unmap = soq_wire_view_unmap;

  /**
   * SoqWireView::show-message:
   * @self: the view
   * @socket: the id of a socket
   * @number: the number of one of its records
   * @outgoing: whether it sent
   *
   * Somebody wants to see what was said with the bytes of a call.
   *
   * Returns: whether it is shown
   */
  signals[SIGNAL_SHOW_MESSAGE] =
    g_signal_new ("show-message",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  g_signal_accumulator_first_wins, NULL, NULL,
                  G_TYPE_BOOLEAN, 3, G_TYPE_UINT, G_TYPE_UINT64, G_TYPE_BOOLEAN);

  g_type_ensure (SOQ_TYPE_LADDER);
  g_type_ensure (SOQ_TYPE_WIRE_LIST);
  g_type_ensure (SOQ_TYPE_WIRE_DETAILS);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-wire-view.ui");
  bind_children (widget_class);
}

static void
soq_wire_view_init (SoqWireView *self)
{
  static const GActionEntry entries[] = {
    { .name = "pause", .state = "false" },
    { .name = "view", .parameter_type = "s", .state = "'ladder'", .change_state = view_cb },
    { .name = "time", .parameter_type = "s", .state = "'calls'", .change_state = time_cb },
    { .name = "bytes-only", .state = "false", .change_state = bytes_only_cb },
    { .name = "save", .activate = save_cb },
    { .name = "print", .activate = print_cb },
    { .name = "clear", .activate = clear_cb },
    { .name = "show-message", .activate = show_message_cb },
    { .name = "close-details", .activate = close_details_cb },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  self->actions = G_ACTION_MAP (group);
  self->model = soq_wire_model_new ();
  g_action_map_add_action_entries (self->actions, entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "wire", G_ACTION_GROUP (group));
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filling = TRUE;
  gtk_string_list_append (self->party_names, _("Everybody"));
  self->filling = FALSE;
  soq_ladder_set_model (self->ladder, self->model);
  soq_wire_list_set_model (self->calls, self->model);
}

/**
 * soq_wire_view_set_trace:
 * @self: a view
 * @trace: (nullable): what to show
 */
void
soq_wire_view_set_trace (SoqWireView *self,
                         SoqTrace    *trace)
{
  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));

  soq_wire_model_set_trace (self->model, trace);
  show_details (self, GTK_INVALID_LIST_POSITION);
  show_rows (self);
}

/**
 * soq_wire_view_show_beginning:
 * @self: a view
 *
 * The ladder shows the first calls, and does not go along with the newest.
 */
void
soq_wire_view_show_beginning (SoqWireView *self)
{
  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));

  soq_ladder_show_beginning (self->ladder);
}

/**
 * soq_wire_view_show_lost:
 * @self: a view
 *
 * The ladder shows the first call whose bytes were thrown away, if there is one.
 */
void
soq_wire_view_show_lost (SoqWireView *self)
{
  GPtrArray *rows;

  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));

  soq_wire_model_pull (self->model);
  show_rows (self);
  rows = soq_wire_model_get_rows (self->model);
  for (guint i = 0; i < rows->len; i++)
    if (soq_trace_record_is_lost (((SoqWireEvent *) rows->pdata[i])->record))
      {
        soq_ladder_show_row (self->ladder, i);
        return;
      }
}

/**
 * soq_wire_view_set_whole:
 * @self: a view
 * @whole: whether to show every branch of the trace
 */
void
soq_wire_view_set_whole (SoqWireView *self,
                         gboolean     whole)
{
  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));

  soq_wire_model_set_whole (self->model, whole);
}

/**
 * soq_wire_view_set_hint:
 * @self: a view
 * @hint: what to do for something to be shown
 */
void
soq_wire_view_set_hint (SoqWireView *self,
                        const char  *hint)
{
  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));

  gtk_label_set_text (self->hint, hint);
}

SoqLadder *
soq_wire_view_get_ladder (SoqWireView *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_VIEW (self), NULL);

  return self->ladder;
}

/**
 * soq_wire_view_get_model:
 * @self: a view
 *
 * Returns: (transfer none): what it shows
 */
SoqWireModel *
soq_wire_view_get_model (SoqWireView *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_VIEW (self), NULL);

  return self->model;
}

static gboolean
carries (SoqWireEvent     *event,
         const SoqLineRef *ref,
         gboolean          exactly)
{
  const SoqTraceRecord *record = event->record;
  SoqCallDirection      wanted = ref->outgoing ? SOQ_CALL_OUT : SOQ_CALL_IN;
  gsize                 length;
  const char           *data;

  if (record->bytes == NULL || soq_trace_socket_get_id (record->socket) != ref->mark.socket ||
      soq_call_get_direction (record->call) != wanted || (record->flags & SOQ_CALL_PEEKED) != 0)
    return FALSE;

  data = g_bytes_get_data (record->bytes, &length);

  return !exactly || (ref->text != NULL && g_strstr_len (data, (gssize) length, ref->text) != NULL);
}

/* The nearest one before the moment for what came, and on both sides of it for
 * what went: it may be shown only when the server has sent it back.
 */
static guint
find_call (SoqWireView      *self,
           const SoqLineRef *ref,
           gboolean          exactly)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint middle = soq_wire_model_find_number (self->model, ref->mark.number + 1);

  for (guint i = middle; i > 0; i--)
    if (carries (soq_wire_model_get_row (self->model, i - 1), ref, exactly))
      {
        if (ref->outgoing && !exactly)
          break;
        return i - 1;
      }

  for (guint i = middle; i < n && ref->outgoing; i++)
    if (carries (soq_wire_model_get_row (self->model, i), ref, exactly))
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/**
 * soq_wire_view_show:
 * @self: a view
 * @ref: a line of a conversation
 *
 * Selects the call that brought it, or that took it away.
 */
void
soq_wire_view_show (SoqWireView      *self,
                    const SoqLineRef *ref)
{
  guint position;

  g_return_if_fail (SOQ_IS_WIRE_VIEW (self));
  g_return_if_fail (ref != NULL);

  soq_wire_model_pull (self->model);
  show_rows (self);
  position = find_call (self, ref, TRUE);
  if (position == GTK_INVALID_LIST_POSITION)
    position = find_call (self, ref, FALSE);

  if (position != GTK_INVALID_LIST_POSITION)
    soq_ladder_select (self->ladder, position);
  else
    adw_toast_overlay_add_toast (self->toasts,
                                 soq_toast_new (_("Its calls are not among those that are shown")));
}

/**
 * soq_wire_view_save:
 * @self: a view
 * @path: a file whose name ends in “.svg”, “.png”, “.txt”, “.json” or “.pcapng”
 * @error: return location for %SOQ_ERROR_BAD_FILE_NAME or a #GFileError
 *
 * Saves the calls that are shown.
 *
 * Returns: whether they are in the file
 */
gboolean
soq_wire_view_save (SoqWireView *self,
                    const char  *path,
                    GError     **error)
{
  GPtrArray            *rows;
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (SOQ_IS_WIRE_VIEW (self), FALSE);

  if (g_str_has_suffix (path, ".svg") || g_str_has_suffix (path, ".png"))
    return soq_ladder_export (self->ladder, path, error);

  rows = soq_wire_model_get_rows (self->model);
  records = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (records, ((SoqWireEvent *) rows->pdata[i])->record);

  return soq_trace_write (records, path, error);
}
