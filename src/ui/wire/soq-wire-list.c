/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-list.h"

#include "soq-trace-text.h"

#include <glib/gi18n.h>

/**
 * SoqWireList:
 *
 * The calls of a ladder as a table, for those who would rather read it, or
 * have it read to them. It takes them only while it is seen: a view makes
 * widgets for rows that nobody looks at, too.
 */
struct _SoqWireList
{
  AdwBin parent_instance;

  GtkColumnView      *view;      /* (borrowed): the child’s child */
  GtkSingleSelection *selection; /* (owned) */
  SoqWireModel       *model;     /* (owned) (nullable) */
};

enum
{
  SIGNAL_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SoqWireList, soq_wire_list, ADW_TYPE_BIN)

typedef char *(*TextFunc) (SoqWireList  *self,
                           SoqWireEvent *event);

static char *
dup_time (SoqWireList  *self,
          SoqWireEvent *event)
{
  gint64 time = event->record->begin - soq_wire_model_get_zero (self->model);

  return g_strdup_printf ("%.6f", (double) time / G_USEC_PER_SEC);
}

static char *
dup_party (SoqWireList  *self,
           SoqWireEvent *event)
{
  GPtrArray    *parties = soq_wire_model_get_parties (self->model);
  SoqWireParty *party = event->own < parties->len ? parties->pdata[event->own] : NULL;

  if (party == NULL)
    return g_strdup ("");
  if (soq_wire_party_is_stranger (party))
    return g_strdup (party->address);

  return soq_wire_party_dup_title (party);
}

static char *
dup_call (SoqWireList  *self,
          SoqWireEvent *event)
{
  g_autofree char *call = soq_trace_record_dup_call (event->record);

  if (soq_trace_record_is_lost (event->record))
    return g_strdup_printf ("✕ %s  %s", _("lost"), call);

  return g_steal_pointer (&call);
}

static char *
dup_bytes (SoqWireList  *self,
           SoqWireEvent *event)
{
  char *preview = soq_trace_record_dup_preview (event->record, 200);

  return preview != NULL ? preview : g_strdup ("");
}

static const struct
{
  const char *title;
  TextFunc    text;
  gboolean    expand;
} columns[] = {
  { N_("Time"), dup_time, FALSE },
    { N_("Who"), dup_party, FALSE },
      { N_("Call"), dup_call, TRUE },
        { N_("Bytes"), dup_bytes, TRUE },
      };

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "monospace");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         SoqWireList        *self)
{
  guint            column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  g_autofree char *text = columns[column].text (self, gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (SoqWireList *self,
            guint        i)
{
  GtkListItemFactory             *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  column = gtk_column_view_column_new (_(columns[i].title), factory);
  gtk_column_view_column_set_expand (column, columns[i].expand);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static void
selected_cb (SoqWireList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
soq_wire_list_map (GtkWidget *widget)
{
  SoqWireList *self = SOQ_WIRE_LIST (widget);

  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));

  GTK_WIDGET_CLASS (soq_wire_list_parent_class)->map (widget);
}

static void
soq_wire_list_unmap (GtkWidget *widget)
{
  SoqWireList *self = SOQ_WIRE_LIST (widget);

  GTK_WIDGET_CLASS (soq_wire_list_parent_class)->unmap (widget);

  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
}

static void
soq_wire_list_dispose (GObject *object)
{
  SoqWireList *self = SOQ_WIRE_LIST (object);

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_single_selection_set_model (self->selection, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (soq_wire_list_parent_class)->dispose (object);
}

static void
soq_wire_list_class_init (SoqWireListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_wire_list_dispose;
  widget_class->map = soq_wire_list_map;
  widget_class->unmap = soq_wire_list_unmap;

  /**
   * SoqWireList::selected:
   * @self: the list
   *
   * Another row was chosen, or none.
   */
  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
soq_wire_list_init (SoqWireList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view = GTK_COLUMN_VIEW (
    gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, i);

  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

void
soq_wire_list_set_model (SoqWireList  *self,
                         SoqWireModel *model)
{
  g_return_if_fail (SOQ_IS_WIRE_LIST (self));

  g_set_object (&self->model, model);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_single_selection_set_model (self->selection, G_LIST_MODEL (model));
}

guint
soq_wire_list_get_selected (SoqWireList *self)
{
  g_return_val_if_fail (SOQ_IS_WIRE_LIST (self), GTK_INVALID_LIST_POSITION);

  return gtk_single_selection_get_selected (self->selection);
}

/**
 * soq_wire_list_select:
 * @self: a list
 * @position: the position of a row, or %GTK_INVALID_LIST_POSITION
 *
 * Selects a row and shows it, if the list is seen.
 */
void
soq_wire_list_select (SoqWireList *self,
                      guint        position)
{
  g_return_if_fail (SOQ_IS_WIRE_LIST (self));

  gtk_single_selection_set_selected (self->selection, position);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}
